#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Every error that MOSIX is known or assumed to give for a mailbox or a send box, one by one. Where
# the job cannot go on, it ends within seconds and names the peer, the peer's home node and the
# meaning of the error. Otherwise it goes on. The first write of a rank is to itself, before it has
# peers.

load ../lib/job.bash

setup() {
    job_setup
    export OMPI_MCA_btl_mosix_patience=1
}

# run_with_faults FAULTS RANKS PROGRAM [ARGUMENT]...
run_with_faults() {
    export MOSIX_EMULATOR_FAULTS=$1
    shift
    run_job "$@"
}

# Errors of a write that end the job: name, its text, what it means to an administrator.
write_errors() {
    cat <<'END'
ESRCH|No such process|The process has ended, or its mailbox is closed
EACCES|Permission denied|does not permit this process to send there
EPERM|Operation not permitted|does not permit this process to send there
END
}

# Those that may pass, and end the job when they stay.
passing_errors() {
    cat <<'END'
ETIMEDOUT|Connection timed out|home node does not answer
ECONNREFUSED|Connection refused|home node does not answer
EIO|Input/output error|home node does not answer
ENETUNREACH|Network is unreachable|home node does not answer
ECONNRESET|Connection reset by peer|home node does not answer
ECONNABORTED|Software caused connection abort|home node has left the cluster
EHOSTUNREACH|No route to host|or the node where the peer runs, is down
END
}

# assert_peer_failure ERROR MEANING
assert_peer_failure() {
    assert_failure
    refute [ "$status" -eq 124 ]
    refute_output --partial ': ok, '
    assert_output --partial 'could not be sent through MOSIX'
    assert_output --regexp "Peer rank: +\[\[[0-9]+,1\],[0-9]+\]"
    assert_output --regexp "Peer's home node: +127\.0\.0\.1"
    assert_output --regexp "Peer's PID there: +[1-9][0-9]*"
    assert_output --regexp "Error: +$1 \([0-9]+\)"
    assert_output --partial "$2"
}

# each_error LIST AT RANKS PROGRAM [ARGUMENT]...: each job has 10 seconds, and one to start.
each_error() {
    local list=$1 at=$2 name text meaning
    shift 2
    while IFS='|' read -r name text meaning; do
        echo "$name$at $*"
        job_seconds=11 run_with_faults "write-errno=$name$at" "$@"
        assert_peer_failure "$text" "$meaning"
    done < <("$list")
}

@test "each error of a write that stays, from the very first message on" {
    each_error write_errors @2+ 2 ring
    each_error passing_errors @2+ 2 ring
}

@test "each error of a write in the middle of small messages, 4 ranks" {
    each_error write_errors @200 4 ring
}

@test "each error of a write in the middle of large messages" {
    each_error write_errors @150 2 sizes 22
}

@test "each error of a write that a message meets which had to wait" {
    each_error write_errors @300,box=1 4 crossed
}

@test "an error of a write that may pass changes nothing when it does, wherever it comes" {
    local name
    while IFS='|' read -r name _; do
        for faults in "$name@2" "$name@200" "$name@150,box=1"; do
            for program in ring crossed 'sizes 22'; do
                echo "$faults $program"
                # shellcheck disable=SC2086 # a program and its argument
                run_with_faults "write-errno=$faults" 4 $program
                assert_mosix_job 4
                assert_output --regexp '^[a-z]+: ok, 4 ranks$'
            done
        done
    done < <(passing_errors)
}

@test "no patience: an error that may pass ends the job at once" {
    OMPI_MCA_btl_mosix_patience=0 run_with_faults write-errno=ETIMEDOUT@200 2 ring
    assert_peer_failure 'Connection timed out' 'home node does not answer'
}

# assert_vanished NUMBER PROGRAM [ARGUMENT]...
assert_vanished() {
    echo "vanish=$1 ${*:2}"
    job_seconds=11 run_with_faults "vanish=$1" 2 "${@:2}"
    assert_peer_failure 'No such process' 'The process has ended, or its mailbox is closed'
}

