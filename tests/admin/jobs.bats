#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What is registered, and what --tune mosix sets, in whole jobs: with MOSIX they use it, and in a
# native job nothing changes.

load ../lib/admin.bash
load ../lib/job.bash
load ../lib/native.bash

setup() {
    admin_setup
    job_setup
    debian_file >conf
    echo >>conf
    cp conf registered
    admin enable --quiet --conf registered
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    export OMPI_MCA_rmaps_base_oversubscribe=1
}

@test "registered, with MOSIX: ranks talk through mailboxes" {
    OMPI_MCA_mca_base_param_files=$work/registered run_mpirun -n 2 "$programs/ring"
    assert_success
    assert_equal "$(census_lines mosrun=yes)" 2
    [ "$(census_sum messages mosix)" -gt 0 ]
    assert_equal "$(census_sum messages vader)" 0
}

# watch FILE: what a job and a failing one print with these parameters, and which BTLs they used.
watch() {
    export OMPI_MCA_mca_base_param_files=$work/$1
    run_counted 60 mpirun "${counted[@]}" -n 2 "$programs/collectives"
    assert_success
    printf '%s\n' "$output" >"$1.output"
    btls_of "$MOSIX_BTL_CENSUS" >"$1.btls"
    mpirun -n 2 --no-such-option true >"$1.failure" 2>&1 || true
}

@test "registered, without MOSIX: nothing differs, with our components and without them" {
    for components in without with; do
        [ "$components" = without ] || use_launcher "$top_builddir/stage"
        watch conf
        watch registered
        for kind in output btls failure; do
            cmp "conf.$kind" "registered.$kind"
        done
    done
}

@test "--tune mosix overrides a site's list of BTLs, and needs no registration" {
    mkdir site
    cp "$top_srcdir/contrib/openmpi-mosix/mosix.amca" site/mosix
    echo 'btl = self,tcp' >site/conf
    export OMPI_MCA_mca_base_param_files=$work/site/conf
    run_mpirun -n 2 "$programs/ring"
    assert_success
    assert_equal "$(census_sum messages mosix)" 0
    run_mpirun --tune "$work/site/mosix" -n 2 "$programs/ring"
    assert_success
    assert_equal "$(census_lines mosrun=yes)" 2
    [ "$(census_sum messages mosix)" -gt 0 ]
}
