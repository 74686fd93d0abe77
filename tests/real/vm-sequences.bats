#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Random sequences of mailbox operations on real MOSIX, with the answers of the model in tests/probe:
# guest/checks-sequences.bash.

load vm.bash

setup_file() {
    # As for the probe.
    export MOSIX_TEST_ON=debian11
    make_checks sequences
}

@test "50 random sequences have the model's answers" {
    passes
}

@test "recorded sequences are answered as before" {
    passes
}

@test "questions get answers" {
    passes
}
