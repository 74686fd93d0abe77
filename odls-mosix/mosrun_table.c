/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of launch settings; see mosrun_options.h. What differs in a newer MOSIX is corrected
 * here.
 */
#include "mosrun_options.h"

#define NUMBER_MAX 2147483647ul

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
        {.name = "verbose", .kind = MOSRUN_NUMBER, .initial = "0", .max = 1,
         .text = "1 shows for every rank how it is started, what is set in its environment and "
                 "why; or why it starts natively"},
    [MOSRUN_EXECUTABLE] =
        {.name = "executable", .kind = MOSRUN_TEXT, .initial = "",
         .text = "Program that starts ranks, by path or by name (searched on PATH, then in "
                 "/usr/bin and /bin); may be an administrator's wrapper that takes mosrun's "
                 "arguments. Not set: mosenv for ranks whose environment holds variables that "
                 "a setuid program loses (LD_*, MALLOC_*, TMPDIR, ...), otherwise mosrun"},
    [MOSRUN_ADDRESS_FILES] =
        {.name = "address_files", .kind = MOSRUN_TEXT,
         .initial = "/proc/mosix/mosip:/etc/mosix/var/mosip:/etc/mosix/mosip",
         .text = "Files, separated by colons, of which the first readable one holds this node's "
                 "MOSIX address. A node where none exists has no MOSIX"},
    [MOSRUN_START_LOCATION] =
        {.name = "start_location", .kind = MOSRUN_CHOICE, .initial = "",
         .choices = location_choices,
         .text = "Where ranks start. best: mosrun chooses (-b). home: on the node that Open MPI "
                 "chose (-h). custom: as remote_host_name, remote_host_address or "
                 "remote_host_list says. Not set: custom when one of those is set, otherwise "
                 "mosrun gets no location"},
    [MOSRUN_REMOTE_HOST_NAME] =
        {.name = "remote_host_name", .kind = MOSRUN_HOST, .initial = "", .flag = "-r",
         .text = "Host that ranks start on (mosrun -r). Ignored with a warning when "
                 "remote_host_address is set too"},
    [MOSRUN_REMOTE_HOST_ADDRESS] =
        {.name = "remote_host_address", .kind = MOSRUN_ADDRESS, .initial = "",
         .text = "IPv4 address of the node that ranks start on (mosrun -a.b.c.d)"},
    [MOSRUN_REMOTE_HOST_LIST] =
        {.name = "remote_host_list", .kind = MOSRUN_HOSTS, .initial = "",
         .text = "Hosts that ranks start on, separated by commas: rank R takes entry R modulo "
                 "their number. An entry is a host name (mosrun -r), an IPv4 address "
                 "(-a.b.c.d) or a MOSIX node number (-n)"},
    [MOSRUN_GRID_CLASS] =
        {.name = "grid_class", .kind = MOSRUN_NUMBER, .initial = "", .max = NUMBER_MAX,
         .flag = "-G",
         .text = "Class of the ranks within the grid (mosrun -G): above 0 they may migrate to "
                 "other partitions and clusters, 0 keeps them in the local partition"},
    [MOSRUN_MIGRATION_LOCK] =
        {.name = "migration_lock", .kind = MOSRUN_CHOICE, .initial = "", .choices = lock_choices,
         .text = "1: ranks do not migrate automatically (mosrun -L). 0: they may (mosrun -l)"},
    [MOSRUN_QUEUE_PRIORITY] =
        {.name = "queue_priority", .kind = MOSRUN_NUMBER, .initial = "0", .max = NUMBER_MAX,
         .flag = "-q", .off = "0",
         .text = "Priority in MOSIX's queue (mosrun -q): 1 is the highest. 0: ranks are not "
                 "queued"},
    [MOSRUN_JOB_ID] =
        {.name = "job_id", .kind = MOSRUN_TOKEN, .initial = "", .max = NUMBER_MAX, .flag = "-J",
         .text = "MOSIX job ID of the ranks (mosrun -J), with which mosps, migrate and "
                 "moskillall reach all of them at once: a number, or a word defined in "
                 "$HOME/.jobids"},
    [MOSRUN_UNSUPPORTED_SYSCALLS] =
        {.name = "unsupported_syscalls", .kind = MOSRUN_CHOICE, .initial = "1",
         .choices = syscall_choices,
         .text = "What becomes of a rank that makes a system call which MOSIX does not support. "
                 "0: it is killed (mosrun -u). 1: the call fails with ENOSYS (-e). 2: that, and "
                 "mosrun reports it on standard error (-w). Open MPI makes such calls: with 0 "
                 "few ranks live through MPI_Init"},
    [MOSRUN_EXTRA_ARGS] =
        {.name = "extra_args", .kind = MOSRUN_WORDS, .initial = "",
         .text = "Further arguments for mosrun, put behind all others and passed on unchecked. "
                 "Quotes and backslashes work as in a shell"},
    [MOSRUN_LD_PRELOAD] =
        {.name = "ld_preload", .kind = MOSRUN_TEXT, .initial = "",
         .text = "Libraries to preload into ranks under mosrun, put in front of LD_PRELOAD"},
    [MOSRUN_THREADS] =
        {.name = "threads", .kind = MOSRUN_CHOICE, .initial = "cooperative",
         .choices = thread_choices,
         .text = "How the threads of ranks under mosrun run. cooperative: all on the one kernel "
                 "thread that MOSIX permits, by preloading libmosix-coop.so. native: as the "
                 "kernel's threads, which only batch jobs (mosrun -E) can have"},
};
/* clang-format on */
