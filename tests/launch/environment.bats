#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The launcher: the environment that ranks get, under mosrun and natively.

load ../lib/launch.bash

setup() {
    launch_setup
}

# What a rank prints of its environment, sorted, one line per variable; without numbers, without the
# key that is random for every job, and without the variables that these tests set.
environment_of() {
    "$@" | tr '\0' '\n' | LC_ALL=C sort | sed -e '/^\(_\|PATH\)=/d' \
        -e '/^OMPI_MCA_\(orte_precondition_transports\|mca_base_component_path\)=/d' \
        -e '/^OMPI_MCA_odls_mosix_\(address_files\|enable\|job_id\|threads\)=/d' -e 's/[0-9][0-9]*/N/g'
}

# difference_to_stock COMMAND...: lines that only the rank's environment has (>), or only the one
# that Open MPI's own launcher gives (<).
difference_to_stock() {
    environment_of stock timeout 30 mpirun -n 1 env -0 >"$work/stock"
    environment_of "$@" >"$work/ours" 2>/dev/null
    run diff "$work/stock" "$work/ours"
    output=$(grep '^[<>]' <<<"$output" || true)
}

@test "where ranks start natively, their environment is that of Open MPI's own launcher" {
    difference_to_stock env OMPI_MCA_odls_mosix_address_files=/none timeout 30 mpirun -n 1 env -0
    assert_output ''
    difference_to_stock timeout 30 mpirun -n 1 --mca odls_mosix_enable never env -0
    assert_output ''
    echo garbage >"$work/mosip"
    difference_to_stock timeout 30 mpirun -n 1 env -0
    assert_output ''
    assert_no_starts
}

@test "a rank that starts natively next to ranks under mosrun shares their kind of PMIx store" {
    only_series_4 'mosix-agent sees that this rank has no neighbours'
    difference_to_stock timeout 30 mpirun -n 1 -x OMPI_MCA_odls_mosix_enable=never env -0
    assert_output $'> MOSIX_BTL_NEIGHBOURS=N\n> PMIX_MCA_gds=hash'
    difference_to_stock timeout 30 mpirun -n 1 -x OMPI_MCA_odls_mosix_enable=never \
        -x PMIX_MCA_gds=ds12 env -0
    assert_output $'> MOSIX_BTL_NEIGHBOURS=N\n> PMIX_MCA_gds=dsN'
}

@test "natively, a rank is bound as by Open MPI's own launcher" {
    local binding=(-n 2 --bind-to hwthread --report-bindings grep Cpus_allowed_list
        /proc/self/status)
    unset OMPI_MCA_rmaps_base_oversubscribe
    [ "$(nproc)" -ge 2 ] || skip 'this machine has one processor'
    run stock timeout 30 mpirun --oversubscribe "${binding[@]}"
    local expected
    expected=$(sed 's/^\[[^]]*\]//' <<<"$output" | sort)
    run_mpirun -x OMPI_MCA_odls_mosix_enable=never --oversubscribe "${binding[@]}"
    assert_equal "$(sed 's/^\[[^]]*\]//' <<<"$output" | sort)" "$expected"
}

@test "under mosrun, a rank is not bound" {
    [ "$(nproc)" -ge 2 ] || skip 'this machine has one processor'
    run_mpirun -n 2 --bind-to hwthread sh -c 'nproc'
    assert_success
    assert_output "$(nproc)"$'\n'"$(nproc)"
}

@test "under mosrun, no binding is reported; natively, as by Open MPI's own launcher" {
    only_series_4 'PRRTE reports the bindings that it has planned'
    run_mpirun -n 2 --bind-to core --report-bindings --display-map true
    assert_success
    assert_equal "$(count_in_output ' not bound: MOSIX chooses its processors')" 2
    refute_output --regexp 'Bound: *socket'
    refute_output --partial 'bound to'
    stock mpirun -n 1 --bind-to core --display-map true >"$work/stock" 2>&1
    grep -q 'Bound: socket' "$work/stock" || skip 'ranks cannot be bound here'
    run_mpirun -n 1 --mca odls_mosix_enable never --bind-to core --display-map true
    assert_output --partial 'Bound: socket'
    run_mpirun --bind-to core --report-bindings -n 1 true : -n 1 --mca odls_mosix_enable never true
    assert_equal "$(count_in_output ' not bound: MOSIX chooses its processors')" 1
}

@test "under mosrun, the user's own variables arrive byte for byte" {
    export ODD=$'a b\n\tc\xff\x80"'\' EMPTY='' HUGE
    HUGE=$(printf '%0100000d' 0)
    run_mpirun -n 1 bash -c 'printf "%s|%s|%s" "$ODD" "${EMPTY-unset}" "${#HUGE}" | od -c'
    assert_success
    assert_output "$(printf '%s|%s|%s' "$ODD" '' 100000 | od -c)"
}

# variables NAME...: their values in a rank under mosrun, in $output.
variables() {
    run_mpirun -n 1 "${mpirun_options[@]}" sh -c 'for name; do eval "echo \"\${$name-unset}\""; done' \
        sh "$@"
    assert_success
}

@test "under mosrun, a rank gets what it can live with" {
    mpirun_options=()
    variables PMIX_MCA_gds EVENT_NOEPOLL OMPI_MCA_orte_bound_at_launch OMPI_MCA_coll
    # A rank of Open MPI 5 does not bind itself.
    local bound=1
    ! is_series_5 || bound=unset
    assert_output $'hash\n1\n'"$bound"$'\n^sm'
    variables OMPI_MCA_btl
    assert_output --regexp '^\^.*vader'
    assert_output --regexp '(\^|,)sm(,|$)'
}

