/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of the cluster; see doctor_cluster.h.
 */
#include "doctor_cluster.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mosix_address.h"
#include "mosix_cluster.h"
#include "mosix_setpe.h"
#include "program_output.h"

#define MAP "/etc/mosix/mosix.map"
#define USERVIEW "/etc/mosix/userview.map"

/* How many ranges of a map are looked at, and how many nodes are asked. */
#define RANGES_MAX 256
#define NODES_MAX 64

/* For each question to a node, and for all. */
#define NODE_LIMIT_MS 1500
#define ALL_LIMIT_S 5

/* Nodes of addresses that follow each other. */
struct range {
    uint32_t first;
    unsigned long count;
    int line;
};

/* The ranges of a map. bad: its first line that cannot be understood, or 0. */
struct ranges {
    struct range list[RANGES_MAX];
    size_t count;
    int bad;
    bool has_names; /* hosts by their names, which are not looked up */
};

/* Takes one line's words: an address or a name, and how many nodes follow from it. */
static void take_range(struct ranges *ranges, const char *address, const char *number, int line)
{
    char *end = NULL;
    unsigned long count = number != NULL ? strtoul(number, &end, 10) : 1;
    uint32_t first;

    if (number != NULL && (end == number || *end != '\0' || count == 0 || count > UINT32_MAX)) {
        ranges->bad = ranges->bad == 0 ? line : ranges->bad;
    } else if (mosix_quad_parse(address, &first) == 0) {
        if (count - 1 > UINT32_MAX - first) {
            ranges->bad = ranges->bad == 0 ? line : ranges->bad;
        } else if (ranges->count < RANGES_MAX) {
            ranges->list[ranges->count++] = (struct range){first, count, line};
        }
    } else if (strspn(address, "0123456789.") == strlen(address)) {
        ranges->bad = ranges->bad == 0 ? line : ranges->bad;
    } else {
        ranges->has_names = true;
    }
}

/* Reads a map whose lines hold, after that many other words, an address and a number. */
static void read_ranges(const char *text, int before, struct ranges *ranges)
{
    int number = 0;

    memset(ranges, 0, sizeof(*ranges));
    while (*text != '\0') {
        char line[256];
        char *words[4] = {NULL, NULL, NULL, NULL};
        char *save = NULL;
        int count = 0;

        number++;
        snprintf(line, sizeof(line), "%.*s", (int) strcspn(text, "\n#"), text);
        text += strcspn(text, "\n");
        text += *text == '\n';
        for (char *word = strtok_r(line, " \t\r", &save); word != NULL && count < 4;
             word = strtok_r(NULL, " \t\r", &save)) {
            words[count++] = word;
        }
        if (count > before) {
            take_range(ranges, words[before], words[before + 1], number);
        } else if (count > 0) {
            ranges->bad = ranges->bad == 0 ? number : ranges->bad;
        }
    }
}

/* Two ranges that share an address: the line of the second, or 0. */
static int overlap(const struct ranges *ranges)
{
    for (size_t i = 0; i < ranges->count; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct range *a = &ranges->list[i];
            const struct range *b = &ranges->list[j];

            if (a->first <= b->first + (b->count - 1) && b->first <= a->first + (a->count - 1)) {
                return a->line;
            }
        }
    }
    return 0;
}

static bool has_address(const struct ranges *ranges, uint32_t address)
{
    for (size_t i = 0; i < ranges->count; i++) {
        if (address >= ranges->list[i].first &&
            address - ranges->list[i].first < ranges->list[i].count) {
            return true;
        }
    }
    return false;
}

/* This node's address, as MOSIX tells it. Returns whether it does. */
static bool own_address(const struct doctor_view *view, uint32_t *home)
{
    static const char *const arguments[4] = {"-r"};
    char *output = NULL;
    bool is_known = doctor_view_run(view, "mossetpe", arguments, NODE_LIMIT_MS, &output) >= 0 &&
                    output != NULL && mosix_setpe_parse(output, home) == 0;

    free(output);
    return is_known;
}

