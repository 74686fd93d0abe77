#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Data races in the BTL: helgrind over ranks with MPI_THREAD_MULTIPLE. Open MPI itself is not
# judged: a record counts when one of the two accesses is made by our code, or by a function of libc
# that our code called. races.h tells helgrind what it cannot see.

load ../lib/job.bash

setup() {
    valgrind_setup
    logs=$BATS_TEST_TMPDIR/helgrind
}

# run_judged VARIANT MESSAGES: program threads with that build of the BTL instead of the usual one.
run_judged() {
    local components=$BATS_TEST_TMPDIR/components
    mkdir "$components"
    cp -L "$top_builddir"/stage/* "$components"
    cp "$top_builddir/tests/valgrind/$1/.libs/mca_btl_mosix.so" "$components"
    run_limited 300 "$top_srcdir/contrib/try" \
        env OMPI_MCA_mca_base_component_path="SYSTEM_DEFAULT:$components" \
        mpirun "${counted[@]}" -n 2 "${mosix_only[@]}" \
        valgrind -q --tool=helgrind --read-inline-info=yes --num-callers=30 \
        --suppressions="$top_srcdir/tests/valgrind/helgrind.supp" --log-file="$logs.%p" \
        "$programs/threads" "$2"
}

# Prints the records of the logs where our code makes one of the accesses.
our_races() {
    awk -v RS='==[0-9]+== \n' '
        function is_ours(stack) {
            # Frames of valgrind and of libc are passed on to whoever called them.
            while (match(stack, /^[^\n]*(vgpreload|\/libc\.so|libpthread)[^\n]*\n/)) {
                stack = substr(stack, RLENGTH + 1)
            }
            return stack ~ /^[^\n]*\((btl_mosix|mosix)[a-z_]*\.[ch]:/ ||
                stack ~ /^[^\n]*\(opal_[a-z_]*\.h:/
        }
        /data race/ {
            count = split($0, stacks, /==[0-9]+==    at 0x/)
            for (i = 2; i <= count; i++) {
                if (is_ours(stacks[i])) {
                    print
                    next
                }
            }
        }' "$logs".*
}

@test 'helgrind finds no race of btl mosix between 4 threads per rank' {
    run_judged annotated 40
    assert_mosix_job 2
    run cat "$logs".*
    assert_success # or no log was written, and nothing was judged
    run our_races
    assert_output ''
}

@test 'helgrind finds the races of a btl mosix without its mutexes' {
    # Such a job may end in any way.
    run_judged unlocked 10
    run our_races
    assert_output --regexp 'btl_mosix_(send|write)\.c:'
}
