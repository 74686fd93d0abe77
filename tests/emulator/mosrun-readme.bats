#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The tables of the emulator's README are those that the code follows.

setup() {
    load mosrun.bash
    mosrun_setup
}

# in_readme TABLE: what stands between its marks.
in_readme() {
    sed -n "/^<!-- $1 -->\$/,/^<!-- end -->\$/p" "$top_srcdir/contrib/emulator/README.md" |
        sed '1d;$d'
}

@test "options" {
    MOSIX_EMULATOR_LIST=options run_mosrun
    assert_success
    assert_equal "$(in_readme options)" "$output"
}

@test "discipline" {
    MOSIX_EMULATOR_LIST=discipline run_mosrun
    assert_success
    assert_equal "$(in_readme discipline)" "$output"
}

@test "faults" {
    MOSIX_EMULATOR_LIST=faults run_mosrun
    assert_success
    assert_equal "$(in_readme faults)" "$output"
}

@test "the usage text names every option" {
    run_mosrun
    assert_failure 1
    local usage=$output form name
    while read -r form; do
        name=${form%%[\{[]*}
        [ "$form" = -g ] || grep -q -F -e "$name" <<<"$usage" || fail "$name is missing"
    done < <(MOSIX_EMULATOR_LIST=options "$mosrun" | sed -n 's/^| `\(-[^`]*\)`.*/\1/p')
}
