/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a fuzz target over files, for machines without libFuzzer: each argument is one input.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define INPUT_MAX (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Gives the target a copy of exactly the input's size, so that ASan sees a read beyond it. */
static int replay(const char *path)
{
    static uint8_t room[INPUT_MAX];
    FILE *file = fopen(path, "rb");
    uint8_t *copy;
    size_t size;

    if (file == NULL) {
        perror(path);
        return -1;
    }
    size = fread(room, 1, sizeof(room), file);
    fclose(file);
    copy = malloc(size == 0 ? 1 : size);
    if (copy == NULL) {
        perror("malloc");
        return -1;
    }
    for (size_t i = 0; i < size; i++) {
        copy[i] = room[i];
    }
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s FILE...\n", argv[0]);
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        if (replay(argv[i]) < 0) {
            return 1;
        }
    }
    return 0;
}
