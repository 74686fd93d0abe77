# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2086,SC2154
#
# Verbs of the tests on real MOSIX. As a machine takes its time to start, each .bats file starts one
# for all its tests, where guest/checks-SUBJECT.bash makes every check and prints TAP; the tests
# look at its lines.
#
# MOSIX_TARBALL   the user's MOSIX; without it these tests are skipped
# MOSIX_TEST_ON   the distributions, of debian11, debian12 and debian13 [debian12]
# MOSIX_TEST_LIMIT   most seconds for one machine and its checks [7200]
# MOSIX_VM_OPTIONS   more options for contrib/mosix-vm

: "${top_srcdir:?make check sets it}" "${top_builddir:?make check sets it}"

bats_load_library bats-support
bats_load_library bats-assert

vm=$top_srcdir/contrib/mosix-vm

# distributions: those to test on. Debian 13 has Open MPI 5: what is otherwise there, guest/runner.bash knows.
distributions() {
    printf '%s\n' ${MOSIX_TEST_ON:-debian12}
}

require_mosix() {
    [ -n "${MOSIX_TARBALL:-}" ] ||
        skip 'this needs the tarball of MOSIX 4.4.3: contrib/check --real TARBALL'
}

# For tests that start contrib/mosix-vm themselves: the distribution, and a place for its files that
# is not below the test's directory, whose path may be too long for a socket.
machine_setup() {
    require_mosix
    on=$(distributions | head -n 1)
    TMPDIR=$(mktemp -d)
    export TMPDIR
}

machine_teardown() {
    [ -z "${on:-}" ] || rm -rf "$TMPDIR"
}

# forget_results SUBJECT: for tests that start contrib/mosix-vm themselves, before the first one.
forget_results() {
    [ -n "${MOSIX_TARBALL:-}" ] || return 0
    mkdir -p "$top_builddir/tests/real/results"
    rm -f "$top_builddir/tests/real/results/"*".$1.tap"
}

# record_result SUBJECT RESULT: of this test on this distribution, for vm-table.
record_result() {
    [ -z "${on:-}" ] || echo "$2 $BATS_TEST_NUMBER - $BATS_TEST_DESCRIPTION" \
        >>"$top_builddir/tests/real/results/$on.$1.tap"
}

# put_share DIRECTORY: what the machine needs, in a directory where both sides may write.
put_share() {
    mkdir -m 777 "$1"
    cp "$top_srcdir"/tests/programs/*.[ch] "$top_srcdir"/tests/programs/*.py \
        "$top_srcdir"/tests/real/guest/* "$1"
    mkdir "$1/coop"
    cp "$top_srcdir"/tests/coop/*.[ch] "$top_srcdir"/tests/coop/*.cc \
        "$top_srcdir"/odls-mosix/coop/*.h "$top_srcdir"/odls-mosix/coop/*.def "$1/coop"
    cp -R "$top_srcdir/tests/probe" "$1"
    cp "$top_srcdir/tests/lib/error_name.h" "$1/probe"
    chmod -R go+rX "$1"
}

# make_checks SUBJECT [OPTION]...: to be called by setup_file(), with more options for mosix-vm. The
# results stay in the build tree, where vm-table makes a table of them.
make_checks() {
    local on share subject=$1 results=$top_builddir/tests/real/results
    [ -n "${MOSIX_TARBALL:-}" ] || return 0
    shift
    mkdir -p "$results"
    echo "$subject" >"$BATS_FILE_TMPDIR/subject"
    for on in $(distributions); do
        share=$BATS_FILE_TMPDIR/$on
        put_share "$share"
        printf '# %s %s: %s\n' "$(date +%T)" "$on" "$subject" >&3
        "$vm" --on "$on" --share "$share" --limit "${MOSIX_TEST_LIMIT:-7200}" \
            ${MOSIX_VM_OPTIONS:-} "$@" -- bash "checks-$subject.bash" \
            >"$results/$on.$subject.tap" 2>"$results/$on.$subject.err" </dev/null 3>&- ||
            echo "# mosix-vm ended with status $?" >>"$results/$on.$subject.tap"
    done
}

# passes: the check of this test's name, on every distribution. What was seen follows the line of a
# check that failed.
passes() {
    local on file subject skipped=''
    require_mosix
    subject=$(cat "$BATS_FILE_TMPDIR/subject")
    for on in $(distributions); do
        file=$top_builddir/tests/real/results/$on.$subject
        run awk -v name="$BATS_TEST_DESCRIPTION" '
            /^(not ok|ok|skipped) / { seen = index($0, " - ") && substr($0, index($0, " - ") + 3) == name }
            seen { print }' "$file.tap"
        case $output in
        ok*) ;;
        skipped*) skipped+="$on: $output " ;;
        not*) fail "$on: $output" ;;
        *) fail "$on: this was not checked; $(tail -n 20 "$file.tap" "$file.err")" ;;
        esac
    done
    [ -z "$skipped" ] || skip "$skipped"
}
