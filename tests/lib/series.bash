# SPDX-License-Identifier: BSD-3-Clause
#
# What tests have to know about the series of Open MPI that the tree was built for.

: "${top_builddir:?make check sets it}"

# is_series_5: Open MPI 5, whose launcher is PRRTE; otherwise 4.1 with ORTE.
is_series_5() {
    [ -e "$top_builddir/odls-mosix/agent/mosix-agent" ]
}

# only_series_4 REASON: skips a test about something that Open MPI 5 does not have.
only_series_4() {
    ! is_series_5 || skip "Open MPI 5: $1"
}

# several_applications: skips a test whose command line has two of them.
several_applications() {
    only_series_4 'mpirun of 5.0.7 crashes where a command line has several applications'
}

# launcher_files: what starts ranks, in a build tree, one a line.
launcher_files() {
    if is_series_5; then
        printf '%s\n' "$top_builddir/odls-mosix/agent/"{mosix-agent,mosix-agent-rank}
    else
        echo "$top_builddir/odls-mosix/.libs/mca_odls_mosix.so"
    fi
}

# use_launcher DIRECTORY: mpirun uses the launcher, and 4.1 all other components, of that directory.
use_launcher() {
    if is_series_5; then
        export PRTE_MCA_odls_base_exec_agent=$1/mosix-agent
    else
        export OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$1
    fi
}

# permit_oversubscription: more ranks than cores.
permit_oversubscription() {
    if is_series_5; then
        export PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe
    else
        export OMPI_MCA_rmaps_base_oversubscribe=1
    fi
}

# btl tcp of Open MPI 5 compares addresses of IPv6 in a way that fails on some machines, also without us, and says so.
! is_series_5 || export OMPI_MCA_btl_tcp_disable_family=6
