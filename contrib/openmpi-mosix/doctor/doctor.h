/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix doctor`: from a symptom to its remedy. Nothing is changed.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

/* Runs the command; argv[0] is its name. Returns 0, 1 for a warning, 2 for an error. */
int doctor_main(int argc, char **argv);

#endif
