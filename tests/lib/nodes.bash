# SPDX-License-Identifier: BSD-3-Clause
#
# Several nodes on one machine: loopback addresses, each with a daemon of its own.

load ../lib/series.bash

# put_nodes: arguments for mpirun in $nodes, with which every address of --host is a node of its own.
# With Open MPI 5 all of them have the name of this machine.
# shellcheck disable=SC2034 # used by those who call this
put_nodes() {
    # What stands for nodes here shares a file system, so each gets a directory for its session.
    cat >"$BATS_TEST_TMPDIR/agent" <<'END'
#!/bin/bash
while [[ $1 == -* ]]; do shift; done
export OMPI_MCA_orte_tmpdir_base=$BATS_TEST_TMPDIR/$1 PRTE_MCA_prte_tmpdir_base=$BATS_TEST_TMPDIR/$1
mkdir -p "$BATS_TEST_TMPDIR/$1"
shift
exec bash -c "$*"
END
    chmod +x "$BATS_TEST_TMPDIR/agent"
    if is_series_5; then
        nodes=(--prtemca prte_do_not_resolve 1 --prtemca plm_ssh_agent "$BATS_TEST_TMPDIR/agent")
    else
        nodes=(--mca plm_rsh_agent "$BATS_TEST_TMPDIR/agent")
    fi
}

# node_name ADDRESS: how %h has it.
node_name() {
    if is_series_5; then uname -n; else echo "$1"; fi
}
