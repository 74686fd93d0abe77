#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Builds as users and packagers make them: elsewhere, in parallel, with clang, from a tarball.

bats_load_library bats-support
bats_load_library bats-assert

setup() {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    cd "$BATS_TEST_TMPDIR"
}

# The files below a directory, as one sorted list.
files_below() {
    (cd "$1" && find . ! -type d | sort)
}

# quietly COMMAND...: its output belongs to a failure only.
quietly() {
    run timeout 900 "$@"
    assert_success
}

# build_in DIRECTORY CONFIGURE-ARGUMENT...: goes there; what make says is in the file said.
build_in() {
    mkdir "$1"
    cd "$1"
    shift
    quietly "$top_srcdir/configure" --quiet "$@"
    quietly make -s -j2
    echo "$output" >said
}

# enter_shared NAME CONFIGURE-ARGUMENT...: into a tree that several tests share; the first of them builds it.
enter_shared() {
    local tree=$BATS_FILE_TMPDIR/$1
    shift
    if [ -e "$tree/said" ]; then
        cd "$tree"
    else
        rm -rf "$tree"
        build_in "$tree" "$@"
    fi
}

enter_plain() {
    enter_shared plain --enable-werror CC=gcc
}

# With clang, the emulator, and everything in a place of its own, prefix/.
enter_placed() {
    prefix=$BATS_FILE_TMPDIR/placed/prefix
    enter_shared placed --enable-werror CC=clang --prefix="$prefix" --enable-emulator-install \
        --with-component-dir="$prefix/components" --with-help-dir="$prefix/help"
}

@test 'gcc and clang build everything without a warning' {
    enter_plain
    run cat said
    refute_output --partial 'warning:'
    enter_placed
    run cat said
    refute_output --partial 'warning:'
}

@test 'install with DESTDIR puts the components where ompi_info says; uninstall leaves nothing' {
    enter_plain
    rm -rf root
    quietly make -s install DESTDIR="$PWD/root"
    components=$(ompi_info --path pkglibdir --parsable | sed 's/^path:pkglibdir://')
    [ -f "root$components/mca_btl_mosix.so" ]
    [ -f "root$components/mca_odls_mosix.so" ]
    [ -f "root$components/mca_reachable_mosix.so" ]
    run find root -name '*.la'
    refute_output
    run find root -name 'mosrun*' -o -name 'mosenv*' -o -name 'mossetpe*' -o \
        -name '*emulator*' -o -name '*-try*'
    refute_output
    quietly make -s uninstall DESTDIR="$PWD/root"
    run files_below root
    refute_output
}

