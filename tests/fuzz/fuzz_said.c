/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: what a rank says on standard error. Whatever it says and however a pipe cuts it, the
 * last line of MOSIX is the same, and its explanation is whole sentences.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mosrun_tail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int condition)
{
    if (!condition) {
        abort();
    }
}

static void check_sentence(const char *text, size_t room)
{
    size_t length = strnlen(text, room);

    expect(length > 0 && length < room && text[length - 1] == '.');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mosrun_tail whole = {0};
    struct mosrun_tail pieces = {0};
    struct mosrun_end_text text;

    mosrun_tail_feed(&whole, (const char *) data, size);
    for (size_t i = 0; i < size; i++) {
        mosrun_tail_feed(&pieces, (const char *) data + i, 1);
    }
    expect(whole.used == pieces.used && strcmp(whole.said, pieces.said) == 0);
    expect(memcmp(&whole.end, &pieces.end, sizeof(whole.end)) == 0);
    expect(whole.said[0] == '\0' || whole.end.kind != MOSRUN_END_NONE);
    expect(!mosrun_tail_is_final(&whole, false) || mosrun_tail_is_final(&whole, true));
    mosrun_end_explain(&whole.end, &text);
    check_sentence(text.what, sizeof(text.what));
    check_sentence(text.why, sizeof(text.why));
    check_sentence(text.remedy, sizeof(text.remedy));
    return 0;
}
