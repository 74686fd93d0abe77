#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# migrate, freeze, continue and kill: orders to ranks, also of other hosts.

load ranks.bash

@test "migrate: ranks go to a node, and home" {
    start_job
    here migrate 1 3
    assert_success
    assert_output '1 of 1 got the order'
    settled 'here 3'
    assert_equal "$(field moves)" '0 1'
    here ps
    assert_line --regexp ' 1 +[0-9]+ 3 +here +1 .* longrun +moved'
    here ps --svg picture.svg
    grep -q '3 (1)' picture.svg
    here migrate 0-1 node2
    settled '2 2'
    here migrate :0,1 home
    settled 'here here'
    assert_equal "$(field moves)" '2 3'
    here migrate 0 7
    assert_failure 1
    assert_output --partial 'there is no node "7" that answers'
}

@test "ranks that start at the best place get different nodes" {
    export OMPI_MCA_odls_mosix_start_location=best OMPI_MCA_odls_mosix_verbose=1
    ranks=4 start_job
    # By an option of mosrun, or where glibc can only be loaded at home, by a variable.
    assert_equal "$(grep -o -E '(^| -|NODE=\?)127\.0\.0\.[0-9]+' out | grep -o '[0-9]*$' | sort | xargs)" '2 3 4'
}

@test "migrate: one order after the other, and MOSIX's words where it refuses" {
    start_job
    put_tool mosmigrate "echo \"\$*\" >>$work/orders"
    put_tool mosctl '[ "$2" != 9 ] || { echo "No current information"; exit 0; }' 'echo "Status: Up"'
    here migrate 1 2 --dry-run
    assert_success
    assert_output "would run: $tools/mosmigrate $(rank_pid 1) 2"
    [ ! -e orders ]
    SECONDS=0
    here migrate 0-1 2
    assert_success
    assert_output '2 of 2 got the order'
    ((SECONDS >= 2)) || fail 'it did not wait until another order is safe'
    assert_equal "$(sort orders)" "$(printf '%s 2\n' "$(rank_pid 0)" "$(rank_pid 1)" | sort)"
    here migrate 0 9
    assert_failure 1
    assert_output --partial 'there is no node "9" that answers'
    put_tool mosmigrate 'echo "That is no MOSIX process."; exit 1'
    here migrate 0 home
    assert_failure 1
    assert_output --partial 'rank 0'
    assert_output --partial 'That is no MOSIX process.'
    assert_output --partial '0 of 1 got the order'
}

@test "migrate, kill --hostfile: the home nodes of a job give the order; who does not is named" {
    start_job
    put_tool mosmigrate "echo \"\$*\" >>$work/orders"
    put_tool mosctl 'echo "Status: Up"'
    # shellcheck disable=SC2016 # for the other shell
    printf '%s\n' '#!/bin/sh' 'case $1 in' 'lost) echo "no route" >&2; exit 255 ;;' \
        'far) echo "=ranks-1 10.77.0.2" ;;' 'late) exec sleep 60 ;;' '*) exec sh -c "$2" ;;' esac >agent
    chmod 755 agent
    printf '%s\n' near far >hosts
    all=(--hostfile hosts --agent "$PWD/agent")
    name=$(job_name)
    here migrate "$name" 2 "${all[@]}" --dry-run
    assert_success
    assert_line "near: would run: $tools/mosmigrate $(rank_pid 1) 2"
    [ ! -e orders ]
    here migrate 0-1 2 "${all[@]}"
    assert_success
    assert_output '2 of 2 got the order'
    assert_equal "$(sort orders)" "$(printf '%s 2\n' "$(rank_pid 0)" "$(rank_pid 1)" | sort)"
    put_tool mosmigrate 'echo "That is no MOSIX process."; exit 1'
    echo lost >>hosts
    here migrate "$name:1" home "${all[@]}"
    assert_failure 1
    assert_line --regexp '^near: openmpi-mosix: job .*, rank 1 .*That is no MOSIX process\.'
    assert_line --partial 'lost tells nothing: "no route"'
    assert_line '0 of 1 got the order'
    refute_output --partial '=orders'
    here migrate "$name" '2;touch broken' "${all[@]}"
    assert_failure 1
    assert_output --partial 'can be passed on'
    [ ! -e broken ]
    here kill 0 "${all[@]}"
    assert_failure 1
    assert_output --partial 'wants the name of the job'
    here kill pid=1 "${all[@]}"
    assert_failure 2
    echo late >late
    here ps --hostfile late --agent "$PWD/agent" --timeout 1
    assert_failure 1
    assert_output --partial 'late tells nothing: it took too long and was killed'
    echo twin >>hosts
    here kill "$name" "${all[@]}"
    assert_failure 1
    assert_output --partial 'there are two jobs of this name'
    printf '%s\n' near far >hosts
    here kill "$name:1" --signal usr1 "${all[@]}" --dry-run
    assert_output --regexp "^near: would run: kill -10 "
    here kill "$name:0" "${all[@]}"
    assert_success
    assert_output '1 of 1 got the signal'
}

