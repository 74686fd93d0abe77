#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# doctor and report on the emulator: a healthy node is not reported, and is looked at soon; what is
# wrong is named; nothing is written; a report tells neither the secret nor users. The table of
# broken set-ups is in tests/unit/doctor_setups.c.

load ../lib/admin.bash

setup() {
    admin_setup
    needs_referee
    [ -x "$top_builddir/contrib/emulator/bin/mosrun" ] || skip 'the emulator was not built'
}

# emulated COMMAND...: on an emulated node.
emulated() {
    timeout 60 "$top_srcdir/contrib/try" "$@"
}

# named CHECK LEVEL: what doctor says as JSON, and no other check is a warning or an error.
named() {
    run python3 -c 'import json, sys
checks = json.loads(sys.argv[1])["checks"]
print(*sorted(c["check"] + " " + c["level"] for c in checks if c["level"] in ("warning", "error")))
assert all(c["meaning"] and c["remedy"] for c in checks if c["level"] in ("warning", "error"))' "$output"
    assert_output "$1"
}

@test 'a healthy emulated node: nothing is reported, soon, with two ranks' {
    local start limit=2000
    [ -z "${CI:-}" ] || limit=10000 # what else runs there takes its time
    run emulated "$program" doctor # what it needs is in memory then
    start=$(date +%s%N)
    run emulated "$program" doctor
    assert_success
    [ $((($(date +%s%N) - start) / 1000000)) -lt "$limit" ]
    assert_line --regexp '^ok +emulator '
    assert_line --regexp '^ok +mailbox .*message to myself on 127.0.0.1'
    assert_line --regexp '^ok +ranks '
    assert_line --partial '0 errors, 0 warnings'
    run emulated "$program" doctor --quiet
    assert_success
    assert_output ''
}

@test 'a healthy emulated node of 2009' {
    local warnings=0
    # It has no mailboxes for processes with longer IDs.
    [ "$(cat /proc/sys/kernel/pid_max)" -le 32768 ] || warnings=1
    run emulated --profile 2009 "$program" doctor
    assert_equal "$status" "$warnings"
    assert_line --regexp '^ok +release +this is MOSIX of 2009'
    assert_line --regexp '^ok +launcher +ranks start under MOSIX 2009'
    assert_line --regexp '^ok +mailbox .*message to myself on 127.0.0.1'
    assert_line --regexp '^ok +ranks '
    assert_line --partial "0 errors, $warnings warnings"
}

@test 'a healthy emulated node, as an ordinary user' {
    [ "$(id -u)" -eq 0 ] || skip 'this user is one'
    command -v setpriv >/dev/null || skip 'setpriv is missing'
    setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$top_srcdir/contrib/try" ||
        skip 'others may not look into this directory'
    # Where the user may not be, mpirun of 5.0.7 crashes, also without us.
    cd /
    run emulated setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/ "$program" doctor
    assert_success
    assert_line --regexp '^ok +ranks '
}

@test 'what is wrong on an emulated node is named, and nothing else' {
    run emulated env OMPI_MCA_btl=tcp,self "$program" doctor --json
    assert_failure 1
    named 'include warning'
    run emulated env OMPI_MCA_pml=ucx OMPI_MCA_hwloc_base_binding_policy=core "$program" doctor --json
    assert_failure 1
    named 'binding warning ucx warning'
    run emulated env OMPI_MCA_btl_mosix_max_open=no "$program" doctor --json
    assert_failure 2
    named 'parameters error ranks error'
    run emulated env OMPI_MCA_mca_base_component_path=/nowhere "$program" doctor --json
    assert_failure 2
    # An agent tells ranks where components are, whatever else is set.
    named "components error loading warning$(is_series_5 || echo ' ranks error')"
    # A mailbox that cannot be opened.
    run emulated env MOSIX_EMULATOR_FAULTS=open-errno=ENETUNREACH "$program" doctor --json
    assert_failure 2
    named 'mailbox error ranks error'
}

