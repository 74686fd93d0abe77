#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# ps and hostfile: what they tell about ranks and nodes.

load ranks.bash

@test "ps: the ranks of a job, with the processes that mosps lists" {
    start_job
    here ps --json
    assert_success
    assert_equal "$(field rank)" '0 1'
    assert_equal "$(field size)" '2 2'
    assert_equal "$(field where)" 'here here'
    assert_equal "$(field moves)" '0 0'
    assert_equal "$(tr ' ' '\n' <<<"$(field pid)" | sort -n | xargs)" "$(pids)"
    here ps
    assert_success
    assert_equal "${#lines[@]}" 3
    assert_line --regexp ' 1 +[0-9]+ here +here +0 - .* longrun .*'
    here report
    assert_success
    assert_line --regexp ' 1 +[0-9]+ here +here +0 - .* longrun .*'
    here ps
    name=$(awk 'NR == 2 { print $1 }' <<<"$output")
    here ps "$name:1" --json
    assert_equal "$(field rank)" 1
    here ps "$name:2"
    assert_failure 1
    assert_output --partial 'openmpi-mosix ps shows what there is'
    here ps --sort size
    assert_failure 2
    here ps --svg picture.svg
    assert_success
    python3 -c 'import xml.dom.minidom, sys; xml.dom.minidom.parse(sys.argv[1])' picture.svg
    grep -q 'here (2)' picture.svg
    here ps --watch
    assert_failure 2
    assert_output --partial 'needs a terminal'
    # Over some time, with the load that MOSIX tells.
    here ps "$name" --svg picture.svg --for 1
    assert_success
    python3 -c 'import xml.dom.minidom, sys; xml.dom.minidom.parse(sys.argv[1])' picture.svg
    for text in 'ranks by node' '<polygon' '<polyline' '>here</text>'; do
        grep -q -e "$text" picture.svg || fail "no $text: $(<picture.svg)"
    done
    here ps --svg /nowhere/picture.svg --for 3600
    assert_failure 1
    assert_output --partial 'cannot write /nowhere/picture.svg'
}

@test "ps --hostfile: what each host tells, and who does not; a rank that moves" {
    start_job
    # shellcheck disable=SC2016 # for the other shell
    printf '%s\n' '#!/bin/sh' '[ "$1" != lost ] || { echo "no route" >&2; exit 255; }' 'exec sh -c "$2"' >agent
    chmod 755 agent
    printf '%s\n' localhost far >hosts
    here ps --hostfile hosts --agent "$PWD/agent" --json
    assert_success
    assert_equal "$(field node | tr ' ' '\n' | sort | xargs)" 'far far localhost localhost'
    assert_output --partial '"unanswered": []'
    echo lost >>hosts
    here ps --hostfile hosts --agent "$PWD/agent"
    assert_failure 1
    assert_equal "$(grep -c '^far .* longrun' <<<"$output")" 2
    assert_line 'lost tells nothing: "no route"'
    # That nobody answers for a while is no end of the ranks.
    # shellcheck disable=SC2016 # for the other shell
    printf '%s\n' '#!/bin/sh' 'echo >>asked' '[ "$(wc -l <asked)" -ne 2 ] || exit 9' 'exec sh -c "$2"' >agent
    echo far >hosts
    here ps --hostfile hosts --agent "$PWD/agent" --svg picture.svg --for 8
    assert_success
    (($(wc -l <asked) > 2)) || fail "$(wc -l <asked) looks: $output"
    # MOSIX leaves ranks out while they move.
    put_tool mosps "'$emulated/mosps' \"\$@\" | grep -v '^ *$(rank_pid 1) '"
    # In the first two seconds it is said to start.
    for _ in {1..50}; do
        here ps
        assert_success
        grep -q ' starting ' <<<"$output" || break
        sleep 0.1
    done
    assert_line --regexp ' 0 +[0-9]+ here '
    assert_line --regexp ' 1 +[0-9]+ moving .*on its way'
    here migrate :1 home
    assert_failure 1
    assert_output --partial 'it is on its way to another node'
}

