#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Our Debian packages on Debian 11: built there from the tarball, installed, used and removed.

load ../lib/debian.bash
load deb.bash

setup_file() {
    is_wanted || return 0
    begin
    say 'a clean root of bullseye with what the build needs'
    make_builder bullseye
    say 'packages, with their tests'
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
