# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154,SC2034 # the parts share their variables
#
# What mosix-vm needs of the machine it runs on. Missing things are told before anything is made.

# Of the disk: a Debian with compilers as a tree, a copy of it while an image is made, the image.
space_needed_mb=6000

check_host() {
    local program missing=''
    for program in qemu-system-x86_64 setpriv tar; do
        have "$program" || missing="$missing $program"
    done
    [ -z "$missing" ] ||
        refuse "this needs$missing (Debian, Ubuntu: qemu-system-x86 util-linux tar)"
    [ "$nodes" = 1 ] || qemu-system-x86_64 -netdev help 2>/dev/null | grep -q '^stream$' ||
        refuse "--nodes $nodes needs QEMU 7.2 or later: this one has no -netdev stream"
}

# check_makers: what is needed to make an image.
check_makers() {
    local program missing='' free place=$cache
    PATH=$PATH:/usr/sbin:/sbin
    for program in debootstrap mke2fs unshare chroot dpkg-deb flock; do
        have "$program" || missing="$missing $program"
    done
    [ -z "$missing" ] ||
        refuse "making the images needs$missing (Debian, Ubuntu: debootstrap e2fsprogs util-linux)"
    if [ "$(id -u)" -ne 0 ] && ! have sudo; then
        refuse 'the images are made by root, once: run this as root, or install sudo'
    fi
    as_root unshare --mount --pid --fork true 2>/dev/null ||
        refuse 'root may not mount anything here (a container?), so no image can be made'
    while [ ! -d "$place" ]; do
        place=$(dirname "$place")
    done
    free=$(df -Pm "$place" | awk 'END { print $4 }')
    [ "$free" -ge "$space_needed_mb" ] ||
        refuse "making the images needs $space_needed_mb MB in $cache, and $free MB are free;
mosix-vm: --cache DIR puts them elsewhere"
}
