#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# How long ps takes for many ranks, and that commands that only look write nothing. Processes with
# the names and variables of ranks, and programs in the place of MOSIX's, make the node.

load ../lib/admin.bash

setup() {
    admin_setup
    ranks=()
    put_tool mossetpe "echo 'This MOSIX node is: 10.77.0.1 (node1)'"
    # shellcheck disable=SC2016 # for the tool
    put_tool mosctl 'case $1$2 in whois[1-4]) echo "10.77.0.$2 (node$2)" && exit ;; whois*) exit 1 ;; esac' \
        'printf "%s\n" "Status: Up" "Load: 1" "Speed: 10000" "CPUS: 2" "Memory: 900/999MB"'
    put_tool mosps "cat $work/listed"
}

teardown() {
    [ ${#ranks[@]} -eq 0 ] || kill "${ranks[@]}" 2>/dev/null || true
}

# start_ranks NUMBER: processes with a child each, which ends with them; mosps lists them.
start_ranks() {
    local number
    echo '  PID WHERE FROM FRZ NMIGS TTY CMD' >listed
    for ((number = 0; number < $1; number++)); do
        (
            export OMPI_COMM_WORLD_RANK=$number OMPI_COMM_WORLD_SIZE=$1 PMIX_NAMESPACE=65537
            # shellcheck disable=SC2016 # for the other shell
            exec -a mosrun sh -c 'trap "kill \$!" TERM; sleep 60 & wait'
        ) </dev/null >/dev/null 2>&1 3>&- &
        ranks+=($!)
        echo "$! here here - 0 ? x" >>listed
    done
}

@test "ps of 256 ranks takes a second at most" {
    local start limit=1000
    [ -z "${CI:-}" ] || limit=4000
    start_ranks 256
    PATH=$tools:$PATH run "$program" ps # what it needs is in memory then
    start=$(date +%s%N)
    PATH=$tools:$PATH run "$program" ps
    start=$((($(date +%s%N) - start) / 1000000))
    assert_success
    assert_equal "$(grep -c '^1,1 ' <<<"$output")" 256
    assert_line --regexp '^1,1 +255 +[0-9]+ here +here +0 - '
    ((start <= limit)) || fail "it took $start ms"
    echo "# $start ms" >&3
}

@test "commands that only look write nothing" {
    command -v strace >/dev/null || skip 'strace is missing'
    start_ranks 2
    for words in ps 'ps --json' 'ps --sort cpu' hostfile 'check /bin/true' 'explain 318' status 'node check' report; do
        # shellcheck disable=SC2086 # a list
        PATH=$tools:$PATH run strace -o trace \
            -e trace=openat,open,creat,mkdir,unlink,rename,mkdirat,unlinkat,renameat,renameat2,truncate,chmod,fchmodat,symlinkat \
            "$program" $words
        grep -q '^openat' trace || fail "$words: $output"
        run grep -e O_WRONLY -e O_RDWR -e O_CREAT -e '^mkdir' -e '^unlink' -e '^rename' -e chmod trace
        assert_equal "$words: $output" "$words: "
    done
}
