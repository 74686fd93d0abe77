#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The tree as somebody finds it who opens it: few things at its top, and nothing too long to read.

bats_load_library bats-support
bats_load_library bats-assert

setup() {
    cd "$top_srcdir"
}

# The files of the project: those that git knows, or all of an unpacked tarball.
project_files() {
    git ls-files 2>/dev/null || find . -type f | sed 's,^\./,,'
}

# Those that somebody wrote by hand to be read by a compiler, a shell, make, awk or bats.
sources() {
    project_files | grep -E '(\.(c|h|bats|bash|sh|t|awk|am|ac|m4|in|py)|^contrib/[a-z]+)$' |
        grep -vE '^build[^/]*/|^aclocal\.m4$|^m4/(libtool|lt)|(^|/)Makefile\.in$'
}

# The functions of $1 that are longer than 80 lines. In our format the braces of functions, and of
# nothing else that opens on a line of its own, stand in the first column.
long_functions() {
    awk '/^\{/ { start = FNR }
        /^\}/ && start {
            if (FNR - start + 1 > 80) {
                print FILENAME ":" start ": " FNR - start + 1 " lines"
            }
            start = 0
        }' "$@"
}

@test 'just what CONTRIBUTING.md lists stands at the top' {
    git rev-parse --is-inside-work-tree >/dev/null 2>&1 ||
        skip 'this is not a clone, so nothing tells which files are of the project'
    # The names in the first cells of the table whose head is "| at the top |".
    awk '/^\| at the top \|/ { inside = 1 } !/^\|/ { inside = 0 } inside' CONTRIBUTING.md |
        cut -d '|' -f 2 | grep -o '`[^`]*`' | tr -d '`' | sed 's,/$,,' | sort \
        >"$BATS_TEST_TMPDIR/listed"
    [ -s "$BATS_TEST_TMPDIR/listed" ] || fail 'CONTRIBUTING.md has no table "| at the top | …"'
    git ls-files | cut -d/ -f1 | sort -u >"$BATS_TEST_TMPDIR/there"
    run diff "$BATS_TEST_TMPDIR/listed" "$BATS_TEST_TMPDIR/there"
    assert_output ''
}

@test 'no source file is longer than 500 lines' {
    run sources
    assert_line btl-mosix/btl_mosix_module.c
    assert_line contrib/check
    run sh -c 'xargs awk "FNR == 501 { print FILENAME }"' < <(sources)
    assert_output ''
}

@test 'no line is longer than lintian allows' {
    # The one file that has longer ones stands in debian/source/lintian-overrides.
    run awk 'length > 512 { print FILENAME ":" FNR ": " length }' NEWS \
        $(sources; project_files | grep '\.md$' | grep -v '^contrib/emulator/README\.md$')
    assert_output ''
}

@test 'no C function is longer than 80 lines' {
    {
        printf 'int long_one(void)\n{\n'
        yes '    call();' | head -n 79
        printf '}\n'
    } >"$BATS_TEST_TMPDIR/long.c"
    run long_functions "$BATS_TEST_TMPDIR/long.c"
    assert_output "$BATS_TEST_TMPDIR/long.c:2: 81 lines"
    # shellcheck disable=SC2046 # names without spaces
    run long_functions $(sources | grep '\.c$')
    assert_output ''
}

# unlisted README FOLDER...: the sources in these folders whose names the README does not have.
unlisted() {
    local readme=$1
    local name
    shift
    for name in $(cd "$top_srcdir" && for folder; do ls "$folder"; done | grep -E '\.(c|h|sh)$' | sort -u); do
        grep -qE "(^|[^a-z_])${name%.*}([^a-z_]|\$)" "$readme" || echo "$name"
    done
}

@test 'every README with a table of files names all of them' {
    echo '| `known.[ch]` |' >"$BATS_TEST_TMPDIR/README.md"
    mkdir "$BATS_TEST_TMPDIR/folder"
    touch "$BATS_TEST_TMPDIR/folder/known.c" "$BATS_TEST_TMPDIR/folder/unknown.c"
    run unlisted "$BATS_TEST_TMPDIR/README.md" "$BATS_TEST_TMPDIR/folder"
    assert_output unknown.c
    run unlisted mosix/README.md mosix
    assert_output ''
    run unlisted btl-mosix/README.md btl-mosix
    assert_output ''
    run unlisted odls-mosix/README.md odls-mosix odls-mosix/mosrun
    assert_output ''
    run unlisted odls-mosix/coop/README.md odls-mosix/coop
    assert_output ''
    run unlisted contrib/openmpi-mosix/README.md contrib/openmpi-mosix contrib/openmpi-mosix/check \
        contrib/openmpi-mosix/doctor contrib/openmpi-mosix/hosts contrib/openmpi-mosix/node \
        contrib/openmpi-mosix/ps
    assert_output ''
    run unlisted contrib/lib/mosix-vm/README.md contrib/lib/mosix-vm contrib/lib/mosix-vm/guest
    assert_output ''
}

@test 'tests/open-mpi-5.md has every test that Open MPI 5 skips, and no other' {
    cd tests
    run diff <(grep '^| [a-z]*/' open-mpi-5.md) <(LC_ALL=C && awk -f lib/only-series-4.awk */*.bats)
    assert_output ''
    run grep -c '^| launch/' open-mpi-5.md
    refute_output 0
}

@test "debconf's question is what its translations were made from" {
    command -v debconf-updatepo >/dev/null || skip 'debconf-updatepo is missing (Debian: po-debconf)'
    cp -R debian "$BATS_TEST_TMPDIR"
    # It takes $srcdir, which make sets, for the directory of po.
    (cd "$BATS_TEST_TMPDIR" && env -u srcdir debconf-updatepo)
    for po in "$BATS_TEST_TMPDIR"/debian/po/*.po; do
        run env LC_ALL=C msgfmt --check --statistics -o /dev/null "$po"
        assert_success
        refute_output --regexp 'fuzzy|untranslated|obsolete'
        # Apart from the hour at which the template was read.
        run diff <(grep -v '^"POT-Creation-Date' "debian/po/${po##*/}") <(grep -v '^"POT-Creation-Date' "$po")
        assert_output ''
    done
}
