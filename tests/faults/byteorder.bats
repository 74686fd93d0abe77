#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# A rank whose data has another byte order. An Open MPI without support for that would read its
# bytes as they are, so btl mosix refuses the peer and says why.

load ../lib/job.bash

@test 'a peer of another architecture is refused by name, and not reached through MOSIX' {
    several_applications
    job_setup
    local variant=$top_builddir/tests/faults/other-byteorder
    [ -e "$variant/.libs/mca_btl_mosix.so" ] || skip "$variant/mca_btl_mosix.la was not built"
    local components=$BATS_TEST_TMPDIR/components
    mkdir "$components"
    cp -L "$top_builddir"/stage/* "$components"
    cp "$variant/.libs/mca_btl_mosix.so" "$components"
    run_mpirun -n 1 "$programs/ring" : \
        -n 1 "${counted[@]}" -x "OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$components" \
        "$programs/ring"
    assert_success
    assert_output --partial 'A peer of this MPI job has another architecture'
    assert_output --regexp "Peer: +$(hostname)"
    assert_under_mosrun 2
    assert_only_btl tcp
}
