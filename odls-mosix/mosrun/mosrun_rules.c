/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Contradictions between launch settings; see mosrun_rules.h.
 */
#include "mosrun_rules.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "mosrun_words.h"

/* option, if it is that value (NULL: if it is set at all), needs other to be set. */
struct need {
    enum mosrun_option_id option;
    const char *value;
    enum mosrun_option_id other;
    const char *reason;
};

static const struct need needs[] = {
    {MOSRUN_BATCH_DIRECTORY, NULL, MOSRUN_BATCH,
     "Only a batch job takes a directory: set odls_mosix_batch too, or use mpirun's --wdir."},
    {MOSRUN_BATCH_STDIN, "1", MOSRUN_BATCH,
     "Only a batch job can reserve its input: set odls_mosix_batch too."},
    {MOSRUN_QUEUE_ABORT, NULL, MOSRUN_QUEUE_PRIORITY,
     "Only queued ranks can be given up: set odls_mosix_queue_priority too."},
};

static int contradiction(struct mosrun_fault *fault, enum mosrun_option_id option,
                         enum mosrun_option_id other, const char *reason)
{
    fault->kind = MOSRUN_FAULT_CONTRADICTION;
    fault->option = option;
    fault->other = other;
    fault->reason = reason;
    return -EINVAL;
}

static bool is(const struct mosrun_settings *settings, enum mosrun_option_id id, const char *value)
{
    return strcmp(settings->value[id], value) == 0;
}

/* At most one parameter names a node, but an address may come with a name. */
static int check_hosts(const struct mosrun_settings *settings, struct mosrun_fault *fault)
{
    for (size_t i = 0; i < MOSRUN_HOST_COUNT; i++) {
        for (size_t j = i + 1; j < MOSRUN_HOST_COUNT && mosrun_is_set(settings, mosrun_hosts[i]);
             j++) {
            if (mosrun_is_set(settings, mosrun_hosts[j]) &&
                mosrun_hosts[i] != MOSRUN_REMOTE_HOST_ADDRESS) {
                return contradiction(fault, mosrun_hosts[i], mosrun_hosts[j],
                                     "Each says on which nodes ranks start: set only one.");
            }
        }
    }
    return 0;
}

static int check_location(const struct mosrun_settings *settings, struct mosrun_fault *fault)
{
    bool custom = is(settings, MOSRUN_START_LOCATION, "custom");
    bool named = false;

    for (size_t i = 0; i < MOSRUN_HOST_COUNT; i++) {
        if (!mosrun_is_set(settings, mosrun_hosts[i])) {
            continue;
        }
        named = true;
        if (mosrun_is_set(settings, MOSRUN_START_LOCATION) && !custom) {
            return contradiction(fault, MOSRUN_START_LOCATION, mosrun_hosts[i],
                                 "Together with a host, odls_mosix_start_location can only be "
                                 "\"custom\".");
        }
    }
    if (custom && !named) {
        return contradiction(fault, MOSRUN_START_LOCATION, MOSRUN_REMOTE_HOST_NAME,
                             "\"custom\" needs a host: name one, or a list of them.");
    }
    if (is(settings, MOSRUN_START_ELSEWHERE, "1") && !named &&
        !mosrun_is_set(settings, MOSRUN_START_LOCATION)) {
        return contradiction(
            fault, MOSRUN_START_ELSEWHERE, MOSRUN_START_LOCATION,
            "This needs a place to start from: set a start location or a host too.");
    }
    return 0;
}

static int check_needs(const struct mosrun_settings *settings, struct mosrun_fault *fault)
{
    for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
        const struct need *need = &needs[i];

        if (mosrun_is_set(settings, need->option) &&
            (need->value == NULL || is(settings, need->option, need->value)) &&
            !mosrun_is_set(settings, need->other)) {
            return contradiction(fault, need->option, need->other, need->reason);
        }
    }
    /* auto waits for a queue by itself. */
    if (mosrun_is_chosen(settings, MOSRUN_PARALLEL_PROCESSES) &&
        !mosrun_is_set(settings, MOSRUN_QUEUE_PRIORITY)) {
        return contradiction(fault, MOSRUN_PARALLEL_PROCESSES, MOSRUN_QUEUE_PRIORITY,
                             "Only the queue reserves resources: set odls_mosix_queue_priority "
                             "too.");
    }
    return 0;
}

