/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MOSIX's switches in /proc/self.
 */
#include "probe.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { VALUES = 6 };

/* sender_pid varies from run to run, so it has only a row without a value. */
static const char *const names[] = {
    "migrate",    "lock",       "freezable",      "whereami",        "nmigs",
    "sigmig",     "needmem",    "unsupportok",    "clear",           "cpujob",
    "decayrate",  "checkpoint", "checkpointfile", "checkpointlimit", "checkpointinterval",
    "in_cluster", "sender_pid", "sender_home",    "sender_location", "message_length",
    "where",      "mosip",      "home",           "jobid",           "from",
    "goto",       "debug",      "statm2",         "selected",        "cantmove",
    "gateways",   "disclosure", "remote",         "clearmosix",      "freezer",
    "parallel",
};

static void self_1(void)
{
    char name[64], path[64];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "/proc/self/%s", names[i]);
        snprintf(name, sizeof(name), "self.%s read", names[i]);
        if (strcmp(names[i], "sender_pid") == 0) {
            row(name, "a PID");
            continue;
        }
        result(name, mosix_open(path, 0, 0));
        snprintf(name, sizeof(name), "self.%s read O_CREAT", names[i]);
        result(name, mosix_open(path, O_CREAT, 0));
    }
}

static const struct {
    const char *name;
    long values[VALUES];
} tries[] = {
    {"lock", {1, 0, 2, -1, 1, 0}},
    {"freezable", {0, 1, 2, -1, 0, 1}},
    {"unsupportok", {0, 1, 2, 3, -1, 1}},
    {"sigmig", {10, 0, 64, 65, -1, 0}},
    {"needmem", {10, 262143, 262144, -1, 0, 0}},
    {"cpujob", {1, 0, 2, -1, 1, 0}},
    {"decayrate", {0, 10000, 10001, -1, 5000, 9976}},
    {"checkpointlimit", {1, 10000000, 10000001, -1, 0, 0}},
    {"checkpointinterval", {1, 10000000, 10000001, -1, 0, 0}},
    {"clear", {0, 1, 2, -1, 0, 0}},
    {"whereami", {0, 1, 2, -1, 0, 0}},
    {"nmigs", {0, 1, 2, -1, 0, 0}},
    {"migrate", {0, 1, 99, -1, 0x0a4d0063, 0}},
    {"in_cluster", {0, 1, 2, 3, 0x0a4d0001, 0x0a4d0063}},
};

static void try_value(const char *switch_name, const char *how, int flags, long value)
{
    char name[80], path[64];

    snprintf(path, sizeof(path), "/proc/self/%s", switch_name);
    snprintf(name, sizeof(name), "self.%s %s %ld", switch_name, how, value);
    result(name, mosix_open(path, flags, (unsigned int) value));
}

static void self_writes(void)
{
    char path[64];

    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        for (int j = 0; j < VALUES; j++) {
            try_value(tries[i].name, "write", O_WRONLY | O_CREAT, tries[i].values[j]);
            try_value(tries[i].name, "exchange", O_RDWR | O_CREAT, tries[i].values[j]);
        }
        for (int j = 0; j < VALUES && strcmp(tries[i].name, "in_cluster") == 0; j++) {
            try_value(tries[i].name, "O_CREAT", O_CREAT, tries[i].values[j]);
        }
    }
    result("self.lock write without O_CREAT", mosix_open("/proc/self/lock", O_WRONLY, 1));
    result("self.lock then", self_value("lock"));
    snprintf(path, sizeof(path), "/proc/%d/lock", getpid());
    result("self.by own PID, lock", mosix_open(path, 0, 0));
    snprintf(path, sizeof(path), "/proc/%d/whereami", getppid());
    result("self.by parent's PID, whereami", mosix_open(path, 0, 0));
}

const struct probe_test self_tests[] = {
    TEST(self, self_1, 20),
    TEST(self, self_writes, 60),
    TESTS_END,
};
