#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# No MOSIX on this node: with our components installed, Open MPI does what it does without them, and
# prints the same, byte for byte, except for numbers such as PIDs.

load ../lib/job.bash
load ../lib/native.bash

setup() {
    job_setup
    native_setup
}

# compare_job RANKS MPIRUN-ARGUMENT...: the output is the same, and so are the BTLs.
compare_job() {
    local ranks=$1
    shift
    compare_with_stock mpirun -n "$ranks" "${counted[@]}" "$@"
    run diff <(btls_of "$BATS_TEST_TMPDIR/stock.census") <(btls_of "$BATS_TEST_TMPDIR/ours.census")
    assert_success
    run grep -c '^rank=' "$BATS_TEST_TMPDIR/ours.census"
    refute_output 0
}

@test "MPI programs: same output, same BTLs" {
    for program in init 'ring 100' 'sizes 18' collectives reductions; do
        # shellcheck disable=SC2086 # a program and its argument
        compare_job 4 "$programs/"$program
    done
}

@test "chosen BTLs: same output, same BTLs" {
    compare_job 2 --mca btl tcp,self "$programs/collectives"
    compare_job 2 --mca btl vader,self "$programs/collectives"
}

@test "python3 with mpi4py: same output, same BTLs" {
    [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import mpi4py' 2>/dev/null ||
        skip 'python3-mpi4py is not installed'
    compare_job 2 /usr/bin/python3 "$top_srcdir/tests/programs/mpi4py_objects.py"
}

@test "jobs that fail: same output, same status" {
    compare_failing mpirun -n 1 "$BATS_TEST_TMPDIR/no-such-program"
    compare_failing mpirun -n 1 sh -c 'exit 3'
    compare_failing mpirun -n 1 --mca btl no-such-btl,self "$programs/init"
    compare_failing mpirun -n 1 --no-such-option "$programs/init"
}

@test "programs without MPI: same output" {
    compare_with_stock mpirun -n 3 --tag-output echo hello
}

@test "a rank outside mosrun loads the components and uses none of them" {
    only_series_4 'mpirun tells ranks where to look for components, and the agent changes that under MOSIX only'
    export "${with_components?}"
    run_counted 60 mpirun -n 2 "${counted[@]}" "$programs/ring"
    assert_success
    assert_equal "$(census_lines mosrun=no)" 2
    assert_equal "$(census_lines btl=mosix)" 0
}

@test "ompi_info differs only by our components" {
    ompi_info --all --parsable --level 9 >"$BATS_TEST_TMPDIR/stock"
    OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$top_builddir/stage \
        ompi_info --all --parsable --level 9 >"$BATS_TEST_TMPDIR/ours"
    run diff "$BATS_TEST_TMPDIR/stock" "$BATS_TEST_TMPDIR/ours"
    # Without the lines that are ours, and those about the path that was set for this very test. The
    # value of pml_ucx_multi_send_nb is random: Open MPI 4.1.4 registers a local variable; so is that of
    # coll_ftagree_agreement in 5.0.7.
    run grep -v -e '^[0-9,]*[acd][0-9,]*$' -e '^---$' \
        -e '^> mca:btl:mosix:' -e '^> mca:odls:mosix:' -e '^> mca:reachable:mosix:' \
        -e '^[<>] mca:mca:base:param:mca_\(base_\)\?component_path:' \
        -e '^[<>] mca:pml:ucx:param:pml_ucx_multi_send_nb:value:' \
        -e '^[<>] mca:coll:ftagree:param:coll_ftagree_agreement:value:' <<<"$output"
    assert_output ''
    run grep -c -e '^mca:btl:mosix:' -e '^mca:odls:mosix:' "$BATS_TEST_TMPDIR/ours"
    refute_output 0
}

# A component whose build recorded another series than that of the Open MPI which loads it.
@test "a BTL of another Open MPI series says so once and jobs run on" {
    local other=$top_builddir/tests/native/other-series
    [ -e "$other/.libs/mca_btl_mosix.so" ] || skip "$other/mca_btl_mosix.la was not built"
    mkdir "$BATS_TEST_TMPDIR/components"
    cp "$other/.libs/mca_btl_mosix.so" "$top_srcdir/btl-mosix/help-mpi-btl-mosix.txt" \
        "$BATS_TEST_TMPDIR/components"
    export OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$BATS_TEST_TMPDIR/components
    run_counted 60 mpirun -n 4 "${counted[@]}" "$programs/collectives"
    assert_success
    assert_output --partial 'collectives: ok, 4 ranks'
    assert_equal "$(count_in_output 'another series of Open MPI')" 1
    assert_equal "$(census_lines btl=mosix)" 0
}

@test "a component that cannot be loaded leaves jobs alone" {
    mkdir "$BATS_TEST_TMPDIR/components"
    echo 'not a shared object' >"$BATS_TEST_TMPDIR/components/mca_btl_mosix.so"
    export OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$BATS_TEST_TMPDIR/components
    run_counted 60 mpirun -n 2 "$programs/collectives"
    assert_success
    assert_output --partial 'collectives: ok, 2 ranks'
}
