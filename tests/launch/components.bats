#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Lists of Open MPI's components that users give, as they stand in scripts made for other networks.

load ../lib/job.bash

setup() {
    job_setup
}

# ring_with PARAMETER LIST: a job whose user gave that list, with a census. It goes well.
ring_with() {
    run_mpirun -n 2 --mca "$1" "$2" "$programs/ring"
    assert_success
    assert_under_mosrun 2
    assert_output --partial 'ring: ok, 2 ranks'
}

@test "a user's exclude list is extended, silently" {
    for list in '^openib' '^tcp' '^vader,openib'; do
        ring_with btl "$list"
        assert_output 'ring: ok, 2 ranks'
        assert_only_btl mosix
    done
    ring_with pml '^monitoring'
    assert_output 'ring: ok, 2 ranks'
}

@test "of a user's include list, what cannot be used is replaced, with one message" {
    for list in 'vader,self' 'self,openib' 'vader,tcp,self'; do
        ring_with btl "$list"
        assert_equal "$(count_in_output 'some that ranks under mosrun cannot use')" 1
        assert_output --partial "Value:     $list"
        assert_only_btl mosix
    done
    ring_with btl tcp,self
    assert_output 'ring: ok, 2 ranks'
    assert_only_btl tcp
    local parameters=('pml ucx' 'pml cm' 'mtl psm2,ofi')
    # With Open MPI 5, osc rdma is what ranks use.
    is_series_5 || parameters+=('osc rdma')
    for parameter in "${parameters[@]}"; do
        # shellcheck disable=SC2086 # name and value
        ring_with $parameter
        assert_output --partial "Parameter: ${parameter% *}"
        assert_only_btl mosix
    done
}
