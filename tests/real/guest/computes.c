/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A rank that computes for as many seconds of processor time as its argument says, and calls
 * nothing meanwhile, so that the watchdog's signals interrupt it: in a function that keeps
 * variables below its stack pointer, and in one with vectors of 256 bits, if there are some. Each
 * must come to the same result again and again. Says "computes: ok".
 */
#include <mpi.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 2000000, WIDTH = 8 };

/* So many variables that they do not fit into registers. */
__attribute__((noinline)) static uint64_t scramble(uint64_t seed)
{
    volatile uint64_t words[WIDTH];

    for (int i = 0; i < WIDTH; i++) {
        words[i] = seed + (uint64_t) i;
    }
    for (int i = 0; i < ROUNDS; i++) {
        words[i % WIDTH] = words[(i + 1) % WIDTH] * 6364136223846793005U + 1442695040888963407U;
    }
    return words[0];
}

#ifdef __x86_64__
__attribute__((noinline, target("avx"))) static uint64_t add_vectors(uint64_t seed)
{
    typedef double vector __attribute__((vector_size(32)));
    double step = (double) seed;
    vector sum = {0, 0, 0, 0};
    vector steps = {step, 2 * step, 3 * step, 4 * step};

    for (int i = 0; i < ROUNDS; i++) {
        __asm__ volatile("vaddpd %1, %0, %0" : "+x"(sum) : "x"(steps));
    }
    return (uint64_t) (sum[0] + 3 * sum[1] + 5 * sum[2] + 7 * sum[3]);
}

static int has_vectors(void)
{
    return __builtin_cpu_supports("avx") != 0;
}
#else
static uint64_t add_vectors(uint64_t seed)
{
    return seed;
}

static int has_vectors(void)
{
    return 0;
}
#endif

int main(int argc, char **argv)
{
    clock_t end;
    uint64_t scrambled = 0;
    uint64_t added = 0;
    int rounds = 0;
    int wrong = 0;

    MPI_Init(&argc, &argv);
    end = clock() + (argc > 1 ? atol(argv[1]) : 1) * CLOCKS_PER_SEC;
    while (clock() < end && !wrong) {
        uint64_t first = scramble(1);
        uint64_t second = has_vectors() ? add_vectors(1) : 0;

        wrong = rounds > 0 && (first != scrambled || second != added);
        scrambled = first;
        added = second;
        rounds++;
    }
    MPI_Finalize();
    printf(wrong ? "computes: another result in round %d\n" : "computes: ok, %d rounds\n", rounds);
    return wrong;
}
