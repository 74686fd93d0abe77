/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Everything but user data that ranks send each other, as bytes: `wire write` puts one of each
 * on standard output, and `wire read` checks that standard input holds just those. byteorder.bats
 * has machines of both byte orders exchange them.
 */
#include <stdio.h>
#include <string.h>

#include "mosix_batch.h"
#include "mosix_frame.h"
#include "mosix_put.h"
#include "mosix_record.h"

enum { ENTRY = 5, PUT_DATA = 3 };

struct wire {
    uint8_t record[MOSIX_RECORD_SIZE];
    uint8_t header[MOSIX_FRAME_SIZE];
    uint8_t batch[MOSIX_BATCH_ENTRY_HEADER + MOSIX_BATCH_ALIGN];
    uint8_t put[MOSIX_PUT_HEADER + PUT_DATA];
};

static const struct mosix_record record = {
    .address = {.cookie = UINT64_C(0x1122334455667788), .home = 0x0a000102, .pid = 4711},
    .architecture = 0x12345678,
};

static const struct mosix_frame frame = {
    .cookie = UINT64_C(0x99aabbccddeeff01),
    .source = {.home = 0x0a000102, .pid = 4711, .stream = 0x01020304},
    .sequence = 0xfffefdfc,
    .payload_size = MOSIX_BATCH_ENTRY_HEADER + MOSIX_BATCH_ALIGN,
    .kind = MOSIX_FRAME_BATCH,
    .tag = 0x41,
};

static const struct mosix_put put = {
    .region = UINT64_C(0x0102030405060708), .address = UINT64_C(0x7fff12345678), .size = PUT_DATA};

static int write_all(void)
{
    struct wire wire = {{0}, {0}, {0}, {0}};

    mosix_record_encode(&record, wire.record);
    mosix_frame_encode(&frame, wire.header);
    mosix_batch_entry_encode(0x42, ENTRY, wire.batch);
    memcpy(wire.batch + MOSIX_BATCH_ENTRY_HEADER, "hello", ENTRY);
    mosix_put_encode(&put, wire.put);
    memcpy(mosix_put_encode_note(0x43, ENTRY, wire.put), "there", ENTRY);
    return fwrite(&wire, sizeof(wire), 1, stdout) == 1 ? 0 : 1;
}

/* Says which part is wrong, and counts it. */
static int judge(const char *part, int is_right)
{
    if (!is_right) {
        printf("%s was decoded wrongly\n", part);
    }
    return is_right ? 0 : 1;
}

static int read_all(void)
{
    struct wire wire;
    uint8_t message[MOSIX_FRAME_SIZE + sizeof(wire.batch)];
    struct mosix_record found = {{0, 0, 0}, 0};
    struct mosix_frame got = {.cookie = 0};
    struct mosix_batch_entry entry = {NULL, 0, 0};
    struct mosix_put wanted = {0, 0, 0};
    struct mosix_batch_entry note = {NULL, 0, 0};
    size_t at = 0;
    int wrong;

    if (fread(&wire, sizeof(wire), 1, stdin) != 1) {
        puts("standard input is too short");
        return 1;
    }
    memcpy(message, wire.header, sizeof(wire.header));
    memcpy(message + sizeof(wire.header), wire.batch, sizeof(wire.batch));
    wrong =
        judge("the record", mosix_record_decode(wire.record, sizeof(wire.record), &found) == 0 &&
                                found.address.cookie == record.address.cookie &&
                                found.address.home == record.address.home &&
                                found.address.pid == record.address.pid &&
                                found.architecture == record.architecture);
    wrong +=
        judge("the header", mosix_frame_decode(message, sizeof(message), frame.cookie, &got) == 0 &&
                                memcmp(&got.source, &frame.source, sizeof(got.source)) == 0 &&
                                got.sequence == frame.sequence && got.tag == frame.tag &&
                                got.payload_size == frame.payload_size && got.kind == frame.kind);
    wrong += judge("the batch", mosix_batch_next(wire.batch, sizeof(wire.batch), &at, &entry) > 0 &&
                                    entry.tag == 0x42 && entry.size == ENTRY &&
                                    memcmp(entry.bytes, "hello", ENTRY) == 0);
    wrong += judge("the put", mosix_put_decode(wire.put, sizeof(wire.put), &wanted, &note) == 0 &&
                                  mosix_put_equal(&wanted, &put));
    wrong += judge("the note of a put", note.tag == 0x43 && note.size == ENTRY &&
                                            memcmp(note.bytes, "there", ENTRY) == 0);
    return wrong == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "write") == 0) {
        return write_all();
    }
    if (argc == 2 && strcmp(argv[1], "read") == 0) {
        return read_all();
    }
    fputs("usage: wire write|read\n", stderr);
    return 2;
}
