#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Our Debian packages on Debian 11: built there from the tarball, installed, used and removed.

load ../lib/debian.bash
load deb.bash

setup_file() {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || return 0
    require_tools
    chmod 755 "$BATS_RUN_TMPDIR" "$work"
    say 'tarball'
    make_tarball
    say 'a clean root of bullseye with what the build needs'
    make_base bullseye build-essential debhelper libcmocka-dev libopenmpi-dev libseccomp-dev \
        openmpi-bin pkg-config po-debconf procps
    say 'packages, with their tests'
}

setup() {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    require_tools
}

@test 'bullseye: builds with its tests, installs, runs jobs, and gives the conffile back' {
    root=$work/base-bullseye
    mkdir "$root/build"
    tar -C "$root/build" --strip-components=1 -xf "$tarball"
    chown -R 1000:1000 "$root/build"
    run in_root "$root" 600 setpriv --reuid=1000 --regid=1000 --clear-groups \
        env HOME=/nonexistent sh -c 'mkdir /tmp/built && cp -R /build /tmp/built/source &&
            cd /tmp/built/source && dpkg-buildpackage -b -us -uc -J"$(nproc)"'
    assert_success
    assert_output --regexp '# FAIL: +0'
    refute_output --regexp '# FAIL: +[1-9]'
    publish "$root" "$root"/tmp/built/openmpi-mosix*.deb
    install_ours
    assert_conffile_as_shipped
    root_do openmpi-mosix enable --quiet
    for test in load job native; do
        as_user sh -c "cp -R /build copy && cd copy && debian/tests/$test; status=\$?; rm -rf ../copy; exit \$status"
        assert_success
    done
    root_do apt-get -q -y purge openmpi-mosix openmpi-mosix-emulator
    assert_conffile_as_shipped
}
