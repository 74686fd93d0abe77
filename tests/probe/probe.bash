# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154 # variables of mosrun.bash
#
# Verbs of the tests that run a program under the emulator as under MOSIX 4.4.3.

load ../emulator/mosrun.bash

# To be called by setup(). The node is the one on which the lines were recorded.
probe_setup() {
    mosrun_setup
    export MOSIX_EMULATOR_PROFILE=4.4.3 MOSIX_EMULATOR_HOME=10.77.0.1
    probe=$top_builddir/tests/probe/probe
    sequences=$top_builddir/tests/probe/sequences/sequences
}

# other_malloc: the path of one that does not call getrandom, or nothing.
other_malloc() {
    ldconfig -p 2>/dev/null | awk '/libjemalloc\.so\.2|libtcmalloc_minimal\.so\.4/ { print $NF; exit }'
}

# under_mosix SECONDS PROGRAM...: with what programs of a newer C library than 2.31 need under MOSIX
# 4.4.3 [real]: no rseq, and another malloc, because that of 2.36 and later calls getrandom.
under_mosix() {
    local seconds=$1
    shift
    GLIBC_TUNABLES=glibc.pthread.rseq=0 LD_PRELOAD=$(other_malloc) \
        timeout --kill-after=5 "$seconds" "$mosenv" -e "$@" </dev/null
}
