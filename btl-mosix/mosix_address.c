/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Addresses of nodes and ranks; see mosix_address.h for the contract.
 */
#include "mosix_address.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "mosix_wire.h"

/* "MXr" and the version */
#define RECORD_MARK (0x0072584dU | (MOSIX_RECORD_VERSION << 24))
#define RECORD_MARK_MASK 0x00ffffffU

static bool is_node(uint32_t home)
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
    if (*text != '\0' || !is_node(value)) {
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
    char text[64];
    ssize_t size;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return -errno;
    }
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

void mosix_record_encode(const struct mosix_record *record, uint8_t bytes[MOSIX_RECORD_SIZE])
{
    mosix_put_le32(bytes, RECORD_MARK);
    mosix_put_le32(bytes + 4, record->address.home);
    mosix_put_le32(bytes + 8, record->address.pid);
    mosix_put_le32(bytes + 12, record->architecture);
    mosix_put_le64(bytes + 16, record->address.cookie);
}

int mosix_record_decode(const void *bytes, size_t size, struct mosix_record *record)
{
    const uint8_t *at = bytes;
    struct mosix_record found;
    uint32_t mark;

    if (size < sizeof(mark)) {
        return -EBADMSG;
    }
    mark = mosix_get_le32(at);
    if ((mark & RECORD_MARK_MASK) != (RECORD_MARK & RECORD_MARK_MASK)) {
        return -EBADMSG;
    }
    if (mark != RECORD_MARK) {
        return -EPROTONOSUPPORT;
    }
    if (size != MOSIX_RECORD_SIZE) {
        return -EBADMSG;
    }
    found.address.home = mosix_get_le32(at + 4);
    found.address.pid = mosix_get_le32(at + 8);
    found.architecture = mosix_get_le32(at + 12);
    found.address.cookie = mosix_get_le64(at + 16);
    if (!is_node(found.address.home) || found.address.pid == 0 || found.address.pid > INT32_MAX) {
        return -EBADMSG;
    }
    *record = found;
    return 0;
}
