/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The forms of values that mosrun's options take, as far as the text alone shows them. The forms of
 * times, ranges and private directories are those of mosrun's manual [doc]. How many digits and
 * which letters a host may have is not documented, so the limits are wide [assumed]. All return 0
 * or -EINVAL. Libc only.
 */
#ifndef MOSRUN_VALUES_H
#define MOSRUN_VALUES_H

/* Decimal digits only, and the number within the limits. */
int mosrun_number_check(const char *text, unsigned long min, unsigned long max);

/* A number of at most max, or a word without blanks that starts with a letter. */
int mosrun_token_check(const char *text, unsigned long max);

/* DD:HH:MM, HH:MM, or numbers followed by d, h and m, in that order and each at most once. */
int mosrun_time_check(const char *text);

/* Comma list of hosts and ranges; a range of two numbers must not go down. */
int mosrun_ranges_check(const char *text);

/* Colon list of at most max directories that may be private: absolute, short, none of the system's.
 */
int mosrun_directories_check(const char *text, unsigned long max);

#endif
