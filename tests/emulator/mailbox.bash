# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests of the mailboxes. Loads those of mosrun.

load mosrun.bash

# To be called by setup().
mailbox_setup() {
    mosrun_setup
    real_discipline
    mosrun_seconds=60
}

# cluster_setup: programs are on the first of two nodes. After mailbox_setup.
cluster_setup() {
    export MOSIX_EMULATOR_HOME=10.77.0.1
    MOSIX_EMULATOR_CLUSTER=$(mktemp -d)
    export MOSIX_EMULATOR_CLUSTER
    mkdir -m 1777 -p "$MOSIX_EMULATOR_CLUSTER"/mail/10.77.0.{1,2}
    chmod -R a+rX "$MOSIX_EMULATOR_CLUSTER"
    printf '%d 10.77.0.%d node%d\n' 1 1 1 2 2 2 >"$MOSIX_EMULATOR_CLUSTER/nodes"
    printf '+%.0s' {1..256} >"$MOSIX_EMULATOR_CLUSTER/state"
}

# To be called by teardown().
cluster_teardown() {
    rm -rf "$MOSIX_EMULATOR_CLUSTER"
}

# expect_real PROGRAM CASE: the case is silent and well in the profile 4.4.3.
expect_real() {
    run_real -e "$probes/$1" "$2"
    assert_success
    assert_output ''
}

# expect_2009 PROGRAM CASE: the same in the profile 2009. There, the default of mosrun kills at the
# first system call that MOSIX does not have, so the library is seen to make none.
expect_2009() {
    MOSIX_EMULATOR_PROFILE=2009 run timeout --kill-after=5 60 "$mosrun" "$probes/$1" "$2" </dev/null
    assert_success
    assert_output ''
}

# expect_case PROGRAM CASE: in both, for all that does not depend on the release.
expect_case() {
    expect_real "$@"
    expect_2009 "$@"
}

# expect_fault FAULTS CASE: the same with faults.
expect_fault() {
    MOSIX_EMULATOR_FAULTS=$1 expect_case mail_faults "$2"
}

# expect_ordinary PROGRAM CASE: as expect_case for an ordinary user, who is another one where this is
# root. That user's mosenv would drop GLIBC_TUNABLES.
expect_ordinary() {
    local place=$probes starter=$mosrun as=() profile
    local -A options=([2009]='' [4.4.3]="-e -aLD_PRELOAD=$allocator -aGLIBC_TUNABLES=$GLIBC_TUNABLES")
    if [ "$(id -u)" -eq 0 ]; then
        command -v setpriv >/dev/null || skip 'becoming an ordinary user needs setpriv'
        # A place where that user may run programs.
        place=$(mktemp -d)
        chmod a+rx "$place"
        cp "$probes/$1" "$mosrun" "$library" "$place"
        starter=$place/mosrun
        as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    fi
    for profile in 2009 4.4.3; do
        # shellcheck disable=SC2086 # a list of options
        MOSIX_EMULATOR_PROFILE=$profile run timeout --kill-after=5 60 "${as[@]}" \
            "$starter" ${options[$profile]} "$place/$1" "$2" </dev/null
        assert_success
        # Where no system call is refused, mosrun says so.
        refute_output --partial 'mosrun emulator:'
    done
    [ "$place" = "$probes" ] || rm -r "$place"
}

# Cases that become another user need root.
root_only() {
    [ "$(id -u)" -eq 0 ] || skip 'becoming another user needs root'
}
