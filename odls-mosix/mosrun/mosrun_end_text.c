/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the ends of processes mean, in words; see mosrun_end.h.
 */
#include "mosrun_end.h"

#include <stdio.h>
#include <string.h>

#include "mosix_needs.h"
#include "mosrun_call.h"

#define NATIVELY "start the job natively (mpirun --mca odls_mosix_enable never)"
#define NO_LIBRARY                                                                                 \
    "libmosix-coop.so keeps a rank from making this call, so this process was without it: "        \
    "LD_PRELOAD was replaced or removed on the way (a script, env -i, sudo), or the program is "   \
    "static or has the call in its own machine code, as programs in Go have"
#define KEEP_LIBRARY                                                                               \
    "Keep what is in LD_PRELOAD, let mpirun preload libraries of yours (odls_mosix_ld_preload), "  \
    "link dynamically"
/* "mosrun -u" ends a process where -e, the initial value, gives it an error. */
#define ERROR_INSTEAD "--mca odls_mosix_unsupported_syscalls 1 gives the program an error instead"

#define RSEQ 334
#define GETRANDOM 318
#define URING_FIRST 425
#define URING_LAST 427

/* Ends that always have the same reason. */
static const struct {
    enum mosrun_end_kind kind;
    const char *what;
    const char *why;
    const char *remedy;
} texts[] = {
    {MOSRUN_END_VDSO, "MOSIX started no program (error 96).",
     "Linux 6.1 and newer must be booted with vdso=0; without it every mosrun ends so.",
     "Run \"openmpi-mosix node setup\" as root; it says how to boot with vdso=0."},
    {MOSRUN_END_MAILBOX, "MOSIX ended a process that it was moving (error 805).",
     "A process that waits in a blocking read of a mailbox when it is moved ends so; btl mosix "
     "never waits like that, so the program reads mailboxes itself, or a move came in the middle "
     "of a long message.",
     "Start the job again. If it happens again, keep the ranks where they are (--mca "
     "odls_mosix_migration_lock 1)."},
    {MOSRUN_END_KILLED, "Somebody killed the process behind mosrun (error 100).",
     "The kernel does so when memory is short; a user does by kill -9 on the process that mosrun "
     "traces.",
     "Look for \"Out of memory\" in the kernel's log (dmesg); to end a rank, send the signal to "
     "its mosrun, or use moskillall."},
    {MOSRUN_END_INSIDE, "mosrun was started inside mosrun (error 220).",
     "A process under MOSIX cannot start mosrun or mosenv again.",
     "Leave mosrun out of the program's scripts: mpirun starts every rank under it. mosnative "
     "PROGRAM leaves MOSIX."},
    {MOSRUN_END_FREEZE, "MOSIX had no place to freeze a process, and ended it.",
     "A frozen process is written to a directory, and this node has none with enough room.",
     "Let the administrator configure a freezing directory, or forbid automatic freezing (--mca "
     "odls_mosix_freeze 0)."},
    {MOSRUN_END_MEMORY, "mosrun could not open the memory of a process.",
     "This was seen when a process calls exec for a file that is not there, with Linux 6.12.",
     "Let the program look whether the file is there; libmosix-coop.so does so for ranks."},
    {MOSRUN_END_NO_NODE, "The node to start on is not in the map of MOSIX.",
     "mosrun was told to start the process on a node that this cluster does not have.",
     "Correct odls_mosix_remote_host_..., or leave it out. \"mossetpe -r\" lists the nodes."},
    {MOSRUN_END_SILENT_NODE, "The node to start on does not answer.",
     "It is down, or its daemons do not run.",
     "Choose another node, or set odls_mosix_start_elsewhere to 1: the process then starts where "
     "it can."},
    {MOSRUN_END_NO_SETUID, "mosrun is not setuid root.",
     "Without that it starts nothing for users.",
     "Run \"openmpi-mosix node check\"; it names the programs and the command that corrects them."},
    {MOSRUN_END_SHARED, "The program maps memory to share it (MAP_SHARED).",
     "Processes of different nodes have no memory in common, so MOSIX does not permit it.",
     "Let the processes exchange data by messages or files; " ERROR_INSTEAD "."},
    {MOSRUN_END_DEVICE, "The program maps a device, such as a graphics processor.",
     "A device belongs to one node, and the process may move.",
     "Use the device natively (mpirun --mca odls_mosix_enable never)."},
    {MOSRUN_END_PRIORITY, "The program asks for or sets the priority of another process.",
     "MOSIX permits that for the process itself only.", "Leave it out; " ERROR_INSTEAD "."},
    {MOSRUN_END_OTHER, "mosrun says something that is not known here.",
     "It is about its own options, or about this node.",
     "Look at mosrun(1) and at \"openmpi-mosix node check\"."},
};

