# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests with several hosts.

load ../lib/job.bash

# To be called by setup(): hosts can be made here.
cluster_setup() {
    job_setup
    [ "$(id -u)" -eq 0 ] || skip 'several hosts need root'
    local program
    for program in ip nsenter unshare setsid; do
        command -v "$program" >/dev/null ||
            skip "several hosts need $program (Debian: iproute2, util-linux)"
    done
    unshare --mount --net --pid --fork true 2>/dev/null ||
        skip 'no namespaces can be made here, as in most containers'
}

# run_hosts SECONDS OPTIONS COMMAND...: the command on the first of some hosts, which OPTIONS, one
# word, says.
run_hosts() {
    local seconds=$1 options=$2
    shift 2
    # shellcheck disable=SC2086 # a list of options
    run_counted "$seconds" "$top_srcdir/contrib/try" $options "$@"
}

# run_script SECONDS OPTIONS TEXT: the same with a script.
run_script() {
    run_hosts "$1" "$2" bash -euc "$3"
}

# homes: the home nodes of programs that mosrun started, and how many each had. The first start at a
# node is the launcher's trial.
homes() {
    grep -v "'/bin/true'" "$MOSIX_EMULATOR_LOG" | sed -n 's/.* home=\([0-9.]*\) .*/\1/p' | sort |
        uniq -c | awk '{ print $2 ": " $1 }'
}
