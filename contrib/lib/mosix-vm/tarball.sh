# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154,SC2034 # the parts share their variables
#
# The user's tarball of MOSIX: is it one, is it whole? Nothing else is made before this is known.

# What a node cannot do without.
mosix_programs='mosrun mosenv mosd mosixd mosremoted mospostald mossetpe mosctl mosps mosmigrate'

# decompressor FILE: told by the first bytes, because names lie.
decompressor() {
    case $(od -An -tx1 -N4 -- "$1" | tr -d ' ') in
    425a68*) echo 'bzip2 -dc' ;;
    1f8b*) echo 'gzip -dc' ;;
    fd377a58) echo 'xz -dc' ;;
    *) echo cat ;;
    esac
}

# open_tarball FILE TAR: write the plain archive to TAR, and set mosix_version.
open_tarball() {
    local file=$1 tar=$2 reader list complaint program missing=''
    [ -n "$file" ] || refuse 'which MOSIX? Name its tarball: --mosix FILE, or MOSIX_TARBALL=FILE.
mosix-vm: MOSIX must not be passed on, so it is not part of this project; see --help'
    [ -e "$file" ] || refuse "$file: there is no such file"
    if [ ! -f "$file" ] || [ ! -r "$file" ]; then
        refuse "$file: this is not a file that can be read"
    fi

    reader=$(decompressor "$file")
    have "${reader%% *}" || refuse "$file needs ${reader%% *} to be unpacked"
    # shellcheck disable=SC2086 # a command and its option
    if ! complaint=$($reader -- "$file" 2>&1 >"$tar"); then
        # shellcheck disable=SC2086
        ! $reader -- "$file" >/dev/null 2>&1 ||
            refuse "$file could not be unpacked into $(dirname "$tar"): ${complaint##*$'\n'};
mosix-vm: TMPDIR=DIR names another place"
        refuse "$file is damaged: ${complaint##*$'\n'}"
    fi
    list=$(tar -tf "$tar" 2>/dev/null) ||
        refuse "$file is no tarball, or it is damaged: tar cannot read it to its end"
    for program in $mosix_programs; do
        grep -q "^\(\./\)\?[^/]*/$program\$" <<<"$list" || missing="$missing $program"
    done
    [ -z "$missing" ] || refuse "$file is not a tarball of MOSIX 4: it does not hold$missing"
    mosix_version=$(sed -n 's/^\(\.\/\)\?mosix-\([0-9][0-9.]*\)\/.*/\2/p; T; q' <<<"$list")
}
