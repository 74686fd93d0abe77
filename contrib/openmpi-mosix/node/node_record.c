/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files that we wrote; see node_record.h.
 */
#include "node_record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text_sum.h"

#define MARK "# Written by `openmpi-mosix node setup`, removed by `openmpi-mosix node undo`"
#define LINE_SIZE_MAX 256

char *node_record_make(const char *body, bool made_directory)
{
    char *text = NULL;

    if (asprintf(&text, MARK " (directory=%s sum=%016" PRIx64 ")\n%s",
                 made_directory ? "made" : "kept", text_sum(body, strlen(body)), body) < 0) {
        return NULL;
    }
    return text;
}

enum node_record_state node_record_read(const char *text, size_t size, struct node_record *record)
{
    const char *newline = memchr(text, '\n', size);
    char line[LINE_SIZE_MAX];
    char directory[8];
    uint64_t sum;
    int end = 0;

    memset(record, 0, sizeof(*record));
    if (size < strlen(MARK) || memcmp(text, MARK, strlen(MARK)) != 0) {
        return NODE_RECORD_FOREIGN;
    }
    if (newline == NULL || newline - text >= LINE_SIZE_MAX) {
        return NODE_RECORD_EDITED;
    }
    memcpy(line, text, (size_t) (newline - text));
    line[newline - text] = '\0';
    if (sscanf(line + strlen(MARK), " (directory=%7s sum=%16" SCNx64 ")%n", directory, &sum,
               &end) != 2 ||
        end == 0 || line[strlen(MARK) + (size_t) end] != '\0') {
        return NODE_RECORD_EDITED;
    }
    record->made_directory = strcmp(directory, "made") == 0;
    record->body = newline + 1;
    record->body_size = size - (size_t) (record->body - text);
    return text_sum(record->body, record->body_size) == sum ? NODE_RECORD_INTACT
                                                            : NODE_RECORD_EDITED;
}