@test "an exclude list of a file is extended, an include list stays" {
    echo 'btl = ^openib,foo' >"$work/params.conf"
    mpirun_options=(--mca mca_base_param_files "$work/params.conf")
    variables OMPI_MCA_btl
    assert_output --regexp '^\^openib,foo,vader,sm'
    echo 'btl = tcp,self' >"$work/params.conf"
    variables OMPI_MCA_btl
    assert_output unset
}

@test "what the user set stays" {
    mpirun_options=(--mca btl 'tcp,self' --mca coll ^sm,tuned -x PMIX_MCA_gds=ds21)
    variables OMPI_MCA_btl OMPI_MCA_coll PMIX_MCA_gds
    assert_output $'tcp,self\n^sm,tuned\nds21'
}

@test "libraries to preload come first" {
    mpirun_options=(--mca odls_mosix_ld_preload libc.so.6 -x LD_PRELOAD=libm.so.6)
    variables LD_PRELOAD
    assert_output 'libc.so.6:libm.so.6'
}

# The component's directory holds a library that can be preloaded anywhere.
put_coop() {
    unset OMPI_MCA_odls_mosix_threads
    cp "$(find "$top_builddir/odls-mosix/coop" -name libmosix-coop.so -print -quit)" \
        "$work/components"
}

@test "cooperative threads are preloaded, through mosenv, after what was asked for" {
    put_coop
    mpirun_options=(-x LD_PRELOAD=libm.so.6)
    variables LD_PRELOAD
    assert_output "$work/components/libmosix-coop.so:libm.so.6"
    mpirun_options+=(--mca odls_mosix_ld_preload libc.so.6)
    variables LD_PRELOAD
    assert_output "libc.so.6:$work/components/libmosix-coop.so:libm.so.6"
    run cut -d ' ' -f 1 "$STARTS"
    assert_output $'mosenv\nmosenv'
}

@test "with native threads nothing is preloaded, and mosrun is enough" {
    put_coop
    mpirun_options=(--mca odls_mosix_threads native)
    variables LD_PRELOAD
    assert_output 'unset'
    run cut -d ' ' -f 1 "$STARTS"
    assert_output 'mosrun'
}

@test "a missing library for cooperative threads is reported once, and ranks start without" {
    unset OMPI_MCA_odls_mosix_threads
    run_mpirun -n 3 sh -c 'echo "rank with ${LD_PRELOAD-nothing}"'
    assert_success
    assert_equal "$(count_in_output 'rank with nothing')" 3
    assert_equal "$(count_in_output 'libmosix-coop.so was not found')" 1
}

@test "a value of odls_mosix_threads that does not exist stops the job" {
    run_mpirun -n 2 --mca odls_mosix_threads many echo 'a rank runs'
    assert_refused 'odls_mosix_threads' 'many' 'cooperative' 'native'
}

@test "verbose tells what was set and why, and why ranks start natively" {
    run_mpirun -n 2 --mca odls_mosix_verbose 1 /bin/true
    assert_success
    assert_output --regexp "rank 0 of job 1 starts with: $work/bin/mosrun -e /bin/true"
    assert_output --regexp "rank 1 of job 1 starts with: $work/bin/mosrun -e /bin/true"
    assert_output --regexp 'PMIX_MCA_gds=hash \(keeps job data in private'
    run_mpirun -n 1 --mca odls_mosix_verbose 1 -x OMPI_MCA_odls_mosix_enable=never /bin/true
    assert_output --partial 'rank 0 of job 1 starts natively: odls_mosix_enable is "never"'
    run_mpirun -n 1 --mca odls_mosix_verbose 1 --mca odls_mosix_address_files /none /bin/true
    assert_output --partial 'was found, but neither mossetpe nor a file with a MOSIX address was'
}

@test "additions for a parent under mosrun do not count as the user's settings in its children" {
    local additions='OMPI_MCA_btl,OMPI_MCA_coll'
    mpirun_options=(-x OMPI_MCA_odls_mosix_additions="$additions" -x OMPI_MCA_btl=^vader
        -x OMPI_MCA_coll=^sm)
    mpirun_options+=(-x OMPI_MCA_odls_mosix_enable=never)
    variables OMPI_MCA_btl OMPI_MCA_coll OMPI_MCA_odls_mosix_additions
    assert_output $'unset\nunset\nunset'
}

# openmp COMPILER: a rank with OpenMP whose user said nothing of threads.
openmp() {
    command -v "$1" >/dev/null || skip "no $1"
    "$1" -fopenmp -o "$work/openmp" "$top_srcdir/tests/coop/probe_openmp.c" ||
        skip "no OpenMP for $1"
    run_mpirun -n 2 "$work/openmp"
    assert_success
    assert_output $'sum 500500\nsum 500500'
}

@test "OpenMP of gcc runs with one thread, if the user asks for nothing" {
    openmp gcc
}

@test "OpenMP of clang as well, and it leaves nothing in /dev/shm" {
    local before
    before=$(find /dev/shm -name '__KMP_REGISTERED_LIB_*' | wc -l)
    openmp clang
    assert_equal "$(find /dev/shm -name '__KMP_REGISTERED_LIB_*' | wc -l)" "$before"
}
