#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Every Open MPI is found, here and in the root of an image; nothing of an image is run.

load ../lib/admin.bash

setup() {
    admin_setup
    root=$work/root
}

# A parameter file in the image.
put_conf() {
    mkdir -p "$root$1"
    debian_file >"$root$1/openmpi-mca-params.conf"
}

# registered_in DIRECTORY...: all of these, and no other file of the image, hold the block.
registered_in() {
    run bash -c "cd '$root' && grep -rl '^# >>> openmpi-mosix' . | sort"
    assert_output "$(printf '.%s/openmpi-mca-params.conf\n' "$@" | sort)"
}

@test "the places of all distributions, in an image" {
    local places=(/etc/openmpi /etc/openmpi-x86_64 /usr/lib64/openmpi/etc
        /usr/lib64/mpi/gcc/openmpi4/etc /opt/ohpc/pub/mpi/openmpi4-gnu12/4.1.6/etc
        /opt/openmpi-4.1.4/etc /usr/local/etc)
    for place in "${places[@]}"; do
        put_conf "$place"
    done
    run admin enable --root "$root"
    assert_success
    assert_equal "${#lines[@]}" "${#places[@]}"
    registered_in "${places[@]}"
    run admin status --root "$root" --quiet
    assert_success
    assert_output ''
    admin disable --quiet --root "$root"
    for place in "${places[@]}"; do
        cmp "$root$place/openmpi-mca-params.conf" <(debian_file)
    done
}

@test "an Open MPI that only a module file names" {
    put_conf /srv/mpi/etc
    mkdir -p "$root/etc/modulefiles/mpi"
    printf '#%%Module\nsetenv MPI_SYSCONFIG /srv/mpi/etc\n' \
        >"$root/etc/modulefiles/mpi/openmpi-x86_64"
    admin enable --quiet --root "$root"
    registered_in /srv/mpi/etc
}

@test "the file of Open MPI was removed: it is created next to the hostfile" {
    mkdir -p "$root/etc/openmpi"
    : >"$root/etc/openmpi/openmpi-default-hostfile"
    admin enable --quiet --root "$root"
    registered_in /etc/openmpi
    admin disable --quiet --root "$root"
    [ ! -e "$root/etc/openmpi/openmpi-mca-params.conf" ]
}

@test "prte-mca-params.conf where it exists" {
    put_conf /etc/openmpi
    admin enable --quiet --root "$root"
    [ ! -e "$root/etc/openmpi/prte-mca-params.conf" ]
    printf 'rmaps_default_mapping_policy = slot' >"$root/etc/openmpi/prte-mca-params.conf"
    cp "$root/etc/openmpi/prte-mca-params.conf" original
    admin enable --quiet --root "$root"
    grep -q '^# >>> openmpi-mosix' "$root/etc/openmpi/prte-mca-params.conf"
    admin disable --quiet --root "$root"
    cmp "$root/etc/openmpi/prte-mca-params.conf" original
}

@test "a directory that --conf names stands for both files in it" {
    put_conf /srv/etc
    cp -R "$root/srv/etc" original
    admin enable --quiet --root "$root" --conf /srv/etc
    registered_in /srv/etc
    echo 'rmaps_default_mapping_policy = slot' | tee original/prte-mca-params.conf \
        >"$root/srv/etc/prte-mca-params.conf"
    run admin enable --root "$root" --conf /srv/etc
    assert_success
    assert_line --regexp '/openmpi-mca-params.conf: already registered$'
    assert_line --regexp '/prte-mca-params.conf: registered$'
    run admin status --json --root "$root" --conf /srv/etc
    assert_success
    assert_equal "$(grep -o '"state": "registered"' <<<"$output" | wc -l)" 2
    admin disable --quiet --root "$root" --conf /srv/etc
    run diff -r original "$root/srv/etc"
    assert_success
}

@test "links of an image lead into the image" {
    put_conf /opt/site/etc
    mkdir -p "$root/etc" outside
    ln -s /opt/site/etc "$root/etc/openmpi"
    admin enable --quiet --root "$root"
    registered_in /opt/site/etc
    ln -s "$work/outside/conf" "$root/opt/site/escape"
    run admin enable --root "$root" --conf /opt/site/escape
    assert_failure 1
    [ ! -e outside/conf ]
    ln -s ../../../../../../../../outside "$root/opt/site/up"
    run admin enable --root "$root" --conf /opt/site/up/conf
    assert_failure 1
    run ls -A outside
    assert_output ''
}

@test "nothing of an image is run, nothing of this system is asked" {
    put_conf /etc/openmpi
    mkdir -p "$root/usr/bin"
    for where in "$root/usr/bin" "$work"; do
        printf '#!/bin/sh\ntouch "%s/it-was-run"\n' "$work" >"$where/ompi_info"
        chmod +x "$where/ompi_info"
    done
    export PATH=$work:$PATH MPI_SYSCONFIG=/etc/openmpi OMPI_MCA_odls_mosix_enable=never
    admin enable --quiet --root "$root"
    run admin status --root "$root"
    assert_success
    assert_output --partial 'not checked, because'
    refute_output --partial OMPI_MCA
    [ ! -e it-was-run ]
}

