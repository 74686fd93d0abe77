#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The launcher: the command line that mosrun gets, what happens to wrong parameters, and on which
# nodes ranks start natively.

load ../lib/launch.bash
load ../lib/nodes.bash

setup() {
    launch_setup
}

@test "ranks start under mosrun, with -e" {
    run_mpirun -n 2 /bin/echo 'a rank runs'
    assert_success
    assert_equal "$(count_in_output 'a rank runs')" 2
    assert_starts 'mosrun -e /bin/echo a\ rank\ runs' 'mosrun -e /bin/echo a\ rank\ runs'
}

# That each of them does is shown by the unit tests; here is one of every kind that has a form of
# its own: a word, a host that is looked up, numbers, lists, a path, arguments.
@test "parameters become options, one of each kind" {
    expect_options '-b -e' --mca odls_mosix_start_location best
    expect_options '-rlocalhost -e' --mca odls_mosix_remote_host_name localhost
    expect_options '-j1-4\,localhost -G4 -D2d3h -J77 -w -C/tmp/a\ b -X/a -X/b\ c' \
        --mca odls_mosix_random_host_list 1-4,localhost --mca odls_mosix_grid_class 4 \
        --mca odls_mosix_expected_run_time 2d3h --mca odls_mosix_job_id 77 \
        --mca odls_mosix_unsupported_syscalls 2 --mca odls_mosix_checkpoint_file '/tmp/a b' \
        --mca odls_mosix_private_directories '/a:/b c'
    expect_options '-e -m512 -C/tmp/a\ b' --mca odls_mosix_extra_args "-m512 '-C/tmp/a b'"
}

@test "parameters from the environment and from files count" {
    OMPI_MCA_odls_mosix_grid_class=5 expect_options '-G5 -e'
    echo 'odls_mosix_grid_class = 6' >"$work/params.conf"
    expect_options '-G6 -e' --mca mca_base_param_files "$work/params.conf"
    echo '--mca odls_mosix_grid_class 7' >"$work/tune"
    expect_options '-G7 -e' --tune "$work/tune"
}

@test "a host list is used by rank, modulo its length" {
    run_mpirun -n 5 --mca odls_mosix_remote_host_list localhost,10.0.0.2,12 /bin/true
    assert_success
    assert_starts 'mosrun -rlocalhost -e /bin/true' 'mosrun -10.0.0.2 -e /bin/true' \
        'mosrun -12 -e /bin/true' 'mosrun -rlocalhost -e /bin/true' \
        'mosrun -10.0.0.2 -e /bin/true'
}

@test "host name and address: the address counts, with a warning" {
    run_mpirun -n 2 --mca odls_mosix_remote_host_name no-such-host.invalid \
        --mca odls_mosix_remote_host_address 10.0.0.2 /bin/true
    assert_success
    assert_equal "$(count_in_output 'the name is ignored')" 1
    assert_starts 'mosrun -10.0.0.2 -e /bin/true' 'mosrun -10.0.0.2 -e /bin/true'
}

@test "each application has its own settings" {
    several_applications
    run_mpirun -n 1 -x OMPI_MCA_odls_mosix_grid_class=1 /bin/echo one : \
        -n 1 -x OMPI_MCA_odls_mosix_grid_class=2 /bin/echo two : \
        -n 1 -x OMPI_MCA_odls_mosix_enable=never /bin/echo three
    assert_success
    assert_starts 'mosrun -G1 -e /bin/echo one' 'mosrun -G2 -e /bin/echo two'
    assert_output --partial three
}

@test "mosenv is used when a setuid program would lose a variable" {
    run_mpirun -n 1 -x LD_LIBRARY_PATH=/nowhere /bin/true
    assert_success
    run_mpirun -n 1 -x MALLOC_ARENA_MAX=1 /bin/true
    run_mpirun -n 1 --mca odls_mosix_ld_preload libc.so.6 /bin/true
    assert_success
    assert_starts 'mosenv -e /bin/true' 'mosenv -e /bin/true' 'mosenv -e /bin/true'
}

@test "one of mosrun and mosenv is enough" {
    rm "$work/bin/mosrun"
    ! command -v mosrun || skip 'this machine has a mosrun of its own'
    run_mpirun -n 1 /bin/true
    assert_success
    assert_starts 'mosenv -e /bin/true'
}

@test "without mosenv, a variable that mosrun loses is named once" {
    rm "$work/bin/mosenv"
    ! command -v mosenv || skip 'this machine has a mosenv of its own'
    run_mpirun -n 3 -x LD_LIBRARY_PATH=/nowhere /bin/true
    assert_success
    assert_equal "$(count_in_output 'Variable: LD_LIBRARY_PATH')" 1
    assert_starts 'mosrun -e /bin/true' 'mosrun -e /bin/true' 'mosrun -e /bin/true'
}

