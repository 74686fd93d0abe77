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
#include "mosix_setpe.h"
#include "node_process.h"

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

/* Whether a node answers, or "" for this one. Sets *output, for the caller to free. */
static bool answers(const struct doctor_view *view, const char *node, char **output)
{
    const char *const arguments[4] = {"status", *node != '\0' ? node : NULL};
    int rc = doctor_view_run(view, "mosctl", arguments, NODE_LIMIT_MS, output);

    return rc == 0 && *output != NULL && strstr(*output, "No current information") == NULL;
}

/* Asks nodes one by one until the time is over. */
struct poll {
    const struct doctor_view *view;
    time_t end;
    int asked;
    int silent;
    char names[NODE_TEXT_SIZE / 2];
};

static void ask_node(struct poll *poll, const char *node)
{
    char *output = NULL;

    poll->asked++;
    if (!answers(poll->view, node, &output)) {
        size_t used = strlen(poll->names);

        poll->silent++;
        snprintf(poll->names + used, sizeof(poll->names) - used, " %s", node);
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

/* Whether MOSIX knows a node of that number [real]. */
static bool has_number(const struct doctor_view *view, const char *number)
{
    const char *const arguments[4] = {"whois", number};
    char *output = NULL;
    bool is_known = doctor_view_run(view, "mosctl", arguments, NODE_LIMIT_MS, &output) == 0;

    free(output);
    return is_known;
}

/* Where the map tells no addresses: by numbers, until there is no such node. */
static void ask_numbers(struct poll *poll)
{
    char number[16] = "1";

    for (int i = 2; may_ask(poll) && has_number(poll->view, number); i++) {
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
    node_finding_evidence(finding, "`mosctl status` asked for %d of them", poll->asked);
    if (poll->asked == 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because MOSIX tells no nodes");
    } else if (poll->silent > 0) {
        node_finding_what(finding, NODE_WARNING, "nodes of the cluster do not answer:%s",
                          poll->names);
        node_finding_remedy(finding, "Run `openmpi-mosix doctor` there; see that the map, the "
                                     "secret and the release of MOSIX are the same");
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

/*
 * Whether a line of mosctl has that name, and a value that begins so: "Running Normally" for
 * Status, "Yes, may accept processes from here" for Accept [real]. Avail is of no use: it is NO on
 * a node that has something to do [real].
 */
static bool says(const char *output, const char *name, const char *value)
{
    const char *at = strstr(output, name);

    if (at == NULL) {
        return false;
    }
    at += strlen(name);
    at += strspn(at, " \t");
    return strncasecmp(at, value, strlen(value)) == 0;
}

void doctor_check_guests(const struct doctor_view *view, struct node_finding *finding)
{
    char *output = NULL;
    char program[PATH_MAX];

    if (node_system_find(&view->system, "mosctl", program, NULL) < 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosctl is not installed");
    } else if (!answers(view, "", &output)) {
        node_finding_what(finding, NODE_ERROR, "MOSIX tells nothing about this node");
        node_finding_evidence(finding, "`mosctl status`: %.100s",
                              output != NULL && output[0] != '\0'
                                  ? output
                                  : "it printed nothing, or did not end in time");
        node_finding_remedy(finding, "Wait for some seconds after a start of MOSIX; then look at "
                                     "the daemons with `mosctl localstatus`");
    } else if (says(output, "Status:", "Down")) {
        node_finding_what(finding, NODE_ERROR, "MOSIX says that this node is down");
        node_finding_evidence(finding, "`mosctl status`");
        node_finding_remedy(finding, "Restart MOSIX");
    } else if (says(output, "Accept:", "No") || says(output, "Status:", "Problem, BLOCK")) {
        node_finding_what(finding, NODE_WARNING, "this node takes no guests");
        node_finding_evidence(finding, "`mosctl status`");
        node_finding_remedy(finding, "Run `mosctl noblock` as root");
    } else {
        node_finding_what(finding, NODE_OK, "this node is up and takes guests");
        node_finding_evidence(finding, "`mosctl status`");
    }
    free(output);
}

/* Whether a table of sockets such as /proc/net/udp has this local port, as one that waits. */
static bool has_port(const char *table, int port, const char *state)
{
    char wanted[16];
    const char *at = table;

    snprintf(wanted, sizeof(wanted), ":%04X ", port);
    while ((at = strchr(at, '\n')) != NULL) {
        const char *local = strchr(++at, ':');
        size_t length = strcspn(at, "\n");

        local = local != NULL ? strchr(local + 1, ':') : NULL;
        if (local != NULL && local < at + length && strncmp(local, wanted, strlen(wanted)) == 0) {
            char line[256];

            snprintf(line, sizeof(line), "%.*s", (int) length, at);
            if (strstr(line, state) != NULL) {
                return true;
            }
        }
    }
    return false;
}

void doctor_check_listen(const struct doctor_view *view, struct node_finding *finding)
{
    static const struct {
        const char *table;
        const char *state;
        int port;
        const char *name;
        const char *daemon; /* [real] */
    } ports[] = {{"net/tcp", " 0A ", 252, "TCP 252", "mospostald"},
                 {"net/tcp", " 0A ", 253, "TCP 253", "mosremoted"},
                 {"net/udp", " 07 ", 249, "UDP 249", "mosixd"},
                 {"net/udp", " 07 ", 253, "UDP 253", "mospostald"}};
    const size_t size = 1 << 20;
    char *table = malloc(size);
    char missing[NODE_TEXT_SIZE / 2] = "";
    int rc = table != NULL ? 0 : -ENOMEM;

    for (size_t i = 0; rc == 0 && i < sizeof(ports) / sizeof(ports[0]); i++) {
        rc = doctor_view_proc(view, ports[i].table, table, size);
        if (rc == 0 && !has_port(table, ports[i].port, ports[i].state)) {
            size_t used = strlen(missing);

            snprintf(missing + used, sizeof(missing) - used, "%s %s (%s)", used > 0 ? "," : "",
                     ports[i].name, ports[i].daemon);
        }
    }
    free(table);
    if (rc < 0) {
        node_finding_hidden(finding, "/proc/net", -rc);
    } else if (node_process_find_mosd(view->system.proc) == 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not checked, because mosd is not running");
    } else if (missing[0] != '\0') {
        node_finding_what(finding, NODE_ERROR, "no daemon of MOSIX waits on:%s", missing);
        node_finding_evidence(finding, "/proc/net/tcp, /proc/net/udp");
        node_finding_remedy(finding, "See who holds the port with `ss -tulpn`, and restart MOSIX");
    } else {
        node_finding_what(finding, NODE_OK, "the daemons of MOSIX wait on their ports");
        node_finding_evidence(finding, "/proc/net/tcp, /proc/net/udp");
    }
}
