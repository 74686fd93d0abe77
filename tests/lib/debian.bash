# SPDX-License-Identifier: BSD-3-Clause
#
# Roots of Debian for tests. What debootstrap fetches for one of them is kept for the others, and for
# the next time.

debian_cache=${XDG_CACHE_HOME:-$HOME/.cache}/openmpi-mosix-tests/debian

# find_mirror: the mirror of Debian that this machine uses, in $mirror; skips if there is none.
find_mirror() {
    mirror=$(sed -n 's/^URIs: *\([^ ]*\/debian\/*\)$/\1/p; s/^deb .*\(https*:[^ ]*\/debian\/*\) .*/\1/p' \
        /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
    [ -n "$mirror" ] || skip 'no mirror of Debian among the sources of apt'
}

# make_debian SUITE DIRECTORY [OPTION]...: a root with the packages that every system has.
make_debian() {
    local suite=$1 root=$2
    shift 2
    mkdir -p "$debian_cache" "$root/etc/dpkg/dpkg.cfg.d"
    # Nobody needs this root after a power failure.
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/test"
    run timeout --kill-after=5 300 debootstrap --variant=minbase --cache-dir="$debian_cache" "$@" \
        "$suite" "$root" "$mirror" </dev/null 3>&-
    assert_success
}
