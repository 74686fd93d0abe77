/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The releases of MOSIX that differ for us. 2009: a kernel patch, a queue daemon, job IDs [doc]. 4:
 * at user level, by tracing system calls; its last release is 4.4.3 [doc4].
 */
#ifndef MOSIX_RELEASE_H
#define MOSIX_RELEASE_H

/* Numbers of a bit set, so that a table can say in which releases something exists. */
enum mosix_release {
    MOSIX_RELEASE_NONE = 0,
    MOSIX_RELEASE_2009 = 1,
    MOSIX_RELEASE_4 = 2,
    MOSIX_RELEASE_ANY = MOSIX_RELEASE_2009 | MOSIX_RELEASE_4
};

#endif
