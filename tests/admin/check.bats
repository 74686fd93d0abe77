#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# check and explain as programs: what is said about files of all kinds, the exit status, and that
# nothing is run but with --run.

load ../lib/admin.bash

setup() {
    admin_setup
    unset OMP_NUM_THREADS LD_PRELOAD LD_LIBRARY_PATH
    # Any library that can be preloaded will do, and nothing depends on what this machine has.
    OMPI_MCA_odls_mosix_allocator=$(ldd "$(command -v bash)" |
        sed -n 's|.* => \(/[^ ]*/libc\.so\.6\) .*|\1|p')
    export OMPI_MCA_odls_mosix_allocator
}

check() {
    timeout 60 "$program" check "$@"
}

# needs_compiler: for tests that make programs of their own.
needs_compiler() {
    cc=${CC:-cc}
    command -v "$cc" >/dev/null || skip 'there is no C compiler'
    echo 'int main(void) { return 0; }' >plain.c
}

# level CHECK: of the JSON in $output.
level() {
    python3 -c 'import json, sys
print([f["level"] for f in json.load(sys.stdin)["findings"] if f["check"] == sys.argv[1]][0])' "$1" \
        <<<"$output"
}

@test "a program that runs, as text and as JSON" {
    needs_compiler
    "$cc" -fPIE -pie -o plain plain.c
    run check ./plain
    assert_success
    assert_line --regexp '^ok +program +\./plain is linked dynamically'
    assert_line --regexp '^ok +libraries +all of its [0-9]+ libraries are here'
    assert_line 'verdict: runs'
    run check --quiet ./plain
    assert_success
    assert_output 'verdict: runs'
    run check --json ./plain
    assert_success
    assert_equal "$(level moves)" ok
}

@test "programs that cannot run, and why" {
    needs_compiler
    run check ./no-such-program
    assert_equal "$status" 2
    assert_output --partial 'was not found'
    "$cc" -o plain plain.c
    chmod -x plain
    run check ./plain
    assert_equal "$status" 2
    assert_output --partial 'chmod +x ./plain'
    chmod +x plain
    run check plain
    assert_equal "$status" 2
    assert_output --partial 'Name it with its directory: ./plain'
    printf '#!/no/such/interpreter\n' >script
    chmod +x script
    run check ./script
    assert_equal "$status" 2
    assert_output --partial 'needs the interpreter /no/such/interpreter'
    printf 'no program\n' >text
    chmod +x text
    run check ./text
    assert_equal "$status" 2
    assert_output --partial 'neither a program in ELF nor a script'
    run check mpirun -n 2 ./plain
    assert_equal "$status" 2
    assert_output --partial 'Name the program that it starts'
    if "$cc" -static -o static plain.c 2>/dev/null; then
        run check ./static
        assert_equal "$status" 2
        assert_output --partial 'is linked statically'
    fi
}

# cut_last_byte FILE: the last one that is loaded, and all behind it. What the loader reads first stays.
cut_last_byte() {
    python3 - "$1" <<'END'
import os, struct, sys
with open(sys.argv[1], "rb") as file:
    image = file.read()
first, = struct.unpack_from("@Q", image, 32)
size, count = struct.unpack_from("@HH", image, 54)
ends = []
for at in range(first, first + size * count, size):
    kind, _, offset, _, _, length = struct.unpack_from("@IIQQQQ", image, at)
    if kind == 1:
        ends.append(offset + length)
os.truncate(sys.argv[1], max(ends) - 1)
END
}

@test "programs and libraries that were cut off, directories and special files are no programs" {
    needs_compiler
    echo 'int part(void) { return 0; }' >part.c
    echo 'int part(void); int main(void) { return part(); }' >user.c
    "$cc" -shared -fPIC -o libpart.so part.c
    "$cc" -o user user.c -L. -lpart -Wl,-rpath,"$PWD"
    run check ./user
    assert_success
    cut_last_byte libpart.so
    run check ./user
    assert_equal "$status" 2
    assert_output --partial "cut off: $PWD/libpart.so"
    truncate -s 3000 user
    run check ./user
    assert_equal "$status" 2
    assert_output --partial './user is shorter than its headers say'
    mkdir folder
    mkfifo -m 755 pipe
    run check ./folder
    assert_equal "$status" 2
    assert_output --partial './folder is a directory'
    run check ./pipe
    assert_equal "$status" 2
    assert_output --partial './pipe is a special file'
}

