#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The probe of tests/probe on real MOSIX, line by line as it was recorded: guest/checks-probe.bash.

load vm.bash

setup_file() {
    # The C libraries of later ones end the probe before main, by system calls that MOSIX does not know.
    export MOSIX_TEST_ON=debian11
    make_checks probe --user root
}

@test "the probe's lines are those that were recorded" {
    passes
}

@test "two runs of the probe print the same" {
    passes
}

@test "command lines end as they were recorded" {
    passes
}
