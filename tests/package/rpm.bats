#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Our RPMs, by rpmbuild, createrepo and dnf: built from the tarball against an Open MPI in Fedora's
# layout that has no developer headers, installed into an empty root, used, updated and removed
# there.

load rpm.bash

setup_file() {
    # Only setup() can skip.
    skip_reason=$(missing)
    export skip_reason
    [ -z "$skip_reason" ] || return 0
    file_tmp=$BATS_FILE_TMPDIR
    # Debian's rpm keeps a database in $HOME.
    export HOME=$file_tmp
    say 'base of a root'
    make_base
    say 'Open MPI as RPM'
    fetch_openmpi
    make_openmpi
    say 'tarball and SRPM'
    make_tarball
    make_srpm
    say 'our RPMs, with their tests'
    build_ours "$file_tmp/ours" --rebuild "$srpm"
    say 'the same again, from the tarball'
    build_ours "$file_tmp/again" --nocheck -tb "$tarball"
    say 'a later release, and what dnf installs from'
    make_later
    make_repository
    say 'the root of a node with Open MPI'
    make_node
    say 'ready'
    export file_tmp tarball srpm ompi_tarball ompi_version
}

setup() {
    [ -z "$skip_reason" ] || skip "$skip_reason"
    root=$BATS_TEST_TMPDIR/root
    conf=$root/etc/openmpi-x86_64/openmpi-mca-params.conf
    version=$(rpm -qp --qf '%{version}' "$srpm")
}

# ours [NAME]: a file of the packages that were built first.
ours() {
    printf '%s\n' "$file_tmp/ours/openmpi-mosix${1:+-$1}-$version-1.x86_64.rpm"
}

teardown() {
    remove_layer
}

# The root of a node with Open MPI, whose parameter file is kept in $BATS_TEST_TMPDIR/before.
install_openmpi() {
    lay_over "$file_tmp/node"
    cp -a "$conf" "$BATS_TEST_TMPDIR/before"
}

assert_conf_as_before() {
    run cmp "$BATS_TEST_TMPDIR/before" "$conf"
    assert_success
    assert_equal "$(stat -c '%a %u:%g' "$conf")" "$(stat -c '%a %u:%g' "$BATS_TEST_TMPDIR/before")"
    run find "$(dirname "$conf")" -name '*.rpm*' -o -name '*mosix*'
    refute_output
}

# assert_registered COUNT: how often the block is in the parameter file.
assert_registered() {
    assert_equal "$(grep -c '^# >>> openmpi-mosix ' "$conf")" "$1"
}

@test 'rpmbuild -ta without the source of Open MPI names it, its place and the way without it' {
    mkdir "$BATS_TEST_TMPDIR/alone"
    cp "$tarball" "$BATS_TEST_TMPDIR/alone"
    run rpmbuild --define "_topdir $BATS_TEST_TMPDIR/top" --nodeps \
        -ta "$BATS_TEST_TMPDIR"/alone/*.tar.xz
    assert_failure
    assert_output --partial "no openmpi-4.1.*.tar.* in $BATS_TEST_TMPDIR/alone"
    assert_output --partial '--with ompi_headers'
}

@test 'rpmbuild -tb and -ts with the source beside the tarball make binary and source packages' {
    [ -f "$file_tmp/again/openmpi-mosix-$version-1.x86_64.rpm" ]
    run rpm -qpl "$srpm"
    assert_output "$(printf '%s\n' "${ompi_tarball##*/}" "${tarball##*/}" openmpi-mosix.spec)"
}

