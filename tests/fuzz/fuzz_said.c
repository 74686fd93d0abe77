/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: what a rank says on standard error. Whatever it says and however a pipe cuts it, the
 * lines of MOSIX are the same, and their explanations are whole sentences.
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

/* Feeds a text in pieces, and counts the lines of MOSIX and adds up what they mean. */
static unsigned long feed(const char *text, size_t size, size_t piece)
{
    struct mosrun_tail tail = {0};
    struct mosrun_end_text words;
    unsigned long sum = 0;

    while (size > 0) {
        size_t taken = mosrun_tail_feed(&tail, text, size < piece ? size : piece);

        expect(taken > 0 && taken <= size);
        text += taken;
        size -= taken;
        if (tail.said[0] == '\0') {
            continue;
        }
        expect(tail.end.kind != MOSRUN_END_NONE);
        expect(!mosrun_tail_is_final(&tail, false) || mosrun_tail_is_final(&tail, true));
        mosrun_end_explain(&tail.end, &words);
        check_sentence(words.what, sizeof(words.what));
        check_sentence(words.why, sizeof(words.why));
        check_sentence(words.remedy, sizeof(words.remedy));
        sum += 1000 + (unsigned long) tail.end.kind + (unsigned long) tail.end.number;
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned long whole = feed((const char *) data, size, size);

    expect(whole == feed((const char *) data, size, 1));
    expect(whole == feed((const char *) data, size, 7));
    return 0;
}
