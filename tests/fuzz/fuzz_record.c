/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a peer publishes, and what mosip holds: garbage is refused, and what is accepted means
 * the same when it is written again.
 */
#include <stdlib.h>
#include <string.h>

#include "mosix_address.h"
#include "mosix_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_record(const uint8_t *data, size_t size)
{
    uint8_t bytes[MOSIX_RECORD_SIZE];
    struct mosix_record record;
    struct mosix_record again;

    if (mosix_record_decode(data, size, &record) < 0) {
        return;
    }
    mosix_record_encode(&record, bytes);
    if (mosix_record_decode(bytes, sizeof(bytes), &again) < 0 ||
        memcmp(&again.address, &record.address, sizeof(again.address)) != 0 ||
        again.architecture != record.architecture) {
        abort();
    }
}

static void try_quad(const uint8_t *data, size_t size)
{
    char formatted[MOSIX_QUAD_SIZE];
    char *text = malloc(size + 1);
    uint32_t home;

    if (text == NULL) {
        return;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    if (mosix_quad_parse(text, &home) == 0) {
        mosix_quad_format(home, formatted);
        if (strncmp(formatted, text, strlen(formatted)) != 0) {
            abort();
        }
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_record(data, size);
    try_quad(data, size);
    return 0;
}
