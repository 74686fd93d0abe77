#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# enable and disable on every kind of file: disable restores it byte for byte.

load ../lib/admin.bash

setup() {
    admin_setup
}

teardown() {
    [ ! -e "$work/immutable" ] || chattr -i "$work/immutable" || true
    mountpoint -q "$work/full" && umount "$work/full"
    [ -z "${open:-}" ] || rm -rf "$open"
    return 0
}

@test "a file without a newline at its end, as Debian ships it" {
    debian_file >conf
    there_and_back conf
    # Each setting is the one that it was, and what is appended spoils no line.
    admin enable --conf conf
    echo 'odls_mosix_enable = never' >>conf
    run grep -x -e 'osc = ^ucx,pt2pt' -e 'odls_mosix_enable = never' conf
    assert_equal "${#lines[@]}" 2
    admin disable --conf conf
    cmp conf <(debian_file; printf '\nodls_mosix_enable = never\n')
}

@test "files with CRLF, empty ones, and one line without an end" {
    printf 'btl = ^ofi\r\nosc = ^ucx\r\n' >crlf
    there_and_back crlf
    printf 'btl = ^ofi\r\nosc = ^ucx' >crlf-open
    there_and_back crlf-open
    : >empty
    there_and_back empty
    printf x >one
    there_and_back one
    printf '\n' >newline
    there_and_back newline
}

@test "our lines keep their own ends in a file with CRLF" {
    needs_referee
    printf 'btl = ^ofi\r\n' >crlf
    admin enable --conf crlf
    run referee "$work/crlf" btl_mosix_mailbox_flags
    assert_line 6
    assert_line --partial "file ($work/crlf:"
}

@test "a file that did not exist is created, and removed again" {
    run admin enable --conf new
    assert_success
    assert_equal "$(stat -c %a new)" 644
    admin disable --conf new
    [ ! -e new ]
    # What was written into it in between stays.
    admin enable --conf new
    echo 'btl = ^ofi' >>new
    admin disable --conf new
    assert_equal "$(cat new)" 'btl = ^ofi'
}

@test "in a directory that does not exist no file is created" {
    run admin enable --conf none/conf
    assert_failure 1
    assert_output --partial 'none/conf: No such file or directory. Nothing was changed.'
    [ ! -e none ]
    run admin disable --conf none/conf
    assert_failure 1
}

@test "a dry run says what would be done, and changes nothing" {
    debian_file >conf
    cp -a conf original
    run admin enable --dry-run --conf conf
    assert_success
    assert_output "$work/conf: would be registered"
    run admin enable --dry-run --conf new
    assert_output "$work/new: would be registered"
    [ ! -e new ]
    cmp conf original
    admin enable --quiet --conf conf
    cp conf enabled
    run admin enable --dry-run --conf conf
    assert_output "$work/conf: already registered"
    run admin disable --dry-run --conf conf
    assert_output "$work/conf: would no longer be registered"
    cmp conf enabled
}

@test "a read-only file keeps its mode" {
    debian_file >conf
    chmod 0440 conf
    there_and_back conf
    admin enable --conf conf
    assert_equal "$(stat -c %a conf)" 440
}

@test "mode, owner, ACL, label and other attributes stay" {
    command -v setfattr >/dev/null && command -v setfacl >/dev/null ||
        skip 'setfattr and setfacl are missing (Debian, Ubuntu: attr acl)'
    [ "$(id -u)" -eq 0 ] || skip 'only root may give a file away'
    debian_file >conf
    chmod 4751 conf
    chown 12:34 conf
    chmod 4751 conf
    setfattr -n user.origin -v 'site 7' conf 2>/dev/null || skip 'no extended attributes here'
    setfattr -n security.selinux -v system_u:object_r:etc_t:s0 conf 2>/dev/null || true
    setfacl -m u:1234:rw conf || skip 'no ACLs here'
    # What a new file would inherit, the old one does not have.
    setfacl -d -m u:4321:rwx .
    attributes() {
        stat -c '%a %u %g' "$1"
        getfacl -c "$1"
        getfattr -d -m '' "$1" | tail -n +2
    }
    attributes conf >before
    admin enable --conf conf
    run diff before <(attributes conf)
    assert_success
    admin disable --conf conf
    run diff before <(attributes conf)
    assert_success
}

