#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The command openmpi-mosix over several hosts.

load cluster.bash

setup() {
    cluster_setup
    program=$top_builddir/contrib/openmpi-mosix/openmpi-mosix
}

# ranks_of FILE: what ps said as JSON: "NODE RANK" for each rank, and the nodes that did not answer.
ranks_of() {
    python3 -c 'import json, sys
seen = json.load(open(sys.argv[1]))
print(*["%s:%d" % (r["node"], r["rank"]) for r in seen["ranks"]], "-",
      *[u["node"] for u in seen["unanswered"]])' "$1"
}

@test "ps --nodes: the ranks of all home nodes by the launcher's agent; a lost node is named" {
    local out=$BATS_TEST_TMPDIR
    # Otherwise mpirun of Open MPI 5 does not end when a node is lost.
    use_component
    run_script 60 '--nodes 3' "
        mpirun --mca btl mosix,self -n 3 $programs/longrun 50 >$out/said 2>&1 & job=\$!
        until [ \"\$(grep -c ready $out/said)\" = 3 ]; do sleep 0.1; done
        $program ps --nodes --json >$out/all
        printf '%s\n' node1 node3 >$out/hosts
        $program ps --hostfile $out/hosts --svg $out/picture.svg
        $program ps --hostfile $out/hosts --sort rank
        $program migrate :0-2 home
        $program migrate :0-2 home --nodes
        try-node lose 3
        $program ps --nodes --json >$out/some || echo \"status \$?\"
        $program ps --nodes || echo \"status \$?\"
        kill -TERM \$job
        wait \$job || :" 2>&1
    assert_success
    assert_line --regexp '^NODE +JOB '
    assert_line --regexp '^node1 .* 0 +[0-9]+ here '
    assert_line --regexp '^node3 .* 2 +[0-9]+ here '
    assert_line --partial 'of the 3 ranks of ":0-2", 2 are not here: their home is another node'
    assert_line '1 of 1 got the order'
    assert_line '3 of 3 got the order'
    assert_equal "$(count_in_output 'status 1')" 2
    assert_line --partial '10.77.0.3 tells nothing: "try-node: connect to host node3: No route to host"'
    assert_equal "$(ranks_of "$out/all")" '10.77.0.1:0 10.77.0.2:1 10.77.0.3:2 -'
    # The job may have noticed that it is lost.
    run ranks_of "$out/some"
    assert_output --regexp '(^| )- 10\.77\.0\.3$'
    # Of two of the three nodes ranks are told; the load of all is known.
    grep -q '>here (1) load ' "$out/picture.svg"
    grep -q '>2 (0) load ' "$out/picture.svg"
    grep -q '>3 (1) load ' "$out/picture.svg"
}
