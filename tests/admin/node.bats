#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# node check, setup and undo on roots that are made up: what is wrong is named, what is set is taken
# back byte for byte, and what somebody edited is left to them.

load ../lib/admin.bash

setup() {
    admin_setup
    [ "$(id -u)" -eq 0 ] || skip 'files of MOSIX belong to root'
    root=$work/root
    make_root
}

# A root of Debian 12 in which MOSIX is installed and nothing is set up.
make_root() {
    local name
    mkdir -p "$root"/{usr/{bin,sbin,lib/{systemd,x86_64-linux-gnu,modules/6.1.0-18-amd64}},var/lib}
    mkdir -p "$root"/etc/{default,kernel,mosix,systemd/system}
    ln -s usr/bin usr/sbin usr/lib "$root"
    for name in mosrun mosenv mosps mosmigrate moskillall mosbestnode mosctl mosd mosixd mosremoted \
        mospostald mossetpe ifconfig; do
        printf '#!/bin/sh\ntouch %q\n' "$work/it-was-run" >"$root/usr/bin/$name"
        chmod 4755 "$root/usr/bin/$name"
    done
    echo '10.0.0.1 2' >"$root/etc/mosix/mosix.map"
    (umask 077 && echo key >"$root/etc/mosix/secret")
    put_libc 2.36
    # Any whole library will do.
    cp "$(ldd "$(command -v bash)" | sed -n 's|.* => \(/[^ ]*/libc\.so\.6\) .*|\1|p')" \
        "$root/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"
    touch "$root/usr/lib/systemd/systemd"
}

# put_libc VERSION: a C library of the root, by what tells its version; an ELF header for x86-64.
put_libc() {
    {
        printf '\x7fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0'
        printf '\0%.0s' {1..100}
        printf 'GNU C Library stable release version %s.\n' "$1"
    } >"$root/usr/lib/x86_64-linux-gnu/libc.so.6"
}

use_grub() {
    printf 'GRUB_TIMEOUT=5\nGRUB_CMDLINE_LINUX=""\n' >"$root/etc/default/grub"
    printf '#!/bin/sh\ntouch %q\n' "$work/it-was-run" >"$root/usr/sbin/update-grub"
    chmod 755 "$root/usr/sbin/update-grub"
}

# All of the root: names, kinds, modes, content; and the times of its files.
snapshot() {
    (cd "$root" && find . -printf '%p %y %m %u %l\n' | sort &&
        find . -type f -printf '%p %T@\n' | sort && find . -type f -exec md5sum {} + | sort)
}

# level CHECK: of the JSON in $output.
level() {
    python3 -c 'import json, sys
print([c["level"] for c in json.load(sys.stdin)["checks"] if c["check"] == sys.argv[1]][0])' "$1" \
        <<<"$output"
}

set_up_and_back() {
    snapshot >before
    run "$program" node setup --root "$root"
    assert_success
    assert_output --partial "Nothing was changed. To do this, run \`openmpi-mosix node setup --yes --root $root\`"
    diff before <(snapshot)
    run "$program" node setup --yes --root "$root"
    assert_success
    run "$program" node check --json --root "$root"
    assert_success
    run "$program" node setup --yes --root "$root"
    assert_success
    assert_output --partial 'Nothing to do: this root has all settings that MOSIX needs. If a program had to be run'
    snapshot >after
    run "$program" node undo --dry-run --root "$root"
    assert_success
    assert_output --partial 'would '
    diff after <(snapshot)
    run "$program" node undo --root "$root"
    assert_success
    diff before <(snapshot)
    run "$program" node undo --root "$root"
    assert_success
    assert_output --partial 'Nothing to undo'
    [ ! -e it-was-run ]
}

@test "check: one line each, the same as JSON, and what is wrong has a remedy" {
    use_grub
    run "$program" node check --root "$root"
    assert_failure 1
    assert_equal "${#lines[@]}" 9
    assert_line --regexp '^ok       machine    '
    assert_line --regexp '^error    kernel     .*vdso=0.*node setup --yes'
    assert_line --regexp '^error    rseq       .*GLIBC_TUNABLES=glibc.pthread.rseq=0.*no unit starts MOSIX'
    run "$program" node check --quiet --root "$root"
    assert_failure 1
    assert_equal "${#lines[@]}" 2
    run "$program" node check --json --root "$root"
    assert_failure 1
    assert_equal "$(level setuid)" ok
    assert_equal "$(level kernel)" error
    assert_equal "$(level allocator)" ok
    truncate -s 9000 "$root/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"
    run "$program" node check --json --root "$root"
    assert_equal "$(level allocator)" error
    rm "$root/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"
    run "$program" node check --json --root "$root"
    assert_equal "$(level allocator)" error
    assert_output --partial 'libtcmalloc-minimal4'
}