@test 'the emulator is installed only when asked for, out of PATH, and works there; help texts are found' {
    [ -x "$top_builddir/contrib/emulator/bin/mosrun" ] || skip 'the emulator was not built'
    local prefix
    enter_placed
    quietly make -s install
    # The defaults are registered in the file of an Open MPI that this ompi_info stands for.
    mkdir site bin
    printf '#!/bin/sh\n%s "$@" | sed "s,^path:sysconfdir:.*,path:sysconfdir:%s/site,"\n' \
        "$(command -v ompi_info)" "$PWD" >bin/ompi_info
    chmod +x bin/ompi_info
    echo 'btl = ^openib' >site/openmpi-mca-params.conf
    PATH=$PWD/bin:$PATH quietly prefix/bin/openmpi-mosix enable \
        --conf "$PWD/site/openmpi-mca-params.conf"
    run find prefix -name 'mosrun*' -o -name 'mosenv*' -o -name 'mossetpe*' -o -name '*-try'
    assert_equal "$(sort <<<"$output")" "$(printf 'prefix/%s\n' bin/openmpi-mosix-try \
        libexec/openmpi-mosix/emulator/mosenv libexec/openmpi-mosix/emulator/mosrun \
        libexec/openmpi-mosix/emulator/mossetpe)"
    run timeout 10 prefix/bin/openmpi-mosix-try --profile 2009 mosrun -e cat /proc/mosix/mosip
    assert_success
    assert_output '127.0.0.1'
    run timeout 10 prefix/bin/openmpi-mosix-try mossetpe -r
    assert_success
    assert_line --index 0 'This MOSIX node is: 127.0.0.1 (node1)'
    if [ "$(id -u)" -eq 0 ]; then
        run timeout 20 prefix/bin/openmpi-mosix-try --nodes 2 try-node run 2 mossetpe -r
        assert_line --index 0 'This MOSIX node is: 10.77.0.2 (node2)'
    fi
    run prefix/bin/openmpi-mosix-try
    assert_failure 2
    assert_output --partial 'usage: openmpi-mosix-try [--profile 4.4.3|2009] [--nodes N [--native K] [--sshd]] COMMAND'
    run prefix/bin/openmpi-mosix-try --fast
    assert_failure 2
    assert_output --partial 'unknown option --fast'

    if ! ompi_info --param odls mosix --level 9 | grep -q odls_mosix; then
        run prefix/bin/openmpi-mosix-try true
        assert_success
        assert_output --partial 'does not find the component odls mosix'
    fi
    [ -x "$top_builddir/tests/programs/init" ] || fail 'tests/programs/init was not built'
    export OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$prefix/components
    run timeout 30 prefix/bin/openmpi-mosix-try mpirun --mca odls_mosix_enable maybe -n 1 /bin/true
    assert_failure
    refute_output --partial 'does not find the component'
    assert_output --partial 'Allowed:   one of auto, require, never'
    # mpirun of 4.1 garbles the text of one in six such messages of a rank, natively as well.
    for _ in 1 2 3 4 5 6 7 8; do
        run timeout 30 prefix/bin/openmpi-mosix-try mpirun -n 1 \
            env OMPI_MCA_btl_mosix_channel=pipe "$top_builddir/tests/programs/init"
        [[ $output == *show_help.c* ]] || break
    done
    assert_output --partial 'Allowed:   mbox or ubox'

    PATH=$PWD/bin:$PATH quietly make -s uninstall
    assert_output --partial \
        "$PWD/site/openmpi-mca-params.conf still holds the defaults. To remove them: $PWD/contrib"
    run files_below prefix
    refute_output
    [ ! -e prefix/share/openmpi-mosix ]
    quietly contrib/openmpi-mosix/openmpi-mosix disable --conf "$PWD/site/openmpi-mca-params.conf"
    assert_equal "$(cat site/openmpi-mca-params.conf)" 'btl = ^openib'
}

@test 'a component exports its own symbol and needs nothing but Open MPI and the C library' {
    for component in btl odls reachable; do
        so=$(find "$top_builddir"/{btl,odls}-mosix -name "mca_${component}_mosix.so" -print -quit)
        run sh -c "nm -D --defined-only '$so' | awk '{ print \$3 }'"
        assert_output "mca_${component}_mosix_component"
        # libevent is the one that Open MPI itself was built with; glibc before 2.34 came in parts.
        run sh -c "readelf -d '$so' | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' |
            grep -Ev '^(libopen-(pal|rte)|libc|libdl|libpthread|libevent_core-[0-9.]+)\.so'"
        refute_output
        run readelf -d "$so"
        assert_output --regexp 'BIND_NOW|FLAGS_1.*NOW'
    done
}

# The tests have their turn outside; here their programs are built. They do not run, so nothing need be
# optimized.
@test 'make distcheck: the tarball builds elsewhere, installs and uninstalls' {
    enter_plain
    quietly make -s -j2 distcheck TESTS= DISTCHECK_CONFIGURE_FLAGS=CFLAGS=-O0
    assert_output --partial 'archives ready for distribution'
}

@test 'the tarball holds every file of the project' {
    git -C "$top_srcdir" rev-parse --is-inside-work-tree >/dev/null 2>&1 ||
        skip 'this is not a clone, so nothing tells which files there are'
    enter_plain
    quietly make -s dist
    tar -tf openmpi-mosix-*.tar.xz | sed 's,^[^/]*/,,' | LC_ALL=C sort >packed
    git -C "$top_srcdir" ls-files | grep -v '^\.gitignore$' | LC_ALL=C sort >tracked
    run comm -13 packed tracked
    assert_output ''
}

@test 'the version is the same in configure, NEWS, clone, archive and tarball' {
    version=$(sed -n 's/^AC_INIT(\[openmpi-mosix\], \[\([^]]*\)\].*/\1/p' "$top_srcdir/configure.ac")
    run "$top_srcdir/configure" --version
    assert_line --index 0 "openmpi-mosix configure $version"
    run head -n 1 "$top_srcdir/NEWS"
    assert_output --partial "openmpi-mosix $version"
}
