# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154 # runner.bash sets the variables
#
# Orders processes of this home node to other nodes of real MOSIX, and waits until they are there.

# What mosps says of a process that is there.
declare -A places=([home]=here [node1]=1 [node2]=2 [node3]=3)

# shown PID COLUMN: what mosps -n has there; empty when the process has ended. While a process is
# on its way, mosps leaves it out now and then.
shown() {
    local try found
    for ((try = 0; try < 20; try++)); do
        found=$(mosps -n | awk -v pid="$1" -v column="$2" '$1 == pid { print $column }')
        [ -z "$found" ] || break
        sleep 0.25
    done
    echo "$found"
}

# place_of PID: here, or the number of the node where it runs.
place_of() {
    shown "$1" 2
}

number_of_moves() {
    shown "$1" 5
}

# move PID nodeN|home: waits until it has arrived there, at most a minute.
move() {
    local try place before
    before=$(number_of_moves "$1")
    mosmigrate "$1" "$2" || fail "mosmigrate $1 $2 was refused"
    for ((try = 0; try < 240; try++)); do
        place=$(place_of "$1")
        [ -n "$place" ] || fail "process $1 ended on its way to $2: $(tail -n 12 "$work/job.err")"
        [ "$place" != "${places[$2]}" ] || [ "$(number_of_moves "$1")" = "$before" ] || return 0
        sleep 0.25
    done
    fail "process $1 is at '$place' a minute after it was told to go to $2"
}
