/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of launch settings; see mosrun_options.h. What differs in a newer MOSIX is corrected
 * here.
 */
#include "mosrun_options.h"

#include <string.h>

#include "mosix_node.h"

#define NUMBER_MAX 2147483647ul

/* All the options of which at most one can say where a rank starts. */
#define PLACE "rbhj" MOSRUN_LETTER_NODE

static const struct mosrun_choice enable_choices[] = {
    {"auto", NULL},
    {"require", NULL},
    {"never", NULL},
    {NULL, NULL},
};

static const struct mosrun_choice location_choices[] = {
    {"best", "-b"},
    {"home", "-h"},
    {"custom", NULL},
    {NULL, NULL},
};

static const struct mosrun_choice lock_choices[] = {
    {"0", "-l"},
    {"1", "-L"},
    {NULL, NULL},
};

static const struct mosrun_choice syscall_choices[] = {
    {"0", "-u"},
    {"1", "-e"},
    {"2", "-w"},
    {NULL, NULL},
};

static const struct mosrun_choice elsewhere_choices[] = {
    {"0", NULL},
    {"1", "-F"},
    {NULL, NULL},
};

static const struct mosrun_choice release_choices[] = {
    {MOSRUN_AUTO, NULL},
    {"2009", NULL},
    {"4", NULL},
    {NULL, NULL},
};

/* In 2009, -G was the grid class [doc]. */
static const struct mosrun_choice freeze_choices[] = {
    {"0", "-g"},
    {"1", "-G"},
    {NULL, NULL},
};

static const struct mosrun_choice allocator_choices[] = {
    {MOSRUN_AUTO, NULL},
    {"none", NULL},
    {NULL, NULL},
};

/* The argument follows -q or -Q instead of a number. */
static const struct mosrun_choice priority_choices[] = {
    {"default", ""},
    {NULL, NULL},
};

static const struct mosrun_choice abort_choices[] = {
    {"kill", "-q"},
    {"run", "-Q"},
    {NULL, NULL},
};

static const struct mosrun_choice auto_choices[] = {
    {MOSRUN_AUTO, NULL},
    {NULL, NULL},
};

static const struct mosrun_choice count_choices[] = {
    {"0", "-c"},
    {"1", "-n"},
    {NULL, NULL},
};

static const struct mosrun_choice clock_choices[] = {
    {"0", "-T"},
    {"1", "-t"},
    {NULL, NULL},
};

/* batch_directory is appended to the argument. */
static const struct mosrun_choice batch_choices[] = {
    {"linux", "-E"},
    {"mosix", "-M"},
    {NULL, NULL},
};

static const struct mosrun_choice stdin_choices[] = {
    {"0", NULL},
    {"1", "-i"},
    {NULL, NULL},
};

static const struct mosrun_choice zero_choices[] = {
    {MOSRUN_AUTO, NULL},
    {"always", NULL},
    {NULL, NULL},
};

static const struct mosrun_choice thread_choices[] = {
    {"cooperative", NULL},
    {"native", NULL},
    {NULL, NULL},
};

