/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One-sided communication in all of its ways to synchronize: fence, post/start/complete/wait, lock
 * and unlock, lock_all with flush. Every rank is origin and target, and all that arrives is
 * checked.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

/* BLOCK is above every eager limit; SMALL is below. */
enum { BLOCK = 300000, SMALL = 200, NUMBERS = 20000, TURNS = 50 };

static unsigned seed_of(int origin, int target)
{
    return (unsigned) (origin * 37 + target + 5);
}

static long *new_numbers(int count)
{
    long *numbers = calloc((size_t) count, sizeof(*numbers));

    if (numbers == NULL) {
        check_fail("no memory for %d numbers", count);
    }
    return numbers;
}

static MPI_Win new_window(void *memory, size_t size, int unit)
{
    MPI_Win window;

    MPI_Win_create(memory, (MPI_Aint) size, unit, MPI_INFO_NULL, MPI_COMM_WORLD, &window);
    return window;
}

static void expect(long found, long wanted, const char *text)
{
    if (found != wanted) {
        check_fail("%s: %ld and should be %ld", text, found, wanted);
    }
}

/* Every rank puts a block into its place in every window, and gets another one's from there. */
static void put_and_get(size_t size)
{
    size_t slot = size + CHECK_GUARD;
    unsigned char *memory = check_alloc(slot * (size_t) check_size());
    unsigned char *own = check_alloc(size * (size_t) check_size());
    unsigned char *got = check_alloc(size);
    MPI_Win window = new_window(memory, slot * (size_t) check_size(), 1);
    int next = (check_rank() + 1) % check_size();

    check_clear(memory, slot * (size_t) check_size() - CHECK_GUARD);
    check_clear(got, size);
    MPI_Win_fence(0, window);
    for (int target = 0; target < check_size(); target++) {
        unsigned char *place = own + size * (size_t) target;

        check_fill(place, size, seed_of(check_rank(), target));
        MPI_Put(place, (int) size, MPI_BYTE, target, (MPI_Aint) slot * check_rank(), (int) size,
                MPI_BYTE, window);
    }
    MPI_Win_fence(0, window);
    for (int origin = 0; origin < check_size(); origin++) {
        check_message(memory + slot * (size_t) origin, size, seed_of(origin, check_rank()),
                      "put between fences");
    }
    MPI_Get(got, (int) size, MPI_BYTE, next, 0, (int) size, MPI_BYTE, window);
    MPI_Win_fence(0, window);
    check_message(got, size, seed_of(0, next), "get between fences");
    MPI_Win_free(&window);
    free(got);
    free(own);
    free(memory);
}

static void accumulate(void)
{
    long *memory = new_numbers(NUMBERS);
    long *own = new_numbers(NUMBERS);
    long *before = new_numbers(NUMBERS);
    MPI_Win window = new_window(memory, NUMBERS * sizeof(*memory), sizeof(*memory));

    for (int i = 0; i < NUMBERS; i++) {
        own[i] = (check_rank() + 1L) * (i + 1);
    }
    MPI_Win_fence(0, window);
    for (int target = 0; target < check_size(); target++) {
        MPI_Accumulate(own, NUMBERS, MPI_LONG, target, 0, NUMBERS, MPI_LONG, MPI_SUM, window);
    }
    MPI_Win_fence(0, window);
    for (int i = 0; i < NUMBERS; i++) {
        expect(memory[i], (long) check_size() * (check_size() + 1) / 2 * (i + 1),
               "accumulated sum");
    }
    /* The sum is replaced by its negative, and comes back. */
    for (int i = 0; i < NUMBERS; i++) {
        own[i] = -memory[i];
    }
    MPI_Win_fence(0, window);
    MPI_Get_accumulate(own, NUMBERS, MPI_LONG, before, NUMBERS, MPI_LONG,
                       (check_rank() + 1) % check_size(), 0, NUMBERS, MPI_LONG, MPI_REPLACE,
                       window);
    MPI_Win_fence(0, window);
    for (int i = 0; i < NUMBERS; i++) {
        expect(before[i], -own[i], "number before get_accumulate");
        expect(memory[i], own[i], "number after get_accumulate");
    }
    MPI_Win_free(&window);
    free(before);
    free(own);
    free(memory);
}

/* In a ring: the rank before puts here, and this one puts to the next. */
static void post_start_complete_wait(void)
{
    unsigned char *memory = check_alloc(BLOCK);
    unsigned char *own = check_alloc(BLOCK);
    int to = (check_rank() + 1) % check_size();
    int from = (check_rank() + check_size() - 1) % check_size();
    MPI_Win window = new_window(memory, BLOCK, 1);
    MPI_Group all;
    MPI_Group origins;
    MPI_Group targets;

    MPI_Comm_group(MPI_COMM_WORLD, &all);
    MPI_Group_incl(all, 1, &from, &origins);
    MPI_Group_incl(all, 1, &to, &targets);
    for (int turn = 0; turn < TURNS; turn++) {
        check_fill(own, BLOCK, seed_of(check_rank(), turn));
        check_clear(memory, BLOCK);
        MPI_Win_post(origins, 0, window);
        MPI_Win_start(targets, 0, window);
        MPI_Put(own, BLOCK, MPI_BYTE, to, 0, BLOCK, MPI_BYTE, window);
        MPI_Win_complete(window);
        MPI_Win_wait(window);
        check_message(memory, BLOCK, seed_of(from, turn), "put between start and complete");
    }
    MPI_Win_free(&window);
    MPI_Group_free(&targets);
    MPI_Group_free(&origins);
    MPI_Group_free(&all);
    free(own);
    free(memory);
}

