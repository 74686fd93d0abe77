#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# A rank, its mosrun, a daemon, mpirun or a node is killed at a random moment of a job that exchanges
# messages all the time. It ends within 15 seconds, says which rank or node that was, and nothing of it
# is left. 5 kills; MOSIX_TEST_KILLS says how many.

load cluster.bash

setup() {
    cluster_setup
    : "${programs:?job.bash sets it}"
    [ -n "${MOSIX_TEST_SLOW:-}${MOSIX_TEST_KILLS:-}" ] || skip 'slow: contrib/check --slow runs it'
}

# A job of 6 ranks on 3 nodes; $kill does it after $delay seconds.
job="
    mpirun --mca btl mosix,self -n 6 $programs/longrun 300 & job=\$!
    for tenths in {1..300}; do
        [ \"\$(pgrep -c -f '^$programs/longrun')\" -lt 6 ] || break
        sleep 0.1
    done
    sleep \$delay
    killed_at=\$(date +%s%N)
    eval \"\$kill\"
    timeout 60 tail --pid=\$job -f /dev/null || echo 'mpirun hangs'
    kill -KILL \$job 2>/dev/null || :
    wait \$job || status=\$?
    for tenths in {1..200}; do
        left=\$(pgrep -a -x 'longrun|orted' || :; pgrep -a -f '/bin/[m]osenv -' || :)
        [ -n \"\$left\" ] || break
        sleep 0.1
    done
    echo \"ended with \$status after \$(((\$(date +%s%N) - killed_at) / 1000000)) ms\"
    echo \"left: <\$left>\""

# one_of OPTION PATTERN: kills one of the processes that pgrep finds.
one_of() {
    echo "kill -KILL \$(pgrep $1 '$2' | shuf -n 1)"
}

# A killed mpirun says nothing more.
names=(rank mosrun daemon mpirun node)
says=('rank [0-5]' 'rank [0-5]' 'node[23]' 'ended' 'rank .* is lost: |node[23]')

# judge NUMBER: of the kind of kill; sets $milliseconds.
judge() {
    milliseconds=$(sed -n 's/^ended with .* after \([0-9]*\) ms$/\1/p' <<<"$output")
    refute_output --partial 'mpirun hangs'
    refute_output --partial 'ended with 0 '
    assert_line 'left: <>'
    assert_output --regexp "${says[$1]}"
    [ "$milliseconds" -le "$(most_milliseconds)" ] || fail "that took $milliseconds ms: $output"
}

@test "whatever is killed, the job ends and says so, and nothing is left" {
    local kills=("$(one_of -x longrun)" "$(one_of -f '/bin/[m]osenv -')" "$(one_of -x orted)" "kill -KILL \$job"
        'try-node lose $((2 + RANDOM % 2))')
    local count=${MOSIX_TEST_KILLS:-5} longest=0 i
    for ((i = 0; i < count; i++)); do
        export kill=${kills[i % ${#kills[@]}]} delay=$((RANDOM % 3)).$((RANDOM % 10)) status=0
        run_script 150 '--nodes 3' "$job" 2>&1
        judge $((i % ${#kills[@]}))
        ((milliseconds <= longest)) || longest=$milliseconds
        echo "# $((i + 1)) of $count, ${names[i % ${#kills[@]}]} after $delay s: $(grep '^ended' <<<"$output")" >&3
    done
    echo "# $count kills, the longest end after $longest ms" >&3
}
