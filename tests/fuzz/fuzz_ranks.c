/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What ps of another node tells: any text is read to its end; what was taken from it can be told
 * again, and is the same then.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rank_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What can be told of the ranks; the caller frees it. */
static char *tell(const struct rank_list *ranks)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        abort();
    }
    rank_wire_put(ranks, 0, out);
    fclose(out);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rank_list ranks = {0};
    struct rank_list again = {0};
    char *text = malloc(size + 1);
    char *second;

    if (text == NULL) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    if (rank_wire_read(text, "node", &ranks) == 0) {
        free(text);
        text = tell(&ranks);
        if (rank_wire_read(text, "node", &again) != 0 || again.count != ranks.count) {
            abort();
        }
        second = tell(&again);
        if (strcmp(text, second) != 0) {
            abort();
        }
        free(second);
    }
    rank_list_free(&ranks);
    rank_list_free(&again);
    free(text);
    return 0;
}
