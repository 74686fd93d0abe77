/* SPDX-License-Identifier: BSD-3-Clause */
/* See guest_watch.h. */
#include "guest_watch.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A number or an address. Words are here, leaving and starting [doc4]. */
static bool is_guest(const struct mosps_line *process)
{
    return strcmp(process->from, "here") == 0 && isdigit((unsigned char) process->where[0]);
}

/* The next guest that is listed after *text, which goes behind it. */
static bool next_guest(const char **text, const struct mosps_heading *heading,
                       struct mosps_line *guest)
{
    while ((*text = strchr(*text, '\n')) != NULL) {
        ++*text;
        if (mosps_line_read(*text, heading, guest) == 0 && is_guest(guest)) {
            return true;
        }
    }
    return false;
}

static struct guest_node *find_node(const struct guest_watch *watch, const char *place)
{
    for (size_t i = 0; i < watch->count; i++) {
        if (strcmp(watch->nodes[i].place, place) == 0) {
            return &watch->nodes[i];
        }
    }
    return NULL;
}

/* Marks the node of a guest, and knows it from now on. */
static void list_node(struct guest_watch *watch, const char *place)
{
    struct guest_node *node = find_node(watch, place);

    if (node == NULL) {
        struct guest_node *larger =
            realloc(watch->nodes, (watch->count + 1) * sizeof(*watch->nodes));

        if (larger == NULL) {
            return;
        }
        watch->nodes = larger;
        node = &larger[watch->count++];
        *node = (struct guest_node){.silent = 0};
        strcpy(node->place, place);
    }
    node->is_listed = true;
}

void guest_watch_list(struct guest_watch *watch, const char *mosps)
{
    struct mosps_heading heading;
    struct mosps_line guest;
    size_t kept = 0;

    if (mosps_heading_read(mosps, &heading) < 0) {
        return;
    }
    for (size_t i = 0; i < watch->count; i++) {
        watch->nodes[i].is_listed = false;
    }
    while (next_guest(&mosps, &heading, &guest)) {
        list_node(watch, guest.where);
    }
    for (size_t i = 0; i < watch->count; i++) {
        if (watch->nodes[i].is_listed) {
            watch->nodes[kept++] = watch->nodes[i];
        }
    }
    watch->count = kept;
}

static bool is_gone(const struct guest_node *node, int64_t now)
{
    return node->silent >= GUEST_WATCH_LOOKS && now - node->since >= GUEST_WATCH_PATIENCE;
}

static void add_lost(struct lost_guests *lost, const struct mosps_line *guest, int64_t silence)
{
    struct lost_guest *larger = realloc(lost->list, (lost->count + 1) * sizeof(*lost->list));

    if (larger != NULL) {
        lost->list = larger;
        larger[lost->count] = (struct lost_guest){.pid = guest->pid, .silence = silence};
        strcpy(larger[lost->count++].place, guest->where);
    }
}

static bool is_silent(struct guest_node *node, const struct guest_probe *probe)
{
    if (node->address == 0) {
        node->address = probe->find(node->place);
    }
    if (node->address == 0) {
        return false;
    }
    if (probe->answers(node->address)) {
        node->has_answered = true;
        return false;
    }
    return node->has_answered || !probe->is_known(node->place);
}

bool guest_watch_look(struct guest_watch *watch, int64_t now, const struct guest_probe *probe)
{
    bool gone = false;

    for (size_t i = 0; i < watch->count; i++) {
        struct guest_node *node = &watch->nodes[i];

        if (!is_silent(node, probe)) {
            node->silent = 0;
        } else if (node->silent++ == 0) {
            node->since = now;
        }
        gone = gone || is_gone(node, now);
    }
    return gone;
}

void guest_watch_find_lost(const struct guest_watch *watch, const char *mosps, int64_t now,
                           struct lost_guests *lost)
{
    struct mosps_heading heading;
    struct mosps_line guest;

    if (mosps_heading_read(mosps, &heading) < 0) {
        return;
    }
    while (next_guest(&mosps, &heading, &guest)) {
        const struct guest_node *node = find_node(watch, guest.where);

        if (node != NULL && is_gone(node, now)) {
            add_lost(lost, &guest, now - node->since);
        }
    }
}

void guest_watch_release(struct lost_guests *lost)
{
    free(lost->list);
    *lost = (struct lost_guests){.list = NULL};
}

void guest_watch_end(struct guest_watch *watch)
{
    free(watch->nodes);
    *watch = (struct guest_watch){.nodes = NULL};
}