@test "a wrapper can start ranks" {
    put_starter "$work/wrapper"
    run_mpirun -n 1 --mca odls_mosix_executable "$work/wrapper" -x LD_LIBRARY_PATH=/x /bin/true
    assert_success
    assert_starts 'wrapper -e /bin/true'
}

@test "the program gets its arguments byte for byte, number 0 included" {
    local huge
    huge=$(printf '%0100000d' 0)
    cp /bin/cat "$work/show"
    run_mpirun -n 1 bash -c 'printf "<%s>" "$0" "$@" | od -c' zero 'a b' '' $'new\nline' $'\xff\x80'
    assert_success
    assert_output "$(printf '<%s>' zero 'a b' '' $'new\nline' $'\xff\x80' | od -c)"
    run_mpirun -n 1 bash -c 'echo ${#1}' bash "$huge"
    assert_output 100000
    # A program found on PATH has a name that is not its path.
    PATH=$work:$PATH run_mpirun -n 1 show /proc/self/cmdline
    assert_output "show/proc/self/cmdline"
}

@test "an agent of Open MPI's own runs inside mosrun" {
    only_series_4 'PRRTE has one agent only, and that is ours'
    run_mpirun -n 1 --mca orte_fork_agent 'nice -n 3' /bin/true
    assert_success
    assert_starts "mosrun -e -z $(command -v nice) nice -n 3 /bin/true"
}

@test "wrong numbers stop the job, whichever way they were set" {
    for value in abc -5 99999999999 1.5 0x10; do
        run_mpirun -n 2 --mca odls_mosix_grid_class "$value" echo 'a rank runs'
        assert_refused "Parameter: odls_mosix_grid_class" "Value:     $value" \
            'a whole number from 0 to 2147483647'
    done
    OMPI_MCA_odls_mosix_queue_priority=abc run_mpirun -n 2 echo 'a rank runs'
    assert_refused odls_mosix_queue_priority abc
    echo 'odls_mosix_statistics_decay = -1' >"$work/params.conf"
    run_mpirun -n 2 --mca mca_base_param_files "$work/params.conf" echo 'a rank runs'
    assert_refused odls_mosix_statistics_decay -1
    ! is_series_5 || return 0 # which crashes with several applications
    run_mpirun -n 1 echo 'a rank runs' : \
        -n 1 -x OMPI_MCA_odls_mosix_migration_lock=2 echo 'a rank runs'
    assert_refused odls_mosix_migration_lock 'one of 0, 1'
}

@test "wrong words, addresses and hosts stop the job" {
    run_mpirun -n 2 --mca odls_mosix_enable yes echo 'a rank runs'
    assert_refused odls_mosix_enable 'one of auto, require, never'
    run_mpirun -n 2 --mca odls_mosix_remote_host_address 1.2.3.456 echo 'a rank runs'
    assert_refused odls_mosix_remote_host_address 1.2.3.456 'an IPv4 address'
    run_mpirun -n 2 --mca odls_mosix_remote_host_name no-such-host.invalid echo 'a rank runs'
    assert_refused odls_mosix_remote_host_name 'no-such-host.invalid' 'Allowed:'
    run_mpirun -n 2 --mca odls_mosix_remote_host_list localhost,no-such-host.invalid \
        echo 'a rank runs'
    assert_refused odls_mosix_remote_host_list 'Host:      no-such-host.invalid'
    run_mpirun -n 2 --mca odls_mosix_extra_args "-m 'open" echo 'a rank runs'
    assert_refused odls_mosix_extra_args 'every quote closed'
}

@test "contradictions stop the job" {
    run_mpirun -n 2 --mca odls_mosix_start_location best \
        --mca odls_mosix_remote_host_address 1.2.3.4 echo 'a rank runs'
    assert_refused odls_mosix_start_location odls_mosix_remote_host_address
    run_mpirun -n 2 --mca odls_mosix_start_location custom echo 'a rank runs'
    assert_refused odls_mosix_start_location
}

@test "wrong numbers of the BTL stop the job too" {
    run_mpirun -n 2 --mca btl_mosix_eager_limit 99999999999 echo 'a rank runs'
    assert_refused 'Parameter: btl_mosix_eager_limit' 'Value:     99999999999' 'Allowed:'
    echo 'btl_mosix_max_open = none' >"$work/params.conf"
    run_mpirun -n 2 --mca mca_base_param_files "$work/params.conf" echo 'a rank runs'
    assert_refused btl_mosix_max_open none
    run_mpirun -n 2 --mca btl_mosix_mailbox_flags 38 echo 'a rank runs'
    assert_refused btl_mosix_mailbox_flags 'Value:     38' '32 gives messages out of order'
}

