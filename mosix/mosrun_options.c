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

/* The argument follows -q or -Q instead of a number. */
static const struct mosrun_choice priority_choices[] = {
    {"default", ""},
    {NULL, NULL},
};

static const struct mosrun_choice abort_choices[] = {
    {"kill", NULL},
    {"run", NULL},
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
         .text = "Whether ranks start under mosrun. auto: on every node that has MOSIX, natively "
                 "on others. require: the job is refused where a node has no usable MOSIX. "
                 "never: always natively"},
    [MOSRUN_VERBOSE] =
        {.name = "verbose", .kind = MOSRUN_NUMBER, .initial = "0", .max = 1, .of_all = true,
         .text = "1 shows for every rank how it is started, what is set in its environment and "
                 "why; or why it starts natively"},
    [MOSRUN_EXECUTABLE] =
        {.name = "executable", .kind = MOSRUN_TEXT, .initial = "",
         .text = "Program that starts ranks, by path or by name (searched on PATH, then in "
                 "/usr/bin and /bin); may be an administrator's wrapper that takes mosrun's "
                 "arguments. Not set: mosenv for ranks whose environment has variables that a "
                 "setuid program loses (LD_*, MALLOC_*, TMPDIR, ...), otherwise mosrun"},
    [MOSRUN_ADDRESS_FILES] =
        {.name = "address_files", .kind = MOSRUN_TEXT, .of_all = true,
         .initial = MOSIX_ADDRESS_FILES,
         .text = "Files, separated by colons, of which the first readable one holds this node's "
                 "MOSIX address. A node where none exists has no MOSIX"},
    [MOSRUN_START_LOCATION] =
        {.name = "start_location", .kind = MOSRUN_CHOICE, .initial = "",
         .choices = location_choices, .letters = PLACE,
         .text = "Where ranks start. best: mosrun chooses (-b). home: on the node that Open MPI "
                 "chose (-h). custom: as one of the parameters with host in their name says. "
                 "Not set: custom when one of those is set, otherwise mosrun gets no location"},
    [MOSRUN_REMOTE_HOST_NAME] =
        {.name = "remote_host_name", .kind = MOSRUN_HOST, .initial = "", .flag = "-r",
         .letters = PLACE, .expands = true,
         .text = "Host that ranks start on (mosrun -r). Ignored with a warning when "
                 "remote_host_address is set too"},
    [MOSRUN_REMOTE_HOST_ADDRESS] =
        {.name = "remote_host_address", .kind = MOSRUN_ADDRESS, .initial = "", .flag = "-",
         .letters = PLACE,
         .text = "IPv4 address of the node that ranks start on (mosrun -a.b.c.d)"},
    [MOSRUN_REMOTE_HOST_NUMBER] =
        {.name = "remote_host_number", .kind = MOSRUN_NUMBER, .initial = "", .max = NUMBER_MAX,
         .flag = "-", .letters = PLACE,
         .text = "MOSIX number of the node that ranks start on (mosrun -n, n a number)"},
    [MOSRUN_REMOTE_HOST_LIST] =
        {.name = "remote_host_list", .kind = MOSRUN_HOSTS, .initial = "", .flag = "-",
         .letters = PLACE, .expands = true,
         .text = "Hosts that ranks start on, separated by commas: rank R takes entry R modulo "
                 "their number. An entry is a host name (mosrun -r), an IPv4 address "
                 "(-a.b.c.d) or a MOSIX node number (-n)"},
    [MOSRUN_RANDOM_HOST_LIST] =
        {.name = "random_host_list", .kind = MOSRUN_RANGES, .initial = "", .flag = "-j",
         .letters = PLACE, .expands = true,
         .text = "Hosts of which mosrun picks one at random for every rank (mosrun -j), "
                 "separated by commas: host names, IPv4 addresses, MOSIX node numbers, or "
                 "ranges such as 3-7"},
    [MOSRUN_START_ELSEWHERE] =
        {.name = "start_elsewhere", .kind = MOSRUN_CHOICE, .initial = "",
         .choices = elsewhere_choices, .letters = "F", .mosix_only = true,
         .text = "1: ranks start somewhere else when the node that was asked for is not "
                 "available (mosrun -F). 0: they do not start in that case"},
    [MOSRUN_GRID_CLASS] =
        {.name = "grid_class", .kind = MOSRUN_NUMBER, .initial = "", .max = NUMBER_MAX,
         .flag = "-G", .letters = "G", .mosix_only = true,
         .text = "Class of the ranks within the grid (mosrun -G): above 0 they may migrate to "
                 "other partitions and clusters, 0 keeps them in the local partition"},
    [MOSRUN_MIGRATION_LOCK] =
        {.name = "migration_lock", .kind = MOSRUN_CHOICE, .initial = "", .choices = lock_choices,
         .letters = "Ll", .mosix_only = true,
         .text = "1: ranks do not migrate automatically (mosrun -L). 0: they may (mosrun -l)"},
    [MOSRUN_EXPECTED_RUN_TIME] =
        {.name = "expected_run_time", .kind = MOSRUN_TIME, .initial = "", .flag = "-D",
         .letters = "D",
         .text = "How long ranks are expected to run, for mosps to show (mosrun -D); MOSIX does "
                 "not use it"},
    [MOSRUN_CHECKPOINT_INTERVAL] =
        {.name = "checkpoint_interval", .kind = MOSRUN_NUMBER, .initial = "", .min = 1,
         .max = NUMBER_MAX, .flag = "-A", .letters = "A", .mosix_only = true,
         .text = "Minutes between automatic checkpoints (mosrun -A). MOSIX cannot checkpoint a "
                 "process with open pipes or sockets, and ranks of Open MPI have both"},
    [MOSRUN_CHECKPOINT_VERSIONS] =
        {.name = "checkpoint_versions", .kind = MOSRUN_NUMBER, .initial = "", .max = NUMBER_MAX,
         .flag = "-N", .letters = "N", .mosix_only = true,
         .text = "Checkpoints to keep before the oldest is overwritten (mosrun -N). 0: all"},
    [MOSRUN_QUEUE_PRIORITY] =
        {.name = "queue_priority", .kind = MOSRUN_NUMBER, .initial = "0", .max = NUMBER_MAX,
         .flag = "-q", .off = "0", .choices = priority_choices, .letters = "qQ",
         .text = "Priority in MOSIX's queue (mosrun -q): 1 is the highest. default: as the node "
                 "is configured. 0: ranks are not queued"},
    [MOSRUN_QUEUE_ABORT] =
        {.name = "queue_abort", .kind = MOSRUN_CHOICE, .initial = "", .choices = abort_choices,
         .letters = "qQ",
         .text = "What happens to a queued rank when MOSIX stops or the queue gives it up. kill: "
                 "it ends (mosrun -q). run: it starts at once (mosrun -Q). Not set: kill"},
    [MOSRUN_PARALLEL_PROCESSES] =
        {.name = "parallel_processes", .kind = MOSRUN_NUMBER, .initial = MOSRUN_AUTO, .min = 1,
         .max = NUMBER_MAX, .flag = "-P", .choices = auto_choices, .letters = "P",
         .text = "Number of processes for which MOSIX's queue reserves resources (mosrun "
                 "-P). auto: when ranks are queued, the number of the job's ranks on their node"},
    [MOSRUN_JOB_ID] =
        {.name = "job_id", .kind = MOSRUN_TOKEN, .initial = MOSRUN_AUTO, .max = NUMBER_MAX,
         .flag = "-J", .letters = "J", .expands = true,
         .text = "MOSIX job ID of the ranks (mosrun -J), with which mosps, migrate, mosq and "
                 "moskillall reach all of them at once: a number, or a word defined in "
                 "$HOME/.jobids. auto: a number made from Open MPI's own for the job, the same "
                 "on all nodes; odls_mosix_verbose 1 shows it"},
    [MOSRUN_REQUIRED_MEMORY] =
        {.name = "required_memory", .kind = MOSRUN_NUMBER, .initial = "", .min = 1,
         .max = NUMBER_MAX, .flag = "-m", .letters = "m", .mosix_only = true,
         .text = "Megabytes that a rank needs (mosrun -m): it does not migrate to nodes with "
                 "less, and with start_location best waits for one that has them"},
    [MOSRUN_STATISTICS_DECAY] =
        {.name = "statistics_decay", .kind = MOSRUN_NUMBER, .initial = "", .max = 10000,
         .flag = "-d", .letters = "d", .mosix_only = true,
         .text = "How fast MOSIX forgets what it knows of a rank, in 1/10000 per second (mosrun "
                 "-d)"},
    [MOSRUN_COUNT_SYSCALLS] =
        {.name = "count_syscalls", .kind = MOSRUN_CHOICE, .initial = "",
         .choices = count_choices, .letters = "cn", .mosix_only = true,
         .text = "1: system calls and input or output draw a rank to its home node (mosrun -n). "
                 "0: they do not count for migration (-c)"},
    [MOSRUN_UNSUPPORTED_SYSCALLS] =
        {.name = "unsupported_syscalls", .kind = MOSRUN_CHOICE, .initial = "1",
         .choices = syscall_choices, .letters = "euw", .mosix_only = true,
         .text = "What happens to a rank that makes a system call which MOSIX does not support. "
                 "0: it is killed (mosrun -u). 1: the call fails with ENOSYS (-e). 2: that, and "
                 "mosrun reports it on standard error (-w). Open MPI makes such calls: with 0 "
                 "few ranks survive MPI_Init"},
    [MOSRUN_LOCAL_TIME] =
        {.name = "local_time", .kind = MOSRUN_CHOICE, .initial = "", .choices = clock_choices,
         .letters = "tT", .mosix_only = true,
         .text = "1: ranks read the clock of the node where they run, which is faster (mosrun "
                 "-t). 0: that of their home node (-T)"},
    [MOSRUN_BATCH] =
        {.name = "batch", .kind = MOSRUN_CHOICE, .initial = "", .choices = batch_choices,
         .letters = "EM",
         .text = "Ranks are batch jobs, which MOSIX may start on another node of the partition. "
                 "linux: as native processes (mosrun -E). mosix: as migratable ones with a home "
                 "node there (-M). On another node a batch job cannot reach its sockets, so "
                 "this is for programs without MPI"},
    [MOSRUN_BATCH_DIRECTORY] =
        {.name = "batch_directory", .kind = MOSRUN_DIRECTORY, .initial = "", .expands = true,
         .text = "Current directory of a batch job (the argument of mosrun -E or -M)"},
    [MOSRUN_BATCH_STDIN] =
        {.name = "batch_stdin", .kind = MOSRUN_CHOICE, .initial = "", .choices = stdin_choices,
         .letters = "i",
         .text = "1: only the batch job reads standard input (mosrun -i)"},
    [MOSRUN_CHECKPOINT_FILE] =
        {.name = "checkpoint_file", .kind = MOSRUN_TEXT, .initial = "", .flag = "-C",
         .letters = "C", .mosix_only = true, .expands = true,
         .text = "File that checkpoints are saved to, with .1, .2 and so on after its name "
                 "(mosrun -C); with %r in it every rank has its own"},
    [MOSRUN_PRIVATE_DIRECTORIES] =
        {.name = "private_directories", .kind = MOSRUN_DIRECTORIES, .initial = "", .max = 10,
         .flag = "-X", .letters = "X", .expands = true,
         .text = "Directories, separated by colons, that hold private temporary files: these "
                 "migrate with the rank (mosrun -X for each)"},
    [MOSRUN_ARGUMENT_ZERO] =
        {.name = "argument_zero", .kind = MOSRUN_CHOICE, .initial = MOSRUN_AUTO,
         .choices = zero_choices, .letters = "z",
         .text = "Whether mosrun gets the program's argument 0 (-z). auto: where it differs from "
                 "the program's path. always: for every rank"},
    [MOSRUN_EXTRA_ARGS] =
        {.name = "extra_args", .kind = MOSRUN_WORDS, .initial = "", .expands = true,
         .text = "Further arguments for mosrun, added after all others. Quotes and backslashes "
                 "work as in a shell. One that means the same as a parameter replaces that "
                 "parameter's initial value"},
    [MOSRUN_LD_PRELOAD] =
        {.name = "ld_preload", .kind = MOSRUN_TEXT, .initial = "",
         .text = "Libraries to preload into ranks under mosrun, put before LD_PRELOAD"},
    [MOSRUN_THREADS] =
        {.name = "threads", .kind = MOSRUN_CHOICE, .initial = "cooperative",
         .choices = thread_choices,
         .text = "How the threads of ranks under mosrun run. cooperative: all on the one kernel "
                 "thread that MOSIX permits, by preloading libmosix-coop.so. native: as "
                 "kernel threads, which only batch jobs (mosrun -E) can have"},
};
/* clang-format on */

const struct mosrun_choice *mosrun_choice_find(const struct mosrun_option *option, const char *word)
{
    for (const struct mosrun_choice *choice = option->choices; choice->word != NULL; choice++) {
        if (strcmp(choice->word, word) == 0) {
            return choice;
        }
    }
    return NULL;
}
