/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What doctor says of nodes that were asked: nothing where they are alike, and the node by its name
 * where it differs.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "doctor_nodes.h"
#include "doctor_setups.h"

#define TELLS(clock, cpu, mosix, openmpi, map)                                                     \
    "a warning\n=clock " clock "\n=cpu fpu ssse3 " cpu "\n=mosix " mosix "\n=openmpi " openmpi     \
    "\n=package openmpi-mosix 0.1.0\n=map " map "\n=end\n"
#define MOSIX "MOSIX Version 4.4.3"
#define RSEQ "GLIBC_TUNABLES=glibc.malloc.check=1:glibc.pthread.rseq="
#define OMPI "Open MPI v4.1.4"
#define GOOD TELLS("1000.5", "sse4_2 popcnt", MOSIX, OMPI, "7 9")

typedef void (*check_fn)(const struct doctor_view *view, struct node_finding *finding);

static struct host hosts[3] = {{"this node", true}, {"node2", false}, {"node3", false}};
static struct host_answer answers[3];
static struct doctor_nodes nodes = {.hosts.list = {hosts, 3}, .answers = answers};

static int result = 255; /* of asking the last node */

/* The nodes are alike, but the last one says that, or nothing. */
static void expect(check_fn check, const char *last, enum node_level level, const char *says)
{
    static char good[] = GOOD;
    struct doctor_view view = {.nodes = &nodes};
    struct node_finding finding = {.level = NODE_UNKNOWN};
    char other[1024];

    snprintf(other, sizeof(other), "%s", last);
    snprintf(nodes.hosts.agent.name, sizeof(nodes.hosts.agent.name), "ssh");
    for (size_t i = 0; i < nodes.hosts.list.count; i++) {
        bool is_last = i + 1 == nodes.hosts.list.count;

        answers[i] = (struct host_answer){.output = is_last ? other : good,
                                          .rc = is_last ? result : 0,
                                          .began = 1000,
                                          .ended = 1001};
    }
    check(&view, &finding);
    if (finding.level != level ||
        (strstr(finding.what, says) == NULL && strstr(finding.remedy, says) == NULL)) {
        fail_msg("%d: %s (%s) instead of %s", finding.level, finding.what, finding.evidence, says);
    }
    if (level != NODE_UNKNOWN) {
        assert_int_equal(level != NODE_OK, finding.remedy[0] != '\0');
    }
}

void test_compared(void **state)
{
    static const char lost[] = "ssh: connect to host node3: No route to host\n";
    static const check_fn checks[] = {doctor_check_reached, doctor_check_clocks,
                                      doctor_check_cpus,    doctor_check_versions,
                                      doctor_check_maps,    doctor_check_receivers};

    (void) state;
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        expect(checks[i], GOOD, NODE_OK, "");
        /* Of a node that does not answer only that is said, and nothing is ok with it alone. */
        expect(checks[i], lost, i == 0 ? NODE_WARNING : NODE_OK,
               i == 0 ? "node3" : "; not compared: node3");
        nodes.hosts.list.count = 2;
        expect(checks[i], lost, i == 0 ? NODE_WARNING : NODE_UNKNOWN,
               i == 0 ? "node2" : "no other host tells it: node2");
        nodes.hosts.list.count = 3;
        expect(checks[i], "=clock\n=cpu\n=map\n=end\n=clock -1\n=x",
               i == 3 ? NODE_WARNING : NODE_OK, "");
    }
    expect(doctor_check_reached, lost, NODE_WARNING,
           "node3: \"ssh: connect to host node3: No route to host\"");
    expect(doctor_check_reached, lost, NODE_WARNING, "Make this work");
    expect(doctor_check_reached, "ssh: Could not resolve hostname node3\n", NODE_WARNING,
           "its name");
    expect(doctor_check_reached, "node3: Permission denied (publickey).\n", NODE_WARNING,
           "password");
    result = -ETIMEDOUT;
    expect(doctor_check_reached, "=clock 1000.5\n", NODE_WARNING, "node3: it took too long");
    expect(doctor_check_reached, "", NODE_WARNING, "`ssh node3 true`");
    result = 255;
    expect(doctor_check_clocks, TELLS("1012.25", "sse4_2 popcnt", MOSIX, OMPI, "7 9"), NODE_WARNING,
           "node3 is 11 s ahead");
    expect(doctor_check_clocks, TELLS("400", "sse4_2 popcnt", MOSIX, OMPI, "7 9"), NODE_WARNING,
           "node3 is 600 s behind");
    /* As far as the time tells that its answer took. */
    expect(doctor_check_clocks, TELLS("1001.9", "sse4_2 popcnt", MOSIX, OMPI, "7 9"), NODE_OK,
           "agree");
    expect(doctor_check_cpus, TELLS("1000", "sse4_2 popcnt avx avx2", MOSIX, OMPI, "7 9"),
           NODE_WARNING, "this node lacks avx, avx2; node2 lacks avx, avx2");
    expect(doctor_check_cpus, TELLS("1000", "popcnt", MOSIX, OMPI, "7 9"), NODE_WARNING,
           "node3 lacks sse4_2");
    expect(doctor_check_versions, TELLS("1000", "popcnt", "MOSIX Version 4.4.2", OMPI, "7 9"),
           NODE_WARNING, "node3 has MOSIX Version 4.4.2 (this node: " MOSIX ")");
    expect(doctor_check_versions, TELLS("1000", "popcnt", "", OMPI, "7 9"), NODE_WARNING,
           "node3 has no mosrun");
    /* A node that is no home of ranks needs no Open MPI. */
    expect(doctor_check_versions, TELLS("1000", "popcnt", MOSIX, "", "7 9"), NODE_OK, "same");
    nodes.are_homes = true;
    expect(doctor_check_versions, TELLS("1000", "popcnt", MOSIX, "", "7 9"), NODE_WARNING,
           "node3 has no ompi_info on PATH");
    expect(doctor_check_versions, TELLS("1000", "popcnt", "", OMPI, ""), NODE_WARNING,
           "node3 has no mosrun, so ranks start there natively");
    expect(doctor_check_reached, lost, NODE_ERROR, "node3");
    nodes.are_homes = false;
    expect(doctor_check_maps, TELLS("1000", "popcnt", MOSIX, OMPI, "8 9"), NODE_WARNING, "node3");
    expect(doctor_check_receivers, GOOD, NODE_OK, "can be moved");
    expect(doctor_check_receivers, GOOD "=libc glibc 2.31\n", NODE_OK, "can be moved");
    expect(doctor_check_receivers, GOOD "=libc glibc 2.36\n=mosd " RSEQ "0\n", NODE_OK, "moved");
    expect(doctor_check_receivers, GOOD "=libc glibc 2.36\n=mosd\n", NODE_ERROR, "on: node3");
    expect(doctor_check_receivers, GOOD "=libc glibc 2.36\n=mosd " RSEQ "1\n", NODE_ERROR, "node3");
    expect(doctor_check_receivers, GOOD "=libc glibc 2.36\n", NODE_UNKNOWN, "of: node3");
    expect(doctor_check_maps, TELLS("1000", "popcnt", "", OMPI, "8 9"), NODE_OK, "d: node3");
}
