/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MOSIX 4.4.3 needs of the kernel and of the C library, by their versions. Libc only.
 */
#ifndef MOSIX_NEEDS_H
#define MOSIX_NEEDS_H

#include <stdbool.h>

/*
 * The word of the kernel's command line that turns the vDSO off, and the value of GLIBC_TUNABLES
 * that keeps glibc from registering rseq.
 */
#define MOSIX_VDSO_WORD "vdso=0"
#define MOSIX_RSEQ_TUNABLE "glibc.pthread.rseq=0"

/*
 * Whether a kernel, by its release as in `uname -r`, must be booted with vdso=0: 6.1 and 6.12 must,
 * otherwise every mosrun ends with "MOSRUN: Error #96"; 5.10 need not [real]. A text that is no
 * release counts as a new one.
 */
bool mosix_needs_vdso_off(const char *kernel);

/*
 * Whether mosd must be started with glibc.pthread.rseq=0 in GLIBC_TUNABLES, by the version of glibc
 * on its node: from 2.35 on. Otherwise every migration to that node hangs [real].
 */
bool mosix_needs_rseq_off(const char *libc);

/*
 * Whether a library with another malloc must be preloaded into ranks: from glibc 2.36 on, whose
 * malloc calls getrandom, which MOSIX does not know [real].
 */
bool mosix_needs_allocator(const char *libc);

/*
 * Whether a program can only be loaded on its home node: with glibc 2.33 to 2.38, whose loader gets
 * EFAULT from MOSIX for newfstatat with an empty path on any other node. 2.31 and 2.41 use fstat
 * and are loaded everywhere [real].
 */
bool mosix_needs_home_loading(const char *libc);

/* Where distributions keep such libraries, MOSRUN_ALLOCATORS among them: with colons between. */
#define MOSIX_LIBRARY_DIRECTORIES                                                                  \
    "/usr/lib/x86_64-linux-gnu:/lib/x86_64-linux-gnu:/usr/lib64:/lib64:/usr/lib:/lib:"             \
    "/usr/local/lib64:/usr/local/lib"

#endif
