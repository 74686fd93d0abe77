# SPDX-License-Identifier: BSD-3-Clause
#
# Releases of Debian other than this machine's: their names, where they come from, and one in a directory,
# made once by debootstrap, in which root runs commands in namespaces of their own. To be sourced by a shell
# script after setup.sh.
# shellcheck shell=sh

: "${top_srcdir:?must be set before this file is sourced}"

# codename_of DEBIAN
codename_of() {
    case $1 in
    debian11) echo bullseye ;;
    debian12) echo bookworm ;;
    debian13) echo trixie ;;
    *) return 1 ;;
    esac
}

# mirror_of_debian: the one that this machine's apt uses, if it is Debian's main archive.
mirror_of_debian() {
    # shellcheck disable=SC2016 # apt's own variables
    uri=$(apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        sed -n 's/^Debian|//p;T;q')
    [ -n "$uri" ] || uri=$(sed -n 's/^URIs: *\([^ ]*\/debian\/*\)$/\1/p
        s/^deb .*\(https*:[^ ]*\/debian\/*\) .*/\1/p' \
        /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
    printf '%s\n' "${uri:-http://deb.debian.org/debian}"
}

# tree_files: of the source tree that is the current directory, what git knows or would know; in a tarball
# of a release, everything but what a build leaves.
tree_files() {
    if [ -e .git ] && command -v git >/dev/null; then
        # Whoever owns it: only names are asked for.
        git -c 'safe.directory=*' ls-files -co --exclude-standard
    else
        # tests/build is a room of tests.
        find . \( -path ./build -o -path './build-*' -o -path ./debian/build -o -name autom4te.cache -o -name .libs \
            -o -name .deps \) -prune -o -type f ! -name '*.o' ! -name '*.lo' ! -name '*.la' ! -name config.status -print
    fi | sed 's/^\.\///' | while IFS= read -r file; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done
}

# enter_other DEBIAN: that root and this source tree in it, in $other_tree there, brought up to date.
enter_other() {
    codename=$(codename_of "$1") || die "--on $1: there are debian11, debian12 and debian13"
    [ "$(id -u)" -eq 0 ] || die "--on $1 makes and mounts directories of that Debian: run it as root"
    unshare --mount --pid --fork true 2>/dev/null ||
        die "--on $1: nothing can be mounted here, as in most containers"
    other=${XDG_CACHE_HOME:-$HOME/.cache}/openmpi-mosix/$1
    other_root=$other/root
    other_tree=/src/openmpi-mosix
    if [ ! -e "$other/made" ]; then
        install_packages debootstrap util-linux
        make_other
    fi
    copy_to_other
}

make_other() {
    mirror=$(mirror_of_debian)
    rm -rf --one-file-system "$other"
    mkdir -p "$other_root/etc/dpkg/dpkg.cfg.d"
    # Nobody needs this root after a power failure.
    echo force-unsafe-io >"$other_root/etc/dpkg/dpkg.cfg.d/openmpi-mosix"
    say "making a root of $codename in $other_root from $mirror (once; a minute)"
    logged "$other/log" debootstrap debootstrap --variant=minbase "$codename" "$other_root" "$mirror"
    # No service may be started in there.
    printf '#!/bin/sh\nexit 101\n' >"$other_root/usr/sbin/policy-rc.d"
    chmod 755 "$other_root/usr/sbin/policy-rc.d"
    apt-config dump --format '%f "%v";%n' Acquire >"$other_root/etc/apt/apt.conf.d/01host"
    echo '127.0.0.1 localhost' >"$other_root/etc/hosts"
    : >"$other/made"
}

# The directory of a former build stays, so that what did not change is not built again.
copy_to_other() {
    mkdir -p "$other_root$other_tree"
    find "$other_root$other_tree" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    (cd "$top_srcdir" && tree_files | tar -cf - --verbatim-files-from -T -) |
        tar -xf - --no-same-owner -C "$other_root$other_tree"
}

# in_other COMMAND...: there, as root, with nothing of this environment but the proxy and how long tests may
# be. What it mounts, and all processes, end with it.
in_other() {
    # shellcheck disable=SC2016 # for the inner shell
    unshare --mount --propagation private --pid --fork --kill-child sh -c '
        root=$1 && shift && mount --bind "$root" "$root" && mount -t proc proc "$root/proc" &&
            mount --rbind /dev "$root/dev" && mount --rbind /sys "$root/sys" && cd "$root" &&
            pivot_root . mnt && umount --lazy mnt && exec "$@"' sh "$other_root" \
        env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        ${http_proxy:+http_proxy="$http_proxy"} ${BATS_FILTER:+BATS_FILTER="$BATS_FILTER"} "$@" </dev/null
}
