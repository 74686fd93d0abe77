# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# Measures pairs of processes on a node of real MOSIX: the raw mailbox, btl mosix over both of its
# channels, and btl tcp under mosrun. In each round all have their turn, so that whatever else this
# machine does disturbs them alike; only ratios mean anything. Prints one line for each figure.
#
#   speed.bash [ROUNDS [BATCHES [SIZE...]]]

set -u
cd "$(dirname "$(realpath "$0")")" || exit
rounds=${1:-5}
batches=${2:-9}
shift $(($# < 2 ? $# : 2))
[ $# -gt 0 ] || set -- 1 8 1024 65536 262144 1048576 4194304

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mpicc -O2 -D_GNU_SOURCE -o "$work/pair_mpi" bench/bench.c bench/pair.c bench/link_mpi.c &&
    mpicc -O2 -D_GNU_SOURCE -Imosix -o "$work/pair_raw" bench/bench.c bench/pair.c \
        bench/link_raw.c mosix/mosix_{address,box,open,random,self,time}.c || exit 1

# pair TRANSPORT ARGUMENT...: one job of two ranks under mosrun. A ubox may lose messages, so such a
# job may fail.
pair() {
    local transport=$1
    shift
    if ! timeout -k 5 600 mpirun --oversubscribe -n 2 --mca pml ob1 \
        --mca odls_mosix_enable require "$@" >"$work/out" 2>"$work/err" </dev/null
    then
        echo "round $round: $transport failed" >&2
        cat "$work/err" >&2
        [ "$transport" != ubox ] || return 0
        exit 1
    fi
    sed -n "s/^bench \([a-z-]*\) \([0-9]*\) \(.*\)/$round,$transport,\1,2,\2,\3/p" "$work/out" \
        >>"$work/samples"
}

for ((round = 1; round <= rounds; round++)); do
    mkdir "$work/meeting.$round"
    pair raw "$work/pair_raw" "$work/meeting.$round" flag8 "$batches" "$@"
    pair mosix --mca btl mosix,self "$work/pair_mpi" "$batches" "$@"
    pair ubox --mca btl mosix,self --mca btl_mosix_channel ubox "$work/pair_mpi" "$batches" "$@"
    pair tcp --mca btl tcp,self "$work/pair_mpi" "$batches" "$@"
    echo "round $round of $rounds" >&2
done
awk -f bench/summary.awk "$work/samples"
