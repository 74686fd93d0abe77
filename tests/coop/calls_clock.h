/* SPDX-License-Identifier: BSD-3-Clause */
/* What probes of calls that wait have in common: time that has to pass, and a signal meanwhile. */
#ifndef CALLS_CLOCK_H
#define CALLS_CLOCK_H

#include <signal.h>

#define TWENTY_MS 20000000

/* The signal that the handler of set_alarm() got. */
extern volatile sig_atomic_t handled;

void start_clock(void);

/* Since start_clock() at least 19 ms have passed, and not much more. */
void check_clock(void);

/* SIGALRM comes in 20 ms. */
void set_alarm(void);

/* A set of SIGALRM and nothing else. */
sigset_t alarm_alone(void);

/* A blocked SIGALRM ends WAIT, which lets it through, and is blocked again after that. */
void let_through(int (*wait)(const sigset_t *mask));

#endif
