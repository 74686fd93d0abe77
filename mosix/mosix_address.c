/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Addresses of nodes; see mosix_address.h for the contract.
 */
#include "mosix_address.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

bool mosix_is_node(uint32_t home)
{
    return home != 0 && home != UINT32_MAX;
}

/* One octet without sign, blank or leading zero; returns what follows it, or NULL. */
static const char *parse_octet(const char *text, uint32_t *octet)
{
    const char *start = text;
    uint32_t value = 0;

    while (isdigit((unsigned char) *text) && text - start < 3) {
        value = value * 10 + (uint32_t) (*text - '0');
        text++;
    }
    if (text == start || value > 255 || (*start == '0' && text - start > 1)) {
        return NULL;
    }
    *octet = value;
    return text;
}

int mosix_quad_parse(const char *text, uint32_t *home)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++) {
        uint32_t octet;

        if (i > 0 && *text++ != '.') {
            return -EINVAL;
        }
        text = parse_octet(text, &octet);
        if (text == NULL) {
            return -EINVAL;
        }
        value = (value << 8) | octet;
    }
    while (isspace((unsigned char) *text)) {
        text++;
    }
    if (*text != '\0' || !mosix_is_node(value)) {
        return -EINVAL;
    }
    *home = value;
    return 0;
}

char *mosix_quad_format(uint32_t home, char text[MOSIX_QUAD_SIZE])
{
    snprintf(text, MOSIX_QUAD_SIZE, "%u.%u.%u.%u", home >> 24, (home >> 16) & 255,
             (home >> 8) & 255, home & 255);
    return text;
}

int mosix_home_read(const char *path, uint32_t *home)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    return fd < 0 ? -errno : mosix_home_read_from(fd, home);
}

int mosix_home_read_from(int fd, uint32_t *home)
{
    char text[64];
    ssize_t size;

    do {
        size = read(fd, text, sizeof(text) - 1);
    } while (size < 0 && errno == EINTR);
    if (size < 0) {
        size = -errno;
    }
    close(fd);
    if (size < 0) {
        return (int) size;
    }
    text[size] = '\0';
    return mosix_quad_parse(text, home);
}
