#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Killed at every step: the file is the old or the new one, and the next run completes the work.

load ../lib/admin.bash

setup() {
    admin_setup
    command -v strace >/dev/null || skip 'strace is missing'
    # Nothing but what works on files: a kill before the first of them changes nothing.
    calls=openat,flock,newfstatat,read,write,fchown,flistxattr,fgetxattr,fsetxattr,fremovexattr
    calls=$calls,fchmod,utimensat,fsync,renameat,unlinkat,close,ioctl,getdents64
    strace -qq -o /dev/null -e trace=none /bin/true 2>/dev/null || skip 'strace is not allowed here'
}

# steps VERB: every system call of a run that works on files, as `name count`.
steps() {
    strace -qq -o trace -e "trace=$calls" "$program" "$1" --quiet --conf conf --block "$registered"
    awk -F '(' '{ count[$1]++ } END { for (name in count) print name, count[name] }' trace
}

# same FILE STATE: whether FILE is what was kept as STATE, which may be absence.
same() {
    if [ -e "$2" ]; then
        [ -e "$1" ] && cmp -s "$1" "$2"
    else
        [ ! -e "$1" ]
    fi
}

put_back() {
    rm -f conf
    [ ! -e "$1" ] || cp -p "$1" conf
}

# kill_everywhere VERB: from the state in `before` to that in `after`.
kill_everywhere() {
    local name count number status killed=0
    put_back before
    steps "$1" >list
    same conf after || fail "$1 did not do what it should"
    while read -r name count; do
        for number in $(seq "$count"); do
            put_back before
            strace -qq -o /dev/null -e "trace=$name" -e "inject=$name:signal=KILL:when=$number" \
                "$program" "$1" --quiet --conf conf --block "$registered" 2>/dev/null &&
                status=0 || status=$?
            # 128 and the signal's number.
            [ "$status" -eq 137 ] && killed=$((killed + 1))
            same conf before || same conf after ||
                fail "killed at $name number $number, the file is neither old nor new"
            timeout 10 "$program" "$1" --quiet --conf conf --block "$registered" ||
                fail "killed at $name number $number, the next run failed"
            same conf after ||
                fail "killed at $name number $number, the next run did not end the work"
            [ -z "$(find . -name '.conf*')" ] ||
                fail "killed at $name number $number, something was left over"
        done
    done <list
    [ "$killed" -gt 20 ] || fail "killed $killed times only"
}

# The time of the original is part of the block, so every state is made once and kept.
@test "enable, killed at every step" {
    debian_file >before
    put_back before
    admin enable --quiet --conf conf
    cp -p conf after
    kill_everywhere enable
}

@test "disable, killed at every step" {
    debian_file >after
    cp -p after conf
    admin enable --quiet --conf conf
    cp -p conf before
    kill_everywhere disable
}

@test "a file that is created and removed, killed at every step" {
    admin enable --quiet --conf conf
    cp -p conf after
    kill_everywhere enable
    mv after before
    kill_everywhere disable
}

@test "a lock does not outlive a killed process" {
    debian_file >conf
    strace -qq -o /dev/null -e trace=fsync -e inject=fsync:signal=KILL:when=1 \
        "$program" enable --quiet --conf conf --block "$registered" 2>/dev/null || true
    [ -n "$(find . -name '.conf*')" ] || fail 'there was nothing to be cleaned up'
    timeout 5 "$program" enable --quiet --conf conf --block "$registered"
    no_leftovers
}
