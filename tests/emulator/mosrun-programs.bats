#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The discipline and real programs: what must work in modern and in 4.4.3, and what each mode makes
# of a refused call.

setup() {
    load mosrun.bash
    mosrun_setup
    manual_of_2009
    # The locale of most users; it makes the C library map shared memory.
    export LC_ALL=C.UTF-8
    python=/usr/bin/python3
}

# works COMMAND...: as without mosrun, and without a report, under -e and -w.
works() {
    local expected option
    expected=$("$@" 2>&1 </dev/null)
    for option in -e -w; do
        run_mosrun "$option" "$@"
        assert_success
        assert_output "$expected"
    done
}

# works_real COMMAND...: as without mosrun, in the profile 4.4.3.
works_real() {
    local expected
    expected=$("$@" 2>&1 </dev/null)
    run_real -e "$@"
    assert_success
    assert_output "$expected"
}

needs_python() {
    [ -x "$python" ] || skip "this needs $python"
}

@test "modern: true, ls, id, date, getent" {
    works true
    works ls -l /usr
    works id
    works date -d @0
    works getent passwd root
}

@test "modern: sleep" {
    works sleep 0.01
}

@test "modern: pipelines and substitutions of a shell" {
    works bash -c 'echo "$(printf "b\na\n" | sort | head -n 1)"; (exit 3) || echo $?'
}

@test "modern: an interactive shell, which handles every signal" {
    run timeout 20 "$mosrun" -w bash --norc --noprofile -i -c "$probes/probe_map" </dev/null
    assert_success
    assert_line 'read-only: private'
    assert_line 'writable: ENOSYS'
}

@test "modern: python3, with system, popen and subprocess" {
    needs_python
    works "$python" -c 'print(6 * 7)'
    run_mosrun -e "$python" -c \
        'import os; os.system("echo system"); print(os.popen("echo popen").read())'
    assert_success
    assert_line system
    assert_line popen
    run_mosrun -e "$python" -c \
        'import subprocess; print(subprocess.run(["echo", "x"], capture_output=True))'
    assert_success
    assert_output --partial "returncode=0, stdout=b'x"
}

@test "modern: one processor" {
    needs_python
    run_mosrun -w "$python" -c 'import os; print(len(os.sched_getaffinity(0)))'
    assert_output 1
    run_mosrun -w nproc
    assert_output 1
}

@test "modern -u: programs that need nothing unusual, in the C locale" {
    export LC_ALL=C
    # Not ls: that of Debian 13 has a library that asks for capabilities before ours has started.
    run_mosrun cat /proc/sys/kernel/ostype
    assert_output Linux
    run_mosrun bash -c 'echo a | cat'
    assert_output a
    run_mosrun sleep 0.01
    assert_success
}

@test "modern -u: a UTF-8 locale kills, with a report" {
    echo ä >"$BATS_TEST_TMPDIR/text"
    run_mosrun wc -m "$BATS_TEST_TMPDIR/text"
    assert_failure 159
    assert_output --partial 'MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX'
}

@test "manual-2009 -u: no program of today reaches main()" {
    MOSIX_EMULATOR_DISCIPLINE=manual-2009 LC_ALL=C run_mosrun true
    assert_failure 159
}

@test "manual-2009 -e: sleep fails and system() does not start" {
    export LC_ALL=C
    export MOSIX_EMULATOR_DISCIPLINE=manual-2009
    run_mosrun -e sleep 0.01
    assert_failure
    assert_output --partial 'Function not implemented'
    needs_python
    run_mosrun -e "$python" -c 'import os; os.system("echo x")'
    refute_output x
}

@test "shared mappings: private when read-only under -e and -w, killed under -u" {
    run_mosrun -e "$probes/probe_map"
    assert_output $'read-only: private\nvalidated: private\nwritable: ENOSYS'
    run_mosrun -w "$probes/probe_map"
    assert_line --index 0 'read-only: private'
    assert_line 'MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX'
    assert_line 'writable: ENOSYS'
    LC_ALL=C run_mosrun -u "$probes/probe_map"
    assert_failure 159
    refute_output --partial 'read-only'
}

@test "threads are refused" {
    run_mosrun -e "$probes/probe_threads"
    assert_output 'pthread_create: ENOSYS'
    run_mosrun -w "$probes/probe_threads"
    assert_line "MOSRUN: system-call 'clone' not supported under MOSIX"
    assert_line 'pthread_create: ENOSYS'
    LC_ALL=C run_mosrun "$probes/probe_threads"
    assert_failure 159
}