# expect_native MESSAGES TEXT MPIRUN-ARGUMENT...: ranks run natively; the text is said that often.
expect_native() {
    local count=$1 text=$2
    shift 2
    run_mpirun -n 3 "$@" echo 'a rank runs'
    assert_success
    assert_equal "$(count_in_output 'a rank runs')" 3
    assert_equal "$(count_in_output "$text")" "$count"
    assert_no_starts
}

@test "no trace of MOSIX: ranks run natively, and nothing is said" {
    export OMPI_MCA_odls_mosix_address_files=/no/such/file:/no/such/other
    PATH=$stock_path expect_native 0 MOSIX
    assert_equal "$(wc -l <<<"$output")" 3
}

@test "mosrun without anything that tells an address: said once, ranks run natively" {
    export OMPI_MCA_odls_mosix_address_files=/no/such/file:/no/such/other
    expect_native 1 "Reason: $work/bin/mosrun was found, but neither mossetpe nor a file"
}

@test "an address file that is of no use is reported once, ranks run natively" {
    echo 'not an address' >"$work/mosip"
    expect_native 1 "Reason: $work/mosip does not hold an IPv4 address"
    : >"$work/mosip"
    expect_native 1 "Reason: $work/mosip does not hold an IPv4 address"
    printf '10.0.0.1\n10.0.0.2\n' >"$work/mosip"
    expect_native 1 "Reason: $work/mosip does not hold an IPv4 address"
    rm "$work/mosip"
    mkdir "$work/mosip"
    expect_native 1 "Reason: $work/mosip cannot be read"
}

@test "the first readable address file counts" {
    echo garbage >"$work/garbage"
    OMPI_MCA_odls_mosix_address_files=/none:$work/mosip:$work/garbage run_mpirun -n 1 /bin/true
    assert_success
    assert_output ''
    assert_starts 'mosrun -e /bin/true'
}

@test "no starter is reported once, ranks run natively" {
    rm "$work/bin/mosrun" "$work/bin/mosenv"
    PATH=$work/bin:$stock_path
    ! command -v mosrun || skip 'this machine has a mosrun of its own'
    expect_native 1 'mosrun was not found'
    put_starter "$work/bin/mosrun"
    chmod -x "$work/bin/mosrun"
    expect_native 1 'mosrun cannot be executed'
    expect_native 1 '/no/such/starter was not found' --mca odls_mosix_executable /no/such/starter
}

@test "Open MPI 5: parameters by the options and variables of PRRTE and PMIx, on all nodes" {
    is_series_5 || skip 'Open MPI 4.1 has no PRRTE'
    local option variable
    put_nodes
    nodes+=(--host '127.0.0.2,127.0.0.3')
    for option in prtemca pmixmca omca; do
        : >"$STARTS"
        run_mpirun -n 2 "${nodes[@]}" --$option odls_mosix_migration_lock 1 /bin/true
        assert_success
        assert_starts 'mosenv -L -e /bin/true' 'mosenv -L -e /bin/true'
    done
    for variable in PRTE_MCA PMIX_MCA OMPI_MCA; do
        : >"$STARTS"
        run env ${variable}_odls_mosix_migration_lock=1 timeout 60 mpirun -n 2 "${nodes[@]}" /bin/true
        assert_success
        assert_starts 'mosenv -L -e /bin/true' 'mosenv -L -e /bin/true'
    done
    # The stronger ones count.
    : >"$STARTS"
    run env PRTE_MCA_odls_mosix_migration_lock=abc timeout 60 mpirun -n 1 --mca odls_mosix_migration_lock 1 /bin/true
    assert_success
    assert_starts 'mosrun -L -e /bin/true'
}

@test "several nodes: each finds out for itself, and messages come through" {
    put_nodes
    nodes+=(--host '127.0.0.2,127.0.0.3')
    run_mpirun -n 2 "${nodes[@]}" /bin/true
    assert_success
    # PRRTE's daemons have an LD_LIBRARY_PATH, which mosrun would lose.
    local starter=mosrun
    ! is_series_5 || starter=mosenv
    assert_starts "$starter -e /bin/true" "$starter -e /bin/true"
    : >"$STARTS"
    # What mpirun is told reaches all of them.
    run_mpirun -n 2 "${nodes[@]}" --mca odls_mosix_migration_lock 1 /bin/true
    assert_success
    assert_starts "$starter -L -e /bin/true" "$starter -L -e /bin/true"
    : >"$STARTS"
    run_mpirun -n 2 "${nodes[@]}" -x OMPI_MCA_odls_mosix_grid_class=abc echo 'a rank runs'
    assert_refused odls_mosix_grid_class abc
    echo garbage >"$work/mosip"
    run_mpirun -n 2 "${nodes[@]}" echo 'a rank runs'
    assert_success
    assert_output --partial 'does not hold an IPv4 address'
    run_mpirun -n 2 "${nodes[@]}" -x OMPI_MCA_odls_mosix_enable=require echo 'a rank runs'
    assert_refused 'does not hold an IPv4 address'
}

