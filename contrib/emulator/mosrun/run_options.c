/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of mosrun's options and the parser that follows it. Libc only.
 *
 * In all profiles, [real] in 4.4.3 and [assumed] in 2009: options are not bundled ("-Le" is
 * unknown); -d and -X take their value in the same word or in the next one; node numbers begin with
 * 1; "--" is not an option.
 */
#include "run_options.h"

#include "run_values.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum option_kind {
    KIND_FLAG,
    KIND_NUMBER,
    KIND_TIME,
    KIND_TEXT,
    KIND_NODE,     /* the option's own name is the value */
    KIND_JOB,      /* a number or a token */
    KIND_PRIVATE,  /* one more private directory */
    KIND_VARIABLE, /* one more NAME=VALUE */
    KIND_COUNTED,  /* a flag; a number after it has no effect */
};

struct option {
    struct run_option_help help;
    enum option_kind kind;
    const char *expects;            /* completes "expected ..." */
    size_t field;                   /* of struct run_options */
    int (*check)(const char *text); /* texts only */
    long least, most;               /* numbers only */
    long absent;                    /* what a number is when its value may be and was left out */
    bool may_be_absent, may_be_detached;
};

#define FIELD(name) .field = offsetof(struct run_options, name)
#define ROW(letter, sense, program, emulated, form, meaning)                                       \
    .help = {letter, RUN_SENSE_##sense, program, emulated, form, meaning}
#define LOCATION(letter, form, emulated, meaning) ROW(letter, ANY, false, emulated, form, meaning)
#define PROGRAM(letter, form, emulated, meaning) ROW(letter, ANY, true, emulated, form, meaning)
#define RANGE(least_value, most_value) .kind = KIND_NUMBER, .least = least_value, .most = most_value
#define TEXT(function) .kind = KIND_TEXT, .check = function

static int any_text(const char *text)
{
    return text[0] == '\0' ? -EINVAL : 0;
}

static const struct option option_table[] = {
    {LOCATION('r', "-r{hostname}", false, "start on that host"), TEXT(run_value_host), FIELD(where),
     .expects = "the name or address of a host"},
    {LOCATION('#', "-{a.b.c.d} or -{n}", false, "start on the node of that address or number"),
     .kind = KIND_NODE, FIELD(where), .expects = "an address a.b.c.d or a node number from 1"},
    {LOCATION('h', "-h", true, "start on the home node"), .kind = KIND_FLAG},
    {LOCATION('b', "-b", false, "start on the best node"), .kind = KIND_FLAG},
    {LOCATION('j', "-jID1-ID2[,ID3-ID4]...", false, "start on one of these nodes, at random"),
     TEXT(run_value_hosts), FIELD(where),
     .expects = "ID1-ID2[,ID3-ID4]... of hosts, addresses or ascending node numbers"},
    {ROW('G', OTHER, false, false, "-G[{class}]", "may leave the partition, as that class (1)"),
     RANGE(0, INT_MAX), FIELD(class), .absent = 1, .may_be_absent = true,
     .expects = "a whole number from 0 to 2147483647"},
    {ROW('G', FREEZES, false, false, "-G", "automatic freezing again"), .kind = KIND_COUNTED},
    {ROW('g', FREEZES, false, false, "-g", "no automatic freezing"), .kind = KIND_FLAG},
    {LOCATION('F', "-F", false, "start elsewhere when that node is not available"),
     .kind = KIND_FLAG},
    {LOCATION('L', "-L", true, "no automatic migration"), .kind = KIND_FLAG},
    {LOCATION('l', "-l", true, "automatic migration again"), .kind = KIND_FLAG},
    {LOCATION('D', "-D{timespec}", false, "expected running time, for listings"), .kind = KIND_TIME,
     FIELD(minutes),
     .expects = "DD:HH:MM, HH:MM, DDd, HHh, MMm, DDdHHhMMm, DDdHHh, DDdMMm or HHhMMm"},
    {LOCATION('A', "-A{minutes}", false, "checkpoint in that interval"), RANGE(1, INT_MAX),
     FIELD(interval), .expects = "a whole number of minutes from 1 to 2147483647"},
    {LOCATION('N', "-N{max}", false, "keep that many checkpoints, 0 = all"), RANGE(0, INT_MAX),
     FIELD(versions), .expects = "a whole number from 0 to 2147483647"},
    {LOCATION('q', "-q[{pri}]", false, "queue the job with that priority"), RANGE(0, INT_MAX),
     FIELD(priority), .absent = -1, .may_be_absent = true,
     .expects = "a whole number from 0 to 2147483647"},
    {LOCATION('Q', "-Q[{pri}]", false, "as -q, but run when the queue is aborted"),
     RANGE(0, INT_MAX), FIELD(priority), .absent = -1, .may_be_absent = true,
     .expects = "a whole number from 0 to 2147483647"},
    {LOCATION('P', "-P{parallel_processes}", false, "tell the queue how many processes come"),
     RANGE(1, INT_MAX), FIELD(parallel), .expects = "a whole number from 1 to 2147483647"},
    {LOCATION('J', "-J{JobID}", true, "job ID, a number or a token of $HOME/.jobids"),
     .kind = KIND_JOB, FIELD(job_id), .least = 0, .most = INT_MAX,
     .expects = "a whole number from 0 to 2147483647 or a word of $HOME/.jobids"},
    {PROGRAM('m', "-m{mb}", false, "memory that the program needs, in megabytes"),
     RANGE(0, INT_MAX), FIELD(memory), .expects = "a whole number from 0 to 2147483647"},
    {PROGRAM('d', "-d {0-10000}", false, "decay of the process statistics"), RANGE(0, 10000),
     FIELD(decay), .may_be_detached = true, .expects = "a whole number from 0 to 10000"},
    {PROGRAM('c', "-c", false, "system calls do not count for migration"), .kind = KIND_FLAG},
    {PROGRAM('n', "-n", false, "system calls count for migration"), .kind = KIND_FLAG},
    {PROGRAM('z', "-z", true, "the arguments begin with argument 0"), .kind = KIND_FLAG},
    {PROGRAM('e', "-e", true, "unsupported system calls give ENOSYS"), .kind = KIND_FLAG},
    {PROGRAM('u', "-u", true, "unsupported system calls kill (default)"), .kind = KIND_FLAG},
    {PROGRAM('w', "-w", true, "as -e, and reported on standard error"), .kind = KIND_FLAG},
    {PROGRAM('t', "-t", false, "time of day from the local node"), .kind = KIND_FLAG},
    {PROGRAM('T', "-T", false, "time of day from the home node"), .kind = KIND_FLAG},
    {PROGRAM('E', "-E[/{cwd}]", true, "native batch job, no discipline, in that directory"),
     TEXT(run_value_directory), FIELD(directory), .may_be_absent = true,
     .expects = "nothing or a directory that begins with '/'"},
    {PROGRAM('M', "-M[/{cwd}]", true, "MOSIX batch job, in that directory"),
     TEXT(run_value_directory), FIELD(directory), .may_be_absent = true,
     .expects = "nothing or a directory that begins with '/'"},
    {PROGRAM('i', "-i", false, "standard input is for the batch job alone"), .kind = KIND_FLAG},
    {PROGRAM('C', "-C{filename}", false, "where checkpoints go"), TEXT(any_text), FIELD(checkpoint),
     .expects = "a file name"},
    {PROGRAM('X', "-X{/directory}", false, "private temporary files, up to 10 directories"),
     .kind = KIND_PRIVATE, .check = run_value_private_directory, .may_be_detached = true,
     .expects = "a directory that begins with '/', has at most 256 characters and no '..', and is "
                "not within /etc, /proc, /sys or /dev"},
    {LOCATION('S', "-S{maxjobs}", false, "run the commands of a file, that many at a time"),
     RANGE(1, 30000), FIELD(max_jobs), .expects = "a whole number from 1 to 30000"},
    {LOCATION('R', "-R{filename}", false, "recover from a checkpoint"), TEXT(any_text),
     FIELD(checkpoint), .expects = "a file name"},
    {LOCATION('O', "-O{fd=filename}[,{fd2=fn2}]...", false,
              "other files for the recovered program"),
     TEXT(run_value_redirections), FIELD(redirections),
     .expects = "fd=file[,fd2=file2]... with descriptors from 0 to 1023"},
    {LOCATION('I', "-I{filename}", false, "list the open files of a checkpoint"), TEXT(any_text),
     FIELD(checkpoint), .expects = "a file name"},
    {ROW('g', OTHER, false, true, "-g", "called by an administrator's wrapper"), .kind = KIND_FLAG},
    {PROGRAM('a', "-a{NAME}={VALUE}", true, "a variable for the program, as mosenv gives it"),
     .kind = KIND_VARIABLE, .expects = "NAME=VALUE, 64 times at most"},
    {PROGRAM('p', "-p", false, "not in the manual"), .kind = KIND_FLAG},
    {PROGRAM('k', "-k", false, "not in the manual"), .kind = KIND_FLAG},
};

#define OPTION_COUNT (sizeof(option_table) / sizeof(option_table[0]))

bool run_options_help(size_t index, struct run_option_help *help)
{
    if (index >= OPTION_COUNT) {
        return false;
    }
    *help = option_table[index].help;
    return true;
}

static bool is_in(char letter, const char *letters)
{
    return letter != '\0' && strchr(letters, letter) != NULL;
}

bool run_options_obsolete(const struct profile_mosrun *rules, const struct run_option_help *help)
{
    return is_in(help->letter, rules->obsolete);
}

bool run_options_has(const struct profile_mosrun *rules, const struct run_option_help *help)
{
    return (is_in(help->letter, rules->options) || run_options_obsolete(rules, help)) &&
           (help->sense == RUN_SENSE_ANY || (help->sense == RUN_SENSE_FREEZES) == rules->freezes);
}

static const struct option *find_option(const struct profile_mosrun *rules, char letter)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (option_table[i].help.letter == letter &&
            run_options_has(rules, &option_table[i].help)) {
            return &option_table[i];
        }
    }
    return NULL;
}