@test 'an ompi_info that fails or hangs is named, and ended soon' {
    mkdir fails hangs
    printf '#!/bin/sh\necho "cannot find libfoo" >&2; exit 127\n' >fails/ompi_info
    printf '#!/bin/sh\nexec sleep 60\n' >hangs/ompi_info
    chmod 755 ./*/ompi_info
    PATH=$PWD/fails:$PATH run emulated "$program" doctor --json
    assert_failure 1
    named 'openmpi warning'
    PATH=$PWD/hangs:$PATH run emulated "$program" doctor
    assert_failure 1
    assert_line --regexp "^warning +openmpi .*\($PWD/hangs/ompi_info: it was ended after 15 seconds\)"
    # Of components that are there nobody says that they are missing.
    mkdir -p home/.openmpi/mca-params.conf
    run emulated env HOME="$PWD/home" "$program" doctor
    assert_line --regexp '^warning +parameters .*mca-params.conf'
    refute_output --partial 'is not installed'
}

@test 'an Open MPI of another series beside this one is named' {
    # Without site/etc: that parameter files do not exist is nothing wrong.
    mkdir site
    cat >site/ompi_info <<END
#!/bin/sh
case \$1 in
--version) echo 'Open MPI v4.0.7' ;;
--path) echo 'path:sysconfdir:$PWD/site/etc'; echo 'path:pkglibdir:$PWD/site' ;;
*) OMPI_MCA_mca_base_component_path=SYSTEM_DEFAULT:$top_builddir/stage exec $(command -v ompi_info) "\$@" ;;
esac
END
    chmod 755 site/ompi_info
    PATH=$PWD/site:$PATH run emulated "$program" doctor --json
    assert_failure 1
    # The launcher of Open MPI 5 has no such component, which is then missing.
    [ -x "$top_builddir/stage/mosix-agent" ] || assert_output --partial 'and this is 4.0.7'
    named 'components warning'
}

# said FILE LEVEL...: as named, of what doctor wrote there.
said() {
    output=$(<"$1")
    named "$2"
}

@test 'contrib/try has the command, which tells where its components are loaded from' {
    run emulated openmpi-mosix doctor
    assert_line --regexp '^ok +mailbox '
    # Open MPI 5 gets the agent by its path, and no list of directories.
    [ ! -x "$top_builddir/stage/mosix-agent" ] || return 0
    assert_success
    assert_line --regexp "^ok +components .*\($top_builddir/stage\)"
    assert_line --regexp "^ok +loading .*mca_base_component_path says, too \($top_builddir/stage\)"
}

@test 'what is known is told at once, while a mosrun hangs' {
    mkdir bin
    printf '#!/bin/sh\necho $$ >>%q/pids\nexec sleep 60\n' "$PWD" >bin/mosrun
    chmod 755 bin/mosrun
    # shellcheck disable=SC2016 # for the other shell
    run emulated sh -c 'PATH=$PWD/bin:$PATH; exec timeout 3 "$1" doctor' sh "$program" 3>&-
    xargs kill <pids
    assert_failure 124
    assert_line --regexp '^ok +machine '
    refute_line --regexp '^[a-z]+ +(start|mailbox|ranks) '
}

@test 'an emulated cluster: nodes are compared; one takes no guests, or keeps its processes, or has vanished' {
    [ "$(id -u)" -eq 0 ] || skip 'only root can make hosts'
    emulated --nodes 2 true || skip 'hosts cannot be made here'
    # shellcheck disable=SC2016 # for the other shell
    run emulated --nodes 2 sh -c '
        "$1" doctor --nodes --json >healthy; echo $?
        mosctl block >/dev/null; "$1" doctor --json >block; echo $?; mosctl noblock
        mosctl stay >/dev/null; "$1" doctor --json >stay; echo $?; mosctl nostay
        try-node lose node2 >/dev/null; "$1" doctor --nodes --json >lose; echo $?' sh "$program"
    assert_output "$(printf '%s\n' 0 1 1 1)"
    said healthy ''
    for name in reached clocks cpus versions maps; do
        grep -q "\"check\": \"$name\", \"level\": \"ok\"" healthy || fail "$name: $(<healthy)"
    done
    said block 'guests warning'
    said stay 'guests warning'
    grep -q 'mosctl nostay' stay
    said lose 'nodes warning reached warning'
    grep -q '10.77.0.2: ."try-node: connect to host node2: No route' lose
}

@test 'hosts of a hostfile that differ from this node are named' {
    cat >agent <<'END'
#!/bin/sh
[ "$1" != lost ] || { echo "lost: no such host" >&2; exit 255; }
sh -c "$2" | case $1 in
alike) cat ;;
*) sed 's/4\.4\.3/4.4.2/; s/^=clock ./=clock 9/; s/ sse4_2//; s/^=map /&9/' ;;
esac
END
    chmod 755 agent
    printf '%s\n' alike 'other slots=2' >hosts
    run emulated "$program" doctor --hostfile hosts --agent "$PWD/agent" --json
    assert_failure 1
    assert_output --partial 'other lacks sse4_2'
    refute_output --partial 'alike has'
    named 'clocks warning cpus warning maps warning versions warning'
    echo lost >hosts
    run emulated env OMPI_MCA_plm_rsh_agent="$PWD/agent : ssh" "$program" doctor --hostfile hosts --quiet
    assert_failure 2
    assert_line --partial 'hosts cannot be asked:'
    assert_line --partial "remedy:  Make this work, without a password: \`$PWD/agent lost true\`"
    run "$program" doctor --hostfile nowhere
    assert_failure 3
    assert_output --partial '--hostfile nowhere: No such file'
    run "$program" doctor --nodes --root /usr
    assert_failure 3
}

@test 'a node without MOSIX: the first error says so' {
    command -v mosrun >/dev/null && skip 'this machine has MOSIX'
    run "$program" doctor --quiet
    assert_failure 2
    assert_line --regexp '^error +programs .*mosrun'
}

@test 'nothing is written but what mpirun writes for itself' {
    command -v strace >/dev/null || skip 'strace is missing'
    run emulated strace -o trace -e trace=openat,open,creat,mkdir,unlink,rename,mkdirat,unlinkat,renameat,renameat2,truncate,chmod,fchmodat,symlinkat \
        "$program" doctor
    assert_success
    run grep -e O_WRONLY -e O_RDWR -e O_CREAT -e '^mkdir' -e '^unlink' -e '^rename' -e chmod trace
    assert_output ''
}

@test 'of a root nothing is run' {
    command -v strace >/dev/null || skip 'strace is missing'
    mkdir -p root/usr/bin root/etc/openmpi
    for name in mosrun mosctl mossetpe nft iptables ompi_info; do
        printf '#!/bin/sh\n' >root/usr/bin/$name
        chmod 755 root/usr/bin/$name
    done
    touch root/etc/openmpi/openmpi-mca-params.conf
    run strace -f -qq -o trace -e trace=execve "$program" doctor --root root
    assert_failure 2
    assert_line --regexp '^error +setuid .*/usr/bin/mosrun'
    assert_equal "$(grep -c execve trace)" 1
    assert_line --regexp '^Not checked: .* a node that runs can ask them\.$'
}

