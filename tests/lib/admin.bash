# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests of the command openmpi-mosix.

: "${top_srcdir:?make check sets it}" "${top_builddir:?make check sets it}"

bats_load_library bats-support
bats_load_library bats-assert

# To be called by setup(): an empty directory, and nothing of the caller's settings.
admin_setup() {
    program=$top_builddir/contrib/openmpi-mosix/openmpi-mosix
    registered=$top_srcdir/contrib/openmpi-mosix/registered.conf
    [ -x "$program" ] || fail "$program has not been built"
    unset "${!OMPI_MCA_@}" MPI_SYSCONFIG
    . "$top_srcdir/tests/lib/series.bash"
    export HOME=$BATS_TEST_TMPDIR/home LC_ALL=C
    work=$BATS_TEST_TMPDIR/work
    tools=$BATS_TEST_TMPDIR/tools
    mkdir "$HOME" "$work" "$tools"
    cd "$work"
    umask 022
}

# use_build: Open MPI finds what was built, all of it.
use_build() {
    use_launcher "$top_builddir/stage"
    export OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$top_builddir/stage
}

# launcher_line TEXT: what status says of the launcher, in a line that begins so.
launcher_line() {
    is_series_5 && echo "  mosix-agent  $1" || echo "  odls mosix  $1"
}

# put_tool NAME LINE...: a program that stands for one of MOSIX's.
put_tool() {
    local name=$1
    shift
    printf '%s\n' '#!/bin/bash' "$@" >"$tools/$name"
    chmod 755 "$tools/$name"
}

# admin VERB ARGUMENT...: the command, with the block of the source tree.
admin() {
    [ "$1" = status ] || set -- "$@" --block "$registered"
    timeout 60 "$program" "$@"
}

# What Debian ships: no newline at the end.
debian_file() {
    printf '%s\n' '# Copyright (c) somebody' '#' '' 'btl_base_warn_component_unused=0' '' \
        'mtl = ^ofi' 'btl = ^uct,openib,ofi' 'pml = ^ucx'
    printf 'osc = ^ucx,pt2pt'
}

# there_and_back FILE: enables twice and disables, and FILE is what it was: bytes, mode, owner, time.
there_and_back() {
    local before after
    cp -a "$1" original
    before=$(stat -c '%a %u %g %y' "$1")
    run admin enable --conf "$1"
    assert_success
    assert_output --partial ': registered'
    cp "$1" enabled
    run admin enable --conf "$1"
    assert_success
    assert_output --partial 'already registered'
    cmp "$1" enabled
    run admin disable --conf "$1"
    assert_success
    cmp "$1" original
    after=$(stat -c '%a %u %g %y' "$1")
    assert_equal "$after" "$before"
    no_leftovers
}

no_leftovers() {
    run find "$work" -name '.*openmpi-mosix*'
    assert_output ''
}

needs_referee() {
    command -v ompi_info >/dev/null || skip 'ompi_info is not installed'
    [ -d "$top_builddir/stage" ] || skip 'the components have not been built'
}

# The value and the source of a parameter as Open MPI itself sees them, with FILE as its only file.
referee() {
    OMPI_MCA_mca_base_param_files=$1 \
        OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$top_builddir/stage \
        ompi_info --param "${2%%_*}" mosix --level 9 --parsable |
        sed -n "s/^mca:.*:param:$2:\(value\|source\)://p"
}
