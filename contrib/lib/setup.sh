# SPDX-License-Identifier: BSD-3-Clause
#
# What contrib/demo, contrib/check and contrib/try share: install packages, find and build the tree.
# To be sourced by a POSIX shell script that has set top_srcdir to the absolute path of the source
# tree. Everything here may be repeated at will; it is silent when there is nothing to be done.

: "${top_srcdir:?must be set before this file is sourced}"

# What the components, the emulator and the demo are built with, on Debian and Ubuntu.
# shellcheck disable=SC2034 # used by those who source this file
build_packages='autoconf automake gcc libc6-dev libjemalloc2 libopenmpi-dev libseccomp-dev libtool make
    openmpi-bin pkg-config'

say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die() {
    say "$*"
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this needs root, and there is no sudo: run it as root: $*"
    fi
}

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_packages PACKAGE...: by apt where there is apt; elsewhere configure tells what is missing.
install_packages() {
    command -v apt-get >/dev/null || return 0
    for package do
        shift
        is_installed "$package" || set -- "$@" "$package"
    done
    [ $# -gt 0 ] || return 0

    setup_log=$(mktemp) || exit 1
    say "installing $* (to watch: tail -f $setup_log)"
    if ! { as_root apt-get -q update &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -q -y --no-install-recommends install "$@"; } >"$setup_log" 2>&1 </dev/null
    then
        tail -n 5 "$setup_log" >&2
        die "apt-get could not install $*; all it said is in $setup_log"
    fi
    rm -f "$setup_log"
}

# Print the build directory: the one named in $top_builddir (make check sets it), or the source tree
# if it was configured in place, or build/ in the source tree.
build_directory() {
    if [ -n "${top_builddir:-}" ]; then
        printf '%s\n' "$top_builddir"
    elif [ -f "$top_srcdir/config.status" ]; then
        printf '%s\n' "$top_srcdir"
    else
        printf '%s\n' "$top_srcdir/build"
    fi
}

# logged LOG WHAT COMMAND...: quiet as long as all is well.
logged() {
    log=$1
    what=$2
    shift 2
    "$@" >>"$log" 2>&1 </dev/null && return 0
    tail -n 5 "$log" >&2
    die "$what failed; all it said is in $log"
}

configure_in() {
    cd "$1" && "$top_srcdir/configure" --quiet
}

# build_tree: bring the build directory up to date. One that was named in $top_builddir is taken as
# it is.
build_tree() {
    [ -z "${top_builddir:-}" ] || return 0
    build=$(build_directory)
    mkdir -p "$build" || die "cannot make the build directory $build"
    log=$build/setup.log
    : >"$log" || die "cannot write $log; does the build directory belong to somebody else?"

    if [ ! -x "$top_srcdir/configure" ]; then
        say 'making configure'
        logged "$log" autoreconf autoreconf --install "$top_srcdir"
    fi
    if [ ! -f "$build/Makefile" ]; then
        say "configuring in $build"
        (logged "$log" configure configure_in "$build") || exit 1
    fi
    [ -e "$build/stage" ] || say "building, a minute or two (to watch: tail -f $log)"
    # Two commands started at the same time must not build into the same directory.
    logged "$log" make flock "$build/config.status" make -s -C "$build" -j "$(nproc)"
}

# know_series BUILD: parameters of the series of Open MPI that a tree was built for. 5 has another launcher, which
# needs no out_of_band of its own, and its component for shared memory has another name.
know_series() {
    if [ -e "$1/odls-mosix/agent/mosix-agent" ]; then
        out_of_band=btl_tcp_if_include launcher=odls_mosix_enable without_us=never vader=sm
    else
        out_of_band=oob_tcp_if_include launcher=odls without_us='^mosix' vader=vader
    fi
}
