#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The grammar of the manual of 2009: a test for each row of the table of options, and what is
# refused.

setup() {
    load mosrun.bash
    mosrun_setup
    manual_of_2009
}

@test "-r{hostname}" {
    accepts -rnode-7.example.org
    accepts -r10.0.0.7
    refuses "option -r{hostname}: the value is missing" -r /bin/true
    refuses "'-x' is malformed" -r-x /bin/true
    refuses "'a b' is malformed" '-ra b' /bin/true
    refuses 'option -r{hostname} is given twice' -ra -rb /bin/true
}

@test "-{a.b.c.d}" {
    accepts -10.0.0.7
    refuses "'10.0.0.256' is not allowed" -10.0.0.256 /bin/true
    refuses "'10.0.0' is malformed" -10.0.0 /bin/true
    refuses "'10.0.0.7.1' is malformed" -10.0.0.7.1 /bin/true
}

@test "-{n}" {
    accepts -1
    accepts -700
    refuses "'0' is not allowed" -0 /bin/true
    refuses "'7x' is malformed" -7x /bin/true
    refuses "'99999999999999999999' is not allowed" -99999999999999999999 /bin/true
}

@test "-h" {
    accepts -h
    refuses "unknown option '-hx'" -hx /bin/true
}

@test "-b" {
    accepts -b
    refuses "unknown option '-b1'" -b1 /bin/true
}

@test "-jID1-ID2[,ID3-ID4]..." {
    accepts -j1-5
    accepts -j1-5,9-12,10.0.0.1-10.0.0.9,mos1-mos4
    refuses "'5-1' is not allowed" -j5-1 /bin/true
    refuses "'1-5,' is malformed" -j1-5, /bin/true
    refuses "'1-' is malformed" -j1- /bin/true
    refuses 'the value is missing' -j /bin/true
}

@test "-G[{class}]" {
    accepts -G
    accepts -G0
    accepts -G17
    refuses "'-1' is malformed" -G-1 /bin/true
    refuses "'x' is malformed" -Gx /bin/true
    refuses "'2147483648' is not allowed" -G2147483648 /bin/true
}

@test "-F" {
    accepts -F
    accepts -F -rnode
}

@test "-L and -l" {
    accepts -L
    accepts -l
    refuses 'options -L and -l contradict each other' -l -L /bin/true
}

@test "-D{timespec}: the nine forms" {
    local form
    for form in 01:02:03 12:30 3d 4h 5m 1d2h3m 1d2h 1d3m 2h3m; do
        accepts "-D$form"
    done
}

@test "-D{timespec}: other forms" {
    local form
    for form in 5 1: :5 1:2:3:4 1d2d 1m2h 3m1d 1h2d d 1d2 1s 1:2m -1d; do
        refuses "'$form' is malformed" "-D$form" /bin/true
    done
    refuses 'the value is missing' -D /bin/true
}

@test "-A{minutes}" {
    accepts -A10
    refuses "'0' is not allowed" -A0 /bin/true
    refuses 'the value is missing' -A /bin/true
}

@test "-N{max}" {
    accepts -N0
    accepts -N3
    refuses "'three' is malformed" -Nthree /bin/true
}

@test "-q[{pri}] and -Q[{pri}]" {
    accepts -q
    accepts -q0
    accepts -Q50
    accepts -Q
    refuses "'-5' is malformed" -q-5 /bin/true
    refuses 'options -q[{pri}] and -Q[{pri}] contradict each other' -q -Q5 /bin/true
}

@test "-P{parallel_processes}" {
    accepts -P4
    refuses "'0' is not allowed" -P0 /bin/true
    refuses 'the value is missing' -P /bin/true
}

@test "-J{JobID} with a number" {
    accepts -J0
    accepts -J2147483647
    refuses "'2147483648' is not allowed" -J2147483648 /bin/true
    refuses "'-1' is malformed" -J-1 /bin/true
    refuses 'the value is missing' -J /bin/true
}

@test "-J{JobID} with a token of \$HOME/.jobids" {
    printf 'a line of no use\n17 weather\n  18\tclimate  \n99999999999 big\n' >"$HOME/.jobids"
    run_mosrun -Jweather env
    assert_line 'MOSIX_EMULATOR_JOBID=17'
    run_mosrun -Jclimate env
    assert_line 'MOSIX_EMULATOR_JOBID=18'
    complains "'weath' is not a number and not in $HOME/.jobids" -Jweath /bin/true
    complains "'big' is not a number and not in" -Jbig /bin/true
    rm "$HOME/.jobids"
    complains 'No such file or directory' -Jweather /bin/true
}

@test "-m{mb}" {
    accepts -m512
    refuses "'1G' is malformed" -m1G /bin/true
    refuses 'the value is missing' -m /bin/true
}

@test "-d {0-10000}" {
    accepts -d 0
    accepts -d 10000
    accepts -d500
    refuses "'10001' is not allowed" -d10001 /bin/true
    refuses "'10001' is not allowed" -d 10001 /bin/true
    refuses "'/bin/true' is malformed" -d /bin/true
    refuses 'the value is missing' -d
}

@test "-c and -n" {
    accepts -c
    accepts -n
    refuses 'options -c and -n contradict each other' -c -n /bin/true
}

@test "-z" {
    accepts -z
    refuses "unknown option '-z1'" -z1 /bin/true
}

