#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What administrators and users see of jobs and nodes, and what they order, on two nodes of real
# MOSIX; and whether ranks notice that a node is gone: guest/checks-admin.bash.

load vm.bash

setup_file() {
    make_checks admin --nodes 2 --user root
}

@test "doctor finds nothing wrong on a node that is set up well" {
    passes
}

@test "hostfile lists both nodes" {
    passes
}

@test "ps shows the ranks of a job, also as JSON" {
    passes
}

@test "migrate moves a rank out and home" {
    passes
}

@test "migrate refuses a node that is not there" {
    passes
}

@test "freeze asks first, because MOSIX may kill" {
    passes
}

@test "kill ends a rank, and with it the job" {
    passes
}

@test "doctor --nodes compares both nodes" {
    passes
}

@test "ps, migrate and kill --nodes reach the ranks of two home nodes" {
    passes
}

@test "check judges programs as MOSIX does" {
    passes
}

@test "the end of a rank by a system call is explained" {
    passes
}

@test "start_location=best gives ranks to both nodes" {
    passes
}

@test "a rank that waits for a busy one does not take it for gone" {
    passes
}

@test "nor does it take a rank for gone that is moved away meanwhile" {
    passes
}

@test "a job ends when the node of a guest is gone" {
    passes
}
