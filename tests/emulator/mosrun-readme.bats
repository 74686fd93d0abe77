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

@test "the usage text names every option of the profile" {
    local profile usage form name standing
    for profile in 4.4.3 2009; do
        export MOSIX_EMULATOR_PROFILE=$profile
        run_mosrun
        assert_failure 1
        usage=$output
        while read -r form standing; do
            name=${form%%[\{[]*}
            [[ $standing == - || $standing == obsolete || $name == -[apg] ]] ||
                grep -q -F -e "$name" <<<"$usage" || fail "$name is missing in $profile"
        done < <(MOSIX_EMULATOR_LIST=options "$mosrun" | awk -F ' *[|] *' -v profile="$profile" '
            /^. option/ { for (i = 1; i < NF; i++) if ($i == profile) column = i }
            /^. `-/ { gsub("`", "", $2); sub(/ or .*/, "", $2); gsub(" ", "", $2); print $2, $column }')
    done
}

@test "MOSIX_EMULATOR_LIST=profile tells the profile in force" {
    local profile
    for profile in 4.4.3 2009; do
        MOSIX_EMULATOR_PROFILE=$profile MOSIX_EMULATOR_LIST=profile run_mosrun
        assert_success
        assert_output "$profile"
    done
    MOSIX_EMULATOR_PROFILE=2012 complains "MOSIX_EMULATOR_PROFILE='2012' is unknown" true
}
