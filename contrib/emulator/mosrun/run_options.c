/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of mosrun's options and the parser that follows it. Libc only.
 *
 * Where the manual of 2009 is silent [assumed]: options are not bundled ("-Le" is unknown); an
 * option with a value is given once; -d and -X take their value in the same word or in the next
 * one, because the manual writes both; node numbers begin with 1; "--" is not an option.
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
    KIND_NODE,    /* the option's own name is the value */
    KIND_JOB,     /* a number or a token */
    KIND_PRIVATE, /* one more private directory */
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
#define LOCATION(letter, form, emulated, meaning) .help = {letter, false, emulated, form, meaning}
#define PROGRAM(letter, form, emulated, meaning) .help = {letter, true, emulated, form, meaning}
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
    {LOCATION('G', "-G[{class}]", false, "may leave the partition, as that class (1)"),
     RANGE(0, INT_MAX), FIELD(class), .absent = 1, .may_be_absent = true,
     .expects = "a whole number from 0 to 2147483647"},
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
    {LOCATION('g', "-g", true, "called by an administrator's wrapper"), .kind = KIND_FLAG},
};

#define OPTION_COUNT (sizeof(option_table) / sizeof(option_table[0]))

/* Of each set at most one may be given. -e and -w do not contradict: -w is -e and more. */
static const char *const exclusive_sets[] = {
    "r#hbj", "Ll", "qQ", "cn", "eu", "uw", "tT", "EM", "SRI",
};

bool run_options_help(size_t index, struct run_option_help *help)
{
    if (index >= OPTION_COUNT) {
        return false;
    }
    *help = option_table[index].help;
    return true;
}

static const struct option *find_option(char letter)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (option_table[i].help.letter == letter) {
            return &option_table[i];
        }
    }
    return NULL;
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

/* VALUE is NULL where the option came without one. */
static int take_value(const struct option *option, const char *value, struct run_options *options)
{
    void *field = (char *) options + option->field;
    int rc = 0;

    if (value == NULL && !option->may_be_absent) {
        return option->kind == KIND_FLAG ? 0 : -EINVAL;
    }
    switch (option->kind) {
    case KIND_FLAG:
        return -EINVAL;
    case KIND_NUMBER:
        if (value == NULL) {
            *(long *) field = option->absent;
            return 0;
        }
        return run_value_number(value, option->least, option->most, field);
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
        rc = option->check(value);
        if (rc == 0 && options->private_directory_count == RUN_PRIVATE_DIRECTORIES) {
            rc = -E2BIG;
        } else if (rc == 0) {
            options->private_directories[options->private_directory_count++] = value;
        }
        return rc;
    }
    return -EINVAL;
}

static int explain_value(const struct option *option, const char *value, int rc, char *reason,
                         size_t size)
{
    const char *form = option->help.form;

    if (rc == -E2BIG) {
        snprintf(reason, size, "option %s: more than %d directories", form,
                 RUN_PRIVATE_DIRECTORIES);
        return -ERANGE;
    }
    if (option->kind == KIND_FLAG) {
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

/* The option at argv[0]; argv[1] is its value where that may be a word of its own. Returns the
 * words used. */
static int parse_option(char *const argv[], struct run_options *options, char *reason, size_t size)
{
    const char *word = argv[0] + 1;
    bool is_node = word[0] >= '0' && word[0] <= '9';
    const struct option *option = find_option(is_node ? RUN_OPTION_NODE : word[0]);
    const char *value = is_node ? word : word + 1;
    int used = 1;
    int rc;

    if (option == NULL || (!is_node && word[0] == RUN_OPTION_NODE)) {
        snprintf(reason, size, "unknown option '%.80s'", argv[0]);
        return -EINVAL;
    }
    if (options->given[(unsigned char) option->help.letter] && option->kind != KIND_FLAG &&
        option->kind != KIND_PRIVATE) {
        snprintf(reason, size, "option %s is given twice", option->help.form);
        return -EINVAL;
    }
    if (*value == '\0') {
        value = option->may_be_detached ? argv[used++] : NULL;
    }
    rc = take_value(option, value, options);
    if (rc < 0) {
        return explain_value(option, value, rc, reason, size);
    }
    options->given[(unsigned char) option->help.letter] = true;
    return used;
}

static int check_exclusive(const struct run_options *options, char *reason, size_t size)
{
    for (size_t i = 0; i < sizeof(exclusive_sets) / sizeof(exclusive_sets[0]); i++) {
        const char *first = NULL;

        for (const char *letter = exclusive_sets[i]; *letter != '\0'; letter++) {
            if (!options->given[(unsigned char) *letter]) {
                continue;
            }
            if (first != NULL) {
                snprintf(reason, size, "options %s and %s contradict each other",
                         find_option(*first)->help.form, find_option(*letter)->help.form);
                return -EINVAL;
            }
            first = letter;
        }
    }
    return 0;
}

/* -R and -I take few other options. */
static int check_company(const struct run_options *options, char *reason, size_t size)
{
    const char *form = options->form == RUN_FORM_INSPECT ? "-I{filename}" : "-R{filename}";

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct run_option_help *help = &option_table[i].help;

        if (!options->given[(unsigned char) help->letter] || strchr("RIg", help->letter) != NULL) {
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

static int check_form(struct run_options *options, char *reason, size_t size)
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
        return check_company(options, reason, size);
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
        return 0;
    }
    return -EINVAL;
}

int run_options_parse(int argc, char *const argv[], struct run_options *options, char *reason,
                      size_t size)
{
    int next = 1;
    int rc;

    *options = (struct run_options){0};
    reason[0] = '\0';
    while (next < argc && argv[next][0] == '-') {
        rc = parse_option(argv + next, options, reason, size);
        if (rc < 0) {
            return rc;
        }
        next += rc;
    }
    next = next < argc ? next : argc;
    options->operands = argv + next;
    options->operand_count = argc - next;
    rc = check_exclusive(options, reason, size);
    return rc < 0 ? rc : check_form(options, reason, size);
}
