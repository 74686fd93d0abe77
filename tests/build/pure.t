#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The rings of the house: what is called pure uses nothing of Open MPI.

# All objects of the two components but those of the glue, which carry the component's name.
pure_objects() {
    find "$top_builddir/mosix" "$top_builddir/btl-mosix" "$top_builddir/odls-mosix" -path '*/.libs/*' -name '*.o' \
        ! -name '*btl_mosix_*.o' ! -name '*odls_mosix_la-odls_mosix_*.o' \
        ! -path '*/coop/*' | sort
}

set -- $(pure_objects)
if [ $# -eq 0 ]; then
    echo "Bail out! no pure objects found below $top_builddir"
    exit 1
fi

echo "1..$#"
number=0
for object do
    number=$((number + 1))
    # shellcheck disable=SC2086 # nm and its options
    symbols=$(${NM:-nm} -u "$object") || symbols=' nm_failed opal_'
    used=$(printf '%s\n' "$symbols" | grep -E ' (opal|orte|ompi|mca|pmix)_|nm_failed')
    if [ -z "$used" ]; then
        echo "ok $number - ${object##*/} needs nothing of Open MPI"
    else
        echo "not ok $number - ${object##*/} needs nothing of Open MPI"
        echo "$used" | sed 's/^/# /'
    fi
done