/* What is wrong with a map as such. Returns whether something is. */
static bool judge_lines(const struct ranges *ranges, const char *path, const char *form,
                        struct node_finding *finding)
{
    int line = overlap(ranges);

    node_finding_evidence(finding, "%s", path);
    if (ranges->bad != 0) {
        node_finding_what(finding, NODE_ERROR, "line %d of %s cannot be understood", ranges->bad,
                          path);
        node_finding_remedy(finding, "Correct it: each line holds %s", form);
    } else if (line != 0) {
        node_finding_what(finding, NODE_WARNING, "line %d of %s lists nodes that are listed before",
                          line, path);
        node_finding_remedy(finding, "List each node once");
    }
    return ranges->bad != 0 || line != 0;
}

void doctor_check_nodes_map(const struct doctor_view *view, struct node_finding *finding)
{
    static const char form[] = "the first address and the number of nodes";
    char quad[MOSIX_QUAD_SIZE];
    struct conf_file file;
    struct ranges *ranges;
    uint32_t home;
    int rc = doctor_view_open(view, MAP, &file);

    if (rc == -ENOENT) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because " MAP " does not exist");
        return;
    }
    if (rc < 0) {
        node_finding_hidden(finding, MAP, -rc);
        return;
    }
    ranges = malloc(sizeof(*ranges));
    if (ranges == NULL) {
        node_finding_hidden(finding, MAP, ENOMEM);
        conf_file_close(&file);
        return;
    }
    read_ranges(file.text, 0, ranges);
    if (judge_lines(ranges, MAP, form, finding)) {
        /* Said already. */
    } else if (!own_address(view, &home)) {
        node_finding_what(finding, NODE_OK, "the map of the cluster can be understood");
    } else if (!has_address(ranges, home) && !ranges->has_names) {
        node_finding_what(finding, NODE_ERROR, "this node, %s, is not in the map of the cluster",
                          mosix_quad_format(home, quad));
        node_finding_remedy(finding, "Run `echo '%s 1' >>" MAP "` on every node, and restart MOSIX",
                            quad);
    } else {
        node_finding_what(finding, NODE_OK, "this node is in the map of the cluster");
    }
    free(ranges);
    conf_file_close(&file);
}

void doctor_check_userview(const struct doctor_view *view, struct node_finding *finding)
{
    static const char form[] = "the first number, the first address and the number of nodes";
    struct conf_file file;
    struct ranges *ranges;
    int rc = doctor_view_open(view, USERVIEW, &file);

    if (rc == -ENOENT) {
        node_finding_what(finding, NODE_WARNING,
                          "nodes have no numbers: " USERVIEW " does not exist");
        node_finding_remedy(finding, "Run `echo '1 ADDRESS NODES' >" USERVIEW "`, with the first "
                                     "address and the number of nodes");
        return;
    }
    ranges = rc == 0 ? malloc(sizeof(*ranges)) : NULL;
    if (ranges == NULL) {
        node_finding_hidden(finding, USERVIEW, rc < 0 ? -rc : ENOMEM);
    } else {
        read_ranges(file.text, 1, ranges);
        if (!judge_lines(ranges, USERVIEW, form, finding)) {
            node_finding_what(finding, NODE_OK, "the nodes have numbers");
        }
    }
    if (rc == 0) {
        conf_file_close(&file);
    }
    free(ranges);
}

/* What came of a question: on a node that has too much to do, nothing comes in time. */
enum reply { REPLY_TOLD, REPLY_NOTHING, REPLY_LATE };

/* Asks about a node, or "" for this one. Sets *output, for the caller to free. */
static enum reply ask_status(const struct doctor_view *view, const char *node, char **output)
{
    const char *const arguments[4] = {"status", *node != '\0' ? node : NULL};
    int rc = doctor_view_run(view, "mosctl", arguments, NODE_LIMIT_MS, output);

    if (rc == 0 && *output != NULL && strstr(*output, "No current information") == NULL) {
        return REPLY_TOLD;
    }
    return rc == -ETIMEDOUT ? REPLY_LATE : REPLY_NOTHING;
}