@test 'every check is in the README, in the manual page, and has a meaning' {
    run bash -c "sed -n 's/^    {\"\\([a-z]*\\)\", .*/\\1/p' '$top_srcdir/contrib/openmpi-mosix/doctor/doctor_list.c'"
    assert_line ranks
    [ "${#lines[@]}" -ge 36 ]
    for name in "${lines[@]}"; do
        grep -q "^| \`$name\` |" "$top_srcdir/contrib/openmpi-mosix/README.md" || fail "README: $name"
        sed -n '/^.SS Checks of doctor/,/^.SS /p' "$top_srcdir/contrib/openmpi-mosix/openmpi-mosix.1" |
            grep -qw -- "$name" || fail "manual page: $name"
    done
}

@test 'wrong usage, and help' {
    run "$program" doctor --what
    assert_failure 3
    assert_output --partial 'openmpi-mosix doctor: unrecognized option'
    run "$program" doctor more
    assert_failure 3
    assert_output --partial 'unexpected argument "more"'
    run "$program" doctor --root /nowhere
    assert_failure 3
    run "$program" doctor --help
    assert_success
    assert_output --partial 'Examples:'
    run "$program" report --help
    assert_success
    run "$program" report a b
    assert_failure 2
}

@test 'a report holds what is needed, and neither the secret nor a user' {
    [ "$(id -u)" -eq 0 ] || skip 'only root can put a secret there'
    mkdir -p etc/mosix
    unshare --mount true 2>/dev/null || skip 'nothing can be mounted here'
    cp /etc/passwd passwd
    echo 'zaphodb:x:4242:4242:Z:/home/zaphodb:/bin/sh' >>passwd
    (umask 077 && printf 'vogon-poetry\n' >secret)
    # shellcheck disable=SC2016 # for the other shell
    run unshare --mount --propagation private bash -c '
        mount --bind "$PWD/passwd" /etc/passwd
        mkdir -p /run/mosix-etc && mount -t tmpfs none /run/mosix-etc && mkdir /run/mosix-etc/{upper,work}
        mount -t overlay none -o lowerdir=/etc,upperdir=/run/mosix-etc/upper,workdir=/run/mosix-etc/work /etc || exit 77
        mkdir -p /etc/mosix && cp -p secret /etc/mosix/secret && cp passwd /etc/passwd
        export USER=zaphodb OMPI_MCA_site_note=vogon-poetry,/home/zaphodb/x
        timeout 60 "$@" out.txt' sh "$top_srcdir/contrib/try" "$program" report
    [ "$status" -ne 77 ] || skip 'overlays cannot be mounted here'
    assert_success
    run grep -c -e vogon-poetry -e zaphodb out.txt
    assert_output 0
    for part in 'OMPI_MCA_site_note=\[secret\],/home/\[user\]/x' '^== Doctor ==' '^== Status ==' \
        '^== MOSIX ==' '^== Ranks ==' '^== Environment ==' '^== System ==' '^ok  *ranks' 'glibc'; do
        grep -q "$part" out.txt || fail "$part is missing"
    done
    assert_equal "$(stat -c %a out.txt)" 600
    # Nothing is overwritten.
    run "$program" report out.txt
    assert_failure 1
    assert_output --partial 'File exists'
}
