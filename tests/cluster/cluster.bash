# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests with several hosts.

load ../lib/job.bash

# To be called by setup(): hosts can be made here.
cluster_setup() {
    job_setup
    around=()
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
    run_counted "$seconds" "${around[@]}" "$top_srcdir/contrib/try" $options "$@"
}

# use_component: hosts are such that PRRTE, the launcher of Open MPI 5, loads the component of this build, as
# where it is installed.
use_component() {
    local built=$top_builddir/odls-mosix/prrte/.libs/prte_mca_odls_mosix.so place over=$BATS_TEST_TMPDIR/over
    is_series_5 || return 0
    [ -e "$built" ] || skip 'PRRTE can load no component of ours (configure says why)'
    place=$(sed -n 's/^prte_pkglibdir = //p' "$top_builddir/Makefile")
    mkdir -p "$over/${place##*/}"
    cp "$built" "$over/${place##*/}"
    # shellcheck disable=SC2016 # for the inner shell
    around=(unshare --mount --propagation private sh -c
        'mount -t overlay overlay -o "lowerdir=$1:$2" "$2" && shift 2 && exec "$@"' sh "$over" "${place%/*}")
}

# run_script SECONDS OPTIONS TEXT: the same with a script.
run_script() {
    run_hosts "$1" "$2" bash -euc "$3"
}

# most_milliseconds: how long a job may take to end. On a machine that has other work for each processor,
# all takes longer.
most_milliseconds() {
    local load
    read -r load _ </proc/loadavg
    if ((${load%.*} < 2 * $(nproc))); then echo 15000; else echo 40000; fi
}

# For scripts. sample WHEN KIND PID...: a line for each process: KiB of its own memory, of shared memory, and
# descriptors.
# shellcheck disable=SC2016,SC2034 # for the other shell
sampling='
    sample() {
        local words="$1 $2" pid
        shift 2
        for pid; do
            echo "sample $words $(awk "/^RssAnon:/ { own = \$2 } /^RssShmem:/ { shared = \$2 }
                END { print own + 0, shared + 0 }" /proc/$pid/status) $(ls /proc/$pid/fd | wc -l)"
        done 2>/dev/null || :
    }'

# largest KIND FIELD FROM TO: of the samples FROM to TO in $output; field 4 is own memory, and so on.
largest() {
    awk -v kind="$1" -v field="$2" -v from="$3" -v to="$4" '
        $1 == "sample" && $3 == kind && $2 >= from && $2 <= to && $field > most { most = $field }
        END { print most + 0 }' <<<"$output"
}

# homes: the home nodes of programs that mosrun started, and how many each had. The first start at a
# node is the launcher's trial.
homes() {
    grep -v "'/bin/true'" "$MOSIX_EMULATOR_LOG" | sed -n 's/.* home=\([0-9.]*\) .*/\1/p' | sort |
        uniq -c | awk '{ print $2 ": " $1 }'
}
