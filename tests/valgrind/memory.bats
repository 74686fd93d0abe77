#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The components under valgrind, in whole jobs. Open MPI itself leaks and is not judged: a record
# counts when one of its frames is in our code and no frame of Open MPI's launcher (orte_…), which
# our code called, is nearer to the fault. Modules that need libc only run under ASan and UBSan
# elsewhere (contrib/check, --enable-sanitizers).

load ../lib/job.bash

setup() {
    valgrind_setup
    logs=$BATS_TEST_TMPDIR/valgrind
    judge=(valgrind -q --leak-check=full --show-leak-kinds=definite,possible
        --keep-debuginfo=yes --num-callers=40
        --suppressions="$top_srcdir/tests/valgrind/valgrind.supp" --log-file="$logs.%p")
}

# Prints the records of the logs that are ours.
our_records() {
    awk -v RS='==[0-9]+== \n' '
        (ours = match($0, /\((btl_mosix|mosix|odls_mosix|mosrun|child_exec)[a-z_]*\.c:/)) &&
            substr($0, 1, ours) !~ /: orte_/' "$logs".*
}

assert_nothing_found() {
    run cat "$logs".*
    assert_success # or no log was written, and nothing was judged
    run our_records
    assert_output ''
}

@test "no leak and no invalid access of btl mosix in ranks that send, wait and reopen boxes" {
    job_seconds=600 run_mpirun -n 4 "${mosix_only[@]}" --mca btl_mosix_max_open 2 \
        "${judge[@]}" "$programs/everyone" 3
    assert_mosix_job 4
    assert_nothing_found
}

@test "no leak and no invalid access of btl mosix with large and non-contiguous messages" {
    for program in "sizes 20" datatypes; do
        # shellcheck disable=SC2086 # a program and its argument
        set -- $program
        job_seconds=600 run_mpirun -n 2 "${mosix_only[@]}" "${judge[@]}" "$programs/$1" "${@:2}"
        assert_mosix_job 2
    done
    assert_nothing_found
}

@test "no leak and no invalid access of odls mosix in an mpirun that launches twice" {
    job_seconds=600 run_limited 600 "$top_srcdir/contrib/try" "${judge[@]}" --trace-children=no \
        mpirun -n 2 "${mosix_only[@]}" --mca odls_mosix_verbose 1 --mca odls_mosix_job_id 7 \
        "$programs/spawn"
    assert_success
    assert_nothing_found
}

@test "a leak of ours would be found" {
    printf '==1== \n==1== 8 bytes lost\n==1==    by 0x1: alloc (btl_mosix_frag.c:9)\n==1== \n' \
        >"$logs.1"
    run our_records
    assert_output --partial 'btl_mosix_frag.c:9'
    sed -i 's/by 0x1: alloc/by 0x1: orte_init (init.c:1)\n==1==    by 0x1: alloc/' "$logs.1"
    run our_records
    assert_output ''
}