/* A number within the limits of the option's row, which RULES correct. */
static int take_number(const struct profile_mosrun *rules, const struct option *option,
                       const char *value, long *field)
{
    long least = option->help.letter == 'A' ? rules->least_interval : option->least;
    long most = option->help.letter == 'm' ? rules->most_memory : option->most;

    return run_value_number(value, least, most, field);
}

static int take_job(const struct option *option, const char *value, struct run_options *options)
{
    if (run_value_token(value) == 0) {
        options->job_token = value;
        return 0;
    }
    return run_value_number(value, option->least, option->most, &options->job_id);
}

static int take_node(const char *value, struct run_options *options)
{
    long number;
    int rc;

    rc = strchr(value, '.') != NULL ? run_value_address(value)
                                    : run_value_number(value, 1, INT_MAX, &number);
    if (rc == 0) {
        options->where = value;
    }
    return rc;
}

static int take_private(const struct option *option, const char *value, struct run_options *options)
{
    int rc = option->check(value);

    if (rc == 0 && options->private_directory_count == RUN_PRIVATE_DIRECTORIES) {
        return -E2BIG;
    }
    if (rc == 0) {
        options->private_directories[options->private_directory_count++] = value;
    }
    return rc;
}

static int take_variable(const char *value, struct run_options *options)
{
    if (strchr(value, '=') == NULL || value[0] == '=') {
        return -EINVAL;
    }
    if (options->variable_count == RUN_VARIABLES) {
        return -ERANGE;
    }
    options->variables[options->variable_count++] = value;
    return 0;
}

