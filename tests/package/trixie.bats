#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Open MPI 5, as Debian 13 has it: our packages are built there from the tarball, installed, used and
# removed, and in the tree of that build the demo and some of the other tests run.

load ../lib/debian.bash
load deb.bash

setup_file() {
    is_wanted || return 0
    begin
    say 'a clean root of trixie with what the build needs'
    make_builder trixie libjemalloc2 bats bats-assert bats-support
    root=$work/base-trixie
    say 'packages, with their tests'
    build_there
    say 'ready'
}

# registered_in FILE...: these files of /etc/openmpi, and no other one, hold our block.
registered_in() {
    run sh -c "cd '$root/etc/openmpi' && grep -l '^# >>> openmpi-mosix ' * | paste -sd' '"
    assert_output "$*"
}

@test 'trixie: pinned to the series 5.0; PRRTE loads our component and ranks start by mosix-agent' {
    run dpkg-deb --field "$work/base-trixie/repository/openmpi-mosix_$version-1_amd64.deb" Depends
    assert_output --regexp 'openmpi-bin \(>= 5\.0\.[0-9]+\), openmpi-bin \(<< 5\.1~\)'
    assert_output --regexp 'libopenmpi40 \(>= 5\.0\.[0-9]+\), libopenmpi40 \(<< 5\.1~\)'
    new_root trixie
    install_ours
    registered_in
    assert_conffile_as_shipped
    as_user mpirun -n 1 --mca odls_mosix_verbose 1 true
    assert_success
    assert_output --partial 'rank 0 of job 1 starts natively: neither mossetpe nor'
    as_user mpirun --prtemca odls ^mosix -n 1 --mca odls_mosix_verbose 1 true
    assert_success
    assert_output ''
    autopkgtests_there
}

# in_build SECONDS COMMAND...: as root in the root where the packages were built, whose tree is $tree.
in_build() {
    local seconds=$1
    shift
    run in_root "$work/base-trixie" "$seconds" env OMPI_MCA_btl_tcp_disable_family=6 "$@"
    assert_success
}
tree=/tmp/built/source/debian/build

@test 'trixie: the demo ends as with Open MPI 4.1' {
    in_build 120 env top_builddir=$tree /tmp/built/source/contrib/demo -n 64
    assert_line --regexp \
        '^demo: 4 ranks under mosrun, [1-9][0-9]* messages by btl mosix, 0 by other BTLs$'
}

@test 'trixie: messages of all sizes, what MOSIX says about mailboxes, and settings of launches' {
    in_build 300 sh -c "make -s -C $tree/tests/programs check &&
        make -s -C $tree/tests/messages check TESTS='point-to-point.bats mailbox.bats' &&
        make -s -C $tree/tests/launch check TESTS='mosix4.bats'"
    assert_output --regexp '# PASS: +[1-9]'
}

@test 'trixie: the block goes into both parameter files; jobs run as well; disable gives the bytes back' {
    new_root trixie
    install_ours
    cp -a "$root/etc/openmpi" "$BATS_TEST_TMPDIR/before"
    root_do openmpi-mosix enable
    registered_in openmpi-mca-params.conf prte-mca-params.conf
    assert_equal "$(grep -c '^odls_base_exec_agent = /.*/mosix-agent$' "$root/etc/openmpi/prte-mca-params.conf")" 1
    autopkgtest_there native
    root_do openmpi-mosix disable
    run diff -r "$BATS_TEST_TMPDIR/before" "$root/etc/openmpi"
    assert_success
    assert_conffile_as_shipped
}

@test 'trixie: remove, reinstall with yes, reinstalled openmpi-bin, and purge leave every file as before' {
    new_root trixie
    files_of "$root" >"$BATS_TEST_TMPDIR/before"
    install_ours
    root_do openmpi-mosix enable --quiet
    root_do apt-get -q -y remove openmpi-mosix
    registered_in
    assert_conffile_as_shipped
    answer true
    install_ours
    registered_in openmpi-mca-params.conf prte-mca-params.conf
    apt_install --reinstall openmpi-bin
    registered_in openmpi-mca-params.conf prte-mca-params.conf
    root_do apt-get -q -y purge openmpi-mosix openmpi-mosix-emulator
    assert_conffile_as_shipped
    run diff "$BATS_TEST_TMPDIR/before" <(files_of "$root")
    assert_output ''
}
