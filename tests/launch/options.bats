#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The launcher: which values are refused and which contradict each other, and how values differ from
# rank to rank, from node to node and from application to application.

load ../lib/launch.bash
load ../lib/nodes.bash

setup() {
    launch_setup
}

# refused PARAMETER VALUE TEXT: that value stops the job, and the message has that text.
refused() {
    run_mpirun -n 1 --mca "odls_mosix_$1" "$2" echo 'a rank runs'
    assert_refused "Parameter: odls_mosix_$1" "Value:     $2" "$3"
}

@test "values out of range stop the job, and the message says what is allowed" {
    refused statistics_decay 10001 'a whole number from 0 to 10000'
    refused required_memory 0 'a whole number from 1 to'
    refused checkpoint_interval 0 'a whole number from 1 to'
    refused expected_run_time 5s 'DD:HH:MM'
    refused random_host_list 9-3 'ranges such as 3-7'
    refused private_directories /etc/x 'at most 10 paths'
    assert_output --partial 'not within /etc, /proc, /sys or /dev'
    refused batch yes 'one of linux, mosix'
    refused queue_abort stop 'one of kill, run'
    refused queue_priority high 'or default'
    refused checkpoint_file '/ckpt.%q' '%r stands for the rank'
}

# refused_by_btl PARAMETER VALUE TEXT
refused_by_btl() {
    run_mpirun -n 1 --mca "btl_mosix_$1" "$2" echo 'a rank runs'
    assert_refused "Parameter: btl_mosix_$1" "$3"
}

@test "values that btl mosix would refuse in every rank stop the job before" {
    refused_by_btl max_open many 'a whole number from'
    refused_by_btl rndv_eager_limit 4k 'Open MPI damages memory'
    refused_by_btl eager_limit 600k 'at most btl_mosix_max_send_size'
    refused_by_btl channel pipe 'mbox or ubox'
    refused_by_btl wait never 'auto, spin or block'
    refused_by_btl nonblocking_mailbox maybe 'true or false'
    # Open MPI would take 0, "false" and a channel without a name.
    for parameter in max_open nonblocking_mailbox channel wait; do
        refused_by_btl "$parameter" '' 'Value:     (empty)'
    done
}

# contradicting PARAMETER VALUE PARAMETER VALUE TEXT: both are named, and the reason has that text.
contradicting() {
    run_mpirun -n 2 --mca "odls_mosix_$1" "$2" --mca "odls_mosix_$3" "$4" echo 'a rank runs'
    assert_refused 'contradict each other' "Parameter: odls_mosix_$1" "Parameter: odls_mosix_$3" \
        "$5"
}

@test "names that do not exist stop the job, and a similar one is named" {
    run_mpirun -n 1 --mca odls_mosix_enabel never echo 'a rank runs'
    assert_refused 'Parameter:     odls_mosix_enabel' 'Perhaps meant: odls_mosix_enable'
    run_mpirun -n 1 -x OMPI_MCA_btl_mosix_eager_limt=4k echo 'a rank runs'
    assert_refused 'Parameter:     btl_mosix_eager_limt' 'Perhaps meant: btl_mosix_eager_limit'
    OMPI_MCA_odls_mosix_kindness=1 run_mpirun -n 1 echo 'a rank runs'
    assert_refused 'Parameter:     odls_mosix_kindness' 'Perhaps meant: (nothing similar)'
    if ! is_series_5; then # which crashes with several applications
        run_mpirun -n 1 true : --mca odls_mosix_job-id 4 -n 1 echo 'a rank runs'
        assert_refused 'Perhaps meant: odls_mosix_job_id'
    fi
    # What Open MPI registers for every BTL.
    run_mpirun -n 1 --mca btl_mosix_flags send,inplace echo 'a rank runs'
    assert_success
}

