/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The list of checks; see doctor_list.h.
 */
#include "doctor_list.h"

#include <string.h>

#include "doctor_cluster.h"
#include "doctor_nodes.h"
#include "doctor_openmpi.h"
#include "doctor_ports.h"
#include "doctor_settings.h"
#include "doctor_start.h"
#include "doctor_system.h"
#include "json_text.h"
#include "node_check.h"
#include "visible_text.h"

/* What doctor cannot see from here. */
#define ELSEWHERE "clocks, processors and versions of other nodes: "

/* Systems on which a check is made. */
enum where {
    RUNS = 1,     /* not for a root */
    REAL = 2,     /* not where the emulator stands in for MOSIX */
    EMULATED = 4, /* only there */
    ASKED = 8,    /* other nodes were asked */
    STARTS = 16,  /* mosrun starts something, and had come back when it was tried */
    FOUR = 32,    /* not with MOSIX of 2009 */
    OLD = 64      /* only with that */
};

/*
 * Those without a function are of `node check`. When they are not ok, meaning says what comes of
 * it.
 */
static const struct {
    const char *name;
    unsigned where;
    void (*check)(const struct doctor_view *view, struct node_finding *finding);
    const char *meaning;
} rows[] = {
    {"emulator", EMULATED, NULL, "programs run as if under MOSIX, and nothing migrates"},
    {"machine", FOUR, NULL, "MOSIX cannot run here at all"},
    {"programs", REAL | FOUR, NULL, "ranks cannot start, or administrators miss tools"},
    {"setuid", REAL, NULL, "mosrun of ordinary users ends with \"Not Super-User\""},
    {"confined", RUNS | REAL, doctor_check_confined,
     "mosrun cannot become root, or cannot trace, so nothing starts"},
    {"container", REAL, doctor_check_container,
     "daemons, addresses and process IDs of a container are not those of the host"},
    {"map", REAL | FOUR, NULL, "MOSIX knows no cluster, so nothing migrates"},
    {"member", REAL | FOUR, doctor_check_nodes_map,
     "nodes that do not have the same map do not talk to each other"},
    {"userview", REAL | FOUR, doctor_check_userview,
     "`mosrun -2` and `mosctl status 2` do not know a node"},
    {"secret", REAL | FOUR, NULL, "the daemons do not work together, or strangers may join"},
    {"interface", REAL | FOUR, NULL, "MOSIX says \"currently not configured\""},
    {"kernel", REAL | FOUR, NULL, "every mosrun ends with \"MOSRUN: Error #96\""},
    {"ptrace", REAL | FOUR, doctor_check_ptrace, "MOSIX 4 traces programs, and may not"},
    {"release", OLD, doctor_check_release, "what MOSIX 4 needs does not matter here"},
    {"pids", 0, doctor_check_pids, "programs cannot start, or have no mailbox"},
    {"hidepid", REAL, doctor_check_hidepid,
     "users do not see the daemons, nor who else runs, and `mosps` shows them less"},
    {"clock", RUNS | REAL, doctor_check_clock,
     "times in logs do not fit together, and programs such as make are confused"},
    {"cpu", RUNS, doctor_check_cpu, "a rank that has used an instruction dies where it is missing"},
    {"libc", FOUR, doctor_check_libc, "ranks die in the loader"},
    {"allocator", FOUR, NULL, "ranks die in their first malloc"},
    {"daemons", REAL | FOUR, NULL, "nothing starts, or nothing migrates"},
    {"rseq", REAL | FOUR, NULL, "every migration to this node hangs: ranks stay \"leaving\""},
    {"listen", RUNS | REAL | FOUR, doctor_check_listen, "other nodes cannot reach MOSIX here"},
    {"ports", REAL | FOUR, doctor_check_ports,
     "nodes do not see each other, and ranks cannot come or go"},
    {"address", FOUR, NULL, "the launcher takes this for a node without MOSIX"},
    {"guests", RUNS, doctor_check_guests,
     "ranks of other nodes do not come here, or those of this node do not leave"},
    {"nodes", RUNS, doctor_check_nodes, "ranks cannot move there"},
    {"reached", ASKED, doctor_check_reached, "jobs cannot start there, and no more is known of it"},
    {"clocks", ASKED, doctor_check_clocks,
     "times in logs do not fit together, and programs such as make are confused"},
    {"cpus", ASKED, doctor_check_cpus,
     "a rank that has used an instruction dies where it is missing"},
    {"versions", ASKED, doctor_check_versions,
     "different releases may not work together, and jobs do not start where programs are missing"},
    {"receivers", ASKED | REAL, doctor_check_receivers,
     "every migration to them hangs: ranks stay \"leaving\""},
    {"maps", ASKED, doctor_check_maps,
     "nodes that do not have the same map do not talk to each other"},
    {"launcher", RUNS, doctor_check_launcher, "mpirun starts ranks natively"},
    {"openmpi", 0, doctor_check_openmpi,
     "there is nothing that could start ranks, or nobody can see it"},
    {"components", 0, doctor_check_components, "mpirun starts ranks natively, and over TCP"},
    {"registered", 0, doctor_check_registered, "Open MPI may not see what is written there"},
    {"parameters", 0, doctor_check_parameters, "jobs are refused, or the value has no effect"},
    {"loading", 0, doctor_check_loading, "Open MPI does not find our components"},
    {"include", 0, doctor_check_include, "jobs run past MOSIX, or ranks find no way to each other"},
    {"ucx", 0, doctor_check_ucx, "ranks fail, or talk past MOSIX and cannot move"},
    {"binding", 0, doctor_check_binding, "it is ignored: MOSIX chooses processors"},
    {"start", 0, NULL, "no rank can start"},
    {"mailbox", RUNS | STARTS, doctor_check_mailbox, "btl mosix cannot carry messages"},
    {"ranks", RUNS | STARTS, doctor_check_ranks, "jobs do not start under MOSIX"},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* The first check that asks which Open MPIs and which MOSIX there are, which may take long. */
#define FIRST_LATE "release"

static const char *const levels[] = {
    [NODE_OK] = "ok",
    [NODE_UNKNOWN] = "unknown",
    [NODE_WARNING] = "warning",
    [NODE_ERROR] = "error",
};

/* The emulator in front of a MOSIX that is there. */
static void check_emulator(const struct doctor_view *view, struct node_finding *finding)
{
    struct doctor_view other = *view;

    snprintf(other.system.path, sizeof(other.system.path), "/usr/bin:/bin:/usr/local/bin");
    doctor_view_find_mosrun(&other);
    if (other.mosrun[0] != '\0' && other.emulator[0] == '\0') {
        node_finding_what(finding, NODE_WARNING, "the emulator hides a mosrun of this node");
        node_finding_evidence(finding, "%s comes before %s", view->mosrun, other.mosrun);
        node_finding_remedy(finding, "Take %s out of PATH", view->emulator);
    } else {
        node_finding_what(finding, NODE_OK,
                          "the emulator stands in for MOSIX here, so checks of "
                          "MOSIX's own installation are left out");
        node_finding_evidence(finding, "%s", view->emulator);
    }
}

static bool is_due(const struct doctor_view *view, unsigned where)
{
    bool is_emulated = view->emulator[0] != '\0';

    return ((where & RUNS) == 0 || node_system_is_live(&view->system)) &&
           ((where & REAL) == 0 || !is_emulated) && ((where & EMULATED) == 0 || is_emulated) &&
           ((where & ASKED) == 0 || view->nodes != NULL) &&
           ((where & (FOUR | OLD)) == 0 || ((where & OLD) != 0) == doctor_view_is_2009(view));
}

const char *doctor_list_meaning(const char *check)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].name, check) == 0) {
            return rows[i].meaning;
        }
    }
    return "";
}

