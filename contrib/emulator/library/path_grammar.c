/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which of the paths that MOSIX serves a name is; see path_grammar.h.
 */
#include "path_grammar.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#define MOSIX_ROOT "/proc/mosix/"
#define SELF_ROOT "/proc/self/"

static const struct {
    const char *name;
    enum path_kind kind;
} self_names[] = {
    {"lock", PATH_LOCK},
    {"migrate", PATH_MIGRATE},
    {"where", PATH_WHERE},
    {"nmigs", PATH_NMIGS},
};

/* Reads a decimal number up to LIMIT; -EINVAL for anything else. */
static int parse_number(const char *text, long limit, const char **rest)
{
    long number = 0;
    const char *at = text;

    while (*at >= '0' && *at <= '9') {
        number = number * 10 + (*at - '0');
        if (number > limit) {
            return -EINVAL;
        }
        at++;
    }
    if (at == text) {
        return -EINVAL;
    }
    *rest = at;
    return (int) number;
}

int path_parse_ip(const char *text, char end, uint32_t *ip)
{
    uint32_t address = 0;
    const char *at = text;

    for (int part = 0; part < 4; part++) {
        int number = parse_number(at, 255, &at);

        if (number < 0 || *at != (part < 3 ? '.' : end)) {
            return -EINVAL;
        }
        address = address << 8 | (uint32_t) number;
        at += part < 3;
    }
    *ip = address;
    return (int) (at - text);
}

/* {ip}/{pid}, the part after mbox/ and ubox/ */
static int parse_receiver(const char *text, struct path_target *target)
{
    uint32_t ip;
    int length = path_parse_ip(text, '/', &ip);
    const char *rest;
    int pid;

    if (length < 0) {
        return length;
    }
    pid = parse_number(text + length + 1, PATH_PID_MAX, &rest);
    if (pid < KNOWN_PID_MIN || text[length + 1] == '0' || *rest != '\0') {
        return -EINVAL;
    }
    target->ip = ip;
    target->pid = pid;
    return 0;
}

/* What NAME below /proc/mosix/ is. */
static void parse_mosix(const char *name, struct path_target *target)
{
    struct path_target found = {.kind = PATH_NOWHERE};

    if (strcmp(name, "mosip") == 0) {
        found.kind = PATH_MOSIP;
    } else if (strcmp(name, "mybox") == 0) {
        found.kind = PATH_MYBOX;
    } else if (strncmp(name, "mbox/", 5) == 0 && parse_receiver(name + 5, &found) == 0) {
        found.kind = PATH_MBOX;
    } else if (strncmp(name, "ubox/", 5) == 0 && parse_receiver(name + 5, &found) == 0) {
        found.kind = PATH_UBOX;
    }
    *target = found;
}

bool path_is_mosix(const char *path)
{
    return strncmp(path, MOSIX_ROOT, sizeof(MOSIX_ROOT) - 1) == 0;
}

bool path_squeeze(const char *path, char *squeezed, size_t size)
{
    size_t length = 0;

    for (; *path != '\0' && length < size; path++) {
        if (path[0] != '/' || path[1] != '/') {
            squeezed[length++] = *path;
        }
    }
    if (length == size) {
        return false;
    }
    squeezed[length] = '\0';
    return true;
}

enum path_kind path_parse(const char *path, struct path_target *target)
{
    *target = (struct path_target){.kind = PATH_OTHER};
    if (path == NULL) {
        return PATH_OTHER;
    }
    if (path_is_mosix(path)) {
        parse_mosix(path + sizeof(MOSIX_ROOT) - 1, target);
        return target->kind;
    }
    if (strncmp(path, SELF_ROOT, sizeof(SELF_ROOT) - 1) == 0) {
        for (size_t i = 0; i < sizeof(self_names) / sizeof(self_names[0]); i++) {
            if (strcmp(path + sizeof(SELF_ROOT) - 1, self_names[i].name) == 0) {
                target->kind = self_names[i].kind;
            }
        }
    }
    return target->kind;
}

bool path_ip_in_cluster(uint32_t ip, uint32_t home)
{
    if (ip == 0 || ip == home) {
        return true;
    }
    if (home >> 24 == 127) {
        return ip >> 24 == 127;
    }
    return false;
}
