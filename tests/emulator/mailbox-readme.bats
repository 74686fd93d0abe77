#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The README shows the table that the code reads, and every row of it has a test.

setup() {
    load mailbox.bash
    mosrun_setup
}

@test "the README has the rows of the table, all and in order" {
    "$probes/mail_assumed" >"$BATS_TEST_TMPDIR/code"
    sed -n '/^<!-- assumed -->$/,/^<!-- end -->$/p' "$top_srcdir/contrib/emulator/README.md" |
        grep '^| `' >"$BATS_TEST_TMPDIR/readme"
    run diff "$BATS_TEST_TMPDIR/code" "$BATS_TEST_TMPDIR/readme"
    assert_success
}

@test "every row has a test that names its grade" {
    local name grade missing=
    while IFS='|' read -r _ name _ _ grade _; do
        name=$(tr -d '` ' <<<"$name")
        grade=$(tr -d ' ' <<<"$grade")
        grep -qF "@test \"$name $grade\"" "$BATS_TEST_DIRNAME/mailbox-table.bats" ||
            missing="$missing $name$grade"
    done < <("$probes/mail_assumed")
    assert_equal "$missing" ''
}
