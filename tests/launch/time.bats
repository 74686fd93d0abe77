#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The launcher: how long it takes to start 64 ranks, compared with Open MPI's own launcher, which is
# measured in alternation.

load ../lib/job.bash

setup() {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    job_setup
}

# Other programs on the machine change the ratio by chance, so one series of three has to reach it.
@test "64 ranks start in 1.05 times the time of Open MPI's own launcher, and mosrun's own time" {
    local attempt ratio
    for attempt in 1 2 3; do
        run_limited 180 "$top_srcdir/tests/bench/launch-time" 9
        assert_success
        echo "# ${lines[0]}" >&3
        ratio=${lines[1]#ratio }
        ! awk -v ratio="$ratio" 'BEGIN { exit ratio <= 1.05 ? 0 : 1 }' || return 0
    done
    fail "the ratio is $ratio"
}
