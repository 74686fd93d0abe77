/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Comparing nodes; see doctor_nodes.h.
 */
#include "doctor_nodes.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor_system.h"
#include "mosix_needs.h"
#include "node_text.h"
#include "program_output.h"

/* Clocks that differ by less disturb nobody. */
#define CLOCK_SECONDS 1.0

#define TEXT_SIZE (NODE_TEXT_SIZE * 3 / 4)
#define VALUE_SIZE 4096

/*
 * What a host is asked, a line of sh(1). mosrun without arguments prints its release [real]. Where
 * this host has Open MPI and this program, they may be there as well, and not on PATH. glibc until
 * 2.38 cuts GLIBC_TUNABLES into its parts, in place.
 */
#define LINE                                                                                       \
    "PATH=\"$PATH:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin%s%s\"; "            \
    "echo =clock $(date +%%s.%%N); "                                                               \
    "echo =cpu $(grep -m1 ^flags /proc/cpuinfo | cut -d: -f2); "                                   \
    "echo =mosix $(mosrun 2>&1 </dev/null | grep -m1 MOSIX | cut -d- -f2); "                       \
    "p=$(pgrep -u 0 -xo \"mosd2?\"); test -r /proc/$p/environ && "                                 \
    "echo =mosd $(tr \"\\0\" \" \" </proc/$p/environ | grep -o "                                   \
    "\"GLIBC_TUNABLES=[^ ]*\\( glibc[.][^ ]*\\)*\" | tr \" \" :); "                                \
    "echo =libc $(getconf GNU_LIBC_VERSION 2>/dev/null); "                                         \
    "echo =openmpi $(ompi_info --version 2>/dev/null | head -n1); "                                \
    "echo =package $(openmpi-mosix --version 2>/dev/null); "                                       \
    "echo =map $(cat /etc/mosix/mosix.map 2>/dev/null | cksum); "                                  \
    "echo =end"

static const char here[] = "this node";

/* ":DIRECTORY" of a program, if it is there and no shell takes it for something else; or "". */
static void add_directory(const char *program, char text[PATH_MAX])
{
    const char *slash = program != NULL ? strrchr(program, '/') : NULL;
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+-";

    text[0] = '\0';
    if (slash != NULL && slash - program < PATH_MAX - 2 &&
        (size_t) (slash - program) <= strspn(program, plain)) {
        snprintf(text, PATH_MAX, ":%.*s", (int) (slash - program), program);
    }
}

/* This host goes first, because others are compared with it. */
static int put_first(struct host_list *hosts)
{
    struct host host = {.is_here = true};
    size_t at = 0;
    int rc;

    while (at < hosts->count && !hosts->list[at].is_here) {
        at++;
    }
    if (at == hosts->count) {
        rc = host_list_add(hosts, "localhost", strlen("localhost"));
        if (rc < 0) {
            return rc;
        }
    }
    snprintf(host.name, sizeof(host.name), "%s", here);
    memmove(&hosts->list[1], &hosts->list[0], at * sizeof(host));
    hosts->list[0] = host;
    return 0;
}

int doctor_nodes_ask(const struct command_options *options, const struct doctor_view *view,
                     struct doctor_nodes *nodes, char *fault, size_t size)
{
    const char *info =
        view->status != NULL && view->status->count > 0 ? view->status->list[0].place.info : NULL;
    char line[sizeof(LINE) + 2 * PATH_MAX];
    char openmpi[PATH_MAX];
    char own[PATH_MAX];
    int rc = hosts_choose(options, &nodes->hosts, fault, size);

    if (rc < 0) {
        return rc;
    }
    nodes->are_homes = options->hostfile != NULL;
    add_directory(info, openmpi);
    add_directory(view->self, own);
    snprintf(line, sizeof(line), LINE, openmpi, own);
    rc = put_first(&nodes->hosts.list);
    nodes->answers = rc == 0 ? hosts_ask(&nodes->hosts, line) : NULL;
    if (nodes->answers == NULL) {
        snprintf(fault, size, "%s", strerror(rc < 0 ? -rc : ENOMEM));
        hosts_free(&nodes->hosts);
        return rc < 0 ? rc : -ENOMEM;
    }
    return 0;
}

void doctor_nodes_free(struct doctor_nodes *nodes)
{
    host_answers_free(nodes->answers, nodes->hosts.list.count);
    hosts_free(&nodes->hosts);
}

static const char *name_of(const struct doctor_nodes *nodes, size_t index)
{
    return nodes->hosts.list.list[index].name;
}

static bool has_answered(const struct doctor_nodes *nodes, size_t index)
{
    char value[8];

    return host_answer_find(&nodes->answers[index], "end", value, sizeof(value));
}

