/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a peer publishes, and what stands in mosip: garbage is refused, and what is accepted means
 * the same when it is written again.
 */
#include <stdlib.h>
#include <string.h>

#include "mosix_address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_record(const uint8_t *data, size_t size)
{
    uint8_t record[MOSIX_RECORD_SIZE];
    struct mosix_address address;
    struct mosix_address again;

    if (mosix_record_decode(data, size, &address) < 0) {
        return;
    }
    mosix_record_encode(&address, record);
    if (mosix_record_decode(record, sizeof(record), &again) < 0 || again.home != address.home ||
        again.pid != address.pid || again.cookie != address.cookie) {
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
