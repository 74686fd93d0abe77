/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The marked block of registered defaults; see params_block.h.
 */
#include "params_block.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "params_text.h"
#include "text_sum.h"

#define BEGIN_MARK "# >>> openmpi-mosix registered defaults >>>"
#define END_MARK "# <<< openmpi-mosix registered defaults <<<"
#define BEGIN_FORMAT                                                                               \
    BEGIN_MARK " 1 block=%016" PRIx64 " original=%016" PRIx64 " time=%lld.%09ld newline=%s "       \
               "file=%s\n"
#define BEGIN_SIZE_MAX 256

static bool has_prefix(const char *text, size_t size, const char *prefix)
{
    size_t length = strlen(prefix);

    return size >= length && memcmp(text, prefix, length) == 0;
}

/* Offset of what follows the line that starts at offset. */
static size_t next_line(const char *text, size_t size, size_t offset)
{
    const char *newline = memchr(text + offset, '\n', size - offset);

    return newline != NULL ? (size_t) (newline - text) + 1 : size;
}

static enum params_block_state damaged(struct params_block *block, const char *what, int line)
{
    block->state = PARAMS_BLOCK_DAMAGED;
    block->damage = what;
    block->damage_line = line;
    return block->state;
}

/* Reads what the first line records. Returns whether it is complete. */
static bool read_memory(const char *text, size_t size, struct params_block *block)
{
    char line[BEGIN_SIZE_MAX];
    char newline[8];
    char file[8];
    long long seconds;
    int end = 0;

    if (size >= sizeof(line)) {
        return false;
    }
    memcpy(line, text, size);
    line[size] = '\0';
    if (sscanf(line + strlen(BEGIN_MARK),
               " 1 block=%16" SCNx64 " original=%16" SCNx64
               " time=%lld.%9ld newline=%7s file=%7s%n",
               &block->body_sum, &block->original_sum, &seconds, &block->original_time.tv_nsec,
               newline, file, &end) != 6 ||
        end == 0 || block->original_time.tv_nsec < 0) {
        return false;
    }
    block->original_time.tv_sec = (time_t) seconds;
    block->newline_added = strcmp(newline, "added") == 0;
    block->file_created = strcmp(file, "created") == 0;
    return true;
}

/* How many lines with each marker were found. */
struct markers {
    int begins;
    int ends;
};

static void note_line(const char *text, size_t size, size_t offset, int line,
                      struct markers *markers, struct params_block *block)
{
    size_t next = next_line(text, size, offset);

    if (has_prefix(text + offset, next - offset, BEGIN_MARK) && ++markers->begins == 1) {
        block->begin = offset;
        block->body = next;
        block->first_line = line;
    } else if (has_prefix(text + offset, next - offset, END_MARK) && ++markers->ends == 1) {
        block->body_end = offset;
        block->end = next;
        block->last_line = line;
    }
    if ((markers->begins > 1 || markers->ends > 1) && block->damage_line == 0) {
        block->damage_line = line;
    }
}

enum params_block_state params_block_find(const char *text, size_t size, struct params_block *block)
{
    struct markers markers = {0};
    int line = 1;

    memset(block, 0, sizeof(*block));
    for (size_t at = 0; at < size; at = next_line(text, size, at)) {
        note_line(text, size, at, line++, &markers, block);
    }
    if (markers.begins == 0 && markers.ends == 0) {
        return block->state = PARAMS_BLOCK_ABSENT;
    }
    if (markers.begins > 1 || markers.ends > 1) {
        return damaged(block, "a marker of the block appears here a second time",
                       block->damage_line);
    }
    if (markers.ends == 0) {
        return damaged(block, "the block begins here and has no end", block->first_line);
    }
    if (markers.begins == 0 || block->body_end < block->begin) {
        return damaged(block, "the block ends here, but its beginning is missing",
                       block->last_line);
    }
    if (!read_memory(text + block->begin, block->body - block->begin, block)) {
        return damaged(block, "the first line of the block was changed", block->first_line);
    }
    block->state = text_sum(text + block->body, block->body_end - block->body) == block->body_sum
                       ? PARAMS_BLOCK_INTACT
                       : PARAMS_BLOCK_EDITED;
    return block->state;
}

static bool is_harmless(const struct params_setting *setting)
{
    return has_prefix(setting->key, setting->key_length, "odls_mosix_") ||
           has_prefix(setting->key, setting->key_length, "btl_mosix_") ||
           (setting->value_length > 1 && setting->value[0] == '^');
}

int params_block_check(const char *registered, int *line)
{
    size_t size = strlen(registered);
    struct params_setting setting;
    struct params_text walk;
    struct params_block block;

    *line = 1;
    if (params_block_find(registered, size, &block) != PARAMS_BLOCK_ABSENT) {
        *line = block.first_line;
        return -EINVAL;
    }
    if (size == 0 || registered[size - 1] != '\n') {
        return -EINVAL;
    }
    params_text_start(&walk, registered, size);
    while (params_text_next(&walk, &setting)) {
        if (!is_harmless(&setting)) {
            *line = setting.line;
            return -EINVAL;
        }
    }
    return 0;
}

/*
 * Writes the block's text: what was registered, with those keys as comments that are set among the
 * first `above` bytes of the file.
 */
