# SPDX-License-Identifier: BSD-3-Clause
#
# Verbs of the tests of mosrun and mosenv. Expects top_srcdir and top_builddir, as `make check` sets
# them.

bats_require_minimum_version 1.5.0
bats_load_library bats-support
bats_load_library bats-assert
load ../lib/allocator.bash

emulator=$(realpath "$top_builddir/contrib/emulator/bin")
mosrun=$emulator/mosrun
mosenv=$emulator/mosenv
library=$emulator/libmosix-emulator.so
probes=$top_builddir/tests/emulator

# To be called by setup(): an environment in which nothing of the caller's shows.
mosrun_setup() {
    local name
    for name in $(compgen -e MOSIX_EMULATOR_); do
        unset "$name"
    done
    unset LD_PRELOAD
    # A UTF-8 locale maps shared memory, of which a program dies under -u.
    export LC_ALL=C
    export HOME=$BATS_TEST_TMPDIR
}

# manual_of_2009: for what the manual of February 2009 says and MOSIX 4.4.3 does in another way.
manual_of_2009() {
    export MOSIX_EMULATOR_PROFILE=2009
}

# real_discipline: for programs of today under the profile 4.4.3, with all that it refuses: they need
# the variable below, and $allocator in the LD_PRELOAD of mosenv.
real_discipline() {
    export MOSIX_EMULATOR_PROFILE=4.4.3
    find_allocator
}

# run_real ARGUMENT...: mosenv after real_discipline.
run_real() {
    LD_PRELOAD=$allocator run timeout --kill-after=5 "${mosrun_seconds:-20}" "$mosenv" "$@" </dev/null
}

# use_profile PROFILE: for what is not about system calls. Those of 4.4.3 would end programs of today
# in their loader, or need help for them.
use_profile() {
    export MOSIX_EMULATOR_PROFILE=$1 MOSIX_EMULATOR_DISCIPLINE=modern
}

# run_mosrun ARGUMENT...: 20 seconds at most, without input.
run_mosrun() {
    run timeout --kill-after=5 20 "$mosrun" "$@" </dev/null
}

# run_missing ARGUMENT...: the same, where the program is not expected to be found.
run_missing() {
    run -127 timeout --kill-after=5 20 "$mosrun" "$@" </dev/null
}

# accepts OPTION...: mosrun starts a program with these options and says nothing.
accepts() {
    run_mosrun "$@" /bin/true
    assert_success
    assert_output ''
}

# refuses REASON WORD...: mosrun takes none of it, says why and how it is called.
refuses() {
    local reason=$1
    shift
    run_mosrun "$@"
    assert_failure 1
    assert_line --index 0 --partial "mosrun: "
    assert_line --index 0 --partial "$reason"
    assert_line --index 1 --partial 'Usage: mosrun '
}

# complains REASON WORD...: a refusal that no usage text would help with: one line.
complains() {
    local reason=$1
    shift
    run_mosrun "$@"
    assert_failure 1
    assert_line --index 0 --partial "mosrun: "
    assert_output --partial "$reason"
    assert_equal "${#lines[@]}" 1
}

# variable NAME: what the program of the last `run_mosrun ... env` has in it, or nothing.
variable() {
    sed -n "s/^$1=//p" <<<"$output"
}
