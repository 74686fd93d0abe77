#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Jobs that last, with all kinds of load, while their ranks move between the nodes: no process gets
# larger. MOSIX_TEST_MINUTES says how long; without it, there is nothing to see.

load cluster.bash

setup() {
    cluster_setup
    [ -n "${MOSIX_TEST_MINUTES:-}" ] ||
        skip 'takes long: MOSIX_TEST_MINUTES=20 runs it for that time'
}

# A job of 8 ranks on 4 nodes for $duration seconds, and at most one move each 100 ms. Twenty times: what each
# kind of process has, in KiB of its own memory and of shared one, and in descriptors; the largest.
job="$sampling
    mpirun --mca btl mosix,self -n 8 $programs/mixed \$duration & job=\$!
    $programs/mover \"\$mosrun\" 1000000 100 & mover=\$!
    for ((number = 1; number <= 20; number++)); do
        sleep \$((duration / 20))
        for kind in mpirun orted mixed; do
            sample \$number \$kind \$(pgrep -x \$kind)
        done
        sample \$number mosrun \$(pgrep -f '/bin/[m]osenv -')
    done
    wait \$job
    kill \$mover || :
    wait \$mover || :"

# assert_flat KIND: from a fifth of the time to the end.
assert_flat() {
    local own shared descriptors
    own="$(largest "$1" 4 3 5) $(largest "$1" 4 17 19)"
    shared="$(largest "$1" 5 3 5) $(largest "$1" 5 17 19)"
    descriptors="$(largest "$1" 6 3 5) $(largest "$1" 6 17 19)"
    echo "# $1, early and late: own memory $own KiB, shared $shared KiB, descriptors $descriptors" >&3
    ((${own#* } <= ${own% *} + 512)) || fail "$1 grew from ${own/ / to } KiB"
    ((${shared#* } <= ${shared% *} + 512)) || fail "$1 grew from ${shared/ / to } KiB of shared memory"
    ((${descriptors#* } <= ${descriptors% *} + 2)) || fail "$1 has ${descriptors/ / and then } descriptors"
}

@test "the memory of a job stays flat under mixed load" {
    export duration=$((MOSIX_TEST_MINUTES * 60)) mosrun
    mosrun=$(realpath "$top_builddir/contrib/emulator/bin/mosrun")
    run_script $((duration + 300)) '--nodes 4' "$job" 2>&1
    assert_success
    grep -E '^mixed|^mover' <<<"$output" | sed 's/^/# /' >&3
    assert_output --partial 'mixed: ok, 8 ranks'
    assert_output --regexp 'mover: [0-9]+ moves, 8 processes of mosrun'
    local kind
    for kind in mpirun orted mosrun mixed; do
        assert_flat $kind
    done
}
