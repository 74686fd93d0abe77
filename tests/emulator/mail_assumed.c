/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Prints the table of what the mailboxes take for granted as the README shows it.
 */
#include <stdio.h>

#include "assumed.h"

int main(void)
{
    for (int i = 0; i < ASSUMED_ROWS; i++) {
        const struct assumed_row *row = &assumed_rows[i];

        printf("| `%s` | %s | %s | [%s] |\n", row->name, row->shown, row->text, row->grade);
    }
    return 0;
}
