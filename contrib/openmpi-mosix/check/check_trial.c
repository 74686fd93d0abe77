/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Making a trial; see check_trial.h.
 */
#include "check_trial.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_node.h"
#include "mosix_program.h"
#include "mosrun_culprit.h"
#include "mosrun_end.h"
#include "program_output.h"

/* What mpirun says after --timeout, in 4.1 with exit status 110 and in 5.0 with 124. */
#define TIMED_OUT "time limit for job execution has been reached"

/* mpirun ends the job itself; this is for an mpirun that hangs. */
#define GRACE_MS 20000

static const char *const start[] = {"-n", "1", "--timeout", NULL};
static const char *const parameters[] = {
    "--mca", "odls_mosix_enable", "require", "--mca", "odls_mosix_unsupported_syscalls", "2", NULL};

static void add_final(const char *path, const struct mosrun_end *end,
                      struct check_findings *findings)
{
    struct mosrun_end_text text;
    struct check_finding *finding;
    char users[CHECK_TEXT_SIZE / 4];

    mosrun_end_explain(end, &text);
    mosrun_culprit(path, getenv("LD_LIBRARY_PATH"), mosrun_end_call(end), users, sizeof(users));
    finding =
        check_finding_add(findings, CHECK_CANNOT, "trial", "%s %s%s%s%s", text.what, text.why,
                          users[0] != '\0' ? " Used by: " : "", users, users[0] != '\0' ? "." : "");
    /* The report adds the full stop. */
    check_finding_remedy(finding, "%.*s", (int) strlen(text.remedy) - 1, text.remedy);
}

/* Adds a name to a list that has it at most once. */
static void append_once(char *list, size_t size, const char *word)
{
    const char *found = strstr(list, word);

    if (found == NULL || (found[strlen(word)] != ',' && found[strlen(word)] != '\0')) {
        check_list_append(list, size, word);
    }
}

/* The call or the thing that such a line is about. */
static void append_refused(const struct mosrun_end *end, char *list, size_t size)
{
    switch (end->kind) {
    case MOSRUN_END_UNSUPPORTED:
        append_once(list, size, end->name);
        break;
    case MOSRUN_END_SHARED:
        append_once(list, size, "mmap with MAP_SHARED");
        break;
    case MOSRUN_END_PRCTL:
        append_once(list, size, "prctl");
        break;
    case MOSRUN_END_DEVICE:
        append_once(list, size, "mmap of a device");
        break;
    case MOSRUN_END_PRIORITY:
        append_once(list, size, "setpriority");
        break;
    default:
        break;
    }
}

/* Looks at every line. Returns whether MOSIX ended the program. */
static bool judge_lines(const char *path, const char *output, struct check_findings *findings)
{
    char refused[CHECK_TEXT_SIZE / 2] = "";
    struct mosrun_end final = {.kind = MOSRUN_END_NONE};

    while (*output != '\0') {
        size_t length = strcspn(output, "\n");
        struct mosrun_end end;

        if (mosrun_end_read(output, length, &end)) {
            append_refused(&end, refused, sizeof(refused));
            if (mosrun_end_is_final(&end, false)) {
                final = end;
            }
        }
        output += length;
        output += *output == '\n';
    }
    if (refused[0] != '\0') {
        check_finding_add(findings, CHECK_OK, "refused",
                          "in the trial it asked for %s, which MOSIX "
                          "refused with an error",
                          refused);
    }
    if (final.kind != MOSRUN_END_NONE) {
        add_final(path, &final, findings);
    }
    return final.kind != MOSRUN_END_NONE;
}

void check_trial_judge(const char *path, const char *output, int result, long limit,
                       struct check_findings *findings)
{
    char said[160];
    struct check_finding *finding;

