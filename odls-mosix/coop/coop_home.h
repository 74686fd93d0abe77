/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Programs that can only be loaded on their home node, because the loader's fstat() fails
 * elsewhere (coop_fstat.h). The launcher starts such a program at home and locked, so that MOSIX
 * does not move it, and says so by MOSIX_COOP_HOME. At its start this library repairs fstat() and
 * gives the lock back; before a program is replaced by another one, it takes it home and locks it.
 *
 * MOSIX_COOP_HOME   "unlock": the lock is for loading only; "locked": it is the user's and stays.
 *                   Not set: nothing of all this is done. Programs hand it down to others.
 * MOSIX_COOP_NODE   where the first program goes once it is loaded: a node's MOSIX number or
 *                   address; with a '?' before it: or stay, if that cannot be. Not handed down.
 */
#ifndef COOP_HOME_H
#define COOP_HOME_H

#define COOP_HOME_ENV "MOSIX_COOP_HOME"
#define COOP_NODE_ENV "MOSIX_COOP_NODE"

#define COOP_HOME_UNLOCK "unlock"
#define COOP_HOME_LOCKED "locked"

/* Do as the environment says; called once, when this library is loaded. Ends the process with a
 * message if it is to start on a node where it cannot. */
void coop_home_start(void) __attribute__((constructor));

/* The process is about to become another program: lock it and take it home. Blocks for as long as
 * MOSIX needs to move it, but a minute at most. Children of vfork() may call it. */
void coop_home_before_exec(void);

/* It did not become one. errno is kept. */
void coop_home_exec_failed(void);

#endif
