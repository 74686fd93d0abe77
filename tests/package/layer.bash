# SPDX-License-Identifier: BSD-3-Clause
#
# A root of one test's own, made at once: what the test changes lies in a layer over the root that all
# tests start from.

# lay_over BASE: such a root, in $root. Where the kernel permits no layers, it is a copy. BASE must not
# change as long as the test runs.
lay_over() {
    local layer=$BATS_TEST_TMPDIR/layer
    root=$BATS_TEST_TMPDIR/root
    mkdir -p "$root" "$layer/changed" "$layer/work"
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$layer/changed,workdir=$layer/work" "$root" 2>/dev/null ||
        cp -a --reflink=auto "$1/." "$root"
}

# remove_layer: the end of that root, if the test made one.
remove_layer() {
    [ ! -d "$BATS_TEST_TMPDIR/layer" ] || umount "$BATS_TEST_TMPDIR/root" 2>/dev/null || true
    rm -rf --one-file-system "$BATS_TEST_TMPDIR/root" "$BATS_TEST_TMPDIR/layer"
}