/* Appends to a text, as printf() does. */
__attribute__((format(printf, 2, 3))) static void add(char text[TEXT_SIZE], const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, TEXT_SIZE - used, format, arguments);
    va_end(arguments);
}

/*
 * Nothing differs between the nodes that told a value of that name; what says so. Of the others
 * nothing is known.
 */
static void say_alike(const struct doctor_nodes *nodes, const char *name, const char *what,
                      struct node_finding *finding)
{
    char others[TEXT_SIZE] = "";
    size_t told = 0;
    char value[8];

    for (size_t i = 1; i < nodes->hosts.list.count; i++) {
        if (host_answer_find(&nodes->answers[i], name, value, sizeof(value)) &&
            (value[0] != '\0' || strcmp(name, "end") == 0)) {
            told++;
        } else {
            add(others, " %s", name_of(nodes, i));
        }
    }
    if (told > 0) {
        node_finding_what(finding, NODE_OK, others[0] != '\0' ? "%s; not compared:%s" : "%s%s",
                          what, others);
    } else {
        node_finding_what(finding, NODE_UNKNOWN, "not compared, because no other host tells it%s%s",
                          others[0] != '\0' ? ":" : "", others);
    }
}

/* What to do about a host that does not answer, by what its agent said. */
static const char *way_to_reach(const char *said)
{
    static const char *const ways[][2] = {
        {"resolve", "Correct its name, or add that to /etc/hosts, until this works"},
        {"not known", "Correct its name, or add that to /etc/hosts, until this works"},
        {"too long",
         "See that it is up and has little to do, or allow more with --timeout SECONDS"},
        {"enied", "Let this work without a password"},
        {"Host key", "Accept its key once by hand"},
    };

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (strstr(said, ways[i][0]) != NULL) {
            return ways[i][1];
        }
    }
    return "Make this work, without a password";
}

void doctor_check_reached(const struct doctor_view *view, struct node_finding *finding)
{
    const struct doctor_nodes *nodes = view->nodes;
    const char *agent = nodes->hosts.agent.name;
    char missing[TEXT_SIZE] = "";
    char said[128];
    const char *remedy = NULL;
    const char *first = NULL;
    size_t others = nodes->hosts.list.count - 1;

    node_finding_evidence(finding, "the launcher's agent is %s%s%s", agent,
                          nodes->hosts.agent.origin[0] != '\0' ? ", by " : "",
                          nodes->hosts.agent.origin);
    for (size_t i = 1; i <= others; i++) {
        if (!has_answered(nodes, i)) {
            const struct host_answer *answer = &nodes->answers[i];
            const char *output = answer->output;

            /* Of an answer without an end, its lines tell nothing, but that it took too long does.
             */
            output = answer->rc == -ETIMEDOUT && output != NULL && strstr(output, "=clock ") != NULL
                         ? NULL
                         : output;
            program_output_says(output, answer->rc, said, sizeof(said));
            add(missing, "%s %s: %s", first != NULL ? ";" : "", name_of(nodes, i), said);
            remedy = first != NULL ? remedy : way_to_reach(said);
            first = first != NULL ? first : name_of(nodes, i);
        }
    }
    if (first != NULL) {
        node_finding_what(finding, nodes->are_homes ? NODE_ERROR : NODE_WARNING,
                          "hosts cannot be asked:%s", missing);
        node_finding_remedy(finding, "%s: `%s %s true`", remedy, agent, first);
    } else {
        node_finding_what(finding, NODE_OK, "%zu other hosts can be asked", others);
    }
}

void doctor_check_clocks(const struct doctor_view *view, struct node_finding *finding)
{
    const struct doctor_nodes *nodes = view->nodes;
    char wrong[TEXT_SIZE] = "";
    char value[64];
    double widest = 0;

    for (size_t i = 1; i < nodes->hosts.list.count; i++) {
        const struct host_answer *answer = &nodes->answers[i];
        double clock;
        double off;

        if (!host_answer_find(answer, "clock", value, sizeof(value)) ||
            (clock = strtod(value, NULL)) <= 0) {
            continue;
        }
        /* It was read some time between the question and the answer. */
        off = clock < answer->began   ? clock - answer->began
              : clock > answer->ended ? clock - answer->ended
                                      : 0;
        widest = answer->ended - answer->began > widest ? answer->ended - answer->began : widest;
        if (off > CLOCK_SECONDS || off < -CLOCK_SECONDS) {
            add(wrong, "%s %s is %.0f s %s", wrong[0] != '\0' ? "," : "", name_of(nodes, i),
                off < 0 ? -off : off, off < 0 ? "behind" : "ahead");
        }
    }
    node_finding_evidence(finding,
                          "`date`; an answer took up to %.1f s, within which more is not "
                          "seen",
                          widest);
    if (wrong[0] != '\0') {
        node_finding_what(finding, NODE_WARNING, "clocks differ from that of this node:%s", wrong);
        node_finding_remedy(finding, "Run `timedatectl set-ntp true` on every node, or install "
                                     "chrony");
    } else {
        say_alike(nodes, "clock", "clocks agree", finding);
    }
}