@test "check: an older system needs less" {
    put_libc 2.31
    rm "$root/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"
    mv "$root"/usr/lib/modules/{6.1.0-18,5.10.0-28}-amd64
    run "$program" node check --root "$root"
    assert_success
    assert_line --regexp '^ok +kernel .*Linux 5.10.0-28-amd64'
    assert_line --regexp '^ok +rseq .*glibc 2.31'
    run "$program" node setup --yes --root "$root"
    assert_success
    assert_output --partial 'Nothing to do'
}

@test "check: of a root nothing is run, and of this system nothing is asked" {
    command -v strace >/dev/null || skip 'strace is missing'
    use_grub
    for verb in 'check' 'setup --yes' 'undo'; do
        # shellcheck disable=SC2086 # a word or two
        strace -f -qq -o trace -e trace=execve,open,openat,stat,newfstatat,access,uname \
            "$program" node $verb --root "$root" >out || true
        assert_equal "$(grep -c execve trace)" 1
        run grep -e '"/proc' -e '"/etc/mosix' -e '"/boot' -e '"/etc/systemd' -e uname trace
        assert_output ''
    done
}

@test "check of this system: no root is needed, and it ends" {
    run timeout 60 "$program" node check --json
    [ "$status" -le 1 ]
    level machine
    level daemons
    level start
}

@test "setup and undo: GRUB of Debian, a unit of ours" {
    use_grub
    set_up_and_back
    "$program" node setup --yes --quiet --root "$root"
    # As update-grub reads it.
    run sh -c '. "$1/etc/default/grub"; . "$1/etc/default/grub.d/zz-openmpi-mosix.cfg"
        echo "$GRUB_CMDLINE_LINUX"' sh "$root"
    assert_output ' vdso=0'
    if command -v systemd-analyze >/dev/null; then
        cp "$root/etc/systemd/system/mosix.service" .
        sed -i 's,^ExecStart=.*,ExecStart=/bin/true,' mosix.service
        run systemd-analyze verify ./mosix.service
        refute_output --partial mosix.service
    fi
}

@test "setup and undo: a directory of GRUB that is there stays, with what others put into it" {
    use_grub
    mkdir "$root/etc/default/grub.d"
    set_up_and_back
    rmdir "$root/etc/default/grub.d"
    "$program" node setup --yes --quiet --root "$root"
    touch "$root/etc/default/grub.d/site.cfg"
    "$program" node undo --quiet --root "$root"
    run ls "$root/etc/default/grub.d"
    assert_output site.cfg
}

@test "setup and undo: systemd-boot, whose command line is not ours" {
    printf 'root=/dev/sda1 quiet' >"$root/etc/kernel/cmdline"
    touch -d '2020-02-02 02:02:02.123456789' "$root/etc/kernel/cmdline"
    set_up_and_back
    "$program" node setup --yes --quiet --root "$root"
    assert_equal "$(cat "$root/etc/kernel/cmdline")" 'root=/dev/sda1 quiet vdso=0'
    # Edited since: the edit stays, and only our word goes.
    echo 'root=/dev/sda2 vdso=0 debug' >"$root/etc/kernel/cmdline"
    run "$program" node undo --root "$root"
    assert_success
    assert_equal "$(cat "$root/etc/kernel/cmdline")" 'root=/dev/sda2 debug'
    [ ! -e "$root/var/lib/openmpi-mosix" ]
    # Edited back, without our word, and deleted: nothing is left to do but to forget.
    for edit in 'printf "root=/dev/sda2 debug\n"' 'echo root=/dev/sda3'; do
        "$program" node setup --yes --quiet --root "$root"
        eval "$edit" >"$root/etc/kernel/cmdline"
        run "$program" node undo --root "$root"
        assert_success
        assert_equal "$(cat "$root/etc/kernel/cmdline")" "$(eval "$edit")"
        [ ! -e "$root/var/lib/openmpi-mosix" ]
    done
    "$program" node setup --yes --quiet --root "$root"
    rm "$root/etc/kernel/cmdline"
    "$program" node undo --quiet --root "$root"
    [ ! -e "$root/etc/kernel/cmdline" ]
    [ ! -e "$root/var/lib/openmpi-mosix" ]
}

