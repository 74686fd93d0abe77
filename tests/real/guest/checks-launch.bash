# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# How a job starts on real MOSIX, and what its ranks get.
. ./runner.bash

ring_of() {
    build ring
    job "$1" $work/ring 20
    expect_status 0
    expect_line "ring: ok, $1 ranks"
    expect_carried "$1"
}
ring_of_2() { ring_of 2; }
ring_of_4() { ring_of 4; }
ring_of_8() { ring_of 8; }
check '2 ranks under mosrun, all messages by btl mosix' ring_of_2
check '4 ranks under mosrun, all messages by btl mosix' ring_of_4
check '8 ranks under mosrun, all messages by btl mosix' ring_of_8 240

shown_by_mosps() {
    build longrun
    mpirun -n 2 --mca odls_mosix_migration_lock 1 $work/longrun 8 >/dev/null 2>&1 &
    for ((try = 0; try < 60; try++)); do
        list=$(ps -u "$(id -u)" -o args= | grep '^mosrun .* -L ')
        [ "$(processes | wc -l)" -ge 2 ] && [ "$(wc -l <<<"$list")" -ge 2 ] && break
        sleep 0.5
    done
    wait
    [ "$try" -lt 60 ] || fail "mosps and ps do not show two ranks with -L: $list"
}
check 'mosps shows the ranks, and ps their option -L' shown_by_mosps

exit_status() {
    run mpirun -n 2 sh -c 'exit 7'
    expect_status 7
}
check 'a rank ends with 7, and so does mpirun' exit_status

standard_input() {
    run mpirun -n 2 cat <<<hello
    expect_status 0
    [ "$output" = hello ] || fail "\"hello\" was expected: $(show)"
    head -c 1000000 /dev/urandom >$work/random
    run mpirun -n 1 cat <$work/random
    expect_status 0
    cmp $work/random $work/out || fail 'a megabyte came back changed'
}
check 'rank 0 gets the standard input, a line and a megabyte' standard_input

streams() {
    run mpirun -n 1 sh -c 'echo to out; echo to err >&2'
    expect_status 0
    [ "$output" = 'to out' ] || fail "\"to out\" was expected: $(show)"
    expect_error '^to err$'
}
check 'standard output and standard error stay apart' streams

environment() {
    run mpirun -n 2 -x COLOUR=blue -x 'SPACED=a b' sh -c 'echo "$COLOUR $SPACED"'
    expect_line 'blue a b' 2
}
check 'mpirun -x reaches the ranks' environment

directory() {
    run mpirun -n 2 --wdir /usr/lib pwd
    expect_line /usr/lib 2
}
check 'mpirun --wdir is where the ranks run' directory

arguments() {
    run mpirun -n 1 printf '<%s>' 'two words' '' '$HOME' "it's"
    [ "$output" = "<two words><><\$HOME><it's>" ] || fail "$(show)"
}
check 'arguments arrive as they are' arguments

shell_line() {
    run mpirun -n 2 sh -c 'ls /; date +year=%Y; sleep 1'
    expect_status 0
    expect_line usr 2
    expect_line year=20 2
    [ "$seconds" -ge 1 ] || fail "sleep did not sleep: $(show)"
}
check "mpirun -n 2 sh -c 'ls; date; sleep 1'" shell_line

no_such_program() {
    run mpirun -n 1 /no/such/program
    expect_failure
    expect_error '/no/such/program'
}
check 'a program that is not there is named' no_such_program

expect_no_rank() {
    ! grep -q 'a rank runs' <<<"$output" || fail "a rank ran: $(show)"
}

bad_setting() {
    run mpirun -n 1 --mca odls_mosix_migration_lock banana echo a rank runs
    expect_failure
    expect_error odls_mosix_migration_lock
    expect_error banana
    expect_no_rank
}
check 'a bad value of a setting is refused by name' bad_setting

gone_setting() {
    run mpirun -n 1 --mca odls_mosix_queue_priority 5 echo a rank runs
    expect_failure
    expect_error odls_mosix_queue_priority
    expect_no_rank
}
check 'a setting that MOSIX 4 does not have is refused by name' gone_setting

# Parameters that MOSIX 4 has, a value, and what mosrun gets for it. Where a rank starts is shown
# by checks-moves.bash; and where programs can be loaded only at home, ranks start locked, so that a
# lock of 0 is no option of mosrun.
settings() {
    cat <<END
migration_lock 1 -L
freeze 0 -g
freeze 1 -G
checkpoint_interval 60 -A60
checkpoint_versions 3 -N3
checkpoint_file $work/saved -C$work/saved
required_memory 10 -m10
statistics_decay 5000 -d5000
count_syscalls 0 -c
count_syscalls 1 -n
unsupported_syscalls 1 -e
unsupported_syscalls 2 -w
private_directories $work -X$work
extra_args -L -L
END
}

each_setting() {
    local name value option wrong=''
    while read -r name value option; do
        run mpirun -n 1 --mca odls_mosix_verbose 1 --mca "odls_mosix_$name" "$value" \
            echo a rank runs
        if [ "$status" -ne 0 ] || ! grep -q '^a rank runs$' <<<"$output" ||
            ! grep -q -e "mosrun .*$option " -e "mosenv .*$option " <<<"$errors"; then
            wrong+="odls_mosix_$name $value: $(show)"$'\n'
        fi
    done < <(settings)
    [ -z "$wrong" ] || fail "$wrong"
}
check 'each setting of MOSIX 4 is taken by its mosrun' each_setting 600

natively() {
    build ring
    job 2 --mca odls_mosix_enable never $work/ring 20
    expect_status 0
    [ "$(grep -c ' mosrun=no ' $work/census)" -eq 2 ] || fail "$(cat $work/census)"
    [ -z "$errors" ] || fail "nothing was to be said: $(show)"
}
check 'odls_mosix_enable=never: native ranks, and not a word' natively

# With Open MPI 5, in a virtual machine without hardware support, a launch takes up to a minute.
many_launches() {
    build ring
    for ((round = 1; round <= 50; round++)); do
        job 4 $work/ring 20
        expect_status 0
        expect_line 'ring: ok, 4 ranks'
        expect_carried 4
        [ -z "$errors" ] || fail "launch $round says: $(show)"
        echo "$round launches" >launches-seen
    done
}
check '50 launches of 4 ranks, each right' many_launches 3600

conclude
