# SPDX-License-Identifier: BSD-3-Clause
#
# What a C library of today needs under MOSIX 4.4.3, where its loader and its malloc make calls that
# end the process.

# find_allocator: sets $allocator, to be preloaded, and GLIBC_TUNABLES.
find_allocator() {
    export GLIBC_TUNABLES=glibc.pthread.rseq=0
    for allocator in /usr/lib/*/libjemalloc.so.2 /usr/lib/*/libtcmalloc_minimal.so.4 \
        /usr/lib64/libjemalloc.so.2 /usr/lib64/libtcmalloc_minimal.so.4; do
        [ ! -e "$allocator" ] || break
    done
    [ -e "$allocator" ] ||
        skip 'this C library needs another malloc under MOSIX 4.4.3 (Debian: libjemalloc2)'
}
