/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix report`: one text with all that a report of a fault needs.
 */
#ifndef REPORT_H
#define REPORT_H

/* Runs the command; argv[0] is its name. Returns 0, 1 when it fails, 2 for wrong usage. */
int report_main(int argc, char **argv);

#endif
