#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Programs with threads, run twice: with the kernel's threads, so that the programs are known to
# expect nothing special, and as coroutines on one kernel thread.

load coop.bash

setup() {
    coop_setup
}

@test "locks: kernel threads" {
    with_kernel_threads "$probes/probe_locks"
    assert_success
}

@test "locks: coroutines" {
    with_coroutines "$probes/probe_locks"
    assert_success
    refute_output --partial libmosix-coop
}

@test "life of threads: kernel threads" {
    with_kernel_threads "$probes/probe_life"
    assert_success
}

@test "life of threads: coroutines" {
    with_coroutines "$probes/probe_life"
    assert_success
    refute_output --partial libmosix-coop
}

@test "waiting: kernel threads" {
    with_kernel_threads "$probes/probe_wait"
    assert_success
}

@test "waiting: coroutines" {
    with_coroutines "$probes/probe_wait"
    assert_success
    refute_output --partial libmosix-coop
}

@test "what the C library does in threads of its own: kernel threads" {
    with_kernel_threads "$probes/probe_aio"
    assert_success
}

@test "what the C library does in threads of its own: coroutines" {
    with_coroutines "$probes/probe_aio"
    assert_success
    refute_output --partial libmosix-coop
}

@test "processes and signals: kernel threads" {
    with_kernel_threads "$probes/probe_process"
    assert_success
}

@test "processes and signals: coroutines" {
    with_coroutines "$probes/probe_process"
    assert_success
    refute_output --partial libmosix-coop
}

@test "signals of one thread: kernel threads" {
    with_kernel_threads "$probes/probe_signals"
    assert_success
}

@test "signals of one thread: coroutines" {
    with_coroutines "$probes/probe_signals"
    assert_success
    refute_output --partial libmosix-coop
}

@test "sleeping until anything happens: signals, threads, descriptors, time; none is missed" {
    with_coroutines "$probes/probe_idle"
    assert_success
    refute_output --partial libmosix-coop
}

@test "the order of coroutines is the same in each run" {
    command -v python3 >/dev/null || skip 'python3 is not installed'
    only_python_before_3_12 python3
    cat >"$BATS_TEST_TMPDIR/order.py" <<'END'
import queue, threading
box, seen = queue.Queue(), []
def worker(name):
    while (item := box.get()) is not None:
        seen.append((name, item))
threads = [threading.Thread(target=worker, args=(i,)) for i in range(4)]
for thread in threads: thread.start()
for item in range(100): box.put(item)
for thread in threads: box.put(None)
for thread in threads: thread.join()
print(seen)
END
    with_coroutines python3 "$BATS_TEST_TMPDIR/order.py"
    assert_success
    first=$output
    for _ in 1 2 3; do
        with_coroutines python3 "$BATS_TEST_TMPDIR/order.py"
        assert_output "$first"
    done
}

@test "the library needs only the C library, and exports only what it replaces" {
    run sh -c "ldd '$library' | grep -v -E 'linux-vdso|libc\.so|libpthread|libdl|ld-linux|ld64'"
    assert_output ''
    run sh -c "nm -D --defined-only '$library' | grep -E ' coop_'"
    assert_output ''
}
