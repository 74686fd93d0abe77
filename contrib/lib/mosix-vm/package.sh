# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154,SC2034 # the parts share their variables
#
# Our package: built from this source tree as a user would, and installed by apt into an image. To
# be sourced by prepare, in a mount namespace of its own.

# Where the image keeps what is not in the package: the demo's program and the like.
extras_place=/usr/local/libexec/mosix-vm

# copy_tree FROM TO
copy_tree() {
    mkdir -p "$(dirname "$2")"
    logged "$log" "the copy of $1" cp -a --reflink=auto "$1" "$2"
    mount_kernel "$2"
}

# build_dependencies OPTION ROOT: those of the source in ROOT/build.
build_dependencies() {
    in_root "$2" apt-get -q "$1" --no-install-recommends --build-profiles=nocheck \
        build-dep /build/openmpi-mosix
}

# build_package ROOT: leaves the packages in ROOT/build. The unit tests are contrib/check's business.
build_package() {
    local root=$1
    logged "$log" 'apt-get build-dep' build_dependencies --yes "$root"
    in_root "$root" chown -R mpi: /build
    # shellcheck disable=SC2016 # for the shell inside
    logged "$log" dpkg-buildpackage in_root "$root" runuser -u mpi -- sh -ec '
        cd /build/openmpi-mosix && export HOME=/home/mpi DEB_BUILD_OPTIONS=nocheck
        dpkg-buildpackage -b -us -uc --build-profiles=nocheck -j"$(nproc)"'
    cp "$root"/build/*.deb "$new/"
    # What the demos need, from the build that made the package.
    cp "$root"/build/openmpi-mosix/debian/build/contrib/heat2d/{balance,heat2d} "$new/extras/"
    cp -L "$root/build/openmpi-mosix/debian/build/contrib/census/.libs/libmosix-btl-census.so" \
        "$new/extras/"
}

# build_threads ROOT: the library of cooperative threads needs the C library only, so it can be had
# and tried where the components cannot be built.
build_threads() {
    logged "$log" 'the build of libmosix-coop.so' in_root "$1" sh -ec '
        cd /build/openmpi-mosix/odls-mosix/coop
        gcc -shared -fPIC -O2 -fvisibility=hidden -pthread -D_GNU_SOURCE \
            -Wl,-z,now -Wl,-z,nodelete -o /build/libmosix-coop.so ./*.c -ldl'
    cp "$1/build/libmosix-coop.so" "$new/extras/"
}

# make_package: $package, a directory with what was built from the source of this hash.
make_package() {
    local new=$package.new openmpi
    [ -e "$package" ] && return
    rm -rf "$new"
    mkdir -p "$new/extras"
    copy_tree "$base/root" "$work/build"
    mkdir -p "$work/build/build/openmpi-mosix"
    tar -xf "$source" -C "$work/build/build/openmpi-mosix"
    openmpi=$(in_root "$work/build" ompi_info --version | head -n 1)
    # A later series may be among what the package is for; apt knows.
    if [[ $openmpi == *v4.1* ]] || build_dependencies --simulate "$work/build" >>"$log" 2>&1; then
        say "$distribution: building the package"
        build_package "$work/build"
    else
        say "$distribution: the package cannot be built for $openmpi;" \
            "$extras_place/libmosix-coop.so is all that will be installed"
        build_threads "$work/build"
    fi
    unmount_kernel "$work/build"
    rm -rf "$work/build"
    mv "$new" "$package"
}

# install_package ROOT: or, without a package, the allocator that it would bring.
install_package() {
    local root=$1
    if ! compgen -G "$package/openmpi-mosix_*.deb" >/dev/null; then
        logged "$log" 'apt install' in_root "$root" \
            apt-get -q -y --no-install-recommends install libjemalloc2
        return
    fi
    mkdir "$root/build"
    cp "$package"/openmpi-mosix_*.deb "$root/build/"
    logged "$log" 'apt install' in_root "$root" sh -ec 'cd /build &&
        apt-get -q -y --no-install-recommends install ./openmpi-mosix_*.deb'
    rm -rf "$root/build"
}

install_extras() {
    local root=$1
    mkdir -p "$root$extras_place"
    cp "$package"/extras/* "$root$extras_place/"
    install -m 755 "$parts/guest/on-node" "$root/usr/local/bin/"
    cp "$parts/guest/answer.c" "$root/tmp/"
    # It must run under mosrun whatever the C library calls there, so it does without one; and it
    # must be able to move, which MOSIX cannot do with the usual layout at 0x400000 [real].
    logged "$log" 'the build of answer.c' in_root "$root" gcc -Wall -O1 -static -nostdlib \
        -ffreestanding -fno-stack-protector -mgeneral-regs-only -Wl,-Ttext-segment=0x10000000 \
        -o "$extras_place/answer" /tmp/answer.c
    rm "$root/tmp/answer.c"
}

# image_recipe: text that changes when an image has to be made again, besides the source.
image_recipe() {
    declare -f build_package build_threads install_package install_extras write_image
    cat "$parts/guest/answer.c" "$parts/guest/on-node"
}

# is_image FILE: by the two bytes that tell ext4.
is_image() {
    [ "$(od -An -tx1 -j1080 -N2 -- "$1" 2>/dev/null)" = ' 53 ef' ]
}

# make_image: $image, a disk with the package installed.
make_image() {
    is_image "$image" && return
    say "$distribution: installing the package and writing the disk image"
    copy_tree "$base/root" "$work/root"
    install_package "$work/root"
    install_extras "$work/root"
    unmount_kernel "$work/root"
    write_image "$work/root" "$work/image"
    mkdir -p "$(dirname "$image")"
    mv "$work/image" "$image"
    rm -rf "$work/root"
    forget_old
}

# Images take space: the newest four of a distribution are kept, for those who switch between trees.
forget_old() {
    local old
    # shellcheck disable=SC2012 # the names are hashes
    ls -t "$(dirname "$image")" | tail -n +5 | while read -r old; do
        rm -f "$(dirname "$image")/$old"
    done
}
