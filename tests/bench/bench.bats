#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The benchmark as a tool: it comes to its end, and what it writes is complete and well-formed. What
# the figures are is not tested here, because that is for a machine that does nothing else.

load ../lib/job.bash

setup() {
    job_setup
    for tool in gnuplot strace taskset; do
        command -v "$tool" >/dev/null || skip "$tool is not installed"
    done
    [ "$(nproc)" -ge 2 ] || skip 'the benchmark needs two processors'
    results=$BATS_FILE_TMPDIR/results
}

# The first test that needs results makes them, for all.
measure_once() {
    [ ! -e "$BATS_FILE_TMPDIR/output" ] || return 0
    # A busy machine takes many times the 90 seconds of an idle one.
    run_limited 1800 "$top_srcdir/contrib/bench" --quick --emulator --output "$results"
    assert_success
    echo "$output" >"$BATS_FILE_TMPDIR/output"
}

# target_names COLUMN: the names of all targets that have a limit there, in their order.
target_names() {
    awk -v column="$1" '!/^#/ && NF && $column != "-" { print $1 }' "$top_srcdir/tests/bench/targets.txt"
}

@test "bench --quick prints one well-formed line for every target, each measured" {
    measure_once
    local number='-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?'
    run diff <(target_names 9) <(grep '^ratio ' "$BATS_FILE_TMPDIR/output" |
        grep -E "^ratio [^ ]+ $number target (<|<=|>=|=)$number (ok|short)\$" | cut -d ' ' -f 2)
    assert_success
}

@test "bench --quick: the CSV has a median and its spread for every figure" {
    measure_once
    run head -n 1 "$results/results.csv"
    assert_output --partial 'figure,transport,ranks,bytes,unit,median,lowest,lower quartile,'
    run awk -F, 'NR > 1 && (NF != 11 || $6 <= 0 || $11 < 1 ||
        $7 > $8 || $8 > $6 || $6 > $9 || $9 > $10)' "$results/results.csv"
    assert_output ''
    for transport in raw mosix tcp vader; do
        for figure in latency bandwidth rate; do
            run grep -c "^$figure,$transport,2,.*,3\$" "$results/results.csv"
            assert_output 9
        done
    done
}

@test "bench --quick: every transport had its turn in every round" {
    measure_once
    for round in 1 2 3; do
        run awk -F, -v round="$round" '$1 == round && $3 == "latency" && !seen[$2]++ { print $2 }' \
            "$results/samples.csv"
        assert_output $'raw\nmosix\ntcp\nvader'
    done
}

@test "bench --quick: large messages take as few mailbox messages as they should" {
    measure_once
    run grep -E '^ratio writes-per-[14]MiB ' "$BATS_FILE_TMPDIR/output"
    assert_output 'ratio writes-per-1MiB 3 target <=3 ok
ratio writes-per-4MiB 6 target <=6 ok'
}

@test "each target is judged by the limit of the place where it was measured" {
    printf 'waiting,mosix,2,0,per cent,1.5,1,1,2,2,3\nlatency,mosix,2,1,us,1.1,1,1,2,2,3\n' \
        >"$BATS_TEST_TMPDIR/results.csv"
    printf 'w waiting 2 0 0 mosix - <= 1 2 5\nl latency 2 1 1 mosix - <= - 1 1.3\n' \
        >"$BATS_TEST_TMPDIR/targets.txt"
    for place in plain traced real; do
        awk -v place=$place -f "$top_srcdir/tests/bench/ratios.awk" "$BATS_TEST_TMPDIR/results.csv" \
            "$BATS_TEST_TMPDIR/targets.txt"
    done >"$BATS_TEST_TMPDIR/ratios"
    assert_equal "$(cat "$BATS_TEST_TMPDIR/ratios")" 'ratio w 1.5 target <=1 short
ratio w 1.5 target <=2 ok
ratio l 1.1 target <=1 short
ratio w 1.5 target <=5 ok
ratio l 1.1 target <=1.3 ok'
    run awk -v place=nowhere -f "$top_srcdir/tests/bench/ratios.awk" "$BATS_TEST_TMPDIR/results.csv" \
        "$BATS_TEST_TMPDIR/targets.txt"
    assert_failure 1
    assert_output 'ratios.awk: the place is "nowhere": must be plain, traced or real'
}

