/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Encoding and decoding the published record; see mosix_record.h for the contract.
 */
#include "mosix_record.h"

#include <errno.h>

#include "mosix_address.h"
#include "mosix_wire.h"

/* "MXr" and the version */
#define RECORD_MARK (0x0072584dU | (MOSIX_RECORD_VERSION << 24))
#define RECORD_MARK_MASK 0x00ffffffU

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
    if (!mosix_is_node(found.address.home) || found.address.pid == 0 ||
        found.address.pid > INT32_MAX) {
        return -EBADMSG;
    }
    *record = found;
    return 0;
}
