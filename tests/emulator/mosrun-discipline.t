#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Every row of the discipline's table, in every mode and profile, as a real system call. With
# manual-2009 or 4.4.3 and -u no program reaches main(): mosrun-programs.bats tests that.

emulator=$top_builddir/contrib/emulator/bin
probe=$top_builddir/tests/emulator/probe_discipline

# What a C library from 2.35 on needs in order to start under MOSIX 4.4.3: its loader and its malloc
# make calls that end the process.
GLIBC_TUNABLES=glibc.pthread.rseq=0
export GLIBC_TUNABLES
for malloc in /usr/lib/*/libjemalloc.so.2 /usr/lib/*/libtcmalloc_minimal.so.4 \
    /usr/lib64/libjemalloc.so.2 /usr/lib64/libtcmalloc_minimal.so.4; do
    [ ! -e "$malloc" ] || break
done

# rows OPTION MODE PROFILE
rows() {
    preload=
    [ "$3" != 4.4.3 ] || preload=$malloc
    MOSIX_EMULATOR_DISCIPLINE=$3 LC_ALL=C LD_PRELOAD=$preload timeout 120 \
        "$emulator/mosenv" "$1" "$probe" "$2" "$3" 2>&1 </dev/null |
        sed "s/^\\(not \\)\\{0,1\\}ok -/& $3 $1:/"
    echo "end $3 $1"
}

{
    rows -e error modern
    rows -w report modern
    rows -u kill modern
    rows -e error manual-2009
    rows -w report manual-2009
    rows -e error 4.4.3
    rows -w report 4.4.3
} | awk '
    /^ok / { sub(/^ok/, "ok " ++number); print; seen++; next }
    /^not ok / { sub(/^not ok/, "not ok " ++number); print; seen++; next }
    /^end / {
        print (seen > 100 ? "ok " : "not ok ") ++number " - " $2 " " $3 ": the probe ended well"
        seen = 0
        next
    }
    { print "# " $0 }
    END { print "1.." number }'
