#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What is documented or was seen of direct communication, and what the emulator makes of it.

setup() {
    load mailbox.bash
    mailbox_setup
}

@test "outside of mosrun none of the paths exists [assumed]" {
    run "$probes/mail_open" outside
    assert_success
    assert_output ''
}

@test "outside of mosrun the library changes nothing" {
    LD_PRELOAD=$library run "$probes/mail_open" outside
    assert_success
    assert_output ''
}

@test "a home that is not an address is reported, and there is no MOSIX" {
    LD_PRELOAD=$library MOSIX_EMULATOR_RUN=127.0.0 run "$probes/mail_open" outside
    assert_success
    assert_output --partial 'MOSIX_EMULATOR_RUN=127.0.0 is not the address of a node'
}

@test "the node's address: dotted quad and newline [doc]" {
    expect_2009 mail_open mosip
}

@test "profile 2009: the C library's open() and fopen() reach boxes and switches" {
    expect_2009 mail_open library-opens
}

@test "the node's address: cat, test and stat of the shell see it [doc]" {
    manual_of_2009
    run_mosrun -e sh -c 'test -r /proc/mosix/mosip && cat /proc/mosix/mosip'
    assert_success
    assert_output 127.0.0.1
    MOSIX_EMULATOR_HOME=127.0.0.7 run_mosrun -e cat /proc/mosix/mosip
    assert_output 127.0.0.7
    run_mosrun -e stat -c %F /proc/mosix/mosip
    assert_output --partial 'regular'
    run_mosrun -e cat /proc/mosix/nothing
    assert_failure
    assert_output --partial 'No such file'
}

@test "paths: stat() and access() say what open() would" {
    expect_2009 mail_open mosip-status
}

@test "one write is one message, of any size and number of parts [doc], writev [seen]" {
    expect_case mail_messages sizes
}

@test "one read is one message, readv scatters it [doc]" {
    expect_case mail_messages scattered
    expect_case mail_messages no-parts
}

@test "a read into no space takes a message [real]" {
    expect_case mail_messages count-zero
}

@test "opening the mailbox: every flag is accepted [real]" {
    expect_case mail_open any-flags
}

@test "a ubox is a send box by another name [real]" {
    expect_case mail_messages datagram
}

@test "descriptors: what is not listed as allowed gives EBADF" {
    expect_case mail_open other-calls
}

@test "poll() and ppoll() do not see boxes [real]" {
    expect_case mail_open polling
}

@test "messages of length zero exist [real]" {
    expect_case mail_messages zero-length
}

@test "0.0.0.0 is the home node of the sender, who may be the receiver [real]" {
    expect_case mail_messages same-home
}

@test "the order of each sender's messages is kept, also across close and open [doc]" {
    expect_case mail_between order
}

@test "a blocking write waits while the receiver is full [seen]" {
    expect_case mail_between full-waits
}

@test "two processes that only write to each other wait for ever, until they drain [seen]" {
    expect_case mail_between crossed
}

@test "SA_RESTART does not restart a waiting read [real]" {
    expect_case mail_messages read-not-restarted
}

@test "signals end waiting reads and writes with EINTR [real]" {
    expect_case mail_messages read-interrupted
    expect_case mail_messages write-interrupted
}

@test "a mailbox that was closed and opened again is found [assumed]" {
    expect_case mail_messages reopened
}

@test "dup2 to standard output and error: libc and children write messages [doc]" {
    expect_case mail_process standard-output
}

@test "dup2: a shell redirects its output to a send box [doc]" {
    expect_2009 mail_process shell
}

@test "fopen: a box is a stream of messages" {
    expect_2009 mail_open stream
}

@test "each forked child may own a mailbox [real]" {
    expect_case mail_process fork-own
}

@test "profile 2009: exec closes all boxes [assumed]" {
    expect_2009 mail_process exec-closes
}

@test "the sockets that carry boxes take no low number and cannot be closed by accident" {
    expect_case mail_open hidden
}

@test "threads share boxes" {
    # MOSIX 4.4.3 has no clone3, by which the C library starts threads.
    MOSIX_EMULATOR_THREADS=allow expect_2009 mail_between threads
}

@test "nothing is lost while a receiver migrates [real]" {
    expect_case mail_process travels
}

@test "filters: setting one gives the one before [real]" {
    expect_case mail_filters previous
}

@test "filters: PID [doc]" {
    expect_case mail_filters pid
}

@test "filters: HOME, 0 is the reader's [doc]" {
    expect_case mail_filters home
}

@test "filters: MINLEN and MAXLEN [doc]" {
    expect_case mail_filters lengths
}

@test "filters: PATTERN [doc]" {
    expect_case mail_filters pattern
}

@test "filters: MESSAGENO [doc]" {
    expect_case mail_filters messageno
}

@test "filters: OFFSET [doc]" {
    expect_case mail_filters offset
}

@test "filters: PREVENT_REMOVAL [doc]" {
    expect_case mail_filters prevent-removal
}

@test "filters: what is passed over keeps its place [assumed]" {
    expect_case mail_filters passed-over
}

@test "filters: a reader waits for a message that complies [assumed]" {
    expect_case mail_filters waits
}

@test "filters: bit i of SIOCWHICH is stored filter i [doc]" {
    expect_case mail_filters which
}

@test "/proc/self/lock: read, write, set [assumed]" {
    expect_2009 mail_process proc-lock
    MOSIX_EMULATOR_PROFILE=2009 run_mosrun -L "$probes/mail_process" proc-locked
    assert_success
}

@test "/proc/self/{migrate,where,nmigs} [assumed]" {
    expect_2009 mail_process proc-migrate
}
