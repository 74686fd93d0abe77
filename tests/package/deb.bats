#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Our Debian packages, by dpkg and apt: built from the tarball as an ordinary user, installed into
# clean roots of Debian, used, upgraded and removed there.

load ../lib/debian.bash
load deb.bash

setup_file() {
    is_wanted || return 0
    begin
    say 'packages, with their tests'
    unpack "$work/first"
    build "$work/first"
    say 'a later release'
    make_later
    say 'a clean root of bookworm with Open MPI'
    make_base bookworm libjemalloc2 openmpi-bin
    repack_openmpi
    make_former 0.0.9-1
    publish "$work/base-bookworm" "$work"/first/openmpi-mosix*_amd64.deb \
        "$work"/later/openmpi-mosix*_amd64.deb
    say 'ready'
}

@test 'deb: two packages with debug symbols, pinned to the series, small, no mosrun on PATH' {
    cd "$work/first"
    run ls
    for name in openmpi-mosix openmpi-mosix-emulator; do
        assert_line "${name}_$version-1_amd64.deb"
        assert_line "$name-dbgsym_$version-1_amd64.deb"
    done
    run dpkg-deb --field "openmpi-mosix_$version-1_amd64.deb" Depends
    assert_output --regexp 'openmpi-bin \(>= 4\.1\.[0-9]+\), openmpi-bin \(<< 4\.2~\)'
    assert_output --regexp 'libopenmpi3 \(>= 4\.1\.[0-9]+\), libopenmpi3 \(<< 4\.2~\)'
    assert_output --partial 'libjemalloc2 | libtcmalloc-minimal4 | libtcmalloc-minimal4t64'
    run dpkg-deb --field "openmpi-mosix_$version-1_amd64.deb" Installed-Size
    ((output <= 880)) || fail "openmpi-mosix takes $output KiB installed, more than 880"
    for package in openmpi-mosix*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -t
    done >"$BATS_TEST_TMPDIR/files"
    run sh -c "grep -E '/(mosrun|mosenv)$' '$BATS_TEST_TMPDIR/files' | sort"
    assert_output "$(printf './usr/libexec/openmpi-mosix/emulator/%s\n' mosenv mosrun)"
    run grep -E '\.la$' "$BATS_TEST_TMPDIR/files"
    refute_output
}

@test 'deb: lintian --pedantic finds nothing that is not overridden' {
    as_builder 300 lintian --pedantic --display-info --display-experimental --fail-on pedantic \
        "$work/first/openmpi-mosix_$version-1_amd64.changes"
    assert_output ''
}

@test 'deb: built again elsewhere and later, every package is bit-identical' {
    unpack "$work/another/place"
    build "$work/another/place" DEB_BUILD_OPTIONS='nocheck parallel=2' TZ=Asia/Tokyo LC_ALL=C.UTF-8
    cd "$work/first"
    for package in openmpi-mosix*.deb; do
        run cmp "$package" "$work/another/place/$package"
        assert_success
    done
    rm -rf "$work/another"
}

@test 'apt: installed into a clean root, 4 ranks run under the emulator as an ordinary user' {
    new_root bookworm
    install_ours
    assert_registered 0
    assert_conffile_as_shipped
    mpicc -o "$root/home/user/ring" "$top_srcdir"/tests/programs/{ring,check}.c -lm
    as_user env MOSIX_EMULATOR_LOG=starts timeout 60 \
        openmpi-mosix-try mpirun --mca btl mosix,self -n 4 ./ring
    assert_success
    assert_output --partial 'ring: ok, 4 ranks'
    assert_equal "$(grep -c "program='[^']*ring'" "$root/home/user/starts")" 4
    as_user sh -c 'command -v mosrun mosenv || exit 1'
    assert_failure
}

@test 'apt: the autopkgtests load, job and native pass' {
    new_root bookworm
    install_ours
    apt_install gcc libc6-dev libopenmpi-dev
    tar -C "$root/home" --strip-components=1 --one-top-level=source \
        -xf "$tarball"
    for test in load job native; do
        root_do sh -c "cd /home/source && debian/tests/$test"
    done
}