/* VALUE is NULL where the option came without one. */
static int take_value(const struct profile_mosrun *rules, const struct option *option,
                      const char *value, struct run_options *options)
{
    void *field = (char *) options + option->field;
    int rc = 0;

    if (value == NULL && !option->may_be_absent) {
        return option->kind == KIND_FLAG || option->kind == KIND_COUNTED ? 0 : -EINVAL;
    }
    switch (option->kind) {
    case KIND_FLAG:
        return -EINVAL;
    case KIND_NUMBER:
        if (value == NULL) {
            *(long *) field = option->absent;
            return 0;
        }
        return take_number(rules, option, value, field);
    case KIND_COUNTED:
        return value[strspn(value, "0123456789")] == '\0' ? 0 : -EINVAL;
    case KIND_TIME:
        return run_value_time(value, field);
    case KIND_TEXT:
        rc = value == NULL ? 0 : option->check(value);
        if (rc == 0) {
            *(const char **) field = value;
        }
        return rc;
    case KIND_NODE:
        return take_node(value, options);
    case KIND_JOB:
        return take_job(option, value, options);
    case KIND_PRIVATE:
        return take_private(option, value, options);
    case KIND_VARIABLE:
        return take_variable(value, options);
    }
    return -EINVAL;
}

/* A private directory has errors of its own [real]; what is in parentheses [assumed]. */
static int explain_private(const char *value, int rc, char *reason, size_t size)
{
    if (rc == -E2BIG) {
        snprintf(reason, size, "Too many private directories");
        return -ERANGE;
    }
    snprintf(reason, size, "%s private-directory name (%.80s)",
             rc == -ERANGE && strstr(value, "..") == NULL ? "Disallowed" : "Invalid", value);
    return rc;
}

