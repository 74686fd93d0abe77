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
    make_builder bullseye
    say 'packages, with their tests'
}

setup() {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    require_tools
}

@test 'bullseye: builds with its tests, installs, runs jobs, and gives the conffile back' {
    root=$work/base-bullseye
    build_there
    install_ours
    assert_conffile_as_shipped
    root_do openmpi-mosix enable --quiet
    autopkgtests_there
    root_do apt-get -q -y purge openmpi-mosix openmpi-mosix-emulator
    assert_conffile_as_shipped
}