@test 'apt: remove, reinstall and purge leave every file and the conffile as before' {
    new_root bookworm
    files_of "$root" >"$BATS_TEST_TMPDIR/before"
    install_ours
    refute [ "$(files_of "$root" | md5sum)" = "$(md5sum <"$BATS_TEST_TMPDIR/before")" ]
    root_do openmpi-mosix enable
    assert_registered 1
    root_do apt-get -q -y remove openmpi-mosix
    assert_conffile_as_shipped
    answer true
    install_ours
    assert_registered 1
    root_do apt-get -q -y purge openmpi-mosix openmpi-mosix-emulator
    assert_conffile_as_shipped
    run diff "$BATS_TEST_TMPDIR/before" <(files_of "$root")
    assert_output ''
    run in_root "$root" 60 sh -c 'debconf-show openmpi-mosix; ls /var/lib/openmpi-mosix'
    refute_output --partial 'enable'
}

@test 'unattended-upgrades: a former block is taken back, and openmpi-bin with a changed conffile goes through' {
    new_root bookworm
    cp "$work/openmpi-mosix_0.0.9-1_amd64.deb" "$root/former.deb"
    root_do dpkg --install /former.deb
    assert_registered 1
    publish "$root" "$work/openmpi-bin_9_amd64.deb"
    # The first night brings our package, which takes the block back that holds openmpi-bin back.
    upgrade_unattended
    assert_output --partial 'openmpi-bin has conffile prompt'
    assert_registered 0
    assert_conffile_as_shipped
    # From now on it is as with a first installation.
    upgrade_unattended
    refute_output --partial 'conffile prompt'
    assert_openmpi_bin "$work/openmpi-bin_9_amd64.deb"
    run tail -n 1 "$root$conf"
    assert_output '# a line of the later openmpi-bin'
    assert_conffile_as_shipped
    root_do apt-get -q -y purge openmpi-mosix
    assert_conffile_as_shipped
}

@test 'dpkg: a former block stays if somebody edited it or had answered yes' {
    new_root bookworm
    cp "$work/openmpi-mosix_0.0.9-1_amd64.deb" "$root/former.deb"
    root_do dpkg --install /former.deb
    sed -i 's/^btl_mosix_mailbox_flags = .*/btl_mosix_mailbox_flags = 12/' "$root$conf"
    cp "$root$conf" "$BATS_TEST_TMPDIR/edited"
    apt_install "openmpi-mosix=$version-1"
    run cmp "$root$conf" "$BATS_TEST_TMPDIR/edited"
    assert_success
    root_do apt-get -q -y purge openmpi-mosix

    answer true
    root_do dpkg --install /former.deb
    assert_registered 1
    apt_install "openmpi-mosix=$version-1"
    assert_registered 1
}

@test 'dpkg: an openmpi-bin in a file of any name is installed without a question' {
    new_root bookworm
    install_ours
    cp "$work/openmpi-bin_9_amd64.deb" "$root/renamed.deb"
    frontend=readline root_do dpkg --install /renamed.deb
    assert_openmpi_bin "$work/openmpi-bin_9_amd64.deb"
    run tail -n 1 "$root$conf"
    assert_output '# a line of the later openmpi-bin'
    assert_conffile_as_shipped
}

@test 'apt: nothing is registered unless debconf is told so, now and after upgrades' {
    new_root bookworm
    install_ours
    assert_registered 0
    install_ours "$version+1"
    assert_registered 0
    apt_install --reinstall openmpi-bin
    assert_registered 0
    answer true
    root_do dpkg-reconfigure openmpi-mosix
    assert_registered 1
    answer false
    root_do dpkg-reconfigure openmpi-mosix
    assert_registered 0
    assert_conffile_as_shipped
}

@test 'apt: an upgrade brings the new block and keeps what the administrator wrote' {
    new_root bookworm
    install_ours
    root_do openmpi-mosix enable --quiet
    echo 'btl_mosix_max_open = 64' >>"$root$conf"
    install_ours "$version+1"
    assert_registered 1
    run grep -c -e '^# a line of the later release$' -e '^btl_mosix_max_open = 64$' "$root$conf"
    assert_output 2

    sed -i 's/^btl_mosix_mailbox_flags = .*/btl_mosix_mailbox_flags = 12/' "$root$conf"
    cp "$root$conf" "$BATS_TEST_TMPDIR/edited"
    root_do apt-get -q -y --allow-downgrades install "openmpi-mosix=$version-1" \
        "openmpi-mosix-emulator=$version-1"
    run cmp "$root$conf" "$BATS_TEST_TMPDIR/edited"
    assert_success

    root_do openmpi-mosix disable --quiet
    cp "$root$conf" "$BATS_TEST_TMPDIR/disabled"
    install_ours "$version+1"
    run cmp "$root$conf" "$BATS_TEST_TMPDIR/disabled"
    assert_success
}

