# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests with whole jobs: start them through contrib/try, and look at which BTL carried
# what. Those that assert leave $status and $output of `run` alone.

: "${top_srcdir:?make check sets it}" "${top_builddir:?make check sets it}"

bats_load_library bats-support
bats_load_library bats-assert
load ../lib/allocator.bash
load ../lib/series.bash

programs=$top_builddir/tests/programs
mosix_only=(--mca btl 'mosix,self')

# To be called by setup(): what every job of these tests needs. Jobs run on an emulated MOSIX 4.4.3.
job_setup() {
    unset MOSIX_EMULATOR_PROFILE
    [ -x "$top_builddir/contrib/emulator/bin/mosrun" ] ||
        skip 'the emulator was not built (configure found no libseccomp)'
    [ -x "$programs/init" ] ||
        skip 'the MPI programs were not built (no mpicc, or no make check in tests/programs before)'
    export MOSIX_EMULATOR_LOG=$BATS_TEST_TMPDIR/starts
    export MOSIX_BTL_CENSUS=$BATS_TEST_TMPDIR/census
    census_library=$(find "$top_builddir/contrib/census" -name libmosix-btl-census.so -print -quit)
    counted=(-x "LD_PRELOAD=$census_library" -x MOSIX_BTL_CENSUS)
}

# mosix_of_2009: jobs run on an emulated MOSIX of 2009, because they are about what only that one
# has.
mosix_of_2009() {
    export MOSIX_EMULATOR_PROFILE=2009
}

# mosrun_of PID: the process that others know a rank by: the mosrun that stays as its parent, or the
# rank itself where mosrun became it.
mosrun_of() {
    local parent
    parent=$(ps -o ppid= -p "$1" | tr -d ' ')
    if [[ $(readlink "/proc/$parent/exe") == */mosrun ]]; then
        echo "$parent"
    else
        echo "$1"
    fi
}

# To be called by setup() after job_setup(): ranks get threads of the kernel, which MOSIX would
# refuse; MOSIX 4.4.3 ends them at clone3, by which the C library starts threads.
permit_threads() {
    mosix_of_2009
    rank_threads=native
    export MOSIX_EMULATOR_THREADS=allow OMPI_MCA_odls_mosix_threads=native
}

# To be called by setup() instead of both: ranks run under valgrind, which takes its time, knows
# nothing of coroutines, and needs system calls that MOSIX refuses.
valgrind_setup() {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    command -v valgrind >/dev/null || skip 'this needs valgrind (Debian, Ubuntu: valgrind)'
    job_setup
    permit_threads
    export MOSIX_EMULATOR_DISCIPLINE=off
}

# run_limited SECONDS COMMAND...: as `run`, but the command, and what it started, ends after that
# time with status 124.
run_limited() {
    local seconds=$1
    shift
    run timeout --kill-after=5 "$seconds" "$@" </dev/null
}

# run_alone SECONDS PROGRAM...: as run_limited, a program that is no rank, under mosrun.
run_alone() {
    local seconds=$1 allocator GLIBC_TUNABLES
    shift
    find_allocator
    run_limited "$seconds" "$top_srcdir/contrib/try" \
        env "LD_PRELOAD=$allocator" mosenv -e "$@"
}

# Open MPI 4.1.4 sometimes garbles the help text of a rank (seen in 1 of 10 runs of a job without
# any component of ours): mpirun then prints this instead of the text.
is_garbled() {
    grep -q 'ORTE_ERROR_LOG: .*/orte/util/show_help\.c'
}

# run_counted SECONDS COMMAND...: as run_limited, with an empty census; again if a help text was
# garbled.
run_counted() {
    local attempt
    for ((attempt = 0; attempt < 20; attempt++)); do
        rm -f "$MOSIX_BTL_CENSUS"
        run_limited "$@"
        is_garbled <<<"$output" || break
    done
}

# run_mpirun ARGUMENT...: mpirun where MOSIX is emulated, with a census; 60 seconds at most, or as
# many as $job_seconds says.
run_mpirun() {
    run_counted "${job_seconds:-60}" "$top_srcdir/contrib/try" mpirun "${counted[@]}" "$@"
}

# run_job RANKS PROGRAM [ARGUMENT]...: a test program with MOSIX and nothing else between its ranks.
run_job() {
    local ranks=$1 program=$2
    shift 2
    run_mpirun -n "$ranks" "${mosix_only[@]}" "$programs/$program" "$@"
}

# census_sum KEY BTL: KEY (messages or bytes) added up over all ranks.
census_sum() {
    awk -v key="$1=" -v btl="btl=$2" '
        $3 == btl {
            for (i = 4; i <= NF; i++) {
                if (index($i, key) == 1) {
                    sum += substr($i, length(key) + 1)
                }
            }
        }
        END { printf "%d\n", sum }' "$MOSIX_BTL_CENSUS"
}

# The BTLs that carried at least one message, in alphabetical order.
census_btls() {
    awk '$4 ~ /^messages=/ && $4 != "messages=0" { print substr($3, 5) }' "$MOSIX_BTL_CENSUS" |
        sort -u
}

# census_lines PATTERN: how many lines of the census match.
census_lines() {
    grep -c -e "$1" "$MOSIX_BTL_CENSUS" || true
}

# assert_under_mosrun COUNT: that many ranks wrote their census, each of them saw MOSIX, and had one
# kernel thread at its end.
assert_under_mosrun() {
    assert_equal "$(census_lines mosrun=yes) ranks under mosrun, $(census_lines mosrun=no) not" \
        "$1 ranks under mosrun, 0 not"
    [ "${rank_threads:-cooperative}" = native ] ||
        assert_equal "$(census_lines 'threads=1$') ranks with one kernel thread" \
            "$1 ranks with one kernel thread"
}

# assert_only_btl NAME...: these BTLs, and no other, carried messages.
assert_only_btl() {
    assert_equal "$(census_btls)" "$(printf '%s\n' "$@" | sort)"
}

# assert_carried BTL BYTES: that BTL carried at least that many bytes.
assert_carried() {
    local bytes
    bytes=$(census_sum bytes "$1")
    ((bytes >= $2)) || fail "btl $1 carried $bytes bytes, expected at least $2"
}

# assert_mosix_job RANKS: the job went well, under mosrun, and by BTL mosix alone, or by what
# ${also_btl[@]} has besides.
assert_mosix_job() {
    assert_success
    assert_under_mosrun "$1"
    assert_only_btl mosix "${also_btl[@]}"
}

# count_in_output TEXT: how often it occurs in $output.
count_in_output() {
    grep -o -F -e "$1" <<<"$output" | wc -l
}

# wait_for SECONDS FILE TEXT COUNT: until the file has that many lines with the text.
wait_for() {
    local tenths=$(($1 * 10)) found
    while found=$(grep -c -F -e "$3" "$2" 2>/dev/null) || true; ((${found:-0} < $4)); do
        ((tenths-- > 0)) || fail "\"$3\" did not come $4 times within $1 seconds: $(cat "$2")"
        sleep 0.1
    done
}

# is_loaded_at_home: MOSIX 4 can load programs with this C library, glibc 2.33 to 2.38, on their home
# node only, so the launcher adds -h, and -L unless something else is wanted.
is_loaded_at_home() {
    [[ "$(getconf GNU_LIBC_VERSION)" == 'glibc 2.3'[3-8] ]]
}