@test "a root with wildcards and blanks in its name" {
    root="$work/a *[x] ?"
    put_conf /etc/openmpi-x86_64
    put_conf /usr/lib64/mpi/gcc/openmpi4/etc
    admin enable --quiet --root "$root/"
    registered_in /etc/openmpi-x86_64 /usr/lib64/mpi/gcc/openmpi4/etc
}

@test "the block of the image's own package is the one that counts" {
    put_conf /etc/openmpi
    installed=$(strings -a "$program" | grep -o -m 1 '/[^ ]*/registered.conf$') || skip 'strings is missing'
    mkdir -p "$root${installed%/*}"
    printf '# head\n\nodls_mosix_grid_class = 5\n' >"$root$installed"
    timeout 60 "$program" enable --quiet --root "$root"
    grep -qx 'odls_mosix_grid_class = 5' "$root/etc/openmpi/openmpi-mca-params.conf"
    # A damaged one is an error, and this system's does not stand in for it.
    printf '# head\n\nbtl = mosix\n' >"$root$installed"
    run timeout 60 "$program" enable --quiet --root "$root"
    assert_failure 1
}

@test "version and components of an image are found from outside" {
    put_conf /etc/openmpi
    mkdir -p "$root/usr/lib/x/openmpi/lib/openmpi3"
    : >"$root/usr/lib/x/openmpi/lib/openmpi3/mca_btl_mosix.so"
    printf 'x\0v3.1.2\0dev4.1.9\0v4.1.4\0' >"$root/usr/lib/x/libopen-pal.so.40.30.2"
    ln -s libopen-pal.so.40.30.2 "$root/usr/lib/x/libopen-pal.so.40"
    run admin status --root "$root"
    assert_line 'Open MPI    4.1.4, found by /etc/openmpi'
    if is_series_5; then
        assert_line '  btl mosix   NOT loadable: built for Open MPI 5.0, and this is 4.1.4'
    else
        assert_line '  btl mosix   installed in /usr/lib/x/openmpi/lib/openmpi3'
    fi
    assert_line '  odls mosix  NOT installed in /usr/lib/x/openmpi/lib/openmpi3'
    : >"$root/usr/lib/x/libopen-pal.so.40.30.2"
    run admin status --root "$root"
    assert_line 'Open MPI    4.x, found by /etc/openmpi'
}

@test "no Open MPI: a message, and an exit status of its own" {
    mkdir "$root"
    for verb in enable disable status; do
        run admin "$verb" --root "$root"
        assert_failure 4
        assert_output --regexp '(no Open MPI was|none) found'
    done
}

@test "every ompi_info on PATH is asked; one that fails does not stop the others" {
    mkdir -p one two three site/etc other/etc
    debian_file >site/etc/openmpi-mca-params.conf
    for name in one two; do
        target=$([ "$name" = one ] && echo site || echo other)
        cat >"$name/ompi_info" <<EOF
#!/bin/sh
echo "$name \$1" >>$work/asked
[ "\$1" != --version ] || { echo 'Open MPI v4.1.$name'; exit; }
echo 'path:sysconfdir:$work/$target/etc'
EOF
    done
    printf '#!/bin/sh\nexit 127\n' >three/ompi_info
    chmod +x */ompi_info
    ln -s one alias
    PATH=$work/three:$work/one:$work/two:$work/one:$work/alias:$PATH run admin status
    assert_output --partial "Open MPI    4.1.one, found by $work/one/ompi_info"
    assert_output --partial "Open MPI    4.1.two, found by $work/two/ompi_info"
    assert_output --partial "$work/other/etc/openmpi-mca-params.conf: not registered (the file does"
    assert_equal "$(grep -c "found by $work/one" <<<"$output")" 1
    # The same program under another name is not asked again.
    assert_equal "$(grep -c '^one --path' asked)" 1
}

@test "one file that fails does not keep the others from being registered" {
    put_conf /etc/openmpi
    put_conf /etc/openmpi-x86_64
    printf '# <<< openmpi-mosix registered defaults <<<\n' \
        >"$root/etc/openmpi/openmpi-mca-params.conf"
    run admin enable --root "$root"
    assert_failure 3
    grep -q '^# >>> openmpi-mosix' "$root/etc/openmpi-x86_64/openmpi-mca-params.conf"
    mkdir "$root/etc/openmpi-aarch64"
    mkdir "$root/etc/openmpi-aarch64/openmpi-mca-params.conf"
    run admin enable --root "$root"
    assert_failure 1
}
