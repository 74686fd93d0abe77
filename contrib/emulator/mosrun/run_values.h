/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The values that mosrun's options take: numbers, times, hosts, directories. Libc only. Every
 * function looks at one ended string and returns 0, -EINVAL (not of that form) or -ERANGE (of the
 * form, but not allowed). Nothing is stored on an error. Forms are those of the manual of 2009
 * [doc] unless a comment says otherwise.
 *
 * The project's components have their own code for the same values. This one shares nothing with it
 * on purpose: the emulator judges what the components pass to mosrun, and must not have their
 * mistakes.
 */
#ifndef MOSIX_EMULATOR_RUN_VALUES_H
#define MOSIX_EMULATOR_RUN_VALUES_H

#include <stdbool.h>
#include <stddef.h>

/* A whole number in decimal digits, without sign or blanks, from LEAST to MOST. */
int run_value_number(const char *text, long least, long most, long *number);

/* A time in one of the nine forms DD:HH:MM HH:MM DDd HHh MMm DDdHHhMMm DDdHHh DDdMMm HHhMMm;
 * *MINUTES is the sum. Each part is a number of one to six digits. */
int run_value_time(const char *text, long *minutes);

/* a.b.c.d, each from 0 to 255, without leading blanks or unnecessary zeros. */
int run_value_address(const char *text);

/* A name of a host: letters, digits, '.', '-', '_', beginning with a letter or a digit, at most
 * 255. */
int run_value_host(const char *text);

/* ID1-ID2[,ID3-ID4]...: hosts, addresses or node numbers. A single ID per item is accepted, too
 * [assumed]. -ERANGE where both ends are numbers and the first is the larger one. */
int run_value_hosts(const char *text);

/* A directory that begins with '/'. */
int run_value_directory(const char *text);

/* A directory for private temporary files (-X): begins with '/', at most 256 characters, no "..",
 * not /etc, /proc, /sys or /dev nor below them. -ERANGE: a directory, but one of those that are
 * refused. */
int run_value_private_directory(const char *text);

/* fd=file[,fd2=file2]..., with another separator than ',' when the text begins with it. fd is
 * 0-1023. */
int run_value_redirections(const char *text);

/* A token of $HOME/.jobids: a word without blanks that is not a number and does not begin with '-'.
 */
int run_value_token(const char *text);

#endif