/* Asks nodes one by one until the time is over. */
struct poll {
    const struct doctor_view *view;
    time_t end;
    int asked;
    char silent[NODE_TEXT_SIZE / 2]; /* names of nodes */
    char late[NODE_TEXT_SIZE / 2];
    char untold[128]; /* what mosctl said instead of telling who else there is */
};

static void add_name(char *names, const char *name)
{
    size_t used = strlen(names);

    snprintf(names + used, NODE_TEXT_SIZE / 2 - used, " %s", name);
}

static void ask_node(struct poll *poll, const char *node)
{
    char *output = NULL;
    enum reply reply = ask_status(poll->view, node, &output);

    poll->asked++;
    if (reply != REPLY_TOLD) {
        add_name(reply == REPLY_LATE ? poll->late : poll->silent, node);
    }
    free(output);
}

static bool may_ask(const struct poll *poll)
{
    return poll->asked < NODES_MAX && time(NULL) <= poll->end;
}

static void ask_range(struct poll *poll, const struct range *range)
{
    char quad[MOSIX_QUAD_SIZE];

    for (unsigned long i = 0; i < range->count && may_ask(poll); i++) {
        ask_node(poll, mosix_quad_format(range->first + (uint32_t) i, quad));
    }
}

/* Whether MOSIX knows a node of that number. What it says where there is none is [real]. */
static bool has_number(struct poll *poll, const char *number)
{
    const char *const arguments[4] = {"whois", number};
    char *output = NULL;
    int rc = doctor_view_run(poll->view, "mosctl", arguments, NODE_LIMIT_MS, &output);
    bool is_known = rc == 0;

    if (!is_known && (output == NULL || strstr(output, "Unknown MOSIX node") == NULL)) {
        char said[sizeof(poll->untold) - 32];

        program_output_says(output, rc, said, sizeof(said));
        snprintf(poll->untold, sizeof(poll->untold), "`mosctl whois %s`: %s", number, said);
    }
    free(output);
    return is_known;
}

/* Where the map tells no addresses: by numbers, until there is no such node. */
static void ask_numbers(struct poll *poll)
{
    char number[16] = "1";

    for (int i = 2; may_ask(poll) && has_number(poll, number); i++) {
        ask_node(poll, number);
        snprintf(number, sizeof(number), "%d", i);
    }
}

/* Asks all nodes of the map; there may be none. Returns 0 or -ENOMEM. */
static int ask_map(struct poll *poll)
{
    struct conf_file file;
    struct ranges *ranges;
    int rc = doctor_view_open(poll->view, MAP, &file);

    if (rc < 0) {
        return 0;
    }
    ranges = malloc(sizeof(*ranges));
    if (ranges != NULL) {
        read_ranges(file.text, 0, ranges);
        for (size_t i = 0; i < ranges->count; i++) {
            ask_range(poll, &ranges->list[i]);
        }
    }
    rc = ranges != NULL ? 0 : -ENOMEM;
    conf_file_close(&file);
    free(ranges);
    return rc;
}

static void judge_poll(const struct poll *poll, struct node_finding *finding)
{
    node_finding_evidence(finding, "`mosctl status` asked for %d of them%s%s", poll->asked,
                          poll->untold[0] != '\0' ? "; " : "", poll->untold);
    if (poll->asked == 0 && poll->untold[0] == '\0') {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because MOSIX tells no nodes");
    } else if (poll->silent[0] != '\0') {
        node_finding_what(finding, NODE_WARNING, "nodes of the cluster do not answer:%s",
                          poll->silent);
        node_finding_remedy(finding, "Run `openmpi-mosix doctor` there; see that the map, the "
                                     "secret and the release of MOSIX are the same");
    } else if (poll->late[0] != '\0') {
        node_finding_what(finding, NODE_WARNING, "mosctl is slow to tell about nodes:%s",
                          poll->late);
        node_finding_remedy(finding, "Run this again when this node has less to do");
    } else if (poll->untold[0] != '\0') {
        node_finding_what(finding, NODE_UNKNOWN, "mosctl does not tell which nodes there are");
        node_finding_remedy(finding,
                            "Run `mosctl whois %d` by hand, and restart MOSIX if that "
                            "does not end",
                            poll->asked + 1);
    } else {
        node_finding_what(finding, NODE_OK, "all nodes that were asked answer");
    }
}

