/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where this process runs: its row in the table that its mosrun keeps (places.h). Where the cluster
 * has one node, or mosrun does not stay, there is no table, and the process is at home.
 */
#ifndef MOSIX_EMULATOR_PLACE_OWN_H
#define MOSIX_EMULATOR_PLACE_OWN_H

#include <stdbool.h>
#include <stdint.h>

#include "places.h"

/* Finds the table, and the row of this process or a free one. To be called once, after
 * box_home_start(). */
void place_own_start(void);

/* To be called in the child of a fork(), which begins where its parent runs. */
void place_own_forked(void);

/* Whether there is a table; without a row, which is possible, the process cannot move. */
bool place_own_has_table(void);

/* The process ID of the mosrun that has the table, 0: there is none. */
int32_t place_own_keeper(void);

/* The number of the node where the process runs, 0: at home; and its address. */
uint32_t place_own_node(void);
uint32_t place_own_address(void);

/* How often the process has moved. */
uint32_t place_own_moves(void);

/* 1: no automatic migration. */
void place_own_lock(uint32_t value);

/* The number of the node with that address, 0: none; and whether there is a node of that number. */
uint32_t place_own_number(uint32_t address);
bool place_own_has_node(uint32_t number);

/* Moves this process to node NUMBER, 0: home; returns when it is there, or cannot get there. */
void place_own_move(uint32_t number);

/* Maps the table of mosrun KEEPER. NULL: it has none, or shows none. */
struct places *place_own_map(int32_t keeper);

#endif
