# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # tests use the variables, and set them
#
# Verbs of the tests about ranks: a job on the emulated node, and programs in the place of MOSIX's for
# what that node does not do.

load ../lib/admin.bash
load ../lib/job.bash

setup() {
    admin_setup
}

teardown() {
    [ -z "${job:-}" ] || {
        kill -TERM "$job" 2>/dev/null || true
        # The next test shall not see its ranks.
        wait "$job" || true
    }
}

# A job of two ranks, or of $ranks, on one of four nodes, of MOSIX 4 or $profile, that computes and talks until
# the test ends; $job.
start_job() {
    job_setup
    export MOSIX_EMULATOR_NODES=4 MOSIX_EMULATOR_PROFILE=${profile:-4.4.3}
    "$top_srcdir/contrib/try" mpirun -n "${ranks:-2}" "${mosix_only[@]}" "$programs/longrun" 60 \
        </dev/null >out 2>&1 3>&- &
    job=$!
    wait_for 30 out ready "${ranks:-2}"
    emulated=$top_builddir/contrib/emulator/bin
}

# here VERB ARGUMENT...: the command, where MOSIX is emulated and some programs are the test's.
here() {
    PATH=$tools:$emulated:$PATH run timeout 60 "$program" "$@"
}

# field NAME: of every rank of the JSON in $output, separated by blanks.
field() {
    python3 -c 'import json, sys
print(*[r[sys.argv[1]] for r in json.load(sys.stdin)["ranks"]])' "$1" <<<"$output"
}

# pids: of the ranks, as mosps of the emulator lists them.
pids() {
    "$emulated/mosps" | awk '/longrun/ { print $1 }' | xargs
}

# settled NODES: until ps shows the ranks at these nodes, in the order of ranks.
settled() {
    local try
    for ((try = 0; try < 50; try++)); do
        here ps --json
        [ "$(field where)" != "$1" ] || return 0
        sleep 0.1
    done
    assert_equal "$(field where)" "$1"
}

# rank_pid RANK: as mosps lists it.
rank_pid() {
    PATH=$tools:$emulated:$PATH "$program" ps --json | python3 -c 'import json, sys
print([r["pid"] for r in json.load(sys.stdin)["ranks"] if r["rank"] == int(sys.argv[1])][0])' "$1"
}

# job_name: as ps shows it; of this test's job, whatever else runs on this machine.
job_name() {
    PATH=$tools:$emulated:$PATH "$program" ps --json | python3 -c 'import json, sys
print([r["job"] for r in json.load(sys.stdin)["ranks"] if r["program"].startswith(sys.argv[1])][0])' "$programs/"
}
