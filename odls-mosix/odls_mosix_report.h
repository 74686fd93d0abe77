/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the launcher tells the user. Texts are in help-odls-mosix.txt.
 */
#ifndef ODLS_MOSIX_REPORT_H
#define ODLS_MOSIX_REPORT_H

#include "odls_mosix_compat.h"

#include "mosix_node.h"
#include "mosrun_env.h"
#include "mosrun_fault.h"
#include "mosrun_obstacle.h"
#include "mosrun_settings.h"

#define ODLS_MOSIX_HELP "help-odls-mosix.txt"

/*
 * Say why settings are refused: those of the launcher, and numbers of the BTL, which are in the
 * BTL's own table. why, or NULL, says why no other values are allowed.
 */
void odls_mosix_report_fault(const struct mosrun_settings *settings,
                             const struct mosrun_fault *fault);
void odls_mosix_report_number(const char *parameter, const char *value, unsigned long min,
                              unsigned long max, const char *why);

/* The same for a parameter of another kind; allowed says what is, as a clause. */
void odls_mosix_report_value(const char *parameter, const char *value, const char *allowed);

/* Says that no component of ours has a parameter, NAME=VALUE; similar is the end of a name that is
 * meant perhaps, or NULL. */
void odls_mosix_report_unknown(const char *variable, const char *similar);

/* Says why the job is refused although MOSIX is required. */
void odls_mosix_report_required(const struct mosix_node *node);

/* Says why ranks start natively on this node; nothing where there is no MOSIX. */
void odls_mosix_report_native(const struct mosix_node *node);

/* Says once per node which lists of components could not be used as they were given. To be called
 * before the environment is changed, which the lists are in. */
void odls_mosix_report_replaced(const struct mosrun_additions *additions);

/* Says once per node that mosrun will lose a variable, because there is no mosenv. */
void odls_mosix_report_lost(const char *mosrun, const char *variable);

/* Says that the library that odls_mosix_allocator names cannot be preloaded, and the job is
 * refused. */
void odls_mosix_report_bad_allocator(const struct mosrun_obstacle *obstacle);

/* Says what keeps a program from running under a MOSIX that is ready; required: the job is refused
 * because of that. */
void odls_mosix_report_obstacle(const struct mosrun_obstacle *obstacle, bool required);

/* Says which program MOSIX will never move. */
void odls_mosix_report_immovable(const char *program);

#endif