    if (judge_lines(path, output, findings)) {
        return;
    }
    if (result == 0) {
        check_finding_add(findings, CHECK_OK, "trial", "it ran to its end under mosrun");
        return;
    }
    if (result == -ETIMEDOUT || (result != 0 && strstr(output, TIMED_OUT) != NULL)) {
        finding = check_finding_add(findings, CHECK_OK, "trial",
                                    "it still ran under mosrun after %ld s, and was ended", limit);
        check_finding_remedy(finding, "To see more of it, use --limit");
        return;
    }
    if (strstr(output, "as root") != NULL && strstr(output, "allow-run-as-root") != NULL) {
        finding = check_finding_add(findings, CHECK_NOTE, "trial",
                                    "there was none: mpirun does not run jobs of root");
        check_finding_remedy(finding, "Try it as another user, or allow it "
                                      "(OMPI_ALLOW_RUN_AS_ROOT=1, "
                                      "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1)");
        return;
    }
    program_output_end(result, said, sizeof(said));
    finding =
        check_finding_add(findings, CHECK_UNKNOWN, "trial",
                          "it ended under mosrun with %s, and MOSIX said nothing about it", said);
    /* Above its texts, mpirun draws a line. */
    program_output_says(output + strspn(output, "-\n"), result, said, sizeof(said));
    check_finding_remedy(finding,
                         "Compare with a native run (mpirun -n 1 --mca odls_mosix_enable "
                         "never); the first line of this one was %s",
                         said);
}

/* Whether ranks can start under mosrun here; says why not. */
static bool is_ready(struct check_findings *findings)
{
    const struct mosix_node_query query = {
        .address_files = MOSIX_ADDRESS_FILES,
        .executable = "",
        .search_path = getenv("PATH"),
        .release = MOSIX_RELEASE_NONE,
    };
    static struct mosix_node node;
    struct check_finding *finding;
    const char *remedy;
    char why[PATH_MAX + CHECK_TEXT_SIZE];

    mosix_node_probe(&query, &node);
    if (node.state == MOSIX_NODE_READY) {
        return true;
    }
    mosix_node_explain(&node, why, sizeof(why));
    finding = check_finding_add(findings, CHECK_NOTE, "trial",
                                "there was none, because on this "
                                "node no program can start under MOSIX: %.512s",
                                why);
    remedy = mosix_node_remedy(&node);
    if (remedy[0] != '\0') {
        check_finding_remedy(finding, "%.*s", (int) strlen(remedy) - 1, remedy);
    } else {
        check_finding_remedy(finding, "Make the trial on a node of MOSIX");
    }
    return false;
}

static size_t append(const char **argv, size_t used, const char *const *words)
{
    while (*words != NULL) {
        argv[used++] = *words++;
    }
    return used;
}

void check_trial(const char *path, char *const *command, long limit,
                 struct check_findings *findings)
{
    struct check_finding *finding;
    char mpirun[PATH_MAX];
    char seconds[24];
    const char **argv;
    char *output = NULL;
    size_t used = 0;
    size_t count = 0;
    int result;

    if (!is_ready(findings)) {
        return;
    }
    if (mosix_program_find("mpirun", getenv("PATH"), mpirun) < 0) {
        finding = check_finding_add(findings, CHECK_NOTE, "trial",
                                    "there was none: mpirun was not found along PATH");
        check_finding_remedy(finding, "Load the module of Open MPI, or put its bin into PATH");
        return;
    }
    while (command[count] != NULL) {
        count++;
    }
    argv = calloc(count + 16, sizeof(*argv));
    if (argv == NULL) {
        return;
    }
    snprintf(seconds, sizeof(seconds), "%ld", limit);
    argv[used++] = mpirun;
    used = append(argv, used, start);
    argv[used++] = seconds;
    used = append(argv, used, parameters);
    argv[used++] = path;
    (void) append(argv, used, (const char *const *) command + 1);
    result = program_output(argv, limit * 1000 + GRACE_MS, &output);
    free(argv);
    check_trial_judge(path, output != NULL ? output : "", result, limit, findings);
    free(output);
}