@test 'the packages hold what they should, where Open MPI of this layout looks for it' {
    run rpm -qpl "$(ours)"
    assert_line /usr/lib64/openmpi/lib/openmpi/mca_btl_mosix.so
    assert_line /usr/lib64/openmpi/lib/openmpi/mca_odls_mosix.so
    assert_line /usr/lib64/openmpi/lib/openmpi/mca_reachable_mosix.so
    assert_line /usr/lib64/openmpi/lib/openmpi/libmosix-coop.so
    assert_line /usr/lib64/openmpi/share/openmpi/help-mpi-btl-mosix.txt
    assert_line /usr/lib64/openmpi/share/openmpi/help-odls-mosix.txt
    assert_line /usr/lib64/openmpi/share/openmpi/help-mosix-guard.txt
    assert_line /usr/lib64/openmpi/share/openmpi/amca-param-sets/mosix
    assert_line /usr/bin/openmpi-mosix
    assert_line /usr/share/bash-completion/completions/openmpi-mosix
    refute_output --regexp '\.la$|bin/mos(run|env)'
    run rpm -qpl "$(ours emulator)"
    assert_line /usr/libexec/openmpi-mosix/emulator/mosrun
    assert_line /usr/bin/openmpi-mosix-try
    refute_output --regexp '\.la$|bin/mos(run|env)$'
    run rpm -qpl "$(ours debuginfo)"
    assert_output --regexp '/usr/lib/debug/usr/lib64/openmpi/lib/openmpi/mca_btl_mosix\.so.*\.debug'
    assert_output --regexp '/usr/src/debug/.*/btl_mosix_component\.c'
}

@test 'they depend on Open MPI of the series and architecture, and provide no library' {
    run rpm -qp --requires "$(ours)"
    assert_line --regexp '^openmpi\(x86-64\) >= 4\.1$'
    assert_line --regexp '^openmpi\(x86-64\) < 4\.1\.9999$'
    refute_output --regexp 'libopen-(pal|rte)'
    run rpm -qp --provides "$(ours)" "$(ours emulator)"
    refute_output --partial '.so'
    run rpm -qp --qf '%{license}' "$(ours)"
    assert_output BSD-3-Clause
}

@test 'openmpi-mosix takes 864 KiB at most when installed' {
    run rpm -qp --qf '%{size}' "$(ours)"
    ((output <= 864 * 1024)) || fail "it takes $output bytes"
}

@test 'built from the SRPM and from the tarball, every package is the same' {
    for rpm in "$file_tmp"/ours/*.rpm; do
        everything_of "$rpm" >"$BATS_TEST_TMPDIR/ours"
        grep -q '<rpmTag name="Payloaddigest">' "$BATS_TEST_TMPDIR/ours"
        run diff "$BATS_TEST_TMPDIR/ours" <(everything_of "$file_tmp/again/${rpm##*/}")
        assert_output ''
    done
}

@test 'rpmlint reports nothing but what openmpi-mosix.rpmlintrc answers' {
    command -v rpmlint >/dev/null || skip 'rpmlint is missing (Debian: rpmlint)'
    run rpmlint --strict --rpmlintrc "$top_srcdir/rpm/openmpi-mosix.rpmlintrc" \
        "$srpm" "$(ours)" "$(ours emulator)"
    assert_success
    assert_output --partial '0 errors, 0 warnings'
}

@test 'dnf installs both packages, and a job of 4 ranks runs under the emulator' {
    install_openmpi
    dnf_root install openmpi-mosix openmpi-mosix-emulator
    assert_registered 1
    cp "$file_tmp/ring" "$root/home/user"
    in_root sh -c 'ompi_info | grep -E "MCA (btl|odls): mosix"'
    assert_equal "${#lines[@]}" 2
    in_root env MOSIX_EMULATOR_LOG=/tmp/starts openmpi-mosix-try \
        mpirun -n 4 --mca btl mosix,self /home/user/ring
    assert_success
    assert_equal "$(grep -c "program='[^']*ring'" "$root/tmp/starts")" 4
    # And without MOSIX.
    in_root mpirun -n 2 --oversubscribe /home/user/ring
    assert_success
}

@test 'update, downgrade and removal: registered until then, the file as before in the end' {
    install_openmpi
    dnf_root install "openmpi-mosix-$version-1"
    assert_registered 1
    dnf_root upgrade openmpi-mosix
    assert_equal "$(rpm --root "$root" -q --qf '%{release}' openmpi-mosix)" 1.1
    assert_registered 1
    dnf_root downgrade "openmpi-mosix-$version-1"
    assert_registered 1
    dnf_root reinstall "openmpi-mosix-$version-1"
    assert_registered 1
    dnf_root remove openmpi-mosix
    assert_conf_as_before
}

