# SPDX-License-Identifier: BSD-3-Clause
#
# What contrib/bench counts once, because it does not depend on the time: system calls and memory. It
# uses that file's verbs and settings.

# watch_calls TRANSPORT BYTES ROUND_TRIPS: writes and reads per message. strace needs a mosrun that is not
# itself the tracer of ranks, as that of MOSIX 4 is; and a script around it, because the launcher
# starts ranks natively whose command is strace.
watch_calls() {
    MOSIX_EMULATOR_PROFILE=2009 MOSIX_EMULATOR_DISCIPLINE=off MOSIX_EMULATOR_TRACED=0 \
        run_job "$1" 2 "$work/watch" "$work/calls.$1.$2" "$programs/calls" "$3" "$2"
    for trace in "$work/calls.$1.$2".*; do
        awk -v "messages=$3" -v "bytes=$2" -f "$bench_srcdir/calls.awk" "$trace"
    done >"$work/output"
    record 1 "$1" 2
}

count_calls() {
    # shellcheck disable=SC2016 # for the script
    printf '#!/bin/sh\nexec strace -ff -qq -e trace=%s -o "$@"\n' \
        write,writev,sendmsg,sendto,read,readv,recvmsg,recvfrom >"$work/watch"
    chmod +x "$work/watch"
    for transport in mosix tcp; do
        watch_calls "$transport" 8 "$round_trips"
        watch_calls "$transport" 1048576 20
        watch_calls "$transport" 4194304 20
    done
}

# All system calls of a job that sends so many messages forth and back, for each rank; "-" are
# programs that are none.
count_traced() {
    echo 'transport,rank,call,count' >"$output/system-calls.csv"
    for transport in mosix tcp; do
        rm -f "$work/traced"
        run_job "$transport" 2 "$programs/calls" "$round_trips"
        awk -F '\t' -v transport="$transport" '
            $1 != "-" { count[$1 "," $4] += $5 }
            END { for (call in count) print transport "," call "," count[call] }' "$work/traced" |
            sort -t , -k 2,2n -k 4,4nr >>"$output/system-calls.csv"
    done
}

# calls_of TRANSPORT PROGRAM...: prints how many system calls both ranks make together.
calls_of() {
    rm -f "$work/traced"
    counted=$1
    shift
    MOSIX_EMULATOR_TRACED=1 run_job "$counted" 2 "$@"
    awk -F '\t' '$1 != "-" { sum += $5 } END { print sum }' "$work/traced"
}

# How many system calls of all kinds a message of 8 B takes, both ends together: what a much longer
# job makes more than a short one, because how often a rank looks for the other one before the first
# message varies by thousands; and how many a rank makes that only begins and ends.
count_all_calls() {
    [ "$mosix" = emulator ] || return 0
    for transport in mosix tcp; do
        calls_of "$transport" "$programs/calls" "$round_trips" >"$work/short"
        calls_of "$transport" "$programs/calls" $((21 * round_trips)) >"$work/long"
        paste "$work/short" "$work/long" | awk -v messages=$((40 * round_trips)) \
            '{ printf "bench calls 8 %.4g\n", ($2 - $1) / messages }' >"$work/output"
        record 1 "$transport" 2
    done
    calls_of mosix "$programs/startup" >"$work/start"
    awk '{ printf "bench init 0 %d\n", $1 / 2 }' "$work/start" >"$work/output"
    record 1 mosix 2
}

# heap_job RANKS NAME: what btl mosix holds in a job of that size, as two lines FIGURE BYTES.
heap_job() {
    run_job mosix "$1" -x "LD_PRELOAD=$programs/.libs/libbench-heap.so" \
        -x BENCH_HEAP_OF=mca_btl_mosix.so "$programs/peers"
    awk '$1 == "bench" { print $2, $4 }' "$work/output" >"$work/$2"
}

# What a peer takes is what the larger job takes more, for each peer more.
count_heap() {
    heap_job 4 heap.small
    heap_job "$heap_ranks" heap.large
    awk -v "more=$((heap_ranks - 4))" 'FNR == NR { small[$1] = $2; next }
        { printf "bench %s 0 %.6g\n", $1, ($2 - small[$1]) / more }' \
        "$work/heap.small" "$work/heap.large" >"$work/output"
    record 1 mosix 0
}
