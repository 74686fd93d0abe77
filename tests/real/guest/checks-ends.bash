# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# How a job ends on real MOSIX: by itself, by a rank, by a signal. That nothing is left of it is
# looked at after each check.
. ./runner.bash
. ./jobs.bash

start_waiting_ranks() {
    build aborts
    rm -f $work/pids
    background -n 4 $work/aborts $work/pids
    await_lines 4 $work/pids
}

aborted() {
    build aborts
    rm -f $work/pids
    run mpirun -n 4 $work/aborts $work/pids 5
    expect_status 5
    expect_error 'MPI_ABORT was invoked on rank 1'
}
check 'MPI_Abort(5) of one rank ends all, status 5' aborted

rank_kills_itself() {
    build killed
    run mpirun -n 3 $work/killed
    expect_failure
    expect_error 'signal 9|rank 2|process rank 2'
}
check 'a rank that kills itself in the traffic ends the job' rank_kills_itself

rank_is_killed() {
    start_waiting_ranks
    kill -KILL "$(sed -n 2p $work/pids)"
    finish 60
    expect_failure
    # PRRTE breaks the line in between.
    errors=$(tr '\n' ' ' <<<"$errors")
    expect_error 'process rank [0-3] with PID.*signal 9'
}
check 'a rank killed from outside ends the job, and is named' rank_is_killed

rank_segfaults() {
    background -n 2 sh -c 'kill -SEGV $$; sleep 60'
    finish 60
    expect_failure
    expect_error 'signal 11'
}
check 'a rank that dies of SIGSEGV ends the job' rank_segfaults

mpi_rank_segfaults() {
    start_waiting_ranks
    kill -SEGV "$(sed -n 3p $work/pids)"
    finish 60
    expect_failure
}
check 'an MPI rank that gets SIGSEGV does not hang' mpi_rank_segfaults

mpirun_terminated() {
    start_waiting_ranks
    kill -TERM $job
    finish 60
    expect_failure
}
check 'mpirun ended by SIGTERM takes the ranks along' mpirun_terminated

mpirun_interrupted() {
    build aborts
    rm -f $work/pids
    env --default-signal=INT mpirun -n 2 $work/aborts $work/pids >$work/job.out 2>$work/job.err </dev/null &
    job=$!
    await_lines 2 $work/pids
    kill -INT $job
    finish 60
    expect_failure
}
check 'mpirun ended by SIGINT takes the ranks along' mpirun_interrupted

mpirun_killed() {
    only_series_4 'ranks of a killed mpirun stay, also without us'
    start_waiting_ranks
    kill -KILL $job
    finish 10
}
check 'the ranks of an mpirun that was killed end by themselves' mpirun_killed

signal_forwarded() {
    background -n 2 sh -c 'trap "echo got it; exit 3" USR1; echo ready; while :; do :; done'
    await_lines 2 $work/job.out
    kill -USR1 $job
    finish 60
    expect_status 3
    expect_line 'got it' 2
}
check 'SIGUSR1 to mpirun reaches the ranks' signal_forwarded

one_fails() {
    run mpirun -n 3 sh -c 'exit $((OMPI_COMM_WORLD_RANK == 1 ? 9 : 0))'
    expect_status 9
}
check 'one rank of three ends with 9, and so does mpirun' one_fails

conclude
