/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Places of ranks; see ps_places.h.
 */
#include "ps_places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_address.h"
#include "mosix_program.h"
#include "program_output.h"

#define HERE "here"
#define LIMIT_MS 2000

static size_t find_address(const struct ps_places *places, uint32_t address)
{
    size_t i = 0;

    while (i < places->count && (address == 0 || places->list[i].address != address)) {
        i++;
    }
    return i;
}

static size_t find_label(const struct ps_places *places, const char *label)
{
    size_t i = 0;

    while (i < places->count && strcmp(places->list[i].label, label) != 0 &&
           strcmp(places->list[i].number, label) != 0) {
        i++;
    }
    return i;
}

static size_t append(struct ps_places *places, const char *label, uint32_t address)
{
    struct ps_place *place;

    if (places->count == PS_PLACES_MAX) {
        place = &places->list[PS_PLACES_MAX - 1];
        snprintf(place->label, sizeof(place->label), "others");
        place->number[0] = '\0';
        place->address = 0;
        place->load = -1;
        return PS_PLACES_MAX - 1;
    }
    place = &places->list[places->count];
    snprintf(place->label, sizeof(place->label), "%s", label);
    place->number[0] = '\0';
    place->address = address;
    place->load = -1;
    return places->count++;
}

/* The number of a node, by which mosps calls it, or "" [real]. */
static void ask_number(const char *mosctl, const char *quad, char *number, size_t size)
{
    const char *const argv[] = {mosctl, "whois", quad, NULL};
    char *output = NULL;
    size_t digits;

    number[0] = '\0';
    if (mosctl[0] != '\0' && program_output(argv, LIMIT_MS, &output) == 0 && output != NULL) {
        digits = strspn(output, "0123456789");
        if (digits > 0 && digits < size && strchr("\r\n", output[digits]) != NULL) {
            snprintf(number, size, "%.*s", (int) digits, output);
        }
    }
    free(output);
}

static size_t append_node(struct ps_places *places, const struct mosix_peer *node,
                          const char *mosctl)
{
    char number[sizeof(places->list[0].number)];
    char quad[MOSIX_QUAD_SIZE];
    const char *label;
    size_t index;

    ask_number(mosctl, mosix_quad_format(node->address, quad), number, sizeof(number));
    label = number[0] != '\0' ? number : quad;
    index = append(places, node->is_here ? HERE : label, node->address);
    snprintf(places->list[index].number, sizeof(number), "%s", number);
    return index;
}

void ps_places_update(struct ps_places *places, const struct mosix_cluster *cluster,
                      const char *search_path)
{
    char mosctl[PATH_MAX];

    (void) mosix_program_find("mosctl", search_path, mosctl);
    for (size_t i = 0; i < places->count; i++) {
        places->list[i].load = -1;
    }
    for (size_t i = 0; i < cluster->count; i++) {
        const struct mosix_peer *node = &cluster->nodes[i];
        size_t index = find_address(places, node->address);

        if (!node->answers) {
            continue;
        }
        if (index == places->count) {
            index = append_node(places, node, mosctl);
        }
        if (places->list[index].address == node->address) {
            places->list[index].load = node->load;
        }
    }
}

size_t ps_places_find(struct ps_places *places, const struct rank *rank)
{
    const char *where = rank->where[0] != '\0' ? rank->where : "?";
    size_t index = places->count;
    uint32_t address = 0;

    if (strcmp(where, HERE) == 0 && rank->node[0] != '\0') {
        /* At home, on the node that told of it. */
        address = rank->at;
        where = rank->node;
    } else if (strchr(where, '.') != NULL) {
        (void) mosix_quad_parse(where, &address);
    }
    index = find_address(places, address);
    if (index == places->count) {
        index = find_label(places, where);
    }
    return index < places->count ? index : append(places, where, address);
}