@test "bench --quick: the table is Markdown and tells the conditions" {
    measure_once
    run grep -c '^| ' "$results/results.md"
    assert [ "$output" -ge 50 ]
    run grep -F '| mailboxes | on the emulator |' "$results/results.md"
    assert_success
    # Every row of a table has as many cells as its head.
    run awk -F'|' '/^\|/ { if (cells && NF != cells) print; cells = NF; next } { cells = 0 }' \
        "$results/results.md"
    assert_output ''
}

@test "bench --quick: plots as SVG and PNG, with the words \"on the emulator\"" {
    measure_once
    for figure in latency bandwidth rate; do
        run tail -n 2 "$results/$figure.svg"
        assert_output --partial '</svg>'
        run grep -c 'on the emulator' "$results/$figure.svg"
        refute_output 0
        run head -c 8 "$results/$figure.png"
        assert_output --partial PNG
    done
}

@test "bench refuses options that it does not know, and values that make no sense" {
    run_limited 20 "$top_srcdir/contrib/bench" --fast
    assert_failure 2
    assert_output --partial 'usage: contrib/bench'
    for wrong in '--rounds 0' '--rounds many' '--cores 0' '--cores 0,99999' '--cores 0,0' \
        '--discipline strict' '--raw guess'; do
        # shellcheck disable=SC2086 # an option and its value
        run_limited 20 "$top_srcdir/contrib/bench" --output "$results" $wrong
        assert_failure 1
        assert_output --partial "$wrong"
    done
}

@test "benchmark programs refuse wrong arguments" {
    local bench=$top_builddir/tests/bench
    make -s -C "$bench" bench-programs
    for wrong in 'pair_mpi 3' 'pair_mpi x 1' 'pair_mpi 3 0' 'calls -1' collectives \
        'calls 3 0' 'collectives 3 large' idle_mpi 'waiting_mpi 1' 'startup 1' peers; do
        # shellcheck disable=SC2086 # a program and its arguments
        run_limited 30 mpirun --allow-run-as-root --oversubscribe -n 2 "$bench/"$wrong
        assert_failure
        program=${wrong%% *}
        assert_output --partial "${program%_mpi}: process "
    done
    run_limited 30 "$bench/pair_raw" "$BATS_TEST_TMPDIR" probe 3 1
    assert_failure 1
    assert_output --partial 'this is to be started by mpirun'
}

@test "bench --traced: every rank is stopped at its system calls, and they are counted" {
    local traced=$BATS_TEST_TMPDIR/traced
    run_limited 120 "$top_srcdir/contrib/bench" --quick --rounds 1 --emulator --traced \
        --output "$traced"
    assert_success
    assert_equal "$(grep '^ratio ' <<<"$output" | cut -d ' ' -f 2)" "$(target_names 10)"
    run grep -F '| mailboxes | on the traced emulator |' "$traced/results.md"
    assert_success
    run awk -F, 'NR > 1 && (NF != 4 || $4 < 1)' "$traced/system-calls.csv"
    assert_output ''
    run awk -F, '$1 != "transport" { print $1, $2 }' "$traced/system-calls.csv"
    assert_equal "$(sort -u <<<"$output")" $'mosix 0\nmosix 1\ntcp 0\ntcp 1'
    # Each of the 200 messages forth and back is at least one call.
    for transport in mosix tcp; do
        run awk -F, -v transport=$transport '$1 == transport && $2 == 0 { sum += $4 }
            END { print (sum >= 400) }' "$traced/system-calls.csv"
        assert_output 1
    done
    run grep -c '^| mosix | [01] | [0-9]* | [0-9]* ' "$traced/results.md"
    assert_output 2
}
