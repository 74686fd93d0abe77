/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A walk over the settings of a parameter file; see params_text.h.
 */
#include "params_text.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f' || c == '\v';
}

static bool is_key_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

static bool at_end(const struct params_text *walk)
{
    return walk->at >= walk->size;
}

static bool starts_with(const struct params_text *walk, const char *word)
{
    size_t length = strlen(word);

    return walk->size - walk->at >= length && memcmp(walk->text + walk->at, word, length) == 0;
}

static void skip_blanks(struct params_text *walk)
{
    while (!at_end(walk) && is_blank(walk->text[walk->at])) {
        walk->at++;
    }
}

static void skip_key(struct params_text *walk)
{
    while (!at_end(walk) && is_key_byte(walk->text[walk->at])) {
        walk->at++;
    }
}

/* Offset of the next newline, or the size of the text. */
static size_t line_end(const struct params_text *walk)
{
    const char *newline =
        at_end(walk) ? NULL : memchr(walk->text + walk->at, '\n', walk->size - walk->at);

    return newline != NULL ? (size_t) (newline - walk->text) : walk->size;
}

static void note_bad(struct params_text *walk)
{
    walk->bad = walk->bad == 0 ? walk->line : walk->bad;
}

/* Open MPI does not recognise a comment without a newline: it reads on after the # or //. */
static void skip_line_comment(struct params_text *walk)
{
    size_t end = line_end(walk);

    if (end == walk->size) {
        note_bad(walk);
    }
    walk->at = end < walk->size ? end : walk->at + 1;
}

static void skip_block_comment(struct params_text *walk)
{
    walk->at += 2;
    while (!at_end(walk) && !starts_with(walk, "*/")) {
        walk->line += walk->text[walk->at] == '\n';
        walk->at++;
    }
    walk->at = at_end(walk) ? walk->size : walk->at + 2;
}

/* The rest of the line, without blanks around it. */
static void take_line_value(struct params_text *walk, struct params_setting *setting)
{
    size_t end = line_end(walk);

    walk->at++;
    skip_blanks(walk);
    setting->value = walk->text + walk->at;
    setting->value_length = end > walk->at ? end - walk->at : 0;
    while (setting->value_length > 0 && is_blank(setting->value[setting->value_length - 1])) {
        setting->value_length--;
    }
    walk->at = end;
}

static bool is_mca_option(const struct params_setting *setting)
{
    return params_setting_is(setting, "-mca") || params_setting_is(setting, "--mca");
}

/* `--mca KEY VALUE`, the form of files for mpirun --tune; several may share a line. */
static bool take_mca_option(struct params_text *walk, struct params_setting *setting)
{
    size_t start = walk->at;

    skip_key(walk);
    setting->key = walk->text + start;
    setting->key_length = walk->at - start;
    skip_blanks(walk);
    start = walk->at;
    while (!at_end(walk) && !is_blank(walk->text[walk->at]) && walk->text[walk->at] != '\n') {
        walk->at++;
    }
    setting->value = walk->text + start;
    setting->value_length = walk->at - start;
    return setting->key_length > 0 && setting->value_length > 0;
}

/* At a word. Returns whether it begins a setting; the rest of its line is skipped when not. */
static bool take_setting(struct params_text *walk, struct params_setting *setting)
{
    size_t start = walk->at;

    setting->line = walk->line;
    setting->offset = start;
    skip_key(walk);
    setting->key = walk->text + start;
    setting->key_length = walk->at - start;
    skip_blanks(walk);
    if (is_mca_option(setting)) {
        return take_mca_option(walk, setting);
    }
    if (!at_end(walk) && walk->text[walk->at] == '=') {
        take_line_value(walk, setting);
        return true;
    }
    if (setting->key[0] != '-') {
        /* Of options such as -x, Open MPI says nothing. */
        note_bad(walk);
    }
    walk->at = line_end(walk);
    return false;
}

void params_text_start(struct params_text *walk, const char *text, size_t size)
{
    *walk = (struct params_text){.text = text, .size = size, .line = 1};
}

bool params_text_next(struct params_text *walk, struct params_setting *setting)
{
    while (!at_end(walk)) {
        char c = walk->text[walk->at];

        if (c == '#' || starts_with(walk, "//")) {
            skip_line_comment(walk);
        } else if (starts_with(walk, "/*")) {
            skip_block_comment(walk);
        } else if (is_key_byte(c)) {
            if (take_setting(walk, setting)) {
                return true;
            }
        } else {
            if (c != '\n' && !is_blank(c)) {
                note_bad(walk);
            }
            walk->line += c == '\n';
            walk->at++;
        }
    }
    return false;
}

bool params_text_last(const char *text, size_t from, size_t to, const char *key,
                      struct params_setting *setting)
{
    struct params_text walk;
    struct params_setting next;
    bool found = false;

    /* Always from the start, because a comment may have begun before `from`. */
    params_text_start(&walk, text, to);
    while (params_text_next(&walk, &next)) {
        if (next.offset < from || !params_setting_is(&next, key)) {
            continue;
        }
        found = true;
        if (setting != NULL) {
            *setting = next;
        }
    }
    return found;
}

int params_text_bad(const char *text, size_t size)
{
    struct params_setting setting;
    struct params_text walk;

    params_text_start(&walk, text, size);
    while (params_text_next(&walk, &setting)) {
    }
    return walk.bad;
}

bool params_setting_is(const struct params_setting *setting, const char *key)
{
    return strlen(key) == setting->key_length &&
           memcmp(setting->key, key, setting->key_length) == 0;
}
