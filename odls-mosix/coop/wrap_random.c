/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: random bytes. */
#include "coop_wrap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "coop_random.h"
#include "coop_report.h"

#define ENTROPY_MAX 256

/* glibc before 2.36 does not declare them. */
uint32_t arc4random(void);
void arc4random_buf(void *buffer, size_t size);
uint32_t arc4random_uniform(uint32_t bound);

COOP_WRAPPER ssize_t getrandom(void *buffer, size_t size, unsigned flags)
{
    return coop_answer_long(coop_random(buffer, size, flags));
}

COOP_WRAPPER int getentropy(void *buffer, size_t size)
{
    ssize_t got;

    if (size > ENTROPY_MAX) {
        return coop_answer(-EIO);
    }
    got = coop_random(buffer, size, 0);
    return coop_answer(got < 0 ? (int) got : 0);
}

/* These cannot fail, and nobody must get numbers that are not random. */
COOP_WRAPPER void arc4random_buf(void *buffer, size_t size)
{
    int rc = coop_random_fill(buffer, size);

    if (rc < 0) {
        coop_report(
            "arc4random() has no random numbers: cannot read /dev/urandom (%s). The process "
            "ends.",
            strerror(-rc));
        abort();
    }
}

COOP_WRAPPER uint32_t arc4random(void)
{
    uint32_t number;

    arc4random_buf(&number, sizeof(number));
    return number;
}

COOP_WRAPPER uint32_t arc4random_uniform(uint32_t bound)
{
    uint32_t number;

    if (bound < 2) {
        return 0;
    }
    /* The first 2^32 modulo BOUND numbers would make the small results more frequent. */
    do {
        number = arc4random();
    } while (number < -bound % bound);
    return number % bound;
}
