# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# Measures processes on a node of real MOSIX: the raw mailbox, btl mosix and btl tcp under mosrun,
# what a rank costs that waits, how soon it wakes up, and four ranks on one processor. In each round
# all have their turn, so that whatever else this machine does disturbs them alike; only ratios mean
# anything. Prints the samples, one line for each figure, as they come, and on standard error how
# far it is.
#
#   speed.bash [--ubox] [ROUNDS [BATCHES [SIZE...]]]

set -u
cd "$(dirname "$(realpath "$0")")" || exit
ubox=
[ "${1:-}" != --ubox ] || { ubox=1 && shift; }
rounds=${1:-5}
batches=${2:-9}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- 1 8 1024 65536 262144 1048576 4194304
seconds=5
wakes=15

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build PROGRAM SOURCE...: with MPI, or the raw mailbox.
build() {
    mpicc -O2 -D_GNU_SOURCE -Imosix -o "$work/$1" bench/bench.c "${@:2}" || exit 1
}
raw=(bench/link_raw.c mosix/mosix_{address,box,open,random,self,time}.c)
build pair_mpi bench/pair.c bench/link_mpi.c
build pair_raw bench/pair.c "${raw[@]}"
build waiting_mpi bench/waiting.c bench/link_mpi.c
build waiting_raw bench/waiting.c "${raw[@]}"
build collectives bench/collectives.c

# job TRANSPORT PREFIX RANKS ARGUMENT...: ranks under mosrun; what they print as samples, with that
# prefix to the names of figures. A ubox may lose messages, so such a job may fail.
job() {
    local transport=$1 prefix=$2 ranks=$3 began=$SECONDS
    shift 3
    if ! timeout -k 5 600 mpirun --oversubscribe -n "$ranks" --mca pml ob1 \
        --mca odls_mosix_enable require "$@" >"$work/out" 2>"$work/err" </dev/null
    then
        echo "round $round: $transport failed" >&2
        cat "$work/err" >&2
        [ "$transport" != ubox ] || return 0
        exit 1
    fi
    sed -n "s/^bench \([a-z-]*\) \([0-9]*\) \(.*\)/$round,$transport,$prefix\1,$ranks,\2,\3/p" "$work/out"
    echo "round $round of $rounds: $transport, ${*: -1}: $((SECONDS - began)) s" >&2
}

by_mosix=(--mca btl "mosix,self")
by_tcp=(--mca btl "tcp,self")
for ((round = 1; round <= rounds; round++)); do
    mkdir "$work/pair.$round" "$work/waiting.$round"
    job raw '' 2 "$work/pair_raw" "$work/pair.$round" flag8 "$batches" "$@"
    job mosix '' 2 "${by_mosix[@]}" "$work/pair_mpi" "$batches" "$@"
    [ -z "$ubox" ] ||
        job ubox '' 2 "${by_mosix[@]}" --mca btl_mosix_channel ubox "$work/pair_mpi" "$batches" "$@"
    job tcp '' 2 "${by_tcp[@]}" "$work/pair_mpi" "$batches" "$@"
    job raw '' 2 "$work/waiting_raw" "$work/waiting.$round" block $seconds $wakes
    job mosix '' 2 "${by_mosix[@]}" "$work/waiting_mpi" $seconds $wakes
    job tcp '' 2 "${by_tcp[@]}" "$work/waiting_mpi" $seconds $wakes
    job spin shared- 4 "${by_mosix[@]}" --mca mpi_yield_when_idle 0 --mca btl_mosix_wait spin \
        "$work/collectives" 3 small
    job mosix shared- 4 "${by_mosix[@]}" --mca mpi_yield_when_idle 0 "$work/collectives" 3 small
done