@test "freeze, continue, kill; a rank under way gets no second order" {
    start_job
    put_tool mosmigrate "echo \"\$*\" >>$work/orders"
    here freeze 0
    assert_failure 1
    assert_output --partial 'freezing directory'
    here continue 0
    assert_failure 1
    assert_output --partial 'not frozen'
    [ ! -e orders ]
    pid=$(rank_pid 0)
    here freeze "$(job_name):0" --yes --quiet
    assert_success
    assert_equal "$(<orders)" "$pid freeze"
    put_tool mosps "'$emulated/mosps' \"\$@\" | sed 's/here  here/leaving here/'"
    here ps
    assert_line --regexp ' leaving .*on its way'
    here migrate 0 home
    assert_failure 1
    assert_output --partial 'it is on its way to another node'
    rm "$tools/mosps"
    here kill 1 --signal FROB
    assert_failure 2
    for who in "$(job_name):x" pid=x; do
        for words in kill 'kill --nodes' ps; do
            # shellcheck disable=SC2086 # a list
            here $words "$who"
            assert_failure 2
        done
    done
    assert_output --partial 'pid=x: not the number of a process'
    for signal in STOP 19; do
        here kill 1 --signal $signal
        assert_failure 2
        assert_output --partial 'Use --signal TSTP'
    done
    # The one job of a node may be somebody else's.
    name=$(job_name)
    for who in 0 :0 0-1; do
        here kill "$who"
        assert_failure 1
        assert_output --partial "name it, as in $name:${who#:}"
        here freeze "$who" --yes
        assert_failure 1
        assert_output --partial 'freeze wants the name of the job'
    done
    here kill "$name:1" --signal sigUsr1
    assert_success
    here kill "$name:0"
    assert_success
    assert_output '1 of 1 got the signal'
    run wait "$job"
    assert_failure
    job=
    # The other rank ends when it notices that its daemon has.
    for ((try = 0; try < 100; try++)); do
        here ps
        [[ $output == *longrun* ]] || break
        sleep 0.1
    done
    assert_success
    assert_output --regexp '^No rank of (Open MPI|yours) runs under MOSIX on this node'
}

@test "freeze says so where MOSIX ends what it has no space to freeze" {
    start_job
    here freeze "$(job_name):1" --yes
    assert_failure 1
    assert_output --partial 'rank 1'
    assert_output --partial 'it ended when it was to be frozen'
    assert_line '0 of 1 got the order'
    run wait "$job"
    assert_failure
    job=
}

@test "freeze without MOSIX says that first, and kill takes signals in small letters" {
    if [ -x /bin/mosmigrate ] || command -v mosmigrate >/dev/null; then
        skip 'this is a node of MOSIX'
    fi
    run "$program" freeze 99:0
    assert_failure 1
    assert_output --partial 'only a node of MOSIX 4 can do that'
    refute_output --partial '--yes'
    run "$program" kill 99:0 --signal usr2
    assert_failure 1
    assert_output --partial 'there is no "99:0" under MOSIX'
}