@test "a receiver that vanishes ends the job within 10 seconds, whenever it does" {
    for number in 2 5 20; do
        assert_vanished $number ring
        assert_vanished $number sizes 22
        assert_vanished $number crossed
        assert_vanished $number onesided
    done
    # How many messages the other two need is chance: what has to wait is packed together.
    assert_vanished 150 ring
    assert_vanished 150 sizes 22
}

@test "an error that only one rank meets ends the whole job" {
    several_applications
    job_seconds=11 run_mpirun -n 3 "${mosix_only[@]}" "$programs/ring" 100000 : \
        -n 1 "${counted[@]}" -x MOSIX_EMULATOR_FAULTS=write-errno=ECONNABORTED@500+ \
        "${mosix_only[@]}" "$programs/ring" 100000
    assert_peer_failure 'Software caused connection abort' 'home node has left the cluster'
    assert_equal "$(count_in_output 'could not be sent through MOSIX')" 1
}

@test "an unknown error of a write ends the job as well" {
    job_seconds=11 run_with_faults write-errno=ENOSYS@100 2 ring
    assert_peer_failure 'Function not implemented' 'This is unexpected'
}

@test "ENOSPC and EAGAIN of a full mailbox, and EINTR, are not errors" {
    for faults in full-errno=ENOSPC,box=1 full-errno=EAGAIN,box=1 write-errno=ENOSPC@100 \
        write-errno=EAGAIN@100 write-errno=EINTR@100 write-errno=EINTR@1 write-errno=ENOSPC@1 \
        full-errno=ENOSPC,box=1,eintr=30; do
        for program in ring crossed 'sizes 22'; do
            echo "$faults $program"
            # shellcheck disable=SC2086 # a program and its argument
            run_with_faults $faults 4 $program
            assert_mosix_job 4
            assert_output --regexp '^[a-z]+: ok, 4 ranks$'
        done
    done
}

# The peer's address belongs to no cluster, and nothing else is known of it.
@test "ENOENT of a send box: a home node that MOSIX does not know" {
    several_applications
    job_seconds=11 run_mpirun -n 2 "${mosix_only[@]}" "$programs/ring" : \
        -n 1 "${counted[@]}" -x MOSIX_EMULATOR_HOME=198.51.100.7 \
        "${mosix_only[@]}" "$programs/ring"
    assert_failure
    refute [ "$status" -eq 124 ]
    assert_output --partial 'could not be sent through MOSIX'
    assert_output --regexp "Peer's home node: +(198\.51\.100\.7|127\.0\.0\.1)"
    assert_output --partial 'No such file or directory'
    assert_output --partial "does not know the peer's home node"
}

@test "each other error of opening a send box ends the job and names the peer" {
    while IFS='|' read -r name text meaning; do
        job_seconds=11 run_with_faults "peer-open-errno=$name" 2 ring
        assert_peer_failure "$text" "$meaning"
    done <<'END'
EINVAL|Invalid argument|This is unexpected
EACCES|Permission denied|does not permit this process to send there
EPERM|Operation not permitted|does not permit this process to send there
EHOSTUNREACH|No route to host|or the node where the peer runs, is down
ENETUNREACH|Network is unreachable|home node does not answer
END
}

@test "ENOENT of a rank's own mailbox: the job runs by another BTL, silently" {
    export MOSIX_EMULATOR_FAULTS=open-errno=ENOENT
    run_mpirun -n 4 "$programs/collectives"
    assert_success
    assert_output 'collectives: ok, 4 ranks'
    assert_only_btl tcp
}

@test "each other error of a rank's own mailbox: the job runs by another BTL and says so once" {
    while IFS='|' read -r name text; do
        export MOSIX_EMULATOR_FAULTS=open-errno=$name
        run_mpirun -n 4 "$programs/collectives"
        assert_success
        assert_output --partial 'collectives: ok, 4 ranks'
        assert_only_btl tcp
        assert_equal "$(count_in_output 'refused to open its mailbox')" 1
        assert_output --regexp "Error: +$text \([0-9]+\)"
    done <<'END'
EINVAL|Invalid argument
EACCES|Permission denied
EPERM|Operation not permitted
EIO|Input/output error
EMFILE|Too many open files
ENOMEM|Cannot allocate memory
ENOSYS|Function not implemented
ENETUNREACH|Network is unreachable
END
}
