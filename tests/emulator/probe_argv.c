/* SPDX-License-Identifier: BSD-3-Clause */
/* Writes every argument and, after an empty line, every variable of its environment, each in
 * hexadecimal. */
#include <stdio.h>
#include <unistd.h>

static void put(const char *text)
{
    putchar('=');
    for (; *text != '\0'; text++) {
        printf("%02x", (unsigned) (unsigned char) *text);
    }
    putchar('\n');
}

int main(int argc, char *argv[])
{
    for (int i = 0; i < argc; i++) {
        put(argv[i]);
    }
    putchar('\n');
    for (char **entry = environ; *entry != NULL; entry++) {
        put(*entry);
    }
    return 0;
}
