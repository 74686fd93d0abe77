#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# mossetpe of the emulator: which node this is.

setup() {
    load mosrun.bash
    mosrun_setup
    mossetpe=$emulator/mossetpe
}

@test "mossetpe -r: this node, and the nodes of the cluster [real]" {
    run "$mossetpe" -r
    assert_success
    assert_line --index 0 'This MOSIX node is: 127.0.0.1 (node1)'
    assert_line --index 2 node1
    assert_equal "${#lines[@]}" 3
    MOSIX_EMULATOR_HOME=10.77.0.1 run "$mossetpe" -R
    assert_success
    assert_line --index 0 'This MOSIX node is: 10.77.0.1 (node1)'
}

@test "mossetpe: the address is the one that a message to oneself shows" {
    local address
    real_discipline
    for address in 127.0.0.1 10.77.0.1 192.168.1.2; do
        MOSIX_EMULATOR_HOME=$address run "$mossetpe" -r
        assert_line --index 0 "This MOSIX node is: $address (node1)"
        MOSIX_EMULATOR_HOME=$address run_real -e "$probes/mail_call" print-home
        assert_success
        assert_output "$address"
    done
}

@test "mossetpe: anything else is refused" {
    local words
    for words in '' -x '-r -r' --help; do
        # shellcheck disable=SC2086 # several words
        run "$mossetpe" $words
        assert_failure 1
        assert_line --index 0 'usage: mossetpe -r | -R'
    done
    MOSIX_EMULATOR_HOME=localhost run "$mossetpe" -r
    assert_failure 1
    assert_output "mossetpe: MOSIX_EMULATOR_HOME='localhost' is not an address; expected a.b.c.d"
}

@test "contrib/try has mossetpe in PATH" {
    [ -f "$top_builddir/stage/mca_btl_mosix.so" ] || skip 'the components were not built'
    run timeout 20 "$top_srcdir/contrib/try" mossetpe -r
    assert_success
    assert_line --index 0 'This MOSIX node is: 127.0.0.1 (node1)'
}

# printed_by_try ARGUMENT...: the profile and the release that a command gets.
printed_by_try() {
    run timeout 20 "$top_srcdir/contrib/try" "$@" \
        sh -c 'echo "$MOSIX_EMULATOR_PROFILE $OMPI_MCA_odls_mosix_release"'
}

@test "contrib/try --profile chooses the profile, and the release goes with it" {
    [ -f "$top_builddir/stage/mca_btl_mosix.so" ] || skip 'the components were not built'
    unset OMPI_MCA_odls_mosix_release
    printed_by_try --profile 4.4.3
    assert_output '4.4.3 4'
    printed_by_try --profile=2009
    assert_output '2009 2009'
    MOSIX_EMULATOR_PROFILE=4.4.3 printed_by_try
    assert_output '4.4.3 4'
    MOSIX_EMULATOR_PROFILE=4.4.3 printed_by_try --profile 2009
    assert_output '2009 2009'
    OMPI_MCA_odls_mosix_release=2009 printed_by_try --profile 4.4.3
    assert_output '4.4.3 2009'
    printed_by_try
    assert_output "$(MOSIX_EMULATOR_LIST=profile "$mosrun") \
$(MOSIX_EMULATOR_LIST=profile "$mosrun" | sed 's/^4.*/4/')"
}

@test "contrib/try --profile: a bad one is named" {
    [ -f "$top_builddir/stage/mca_btl_mosix.so" ] || skip 'the components were not built'
    run timeout 20 "$top_srcdir/contrib/try" --profile 5 true
    assert_failure 2
    assert_output "mosrun: MOSIX_EMULATOR_PROFILE='5' is unknown; expected 4.4.3 or 2009"
    run timeout 20 "$top_srcdir/contrib/try" --profile
    assert_failure 2
    assert_output 'openmpi-mosix-try: --profile needs a word, 4.4.3 or 2009'
}
