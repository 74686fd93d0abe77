# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2086
#
# How many moves processes live through on real MOSIX, by what they do meanwhile. Wants two nodes.
#
#   survive.bash MOVES REST PATTERN...
#
# All patterns run at the same time; a pattern may be given several times. The process of each is
# ordered to node 2 and home in turn, MOVES times, the next order REST seconds after it has arrived.
# Prints a line for each: its name, how many moves it made, and how it was then.

cd "$(dirname "$(realpath "$0")")" || exit
moves=${1:?} rest=${2:?}
shift 2
work=$(mktemp -d)
export OMPI_MCA_rmaps_base_oversubscribe=1
allocator=''
[ "$(getconf GNU_LIBC_VERSION)" = 'glibc 2.31' ] ||
    allocator=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2
coop=$(dpkg -L openmpi-mosix | grep '/libmosix-coop.so$')

# As mosps had it half a second ago at most: one program for all that ask.
list_always() {
    while :; do
        mosps -n >"$work/list.new" && mv "$work/list.new" "$work/list"
        sleep 0.5
    done
}

# shown PID COLUMN: while a process is on its way, mosps leaves it out now and then.
shown() {
    local try found
    for ((try = 0; try < 20; try++)); do
        found=$(awk -v pid="$1" -v column="$2" '$1 == pid { print $column }' "$work/list")
        [ -z "$found" ] || break
        sleep 0.5
    done
    echo "$found"
}

# bare WHAT [LIBRARY]: a process without MPI, and nothing of ours preloaded but that library.
bare() {
    local preloads=$allocator${2:+:$2}
    mosrun -h -L -e -aLD_PRELOAD="${preloads#:}" -aGLIBC_TUNABLES=glibc.pthread.rseq=0 \
        "$work/movers" "$1" >"$work/out.$number" 2>"$work/err.$number" </dev/null &
    pid=$!
}

# ranks MOVED OPTION... PROGRAM ARGUMENT...: a job of two; rank MOVED is moved.
ranks() {
    local try moved=$1
    shift
    mpirun -n 2 --mca odls_mosix_migration_lock 1 "$@" >"$work/out.$number" 2>"$work/err.$number" </dev/null &
    for ((try = 0; try < 240; try++)); do
        [ "$(grep -c ready "$work/out.$number")" -lt 2 ] || break
        sleep 0.5
    done
    pid=$(sed -n "s/^.*rank $moved, pid \([0-9]*\), ready\$/\1/p" "$work/out.$number")
}

mosix='--mca btl mosix,self'
spin="$mosix --mca btl_mosix_wait spin"
nobody='--mca btl_mosix_life_interval 0'

# start_pattern NAME: sets pid.
start_pattern() {
    case $1 in
    compute | idle | sleep | clock | signals | heavy | spin | wait | talk) bare "$1" ;;
    timeofday | realtime | monotonic | raw | coarse | cputime) bare "$1" ;;
    coop-*) bare "${1#coop-}" "$coop" ;;
    rank-recv) ranks 0 $mosix "$work/paced" sleep 500 ;;
    rank-silent) ranks 1 $mosix "$work/paced" silent 500 ;;
    rank-sleep) ranks 1 $mosix "$work/paced" sleep 500 ;;
    rank-compute) ranks 1 $mosix "$work/paced" compute 500 ;;
    rank-talk) ranks 1 $mosix "$work/longrun" 3600 ;;
    spin-recv) ranks 0 $spin $nobody "$work/paced" sleep 500 ;;
    spin-sleep) ranks 1 $spin $nobody "$work/paced" sleep 500 ;;
    tcp-sleep) ranks 1 --mca btl tcp,self "$work/paced" sleep 500 ;;
    unwatched-silent) MOSIX_COOP_PATIENCE=0 ranks 1 $mosix $nobody "$work/paced" silent 500 ;;
    unwatched-sleep) MOSIX_COOP_PATIENCE=0 ranks 1 $spin $nobody "$work/paced" sleep 500 ;;
    unwatched-compute) MOSIX_COOP_PATIENCE=0 ranks 1 $spin $nobody "$work/paced" compute 500 ;;
    *) echo "survive.bash: no pattern $1" >&2 && exit 2 ;;
    esac
}

# how_it_ended NUMBER: what MOSIX said.
how_it_ended() {
    local said
    said=$(grep -h -o -E 'Error #?[0-9]+|Lost communication|signal [0-9]+ \([A-Z][^)]*\)|message .* instead of .*|btl mosix: .*' \
        "$work/err.$1" "$work/out.$1" | head -n 1)
    echo "${said:-ended, nothing said: $(tail -n 1 "$work/err.$1")}"
}

# move PID node2|home: prints how it went if it did not arrive, within two minutes.
move() {
    local try place before
    before=$(shown "$1" 5)
    mosmigrate "$1" "$2" >/dev/null 2>&1
    for ((try = 0; try < 240; try++)); do
        place=$(shown "$1" 2)
        if [ -z "$place" ]; then
            how_it_ended "$number"
            return
        fi
        case $2,$place in
        home,here | node2,2) [ "$(shown "$1" 5)" = "$before" ] || return 0 ;;
        esac
        sleep 0.5
    done
    echo "stuck, at \"$place\""
}

# travel NAME NUMBER: one process. How far it came is in a file, for those who see no end.
travel() {
    local count said to start=$SECONDS
    for ((count = 0; count < moves; count++)); do
        to=$([ $((count % 2)) -eq 0 ] && echo node2 || echo home)
        said=$(move "$pid" "$to")
        [ -z "$said" ] || break
        echo "$1: $((count + 1)) moves, $((SECONDS - start)) s" >"progress.$2"
        sleep "$rest"
    done
    printf '%-18s %3d %-8s %s, %d s\n' "$1" "$count" "of $moves" \
        "$([ -n "$said" ] && echo "$said, on the way to $to" || echo lived)" $((SECONDS - start))
}

gcc -D_GNU_SOURCE -O1 -pthread -o "$work/movers" movers.c &&
    mpicc -O1 -o "$work/paced" paced.c &&
    mpicc -O1 -pthread -o "$work/longrun" longrun.c check.c || exit
mosps -n >"$work/list"
list_always &
lister=$!
number=0
for pattern do
    number=$((number + 1))
    start_pattern "$pattern"
    pids[number]=$pid
done
sleep 3
number=0 travellers=()
for pattern do
    number=$((number + 1))
    pid=${pids[number]}
    travel "$pattern" "$number" &
    travellers+=($!)
    sleep 0.7
done
wait "${travellers[@]}"
echo "load $(cut -d ' ' -f 1-3 /proc/loadavg)" >&2
kill $lister
moskillall -KILL >/dev/null 2>&1
pkill -KILL -u "$(id -u)" -x mpirun
rm -rf "$work"
