#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The README shows the two tables that the code reads, and every row of them has a test.

setup() {
    load mailbox.bash
    mosrun_setup
}

# compare TABLE: the README has its rows, all and in order.
compare() {
    "$probes/mail_assumed" "$1" >"$BATS_TEST_TMPDIR/code"
    sed -n "/^<!-- $1 -->\$/,/^<!-- end -->\$/p" "$top_srcdir/contrib/emulator/README.md" |
        grep '^| `' >"$BATS_TEST_TMPDIR/readme"
    run diff "$BATS_TEST_TMPDIR/code" "$BATS_TEST_TMPDIR/readme"
    assert_success
}

@test "the README has the rows of the table of what is known" {
    compare known
}

@test "the README has the rows of the table of what is assumed" {
    compare assumed
}

@test "every row has a test that names its grade" {
    local name grade missing=
    while IFS='|' read -r _ name _ _ grade _; do
        name=$(tr -d '` ' <<<"$name")
        grade=$(tr -d ' ' <<<"$grade")
        grep -qF "@test \"$name $grade\"" "$BATS_TEST_DIRNAME/mailbox-table.bats" ||
            missing="$missing $name$grade"
    done < <("$probes/mail_assumed" known && "$probes/mail_assumed" assumed)
    assert_equal "$missing" ''
}
