#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Another process of the same user floods a running job with random, forged, cut and replayed
# messages. It does not know the ranks' cookies, and it cannot read what ranks write to one another:
# what it replays is its own. None may be delivered, and the job must go on. MOSIX_TEST_REPEATS=all
# makes 50 000 messages a million. How fast the job is meanwhile is printed, and not judged: that
# depends on what else the machine does.

load ../lib/job.bash

setup() {
    job_setup
    job=
    rate=10000
    seconds=1
    rounds=5
    if [ "${MOSIX_TEST_REPEATS:-}" = all ]; then
        seconds=10
        rounds=10
    fi
}

teardown() {
    [ -z "$job" ] || kill "$job" 2>/dev/null || true
}

# start_load: 2 ranks in the background; they are ready, and $output_file gets what they say.
start_load() {
    output_file=$BATS_TEST_TMPDIR/load
    rm -f "$MOSIX_BTL_CENSUS"
    : >"$output_file"
    timeout --kill-after=5 600 "$top_srcdir/contrib/try" mpirun "${counted[@]}" -n 2 \
        "${mosix_only[@]}" --mca btl_base_verbose 1 "$programs/load" 590 \
        >"$output_file" 2>&1 </dev/null 3>&- &
    job=$!
    wait_for 120 "$output_file" ', ready' 2
    rank_pids=("$(pid_of_rank 0)" "$(pid_of_rank 1)")
}

# pid_of_rank RANK
pid_of_rank() {
    sed -n "s/^load: rank $1, pid \([0-9]*\), ready/\1/p" "$output_file"
}

# end_period NUMBER: rank 0 says how fast it was since the last one.
end_period() {
    kill -USR1 "${rank_pids[0]}"
    wait_for 120 "$output_file" "load: period $1," 1
}

# flood MESSAGES RATE
flood() {
    run_alone 300 "$programs/flood" "$@" "${rank_pids[@]}"
    assert_success
    assert_output --partial "flood: $1 messages"
}

# end_load: let it end; its status and all it said, as `run` has them.
end_load() {
    kill -USR2 "${rank_pids[0]}"
    wait "$job" && status=0 || status=$?
    job=
    output=$(cat "$output_file")
}

# dropped: what the ranks counted. Messages cut within the header and random ones are foreign,
# forged ones have another cookie; nothing else can be known of them.
dropped() {
    sed -n 's/.*btl:mosix: \([0-9]*\) messages dropped.*/\1/p' "$output_file" |
        awk '{ sum += $1 } END { print sum + 0 }'
}

# median_rate FIRST STEP: of periods FIRST, FIRST + STEP, ...
median_rate() {
    sed -n 's/^load: period \([0-9]*\), \([0-9]*\) messages.*/\1 \2/p' "$output_file" |
        awk -v first="$1" -v step="$2" '$1 >= first && ($1 - first) % step == 0 { print $2 }' |
        sort -n | awk '{ rate[NR] = $1 } END { print rate[int((NR + 1) / 2)] }'
}

# assert_unharmed MESSAGES: the job went well, and all of the attack was dropped and counted.
assert_unharmed() {
    assert_success
    assert_output --partial 'load: ok, 2 ranks'
    assert_only_btl mosix
    assert_equal "$(dropped)" "$1"
    refute_output --partial 'delivered before'
}

@test "under up to 10 000 hostile messages per second: none delivered, the job goes on and is right" {
    start_load
    sleep 1
    end_period 0 # the start is not counted
    for ((round = 0; round < rounds; round++)); do
        sleep "$seconds"
        end_period $((2 * round + 1))
        flood $((rate * seconds)) "$rate"
        echo "# attack $((round + 1)) of $rounds is over" >&3
        end_period $((2 * round + 2))
    done
    end_load
    local normal attacked
    normal=$(median_rate 1 2)
    attacked=$(median_rate 2 2)
    echo "# messages per second: $normal normal, $attacked under attack, ratio" \
        "$(awk -v a="$attacked" -v n="$normal" 'BEGIN { printf "%.2f", a / n }')" >&3
    assert_unharmed $((rate * seconds * rounds))
    ((attacked > 0)) || fail 'the ranks exchanged no message while they were attacked'
}

@test "under as many hostile messages as can be sent: none delivered, result right" {
    local messages=$((rate * seconds * rounds))
    start_load
    flood $messages 0
    echo "# $output" >&3
    end_load
    assert_unharmed $messages
}
