#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The launcher on a node of MOSIX 4: which options its mosrun gets, what is refused, what ranks need to
# live there, and which programs cannot. A program that answers as mossetpe does makes the node one.

load ../lib/launch.bash
load ../lib/processes.bash

setup() {
    launch_setup
    cat >"$work/bin/mossetpe" <<'END'
#!/bin/sh
echo 'This MOSIX node is: 10.77.0.1 (node1)'
END
    chmod +x "$work/bin/mossetpe"
    unset OMPI_MCA_odls_mosix_job_id OMPI_MCA_odls_mosix_threads
    # Any library that can be preloaded will do, and no rank depends on what this machine has.
    library=$(ldd "$(command -v bash)" | sed -n 's|.* => \(/[^ ]*/libc\.so\.6\) .*|\1|p')
    export OMPI_MCA_odls_mosix_allocator=$library
}

# Prints its input without the message that the library for cooperative threads is missing: with it, the
# options of mosrun would depend on this machine's glibc.
without_hint() {
    awk '/^-+$/ {
             text = text $0 "\n"
             if (inside && text !~ /libmosix-coop\.so was not found/) printf "%s", text
             if (inside) text = ""
             inside = !inside
             next
         }
         inside { text = text $0 "\n"; next }
         { print }'
}

mpirun_without_hint() {
    set -o pipefail
    timeout --kill-after=5 30 mpirun "$@" 2>&1 </dev/null | without_hint
}

run_mpirun() {
    run mpirun_without_hint "$@"
}

# The launcher tries mosrun where the kernel or the mode of mosrun gives a reason to.
forget_trials() {
    sed -i '/^mosrun -e -h -L \/bin\/true$/d' "$STARTS"
}

# glibc_from MAJOR.MINOR: whether this node's is that, or newer.
glibc_from() {
    local own
    own=$(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2)
    [ "$(printf '%s\n' "$own" "$1" | sort -V | head -n 1)" = "$1" ]
}

# expect_start COMMAND MPIRUN-ARGUMENT...: the one rank starts with that command.
expect_start() {
    : >"$STARTS"
    run_mpirun -n 1 "${@:2}" /bin/true
    assert_success
    assert_output ''
    forget_trials
    # What the environment needs is judged below.
    sed -i 's/ -a[A-Z_]*=[^ ]*//g' "$STARTS"
    assert_starts "$1 /bin/true"
}

@test "mosrun gets no job ID, and the options of its own release" {
    expect_start 'mosenv -e'
    expect_start 'mosenv -l -g -e' --mca odls_mosix_freeze 0 --mca odls_mosix_migration_lock 0 \
        --mca odls_mosix_job_id auto --mca odls_mosix_queue_priority 0
    expect_start 'mosenv -G -w -k' --mca odls_mosix_freeze 1 --mca odls_mosix_extra_args -k \
        --mca odls_mosix_unsupported_syscalls 2
}

# refused PARAMETER VALUE TEXT...: the job is refused because of that.
refused() {
    run_mpirun -n 2 --mca "odls_mosix_$1" "$2" echo 'a rank runs'
    forget_trials
    assert_refused "Parameter: odls_mosix_$1" "Value:     $2" "${@:3}"
}

@test "what this release does not have is refused by name, with what to do instead" {
    refused job_id 5 'does not have' mosmigrate
    refused grid_class 0 'its -G is another option'
    refused queue_priority 3 'has no queue'
    refused batch linux 'odls_mosix_enable'
    refused random_host_list 1-3 odls_mosix_remote_host_list
    refused extra_args '-c -J5' 'MOSIX 4 has no job IDs'
    refused threads native 'has no batch jobs'
    refused required_memory 262144 'under MOSIX 4 to 262143'
}

@test "the release can be set: 2009, where the node seems to have 4" {
    expect_start 'mosenv -J5 -e' --mca odls_mosix_release 2009 --mca odls_mosix_job_id 5
    : >"$STARTS"
    run_mpirun -n 1 --mca odls_mosix_release 2009 --mca odls_mosix_freeze 0 echo 'a rank runs'
    forget_trials
    assert_refused 'Parameter: odls_mosix_freeze' 'mosrun of 2009 has no such option'
    run_mpirun -n 1 --mca odls_mosix_release 3 echo 'a rank runs'
    forget_trials
    assert_refused 'Parameter: odls_mosix_release' 'one of auto, 2009, 4'
}