@test "setup: what cannot be recorded is blamed on the record" {
    echo root=/dev/sda1 >"$root/etc/kernel/cmdline"
    rmdir "$root/var/lib"
    run "$program" node setup --yes --root "$root"
    assert_failure 1
    assert_output --partial "$root/var/lib/openmpi-mosix/node-cmdline: No such file or directory"
    assert_equal "$(cat "$root/etc/kernel/cmdline")" 'root=/dev/sda1'
}

@test "setup and undo: a drop-in for the unit that is there" {
    use_grub
    printf '[Service]\nExecStart=/sbin/mosd\nEnvironment=GLIBC_TUNABLES=glibc.malloc.check=1\n' \
        >"$root/usr/lib/systemd/mosix"
    mkdir "$root/usr/lib/systemd/system"
    mv "$root/usr/lib/systemd/mosix" "$root/usr/lib/systemd/system/mosix.service"
    set_up_and_back
    "$program" node setup --yes --quiet --root "$root"
    run tail -n 2 "$root/etc/systemd/system/mosix.service.d/zz-openmpi-mosix.conf"
    assert_output "$(printf '[Service]\nEnvironment=GLIBC_TUNABLES=glibc.malloc.check=1:glibc.pthread.rseq=0')"
    [ ! -e "$root/etc/systemd/system/mosix.service" ]
}

@test "undo leaves what was edited, and takes back the rest" {
    use_grub
    "$program" node setup --yes --quiet --root "$root"
    sed -i 's/vdso=0/vdso=0 quiet/' "$root/etc/default/grub.d/zz-openmpi-mosix.cfg"
    cp "$root/etc/default/grub.d/zz-openmpi-mosix.cfg" edited
    run "$program" node undo --root "$root"
    assert_failure 1
    assert_output --partial 'zz-openmpi-mosix.cfg was edited by hand'
    cmp "$root/etc/default/grub.d/zz-openmpi-mosix.cfg" edited
    [ ! -e "$root/etc/systemd/system/mosix.service" ]
}

@test "undo does not touch a unit of the administrator's, nor does setup" {
    use_grub
    printf '[Service]\nExecStart=/sbin/mosd\n' >"$root/etc/systemd/system/mosix.service"
    set_up_and_back
    # A file of our name that somebody else made.
    mkdir -p "$root/etc/systemd/system/mosix.service.d"
    echo '[Service]' >"$root/etc/systemd/system/mosix.service.d/zz-openmpi-mosix.conf"
    run "$program" node setup --yes --root "$root"
    assert_failure 1
    assert_output --partial 'mosix.service.d/zz-openmpi-mosix.conf was edited by hand, or written by somebody else'
    run "$program" node undo --root "$root"
    assert_success
    run cat "$root/etc/systemd/system/mosix.service.d/zz-openmpi-mosix.conf"
    assert_output '[Service]'
}

@test "setup without MOSIX, without a boot loader, without systemd" {
    rm "$root/usr/bin/mosd"
    snapshot >before
    run "$program" node setup --yes --root "$root"
    assert_failure 4
    assert_output --partial 'MOSIX is not installed'
    diff before <(snapshot)
    make_root 2>/dev/null || true
    rm "$root/usr/lib/systemd/systemd"
    snapshot >before
    run "$program" node setup --yes --root "$root"
    assert_success
    assert_line --regexp '^to do by hand: give the kernel the word vdso=0'
    assert_line --regexp '^to do by hand: start mosd with GLIBC_TUNABLES=glibc.pthread.rseq=0'
    diff before <(snapshot)
}

@test "an ordinary user is told to be root; a symbolic link does not lead out of the root" {
    command -v setpriv >/dev/null || skip 'setpriv is missing'
    use_grub
    chmod -R go+rX "$BATS_TEST_TMPDIR" "$root/etc/default"
    open=$(mktemp -d /tmp/openmpi-mosix-XXXXXX)
    cp -a "$root" "$program" "$open/"
    chmod 755 "$open"
    run setpriv --reuid 65534 --regid 65534 --clear-groups "$open/openmpi-mosix" node setup --yes \
        --root "$open/root"
    rm -rf "$open"
    assert_failure 1
    assert_output --partial 'Permission denied. It was not changed. Run this as root.'
    # An image from somebody else.
    mkdir outside
    rm -r "$root/etc/default"
    mkdir "$root/etc/default"
    touch "$root/etc/default/grub"
    ln -s ../../../../../../../../../../../outside "$root/etc/default/grub.d"
    ln -s "$work/outside" "$root/etc/systemd/system/multi-user.target.d"
    run "$program" node setup --yes --root "$root"
    run ls -A outside
    assert_output ''
}