@test 'edits of the administrator outlive update and removal' {
    install_openmpi
    dnf_root install "openmpi-mosix-$version-1"
    sed -i '1i # above' "$conf"
    printf 'btl_tcp_if_include = lo' >>"$conf"
    dnf_root upgrade openmpi-mosix
    dnf_root remove openmpi-mosix
    {
        echo '# above'
        cat "$BATS_TEST_TMPDIR/before"
        printf 'btl_tcp_if_include = lo'
    } >"$BATS_TEST_TMPDIR/expected"
    run cmp "$BATS_TEST_TMPDIR/expected" "$conf"
    assert_success
}

@test 'Open MPI updated under us: the defaults stay in the file it keeps' {
    install_openmpi
    dnf_root install openmpi-mosix
    dnf_root upgrade "openmpi-$ompi_version-2"
    assert_registered 1
    dnf_root remove openmpi-mosix
    run cmp "$BATS_TEST_TMPDIR/before" "$conf"
    assert_success
}

@test 'Open MPI updated under us, with a file in the place of ours: the defaults come back' {
    install_openmpi
    dnf_root install openmpi-mosix
    dnf_command --quiet upgrade "openmpi-$ompi_version-3"
    [ -f "$conf.rpmsave" ]
    assert_registered 1
    run tail -n 1 "$conf"
    assert_output '# a comment of update 3'
    dnf_root remove openmpi-mosix
    assert_registered 0
    run tail -n 1 "$conf"
    assert_output '# a comment of update 3'
}

@test 'defaults that were taken out stay out over updates of ours and of Open MPI' {
    install_openmpi
    dnf_root install "openmpi-mosix-$version-1"
    in_root_as 0 openmpi-mosix disable
    assert_success
    dnf_root upgrade openmpi-mosix
    assert_registered 0
    dnf_root upgrade "openmpi-$ompi_version-2"
    assert_registered 0
    run cmp "$BATS_TEST_TMPDIR/before" "$conf"
    assert_success
}

@test 'Open MPI removed after ours leaves no parameter file' {
    install_openmpi
    dnf_root install openmpi-mosix
    dnf_root remove openmpi-mosix
    dnf_root remove openmpi
    [ ! -e "$(dirname "$conf")" ]
}

# rpm decides before the first scriptlet that an edited file is to be kept under another name.
@test 'Open MPI removed together with ours leaves its file without our block, as .rpmsave' {
    install_openmpi
    dnf_root install openmpi-mosix
    dnf_root remove openmpi
    run rpm --root "$root" -q openmpi-mosix
    assert_failure
    conf+=.rpmsave
    run cmp "$BATS_TEST_TMPDIR/before" "$conf"
    assert_success
}

@test 'openmpi-headers says what is wrong with what it was given' {
    headers=$top_srcdir/rpm/openmpi-headers
    OMPI_INFO=/nowhere/ompi_info run "$headers" x y
    assert_failure
    assert_output --partial '/nowhere/ompi_info --version" prints no version'
    run "$headers" /nowhere.tar.xz "$BATS_TEST_TMPDIR/y"
    assert_failure
    assert_output --partial '/nowhere.tar.xz cannot be read. It must be the source tarball of Open MPI 4.1'
    run "$headers" "$srpm" "$BATS_TEST_TMPDIR/y"
    assert_failure
    run "$headers"
    assert_failure
    assert_output --partial 'usage: openmpi-headers TARBALL DIRECTORY'
}

@test 'an Open MPI of another series is refused by dnf, and everything stays as it was' {
    install_openmpi
    dnf_root install openmpi-mosix
    cp "$conf" "$BATS_TEST_TMPDIR/registered"
    run dnf_command install "$file_tmp"/other/openmpi-5.0.0-1.x86_64.rpm
    assert_failure
    assert_output --partial 'openmpi(x86-64) < 4.1.9999'
    run cmp "$BATS_TEST_TMPDIR/registered" "$conf"
    assert_success
}
