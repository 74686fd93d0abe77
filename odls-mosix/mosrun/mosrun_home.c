/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starting ranks at home; see mosrun_home.h.
 */
#include "mosrun_home.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../coop/coop_home.h"
#include "mosix_address.h"
#include "mosrun_host.h"
#include "mosrun_values.h"
#include "mosrun_words.h"

/* Where the settings want the rank to start; random_host_list is for MOSIX of 2009 only. */
static const char *wanted_host(const struct mosrun_settings *settings,
                               const struct mosrun_identity *identity, char host[MOSRUN_HOST_MAX])
{
    if (mosrun_is_set(settings, MOSRUN_REMOTE_HOST_LIST)) {
        return mosrun_host_of_rank(settings->value[MOSRUN_REMOTE_HOST_LIST], identity->rank,
                                   host) == 0
                   ? host
                   : NULL;
    }
    for (size_t i = 0; i < MOSRUN_HOST_COUNT; i++) {
        if (mosrun_is_set(settings, mosrun_hosts[i])) {
            return settings->value[mosrun_hosts[i]];
        }
    }
    return NULL;
}

/* A number and an address stay what they are. */
static int name_node(const char *host, bool may_stay, char *node, size_t size)
{
    char address[MOSIX_QUAD_SIZE];
    uint32_t home;

    if (mosrun_number_check(host, 0, UINT32_MAX) < 0) {
        if (mosix_quad_parse(host, &home) == 0) {
            host = mosix_quad_format(home, address);
        } else if (mosrun_host_address(host, address) < 0) {
            return -ENOENT;
        } else {
            host = address;
        }
    }
    return snprintf(node, size, "%s%s", may_stay ? "?" : "", host) < (int) size ? 0 : -ENOENT;
}

/* Whether the lock is the user's: by a setting, or by the -L of extra_args. */
static int find_lock(const struct mosrun_settings *settings, bool *users)
{
    char **words;
    int count = mosrun_words_split(settings->value[MOSRUN_EXTRA_ARGS], &words);

    if (count < 0) {
        return count;
    }
    *users = strcmp(settings->value[MOSRUN_MIGRATION_LOCK], "1") == 0;
    for (int i = 0; i < count; i++) {
        *users = *users || strcmp(words[i], "-L") == 0;
    }
    mosrun_words_free(words);
    return 0;
}

int mosrun_home_adapt(struct mosrun_settings *settings, const struct mosrun_identity *identity,
                      struct mosrun_home *home)
{
    char listed[MOSRUN_HOST_MAX];
    const char *host = wanted_host(settings, identity, listed);
    bool users = false;
    int rc = find_lock(settings, &users);

    if (rc < 0) {
        return rc;
    }
    home->lock = users ? COOP_HOME_LOCKED : COOP_HOME_UNLOCK;
    home->node[0] = '\0';
    if (host != NULL) {
        rc = name_node(host, mosrun_is_set(settings, MOSRUN_START_ELSEWHERE), home->node,
                       sizeof(home->node));
    }
    for (size_t i = 0; i < MOSRUN_HOST_COUNT; i++) {
        settings->value[mosrun_hosts[i]] = "";
    }
    settings->value[MOSRUN_START_ELSEWHERE] = "";
    settings->value[MOSRUN_START_LOCATION] = "home";
    settings->value[MOSRUN_MIGRATION_LOCK] = "1";
    return rc;
}