@test "killed at any moment, setup and undo leave whole files, and can be run again" {
    command -v strace >/dev/null || skip 'strace is missing'
    printf 'quiet\n' >"$root/etc/kernel/cmdline"
    killed_everywhere
    assert_equal "$(cat "$root/etc/kernel/cmdline")" quiet
    use_grub
    killed_everywhere
}

# Names, modes and content of all files of the root.
contents() {
    (cd "$root" && find . -type f -printf '%p %m %u %T@\n' | sort && find . -type f -exec md5sum {} + | sort)
}

# setup and undo are killed at each of their first calls of some kinds, and run again.
killed_everywhere() {
    local call number
    contents >before
    for call in mkdir openat fsync renameat; do
        for number in 1 2 3; do
            strace -qq -o /dev/null -e trace=$call -e inject=$call:signal=KILL:when=$number \
                "$program" node setup --yes --root "$root" >/dev/null 2>&1 || true
            "$program" node setup --yes --quiet --root "$root" >/dev/null
            "$program" node check --quiet --root "$root"
            strace -qq -o /dev/null -e trace=$call,unlinkat \
                -e inject=$call,unlinkat:signal=KILL:when=$number \
                "$program" node undo --root "$root" >/dev/null 2>&1 || true
            "$program" node undo --quiet --root "$root" >/dev/null
        done
    done
    # An empty directory may stay; no file does.
    diff before <(contents)
}

# on_copy COMMAND...: as this running system, but what it writes below /etc, /usr and /var/lib goes
# into $work/upper.
on_copy() {
    # shellcheck disable=SC2016 # for the other shell
    unshare --mount --propagation private sh -c '
        upper=$1
        shift
        for name in etc usr var/lib; do
            mkdir -p "$upper/$name" "$upper.work/$name"
            mount -t overlay none -o "lowerdir=/$name,upperdir=$upper/$name,workdir=$upper.work/$name" \
                "/$name" || exit 99
        done
        exec "$@"' sh "$work/upper" "$@"
}

@test "setup and undo of a running system: update-grub is run, and a failure of it is told" {
    mkdir -p upper/usr/bin upper/usr/sbin upper/etc/default
    on_copy true 2>/dev/null || skip 'overlays cannot be mounted here'
    case $(uname -r) in [1-5].* | 6.0.*) skip 'this kernel needs no setting' ;; esac
    grep -qw vdso=0 /proc/cmdline && skip 'this kernel has the setting'
    printf '#!/bin/sh\n' >upper/usr/bin/mosd
    printf '#!/bin/sh\necho run >>%q\n' "$work/ran" >upper/usr/sbin/update-grub
    chmod 755 upper/usr/bin/mosd upper/usr/sbin/update-grub
    echo 'GRUB_TIMEOUT=5' >upper/etc/default/grub
    snapshot_upper() {
        (cd upper && find . -type f -exec md5sum {} + | sort)
    }
    snapshot_upper >before
    run on_copy "$program" node setup
    assert_success
    assert_line 'would run: /usr/sbin/update-grub'
    [ ! -e ran ]
    diff before <(snapshot_upper)
    run on_copy "$program" node setup --yes
    assert_success
    assert_line 'run: /usr/sbin/update-grub'
    assert_line --regexp '^to do by hand: reboot this node'
    assert_equal "$(cat ran)" run
    grep -q vdso=0 upper/etc/default/grub.d/zz-openmpi-mosix.cfg
    run on_copy "$program" node check
    assert_line --regexp '^error +kernel .* Reboot; /etc/default/grub.d/zz-openmpi-mosix.cfg has the setting'
    run on_copy "$program" node undo
    assert_success
    assert_equal "$(wc -l <ran)" 2
    diff before <(snapshot_upper)
    printf '#!/bin/sh\necho no disk >&2\nexit 3\n' >upper/usr/sbin/update-grub
    run on_copy "$program" node setup --yes
    assert_failure 1
    assert_output --partial '/usr/sbin/update-grub failed (exit status 3). It printed:'
    assert_line 'no disk'
    # The file is written, but the program has to be run all the same.
    printf '#!/bin/sh\necho again >>%q\n' "$work/ran" >upper/usr/sbin/update-grub
    run on_copy "$program" node setup --yes
    assert_success
    assert_equal "$(tail -n 1 ran)" again
}