@test "ps --watch: q and signals end it, and the terminal is as it was" {
    cat >watch.py <<'END'
import os, pty, signal, sys, termios
for end in ("q", signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    child = os.fork()
    if child == 0:
        for number in range(3):
            os.dup2(slave, number)
        os.close(master)
        os.execv(sys.argv[1], [sys.argv[1], "ps", "--watch"])
    shown = b""
    while b"q: quit" not in shown:
        shown += os.read(master, 4096)
    assert termios.tcgetattr(slave)[3] & termios.ECHO == 0
    if end == "q":
        os.write(master, b"q")
    else:
        os.kill(child, end)
    status = os.waitpid(child, 0)[1]
    assert status == (0 if end == "q" else end), (end, status)
    assert termios.tcgetattr(slave) == before, end
    os.close(master)
    os.close(slave)
END
    run timeout 60 python3 watch.py "$program"
    assert_success
}

@test "ps --watch: q acts at once while a host does not answer, and ends what asks it; lines fit the terminal" {
    printf '#!/bin/sh\necho $$ >>%q/pids\nexec sleep 60\n' "$PWD" >hang
    printf '#!/bin/sh\nexit 9\n' >refuse
    chmod 755 hang refuse
    printf '10.1.1.%d\n' 1 2 3 4 5 6 >hosts
    cat >watch.py <<'END'
import fcntl, os, pty, struct, sys, termios, time
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 4, 20, 0, 0))
child = os.fork()
if child == 0:
    for number in range(3):
        os.dup2(slave, number)
    os.close(master)
    os.execv(sys.argv[1], [sys.argv[1], "ps", "--watch", "--hostfile", "hosts", "--agent", sys.argv[2]])
shown = b""
if "refuse" in sys.argv[2]:
    while b"more, q: quit" not in shown:
        shown += os.read(master, 4096)
    lines = shown.decode().split("\33[J")[-1].split("\r\n")
    print(len(lines), max(map(len, lines)), lines[-1])
else:
    while not os.path.exists("pids") or os.stat("pids").st_size == 0:
        time.sleep(0.05)
start = time.time()
os.write(master, b"q")
os.waitpid(child, 0)
assert time.time() - start < 3
END
    run timeout 60 python3 watch.py "$program" "$PWD/refuse"
    assert_success
    assert_output '4 20 … 5 more, q: quit'
    run timeout 60 python3 watch.py "$program" "$PWD/hang"
    assert_success
    while read -r pid; do
        ! kill "$pid" 2>/dev/null || fail "$pid was left"
    done <pids
}

@test "where mosps or mosctl fails, that is said, and the rest is told" {
    start_job
    put_tool mosps 'echo "cannot open /proc/mosix" >&2' 'exit 3'
    here ps
    assert_failure 1
    assert_line --regexp ' 1 +[0-9]+ \? +here +\? .* longrun +where it runs is not known$'
    assert_line "Where they run is not known: $tools/mosps -n: \"cannot open /proc/mosix\""
    here ps --json
    assert_equal "$(field rank)" '0 1'
    assert_output --partial '"doubt": "'
    here migrate 1 2
    assert_failure 1
    assert_output --partial 'it is not known which of them are on their way'
    here kill "$(job_name):1" --dry-run
    assert_output --regexp '^would run: kill -15 '
    rm "$tools/mosps"
    if ! command -v mosps >/dev/null; then
        PATH=/usr/bin:/bin run "$program" ps
        assert_failure 1
        assert_line 'Where they run is not known: there is no mosps that can be run'
    fi
    put_tool mosctl 'exit 1'
    here ps
    assert_line --partial 'not known: mosctl status tells nothing of this node'
    here hostfile
    assert_failure 1
    assert_output --partial 'openmpi-mosix doctor'
}

@test "MOSIX of 2009: ps, hostfile, migrate" {
    profile=2009 start_job
    here ps --json
    assert_success
    assert_equal "$(field rank)/$(field where)" '0 1/here here'
    here hostfile
    assert_success
    assert_line --regexp '^127\.0\.0\.1 slots=[0-9]+ # speed [0-9]+, this node$'
    here migrate 1 home
    assert_success
    assert_output '1 of 1 got the order'
    put_tool mosps 'exit 1'
    here ps
    assert_failure 1
    # The other text comes where another test has ranks on this machine.
    assert_output --regexp '(It is not known which ranks run here|Where they run is not known): .*/mosps'
}