@test "the time of the last change: new with new content, old with the old one" {
    debian_file >conf
    touch -d '2020-02-02 02:02:02.123456789' conf
    admin enable --conf conf
    [ "$(stat -c %Y conf)" -gt 1600000000 ]
    stat -c '%y %i' conf >before
    admin enable --conf conf
    run diff before <(stat -c '%y %i' conf)
    assert_success
    admin disable --conf conf
    run stat -c %y conf
    assert_output --partial '2020-02-02 02:02:02.123456789'
    # Not the original any more: the time is that of the change.
    admin enable --conf conf
    printf 'x = y\n' >>conf
    admin disable --conf conf
    [ "$(stat -c %Y conf)" -gt 1600000000 ]
}

@test "symbolic links are followed and kept" {
    mkdir real etc
    debian_file >real/conf
    ln -s ../real/conf etc/relative
    ln -s "$work/etc/relative" etc/absolute
    there_and_back etc/absolute
    [ -L etc/absolute ]
    [ "$(readlink etc/relative)" = ../real/conf ]
    # A link to a file that does not exist.
    ln -s ../real/new etc/dangling
    admin enable --conf etc/dangling
    [ -L etc/dangling ] && [ -f real/new ] && [ ! -L real/new ]
    admin disable --conf etc/dangling
    [ -L etc/dangling ] && [ ! -e real/new ]
    ln -s circle etc/circle
    run admin enable --conf etc/circle
    assert_failure 1
    assert_output --partial 'form a loop'
}

@test "what is neither a regular file nor a directory is refused" {
    mkfifo fifo
    for name in fifo /dev/null; do
        run admin enable --conf "$name"
        assert_failure 1
        assert_output --partial 'Nothing was changed. It must be a regular file.'
    done
    [ -p fifo ]
}

@test "an immutable file is left alone, and the message names chattr" {
    debian_file >immutable
    chattr +i immutable 2>/dev/null || skip 'chattr +i is not possible here'
    run admin enable --conf immutable
    assert_failure 1
    assert_output --partial 'chattr -i'
    chattr -i immutable
    cmp immutable <(debian_file)
    no_leftovers
}

@test "a full disk changes nothing" {
    [ "$(id -u)" -eq 0 ] || skip 'only root may mount a small disk'
    mkdir full
    mount -t tmpfs -o size=64k none full 2>/dev/null || skip 'no tmpfs can be mounted here'
    debian_file >full/conf
    dd if=/dev/zero of=full/filler bs=1k 2>/dev/null || true
    run admin enable --conf full/conf
    assert_failure 1
    assert_output --partial 'No space left on device. Nothing was changed. Free some space'
    cmp full/conf <(debian_file)
    assert_equal "$(ls -A full)" "$(printf 'conf\nfiller')"
    rm full/filler
    admin enable --conf full/conf
    dd if=/dev/zero of=full/filler bs=1k 2>/dev/null || true
    cp full/conf enabled
    run admin disable --conf full/conf
    assert_failure 1
    cmp full/conf enabled
    mount -o remount,ro full
    run admin disable --conf full/conf
    assert_failure 1
    assert_output --partial 'mounted read-only'
}

