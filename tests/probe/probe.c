/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MOSIX, or the emulator of it, does to a process: one line per behaviour, "name<TAB>value".
 *
 *   mosrun -e ./probe [SECTION]...
 *
 * Every behaviour is tried in a child of its own with a time limit, so what kills only costs one
 * line. Values are names of errors, numbers, "killed SIGNAME", "exit N" or "blocks". README.md says
 * what they are compared with.
 */
#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A section may have several parts, which run in this order. */
static const struct {
    const char *section;
    const struct probe_test *tests;
} parts[] = {
    {"paths", paths_tests},     {"box", mybox_tests},       {"box", sendbox_tests},
    {"message", message_tests}, {"full", full_tests},       {"order", order_tests},
    {"signal", signal_tests},   {"family", family_tests},   {"permission", permission_tests},
    {"filter", filter_tests},   {"self", self_tests},       {"wait", wait_tests},
    {"feature", memory_tests},  {"feature", process_tests}, {"feature", time_tests},
    {"feature", files_tests},   {"feature", pipes_tests},   {"socket", socket_tests},
    {"libc", libc_tests},       {"mask", masks_tests},      {"link", links_tests},
};

/* Whether SECTION is one of those that were named; if none was, all are. */
static int wanted(char **words, const char *section)
{
    if (*words == NULL) {
        return 1;
    }
    while (*words != NULL && strcmp(*words, section) != 0) {
        words++;
    }
    return *words != NULL;
}

static void run_part(const struct probe_test *tests)
{
    for (; tests->name != NULL; tests++) {
        run_test(tests);
    }
}

int main(int count, char **words)
{
    int rc;

    self_name = words[0];
    if (count == 3 && strcmp(words[1], "--after-exec") == 0) {
        after_exec(atoi(words[2]));
    }
    rc = find_home();
    if (rc < 0) {
        fprintf(stderr, "probe: no message to itself: %s; this is to be run under mosrun\n",
                error_name(-rc));
        return 1;
    }
    row("home.by message to oneself", "%s", home_text());
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (wanted(words + 1, parts[i].section)) {
            run_part(parts[i].tests);
        }
    }
    if (wanted(words + 1, "syscall")) {
        every_call();
    }
    return 0;
}