@test "ps without a rank: it is not said of what may not be seen, or did not answer" {
    job_setup
    emulated=$top_builddir/contrib/emulator/bin
    here ps
    assert_success
    if ((EUID == 0)); then
        [[ $output != *yours* ]]
        # What a user sees.
        if command -v setpriv >/dev/null && setpriv --reuid 65534 --clear-groups test -x "$program"; then
            PATH=$emulated:$PATH run setpriv --reuid 65534 --clear-groups "$program" ps
            assert_output 'No rank of yours runs under MOSIX on this node; only root sees those of other users: sudo openmpi-mosix ps'
        fi
    else
        assert_output --partial 'only root sees those of other users'
    fi
    # shellcheck disable=SC2016 # for the other shell
    printf '%s\n' '#!/bin/sh' '[ "$1" != lost ] || exit 255' 'exec sh -c "$2"' >agent
    chmod 755 agent
    echo lost >hosts
    here ps --hostfile hosts --agent "$PWD/agent"
    assert_failure 1
    assert_line 'It is not known which ranks run there: of 1 hosts none answered.'
    assert_line --partial 'openmpi-mosix doctor'
    # A picture is drawn over a picture only.
    echo precious >thesis.txt
    here ps --svg thesis.txt
    assert_failure 1
    assert_output --partial 'thesis.txt exists, and is no picture'
    assert_equal "$(<thesis.txt)" precious
    for _ in 1 2; do
        here ps --svg picture.svg
        assert_success
        assert_output --partial 'No rank of'
    done
    echo localhost >>hosts
    here ps --hostfile hosts --agent "$PWD/agent"
    assert_failure 1
    assert_line --regexp '^No rank of (Open MPI|yours) runs under MOSIX on the 1 of 2 nodes that answered'
}

@test "ps --svg: a picture stays until there is another one, and no empty file is left" {
    job_setup
    emulated=$top_builddir/contrib/emulator/bin
    printf '%s\n' '#!/bin/sh' 'exit 9' >agent
    chmod 755 agent
    echo lost >hosts
    echo '<svg>older</svg>' >older.svg
    for words in '--svg older.svg' '--svg older.svg --for 1' '--svg new.svg' '1,1 --svg older.svg' '1,1 --svg new.svg --for 1'; do
        # shellcheck disable=SC2086 # a list
        here ps --agent "$PWD/agent" --hostfile hosts $words
        assert_failure 1
        assert_equal "$(<older.svg)" '<svg>older</svg>'
        [ ! -e new.svg ] || fail "ps $words"
    done
    here ps --svg older.svg
    assert_success
    python3 -c 'import xml.dom.minidom, sys; xml.dom.minidom.parse(sys.argv[1])' older.svg
    here ps --svg /dev/stdout
    assert_line '</svg>'
    [ "$(id -u)" -eq 0 ] || skip 'only root may mount a small disk'
    mkdir full
    mount -t tmpfs -o size=64k none full 2>/dev/null || skip 'no tmpfs can be mounted here'
    dd if=/dev/zero of=full/filler bs=1k 2>/dev/null || true
    here ps --svg full/new.svg
    left=$(ls full)
    umount full
    assert_failure 1
    assert_output --partial 'cannot write full/new.svg: No space left on device'
    assert_equal "$left" filler
}

@test "hostfile: the nodes that answer, which mpirun reads" {
    job_setup
    emulated=$top_builddir/contrib/emulator/bin
    MOSIX_EMULATOR_NODES=3 here hostfile
    assert_success
    assert_equal "${#lines[@]}" 3
    here hostfile
    assert_success
    assert_line --regexp '^127\.0\.0\.1 slots=[0-9]+ # speed 10000, this node$'
    printf '%s\n' "$output" >hosts
    run_mpirun --hostfile hosts -n 1 "$programs/init"
    assert_success
    put_tool mosctl 'exit 1'
    here hostfile
    assert_failure 1
    assert_output --partial 'no node answers'
    # Of a mosctl that hangs, nobody waits for all nodes.
    # shellcheck disable=SC2016 # for the other shell
    put_tool mosctl 'case $1$2 in whois?) echo "10.77.0.$2" ;; status*) exec sleep 60 ;; *) exit 1 ;; esac'
    SECONDS=0
    here hostfile
    assert_failure 1
    ((SECONDS < 15)) || fail "it took $SECONDS s"
    put_tool mossetpe 'echo "MOSIX cluster is currently not configured!"'
    here hostfile
    assert_failure 1
    assert_output --partial 'not configured'
}

@test "ps of a root: what its files tell; nothing of it is run" {
    mkdir -p image/proc/7 image/bin
    run "$program" ps --root image
    assert_success
    assert_output 'No rank of Open MPI runs under MOSIX on this node.'
    put_tool mosps 'touch was-run'
    cp "$tools/mosps" image/bin
    echo '7 (a.out) R 1 1 1 0 -1 0 0 0 0 0 300 100 0 0 20 0 1 0 5000 9000000 1024 1' >image/proc/7/stat
    printf 'mosrun\0-L\0./a.out\0' >image/proc/7/cmdline
    printf 'OMPI_COMM_WORLD_RANK=5\0PMIX_NAMESPACE=65537\0' >image/proc/7/environ
    PATH=$tools:$PATH run "$program" ps --root image
    assert_success
    assert_line --regexp '^1,1 +5 +7 \? .* yes .*a\.out +locked'
    [ ! -e was-run ]
}
