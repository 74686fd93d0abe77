# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests of the mailboxes. Loads those of mosrun.

load mosrun.bash

# expect_case PROGRAM CASE: under mosrun, the case is silent and well. The default of mosrun kills at
# the first system call that MOSIX does not have, so the library is seen to make none.
expect_case() {
    run timeout --kill-after=5 60 "$mosrun" "$probes/$1" "$2" </dev/null
    assert_success
    assert_output ''
}

# expect_fault FAULTS CASE: the same with faults.
expect_fault() {
    MOSIX_EMULATOR_FAULTS=$1 expect_case mail_faults "$2"
}

# Cases that become another user need root.
root_only() {
    [ "$(id -u)" -eq 0 ] || skip 'becoming another user needs root'
}
