# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# What the real MOSIX does to a process, one line for each behaviour, against the lines recorded
# before. The lines that differ and three counts are printed if they are not all equal.
. ./runner.bash

# probe FILE [SECTION]...: its lines go to that file.
probe() {
    local file=$1
    shift
    [ -x $work/probe ] || gcc -D_GNU_SOURCE -O1 -pthread -o $work/probe probe/*.c ||
        fail 'the probe could not be built'
    mosrun -e $work/probe "$@" >"$file" || fail "the probe ended with status $?"
}

lines_as_recorded() {
    probe $work/lines
    cp $work/lines probe/seen
    awk -v on=debian11 -f probe/compare.awk probe/known-differences probe/expected-4.4.3 \
        $work/lines || fail 'the lines differ'
}
check "the probe's lines are those that were recorded" lines_as_recorded 1500

same_twice() {
    probe $work/first paths box message filter self
    probe $work/second paths box message filter self
    diff $work/first $work/second || fail 'the second run printed something else'
}
check 'two runs of the probe print the same' same_twice 900

command_lines() {
    gcc -O1 -fno-stack-protector -static -nostdlib -o $work/exits probe/commands/exits.c ||
        fail 'the program exits could not be built'
    probe/commands/run $work/exits probe/commands/expected-4.4.3 >$work/commands
    cp $work/commands probe/commands/seen
    awk -v on=debian11 -f probe/compare.awk probe/commands/known-differences \
        probe/commands/expected-4.4.3 $work/commands || fail 'the lines differ'
}
check 'command lines end as they were recorded' command_lines 1500

conclude
