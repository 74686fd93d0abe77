#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# A receiver does not look at its messages for a while, and the sender does not stop: the sender's
# memory does not grow. The receiver is silent for 3 seconds, and for 30 with MOSIX_TEST_REPEATS=all.

load ../lib/job.bash

setup() {
    job_setup
    job=
    silence=3
    [ "${MOSIX_TEST_REPEATS:-}" != all ] || silence=30
}

teardown() {
    [ -z "$job" ] || kill "$job" 2>/dev/null || true
}

# start_sending LIMIT ARGUMENT...: program slowreader; $sender is the PID of the rank that sends.
start_sending() {
    local limit=()
    [ "$1" = default ] || limit=(--mca btl_mosix_max_queued "$1")
    shift
    output_file=$BATS_TEST_TMPDIR/slowreader
    rm -f "$MOSIX_BTL_CENSUS"
    : >"$output_file"
    timeout --kill-after=5 $((2 * silence + 30)) "$top_srcdir/contrib/try" mpirun "${counted[@]}" \
        -n 2 "${mosix_only[@]}" "${limit[@]}" "$programs/slowreader" "$@" \
        >"$output_file" 2>&1 </dev/null 3>&- &
    job=$!
    wait_for 20 "$output_file" ' sends' 1
    sender=$(sed -n 's/^slowreader: pid \([0-9]*\) sends/\1/p' "$output_file")
}

# resident PID: its own memory in KiB, or nothing when it has ended.
resident() {
    sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status" 2>/dev/null || true
}

# queues_fill: waits until the sender does not grow any more, at least a second, and until a second
# before the end of the silence at most. $passed is how many fifths of a second that took.
queues_fill() {
    local before='' now
    sleep 1
    for ((passed = 5; passed < 5 * (silence - 1); passed++)); do
        now=$(resident "$sender")
        [ "$now" != "$before" ] || break
        before=$now
        sleep 0.2
    done
}

# sample_sender: memory of the sender, five times a second while the receiver is silent and the
# queues are full; the last second does not count. Sets $samples, and $growth in KiB.
sample_sender() {
    local i size passed
    samples=()
    queues_fill
    for ((i = passed; i < 5 * (silence - 1); i++)); do
        size=$(resident "$sender")
        [ -n "$size" ] || fail "the sender has ended: $(cat "$output_file")"
        samples+=("$size")
        sleep 0.2
    done
    growth=$(printf '%s\n' "${samples[@]}" |
        awk 'NR == 1 || $1 < least { least = $1 } $1 > most { most = $1 } END { print most - least }')
}

# end_sending: its status and all it said, as `run` has them.
end_sending() {
    wait "$job" && status=0 || status=$?
    job=
    output=$(cat "$output_file")
}

# assert_flat PEAK LIMIT ARGUMENT...: it does not grow while the receiver is silent, nor more than
# PEAK KiB over the whole time; all messages arrive.
assert_flat() {
    local peak=$1 most
    shift
    start_sending "$@"
    sample_sender
    end_sending
    most=$(sed -n 's/.*peak growth \(-*[0-9]*\) KiB/\1/p' "$output_file")
    echo "# max_queued $*: ${#samples[@]} samples within $growth KiB, peak growth $most KiB" >&3
    assert_mosix_job 2
    ((${#samples[@]} > 0)) || fail 'the queues were not full in time'
    ((growth <= 256)) || fail "the sender's memory while it waited, KiB: ${samples[*]}"
    ((most <= peak)) || fail "the sender grew by $most KiB at its peak: $output"
}

@test "MPI_Send to a silent receiver: the sender's memory is flat" {
    for limit in 64 default; do
        assert_flat 1024 $limit send "$silence" 1000
        assert_flat 1024 $limit send "$silence" 60000
    done
}

@test "MPI_Isend, 64 requests under way, to a silent receiver: the sender's memory is flat" {
    for limit in 64 default; do
        assert_flat 1024 $limit isend "$silence" 1000
        assert_flat 1024 $limit isend "$silence" 60000
        assert_flat 1024 $limit isend "$silence" 200000
        assert_flat 1024 $limit isend "$silence" 400000
    done
}

# 4000 messages of 20 KB that must be copied are 80 MB. With a limit of 64 KiB nearly all of them
# wait in the program's own requests, of 1 KiB each; with the default of 16 MiB less than half is copied. When the
# receiver reads again, pieces that the C library has free come on top, up to as much again.
@test "more requests than the queue may hold: the rest waits without being copied" {
    # To begin so many takes long on a busy machine.
    [ "$silence" -ge 5 ] || silence=5
    assert_flat 8192 64 gaps "$silence" 20000 4000
    assert_flat $((32 * 1024)) default gaps "$silence" 20000 4000
}

# 20 000 messages of 1000 bytes are 20 MB, and each that is copied holds a page or two: at least
# 80 MB. Open MPI's own requests need 1 KiB each, which is the program's choice and has no limit.
@test "many small requests: what is kept stays within the limit as well" {
    local requests=$((24 * 1024))
    assert_flat $requests 64 gaps "$silence" 1000 20000
    assert_flat $((requests + 32 * 1024)) default gaps "$silence" 1000 20000
}
