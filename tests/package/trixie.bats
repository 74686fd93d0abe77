#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Open MPI 5, as Debian 13 has it: our packages, and an RPM for the same Open MPI, are built there from the
# tarball, installed, used and removed, and in the tree of that build the demo and some of the other
# tests run.

load ../lib/debian.bash
load deb.bash

setup_file() {
    is_wanted || return 0
    begin
    say 'a clean root of trixie with what the build needs'
    make_builder trixie libjemalloc2 bats bats-assert bats-support rpm
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

# rpmbuild_there ARGUMENT...: in $root, as an ordinary user.
rpmbuild_there() {
    run in_root "$root" 300 setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/tmp/built \
        rpmbuild --nodeps --define '_topdir /tmp/built/rpm' --define 'debug_package %{nil}' "$@"
    assert_success
}

# build_rpm_there: $rpm, in $root for the Open MPI there, whose directories are Debian's. Without the emulator, whose
# package differs in nothing from that for 4.1, and without the tests, which the build of the packages ran.
build_rpm_there() {
    local libraries=/usr/lib/x86_64-linux-gnu/openmpi/lib
    rpm=/tmp/built/rpm/RPMS/x86_64/openmpi-mosix-$version-1.x86_64.rpm
    [ ! -e "$root$rpm" ] || return 0
    cp "$tarball" "$root/tmp/built"
    rpmbuild_there --with ompi_headers --without emulator --nocheck --define 'openmpi_series 5.0' \
        --define 'openmpi_prefix /usr' --define "openmpi_libdir $libraries" \
        --define "openmpi_components $libraries/openmpi40" --define 'openmpi_sysconfdir /etc/openmpi' \
        -tb "/tmp/built/${tarball##*/}"
}

# build_openmpi_there VERSION LINE: an RPM that stands for Open MPI, with PRRTE's parameter file and a line more.
build_openmpi_there() {
    local file=/etc/openmpi/prte-mca-params.conf
    { cat "$BATS_TEST_TMPDIR/before/prte-mca-params.conf" && echo -n "$2"; } >"$root/tmp/built/conf"
    printf '%s\n' 'Name: openmpi' "Version: $1" 'Release: 1' 'Summary: none' 'License: none' 'BuildArch: noarch' \
        '%description' '%install' "install -D -m 644 /tmp/built/conf %{buildroot}$file" \
        '%files' "%config $file" >"$root/tmp/built/openmpi.spec"
    rpmbuild_there -bb /tmp/built/openmpi.spec
}

# rpm_do ARGUMENT...: rpm in $root, where no script may say anything. A plugin of it cannot work in a chroot.
rpm_do() {
    root_do rpm --noplugins "$@"
    refute_output --regexp '[Ww]arning|[Ee]rror|scriptlet'
}

# paths_in_root: of every file in $root but RPM's own and what jobs leave in /tmp.
paths_in_root() {
    (cd "$root" && find . \( -path ./root/.rpmdb -o -path ./var/lib/rpm -o -path ./tmp \) -prune -o -print) |
        LC_ALL=C sort
}

@test 'trixie: an RPM has the same files, registers in both parameter files, and leaves the same bytes' {
    # No root of its own: nothing of the RPM is left in this one, which is the point.
    root=$work/base-trixie
    build_rpm_there
    # Where packages are RPMs, other ones own these.
    mkdir -p "$root/usr/share/licenses" "$root/usr/lib/x86_64-linux-gnu/openmpi/lib/prte"
    paths_in_root >"$BATS_TEST_TMPDIR/paths"
    cp -a "$root/etc/openmpi" "$BATS_TEST_TMPDIR/before"
    root_do rpm -qpl "$rpm"
    assert_line --regexp '/openmpi40/mca_btl_mosix\.so$'
    assert_line --regexp '/openmpi40/mosix-agent$'
    assert_line --regexp '/openmpi40/mosix-agent-rank$'
    assert_line --regexp '/prte/prte_mca_odls_mosix\.so$'
    refute_output --regexp '\.la$|/mca_odls_mosix\.so'
    root_do rpm -qp --requires "$rpm"
    assert_line --regexp '^openmpi\(x86-64\) >= 5\.0$'
    assert_line --regexp '^openmpi\(x86-64\) < 5\.0\.9999$'
    refute_output --regexp 'libopen-pal|libpmix'
    rpm_do --install --nodeps "$rpm"
    registered_in openmpi-mca-params.conf prte-mca-params.conf
    # PRRTE finds the component without them.
    root_do openmpi-mosix disable --quiet
    as_user mpirun -n 1 --mca odls_mosix_verbose 1 true
    assert_success
    assert_output --partial 'rank 0 of job 1 starts natively: neither mossetpe nor'
    root_do openmpi-mosix enable --quiet
    registered_in openmpi-mca-params.conf prte-mca-params.conf
    rpm_do --erase openmpi-mosix
    run diff -r "$BATS_TEST_TMPDIR/before" "$root/etc/openmpi"
    assert_success
    assert_conffile_as_shipped
    run diff "$BATS_TEST_TMPDIR/paths" <(paths_in_root)
    assert_output ''
}

@test 'trixie: an update of Open MPI that replaces only the file of PRRTE: the defaults come back' {
    local release
    root=$work/base-trixie
    build_rpm_there
    cp -a "$root/etc/openmpi" "$BATS_TEST_TMPDIR/before"
    for release in 1 2; do
        build_openmpi_there $release "$([ $release = 1 ] || echo '# update')"
    done
    rpm_do --install --nodeps /tmp/built/rpm/RPMS/noarch/openmpi-1-1.noarch.rpm
    rpm_do --install --nodeps "$rpm"
    registered_in openmpi-mca-params.conf prte-mca-params.conf
    root_do rpm --noplugins --upgrade --nodeps /tmp/built/rpm/RPMS/noarch/openmpi-2-1.noarch.rpm
    registered_in openmpi-mca-params.conf prte-mca-params.conf prte-mca-params.conf.rpmsave
    run tail -n 1 "$root/etc/openmpi/prte-mca-params.conf"
    assert_output '# update'
    root_do rpm --noplugins --erase openmpi-mosix openmpi
    rm -r "$root/etc/openmpi"
    cp -a "$BATS_TEST_TMPDIR/before" "$root/etc/openmpi"
}