@test "an ordinary user gets a message to be root, and changes nothing" {
    [ "$(id -u)" -eq 0 ] || skip 'only root can become somebody else'
    command -v setpriv >/dev/null || skip 'setpriv is missing'
    open=$(mktemp -d /tmp/openmpi-mosix-XXXXXX)
    chmod 755 "$open"
    debian_file >"$open/conf"
    install -m 755 "$program" "$open/program"
    install -m 644 "$registered" "$open/block"
    as_user() {
        timeout 60 setpriv --reuid 65534 --regid 65534 --clear-groups "$open/program" "$@"
    }
    run as_user enable --conf "$open/conf" --block "$open/block"
    assert_failure 1
    assert_output --partial 'Permission denied. Nothing was changed. Run this as root.'
    cmp "$open/conf" <(debian_file)
    # A user cannot replace the file of another user in a directory that is open to all either.
    chmod 777 "$open"
    run as_user enable --conf "$open/conf" --block "$open/block"
    assert_failure 1
    assert_output --partial 'Operation not permitted. Nothing was changed. Run this as root.'
    cmp "$open/conf" <(debian_file)
    run as_user status --conf "$open/conf"
    assert_failure 1
    assert_output --partial 'not registered'
}

@test "the block twice, cut in half, without its end or beginning: refused, with the line" {
    debian_file >conf
    admin enable --conf conf
    cp conf good
    last=$(awk '/^# <<< openmpi-mosix/ { print NR }' good)
    refused() {
        cp conf damaged
        for verb in enable disable; do
            run admin "$verb" --conf conf
            assert_failure 3
            assert_output --partial "conf, line $1:"
            assert_output --partial 'Nothing was changed.'
            cmp conf damaged
        done
        run admin status --conf conf
        assert_failure 3
        assert_output --partial "DAMAGED, line $1"
    }
    cat good good >conf
    refused "$(($(wc -l <good) + 1))"
    head -n 10 good >conf
    refused 1
    sed "${last}d" good >conf
    refused 1
    sed 1d good >conf
    refused "$((last - 1))"
    sed '1s/original=/other=/' good >conf
    refused 1
}

@test "edited inside: enable keeps the edit, disable restores the file and prints what it deleted" {
    debian_file >conf
    admin enable --conf conf
    sed -i 's/^# odls_mosix_enable = auto/odls_mosix_enable = require/' conf
    cp -a conf edited
    run admin enable --conf conf
    assert_success
    assert_output --partial 'edited by hand: not changed'
    cmp conf edited
    run admin status --conf conf
    assert_success
    assert_output --partial 'registered, but edited by hand'
    run admin disable --quiet --conf conf
    assert_success
    assert_output --partial 'odls_mosix_enable = require'
    cmp conf <(debian_file)
}

@test "10 MB" {
    { debian_file; echo; } >conf
    awk 'BEGIN { for (i = 0; i < 400000; i++) print "key_" i " = value " i }' >>conf
    [ "$(stat -c %s conf)" -gt 10000000 ]
    there_and_back conf
}

@test "the administrator's setting wins, below the block and above it, as Open MPI itself says" {
    needs_referee
    printf 'btl_mosix_mailbox_flags = 7\n' >conf
    admin enable --conf conf
    run referee "$work/conf" btl_mosix_mailbox_flags
    assert_line 7
    # Written above the block later: the next run makes it count.
    printf 'btl_mosix_exclusivity = 99999\n' | cat - conf >above
    run admin status --conf above
    assert_line --partial 'overrides line 1, which is above the block'
    admin enable --conf above
    run referee "$work/above" btl_mosix_exclusivity
    assert_line 99999
    assert_line --partial "above:1)"
    run referee "$work/above" btl_mosix_mailbox_flags
    assert_line 7
    admin disable --conf above
    cmp above <(printf 'btl_mosix_exclusivity = 99999\nbtl_mosix_mailbox_flags = 7\n')
}

@test "a new block replaces an old one in its place" {
    debian_file >conf
    printf '# head\n\n# old\nodls_mosix_grid_class = 3\n' >old-block
    timeout 60 "$program" enable --conf conf --block old-block
    admin enable --conf conf
    run grep -c -e '^# >>> openmpi-mosix' -e 'grid_class = 3' conf
    assert_output 1
    admin disable --conf conf
    cmp conf <(debian_file)
}

