#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Profile 4.4.3: mosrun stays as the parent of the program. What is expected was seen on MOSIX 4.4.3
# [real], unless a test says otherwise.

setup() {
    load mosrun.bash
    load running.bash
    mosrun_setup
    use_profile 4.4.3
    probe=$probes/probe_parent
}

teardown() {
    [ -z "${mosrun_pid:-}" ] || kill -KILL "$mosrun_pid" 2>/dev/null || true
}

@test "the program is a child with a process ID and a group of its own" {
    begin "$probe" signals
    [ -n "$program_pid" ] || fail 'mosrun has no child'
    assert_equal "$(readlink "/proc/$program_pid/exe")" "$(realpath "$probe")"
    assert_equal "$(readlink "/proc/$mosrun_pid/exe")" "$(realpath "$mosrun")"
    assert_equal "$(ps -o pgid= -p "$program_pid" | tr -d ' ')" "$program_pid"
    assert_equal "$(ps -o sid= -p "$program_pid")" "$(ps -o sid= -p "$mosrun_pid")"
}

@test "ps shows the program's words as the name of mosrun, and mosrun as the program's tracer" {
    cp "$probe" "$BATS_TEST_TMPDIR/p"
    cd "$BATS_TEST_TMPDIR"
    begin ./p signals
    assert_equal "$(<"/proc/$mosrun_pid/comm")" './p signals'
    grep -q "^TracerPid:.0\$" "/proc/$mosrun_pid/status"
    grep -q "^TracerPid:.$mosrun_pid\$" "/proc/$program_pid/status"
}

@test "signals to mosrun reach the program's handlers, once each" {
    begin "$probe" signals
    local number
    for number in 1 2 3 6 10 12 13 14 18 20 21 22 23 28 34 50 64; do
        kill -"$number" "$mosrun_pid"
        eventually grep -qx "got $(printf %02d "$number")" "$said"
    done
    assert_equal "$(sort "$said" | uniq -d)" ''
    kill -TERM "$mosrun_pid"
    ends_with 0
}

@test "signals to the group of mosrun reach the program once, as a launcher sends them" {
    setsid -w "$mosrun" -e "$probe" signals >"$said" 2>"$errors" </dev/null 3>&- &
    local waiting=$!
    eventually grep -qx ready "$said"
    mosrun_pid=$(<"/proc/$waiting/task/$waiting/children")
    mosrun_pid=${mosrun_pid% }
    [ "$(ps -o pgid= -p "$mosrun_pid" | tr -d ' ')" = "$mosrun_pid" ] || mosrun_pid=$waiting
    program_pid=$(child_of "$mosrun_pid")
    kill -USR1 -- "-$mosrun_pid"
    eventually grep -qx 'got 10' "$said"
    sleep 0.2
    assert_equal "$(grep -c 'got 10' "$said")" 1
    kill -TERM -- "-$mosrun_pid"
    wait "$waiting"
    mosrun_pid=
    eventually is_gone "$program_pid"
}

@test "default actions end both, and mosrun ends by that signal" {
    local number
    for number in 1 2 3 6 10 14 15 34 64; do
        begin sh -c 'echo ready; exec sleep 60'
        kill -"$number" "$mosrun_pid"
        ends_with $((128 + number))
    done
}

@test "a program that dies of a signal, and exit status" {
    local number
    for number in 1 3 6 11 15 34 64; do
        run -$((128 + number)) bash -c '"$1" -e sh -c "kill -$2 \$\$"; exit $?' - "$mosrun" "$number"
    done
    for number in 0 1 7 126 255; do
        run_mosrun -e sh -c "exit $number"
        assert_equal "$status" "$number"
    done
}

@test "mosrun stops: the program makes no progress, until mosrun goes on" {
    begin "$probe" compute
    kill -STOP "$mosrun_pid"
    eventually is_in '[Tt]' "$program_pid"
    local ticks
    ticks=$(cut -d ' ' -f 14 "/proc/$program_pid/stat")
    sleep 0.3
    assert_equal "$(cut -d ' ' -f 14 "/proc/$program_pid/stat")" "$ticks"
    kill -CONT "$mosrun_pid"
    eventually is_in R "$program_pid"
    kill -TERM "$mosrun_pid"
    ends_with 0
    grep -q '^counted ' "$said"
}

@test "TSTP stops both, and CONT lets both go on" {
    begin sh -c 'echo ready; exec sleep 60'
    kill -TSTP "$mosrun_pid"
    eventually is_in '[Tt]' "$program_pid"
    eventually is_in T "$mosrun_pid"
    kill -CONT "$mosrun_pid"
    eventually is_in S "$program_pid"
    eventually is_in S "$mosrun_pid"
    kill -TERM "$mosrun_pid"
    ends_with 143
}

@test "SIGKILL to mosrun takes the program along, but not the program's children" {
    begin sh -c 'sleep 60 & echo ready; wait'
    local grandchild
    grandchild=$(<"/proc/$program_pid/task/$program_pid/children")
    kill -KILL "$mosrun_pid"
    ends_with 137
    ! is_gone "${grandchild% }"
    kill -KILL "${grandchild% }"
}

@test "SIGKILL to the program: Error 100 and status 1" {
    begin "$probe" signals
    kill -KILL "$program_pid"
    ends_with 1
    assert_equal "$(<"$errors")" 'MOSRUN: Error 100, No such process'
}