/* Instructions that programs and the C library use. */
static const char *const instructions[] = {
    "pni",         "ssse3",       "sse4_1",   "sse4_2",   "popcnt",   "movbe",      "aes",
    "xsave",       "pclmulqdq",   "avx",      "f16c",     "fma",      "avx2",       "bmi1",
    "bmi2",        "abm",         "rdrand",   "rdseed",   "adx",      "sha_ni",     "erms",
    "gfni",        "vaes",        "avx512f",  "avx512dq", "avx512bw", "avx512vl",   "avx512cd",
    "avx512_vnni", "avx512_bf16", "avx_vnni", "amx_tile", "rtm",      "clflushopt", "fsgsbase"};

#define INSTRUCTIONS (sizeof(instructions) / sizeof(instructions[0]))

/* Reads the flags of a host, with a blank before and behind each. Returns whether it tells them. */
static bool read_flags(const struct doctor_nodes *nodes, size_t index, char flags[VALUE_SIZE])
{
    char value[VALUE_SIZE - 2];

    (void) host_answer_find(&nodes->answers[index], "cpu", value, sizeof(value));
    snprintf(flags, VALUE_SIZE, " %s ", value);
    return value[0] != '\0';
}

static bool has_flag(const char *flags, const char *name)
{
    char word[32];

    snprintf(word, sizeof(word), " %s ", name);
    return strstr(flags, word) != NULL;
}

void doctor_check_cpus(const struct doctor_view *view, struct node_finding *finding)
{
    const struct doctor_nodes *nodes = view->nodes;
    bool is_anywhere[INSTRUCTIONS] = {false};
    const char *least = NULL;
    char flags[VALUE_SIZE];
    char lacking[TEXT_SIZE] = "";

    for (size_t i = 0; i < nodes->hosts.list.count; i++) {
        if (read_flags(nodes, i, flags)) {
            const char *level = doctor_cpu_level(flags);

            least = least == NULL || strcmp(level, least) < 0 ? level : least;
        }
        for (size_t j = 0; j < INSTRUCTIONS; j++) {
            is_anywhere[j] = is_anywhere[j] || has_flag(flags, instructions[j]);
        }
    }
    for (size_t i = 0; i < nodes->hosts.list.count; i++) {
        bool is_first = true;

        for (size_t j = 0; read_flags(nodes, i, flags) && j < INSTRUCTIONS; j++) {
            if (is_anywhere[j] && !has_flag(flags, instructions[j])) {
                add(lacking, is_first ? "%s %s lacks %s" : "%s%s, %s",
                    is_first && lacking[0] != '\0' ? ";" : "", is_first ? name_of(nodes, i) : "",
                    instructions[j]);
                is_first = false;
            }
        }
    }
    node_finding_evidence(finding, "/proc/cpuinfo");
    if (lacking[0] != '\0') {
        node_finding_what(finding, NODE_WARNING, "processors differ:%s", lacking);
        node_finding_remedy(finding,
                            "Compile with `-march=%s`, and start jobs on the nodes that lack most: "
                            "the C library chooses by the processor where a program starts",
                            least);
    } else {
        say_alike(nodes, "cpu", "the processors have the same instructions", finding);
    }
}

/* Compares one value with that of this host. Adds to different, and to absent who tells none. */
static void compare(const struct doctor_nodes *nodes, const char *name, const char *title,
                    char different[TEXT_SIZE], char absent[TEXT_SIZE])
{
    char own[128];
    char value[128];
    bool is_first = true;

    (void) host_answer_find(&nodes->answers[0], name, own, sizeof(own));
    for (size_t i = 1; own[0] != '\0' && i < nodes->hosts.list.count; i++) {
        if (!has_answered(nodes, i)) {
            continue;
        }
        (void) host_answer_find(&nodes->answers[i], name, value, sizeof(value));
        if (value[0] == '\0') {
            add(absent, "%s %s has no %s", absent[0] != '\0' ? "," : "", name_of(nodes, i), title);
        } else if (strcmp(value, own) != 0) {
            add(different, "%s %s has %s", different[0] != '\0' ? "," : "", name_of(nodes, i),
                value);
            is_first = false;
        }
    }
    if (!is_first) {
        add(different, " (this node: %s)", own);
    }
}

