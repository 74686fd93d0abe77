# SPDX-License-Identifier: BSD-3-Clause
#
# Several nodes on one machine: loopback addresses, each with a daemon of its own.

# put_nodes: arguments for mpirun in $nodes, with which every address of --host is a node of its own.
# shellcheck disable=SC2034 # used by those who call this
put_nodes() {
    # What stands for nodes here shares a file system, so each gets a directory for its session.
    cat >"$BATS_TEST_TMPDIR/agent" <<'END'
#!/bin/bash
while [[ $1 == -* ]]; do shift; done
export OMPI_MCA_orte_tmpdir_base=$BATS_TEST_TMPDIR/$1
mkdir -p "$OMPI_MCA_orte_tmpdir_base"
shift
exec bash -c "$*"
END
    chmod +x "$BATS_TEST_TMPDIR/agent"
    nodes=(--mca plm_rsh_agent "$BATS_TEST_TMPDIR/agent")
}
