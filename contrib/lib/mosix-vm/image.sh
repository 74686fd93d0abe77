# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154,SC2034 # the parts share their variables
#
# The base of a guest: a tree of Debian in which our package can be built and used, and a kernel
# with an initial RAM disk. To be sourced by prepare, in a mount namespace of its own.

# What a user's node has, and the tools to build the package. MOSIX wants net-tools' ifconfig.
base_packages='autoconf automake bash-completion build-essential busybox-static bzip2 debhelper file
    gfortran kmod libopenmpi-dev libseccomp-dev libtool net-tools iproute2 openmpi-bin openssh-server
    pkg-config po-debconf procps psmisc python3-mpi4py python3-numpy strace'

# What the kernel needs to find its disk, its network, and the shared directories.
boot_modules='virtio_pci virtio_blk virtio_net virtio_console ext4 9pnet_virtio 9p'

# in_root ROOT COMMAND...: as root inside the tree, with nothing of the caller's but the proxy.
in_root() {
    local root=$1
    shift
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} "$@" </dev/null
}

# mount_kernel ROOT: the mounts vanish with our namespace.
mount_kernel() {
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
}

unmount_kernel() {
    umount "$1/proc"
    umount -l "$1/dev"
}

make_tree() {
    local root=$1 release=$2 mirror
    mirror=$(mirror_of_debian)
    say "$distribution: making a Debian of packages from $mirror (once; some minutes)"
    logged "$log" debootstrap debootstrap --variant=minbase "$release" "$root" "$mirror"
    # No service may be started in here.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    mount_kernel "$root"
    logged "$log" apt-get in_root "$root" apt-get -q update
    # shellcheck disable=SC2086 # a list of words
    logged "$log" apt-get in_root "$root" \
        apt-get -q -y --no-install-recommends install $base_packages
    add_user "$root"
    make_kernel "$root" "$new"
    in_root "$root" apt-get clean
    unmount_kernel "$root"
}

# The ordinary user mpi. Both users reach the other nodes by ssh without a password, as on a
# cluster; the keys open nothing but these machines, which nobody else can reach.
add_user() {
    local root=$1
    in_root "$root" useradd --create-home --shell /bin/bash --uid 1000 mpi
    # shellcheck disable=SC2016 # for the shell inside
    in_root "$root" sh -ec '
        echo 127.0.0.1 localhost >/etc/hosts
        mkdir -p -m 700 /root/.ssh /run/sshd
        ssh-keygen -q -t ed25519 -N "" -f /root/.ssh/id_ed25519
        cp /root/.ssh/id_ed25519.pub /root/.ssh/authorized_keys
        for key in /etc/ssh/ssh_host_ed25519_key.pub; do
            echo "node1,node2,node3,10.77.0.* $(cut -d " " -f 1,2 $key)"
        done >/etc/ssh/ssh_known_hosts
        cp -r /root/.ssh /home/mpi/
        chown -R mpi: /home/mpi/.ssh'
}

# make_kernel ROOT INTO: vmlinuz and initrd. The tree itself needs no kernel, so none is installed.
make_kernel() {
    local root=$1 into=$2 work package version
    work=$root/tmp/kernel
    package=$(in_root "$root" apt-cache show linux-image-amd64 |
        sed -n 's/^Depends: \([^ ,]*\).*/\1/p;T;q')
    mkdir -p "$work"
    logged "$log" "the download of $package" \
        in_root "$root" sh -c "cd /tmp/kernel && apt-get -q download $package && dpkg-deb -x ./*.deb ."
    [ -d "$work/lib" ] || ln -s usr/lib "$work/lib"
    cp "$work"/boot/vmlinuz-* "$into/vmlinuz"
    version=$(basename "$work"/boot/vmlinuz-*)
    version=${version#vmlinuz-}
    in_root "$root" depmod -b /tmp/kernel "$version"
    make_ramdisk "$root" "$work" "$version" >"$into/initrd"
    rm -rf "$work"
}

# make_ramdisk ROOT WORK VERSION: busybox, the modules in the order in which they are to be loaded,
# and a script.
make_ramdisk() {
    local root=$1 work=$2 version=$3 ram=$2/ram module path number=100
    mkdir -p "$ram/bin" "$ram/dev" "$ram/proc" "$ram/new" "$ram/modules"
    cp "$root/bin/busybox" "$ram/bin/"
    for module in $boot_modules; do
        in_root "$root" modprobe -d /tmp/kernel -S "$version" --show-depends "$module"
    done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$work/order"
    while read -r path; do
        number=$((number + 1))
        case $path in
        *.xz) xz -dc "$root$path" >"$ram/modules/$number.ko" ;;
        *) cp "$root$path" "$ram/modules/$number.ko" ;;
        esac
    done <"$work/order"
    install -m 755 "$parts/guest/ramdisk-init" "$ram/init"
    (cd "$ram" && find . | in_root_cpio)
}

# busybox of the tree, because the host may have no cpio.
in_root_cpio() {
    "$root/bin/busybox" cpio -o -H newc 2>/dev/null | gzip -1
}

# write_image ROOT FILE: an ext4 file system with some space to work in.
write_image() {
    local root=$1 file=$2 size
    size=$(($(du -sm "$root" | cut -f 1) + 1000))
    logged "$log" mke2fs mke2fs -q -t ext4 -O ^has_journal -m 0 -d "$root" "$file" "${size}M"
}

# base_recipe: text that changes when a base has to be made again.
base_recipe() {
    printf '%s\n' "$base_packages" "$boot_modules"
    declare -f make_tree add_user make_kernel make_ramdisk
    cat "$parts/guest/ramdisk-init"
}

# make_base: $base with root, vmlinuz and initrd, if it is not there or what it is made of changed.
make_base() {
    local want new=$base.new
    want=$(base_recipe | hash_of)
    [ "$(cat "$base/made-of" 2>/dev/null)" = "$want" ] && return
    rm -rf "$new" "$base"
    mkdir -p "$new"
    make_tree "$new/root" "$(codename "$distribution")"
    echo "$want" >"$new/made-of"
    mv "$new" "$base"
}
