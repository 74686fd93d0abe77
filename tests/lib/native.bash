# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests without MOSIX: the same command with Open MPI as it is, and with our
# components in its reach.

load ../lib/series.bash

# The variable by which contrib/try makes mpirun use our components; nothing else of it is wanted
# here.
components_variable() {
    "$top_srcdir/contrib/try" printenv | grep -x \
        -e 'OMPI_MCA_mca_base_component_path=.*' -e 'PRTE_MCA_odls_base_exec_agent=.*'
}

native_setup() {
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    permit_oversubscription
    with_components=$(components_variable)
    [ -n "$with_components" ] || fail 'contrib/try sets no mca_base_component_path'
}

# What differs from run to run: PIDs, job numbers, times, addresses.
without_numbers() {
    sed -e 's/0x[0-9a-f]*/N/g' -e 's/[0-9][0-9]*/N/g' "$1"
}

# capture NAME COMMAND...: keep what the command says, and its status, as NAME.out, NAME.err,
# NAME.status; and the census as NAME.census.
capture() {
    local name=$BATS_TEST_TMPDIR/$1 attempt
    shift
    for attempt in 1 2 3; do
        rm -f "$name.census"
        echo 0 >"$name.status"
        MOSIX_BTL_CENSUS=$name.census timeout --kill-after=5 60 "$@" \
            >"$name.out" 2>"$name.err" </dev/null || echo $? >"$name.status"
        is_garbled <"$name.err" || break
    done
    without_numbers "$name.out" >"$name.out.plain"
    # Several processes write there: the order of their lines is chance.
    without_numbers "$name.err" | sort >"$name.err.plain"
}

# run_both COMMAND...: with Open MPI as it is, then with our components.
run_both() {
    capture stock "$@"
    export "${with_components?}"
    capture ours "$@"
    unset "${with_components%%=*}"
}

# What the two runs differ in.
differences() {
    local part
    for part in status out.plain err.plain; do
        diff "$BATS_TEST_TMPDIR/stock.$part" "$BATS_TEST_TMPDIR/ours.$part" || true
    done
}

# compare_with_stock COMMAND...: fail unless both runs say and mean the same.
compare_with_stock() {
    run_both "$@"
    assert_equal "$(differences)" ''
}

# compare_failing COMMAND...: the same for a job that fails. What mpirun says then changes from run
# to run by itself, between a few forms (seen in 1 of 12 without any component of ours, more often
# under load): some form of ours must be one of Open MPI's, within five runs of each.
compare_failing() {
    local attempt form
    for attempt in 1 2 3 4 5; do
        run_both "$@"
        assert_not_equal "$(cat "$BATS_TEST_TMPDIR/stock.status")" 0
        for form in stock ours; do
            cat "$BATS_TEST_TMPDIR/$form".{status,out.plain,err.plain} | cksum \
                >>"$BATS_TEST_TMPDIR/$form.forms"
        done
        if grep -q -x -F -f "$BATS_TEST_TMPDIR/stock.forms" "$BATS_TEST_TMPDIR/ours.forms"; then
            rm "$BATS_TEST_TMPDIR"/{stock,ours}.forms
            return 0
        fi
    done
    assert_equal "$(differences)" ''
    fail 'no form of our output was one of the stock output, though the last two are alike'
}

# btls_of CENSUS: which BTLs were there, and whether they carried anything.
btls_of() {
    awk '$3 ~ /^btl=/ { print $1, $3, ($4 == "messages=0" ? "idle" : "used") }' "$1" | sort
}