@test "a missing library is named" {
    needs_compiler
    echo 'int lost(void) { return 0; }' >lost.c
    echo 'int lost(void); int main(void) { return lost(); }' >user.c
    "$cc" -shared -fPIC -o liblost.so lost.c
    "$cc" -o user user.c -L. -llost
    run check ./user
    assert_equal "$status" 2
    assert_output --partial 'libraries were not found: liblost.so'
    LD_LIBRARY_PATH=$PWD run check ./user
    assert_success
}

@test "threads, shared memory, and a program that never moves" {
    needs_compiler
    cat >uses.c <<'END'
#include <pthread.h>
#include <sys/ipc.h>
#include <sys/shm.h>
static void *run(void *argument) { return argument; }
int main(void)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, run, NULL) + shmget(IPC_PRIVATE, 1, 0);
}
END
    "$cc" -no-pie -pthread -Wl,-z,separate-code -o uses uses.c || skip 'the linker makes no such program'
    run check --json ./uses
    assert_equal "$status" 1
    assert_equal "$(level threads) $(level shared)" 'note limit'
    [ "$(uname -m)" != x86_64 ] || assert_equal "$(level moves)" limit
    run check ./uses
    assert_line 'verdict: runs with threads as coroutines, with limits'
}

@test "tools are refused by name, and arguments that look like options are theirs" {
    run check gdb --args /bin/true
    if command -v gdb >/dev/null; then
        assert_equal "$status" 2
        assert_output --partial 'gdb needs'
    fi
    run check env gdb --json
    assert_equal "$status" 2
    assert_output --partial 'gdb needs'
}

# check_line LINE: of a script that begins with it.
check_line() {
    printf '%s\n' "$1" >script
    chmod +x script
    run check ./script
}

@test "scripts: what env starts, interpreters that are scripts, and what is not known" {
    local bash
    bash=$(command -v bash)
    for line in '#! /usr/bin/env bash ' '#!/usr/bin/env -S FOO=1 -u BAR bash -x' '#!/usr/bin/env -iS bash'; do
        check_line "$line"
        assert_output --partial "is a script for $bash"
    done
    for line in '#!/usr/bin/env nosuch' '#!/usr/bin/env -S A=1 nosuch'; do
        check_line "$line"
        assert_equal "$status" 2
        assert_output --partial 'needs the interpreter nosuch, which is not here'
    done
    # The kernel gives env one word.
    check_line '#!/usr/bin/env bash -x'
    assert_equal "$status" 2
    assert_output --partial 'needs the interpreter bash -x'
    # shellcheck disable=SC2016 # for env
    check_line '#!/usr/bin/env -S $SHELL'
    assert_equal "$status" 3
    assert_output --partial 'verdict: not known: what /usr/bin/env starts'
    # An interpreter that is a script for env, as those of pyenv are.
    mkdir bin
    printf '#!/usr/bin/env bash\n' >bin/shim
    chmod +x bin/shim
    PATH=$PWD/bin:$PATH check_line '#!/usr/bin/env shim'
    assert_output --partial "is a script for $bash"
    printf '#!%s\n' "$PWD/script" >other
    chmod +x other
    check_line "#!$PWD/other"
    assert_equal "$status" 2
    assert_output --partial 'perhaps in a circle'
    if ((EUID != 0)); then
        cp /bin/true unreadable
        chmod 111 unreadable
        run check ./unreadable
        assert_equal "$status" 3
        assert_line --regexp '^verdict: not known: \./unreadable cannot be read'
    fi
}

@test "nothing is run, and wrong usage is told" {
    printf '#!/bin/sh\ntouch %q\n' "$work/it-was-run" >script
    chmod +x script
    run check ./script
    assert_output --partial 'is a script for /bin/sh'
    sed -i '1s/.*/#!\/usr\/bin\/env bash/' script
    run check ./script
    assert_output --partial "is a script for $(command -v bash)"
    [ ! -e it-was-run ]
    run check
    assert_equal "$status" 2
    assert_output --partial 'check needs a program'
    run check --limit 0 ./script
    assert_equal "$status" 2
    run check --help
    assert_success
    assert_output --partial 'openmpi-mosix check --run'
}