@test "threads are allowed on request, in every mode and profile" {
    local option
    export MOSIX_EMULATOR_THREADS=allow
    for option in -e -w -u; do
        LC_ALL=C run_mosrun "$option" "$probes/probe_threads"
        assert_success
        assert_output joined
    done
    export MOSIX_EMULATOR_DISCIPLINE=manual-2009
    for option in -e -w; do
        LC_ALL=C run_mosrun "$option" "$probes/probe_threads"
        assert_success
        assert_output joined
    done
}

@test "with threads allowed, other clones and the rest stay refused" {
    MOSIX_EMULATOR_THREADS=allow run_mosrun -e unshare -n true
    assert_failure
    assert_output --partial 'Function not implemented'
}

@test "SIGSYS cannot be taken away" {
    run_mosrun -w "$probes/probe_signals"
    assert_success
    assert_line 'own handler seen: yes'
    assert_line 'previous of signal: own'
    assert_line 'in a handler that blocks all: ENOSYS'
    assert_equal "$(grep -c "^MOSRUN: system-call 'epoll_create1'" <<<"$output")" 6
}

@test "calls without the C library are refused without a report" {
    run_mosrun -w "$probes/probe_raw"
    assert_output -- -38
    run_mosrun -u "$probes/probe_raw"
    assert_failure 159
}

@test "a static program is under the discipline without the library" {
    run_mosrun -w "$probes/probe_static"
    assert_output $'epoll: ENOSYS\naffinity: works\nopen: works'
    run_mosrun -u "$probes/probe_static"
    assert_failure 159
}

@test "children and grandchildren are under the discipline, and reported" {
    run_mosrun -w bash -c "bash -c '$probes/probe_map; true'; true"
    assert_line 'MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX'
    assert_line 'writable: ENOSYS'
}

# forks OPTION TIMES COMMAND: the child of a shell lives, and set_robust_list is reported so often.
forks() {
    "$3" "$1" bash -c '(exit 3); echo "child: $?"'
    assert_success
    assert_line 'child: 3'
    assert_equal "$(grep -c "^MOSRUN: system-call 'set_robust_list'" <<<"$output")" "$2"
}

@test "a child of fork, which the C library lets call set_robust_list, lives where that is refused" {
    export LC_ALL=C MOSIX_EMULATOR_DISCIPLINE=manual-2009
    forks -e 0 run_mosrun
    forks -w 1 run_mosrun
    unset MOSIX_EMULATOR_DISCIPLINE
    real_discipline
    forks -e 0 run_real
    forks -w 1 run_real
}

@test "a long chain of programs" {
    cat >"$BATS_TEST_TMPDIR/chain" <<'END'
#!/bin/sh
[ "$1" -gt 0 ] || exec "$2"
exec "$0" $(($1 - 1)) "$2"
END
    chmod +x "$BATS_TEST_TMPDIR/chain"
    run_mosrun -w "$BATS_TEST_TMPDIR/chain" 60 "$probes/probe_map"
    assert_line --index 0 'read-only: private'
    refute_output --partial 'cannot be trapped'
}

@test "without the randomised addresses of programs" {
    command -v setarch >/dev/null || skip 'this needs setarch'
    run setarch -R "$mosrun" -w bash -c "bash -c '$probes/probe_map; true'; true"
    assert_line 'read-only: private'
    assert_line 'writable: ENOSYS'
}

@test "MOSIX_EMULATOR_DISCIPLINE=off says so and refuses nothing" {
    MOSIX_EMULATOR_DISCIPLINE=off run_mosrun -u "$probes/probe_map"
    assert_success
    assert_line --index 0 \
        'mosrun: emulator: MOSIX_EMULATOR_DISCIPLINE=off: no system call is refused'
    assert_line 'writable: shared'
}

@test "4.4.3: programs of today, with another malloc [real]" {
    export LC_ALL=C
    real_discipline
    works_real true
    works_real id
    works_real date -d @0
    works_real cat /etc/passwd
    works_real sort /etc/passwd
    works_real awk 'BEGIN { print 6 * 7 }'
    works_real bash -c 'echo "$(printf "b\na\n" | sort | head -n 1)"; (exit 3) || echo $?'
}

@test "4.4.3: calls that MOSIX does not know end programs of today [real]" {
    export LC_ALL=C
    real_discipline
    run_real -e ls -d /
    assert_failure 1
    assert_output 'MOSRUN: illegal system call #332'
    GLIBC_TUNABLES='' run_real -e true
    assert_failure 1
    assert_output 'MOSRUN: illegal system call #334'
    needs_python
    run_real -e "$python" -c 'print(6 * 7)'
    assert_failure 1
    assert_output 'MOSRUN: illegal system call #318'
}