/* Formatting by a tool would give every word of a row a line of its own. */
/* clang-format off */
const struct mosrun_option mosrun_options[MOSRUN_OPTION_COUNT] = {
    [MOSRUN_ENABLE] =
        {.name = "enable", .kind = MOSRUN_CHOICE, .initial = "auto", .choices = enable_choices,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Whether ranks start under mosrun. auto: on every node that has MOSIX, natively "
                 "on others. require: the job is refused where a node has no usable MOSIX. "
                 "never: always natively"},
    [MOSRUN_RELEASE] =
        {.name = "release", .kind = MOSRUN_CHOICE, .initial = MOSRUN_AUTO, .of_all = true,
         .choices = release_choices, .releases = MOSIX_RELEASE_ANY,
         .text = "Release of MOSIX on this node, which decides how it is asked for its address and "
                 "which options mosrun has. auto: found out. 2009: the one with a kernel patch. "
                 "4: the one at user level, 4.4.3 being its last"},
    [MOSRUN_VERBOSE] =
        {.name = "verbose", .kind = MOSRUN_NUMBER, .initial = "0", .max = 1, .of_all = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "1 shows for every rank how it is started, what is set in its environment and "
                 "why; or why it starts natively"},
    [MOSRUN_EXECUTABLE] =
        {.name = "executable", .kind = MOSRUN_TEXT, .initial = "",
         .releases = MOSIX_RELEASE_ANY,
         .text = "Program that starts ranks, by path or by name (searched on PATH, then where "
                 "MOSIX is installed); may be an administrator's wrapper that takes mosrun's "
                 "arguments. Not set: mosenv for ranks whose environment has variables that a "
                 "setuid program loses (LD_*, MALLOC_*, TMPDIR, ...), otherwise mosrun"},
    [MOSRUN_ADDRESS_FILES] =
        {.name = "address_files", .kind = MOSRUN_TEXT, .of_all = true,
         .initial = MOSIX_ADDRESS_FILES,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Files, separated by colons, of which the first readable one holds the address of "
                 "a node with MOSIX of 2009; a node without such a file does not have it. MOSIX 4 "
                 "is asked by its program mossetpe"},
    [MOSRUN_START_LOCATION] =
        {.name = "start_location", .kind = MOSRUN_CHOICE, .initial = "",
         .choices = location_choices, .letters = PLACE,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Where ranks start. best: spread over the nodes with the least load, or as "
                 "mosrun chooses (-b). home: on the node that Open MPI "
                 "chose (-h). custom: where one of the parameters with host in their name says. "
                 "Not set: custom when one of those is set, otherwise mosrun gets no location"},
    [MOSRUN_REMOTE_HOST_NAME] =
        {.name = "remote_host_name", .kind = MOSRUN_HOST, .initial = "", .flag = "-r",
         .letters = PLACE, .expands = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Host that ranks start on (mosrun -r). Ignored with a warning when "
                 "remote_host_address is set too"},
    [MOSRUN_REMOTE_HOST_ADDRESS] =
        {.name = "remote_host_address", .kind = MOSRUN_ADDRESS, .initial = "", .flag = "-",
         .letters = PLACE,
         .releases = MOSIX_RELEASE_ANY,
         .text = "IPv4 address of the node that ranks start on (mosrun -a.b.c.d)"},
    [MOSRUN_REMOTE_HOST_NUMBER] =
        {.name = "remote_host_number", .kind = MOSRUN_NUMBER, .initial = "", .max = NUMBER_MAX,
         .flag = "-", .letters = PLACE,
         .releases = MOSIX_RELEASE_ANY,
         .text = "MOSIX number of the node that ranks start on (mosrun -n, n a number)"},
    [MOSRUN_REMOTE_HOST_LIST] =
        {.name = "remote_host_list", .kind = MOSRUN_HOSTS, .initial = "", .flag = "-",
         .letters = PLACE, .expands = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Hosts that ranks start on, separated by commas: rank R takes entry R modulo "
                 "their number. An entry is a host name (mosrun -r), an IPv4 address "
                 "(-a.b.c.d) or a MOSIX node number (-n)"},
    [MOSRUN_RANDOM_HOST_LIST] =
        {.name = "random_host_list", .kind = MOSRUN_RANGES, .initial = "", .flag = "-j",
         .letters = PLACE, .expands = true,
         .releases = MOSIX_RELEASE_2009,
         .instead = "Use odls_mosix_remote_host_list: the ranks take its hosts in turn.",
         .text = "Hosts of which mosrun picks one at random for every rank (mosrun -j), "
                 "separated by commas: host names, IPv4 addresses, MOSIX node numbers, or "
                 "ranges such as 3-7"},
    [MOSRUN_START_ELSEWHERE] =
        {.name = "start_elsewhere", .kind = MOSRUN_CHOICE, .initial = "",
         .choices = elsewhere_choices, .letters = "F", .mosix_only = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "1: ranks start somewhere else when the node that was asked for is not "
                 "available (mosrun -F). 0: they do not start in that case"},
    [MOSRUN_GRID_CLASS] =
        {.name = "grid_class", .kind = MOSRUN_NUMBER, .initial = "", .max = NUMBER_MAX,
         .flag = "-G", .letters = "G", .mosix_only = true,
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 has no grid classes, and its -G is another option: omit this one.",
         .text = "Class of the ranks within the grid (mosrun -G): above 0 they may migrate to "
                 "other partitions and clusters, 0 keeps them in the local partition"},
    [MOSRUN_MIGRATION_LOCK] =
        {.name = "migration_lock", .kind = MOSRUN_CHOICE, .initial = "", .choices = lock_choices,
         .letters = "Ll", .mosix_only = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "1: ranks do not migrate automatically (mosrun -L). 0: they may (mosrun -l)"},
    [MOSRUN_FREEZE] =
        {.name = "freeze", .kind = MOSRUN_CHOICE, .initial = "", .choices = freeze_choices,
         .letters = "gG", .mosix_only = true, .releases = MOSIX_RELEASE_4,
         .instead = "mosrun of 2009 has no such option: omit it.",
         .text = "1: MOSIX may freeze ranks when a node gets too busy (mosrun -G). 0: it may not "
                 "(-g), as its manual advises for processes that communicate"},
    [MOSRUN_EXPECTED_RUN_TIME] =
        {.name = "expected_run_time", .kind = MOSRUN_TIME, .initial = "", .flag = "-D",
         .letters = "D",
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 does not take an expected run time: omit it.",
         .text = "How long ranks are expected to run, for mosps to show (mosrun -D); MOSIX does "
                 "not use it"},
    [MOSRUN_CHECKPOINT_INTERVAL] =
        {.name = "checkpoint_interval", .kind = MOSRUN_NUMBER, .initial = "", .min = 1,
         .max = NUMBER_MAX, .flag = "-A", .letters = "A", .mosix_only = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Minutes between automatic checkpoints (mosrun -A). MOSIX cannot checkpoint a "
                 "process with open pipes or sockets, and ranks of Open MPI have both"},
    [MOSRUN_CHECKPOINT_VERSIONS] =
        {.name = "checkpoint_versions", .kind = MOSRUN_NUMBER, .initial = "", .max = NUMBER_MAX,
         .flag = "-N", .letters = "N", .mosix_only = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Checkpoints to keep before the oldest is overwritten (mosrun -N). 0: all"},
    [MOSRUN_QUEUE_PRIORITY] =
        {.name = "queue_priority", .kind = MOSRUN_NUMBER, .initial = "0", .max = NUMBER_MAX,
         .flag = "-q", .off = "0", .choices = priority_choices, .letters = "qQ",
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 has no queue: omit it, or use the queue of a resource manager.",
         .text = "Priority in MOSIX's queue (mosrun -q): 1 is the highest. default: as the node "
                 "is configured. 0: ranks are not queued"},
    [MOSRUN_QUEUE_ABORT] =
        {.name = "queue_abort", .kind = MOSRUN_CHOICE, .initial = "", .choices = abort_choices,
         .letters = "qQ",
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 has no queue: omit it.",
         .text = "What happens to a queued rank when MOSIX stops or the queue gives it up. kill: "
                 "it ends (mosrun -q). run: it starts at once (mosrun -Q). Not set: kill"},
    [MOSRUN_PARALLEL_PROCESSES] =
        {.name = "parallel_processes", .kind = MOSRUN_NUMBER, .initial = MOSRUN_AUTO, .min = 1,
         .max = NUMBER_MAX, .flag = "-P", .choices = auto_choices, .letters = "P",
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 has no queue: omit it.",
         .text = "Number of processes for which MOSIX's queue reserves resources (mosrun "
                 "-P). auto: when ranks are queued, the number of the job's ranks on their node"},
    [MOSRUN_JOB_ID] =
        {.name = "job_id", .kind = MOSRUN_TOKEN, .initial = MOSRUN_AUTO, .max = NUMBER_MAX,
         .flag = "-J", .letters = "J", .expands = true,
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 has no job IDs: omit it. mosps lists your processes, and mosmigrate "
                    "takes the PID of one.",
         .text = "MOSIX job ID of the ranks (mosrun -J), with which mosps, migrate, mosq and "
                 "moskillall reach all of them at once: a number, or a word defined in "
                 "$HOME/.jobids. auto: a number made from Open MPI's own for the job, the same "
                 "on all nodes; odls_mosix_verbose 1 shows it"},
    [MOSRUN_REQUIRED_MEMORY] =
        {.name = "required_memory", .kind = MOSRUN_NUMBER, .initial = "", .min = 1,
         .max = NUMBER_MAX, .flag = "-m", .letters = "m", .mosix_only = true,
         .max_4 = 262143, .releases = MOSIX_RELEASE_ANY,
         .text = "Megabytes that a rank needs (mosrun -m): it does not migrate to nodes with "
                 "less, and with start_location best waits for one that has them"},
    [MOSRUN_STATISTICS_DECAY] =
        {.name = "statistics_decay", .kind = MOSRUN_NUMBER, .initial = "", .max = 10000,
         .flag = "-d", .letters = "d", .mosix_only = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "How fast MOSIX forgets what it knows of a rank, in 1/10000 per second (mosrun "
                 "-d)"},
    [MOSRUN_COUNT_SYSCALLS] =
        {.name = "count_syscalls", .kind = MOSRUN_CHOICE, .initial = "",
         .choices = count_choices, .letters = "cn", .mosix_only = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "1: system calls and input or output draw a rank to its home node (mosrun -n). "
                 "0: they do not count for migration (-c)"},
    [MOSRUN_UNSUPPORTED_SYSCALLS] =
        {.name = "unsupported_syscalls", .kind = MOSRUN_CHOICE, .initial = "1",
         .choices = syscall_choices, .letters = "euw", .mosix_only = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "What happens to a rank that makes a system call which MOSIX does not support. "
                 "0: it is killed (mosrun -u). 1: the call fails with ENOSYS (-e). 2: that, and "
                 "mosrun reports it on standard error (-w). Open MPI makes such calls: with 0 "
                 "few ranks survive MPI_Init"},
    [MOSRUN_LOCAL_TIME] =
        {.name = "local_time", .kind = MOSRUN_CHOICE, .initial = "", .choices = clock_choices,
         .letters = "tT", .mosix_only = true,
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 calls the options -t and -T obsolete and ignores them: omit it.",
         .text = "1: ranks read the clock of the node where they run, which is faster (mosrun "
                 "-t). 0: that of their home node (-T)"},
    [MOSRUN_BATCH] =
        {.name = "batch", .kind = MOSRUN_CHOICE, .initial = "", .choices = batch_choices,
         .letters = "EM",
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 has no batch jobs: to start ranks natively, set odls_mosix_enable "
                    "to \"never\".",
         .text = "Ranks are batch jobs, which MOSIX may start on another node of the partition. "
                 "linux: as native processes (mosrun -E). mosix: as migratable ones with a home "
                 "node there (-M). On another node a batch job cannot reach its sockets, so "
                 "this is for programs without MPI"},
    [MOSRUN_BATCH_DIRECTORY] =
        {.name = "batch_directory", .kind = MOSRUN_DIRECTORY, .initial = "", .expands = true,
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 has no batch jobs: use mpirun's --wdir.",
         .text = "Current directory of a batch job (the argument of mosrun -E or -M)"},
    [MOSRUN_BATCH_STDIN] =
        {.name = "batch_stdin", .kind = MOSRUN_CHOICE, .initial = "", .choices = stdin_choices,
         .letters = "i",
         .releases = MOSIX_RELEASE_2009,
         .instead = "MOSIX 4 has no batch jobs: omit it.",
         .text = "1: only the batch job reads standard input (mosrun -i)"},
    [MOSRUN_CHECKPOINT_FILE] =
        {.name = "checkpoint_file", .kind = MOSRUN_TEXT, .initial = "", .flag = "-C",
         .letters = "C", .mosix_only = true, .expands = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "File that checkpoints are saved to, with .1, .2 and so on after its name "
                 "(mosrun -C); with %r in it every rank has its own"},
    [MOSRUN_PRIVATE_DIRECTORIES] =
        {.name = "private_directories", .kind = MOSRUN_DIRECTORIES, .initial = "", .max = 10,
         .flag = "-X", .letters = "X", .expands = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Directories, separated by colons, that hold private temporary files: these "
                 "migrate with the rank (mosrun -X for each)"},
    [MOSRUN_ARGUMENT_ZERO] =
        {.name = "argument_zero", .kind = MOSRUN_CHOICE, .initial = MOSRUN_AUTO,
         .choices = zero_choices, .letters = "z",
         .releases = MOSIX_RELEASE_ANY,
         .text = "Whether mosrun gets the program's argument 0 (-z). auto: where it differs from "
                 "the program's path. always: for every rank"},
    [MOSRUN_EXTRA_ARGS] =
        {.name = "extra_args", .kind = MOSRUN_WORDS, .initial = "", .expands = true,
         .releases = MOSIX_RELEASE_ANY,
         .text = "Further arguments for mosrun, added after all others. Quotes and backslashes "
                 "work as in a shell. One that means the same as a parameter replaces that "
                 "parameter's initial value"},
    [MOSRUN_LD_PRELOAD] =
        {.name = "ld_preload", .kind = MOSRUN_TEXT, .initial = "",
         .releases = MOSIX_RELEASE_ANY,
         .text = "Libraries to preload into ranks under mosrun, put before LD_PRELOAD"},
    [MOSRUN_THREADS] =
        {.name = "threads", .kind = MOSRUN_CHOICE, .initial = "cooperative",
         .choices = thread_choices,
         .releases = MOSIX_RELEASE_ANY, .only_2009 = "native",
         .instead = "MOSIX 4 permits a process one kernel thread, and has no batch jobs, which may "
                    "have more: omit it, or set odls_mosix_enable to \"never\", which starts ranks "
                    "natively.",
         .text = "How the threads of ranks under mosrun run. cooperative: all on the one kernel "
                 "thread that MOSIX permits, by preloading libmosix-coop.so. native: as "
                 "kernel threads, which only batch jobs (mosrun -E) of 2009 can have"},
    [MOSRUN_ALLOCATOR] =
        {.name = "allocator", .kind = MOSRUN_LIBRARY, .initial = MOSRUN_AUTO,
         .choices = allocator_choices, .releases = MOSIX_RELEASE_ANY,
         .text = "Library with another malloc to preload into ranks. Under MOSIX 4, the malloc of "
                 "glibc from 2.36 on ends a process by a system call that MOSIX does not know. "
                 "auto: there the first found of " MOSRUN_ALLOCATORS ". none: none"},
};
/* clang-format on */

const enum mosrun_option_id mosrun_hosts[MOSRUN_HOST_COUNT] = {
    MOSRUN_REMOTE_HOST_LIST,    MOSRUN_RANDOM_HOST_LIST, MOSRUN_REMOTE_HOST_NUMBER,
    MOSRUN_REMOTE_HOST_ADDRESS, MOSRUN_REMOTE_HOST_NAME,
};

const struct mosrun_choice *mosrun_choice_find(const struct mosrun_option *option, const char *word)
{
    for (const struct mosrun_choice *choice = option->choices; choice->word != NULL; choice++) {
        if (strcmp(choice->word, word) == 0) {
            return choice;
        }
    }
    return NULL;
}

bool mosrun_option_exists(const struct mosrun_option *option, enum mosix_release release)
{
    return release == MOSIX_RELEASE_NONE || (option->releases & release) != 0;
}

bool mosrun_value_exists(const struct mosrun_option *option, const char *value,
                         enum mosix_release release)
{
    return mosrun_option_exists(option, release) &&
           (release != MOSIX_RELEASE_4 || option->only_2009 == NULL ||
            strcmp(option->only_2009, value) != 0);
}

unsigned long mosrun_option_max(const struct mosrun_option *option, enum mosix_release release)
{
    return release == MOSIX_RELEASE_4 && option->max_4 != 0 ? option->max_4 : option->max;
}

/* Whether argument is what the row gives mosrun, before a value or alone. */
static bool gives(const struct mosrun_option *option, const char *argument)
{
    if (option->flag != NULL && strcmp(option->flag, argument) == 0) {
        return true;
    }
    for (const struct mosrun_choice *choice = option->choices;
         choice != NULL && choice->word != NULL; choice++) {
        if (choice->argument != NULL && strcmp(choice->argument, argument) == 0) {
            return true;
        }
    }
    return false;
}

int mosrun_option_missing(char letter, enum mosix_release release)
{
    const char argument[] = {'-', letter == MOSRUN_LETTER_NODE[0] ? '\0' : letter, '\0'};
    int missing = -1;

    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        if (!gives(&mosrun_options[id], argument)) {
            continue;
        }
        if (mosrun_option_exists(&mosrun_options[id], release)) {
            return -1;
        }
        missing = missing < 0 ? id : missing;
    }
    return missing;
}