static int check_batch(const struct mosrun_settings *settings, struct mosrun_fault *fault)
{
    for (int id = 0; mosrun_is_native_batch(settings) && id < MOSRUN_OPTION_COUNT; id++) {
        if (mosrun_options[id].mosix_only &&
            mosrun_is_chosen(settings, (enum mosrun_option_id) id)) {
            return contradiction(fault, MOSRUN_BATCH, (enum mosrun_option_id) id,
                                 "A native batch job is not under MOSIX, and only MOSIX knows this "
                                 "option: omit it, or set odls_mosix_batch to \"mosix\".");
        }
    }
    return 0;
}

/* The letter of an argument of mosrun, as in a row's letters; 0 if it is not an option. */
static char letter_of(const char *word)
{
    if (word[0] != '-' || word[1] == '\0') {
        return '\0';
    }
    return isdigit((unsigned char) word[1]) ? MOSRUN_LETTER_NODE[0] : word[1];
}

bool mosrun_is_in_words(char *const *words, enum mosrun_option_id id)
{
    const char *letters = mosrun_options[id].letters;

    for (; letters != NULL && *words != NULL; words++) {
        char letter = letter_of(*words);

        if (letter != '\0' && strchr(letters, letter) != NULL) {
            return true;
        }
    }
    return false;
}

static int missing(struct mosrun_fault *fault, enum mosrun_option_id option,
                   enum mosrun_option_id other)
{
    fault->kind = MOSRUN_FAULT_RELEASE;
    fault->option = option;
    fault->other = other;
    fault->reason = mosrun_options[other].instead;
    return -EINVAL;
}

/* Words of extra_args that are options of another release. */
static int check_foreign_words(const struct mosrun_settings *settings, enum mosix_release release,
                               struct mosrun_fault *fault)
{
    char **words;
    int result = mosrun_words_split(settings->value[MOSRUN_EXTRA_ARGS], &words);

    if (result < 0) {
        return result;
    }
    result = 0;
    for (char **word = words; result == 0 && *word != NULL; word++) {
        int id = mosrun_option_missing(letter_of(*word), release);

        if (id >= 0) {
            result = missing(fault, MOSRUN_EXTRA_ARGS, (enum mosrun_option_id) id);
        }
    }
    mosrun_words_free(words);
    return result;
}

static int check_release(const struct mosrun_settings *settings, enum mosix_release release,
                         struct mosrun_fault *fault)
{
    for (int i = 0; i < MOSRUN_OPTION_COUNT; i++) {
        enum mosrun_option_id id = (enum mosrun_option_id) i;

        if (!mosrun_value_exists(&mosrun_options[id], settings->value[id], release) &&
            mosrun_is_chosen(settings, id)) {
            return missing(fault, id, id);
        }
    }
    return check_foreign_words(settings, release, fault);
}

/* Words that say the same as a parameter that somebody chose. */
static int check_words(const struct mosrun_settings *settings, struct mosrun_fault *fault)
{
    char **words;
    int result = mosrun_words_split(settings->value[MOSRUN_EXTRA_ARGS], &words);

    if (result < 0) {
        return result;
    }
    result = 0;
    for (int id = 0; result == 0 && id < MOSRUN_OPTION_COUNT; id++) {
        if (mosrun_is_chosen(settings, (enum mosrun_option_id) id) &&
            mosrun_is_in_words(words, (enum mosrun_option_id) id)) {
            result = contradiction(fault, (enum mosrun_option_id) id, MOSRUN_EXTRA_ARGS,
                                   "Both give mosrun an option for the same thing: set only one.");
        }
    }
    mosrun_words_free(words);
    return result;
}

int mosrun_rules_check(const struct mosrun_settings *settings, enum mosix_release release,
                       struct mosrun_fault *fault)
{
    static int (*const checks[])(const struct mosrun_settings *, struct mosrun_fault *) = {
        check_hosts, check_location, check_needs, check_batch, check_words,
    };
    int result = check_release(settings, release, fault);

    for (size_t i = 0; result == 0 && i < sizeof(checks) / sizeof(checks[0]); i++) {
        result = checks[i](settings, fault);
    }
    return result;
}