@test "contradictions stop the job, with a reason" {
    contradicting remote_host_number 7 remote_host_name localhost 'set only one'
    contradicting random_host_list 1-3 remote_host_address 10.0.0.1 'set only one'
    contradicting start_location home random_host_list 1-3 'can only be "custom"'
    contradicting batch linux grid_class 2 'A native batch job is not under MOSIX'
    contradicting batch linux migration_lock 1 'A native batch job is not under MOSIX'
    contradicting batch linux unsupported_syscalls 2 'A native batch job is not under MOSIX'
    contradicting migration_lock 1 extra_args '-c -l' 'an option for the same thing'
    contradicting job_id 5 extra_args -J6 'an option for the same thing'
    contradicting queue_abort run queue_priority 0 'Only queued ranks'
    run_mpirun -n 2 --mca odls_mosix_batch_directory /tmp echo 'a rank runs'
    assert_refused odls_mosix_batch_directory 'Only a batch job'
}

@test "further arguments take the place of initial values" {
    unset OMPI_MCA_odls_mosix_job_id
    expect_options '-J7 -e -G -x\ y\"z' --mca odls_mosix_job_id 7 \
        --mca odls_mosix_extra_args '-G "-x y\"z"'
}

@test "values can differ by rank" {
    run_mpirun -n 3 --mca odls_mosix_checkpoint_file '/ckpt/%h.%r.%n.100%%' \
        --mca odls_mosix_random_host_list '%r-9,n%n' /bin/true
    assert_success
    local node
    node=$(hostname -s)
    assert_starts "mosrun -j0-9\\,n0 -e -C/ckpt/$node.0.0.100% /bin/true" \
        "mosrun -j1-9\\,n1 -e -C/ckpt/$node.1.1.100% /bin/true" \
        "mosrun -j2-9\\,n2 -e -C/ckpt/$node.2.2.100% /bin/true"
}

@test "a value that is wrong for one rank only stops the job" {
    only_series_4 'each agent checks the values of its own rank, so others may have started'
    run_mpirun -n 4 --mca odls_mosix_random_host_list '%r-2' echo 'a rank runs'
    assert_refused odls_mosix_random_host_list 'Value:     3-2'
}

# job_numbers: the distinct -J of all starts.
job_numbers() {
    sed -n 's/.* -J\([^ ]*\) .*/\1/p' "$STARTS" | sort -u
}

@test "job ID auto: one number for all ranks of a job, another for another job, and shown" {
    unset OMPI_MCA_odls_mosix_job_id
    run_mpirun -n 3 --mca odls_mosix_verbose 1 --mca odls_mosix_checkpoint_file /c.%j /bin/true
    assert_success
    local first
    first=$(job_numbers)
    [[ $first =~ ^[1-9][0-9]*$ ]] || fail "no number: $first"
    assert_equal "$(grep -c -e "-J$first .*-C/c.$first " "$STARTS")" 3
    assert_equal "$(count_in_output "mosrun -J$first -e")" 3
    : >"$STARTS"
    if is_series_5; then
        run_mpirun -n 3 /bin/true
    else
        run_mpirun -n 1 /bin/true : -n 2 /bin/true
    fi
    assert_equal "$(wc -l <"$STARTS") $(job_numbers | wc -l)" '3 1'
    assert_not_equal "$(job_numbers)" "$first"
}

@test "job ID auto is the same on all nodes, -P auto counts the ranks of each, %n and %h are its" {
    only_series_4 'PMIx takes what stands for nodes here for one, because they have one host name'
    unset OMPI_MCA_odls_mosix_job_id
    put_nodes
    run_mpirun "${nodes[@]}" --host 127.0.0.2:2,127.0.0.3:1 -n 3 \
        --mca odls_mosix_queue_priority 5 --mca odls_mosix_checkpoint_file /c.%n.%h /bin/true
    assert_success
    local number
    number=$(job_numbers)
    assert_starts "mosrun -q5 -P2 -J$number -e -C/c.0.127.0.0.2 /bin/true" \
        "mosrun -q5 -P2 -J$number -e -C/c.1.127.0.0.2 /bin/true" \
        "mosrun -q5 -P1 -J$number -e -C/c.0.127.0.0.3 /bin/true"
}