@test "a MOSIX that does not run is said once, and ranks start natively" {
    cat >"$work/bin/mossetpe" <<'END'
#!/bin/sh
echo 'MOSIX is currently not running!'
END
    run_mpirun -n 2 echo 'a rank runs'
    assert_success
    assert_equal "$(count_in_output 'MOSIX is currently not running!')" 1
    assert_equal "$(count_in_output 'a rank runs')" 2
    assert_no_starts
}

@test "a node is asked once for a job, and a mossetpe that hangs leaves nothing behind" {
    cat >"$work/bin/mossetpe" <<END
#!/bin/sh
echo asked >>$work/asked
sleep 600 &
echo \$! >>$work/children
wait
END
    run_mpirun -n 2 echo 'a rank runs'
    assert_success
    assert_output --partial 'it took too long and was killed'
    assert_equal "$(count_in_output 'a rank runs')" 2
    # With Open MPI 5, the agent of each rank asks.
    is_series_5 || assert_equal "$(cat "$work/asked")" asked
    for child in $(cat "$work/children"); do
        ! is_alive "$child" || fail "child $child was left behind"
    done
}

@test "what mosrun loses as a setuid program, and mosenv does not keep, is an argument" {
    OMPI_MCA_odls_mosix_allocator=none run_mpirun -n 1 -x TZDIR=/zones -x LD_LIBRARY_PATH=/x \
        -x GLIBC_TUNABLES=glibc.pthread.rseq=0 /bin/true
    assert_success
    forget_trials
    run sort "$STARTS"
    assert_output --regexp '^mosenv -e .*-aTZDIR=/zones.* /bin/true$'
    assert_output --partial ' -aGLIBC_TUNABLES=glibc.pthread.rseq=0 '
    refute_output --partial -aLD_LIBRARY_PATH
    : >"$STARTS"
    rm "$work/bin/mosenv"
    ! command -v mosenv || skip 'this machine has a mosenv of its own'
    run_mpirun -n 1 -x LD_LIBRARY_PATH=/x /bin/true
    assert_success
    assert_output ''
    forget_trials
    run cat "$STARTS"
    assert_output --partial ' -aLD_LIBRARY_PATH=/x '
}

# value NAME: of a variable in a rank, or "unset".
value() {
    run_mpirun -n 1 "${options[@]}" sh -c "echo \"\${$1-unset}\""
    assert_success
}

@test "ranks get what glibc and Open MPI need to live under MOSIX 4" {
    options=(-x LD_PRELOAD=libm.so.6)
    value LD_PRELOAD
    assert_output "libm.so.6:$library"
    value OMPI_MCA_opal_signal
    assert_output ''
    options=(-x GLIBC_TUNABLES=glibc.malloc.check=0)
    value GLIBC_TUNABLES
    if glibc_from 2.35; then
        assert_output 'glibc.malloc.check=0:glibc.pthread.rseq=0'
    else
        assert_output 'glibc.malloc.check=0'
    fi
    options=(--mca opal_signal 6 -x GLIBC_TUNABLES=glibc.pthread.rseq=1)
    value OMPI_MCA_opal_signal
    assert_output 6
    value GLIBC_TUNABLES
    if glibc_from 2.35; then
        assert_output glibc.pthread.rseq=1:glibc.pthread.rseq=0
    else
        assert_output glibc.pthread.rseq=1
    fi
    echo 'opal_signal = 11' >"$work/params.conf"
    options=(--mca mca_base_param_files "$work/params.conf")
    value OMPI_MCA_opal_signal
    assert_output unset
    options=(--mca odls_mosix_release 2009 --mca odls_mosix_allocator auto)
    value OMPI_MCA_opal_signal
    assert_output unset
    value GLIBC_TUNABLES
    assert_output unset
    value LD_PRELOAD
    assert_output unset
}

# expect_native TEXT MPIRUN-ARGUMENT...: two ranks start natively; the reason is said once.
expect_native() {
    : >"$STARTS"
    run_mpirun -n 2 "${@:2}"
    assert_success
    assert_equal "$(count_in_output "$1")" 1
    assert_equal "$(count_in_output 'Ranks start natively although their node has MOSIX')" 1
    forget_trials
    assert_no_starts
    run_mpirun -n 2 --mca odls_mosix_enable require "${@:2}"
    assert_failure
    assert_output --partial 'odls_mosix_enable is "require"'
    assert_output --partial "$1"
    forget_trials
    assert_no_starts
}