@test "never: ranks run natively, and nothing is said" {
    expect_native 0 MOSIX --mca odls_mosix_enable never
    echo garbage >"$work/mosip"
    expect_native 0 MOSIX --mca odls_mosix_enable never
}

@test "require: the job is refused with the reason" {
    run_mpirun -n 2 --mca odls_mosix_enable require --mca odls_mosix_address_files /no/such/file \
        echo 'a rank runs'
    assert_refused 'odls_mosix_enable is "require"' 'neither mossetpe nor a file'
    echo garbage >"$work/mosip"
    run_mpirun -n 2 --mca odls_mosix_enable require echo 'a rank runs'
    assert_refused 'does not hold an IPv4 address'
    echo 127.0.0.1 >"$work/mosip"
    run_mpirun -n 2 --mca odls_mosix_enable require --mca odls_mosix_executable /none \
        echo 'a rank runs'
    assert_refused '/none was not found'
    run_mpirun -n 1 --mca odls_mosix_enable require /bin/true
    assert_success
    assert_starts 'mosrun -e /bin/true'
}

@test "another series of Open MPI: said once, ranks run natively" {
    command -v cc >/dev/null || skip 'there is no C compiler'
    echo 'const char opal_version_string[] = "4.0.3";' |
        cc -shared -fPIC -x c -o "$work/other.so" -
    LD_PRELOAD=$work/other.so run_mpirun -n 2 echo 'a rank runs'
    assert_success
    assert_equal "$(count_in_output 'another series of Open MPI')" 1
    assert_equal "$(count_in_output 'a rank runs')" 2
    assert_no_starts
    OMPI_MCA_odls_mosix_address_files=/none LD_PRELOAD=$work/other.so \
        run env -u OMPI_MCA_odls_mosix_address_files -u OMPI_MCA_odls_mosix_threads \
        -u OMPI_MCA_odls_mosix_job_id PATH="$stock_path" timeout 30 mpirun -n 1 echo 'a rank runs'
    assert_output 'a rank runs'
}

@test "ompi_info describes every parameter of the table, and no other" {
    only_series_4 'there is no framework odls that ompi_info could describe'
    run ompi_info --param odls mosix --level 9 --parsable
    assert_success
    local names table
    names=$(sed -n 's/^mca:odls:mosix:param:odls_mosix_\([a-z_]*\):help:.*/\1/p' <<<"$output")
    table=$(cd "$top_srcdir" && find mosix odls-mosix -name '*.c' -exec cat {} + 2>/dev/null |
        sed -n 's/.*{\.name = "\([a-z_]*\)", \.kind = .*/\1/p')
    [ -n "$table" ] || fail 'the table of settings was not found'
    assert_equal "$(sort <<<"$names")" "$(sort <<<"$table")"
    for name in $names; do
        grep -q "param:odls_mosix_$name:help:..*Value" <<<"$output" || fail "$name is not described"
    done
}

# refused_by_kernel FILE: as stock Open MPI refuses it, and no shell reads it.
refused_by_kernel() {
    chmod +x "$1"
    run_mpirun -n 1 "$1"
    assert_failure "$kernel_status"
    assert_output --partial 'Exec format error'
    refute_output --partial 'it ran'
}

@test "files that the kernel cannot execute are refused, and not given to a shell" {
    cd "$BATS_TEST_TMPDIR"
    # With Open MPI 5 it is mosix-agent that cannot become the program.
    local kernel_status=131
    ! is_series_5 || kernel_status=1
    : >empty
    head -c 100 /bin/true >cut
    printf '\177ELF\002\001\001' >mark
    echo 'echo it ran' >line
    printf '#!%s/line\n' "$PWD" >interpreted
    cp /bin/true foreign
    printf '\050' | dd of=foreign bs=1 seek=18 conv=notrunc 2>dd
    for file in ./empty ./cut ./mark ./line ./interpreted ./foreign; do
        refused_by_kernel "$file"
    done
    run_mpirun --mca odls_mosix_enable require -n 1 ./line
    assert_failure
    assert_output --partial 'begins with #!'
}