/* A counter at every rank that all others read and write, one at a time. */
static void lock_unlock(void)
{
    long counter = 0;
    MPI_Win window = new_window(&counter, sizeof(counter), sizeof(counter));

    for (int turn = 0; turn < TURNS; turn++) {
        int target = (check_rank() + turn) % check_size();
        long value = -1;

        MPI_Win_lock(MPI_LOCK_EXCLUSIVE, target, 0, window);
        MPI_Get(&value, 1, MPI_LONG, target, 0, 1, MPI_LONG, window);
        MPI_Win_flush(target, window);
        value++;
        MPI_Put(&value, 1, MPI_LONG, target, 0, 1, MPI_LONG, window);
        MPI_Win_unlock(target, window);
    }
    MPI_Barrier(MPI_COMM_WORLD);

    long own = -1;
    long all;

    MPI_Win_lock(MPI_LOCK_SHARED, check_rank(), 0, window);
    MPI_Get(&own, 1, MPI_LONG, check_rank(), 0, 1, MPI_LONG, window);
    MPI_Win_unlock(check_rank(), window);
    MPI_Allreduce(&own, &all, 1, MPI_LONG, MPI_SUM, MPI_COMM_WORLD);
    expect(all, (long) TURNS * check_size(), "counters added one at a time");
    MPI_Win_free(&window);
}

/* Every rank draws numbers from rank 0: each number must be drawn once, by somebody. */
static void fetch_and_op(void)
{
    long next = 0;
    long *drawn = new_numbers(TURNS);
    long *all = new_numbers(TURNS * check_size());
    long *seen = new_numbers(TURNS * check_size());
    const long one = 1;
    MPI_Win window = new_window(&next, sizeof(next), sizeof(next));

    MPI_Win_lock_all(0, window);
    for (int turn = 0; turn < TURNS; turn++) {
        MPI_Fetch_and_op(&one, &drawn[turn], MPI_LONG, 0, 0, MPI_SUM, window);
        MPI_Win_flush(0, window);
    }
    MPI_Win_unlock_all(window);
    MPI_Allgather(drawn, TURNS, MPI_LONG, all, TURNS, MPI_LONG, MPI_COMM_WORLD);
    for (int i = 0; i < TURNS * check_size(); i++) {
        if (all[i] < 0 || all[i] >= (long) TURNS * check_size()) {
            check_fail("the number %ld was drawn", all[i]);
        }
        expect(seen[all[i]]++, 0, "how often a number was drawn before");
    }
    MPI_Win_free(&window);
    free(seen);
    free(all);
    free(drawn);
}

/* A value at the last rank that only rank R may change from R to R + 1, again and again. */
static void compare_and_swap(void)
{
    long value = 0;
    int target = check_size() - 1;
    MPI_Win window = new_window(&value, sizeof(value), sizeof(value));

    MPI_Win_lock_all(0, window);
    for (long turn = check_rank(); turn < (long) TURNS * check_size(); turn += check_size()) {
        long next = turn + 1;
        long found;

        do {
            MPI_Compare_and_swap(&next, &turn, &found, MPI_LONG, target, 0, window);
            MPI_Win_flush(target, window);
            if (found > turn) {
                check_fail("the value is %ld before it was changed from %ld", found, turn);
            }
        } while (found != turn);
    }
    MPI_Win_unlock_all(window);
    MPI_Barrier(MPI_COMM_WORLD);
    if (check_rank() == target) {
        expect(value, (long) TURNS * check_size(), "value after all swaps");
    }
    MPI_Win_free(&window);
}

/* Requests, flush_local and flush_all on a window whose memory MPI allocates. */
static void flush_and_requests(void)
{
    size_t slot = SMALL + CHECK_GUARD;
    unsigned char own[SMALL];
    unsigned char got[SMALL + CHECK_GUARD];
    unsigned char *memory;
    MPI_Win window;
    MPI_Request request;
    int to = (check_rank() + 1) % check_size();

    MPI_Win_allocate((MPI_Aint) slot * check_size(), 1, MPI_INFO_NULL, MPI_COMM_WORLD, &memory,
                     &window);
    MPI_Win_lock_all(0, window);
    for (unsigned turn = 0; turn < TURNS; turn++) {
        check_fill(own, SMALL, turn);
        check_clear(got, SMALL);
        MPI_Rput(own, SMALL, MPI_BYTE, to, (MPI_Aint) slot * check_rank(), SMALL, MPI_BYTE, window,
                 &request);
        MPI_Wait(&request, MPI_STATUS_IGNORE);
        MPI_Win_flush_local(to, window);
        MPI_Win_flush_all(window);
        MPI_Rget(got, SMALL, MPI_BYTE, to, (MPI_Aint) slot * check_rank(), SMALL, MPI_BYTE, window,
                 &request);
        MPI_Wait(&request, MPI_STATUS_IGNORE);
        check_message(got, SMALL, turn, "got back what was put");
    }
    MPI_Win_unlock_all(window);
    MPI_Win_free(&window);
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "onesided");
    put_and_get(SMALL);
    put_and_get(BLOCK);
    accumulate();
    post_start_complete_wait();
    lock_unlock();
    fetch_and_op();
    compare_and_swap();
    flush_and_requests();
    return check_end();
}