@test "a malloc that the user names but that cannot be preloaded: no rank starts" {
    run_mpirun -n 2 --mca odls_mosix_allocator /none.so echo 'a rank runs'
    forget_trials
    assert_refused odls_mosix_allocator '/none.so cannot be preloaded: No such file' 'Correct the path'
    echo text >"$work/text.so"
    run_mpirun -n 2 --mca odls_mosix_allocator "$work/text.so" echo 'a rank runs'
    forget_trials
    assert_refused odls_mosix_allocator "it is not a library for this node's architecture"
}

@test "a malloc that is needed but not there: ranks start natively, or not at all" {
    if glibc_from 2.36 && [ -z "$(find /usr/lib /usr/local/lib -name 'libjemalloc.so.2' \
        -o -name 'libtcmalloc_minimal.so.4')" ]; then
        expect_native 'under MOSIX 4, glibc 2.' --mca odls_mosix_allocator auto echo 'a rank runs'
    fi
    expect_start 'mosenv -e' --mca odls_mosix_allocator none
}

@test "without another malloc to preload, the reason is said once per node" {
    glibc_from 2.36 || skip 'this glibc needs no other malloc'
    if is_series_5; then # which crashes with several applications
        run_mpirun -n 2 --mca odls_mosix_allocator auto /bin/true
    else
        run_mpirun -n 1 --mca odls_mosix_allocator auto /bin/true : \
            -n 1 --mca odls_mosix_allocator auto /bin/true
    fi
    assert_success
    [ "$(count_in_output 'Reason:')" -le 1 ] || fail "$output"
}

compile() {
    command -v cc >/dev/null || skip 'there is no C compiler'
    echo 'int main(void) { return 0; }' | cc "$@" -x c - || skip "cc cannot $*"
}

@test "a program into which nothing can be preloaded: natively, or not at all; 2009: under mosrun" {
    compile -static -o "$work/static"
    printf '#!%s\n' "$work/static" >"$work/script"
    chmod +x "$work/script"
    expect_native "$work/static is linked statically" "$work/static"
    expect_native "$work/static is linked statically" "$work/script"
    PATH=$work:$PATH expect_native "$work/static is linked statically" static
    run_mpirun -n 1 --mca odls_mosix_verbose 1 "$work/static"
    assert_output --partial 'starts natively'
    assert_output --partial "$work/static is linked statically, so no library can be preloaded"
    : >"$STARTS"
    run_mpirun -n 1 --mca odls_mosix_release 2009 --mca odls_mosix_allocator auto "$work/static"
    assert_output ''
    assert_starts "mosrun -J$(sed 's/^mosrun -J\([0-9]*\) .*/\1/' "$STARTS") -e $work/static"
}

# Such tools die in their own words under mosrun, or hang; so their names are enough here.
@test "debuggers, tracers and what chooses processors: natively, or not at all; said once" {
    local tool
    for tool in gdb strace perf taskset unshare; do
        ln -s /bin/true "$work/bin/$tool"
    done
    expect_native 'gdb needs ptrace()' gdb --args ./a.out
    assert_output --partial 'Remedy: Debug natively'
    expect_native 'strace needs ptrace()' sh -c 'ulimit -c 0; exec strace ./a.out'
    expect_native 'perf needs perf_event_open()' nice perf record ./a.out
    expect_native 'taskset needs sched_setaffinity()' "$work/bin/taskset" -c 0 ./a.out
    OMPI_MCA_odls_mosix_release=2009 expect_native 'unshare needs unshare()' unshare -r
    : >"$STARTS"
    run_mpirun -n 1 --mca odls_mosix_enable never gdb --args ./a.out
    assert_success
    assert_output ''
    forget_trials
    assert_no_starts
}

@test "a setuid program of another user: natively, or not at all" {
    [ "$(id -u)" -eq 0 ] || skip 'only root can give programs away'
    cp /bin/true "$work/secure"
    chown 1 "$work/secure"
    chmod u+s "$work/secure"
    expect_native "$work/secure is setuid" "$work/secure"
}

@test "a program that MOSIX never moves is named once, at verbosity 1" {
    [ "$(uname -m)" = x86_64 ] || skip 'this is known for x86-64 only'
    compile -no-pie -Wl,-z,separate-code -o "$work/fixed"
    run_mpirun -n 2 --mca odls_mosix_verbose 1 "$work/fixed"
    assert_success
    assert_equal "$(count_in_output "Program: $work/fixed")" 1
    assert_output --partial 'never move it'
    run_mpirun -n 2 "$work/fixed"
    assert_output ''
    compile -no-pie -Wl,-z,noseparate-code -o "$work/fixed"
    run_mpirun -n 2 --mca odls_mosix_verbose 1 "$work/fixed"
    refute_output --partial 'never move it'
}