static void explain_number(long number, struct mosrun_end_text *text)
{
    const struct mosrun_call *call = mosrun_call_numbered(number);
    const char *is_for = call != NULL ? mosrun_call_is_for(mosrun_call_purpose(call)) : "";

    snprintf(text->what, sizeof(text->what),
             "The system call %s%s%ld%s%s%s%s ends a process under MOSIX 4.",
             call != NULL ? call->name : "number ", call != NULL ? " (number " : "", number,
             call != NULL ? ")" : "", *is_for != '\0' ? ", for " : "", is_for,
             *is_for != '\0' ? "," : "");
    if (number == RSEQ) {
        snprintf(text->why, sizeof(text->why),
                 "The C library makes it when a program is loaded (glibc 2.35 and newer), "
                 "unless " MOSIX_RSEQ_TUNABLE
                 " is in GLIBC_TUNABLES; ranks have that, so this process has "
                 "lost it, or is no rank.");
        snprintf(text->remedy, sizeof(text->remedy),
                 "Keep GLIBC_TUNABLES in the environment (env -i, sudo and scripts remove it), "
                 "or " NATIVELY ".");
        return;
    }
    if (number >= URING_FIRST && number <= URING_LAST) {
        snprintf(text->why, sizeof(text->why),
                 "MOSIX does not know it, and liburing has it in its own machine code, where "
                 "libmosix-coop.so cannot answer it.");
        snprintf(text->remedy, sizeof(text->remedy),
                 "Switch io_uring off in the program (of "
                 "libuv: UV_USE_IO_URING=0), or " NATIVELY ".");
        return;
    }
    snprintf(text->why, sizeof(text->why), "%s" NO_LIBRARY ".",
             number == GETRANDOM ? "malloc of glibc 2.36 and newer makes it, and other functions. "
                                 : "");
    snprintf(text->remedy, sizeof(text->remedy), KEEP_LIBRARY ", or " NATIVELY ".");
}

/* A call that MOSIX knows and refuses. */
static void explain_refused(const char *name, const struct mosrun_call *call,
                            struct mosrun_end_text *text)
{
    enum mosrun_call_purpose purpose = call != NULL ? mosrun_call_purpose(call) : MOSRUN_FOR_OTHER;
    const char *is_for = mosrun_call_is_for(purpose);
    char remedy[128];

    snprintf(text->what, sizeof(text->what), "MOSIX does not support the system call %s%s%s.", name,
             *is_for != '\0' ? ", for " : "", is_for);
    snprintf(text->why, sizeof(text->why),
             "Under mosrun -u, which is its own default, the first such call ends a process; under "
             "-e, which odls mosix uses, the program gets the error ENOSYS.%s",
             call != NULL && call->state == MOSRUN_CALL_ANSWERED
                 ? " In a rank libmosix-coop.so answers it; this process was without that."
                 : "");
    snprintf(remedy, sizeof(remedy), "%s", mosrun_call_remedy(purpose));
    if (remedy[0] >= 'a' && remedy[0] <= 'z') {
        remedy[0] = (char) (remedy[0] - 'a' + 'A');
    }
    snprintf(text->remedy, sizeof(text->remedy), "%s; " ERROR_INSTEAD "; or " NATIVELY ".", remedy);
}

static void explain_constant(const struct mosrun_end *end, struct mosrun_end_text *text)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i].kind == end->kind) {
            snprintf(text->what, sizeof(text->what), "%s", texts[i].what);
            snprintf(text->why, sizeof(text->why), "%s", texts[i].why);
            snprintf(text->remedy, sizeof(text->remedy), "%s", texts[i].remedy);
        }
    }
}

void mosrun_end_explain(const struct mosrun_end *end, struct mosrun_end_text *text)
{
    memset(text, 0, sizeof(*text));
    switch (end->kind) {
    case MOSRUN_END_NONE:
        snprintf(text->what, sizeof(text->what), "MOSIX said nothing about an end.");
        snprintf(text->why, sizeof(text->why), "The program ended by itself.");
        snprintf(text->remedy, sizeof(text->remedy), "Look at the program's own messages.");
        break;
    case MOSRUN_END_ILLEGAL:
        explain_number(end->number, text);
        break;
    case MOSRUN_END_UNSUPPORTED:
        explain_refused(end->name, mosrun_call_named(end->name), text);
        break;
    case MOSRUN_END_PRCTL:
        snprintf(text->what, sizeof(text->what),
                 "The program asks for option %ld of prctl, which MOSIX does not support.",
                 end->number);
        snprintf(text->why, sizeof(text->why),
                 "MOSIX permits only the signal that a process gets when its parent ends.");
        snprintf(text->remedy, sizeof(text->remedy), "Leave it out; " ERROR_INSTEAD ".");
        break;
    case MOSRUN_END_ERROR:
        snprintf(text->what, sizeof(text->what), "mosrun ended a process by its error %ld.",
                 end->number);
        snprintf(text->why, sizeof(text->why), "What this number means is not known here.");
        snprintf(text->remedy, sizeof(text->remedy),
                 "See whether the node is in order (openmpi-mosix node check), and whether it "
                 "happens without migrations (--mca odls_mosix_migration_lock 1).");
        break;
    case MOSRUN_END_NOT_EXECUTED:
        snprintf(text->what, sizeof(text->what), "mosrun could not execute the program: %s.",
                 strerror((int) end->number));
        snprintf(text->why, sizeof(text->why),
                 "It looks for the program from the working directory on, or along PATH; a script "
                 "also needs its interpreter.");
        snprintf(text->remedy, sizeof(text->remedy),
                 "Correct the path or the permissions; \"openmpi-mosix check PROGRAM\" looks at "
                 "them.");
        break;
    default:
        explain_constant(end, text);
        break;
    }
}