static int explain_value(const struct profile_mosrun *rules, const struct option *option,
                         const char *value, int rc, struct run_options *options, char *reason,
                         size_t size)
{
    const char *form = option->help.form;

    if (rules->own_words && option->kind == KIND_PRIVATE && value != NULL) {
        options->own_words = true;
        return explain_private(value, rc, reason, size);
    }
    if (rc == -E2BIG) {
        snprintf(reason, size, "option %s: more than %d directories", form,
                 RUN_PRIVATE_DIRECTORIES);
        return -ERANGE;
    }
    if (option->kind == KIND_FLAG || option->kind == KIND_COUNTED) {
        snprintf(reason, size,
                 "unknown option '-%c%.80s': %s takes no value, options are not bundled",
                 option->help.letter, value, form);
    } else if (value == NULL) {
        snprintf(reason, size, "option %s: the value is missing; expected %s", form,
                 option->expects);
    } else {
        snprintf(reason, size, "option %s: '%.80s' is %s; expected %s", form, value,
                 rc == -ERANGE ? "not allowed" : "malformed", option->expects);
    }
    return rc;
}

/* The option of that letter is in force: those of its sets are not any more, if the last one
 * counts. */
static void set_given(const struct profile_mosrun *rules, char letter, struct run_options *options)
{
    for (size_t i = 0; rules->last_counts && rules->opposites[i] != NULL; i++) {
        for (const char *other = rules->opposites[i];
             is_in(letter, rules->opposites[i]) && *other != '\0'; other++) {
            options->given[(unsigned char) *other] = false;
        }
    }
    options->given[(unsigned char) letter] = true;
}

static void note_obsolete(char letter, struct run_options *options)
{
    size_t count = strlen(options->obsolete);

    if (count + 1 < sizeof(options->obsolete)) {
        options->obsolete[count] = letter;
    }
}

/* Whether an option with a value was given before, where that is a mistake. */
static bool is_second(const struct profile_mosrun *rules, const struct option *option,
                      const struct run_options *options)
{
    return !rules->last_counts && options->given[(unsigned char) option->help.letter] &&
           option->kind != KIND_FLAG && option->kind != KIND_PRIVATE;
}

/* The option at argv[0]; argv[1] is its value where that may be a word of its own. Returns the
 * words used. */
static int parse_option(const struct profile_mosrun *rules, char *const argv[],
                        struct run_options *options, char *reason, size_t size)
{
    const char *word = argv[0] + 1;
    bool is_node = word[0] >= '0' && word[0] <= '9';
    const struct option *option = find_option(rules, is_node ? RUN_OPTION_NODE : word[0]);
    const char *value = is_node ? word : word + 1;
    int used = 1;
    int rc;