@test "--mca before an application counts for that one, of several" {
    several_applications
    run_mpirun -n 1 --mca odls_mosix_grid_class 1 /bin/echo a : \
        -n 1 /bin/echo b : \
        -n 1 --mca odls_mosix_grid_class 2 --mca odls_mosix_extra_args '-c "-x y"' /bin/echo c : \
        -n 1 --mca odls_mosix_grid_class 3 -x OMPI_MCA_odls_mosix_grid_class=4 /bin/echo d
    assert_success
    assert_starts 'mosrun -G1 -e /bin/echo a' 'mosrun -e /bin/echo b' \
        'mosrun -G2 -e -c -x\ y /bin/echo c' 'mosrun -G4 -e /bin/echo d'
}

@test "for the others, --gmca and then the environment count" {
    several_applications
    export OMPI_MCA_odls_mosix_grid_class=7 OMPI_MCA_odls_mosix_required_memory=64
    run_mpirun -n 1 --mca odls_mosix_grid_class 1 /bin/echo a : \
        -n 1 --gmca odls_mosix_statistics_decay 5 /bin/echo b : \
        -n 1 --mca odls_mosix_statistics_decay 6 /bin/echo c
    assert_success
    assert_starts 'mosrun -G1 -m64 -d5 -e /bin/echo a' 'mosrun -G7 -m64 -d5 -e /bin/echo b' \
        'mosrun -G7 -m64 -d6 -e /bin/echo c'
}

@test "--mca before one of several applications, on several nodes" {
    several_applications
    put_nodes
    run_mpirun "${nodes[@]}" -n 1 --host 127.0.0.2 /bin/echo a : \
        -n 1 --mca odls_mosix_grid_class 2 --host 127.0.0.3 /bin/echo b : \
        -n 1 --mca odls_mosix_grid_class 3 --host 127.0.0.3 /bin/echo c
    assert_success
    assert_starts 'mosrun -e /bin/echo a' 'mosrun -G2 -e /bin/echo b' 'mosrun -G3 -e /bin/echo c'
}

@test "a wrong value for a later application is seen, also where there is no MOSIX" {
    several_applications
    unset OMPI_MCA_odls_mosix_address_files OMPI_MCA_odls_mosix_threads OMPI_MCA_odls_mosix_job_id
    run_mpirun -n 1 echo 'a rank runs' : \
        -n 1 --mca odls_mosix_grid_class abc echo 'a rank runs'
    assert_refused odls_mosix_grid_class abc
    run_mpirun -n 1 echo 'a rank runs' : \
        -n 1 -x OMPI_MCA_odls_mosix_grid_class=abc echo 'a rank runs'
    assert_refused odls_mosix_grid_class abc
    run_mpirun -n 1 echo 'a rank runs' : \
        -n 1 -x OMPI_MCA_odls_mosix_enable=require echo 'a rank runs'
    assert_refused 'odls_mosix_enable is "require"'
}

@test "one of several applications runs natively, on mpirun's node and on others" {
    several_applications
    run_mpirun -n 1 --mca odls_mosix_enable never /bin/echo a : -n 1 /bin/echo b
    assert_success
    assert_starts 'mosrun -e /bin/echo b'
    : >"$STARTS"
    put_nodes
    run_mpirun "${nodes[@]}" -n 1 --host 127.0.0.2 /bin/echo a : \
        -n 1 --mca odls_mosix_enable never --host 127.0.0.2 /bin/echo b
    assert_success
    assert_starts 'mosrun -e /bin/echo a'
    : >"$STARTS"
    run_mpirun "${nodes[@]}" --mca odls_mosix_enable never -n 1 --host 127.0.0.2 \
        sh -c 'echo "gds=${PMIX_MCA_gds-unset}"'
    assert_output --partial 'gds=unset'
    assert_no_starts
    run_mpirun -n 1 echo 'a rank runs' : \
        -n 1 --mca odls_mosix_enable require --mca odls_mosix_executable /none echo 'a rank runs'
    assert_refused 'odls_mosix_enable is "require"' '/none was not found'
}