static void print_finding(const struct node_finding *finding, bool is_quiet, FILE *out)
{
    if (is_quiet && finding->level < NODE_WARNING) {
        return;
    }
    fprintf(out, "%-7s  %-10s  ", levels[finding->level], finding->check);
    visible_text_put(finding->what, out);
    if (finding->evidence[0] != '\0') {
        fputs(" (", out);
        visible_text_put(finding->evidence, out);
        fputc(')', out);
    }
    fputc('\n', out);
    if (finding->level >= NODE_WARNING) {
        fprintf(out, "    meaning: %s.\n", doctor_list_meaning(finding->check));
    }
    if (finding->remedy[0] != '\0') {
        fputs("    remedy:  ", out);
        visible_text_put(finding->remedy, out);
        fputs(".\n", out);
    }
}

/* Whether mosrun was tried already and did not come back: each further trial costs its time. */
static bool is_hang(const struct doctor_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->list[i].is_hang) {
            return true;
        }
    }
    return false;
}

/* Makes the check of a row. Returns whether there is something to say. */
static bool look(const struct doctor_view *view, size_t row, const struct doctor_findings *findings,
                 struct node_finding *finding)
{
    if (!is_due(view, rows[row].where)) {
        return false;
    }
    finding->check = rows[row].name;
    if ((rows[row].where & STARTS) != 0 && is_hang(findings)) {
        node_finding_what(finding, NODE_UNKNOWN, "not tried, because mosrun did not come back");
    } else if (rows[row].check != NULL) {
        rows[row].check(view, finding);
    } else if ((rows[row].where & EMULATED) != 0) {
        check_emulator(view, finding);
    } else {
        return node_check_one(&view->system, rows[row].name, finding);
    }
    return true;
}

