#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What configure tells somebody whose machine lacks something.

bats_load_library bats-support
bats_load_library bats-assert
load ../lib/known.bash

setup() {
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    cd "$BATS_TEST_TMPDIR"
}

configure() {
    known_of_compiler known
    run timeout 300 "$top_srcdir/configure" --cache-file="$PWD/known" "$@"
}

# An ompi_info of an Open MPI without developer headers, as RPM distributions have it.
fake_ompi_info() {
    mkdir -p prefix/bin
    cat >prefix/bin/ompi_info <<END
#!/bin/sh
case \$* in
--version) echo "Open MPI v$1" ;;
*) echo "path:\$2:$PWD/prefix/\$2" ;;
esac
END
    chmod +x prefix/bin/ompi_info
}

@test 'no Open MPI at all: the package and the option are named' {
    configure OMPI_INFO=/nowhere/ompi_info
    assert_failure
    assert_output --partial '/nowhere/ompi_info does not print the version of Open MPI'
    mkdir empty
    configure --with-openmpi="$PWD/empty"
    assert_failure
    assert_output --partial 'ompi_info was not found'
    assert_output --partial 'openmpi-bin'
    assert_output --partial '--with-openmpi=PREFIX'
}

@test 'no developer headers: package and options are named' {
    fake_ompi_info 4.1.4
    configure --with-openmpi="$PWD/prefix"
    assert_failure
    assert_output --partial 'libopenmpi-dev'
    assert_output --partial '--with-openmpi-source=DIR'
    assert_output --partial '--with-devel-headers'
}

@test 'no pkg-config, and so no headers: pkg-config is named' {
    fake_ompi_info 4.1.4
    configure OMPI_INFO="$PWD/prefix/bin/ompi_info" ac_cv_path_PKG_CONFIG= \
        ac_cv_path_ac_pt_PKG_CONFIG=
    assert_failure
    assert_output --partial 'pkg-config is missing'
    refute_output --partial 'libopenmpi-dev'
}

@test 'headers of one series, ompi_info of another: refused with both named' {
    fake_ompi_info 5.0.7
    configure OMPI_INFO="$PWD/prefix/bin/ompi_info"
    assert_failure
    assert_output --partial 'the headers are of Open MPI 4.1'
    assert_output --partial 'Open MPI 5.0.7'
}

@test '--with-openmpi and --with-openmpi-source refuse what they cannot use' {
    configure --with-openmpi=/nowhere
    assert_failure
    assert_output --partial '--with-openmpi=/nowhere: there is no such directory'
    configure --with-openmpi-source="$PWD"
    assert_failure
    assert_output --partial 'no opal/include/opal_config.h in it'
    configure --with-component-dir=relative
    assert_failure
    assert_output --partial 'absolute directory'
}

@test '--with-mosix=require is an error without MOSIX, and only then' {
    [ ! -e /proc/mosix/mosip ] || skip 'this machine runs MOSIX'
    configure --with-mosix=require
    assert_failure
    assert_output --partial 'neither "mossetpe -r" nor /proc/mosix/mosip tells an address'
    mkdir bin
    printf '#!/bin/sh\necho "This MOSIX node is: 10.0.0.1 (node1)"\n' >bin/mossetpe
    chmod +x bin/mossetpe
    PATH=$PWD/bin:$PATH configure --with-mosix=require
    assert_success
    assert_output --regexp 'MOSIX on this host +yes, 4'
    configure --with-mosix=perhaps
    assert_failure
    assert_output --partial 'the only value is "require"'
}

@test 'without MOSIX and without libseccomp the components are built all the same' {
    # Nothing of it runs, so nothing need be optimized.
    configure --disable-emulator CFLAGS=-O0
    assert_success
    assert_output --regexp 'MOSIX on this host +no \(components are built all the same\)'
    assert_output --regexp 'emulator +no'
    run timeout 300 make -s -j2
    assert_success
    [ -f btl-mosix/.libs/mca_btl_mosix.so ]
    [ -f odls-mosix/.libs/mca_odls_mosix.so ]
}
