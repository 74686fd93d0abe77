# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests in which ranks move between emulated nodes. Loads those of whole jobs.

load ../lib/job.bash

emulator=$top_builddir/contrib/emulator/bin

# moves_setup NODES: to be called by setup() after job_setup().
moves_setup() {
    export MOSIX_EMULATOR_NODES=$1 MOSIX_EMULATOR_MOVE_TIME=5
    moved=$BATS_TEST_TMPDIR/moved
}

# run_moving COMMAND...: COMMAND while all ranks are moved to nodes at random, from the first moment
# that they are there; $most_moves at most, one each $move_pause milliseconds.
run_moving() {
    local mover
    "$programs/mover" "$(realpath "$emulator/mosrun")" "${most_moves:-1000000}" "${move_pause:-10}" \
        >"$moved" 3>&- &
    mover=$!
    "$@"
    kill "$mover" 2>/dev/null || true
    wait "$mover" || true
}

# assert_moved LEAST PROCESSES: so many moves, at least, of so many processes, in the last job.
assert_moved() {
    local moves processes
    echo "# $(cat "$moved")" >&3
    read -r _ moves _ processes _ <"$moved"
    ((moves >= $1)) || fail "only $moves moves were made, expected at least $1"
    ((processes >= $2)) || fail "only $processes processes moved, expected at least $2"
}
