/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Prints a table of what the mailboxes do as the README shows it: "known" or "assumed".
 */
#include <stdio.h>
#include <string.h>

#include "assumed.h"

static void print_rows(const struct profile_row *rows, int count)
{
    for (int i = 0; i < count; i++) {
        printf("| `%s` | %s | %s | [%s] |\n", rows[i].name, rows[i].shown, rows[i].text,
               rows[i].grade);
    }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "known") == 0) {
        print_rows(known_rows, KNOWN_ROWS);
    } else if (argc == 2 && strcmp(argv[1], "assumed") == 0) {
        print_rows(assumed_rows, ASSUMED_ROWS);
    } else {
        fprintf(stderr, "usage: mail_assumed known|assumed\n");
        return 2;
    }
    return 0;
}
