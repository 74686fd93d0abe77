/* SPDX-License-Identifier: BSD-3-Clause */
/* Probe: OpenMP adds up numbers, with as many threads as OMP_NUM_THREADS says. */
#include <stdio.h>

int main(void)
{
    long sum = 0;

#pragma omp parallel for reduction(+ : sum)
    for (long i = 1; i <= 1000; i++) {
        sum += i;
    }
    printf("sum %ld\n", sum);
    return sum != 500500;
}