@test 'apt: registered, and openmpi-bin reinstalled or its conffile replaced: the block comes back unasked' {
    new_root bookworm
    answer true
    install_ours
    cp "$root$conf" "$BATS_TEST_TMPDIR/registered"
    apt_install --reinstall openmpi-bin
    assert_registered 1
    run cmp "$root$conf" "$BATS_TEST_TMPDIR/registered"
    assert_success

    rm "$root$conf"
    apt_install --reinstall -o Dpkg::Options::=--force-confmiss openmpi-bin
    assert_registered 1

    publish "$root" "$work/openmpi-bin_9_amd64.deb"
    frontend=readline apt_install openmpi-bin
    assert_registered 1
    run tail -n 1 "$root$conf"
    assert_output '# a line of the later openmpi-bin'
    [ ! -e "$root/var/lib/openmpi-mosix/suspended" ]

    root_do apt-get -q -y purge openmpi-mosix
    assert_conffile_as_shipped
}

@test 'apt: registered by hand, an openmpi-bin in a file of any name asks nothing and keeps the block' {
    new_root bookworm
    install_ours
    root_do openmpi-mosix enable --quiet
    cp "$work/openmpi-bin_9_amd64.deb" "$root/renamed.deb"
    frontend=readline apt_install /renamed.deb
    assert_registered 1
    run tail -n 1 "$root$conf"
    assert_output '# a line of the later openmpi-bin'
    [ ! -e "$root/var/lib/openmpi-mosix/suspended" ]
}

@test 'dpkg: registered, a conffile that dpkg replaces without apt gets the block from the trigger' {
    new_root bookworm
    answer true
    install_ours
    cp "$work/openmpi-bin_9_amd64.deb" "$root/later.deb"
    root_do dpkg --force-confnew --install /later.deb
    assert_registered 1
    run tail -n 1 "$root$conf"
    assert_output '# a line of the later openmpi-bin'
}

@test 'apt: a block that was edited is not taken out for an upgrade of openmpi-bin' {
    new_root bookworm
    install_ours
    root_do openmpi-mosix enable --quiet
    sed -i 's/^btl_mosix_mailbox_flags = .*/btl_mosix_mailbox_flags = 12/' "$root$conf"
    cp "$root$conf" "$BATS_TEST_TMPDIR/edited"
    publish "$root" "$work/openmpi-bin_9_amd64.deb"
    root_do apt-get -q -y -o Dpkg::Options::=--force-confold install openmpi-bin
    run cmp "$root$conf" "$BATS_TEST_TMPDIR/edited"
    assert_success
}

@test 'apt: another series of Open MPI is refused by apt, and nothing changes' {
    new_root bookworm
    make_package openmpi-bin 5.0.7-1 'Depends: libopenmpi3 (= 5.0.7-1)' 'Provides: mpi-default-bin'
    make_package libopenmpi3 5.0.7-1
    root_do apt-get -q -y purge openmpi-bin libopenmpi3
    publish "$root" "$work"/empty/*.deb
    root_do apt-get -q -y install openmpi-bin
    root_do dpkg-query --show
    local before=$output
    run in_root "$root" 120 apt-get -q -y install openmpi-mosix
    assert_failure 100
    assert_output --partial 'openmpi-mosix : Depends: openmpi-bin (< 4.2~) but 5.0.7-1'
    root_do dpkg-query --show
    assert_equal "$output" "$before"
    root_do apt-get -q check
}

@test 'dpkg: installation killed at any moment and repeated ends with one block, and purged with none' {
    new_root bookworm
    answer true
    deb=/repository/openmpi-mosix_$version-1_amd64.deb
    for delay in 0.1 0.2 0.3 0.4 0.5 0.6 0.8; do
        run in_root "$root" 60 sh -c "timeout --signal=KILL $delay dpkg --install $deb"
        root_do dpkg --install "$deb"
        assert_registered 1
        root_do /var/lib/dpkg/info/openmpi-mosix.postinst configure "$version-1"
        run in_root "$root" 60 sh -c "timeout --signal=KILL $delay dpkg-reconfigure openmpi-mosix"
        root_do dpkg-reconfigure openmpi-mosix
        assert_registered 1
        root_do dpkg --audit
        assert_output ''
        root_do dpkg --purge openmpi-mosix
        assert_conffile_as_shipped
        answer true
    done
    run find "$root/etc/openmpi" -type f
    assert_equal "$(wc -l <<<"$output") files" '3 files'
}
