#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The rings of the code (mosix/README.md), by the symbols that objects need: code that is libc only
# refers to nothing of Open MPI, and prints nothing by itself. It may compose text, and write to a
# stream that its caller hands over.

# may_use MODULE: the code that stands outside of the ring, and what it may refer to.
may_use() {
    case $1 in
    # The glue of the components: Open MPI has its own ways to print.
    btl-mosix/btl_mosix_* | odls-mosix/odls_mosix_* | odls-mosix/guard/guard_mosix \
        | odls-mosix/prrte/prrte_mosix) echo openmpi ;;
    # An MPI program.
    contrib/heat2d/heat2d | contrib/heat2d/block | contrib/heat2d/balance) echo openmpi printing ;;
    # The code that talks to the user of the command, of the census and of the emulator.
    contrib/openmpi-mosix/openmpi_mosix | contrib/openmpi-mosix/registration) echo printing ;;
    contrib/openmpi-mosix/status) echo printing ;;
    contrib/openmpi-mosix/check/check | contrib/openmpi-mosix/check/explain) echo printing ;;
    contrib/openmpi-mosix/doctor/doctor | contrib/openmpi-mosix/doctor/report) echo printing ;;
    contrib/openmpi-mosix/node/node_apply | contrib/openmpi-mosix/node/node_check) echo printing ;;
    contrib/openmpi-mosix/node/node_setup | contrib/openmpi-mosix/node/node_undo) echo printing ;;
    contrib/openmpi-mosix/ps/ps | contrib/openmpi-mosix/ps/rank_order) echo printing ;;
    contrib/openmpi-mosix/ps/hostfile | contrib/openmpi-mosix/ps/rank_pass) echo printing ;;
    contrib/census/*) echo printing ;;
    contrib/emulator/*/main | contrib/emulator/*/box_home) echo printing ;;
    contrib/emulator/library/intercept) echo printing ;;
    esac
}

# "MODULE SYMBOL" for every undefined symbol of every object, "MODULE -" for the object itself.
undefined_symbols() {
    cd "$top_builddir" || exit
    for room in mosix btl-mosix odls-mosix contrib; do
        [ ! -d $room ] || find $room -name '*.o'
    done | while read -r object; do
        # dir/.libs/TARGET-name.o and dir/name.o are both of module dir/name.
        module=$(printf '%s\n' "$object" | sed 's,/\.libs/,/,; s,/[^/]*-\([^/-]*\)$,/\1,; s,\.o$,,')
        echo "$module -"
        symbols=$(${NM:-nm} -u "$object") || symbols='U nm_failed'
        printf '%s\n' "$symbols" | awk -v module="$module" 'NF { print module, $NF }'
    done | LC_ALL=C sort -u
}

openmpi='^(opal|orte|ompi|mca|prte|pmix|PMIx|MPI)_|^nm_failed$'
printing='^(stdout|stderr|(__)?v?printf(_chk)?|puts|putchar|perror|psignal|psiginfo'
printing="$printing|v?(warn|err)x?|error|v?syslog|__v?syslog_chk)\$"

# used PATTERN: which of the symbols of $module match.
used() {
    awk -v module="$module" '$1 == module { print $2 }' "$symbols" | grep -E "$1"
}

symbols=$(mktemp) || exit 1
trap 'rm -f "$symbols"' EXIT
undefined_symbols >"$symbols"
modules=$(awk '$2 == "-" { print $1 }' "$symbols")
number=0
for module in $modules; do
    number=$((number + 1))
    wrong=
    allowed=$(may_use "$module")
    case $allowed in *openmpi*) ;; *) wrong=$(used "$openmpi") ;; esac
    case $allowed in *printing*) ;; *) wrong="$wrong $(used "$printing")" ;; esac
    # shellcheck disable=SC2086,SC2116 # words
    wrong=$(echo $wrong)
    if [ -z "$wrong" ]; then
        echo "ok $number - $module${allowed:+ (may use: $allowed)}"
    else
        echo "not ok $number - $module refers to $wrong"
    fi
done
if [ $number -eq 0 ]; then
    echo "Bail out! no objects found below $top_builddir"
    exit 1
fi
echo "1..$number"
