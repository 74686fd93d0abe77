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

# expect_ordinary PROGRAM CASE: the same as an ordinary user, who is another one where this is root.
expect_ordinary() {
    local place=$probes as=()
    if [ "$(id -u)" -eq 0 ]; then
        command -v setpriv >/dev/null || skip 'becoming an ordinary user needs setpriv'
        # A place where that user may run programs.
        place=$(mktemp -d)
        chmod a+rx "$place"
        cp "$probes/$1" "$mosrun" "$library" "$place"
        as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
        mosrun=$place/mosrun
    fi
    run timeout --kill-after=5 60 "${as[@]}" "$mosrun" "$place/$1" "$2" </dev/null
    [ "$place" = "$probes" ] || rm -r "$place"
    assert_success
    # Where no system call is refused, mosrun says so.
    refute_output --partial 'mosrun emulator:'
}

# Cases that become another user need root.
root_only() {
    [ "$(id -u)" -eq 0 ] || skip 'becoming another user needs root'
}

# as_under_real_mosix: the profile 4.4.3, and what a program of today's C library needs there.
as_under_real_mosix() {
    local name
    export MOSIX_EMULATOR_PROFILE=4.4.3 GLIBC_TUNABLES=glibc.pthread.rseq=0
    for name in /usr/lib/*/libjemalloc.so.2 /usr/lib/*/libtcmalloc_minimal.so.4 \
        /usr/lib64/libjemalloc.so.2 /usr/lib64/libtcmalloc_minimal.so.4; do
        [ ! -e "$name" ] || break
    done
    [ -e "$name" ] || skip 'this C library needs another malloc under MOSIX 4.4.3 (Debian: libjemalloc2)'
    allocator=$name
}

# expect_real PROGRAM CASE: as expect_case, under the profile 4.4.3.
expect_real() {
    LD_PRELOAD=$allocator run timeout --kill-after=5 60 "$mosenv" -e "$probes/$1" "$2" </dev/null
    assert_success
    assert_output ''
}
