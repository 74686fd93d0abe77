# SPDX-License-Identifier: BSD-3-Clause
#
# The release tarball of this tree, which all tests of packages start from. They may run at the same time;
# the first one makes it.

# is_new FILE: nothing in the source tree is newer. Of a tree that was built in place nobody can tell.
is_new() {
    [ -f "$1" ] && [ "$top_srcdir" != "$top_builddir" ] && [ -z "$(find "$top_srcdir" -path "$top_srcdir/.git" -prune -o -path "$top_builddir" -prune \
        -o -type f -newer "$1" -print -quit)" ]
}

. "$top_srcdir/tests/lib/known.bash"

# pack DIRECTORY: makes the tarball there. A build directory of its own, because nothing that a build leaves in
# one may get into the tarball. Nobody keeps it, so it need not be small.
pack() {
    rm -rf "$1/build"
    mkdir "$1/build"
    cd "$1/build" || return
    touch started
    known_of_compiler known
    quietly 120 "$top_srcdir/configure" --quiet --cache-file="$PWD/known"
    quietly 120 env XZ_OPT=-1 make -s dist
    touch -r started "${tarball##*/}"
    mv "${tarball##*/}" "$tarball"
}

# make_tarball: in $tarball, which the tests of the file see as well.
make_tarball() {
    local directory=$top_builddir/tests/package/dist version
    version=$(sed -n 's/^AC_INIT(\[openmpi-mosix\], \[\([^]]*\)\].*/\1/p' "$top_srcdir/configure.ac")
    tarball=$directory/openmpi-mosix-$version.tar.xz
    export tarball
    mkdir -p "$directory"
    exec 8>"$directory/lock"
    flock 8
    if ! is_new "$tarball"; then
        (pack "$directory")
    fi
    exec 8>&-
}