    if (option == NULL || (!is_node && word[0] == RUN_OPTION_NODE)) {
        snprintf(reason, size, "unknown option '%.80s'", argv[0]);
        return -EINVAL;
    }
    if (is_second(rules, option, options)) {
        snprintf(reason, size, "option %s is given twice", option->help.form);
        return -EINVAL;
    }
    if (*value == '\0') {
        value = option->may_be_detached ? argv[used++] : NULL;
    }
    rc = take_value(rules, option, value, options);
    if (rc < 0) {
        return explain_value(rules, option, value, rc, options, reason, size);
    }
    if (run_options_obsolete(rules, &option->help)) {
        note_obsolete(option->help.letter, options);
    } else {
        set_given(rules, option->help.letter, options);
    }
    return used;
}

static int check_opposites(const struct profile_mosrun *rules, const struct run_options *options,
                           char *reason, size_t size)
{
    for (size_t i = 0; rules->opposites[i] != NULL; i++) {
        const char *first = NULL;

        for (const char *letter = rules->opposites[i]; *letter != '\0'; letter++) {
            if (!options->given[(unsigned char) *letter]) {
                continue;
            }
            if (first != NULL) {
                snprintf(reason, size, "options %s and %s contradict each other",
                         find_option(rules, *first)->help.form,
                         find_option(rules, *letter)->help.form);
                return -EINVAL;
            }
            first = letter;
        }
    }
    return 0;
}

/* -R and -I take few other options. */
static int check_company(const struct profile_mosrun *rules, const struct run_options *options,
                         char *reason, size_t size)
{
    const char *form = options->form == RUN_FORM_INSPECT ? "-I{filename}" : "-R{filename}";

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct run_option_help *help = &option_table[i].help;

        if (!options->given[(unsigned char) help->letter] || !run_options_has(rules, help) ||
            strchr("RIg", help->letter) != NULL) {
            continue;
        }
        if (help->program_option || options->form == RUN_FORM_INSPECT) {
            snprintf(reason, size, "option %s is not allowed with %s", help->form, form);
            return -EINVAL;
        }
    }
    if (options->operand_count > 0) {
        snprintf(reason, size, "'%.80s': %s takes no program", options->operands[0], form);
        return -EINVAL;
    }
    return 0;
}

static int check_form(const struct profile_mosrun *rules, struct run_options *options, char *reason,
                      size_t size)
{
    options->form = options->given['S']   ? RUN_FORM_MULTIPLE
                    : options->given['R'] ? RUN_FORM_RECOVER
                    : options->given['I'] ? RUN_FORM_INSPECT
                                          : RUN_FORM_RUN;
    if (options->given['O'] && !options->given['R']) {
        snprintf(reason, size, "option -O{fd=filename} is only allowed with -R{filename}");
        return -EINVAL;
    }
    switch (options->form) {
    case RUN_FORM_RECOVER:
    case RUN_FORM_INSPECT:
        return check_company(rules, options, reason, size);
    case RUN_FORM_MULTIPLE:
        if (options->operand_count != 1 || strchr(",", options->operands[0][0]) != NULL) {
            snprintf(reason, size, "-S{maxjobs} needs one word: commands-file[,failed-file]");
            return -EINVAL;
        }
        return 0;
    case RUN_FORM_RUN:
        if (options->operand_count == 0) {
            snprintf(reason, size, "the program is missing");
            return -EINVAL;
        }
        if (options->given['z'] && rules->zero_needs_two && options->operand_count < 2) {
            snprintf(reason, size, "option -z: argument 0 is missing after the program");
            return -EINVAL;
        }
        return 0;
    }
    return -EINVAL;
}

int run_options_parse(const struct profile_mosrun *rules, int argc, char *const argv[],
                      struct run_options *options, char *reason, size_t size)
{
    int next = 1;
    int rc;

    *options = (struct run_options){0};
    reason[0] = '\0';
    while (next < argc && argv[next][0] == '-') {
        rc = parse_option(rules, argv + next, options, reason, size);
        if (rc < 0) {
            return rc;
        }
        next += rc;
    }
    next = next < argc ? next : argc;
    options->operands = argv + next;
    options->operand_count = argc - next;
    rc = check_opposites(rules, options, reason, size);
    return rc < 0 ? rc : check_form(rules, options, reason, size);
}