@test "a program, or its child, kills the program by SIGKILL: so dies mosrun" {
    run -137 bash -c '"$1" -e sh -c "kill -KILL \$\$"; exit $?' - "$mosrun"
    refute_output --partial 'Error 100'
    run -137 bash -c '"$1" -e sh -c "sh -c \"kill -KILL \$\$\"; sleep 60"; exit $?' - "$mosrun"
    refute_output --partial 'Error 100'
}

@test "a program stops itself: so does mosrun, and CONT lets both go on" {
    begin sh -c 'echo ready; sleep 0.2; kill -STOP $$; echo goes on'
    eventually is_in T "$mosrun_pid"
    ! grep -q 'goes on' "$said"
    kill -CONT "$mosrun_pid"
    ends_with 0
    grep -qx 'goes on' "$said"
}

@test "SIGSTOP to the program does nothing" {
    begin "$probe" signals
    kill -STOP "$program_pid"
    sleep 0.2
    eventually is_in S "$program_pid"
    kill -TERM "$program_pid"
    ends_with 0
}

@test "the starter dies, and mosrun lives on" {
    bash -c '"$1" -e "$2" signals >"$3" 2>"$4" </dev/null 3>&- & echo $!' - \
        "$mosrun" "$probe" "$said" "$errors" >"$BATS_TEST_TMPDIR/pid"
    mosrun_pid=$(<"$BATS_TEST_TMPDIR/pid")
    eventually grep -qx ready "$said"
    program_pid=$(child_of "$mosrun_pid")
    kill -TERM "$mosrun_pid"
    eventually is_gone "$mosrun_pid"
    eventually is_gone "$program_pid"
    grep -qx 'got 15' "$said"
    mosrun_pid=
}

@test "ignored and blocked signals are not handed on" {
    run bash -c 'trap "" HUP USR2 TERM; exec "$1" -e "$2" ignored' - "$mosrun" "$probe"
    assert_success
    assert_output ''
}

@test "a megabyte goes through standard input and output" {
    head -c 1000000 /dev/urandom >"$BATS_TEST_TMPDIR/in"
    "$mosrun" -e cat <"$BATS_TEST_TMPDIR/in" | "$mosrun" -e cat >"$BATS_TEST_TMPDIR/out"
    cmp "$BATS_TEST_TMPDIR/in" "$BATS_TEST_TMPDIR/out"
}

@test "closed standard input stays closed, and other descriptors are inherited" {
    run bash -c '"$1" -e sh -c "[ -e /proc/\$\$/fd/0 ] || echo closed" <&-' - "$mosrun"
    assert_output closed
    echo five >"$BATS_TEST_TMPDIR/five"
    run bash -c 'exec "$1" -e sh -c "cat <&5" 5<"$2"' - "$mosrun" "$BATS_TEST_TMPDIR/five"
    assert_output five
}

@test "a reader sees the end when the program has closed its output" {
    run timeout 10 bash -c '"$1" -e sh -c "exec >&-; sleep 1" | { cat; echo $SECONDS; }' - "$mosrun"
    assert_success
    assert_output 0
}

@test "directory, umask, nice value and limits are those of the starter" {
    cd "$BATS_TEST_TMPDIR"
    # The kernel knows nothing above 19.
    local nice=$(($(nice) + 5))
    [ "$nice" -le 19 ] || nice=19
    run bash -c 'umask 027; nice -n 5 "$1" -e sh -c "pwd -P; umask; nice"' - "$mosrun"
    assert_output "$(pwd -P)"$'\n0027\n'$nice
    run_mosrun -e bash -c 'ulimit -Sn; ulimit -Hn'
    assert_line --index 0 1024
    assert_line --index 1 1024
}

@test "nothing is left behind" {
    local before
    before=$(pgrep -c -x mosrun-guard || true)
    for _ in 1 2 3 4 5 6 7 8; do
        "$mosrun" -e true
    done
    run pgrep -c -x -P $$ mosrun-guard
    assert_output 0
}

@test "in the terminal's foreground, the program reads there, and ^C reaches it once [assumed]" {
    command -v script >/dev/null || skip 'this needs script (Debian, Ubuntu: bsdutils)'
    run timeout 20 script -qec "$mosrun -e sh -c 'read line; echo \"<\$line>\"'" /dev/null <<<words
    assert_success
    assert_output --partial '<words>'
    run timeout 20 script -qec \
        "$mosrun -e sh -c '(sleep 1.5; kill -TERM \$\$) & exec $probe signals'" /dev/null \
        < <(sleep 0.7; printf '\003'; sleep 3)
    assert_equal "$(grep -c 'got 02' <<<"$output")" 1
}

# Of a program without the library, which cannot say it itself.
@test "a system call that ends a program: MOSIX's words and status 1, also in children" {
    export MOSIX_EMULATOR_DISCIPLINE=4.4.3
    run_mosrun -u "$probes/probe_static"
    assert_failure 1
    assert_output "epoll: MOSRUN: system-call 'epoll_create1' not supported under MOSIX"
    local option
    for option in -e -w -u; do
        run_mosrun "$option" "$probes/probe_illegal"
        assert_failure 1
        assert_output "MOSRUN: illegal system call #318
child: 1
MOSRUN: illegal system call #500"
    done
}

@test "a program of today without help ends in its loader" {
    export MOSIX_EMULATOR_DISCIPLINE=4.4.3
    run ldd --version
    [[ ${lines[0]} =~ 2\.(3[5-9]|[4-9][0-9])$ ]] || skip 'this needs glibc from 2.35 on'
    run_mosrun -e true
    assert_failure 1
    assert_output 'MOSRUN: illegal system call #334'
}
