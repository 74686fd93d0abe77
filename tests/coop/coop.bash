# SPDX-License-Identifier: BSD-3-Clause
#
# Functions of the tests of cooperative threads. They expect top_srcdir and top_builddir, as
# `make check` sets them.

bats_load_library bats-support
bats_load_library bats-assert
load ../lib/series.bash

probes=$top_builddir/tests/coop
programs=$top_builddir/tests/programs

# To be called by setup().
coop_setup() {
    library=$(find "$top_builddir/odls-mosix/coop" -name libmosix-coop.so -print -quit)
    [ -n "$library" ] || fail "$top_builddir/odls-mosix/coop has no libmosix-coop.so: run make"
}

# with_kernel_threads COMMAND..., with_coroutines COMMAND...: as `run`, for 60 seconds at most.
with_kernel_threads() {
    run timeout --kill-after=5 60 "$@" </dev/null
}

with_coroutines() {
    LD_PRELOAD=$library run timeout --kill-after=5 60 "$@" </dev/null
}

# To be called by setup() before jobs: what stock ranks need under mosrun, besides the library.
stock_setup() {
    coop_setup
    [ -x "$programs/ring" ] || skip 'the MPI programs were not built (configure found no mpicc)'
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    permit_oversubscription
    export OMPI_MCA_btl=tcp,self PMIX_MCA_gds=hash
    cd "$BATS_TEST_TMPDIR" || return
}

# only_python_before_3_12: of those from then on, each thread finds itself in a thread-local variable
# (_Py_tss_tstate), which all threads of a rank share. Python ends as soon as it starts a thread.
only_python_before_3_12() {
    "$1" -c 'import sys; sys.exit(sys.version_info >= (3, 12))' ||
        skip 'threads of Python 3.12 and newer need thread-local variables of their own'
}

# watch_tasks PID NAME: the most kernel threads that a process called NAME had, until PID ended, its
# ancestor: mpirun starts it, or a mosrun does that mpirun has started and that stays.
watch_tasks() {
    local parent=$1 most=0 starters rank count
    while kill -0 "$parent" 2>/dev/null; do
        starters="$parent $(pgrep -P "$parent" | tr '\n' ' ')"
        # shellcheck disable=SC2086 # a list of process IDs
        starters+=$(pgrep -P "$(printf %s, $starters 0)" | tr '\n' ' ')
        # shellcheck disable=SC2086
        for rank in $(pgrep -P "$(printf %s, $starters 0)" -x "$2"); do
            count=$(find "/proc/$rank/task" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l)
            ((count <= most)) || most=$count
        done
        sleep 0.02
    done
    echo "$most"
}

# run_watched NAME COMMAND...: as `run`, for $job_seconds at most; $tasks is then the largest number
# of kernel threads that a process called NAME, started by COMMAND, ever had.
run_watched() {
    local name=$1
    shift
    timeout --kill-after=5 "${job_seconds:-60}" "$@" >output 2>&1 </dev/null &
    local pid=$!
    # shellcheck disable=SC2034 # for assert_one_task
    tasks=$(watch_tasks "$pid" "${name:0:15}")
    status=0
    wait "$pid" || status=$?
    output=$(cat output)
}

# run_stock RANKS PROGRAM [ARGUMENT]...: ranks of a stock Open MPI with cooperative threads.
run_stock() {
    local ranks=$1
    shift
    run_watched "$(basename "$1")" mpirun -n "$ranks" -x "LD_PRELOAD=$library" "$@"
}

# At least one look at a rank found it, and no look ever found more than one kernel thread.
assert_one_task() {
    assert_equal "$tasks" 1
}
