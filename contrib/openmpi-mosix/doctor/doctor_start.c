/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Real starts; see doctor_start.h.
 */
#include "doctor_start.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosix_address.h"
#include "mosix_box.h"
#include "mosix_needs.h"
#include "mosix_self.h"
#include "mosrun_libc.h"
#include "program_output.h"

#define ROOT "/proc/mosix"
#define ENV "/usr/bin/env"
#define MAILBOX_LIMIT_MS 10000
#define RANKS_LIMIT_MS 30000
#define PATIENCE_MS 3000

/* How often the address stands in what two ranks print. */
#define RANKS 2

int doctor_start_inside(char *text, size_t size)
{
    const unsigned flags = MOSIX_BOX_ALL_USERS | MOSIX_BOX_OTHER_HOMES | MOSIX_BOX_NEVER_BLOCKS;
    struct mosix_self self = {.root = ROOT, .token = (uint64_t) getpid()};
    char quad[MOSIX_QUAD_SIZE];
    uint32_t home;
    int rc;

    self.mailbox = mosix_box_open_own(ROOT, flags);
    if (self.mailbox < 0) {
        snprintf(text, size, "no mailbox: %s", strerror(-self.mailbox));
        return self.mailbox;
    }
    self.send_box = mosix_box_open_peer(ROOT, MOSIX_BOX_ORDERED, 0, (uint32_t) getpid());
    rc = self.send_box;
    if (rc >= 0) {
        rc = mosix_self_home(&self, PATIENCE_MS, &home);
        mosix_box_close(self.send_box);
    }
    mosix_box_close(self.mailbox);
    if (rc < 0) {
        snprintf(text, size, "no message: %s", strerror(-rc));
        return rc;
    }
    snprintf(text, size, DOCTOR_START_SAID "%s", mosix_quad_format(home, quad));
    return 0;
}

/* Whether this check can be made at all. */
static bool may_start(const struct doctor_view *view, struct node_finding *finding)
{
    if (view->mosrun[0] == '\0') {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosrun is not installed");
    } else if (view->self[0] == '\0') {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because nothing is to be started");
    } else {
        return true;
    }
    return false;
}

/* The starter of a release that has no option -a: mosenv hands on what mosrun may not. */
static void find_mosenv(const struct doctor_view *view, char starter[PATH_MAX])
{
    if (node_system_find(&view->system, "mosenv", starter, NULL) < 0) {
        snprintf(starter, PATH_MAX, "%s", view->mosrun);
    }
}

/* Starts it with what the C library needs there; it stays, since what moves while it is loaded may
 * fail [real]. *output as program_output() does it. */
static int run_alone(const struct doctor_view *view, char **output)
{
    const char *const inside[] = {"-e", "-h", "-L", view->self, "doctor", DOCTOR_START_OPTION,
                                  NULL};
    const char *argv[16];
    char preload[PATH_MAX + 16];
    char allocator[PATH_MAX];
    char mosenv[PATH_MAX];
    int count = 0;

    if (doctor_view_is_2009(view)) {
        find_mosenv(view, mosenv);
        argv[count++] = mosenv;
    } else {
        argv[count++] = view->mosrun;
        argv[count++] = "-aGLIBC_TUNABLES=" MOSIX_RSEQ_TUNABLE;
        if (mosix_needs_allocator(view->system.libc) &&
            mosrun_allocator_find(MOSIX_LIBRARY_DIRECTORIES, allocator) == 0) {
            snprintf(preload, sizeof(preload), "-aLD_PRELOAD=%s", allocator);
            argv[count++] = preload;
        }
    }
    memcpy(&argv[count], inside, sizeof(inside));
    return program_output(argv, MAILBOX_LIMIT_MS, output);
}

void doctor_check_mailbox(const struct doctor_view *view, struct node_finding *finding)
{
    char said[NODE_TEXT_SIZE / 2];
    char *output;
    int rc;

    if (!may_start(view, finding)) {
        return;
    }
    rc = run_alone(view, &output);
    program_output_says(output, rc, said, sizeof(said));
    node_finding_evidence(finding, "%s -e -h -L openmpi-mosix doctor " DOCTOR_START_OPTION ": %s",
                          view->mosrun, said);
    if (rc == 0 && output != NULL && strstr(output, DOCTOR_START_SAID) != NULL) {
        node_finding_what(finding, NODE_OK, "a program under mosrun sends itself a message");
    } else {
        node_finding_what(finding, NODE_ERROR, "a program under mosrun gets no message");
        node_finding_remedy(finding, "Correct what the lines above report; right after a start of "
                                     "MOSIX wait for some seconds");
    }
    free(output);
}

/* mpirun beside the first ompi_info, or on PATH. */
static bool find_mpirun(const struct doctor_view *view, char found[PATH_MAX])
{
    const char *info =
        view->status != NULL && view->status->count > 0 ? view->status->list[0].place.info : NULL;
    const char *slash = info != NULL ? strrchr(info, '/') : NULL;

    if (slash != NULL &&
        snprintf(found, PATH_MAX, "%.*s/mpirun", (int) (slash - info), info) < PATH_MAX &&
        access(found, X_OK) == 0) {
        return true;
    }
    return node_system_find(&view->system, "mpirun", found, NULL) == 0;
}

static int count_of(const char *text, const char *word)
{
    int count = 0;

    for (; text != NULL && (text = strstr(text, word)) != NULL; text += strlen(word)) {
        count++;
    }
    return count;
}

/* The line of mpirun's output that says most: the first one with a letter in it. */
static const char *first_line(const char *output)
{
    return output != NULL ? output + strcspn(output, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                     "abcdefghijklmnopqrstuvwxyz")
                          : NULL;
}

void doctor_check_ranks(const struct doctor_view *view, struct node_finding *finding)
{
    char mpirun[PATH_MAX];
    char said[NODE_TEXT_SIZE / 2];
    const char *const argv[] = {ENV,
                                "OMPI_ALLOW_RUN_AS_ROOT=1",
                                "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
                                "OMPI_MCA_rmaps_base_oversubscribe=1",
                                "PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe",
                                "OMPI_MCA_odls_mosix_enable=require",
                                mpirun,
                                "-n",
                                "2",
                                "--host",
                                "localhost:2",
                                view->self,
                                "doctor",
                                DOCTOR_START_OPTION,
                                NULL};
    char *output;
    int rc;

    if (!may_start(view, finding)) {
        return;
    }
    if (!find_mpirun(view, mpirun)) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because there is no mpirun");
        return;
    }
    rc = program_output(argv, RANKS_LIMIT_MS, &output);
    program_output_says(first_line(output), rc, said, sizeof(said));
    node_finding_evidence(finding, "%s -n 2: %s", mpirun, said);
    if (rc == 0 && count_of(output, DOCTOR_START_SAID) == RANKS) {
        node_finding_what(finding, NODE_OK, "mpirun starts two ranks under mosrun");
    } else {
        node_finding_what(finding, NODE_ERROR, "mpirun does not start two ranks under mosrun");
        node_finding_remedy(finding,
                            "Run `%s -n 2 --mca odls_mosix_verbose 1 --mca "
                            "odls_mosix_enable require hostname`, which says why",
                            mpirun);
    }
    free(output);
}