static void write_body(FILE *out, const char *registered, const char *text, size_t above)
{
    size_t size = strlen(registered);
    struct params_setting setting;
    struct params_text walk;
    size_t done = 0;

    params_text_start(&walk, registered, size);
    while (params_text_next(&walk, &setting)) {
        char *key = strndup(setting.key, setting.key_length);

        fwrite(registered + done, 1, setting.offset - done, out);
        done = setting.offset;
        if (key != NULL && params_text_last(text, 0, above, key, NULL)) {
            fputs("# (set further up) ", out);
        }
        free(key);
    }
    fwrite(registered + done, 1, size - done, out);
}

/* What follows from the file's text without a block. */
static void remember(const char *rest, size_t size, const struct params_origin *origin,
                     struct params_block *memory)
{
    memory->original_sum = text_sum(rest, size);
    memory->original_time = origin->exists ? origin->time : (struct timespec){0};
    memory->newline_added = size > 0 && rest[size - 1] != '\n';
    memory->file_created = !origin->exists;
}

/* The size of rest without the newline that was added at its end, if it is still there. */
static size_t original_size(const char *rest, size_t size, const struct params_block *memory)
{
    return memory->newline_added && size > 0 && rest[size - 1] == '\n' ? size - 1 : size;
}

static bool is_original(const char *rest, size_t size, const struct params_block *memory)
{
    return text_sum(rest, original_size(rest, size, memory)) == memory->original_sum;
}

static char *join(const char *first, size_t first_size, const char *second, size_t second_size)
{
    char *text = malloc(first_size + second_size + 1);

    if (text != NULL) {
        if (first_size > 0) {
            memcpy(text, first, first_size);
        }
        if (second_size > 0) {
            memcpy(text + first_size, second, second_size);
        }
        text[first_size + second_size] = '\0';
    }
    return text;
}

static void write_begin(FILE *out, const struct params_block *memory)
{
    fprintf(out, BEGIN_FORMAT, memory->body_sum, memory->original_sum,
            (long long) memory->original_time.tv_sec, memory->original_time.tv_nsec,
            memory->newline_added ? "added" : "kept", memory->file_created ? "created" : "kept");
}

/* Builds the new text: what is before the block, the block, and what is after it. */
static int compose(const char *text, size_t size, const struct params_block *memory,
                   const char *body, size_t body_size, struct params_result *result)
{
    FILE *out;

    memset(result, 0, sizeof(*result));
    out = open_memstream(&result->text, &result->size);
    if (out == NULL) {
        return -ENOMEM;
    }
    if (text != NULL) {
        fwrite(text, 1, memory->begin, out);
    }
    write_begin(out, memory);
    fwrite(body, 1, body_size, out);
    fputs(END_MARK "\n", out);
    if (text != NULL) {
        fwrite(text + memory->end, 1, size - memory->end, out);
    }
    if (memory->newline_added && memory->state == PARAMS_BLOCK_ABSENT) {
        fputc('\n', out);
    }
    if (fclose(out) != 0) {
        free(result->text);
        return -ENOMEM;
    }
    return 1;
}

/* Updates the record of an older block when the rest of the file has changed. */
static int renew(const char *text, size_t size, const struct params_origin *origin,
                 struct params_block *block)
{
    char *rest = join(text, block->begin, text + block->end, size - block->end);
    size_t rest_size = size - (block->end - block->begin);

    if (rest == NULL) {
        return -ENOMEM;
    }
    if (!is_original(rest, rest_size, block)) {
        bool created = block->file_created && rest_size == 0;

        remember(rest, rest_size, origin, block);
        block->newline_added = false;
        block->file_created = created;
    }
    free(rest);
    return 0;
}

int params_block_enable(const char *text, size_t size, const struct params_origin *origin,
                        const char *registered, struct params_result *result)
{
    struct params_block block;
    char *body = NULL;
    size_t body_size = 0;
    FILE *out;
    int rc = 0;

    switch (params_block_find(text, size, &block)) {
    case PARAMS_BLOCK_DAMAGED:
        return -EBADMSG;
    case PARAMS_BLOCK_EDITED:
        return 0;
    case PARAMS_BLOCK_ABSENT:
        remember(text, size, origin, &block);
        break;
    case PARAMS_BLOCK_INTACT:
        rc = renew(text, size, origin, &block);
        break;
    }
    out = rc == 0 ? open_memstream(&body, &body_size) : NULL;
    if (out == NULL) {
        return -ENOMEM;
    }
    write_body(out, registered, text, block.begin);
    if (fclose(out) != 0) {
        free(body);
        return -ENOMEM;
    }
    if (block.state == PARAMS_BLOCK_INTACT && body_size == block.body_end - block.body &&
        memcmp(body, text + block.body, body_size) == 0) {
        rc = 0;
    } else {
        block.body_sum = text_sum(body, body_size);
        rc = compose(text, size, &block, body, body_size, result);
    }
    free(body);
    return rc;
}

int params_block_disable(const char *text, size_t size, struct params_result *result)
{
    struct params_block block;

    switch (params_block_find(text, size, &block)) {
    case PARAMS_BLOCK_DAMAGED:
        return -EBADMSG;
    case PARAMS_BLOCK_ABSENT:
        return 0;
    case PARAMS_BLOCK_INTACT:
    case PARAMS_BLOCK_EDITED:
        break;
    }
    memset(result, 0, sizeof(*result));
    result->text = join(text, block.begin, text + block.end, size - block.end);
    if (result->text == NULL) {
        return -ENOMEM;
    }
    result->size = size - (block.end - block.begin);
    result->remove_file = block.file_created && result->size == 0;
    if (is_original(result->text, result->size, &block)) {
        result->size = original_size(result->text, result->size, &block);
        result->restore_time = !block.file_created;
        result->time = block.original_time;
    }
    return 1;
}