@test "no trial is no limit, rights that others get, and a directory that may not be entered" {
    needs_compiler
    "$cc" -fPIE -pie -o plain plain.c
    PATH=/usr/bin:/bin run check --run ./plain
    if [[ $output != *'it ran to its end'* ]]; then
        assert_success
        assert_line 'verdict: runs; there was no trial'
    fi
    chmod u+s plain
    run check ./plain
    assert_success
    assert_line --regexp '^note +rights +it is setuid, .* and not for users who get more rights'
    assert_line 'verdict: runs'
    mkdir -p open/closed
    cp plain open/closed
    chmod 600 open/closed
    local user=()
    ((EUID != 0)) || user=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    if "${user[@]}" test -d open && "${user[@]}" test -x "$program"; then
        run "${user[@]}" timeout 60 "$program" check open/closed/plain
        assert_equal "$status" 2
        assert_output --partial 'you may not enter open/closed. '
        assert_output --partial 'chmod a+x open/closed.'
    fi
    chmod 700 open/closed
}

@test "a trial on the emulator: the end is explained, and a program that lasts is ended" {
    [ -x "$top_builddir/contrib/emulator/bin/mosrun" ] || skip 'the emulator was not built'
    command -v mpirun >/dev/null || skip 'there is no mpirun'
    [ "$(uname -m)" = x86_64 ] || skip 'the machine code is for x86-64'
    needs_compiler
    unset OMPI_MCA_odls_mosix_allocator
    cat >ender.c <<'END'
int main(int argc, char **argv)
{
    long result;
    (void) argv;
    if (argc > 1) {
        return 0;
    }
    __asm__ volatile("syscall" : "=a"(result) : "a"(318), "D"(&result), "S"(8), "d"(0)
                     : "rcx", "r11", "memory");
    return 0;
}
END
    "$cc" -fPIE -pie -o ender ender.c
    run "$top_srcdir/contrib/try" timeout 60 "$program" check --run ./ender
    if [[ $output == *'none of lib'* ]]; then
        skip 'this machine has no library with another malloc'
    fi
    assert_equal "$status" 2
    assert_output --partial 'The system call getrandom (number 318) ends a process under MOSIX 4.'
    run "$top_srcdir/contrib/try" timeout 60 "$program" check --run ./ender argument
    assert_success
    assert_line --regexp '^ok +trial +it ran to its end under mosrun'
    run "$top_srcdir/contrib/try" timeout 60 "$program" check --run --limit 2 sleep 30
    assert_output --partial 'it still ran under mosrun after 2 s'
}

@test "explain: unknown lines, colours, and functions that check names" {
    printf 'MOSRUN: foo bar\nMOSRUN: #\n\033[31mMOSRUN: Error #805\033[0m\nMOSRUN: foo bar\n' >log
    run "$program" explain log
    assert_success
    assert_line 'MOSRUN: foo bar (2 times)'
    assert_line 'MOSRUN: #'
    assert_line 'MOSRUN: Error #805'
    run "$program" explain shmget
    assert_success
    assert_output --partial 'functions for memory that processes share (shmget), which MOSIX refuses'
    assert_output --partial 'remedy: '
    run "$program" explain pthread_create
    assert_success
    assert_output --partial 'it can start threads (pthread_create), which run one at a time'
    run "$program" explain prctl
    assert_success
    assert_output --partial 'it has prctl, which MOSIX permits, only the signal'
}

@test "explain: lines in a text, a file and a pipe, calls, and nothing to explain" {
    run "$program" explain 'MOSRUN: illegal system call #334'
    assert_success
    assert_output --partial 'rseq (number 334)'
    assert_output --partial 'GLIBC_TUNABLES'
    printf 'a line\n[1,0]<stderr>:MOSRUN: Error #805\nMOSRUN: Error #805\n' >log
    run "$program" explain log
    assert_success
    assert_output --partial 'MOSRUN: Error #805 (2 times)'
    run bash -c '"$1" explain <log' bash "$program"
    assert_success
    assert_output --partial 'error 805'
    run "$program" explain getentropy
    assert_success
    assert_output --partial 'system call 318, getrandom'
    run bash -c 'echo hello | "$1" explain -' bash "$program"
    assert_equal "$status" 1
    for word in 0 1 read; do
        run "$program" explain $word
        assert_equal "$status" 1
    done
    for word in 'no such file' nosuchfile no_such.log; do
        run "$program" explain "$word"
        assert_equal "$status" 2
    done
    run "$program" explain --nothing
    assert_equal "$status" 2
    assert_output --partial 'explain has no option "--nothing"'
    run "$program" explain -5
    assert_equal "$status" 2
    assert_output --partial 'the number "-5", which is below 0'
    run "$program" explain MOSRUN: foo
    assert_equal "$status" 2
    assert_output --partial 'got also "foo"; put a text with blanks between quotation marks'
    run "$program" explain --help
    assert_success
}
