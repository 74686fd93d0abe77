# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# Programs in C and C++ without MPI under real mosrun, with what ranks have preloaded: each system
# call that MOSIX does not know is answered by the library.
. ./runner.bash

library=$extras/libmosix-coop.so
[ -e "$library" ] || library=$(echo /usr/lib/*/openmpi/lib/openmpi[0-9]*/libmosix-coop.so)
for malloc in /usr/lib/x86_64-linux-gnu/{libjemalloc.so.2,libtcmalloc_minimal.so.4}; do
    [ ! -e "$malloc" ] || break
done

# under_mosix COMMAND...: as the launching component starts a rank.
under_mosix() {
    run timeout 120 mosrun -e "-aLD_PRELOAD=$library:$malloc" \
        -aGLIBC_TUNABLES=glibc.pthread.rseq=0 "$@"
}

# make_program NAME SOURCE...
make_program() {
    local name=$1
    shift
    (cd coop && gcc -O1 -pthread -D_GNU_SOURCE -I. -o "$work/$name" "$@" probe.c -ldl) ||
        fail "$name could not be built"
}

without_library() {
    make_program probe_calls probe_calls.c calls_clock.c calls_files.c calls_process.c calls_select.c \
        calls_wait.c
    run timeout 60 mosrun -e "-aLD_PRELOAD=$malloc" -aGLIBC_TUNABLES=glibc.pthread.rseq=0 \
        $work/probe_calls by-number getrandom
    expect_status 1
    expect_error 'illegal system call #318'
}
check 'without the library, a call that MOSIX does not know ends a program' without_library

each_call() {
    local row rows=0 wrong=''
    for row in $($work/probe_calls --list); do
        under_mosix $work/probe_calls $row
        [ "$status" -eq 0 ] || wrong+=$(show)$'\n'
        rows=$((rows + 1))
    done
    [ -z "$wrong" ] || fail "$wrong"
    [ $rows -gt 30 ] || fail "the table has $rows rows"
}
check 'each call of the table is answered, in a program of its own' each_call 1200

spawns() {
    make_program probe_spawn probe_spawn.c
    local probe
    # MOSIX unblocks all signals at exec: "mask" cannot be right there.
    for probe in $($work/probe_spawn --list | grep -vx mask); do
        under_mosix $work/probe_spawn $probe
        expect_status 0
    done
}
check 'a C program that starts others by posix_spawn, system and popen' spawns 600

by_mosenv() {
    make_program probe_locks probe_locks.c
    # What mosenv does not keep goes by mosrun's option, as for ranks.
    run timeout 120 env LD_PRELOAD="$library:$malloc" mosenv -e \
        -aGLIBC_TUNABLES=glibc.pthread.rseq=0 $work/probe_locks
    expect_status 0
}
check 'a C program under mosenv, with the library in LD_PRELOAD' by_mosenv

locks() {
    make_program probe_locks probe_locks.c
    under_mosix $work/probe_locks
    expect_status 0
}
check 'a C program with threads and locks' locks

futures() {
    g++ -std=c++20 -O1 -pthread -o $work/futures coop/probe_futures.cc 2>$work/log || {
        ! grep -q 'latch\|barrier\|c++20' $work/log ||
            skip "the compiler has no C++20: $(head -n 3 $work/log)"
        fail "$(cat $work/log)"
    }
    under_mosix $work/futures
    expect_status 0
    expect_line 'futures: ok'
}
check 'futures, latches and atomics of C++' futures

# With the processor's instruction, and with the system call.
thread_locals() {
    local source=$PWD/coop how probe
    make_program probe_threadlocal probe_threadlocal.c
    cd $work || fail "$work is gone"
    gcc -shared -fPIC -o dynamic.so "$source/library_threadlocal.c"
    gcc -shared -fPIC -ftls-model=initial-exec -o initial.so "$source/library_threadlocal.c"
    for how in own call; do
        for probe in $(./probe_threadlocal --list); do
            under_mosix -aMOSIX_COOP_TLS=$how ./probe_threadlocal $probe
            expect_status 0
        done
    done
}
check 'thread-local variables of threads' thread_locals 1200

thread_local_objects() {
    g++ -std=c++17 -O1 -pthread -o $work/objects coop/probe_threadlocal.cc -ldl || fail 'no program'
    g++ -shared -fPIC -o $work/ending.so coop/library_ending.cc || fail 'no library'
    cd $work || fail "$work is gone"
    ./objects leave >wanted
    under_mosix ./objects leave
    expect_status 0
    [ "$output" = "$(cat wanted)" ] || fail "the output should be $(cat wanted): $(show)"
}
check 'thread-local objects of C++' thread_local_objects

conclude
