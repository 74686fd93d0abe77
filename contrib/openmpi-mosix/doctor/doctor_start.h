/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Real starts: a program under mosrun that sends a message to itself, and two ranks of a job that
 * do so. Libc only.
 */
#ifndef DOCTOR_START_H
#define DOCTOR_START_H

#include <stddef.h>

#include "doctor_view.h"

/* The option with which this program does what doctor_start_inside() does. */
#define DOCTOR_START_OPTION "--inside"

/* A message to itself under mosrun; blocks at most 10 s. */
void doctor_check_mailbox(const struct doctor_view *view, struct node_finding *finding);

/* mpirun with two ranks that do so; blocks at most 30 s. mpirun makes and removes its own files. */
void doctor_check_ranks(const struct doctor_view *view, struct node_finding *finding);

/*
 * What runs under mosrun: sends a message to its own mailbox. Returns 0, or -errno; text says what
 * came of it: DOCTOR_START_SAID and the address of the home node, or an error.
 */
#define DOCTOR_START_SAID "message to myself on "
int doctor_start_inside(char *text, size_t size);

#endif
