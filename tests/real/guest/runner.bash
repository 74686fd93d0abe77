# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# Makes checks on a node of real MOSIX and prints TAP. To be sourced by checks-SUBJECT.bash, which
# defines functions and names them: check NAME FUNCTION. Each runs in a shell of its own with a time
# limit; what it prints is shown if it fails.

work=/tmp/checks
extras=/usr/local/libexec/mosix-vm
script=$(realpath "$0")
wanted=${1:-}
number=0

# More ranks than processors, with ORTE and with PRRTE.
export OMPI_MCA_rmaps_base_oversubscribe=1
export PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe
mkdir -p $work
cd "$(dirname "$script")" || exit

# check NAME FUNCTION [SECONDS]: of one that went well, the lines that begin with "# " are shown.
check() {
    local said status told
    [ -z "$wanted" ] || return 0
    number=$((number + 1))
    said=$(timeout -k 5 "${3:-300}" bash "$script" "$2" 2>&1 </dev/null)
    status=$?
    told=$said
    if [ $status -eq 77 ]; then
        echo "skipped $number - $1"
        tail -n 40 <<<"$said" | sed 's/^/# /'
    elif [ $status -eq 0 ] && said=$(nothing_left); then
        echo "ok $number - $1"
        grep '^# ' <<<"$told"
    else
        echo "not ok $number - $1"
        [ $status -ne 124 ] || echo "# it was still running after ${3:-300} seconds"
        tail -n 40 <<<"$said" | sed 's/^/# /'
    fi
    moskillall -KILL >/dev/null 2>&1
    # mpirun of Open MPI 5 becomes prterun.
    pkill -KILL -u "$(id -u)" -x 'mpirun|prterun'
}

# The end of the script: runs the one function that was named, or says how many there were.
conclude() {
    if [ -n "$wanted" ]; then
        "$wanted"
    else
        echo "1..$number"
    fi
}

fail() {
    printf '%s\n' "$*"
    exit 1
}

# skip REASON: this check cannot be made here.
skip() {
    printf '%s\n' "$*"
    exit 77
}

# is_series_5, only_series_4 REASON: as in tests/lib/series.bash, of the Open MPI that is installed here.
is_series_5() {
    mpirun --version | grep -q 'Open MPI) 5\.'
}

only_series_4() {
    ! is_series_5 || skip "Open MPI 5: $1"
}

# processes: what MOSIX runs, one line each.
processes() {
    mosps | awk '$1 ~ /^[0-9]+$/'
}

# nothing_left: every process of a job is gone within some seconds after its end.
nothing_left() {
    local try left
    for ((try = 0; try < 20; try++)); do
        left=$(processes)
        [ -n "$left" ] || return 0
        sleep 0.5
    done
    echo "processes were left: $left"
    return 1
}

# build PROGRAM...: MPI programs in C, once.
build() {
    local program common
    for program do
        [ "$program" = init ] && common='' || common=check.c
        [ -x "$work/$program" ] || mpicc -O1 -pthread -o "$work/$program" "$program.c" $common ||
            fail "$program.c could not be built"
    done
}

# run COMMAND...: its output, errors and status, and how many seconds it took. Again if Open MPI
# garbled a help text, as 4.1 does now and then without anything of ours.
run() {
    local start attempt
    for ((attempt = 0; attempt < 20; attempt++)); do
        start=$SECONDS
        "$@" >$work/out 2>$work/err
        status=$?
        seconds=$((SECONDS - start))
        grep -q 'ORTE_ERROR_LOG: .*/orte/util/show_help\.c' $work/err || break
        rm -f $work/pids
    done
    output=$(cat $work/out)
    errors=$(cat $work/err)
}

# job RANKS COMMAND...: with a census of who carried its messages.
job() {
    local ranks=$1
    shift
    rm -f $work/census
    touch $work/census
    run mpirun -n "$ranks" -x "LD_PRELOAD=$extras/libmosix-btl-census.so" \
        -x MOSIX_BTL_CENSUS=$work/census "$@"
}

show() {
    printf '%s\n' "status $status after $seconds s" "$output" "$errors"
}

expect_status() {
    [ "$status" -eq "$1" ] || fail "status $1 was expected: $(show)"
}

expect_failure() {
    [ "$status" -ne 0 ] || fail "a failure was expected: $(show)"
}

# expect_line TEXT [COUNT]: so many lines of the output hold it; at least one without a number.
expect_line() {
    local count
    count=$(grep -c -F -e "$1" <<<"$output")
    if [ "$count" -eq 0 ] || [ "$count" -ne "${2:-$count}" ]; then
        fail "${2:-some} lines with \"$1\" were expected: $(show)"
    fi
}

# expect_error PATTERN: standard error has it.
expect_error() {
    grep -q -i -E -e "$1" <<<"$errors" || fail "the message \"$1\" was expected: $(show)"
}

# expect_carried RANKS [BTL]: as many ranks were under mosrun, and btl mosix carried all messages, or that BTL as
# well.
expect_carried() {
    local under mosix others
    under=$(grep -c ' mosrun=yes ' $work/census)
    mosix=$(awk -F '[ =]' '$5 == "btl" && $6 == "mosix" { n += $8 } END { print n + 0 }' $work/census)
    others=$(awk -F '[ =]' -v also="${2:-}" '$5 == "btl" && $6 != "mosix" && $6 != also { n += $8 } END { print n + 0 }' $work/census)
    [ "$under" -eq "$1" ] || fail "$under of $1 ranks were under mosrun: $(show; cat $work/census)"
    [ "$others" -eq 0 ] || fail "$others messages went by other BTLs: $(cat $work/census)"
    [ "$mosix" -gt 0 ] || fail "no message went by btl mosix: $(cat $work/census)"
}