void doctor_check_versions(const struct doctor_view *view, struct node_finding *finding)
{
    const struct doctor_nodes *nodes = view->nodes;
    char different[TEXT_SIZE] = "";
    char absent[TEXT_SIZE] = "";
    char without[TEXT_SIZE] = "";

    compare(nodes, "mosix", nodes->are_homes ? "mosrun, so ranks start there natively" : "mosrun",
            different, absent);
    compare(nodes, "openmpi", "ompi_info on PATH", different, nodes->are_homes ? absent : without);
    compare(nodes, "package", "openmpi-mosix on PATH", different,
            nodes->are_homes ? absent : without);
    /* Nodes that are no home of ranks need no Open MPI. */
    node_finding_evidence(finding, "MOSIX, Open MPI, openmpi-mosix%s%s",
                          without[0] != '\0' ? ";" : "", without);
    if (different[0] != '\0') {
        node_finding_what(finding, NODE_WARNING, "releases differ:%s%s%s", different,
                          absent[0] != '\0' ? "," : "", absent);
    } else if (absent[0] != '\0') {
        node_finding_what(finding, NODE_WARNING, "programs are missing:%s", absent);
    } else {
        say_alike(nodes, "end", "releases are the same", finding);
        return;
    }
    node_finding_remedy(finding, "Install the same releases on all of them, where commands of the "
                                 "launcher's agent find them");
}

void doctor_check_receivers(const struct doctor_view *view, struct node_finding *finding)
{
    static const char lead[] = "GLIBC_TUNABLES=";
    const struct doctor_nodes *nodes = view->nodes;
    char wrong[TEXT_SIZE] = "";
    char hidden[TEXT_SIZE] = "";
    char value[VALUE_SIZE];
    char libc[64];

    for (size_t i = 0; i < nodes->hosts.list.count; i++) {
        const struct host_answer *answer = &nodes->answers[i];

        if (!host_answer_find(answer, "mosix", value, sizeof(value)) || value[0] == '\0' ||
            !host_answer_find(answer, "libc", libc, sizeof(libc)) ||
            !mosix_needs_rseq_off(libc + strcspn(libc, "0123456789"))) {
            continue;
        }
        if (!host_answer_find(answer, "mosd", value, sizeof(value))) {
            add(hidden, " %s", name_of(nodes, i));
        } else if (strncmp(value, lead, strlen(lead)) != 0 ||
                   node_text_tunable(value + strlen(lead), MOSIX_RSEQ_TUNABLE) !=
                       NODE_WORD_WANTED) {
            add(wrong, " %s", name_of(nodes, i));
        }
    }
    if (wrong[0] != '\0') {
        node_finding_what(finding, NODE_ERROR, "mosd runs with rseq on:%s", wrong);
        node_finding_evidence(finding, "environment of mosd");
        node_finding_remedy(finding, "Run `openmpi-mosix node setup --yes` there as root, then "
                                     "restart MOSIX");
    } else if (hidden[0] != '\0') {
        node_finding_what(finding, NODE_UNKNOWN,
                          "not checked, because only root may look at a running mosd of:%s",
                          hidden);
        node_finding_remedy(finding, "Run `openmpi-mosix doctor --nodes --agent 'ssh -l root'`");
    } else {
        say_alike(nodes, "mosix", "ranks can be moved to these nodes", finding);
    }
}

void doctor_check_maps(const struct doctor_view *view, struct node_finding *finding)
{
    const struct doctor_nodes *nodes = view->nodes;
    char different[TEXT_SIZE] = "";
    char own[64];
    char value[64];

    node_finding_evidence(finding, "/etc/mosix/mosix.map");
    (void) host_answer_find(&nodes->answers[0], "map", own, sizeof(own));
    for (size_t i = 1; i < nodes->hosts.list.count; i++) {
        /* Without MOSIX there is none; MOSIX itself is looked at by versions. */
        if (host_answer_find(&nodes->answers[i], "mosix", value, sizeof(value)) &&
            value[0] != '\0' && has_answered(nodes, i) &&
            host_answer_find(&nodes->answers[i], "map", value, sizeof(value)) &&
            strcmp(value, own) != 0) {
            add(different, " %s", name_of(nodes, i));
        }
    }
    if (different[0] != '\0') {
        node_finding_what(finding, NODE_WARNING, "the map differs from that of this node on:%s",
                          different);
        node_finding_remedy(finding, "Copy /etc/mosix/mosix.map of one node to the others");
    } else {
        say_alike(nodes, "mosix", "the nodes have the same map", finding);
    }
}