/* Those from the first row to the one before the last, each told as soon as it is made. */
static void make_checks(const struct doctor_view *view, size_t first, size_t last,
                        const struct doctor_talk *talk, struct doctor_findings *findings)
{
    _Static_assert(ROWS <= DOCTOR_FINDINGS_MAX, "room for all checks");
    for (size_t i = first; i < last; i++) {
        struct node_finding *finding = &findings->list[findings->count];

        if (look(view, i, findings, finding)) {
            findings->count++;
            if (talk != NULL) {
                print_finding(finding, talk->is_quiet, talk->out);
                (void) fflush(talk->out);
            }
        }
    }
}

/* The first row that needs to know the Open MPIs. */
static size_t first_late(void)
{
    size_t row = 0;

    while (strcmp(rows[row].name, FIRST_LATE) != 0) {
        row++;
    }
    return row;
}

void doctor_list_check_early(const struct doctor_view *view, const struct doctor_talk *talk,
                             struct doctor_findings *findings)
{
    memset(findings, 0, sizeof(*findings));
    make_checks(view, 0, first_late(), talk, findings);
}

void doctor_list_check_late(const struct doctor_view *view, const struct doctor_talk *talk,
                            struct doctor_findings *findings)
{
    make_checks(view, first_late(), ROWS, talk, findings);
}

void doctor_list_check(const struct doctor_view *view, struct doctor_findings *findings)
{
    doctor_list_check_early(view, NULL, findings);
    doctor_list_check_late(view, NULL, findings);
}

size_t doctor_list_count(const struct doctor_findings *findings, enum node_level level)
{
    size_t count = 0;

    for (size_t i = 0; i < findings->count; i++) {
        count += findings->list[i].level == level;
    }
    return count;
}

/* What is not looked at, or NULL: other nodes are asked only if somebody wants it. */
static const char *omission(const struct doctor_findings *findings, const char *root)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->list[i].check, "reached") == 0) {
            return NULL;
        }
    }
    return root[0] != '\0' ? ELSEWHERE "a node that runs can ask them"
                           : ELSEWHERE "--nodes or --hostfile FILE asks them";
}

void doctor_list_print_summary(const struct doctor_findings *findings, const char *root, FILE *out)
{
    const char *omitted = omission(findings, root);
    size_t errors = doctor_list_count(findings, NODE_ERROR);
    size_t warnings = doctor_list_count(findings, NODE_WARNING);

    fprintf(out, "%zu errors, %zu warnings, %zu not known.%s\n", errors, warnings,
            doctor_list_count(findings, NODE_UNKNOWN),
            errors + warnings > 0 ? " Begin with the first: others may come of it." : "");
    if (omitted != NULL) {
        fprintf(out, "Not checked: %s.\n", omitted);
    }
}

void doctor_list_print(const struct doctor_findings *findings, FILE *out)
{
    for (size_t i = 0; i < findings->count; i++) {
        print_finding(&findings->list[i], false, out);
    }
    doctor_list_print_summary(findings, "", out);
}

void doctor_list_print_json(const struct doctor_findings *findings, const char *root, FILE *out)
{
    fputs("{", out);
    json_put_member("version", PACKAGE_VERSION, ", ", out);
    json_put_member("root", root, ", \"checks\": [", out);
    for (size_t i = 0; i < findings->count; i++) {
        const struct node_finding *finding = &findings->list[i];

        fputs(i > 0 ? ",\n  {" : "\n  {", out);
        json_put_member("check", finding->check, ", ", out);
        json_put_member("level", levels[finding->level], ", ", out);
        json_put_member("what", finding->what, ", ", out);
        json_put_member("evidence", finding->evidence, ", ", out);
        json_put_member("meaning",
                        finding->level >= NODE_WARNING ? doctor_list_meaning(finding->check) : "",
                        ", ", out);
        json_put_member("remedy", finding->remedy, "}", out);
    }
    fprintf(out, "],\n\"errors\": %zu, \"warnings\": %zu, ",
            doctor_list_count(findings, NODE_ERROR), doctor_list_count(findings, NODE_WARNING));
    json_put_member("not_checked", omission(findings, root), "}\n", out);
}