@test "an include list cannot be registered" {
    debian_file >conf
    for line in 'btl = mosix,self' 'odls = mosix' 'osc = pt2pt'; do
        printf '# head\n\n%s\n' "$line" >block
        run timeout 60 "$program" enable --conf conf --block block
        assert_failure 1
        assert_output --partial 'cannot be registered'
    done
    cmp conf <(debian_file)
}

@test "two at once, again and again: the file is always whole" {
    debian_file >conf
    for round in $(seq 5); do
        for i in 1 2 3 4; do
            admin enable --quiet --conf conf &
            admin disable --quiet --conf conf &
        done
        wait
        admin enable --quiet --conf conf
        run grep -c '^# >>> openmpi-mosix' conf
        assert_output 1
        admin disable --quiet --conf conf
        cmp conf <(debian_file)
    done
    no_leftovers
}

@test "a lock that is held is waited for" {
    debian_file >conf
    flock . sleep 1 &
    sleep 0.2
    start=$(date +%s%N)
    admin enable --conf conf
    [ $((($(date +%s%N) - start) / 1000000)) -ge 500 ]
    wait
}

@test "what others write at the same time is not lost" {
    debian_file >conf
    command -v strace >/dev/null || skip 'strace is missing'
    # The command is held between its reading and its renaming, and somebody appends.
    strace -qq -o trace -e trace=fsync -e inject=fsync:delay_enter=1000000:when=1 \
        "$program" enable --conf conf --block "$registered" &
    sleep 0.5
    printf '\nmine = 1\n' >>conf
    wait
    run grep -c -e '^mine = 1$' -e '^# >>> openmpi-mosix' conf
    assert_output 2
    no_leftovers
}

@test "random files come back, by process" {
    count=30
    [ "${MOSIX_TEST_REPEATS:-}" != all ] || count=300
    for i in $(seq "$count"); do
        head -c "$((RANDOM % 3000))" /dev/urandom >conf
        cp conf original
        admin enable --quiet --conf conf
        admin disable --quiet --conf conf
        cmp conf original
    done
}

@test "every registered key exists, with the value that is built in" {
    only_series_4 'its ompi_info knows no parameters of odls, and the file is the same'
    needs_referee
    export OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$top_builddir/stage
    { ompi_info --param odls mosix --level 9 --parsable
        ompi_info --param btl mosix --level 9 --parsable; } >known
    sed -n 's/^\(# \)\?\([a-z]*_mosix_[a-z_]*\) = \(.*\)/\1\2 \3/p' "$registered" >keys
    [ "$(wc -l <keys)" -ge 15 ]
    while read -r key value; do
        [ "$key" != '#' ] || read -r key value <<<"$value"
        grep -q ":param:$key:value:" known || fail "$key: Open MPI knows no such parameter"
    done <keys
    # Active lines change nothing: they hold what is built in.
    while read -r key value; do
        [ "$key" = '#' ] || grep -qx "mca:.*:param:$key:value:$value" known ||
            fail "$key = $value is not the built-in value"
    done <keys
}

@test "mpirun --tune mosix: the file holds options only, and native jobs run as before" {
    command -v mpirun >/dev/null || skip 'mpirun is not installed'
    tune=$top_srcdir/contrib/openmpi-mosix/mosix.amca
    run grep -v -e '^#' -e '^$' -e '^--mca [a-z_]* [^ ]*$' "$tune"
    assert_output ''
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    export OMPI_MCA_rmaps_base_oversubscribe=1
    cp "$tune" mosix
    run timeout 60 mpirun --tune "$work/mosix" -n 2 echo native
    assert_success
    assert_output "$(printf 'native\nnative')"
    # A site that prescribes BTLs: the tuned job may use btl mosix all the same.
    echo 'btl = self,vader,tcp' >site
    OMPI_MCA_mca_base_param_files=$work/site run timeout 60 mpirun --tune "$work/mosix" -n 1 \
        ompi_info --all --level 9 --parsable
    assert_output --partial ':param:btl:value:^uct,openib,ofi'
}
