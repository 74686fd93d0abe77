/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The filters of a mailbox as MOSIX 4.4.3 lays them out [real]. `struct interested` has 40 bytes.
 */
#ifndef PROBE_FILTERS_H
#define PROBE_FILTERS_H

#define SIOCINTERESTED 0x8985
#define SIOCSTOREINTERESTS 0x8986
#define SIOCWHICH 0x8987

/* conditions */
#define WANT_PID 1
#define WANT_HOME 2
#define WANT_MINLEN 4
#define WANT_MAXLEN 8
#define WANT_PATTERN 16
#define WANT_MESSAGENO 32
#define WANT_OFFSET 64
#define PREVENT_REMOVAL 128

struct interested {
    unsigned char conditions;
    unsigned char testlen;
    int pid;
    unsigned int home;
    int minlen;
    int maxlen;
    int testoffset;
    unsigned char testdata[8];
    int msgno;
    int msgoffset;
};

struct interests {
    long count;
    struct interested *filters;
};

#endif
