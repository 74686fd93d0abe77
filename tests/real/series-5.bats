#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Open MPI 5, as Debian 13 has it: this tree is built in a root of Debian 13, where the demo and some
# of the other tests run.

bats_load_library bats-support
bats_load_library bats-assert
load ../lib/debian.bash

# in_root SECONDS COMMAND...: as root in $root, with /proc, /dev and /sys, which end with the command.
in_root() {
    local seconds=$1
    shift
    timeout --kill-after=5 "$seconds" unshare --mount --propagation private --pid --fork \
        sh -c 'mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" &&
            mount --rbind /sys "$1/sys" && root=$1 && shift && exec chroot "$root" "$@"' \
        sh "$root" env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        OMPI_MCA_btl_tcp_disable_family=6 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null 3>&-
}

setup_file() {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    [ "$(id -u)" -eq 0 ] || skip 'roots of Debian are made by root only'
    command -v debootstrap >/dev/null || skip 'this needs debootstrap'
    unshare --mount true 2>/dev/null || skip 'mount namespaces are not permitted here'
    find_mirror
    root=$BATS_FILE_TMPDIR/root
    export root
    make_debian trixie "$root"
    apt-config dump --format '%f "%v";%n' Acquire >"$root/etc/apt/apt.conf.d/01host"
    echo '127.0.0.1 localhost' >"$root/etc/hosts"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    run in_root 600 sh -c 'apt-get -q update && apt-get -q -y --no-install-recommends install \
        bats bats-assert bats-support gcc libc6-dev libjemalloc2 libopenmpi-dev libseccomp-dev make \
        openmpi-bin pkg-config procps'
    assert_success
    mkdir "$root/source" "$root/build"
    tar -C "$top_srcdir" --exclude=./.git --exclude=./build -cf - . | tar -C "$root/source" -xf -
}

@test "configure takes series 5.0 and says what it declares itself; all builds without a warning" {
    run in_root 300 sh -c 'cd /build && /source/configure --enable-werror --disable-maintainer-mode'
    assert_success
    assert_output --regexp 'built for series +5\.0'
    assert_output --partial 'btl-mosix/pthreads for three that are missing'
    assert_output --regexp 'mosix-agent +yes'
    run in_root 600 make -s -C /build -j 2
    assert_success
}

@test "the demo ends as with Open MPI 4.1" {
    run in_root 120 env top_builddir=/build /source/contrib/demo -n 64
    assert_success
    assert_line --regexp \
        '^demo: 4 ranks under mosrun, [1-9][0-9]* messages by btl mosix, 0 by other BTLs$'
}

@test "messages of all sizes, collectives, and their order" {
    run in_root 600 sh -c 'make -s -C /build/tests/programs check && make -s -C /build/tests/messages \
        check TESTS="point-to-point.bats collectives.bats mailbox.bats"'
    assert_success
    assert_output --regexp '# PASS: +[1-9]'
}

@test "enable, a job, disable and uninstall leave the parameter files as they were" {
    run in_root 300 sh -c 'cp -a /etc/openmpi /before && make -s -C /build install >/dev/null &&
        openmpi-mosix enable --quiet &&
        grep -q "^odls_base_exec_agent = /.*/mosix-agent$" /etc/openmpi/prte-mca-params.conf &&
        mpirun --allow-run-as-root -n 1 --mca odls_mosix_verbose 1 true 2>&1 &&
        openmpi-mosix disable --quiet && make -s -C /build uninstall >/dev/null &&
        diff -r /before /etc/openmpi'
    assert_success
    assert_output --partial 'rank 0 of job 1 starts natively: '
}
