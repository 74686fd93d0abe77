# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154,SC2034 # the parts share their variables
#
# What the images are made of, told by a hash, and who makes them if one is missing.

# source_files: what the package is made of. Of the tests only what automake reads.
source_files() {
    tree_files | awk '
        /^tests\// && !/\.am$/ { next }
        /^contrib\/(check$|mosix-vm$|lib\/mosix-vm\/)/ { next }
        { print }'
}

# pack_source TAR: the same tree gives the same bytes.
pack_source() {
    (cd -- "$source" && source_files | LC_ALL=C sort |
        tar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u+w,go=rX \
            -cf "$1" --verbatim-files-from -T -) ||
        die "the source tree $source could not be packed"
}

# remove_work: what an image was made of that could not be finished. The lock tells that the maker
# is gone, and with it all that it had mounted there.
remove_work() {
    as_root flock -w 10 "$cache/$distribution/lock" rm -rf "$cache/$distribution/work"
    making=''
}

# make_images: set base and image, and make what is not there, as root.
make_images() {
    local packed of maker=()
    packed=$(hash_of <"$run/source.tar")
    of=$( (base_recipe && image_recipe && echo "$packed") | hash_of)
    base=$cache/$distribution/base
    image=$cache/$distribution/images/$of
    ! is_image "$image" || [ ! -e "$base/made-of" ] || { touch -c "$image" 2>/dev/null; return; }
    check_makers
    mkdir -p "$cache" || refuse "--cache $cache: this directory cannot be made"
    # Not as_root, which is a shell: that would outlive this one.
    [ "$(id -u)" -eq 0 ] || maker=(sudo)
    making=yes
    "${tied[@]}" "${maker[@]}" "${tied[@]}" unshare --mount --pid --fork --kill-child=KILL --mount-proc \
        "$parts/prepare" "$distribution" "$cache" "$run/source.tar" "$packed" "$of" </dev/null &
    helpers+=($!)
    wait "$!" || die "the images for $distribution could not be made; see above"
    helpers=() making=''
}