@test "-e, -u and -w" {
    accepts -e
    accepts -u
    accepts -w
    accepts -e -w
    refuses 'options -e and -u contradict each other' -u -e /bin/true
    refuses 'options -u and -w contradict each other' -w -u /bin/true
}

@test "-t and -T" {
    accepts -t
    accepts -T
    refuses 'options -t and -T contradict each other' -T -t /bin/true
}

@test "-E[/{cwd}] and -M[/{cwd}]" {
    accepts -E
    accepts -E/tmp
    accepts -M
    accepts -M/tmp
    refuses "'tmp' is malformed" -Etmp /bin/true
    refuses "'.' is malformed" -M. /bin/true
    refuses 'contradict each other' -E -M /bin/true
}

@test "-i" {
    accepts -i
    accepts -E -i
}

@test "-C{filename}" {
    accepts -Csave.4 -N3
    refuses 'the value is missing' -C /bin/true
}

@test "-X{/directory}: ten of them, attached or not" {
    accepts -X/a -X /b -X/c -X/d -X/e -X/f -X/g -X/h -X/i -X/j
    refuses 'more than 10 directories' \
        -X/a -X/b -X/c -X/d -X/e -X/f -X/g -X/h -X/i -X/j -X/k /bin/true
}

@test "-X{/directory}: what it must not be" {
    local directory
    for directory in /etc /proc/self /sys /dev/shm //etc/ /./proc /tmp/../etc /tmp/a..b; do
        refuses "'$directory' is not allowed" "-X$directory" /bin/true
    done
    refuses "'tmp' is malformed" -Xtmp /bin/true
    accepts -X/etcetera -X/home/etc
    accepts "-X/$(printf 'a%.0s' {1..255})"
    refuses 'is not allowed' "-X/$(printf 'a%.0s' {1..256})" /bin/true
}

@test "-S{maxjobs}" {
    complains '-S{maxjobs} is accepted, but the emulator cannot do it' -S5 commands
    complains '-S{maxjobs} is accepted' -S30000 -q -e commands,failed
    refuses "'0' is not allowed" -S0 commands
    refuses "'30001' is not allowed" -S30001 commands
    refuses 'needs one word: commands-file' -S5
    refuses 'needs one word: commands-file' -S5 commands more
    refuses 'needs one word: commands-file' -S5 ,failed
}

@test "-R{filename} and -O{fd=filename}" {
    complains '-R{filename} is accepted, but the emulator cannot do it' -Rckpt.1 -h
    complains '-R{filename} is accepted' -Rckpt.1 -O1=oldstdout,2=oldstderr,5=tmpfile
    complains '-R{filename} is accepted' -Rckpt.1 -O@1=file,with,commas@2=x
    refuses "'1' is malformed" -Rckpt.1 -O1
    refuses "'1=' is malformed" -Rckpt.1 -O1=
    refuses "'1=a,' is malformed" -Rckpt.1 -O1=a,
    refuses "'x=a' is malformed" -Rckpt.1 -Ox=a
    refuses "'1024=a' is not allowed" -Rckpt.1 -O1024=a
    refuses 'only allowed with -R{filename}' -O1=a /bin/true
    refuses 'option -e is not allowed with -R{filename}' -Rckpt.1 -e
    refuses '-R{filename} takes no program' -Rckpt.1 /bin/true
    refuses 'the value is missing' -R
}

@test "-I{filename}" {
    complains '-I{filename} is accepted, but the emulator cannot do it' -Ickpt.1
    refuses 'option -h is not allowed with -I{filename}' -Ickpt.1 -h
    refuses '-I{filename} takes no program' -Ickpt.1 /bin/true
    refuses 'contradict each other' -Ickpt.1 -Rckpt.1
}

@test "-g" {
    accepts -g -e
    accepts -g
}

@test "places to start at contradict each other" {
    local option
    for option in -rnode -10.0.0.1 -7 -j1-5; do
        refuses 'contradict each other' -h "$option" /bin/true
        refuses 'contradict each other' "$option" -b /bin/true
    done
    refuses 'is given twice' -7 -10.0.0.1 /bin/true
}

@test "all options at once" {
    accepts -g -rnode -F -L -G2 -D1d2h3m -A5 -N3 -q50 -P4 -J9 \
        -m64 -d 100 -c -z -e -t -M/tmp -i -Cx -X/tmp
}

@test "what is not an option" {
    refuses "unknown option '-y'" -y /bin/true
    refuses "unknown option '-'" - /bin/true
    refuses "unknown option '--'" -- /bin/true
    refuses "unknown option '--help'" --help
    refuses "unknown option '-#'" '-#' /bin/true
    refuses "unknown option" $'-\xff' /bin/true
}

@test "options are not bundled" {
    refuses "unknown option '-Le'" -Le /bin/true
}

@test "no program" {
    refuses 'the program is missing'
    refuses 'the program is missing' -e
    refuses 'the program is missing' -d 100
}

@test "options end at the program" {
    run_mosrun printf '<%s>' -e -y --
    assert_success
    assert_output '<-e><-y><-->'
}

@test "mosenv has the same grammar" {
    run "$mosenv" -y
    assert_failure 1
    assert_line --index 0 "mosenv: unknown option '-y'"
    run "$mosenv" -e -G -L echo one
    assert_success
    assert_output one
}