void doctor_check_nodes(const struct doctor_view *view, struct node_finding *finding)
{
    struct poll poll = {.view = view, .end = time(NULL) + ALL_LIMIT_S};
    char program[PATH_MAX];

    if (node_system_find(&view->system, "mosctl", program, NULL) < 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosctl is not installed");
    } else if (view->emulator[0] == '\0' && ask_map(&poll) < 0) {
        node_finding_hidden(finding, MAP, ENOMEM);
    } else {
        if (poll.asked == 0) {
            ask_numbers(&poll);
        }
        judge_poll(&poll, finding);
    }
}

/* Where mosctl tells nothing about this node. */
static void judge_untold(const struct doctor_view *view, enum reply reply, const char *output,
                         struct node_finding *finding)
{
    char load[32] = "?";

    if (reply == REPLY_LATE) {
        (void) doctor_view_proc(view, "loadavg", load, sizeof(load));
        node_finding_what(finding, NODE_WARNING,
                          "mosctl is slow: this node has too much to do, or MOSIX hangs");
        node_finding_evidence(finding, "`mosctl status` did not end within %d ms; load %.*s",
                              NODE_LIMIT_MS, (int) strcspn(load, " \n"), load);
        node_finding_remedy(finding, "Run `mosctl status` by hand, and restart MOSIX if that does "
                                     "not end");
    } else {
        node_finding_what(finding, NODE_ERROR, "MOSIX tells nothing about this node");
        node_finding_evidence(finding, "`mosctl status`: %.100s",
                              output != NULL && output[0] != '\0' ? output : "it printed nothing");
        node_finding_remedy(finding, "Wait for some seconds after a start of MOSIX; then look at "
                                     "the daemons with `mosctl localstatus`");
    }
}

/* Asks about this node. Returns whether it tells; otherwise the finding says so. */
static bool ask_here(const struct doctor_view *view, struct mosix_peer *node, bool *is_down,
                     struct node_finding *finding)
{
    enum reply reply = REPLY_NOTHING;
    char *output = NULL;
    char program[PATH_MAX];

    if (node_system_find(&view->system, "mosctl", program, NULL) < 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosctl is not installed");
        return false;
    }
    reply = ask_status(view, "", &output);
    if (reply == REPLY_TOLD) {
        const char *state = strstr(output, "Status:");

        mosix_peer_read(output, node);
        *is_down = state != NULL &&
                   strncmp(state + 7 + strspn(state + 7, " \t"), "Down", strlen("Down")) == 0;
        node_finding_evidence(finding, "`mosctl status`");
    } else {
        judge_untold(view, reply, output, finding);
    }
    free(output);
    return reply == REPLY_TOLD;
}

void doctor_check_guests(const struct doctor_view *view, struct node_finding *finding)
{
    struct mosix_peer node = {.load = -1};
    bool is_down;

    if (!ask_here(view, &node, &is_down, finding)) {
        return;
    }
    if (is_down) {
        node_finding_what(finding, NODE_ERROR, "MOSIX says that this node is down");
        node_finding_remedy(finding, "Run " NODE_RESTART);
    } else if (!node.accepts) {
        node_finding_what(finding, NODE_WARNING, "this node takes no guests");
        node_finding_remedy(finding, "Run `mosctl noblock` as root");
    } else if (node.stays) {
        node_finding_what(finding, NODE_WARNING, "processes of this node do not leave it");
        node_finding_remedy(finding, "Run `mosctl nostay; mosctl nolstay` as root");
    } else {
        node_finding_what(finding, NODE_OK, "this node is up, takes guests, and keeps no process");
    }
}
