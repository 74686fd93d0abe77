/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages that are longer than the buffer they are received into. The receive ends with
 * MPI_ERR_TRUNCATE, nothing behind the buffer is written, the sender notices nothing, and the next
 * message is right. Rank 0 sends to every other rank; the message that fits is a case as well.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE = 1, NEXT = 2, STRIDE = 2, LARGEST = 1100000, UNTOUCHED = 0xEE };

/* How the message is sent, how its data lies on both sides, and what is first. */
enum how { STANDARD, SYNCHRONOUS, BUFFERED, HOWS };
enum first { RECEIVE_FIRST, MESSAGE_FIRST, PROBE_FIRST, FIRSTS };

static const struct sizes {
    int sent;
    int room;
} sizes[] = {
    {100, 99},        {131150, 1000}, {140000, 0},       {200000, 199999},
    {300000, 262144}, {600000, 1},    {LARGEST, 700000}, {LARGEST, LARGEST},
};

#define SIZES ((int) (sizeof(sizes) / sizeof(sizes[0])))

struct turn {
    int sent;
    int room;
    enum how how;
    enum first first;
    int gaps_in_send;
    int gaps_in_receive;
    int number;
};

static const char *text_of(const struct turn *turn)
{
    static char text[200];

    snprintf(
        text, sizeof(text),
        "%d bytes into %d, sent in way %d, order %d, gaps in the sent data %d, in the received %d",
        turn->sent, turn->room, turn->how, turn->first, turn->gaps_in_send, turn->gaps_in_receive);
    return text;
}

/* COUNT bytes, or as many with a gap after each. */
static MPI_Datatype new_type(int count, int gaps)
{
    MPI_Datatype type;

    MPI_Type_vector(count, 1, gaps ? STRIDE : 1, MPI_BYTE, &type);
    MPI_Type_commit(&type);
    return type;
}

static void fill(unsigned char *buffer, const struct turn *turn)
{
    int stride = turn->gaps_in_send ? STRIDE : 1;

    for (int i = 0; i < turn->sent; i++) {
        buffer[(size_t) i * stride] = check_byte((unsigned) turn->number, (size_t) i);
    }
}

static void send_one(const unsigned char *buffer, const struct turn *turn, int to)
{
    MPI_Datatype type = new_type(turn->sent, turn->gaps_in_send);
    MPI_Request request;

    if (turn->first == RECEIVE_FIRST) {
        MPI_Barrier(MPI_COMM_WORLD);
    }
    if (turn->how == SYNCHRONOUS) {
        MPI_Issend(buffer, 1, type, to, MESSAGE, MPI_COMM_WORLD, &request);
    } else if (turn->how == BUFFERED) {
        MPI_Ibsend(buffer, 1, type, to, MESSAGE, MPI_COMM_WORLD, &request);
    } else {
        MPI_Isend(buffer, 1, type, to, MESSAGE, MPI_COMM_WORLD, &request);
    }
    if (turn->first != RECEIVE_FIRST) {
        MPI_Barrier(MPI_COMM_WORLD);
    }
    MPI_Wait(&request, MPI_STATUS_IGNORE);
    MPI_Send(&turn->number, 1, MPI_INT, to, NEXT, MPI_COMM_WORLD);
    MPI_Type_free(&type);
}

/* What MPI said. */
static int receive(unsigned char *buffer, const struct turn *turn, MPI_Datatype type)
{
    int count = turn->room > 0 ? 1 : 0;
    MPI_Request request;
    MPI_Message message;

    if (turn->first == RECEIVE_FIRST) {
        MPI_Irecv(buffer, count, type, 0, MESSAGE, MPI_COMM_WORLD, &request);
        MPI_Barrier(MPI_COMM_WORLD);
        return MPI_Wait(&request, MPI_STATUS_IGNORE);
    }
    MPI_Barrier(MPI_COMM_WORLD);
    if (turn->first == MESSAGE_FIRST) {
        return MPI_Recv(buffer, count, type, MPI_ANY_SOURCE, MESSAGE, MPI_COMM_WORLD,
                        MPI_STATUS_IGNORE);
    }
    MPI_Mprobe(0, MESSAGE, MPI_COMM_WORLD, &message, MPI_STATUS_IGNORE);
    return MPI_Mrecv(buffer, count, type, &message, MPI_STATUS_IGNORE);
}

static void check_outside(const unsigned char *buffer, size_t all, const struct turn *turn)
{
    size_t room = (size_t) turn->room;
    size_t i = turn->gaps_in_receive && room > 0 ? 1 : room;

    while (i < all) {
        if (buffer[i] != UNTOUCHED) {
            check_fail("byte %zu outside the buffer was written: %s", i, text_of(turn));
        }
        i += turn->gaps_in_receive && i < STRIDE * room ? STRIDE : 1;
    }
}

static void receive_one(unsigned char *buffer, size_t all, const struct turn *turn)
{
    MPI_Datatype type = new_type(turn->room > 0 ? turn->room : 1, turn->gaps_in_receive);
    int expected = turn->sent > turn->room ? MPI_ERR_TRUNCATE : MPI_SUCCESS;
    int class = MPI_SUCCESS;
    int next = -1;
    int rc;

    memset(buffer, UNTOUCHED, all);
    rc = receive(buffer, turn, type);
    if (rc != MPI_SUCCESS) {
        MPI_Error_class(rc, &class);
    }
    if (class != expected) {
        check_fail("error class %d instead of %d: %s", class, expected, text_of(turn));
    }
    MPI_Recv(&next, 1, MPI_INT, 0, NEXT, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (next != turn->number) {
        check_fail("the next message was %d instead of %d: %s", next, turn->number, text_of(turn));
    }
    check_outside(buffer, all, turn);
    if (expected == MPI_SUCCESS && !turn->gaps_in_receive) {
        for (int i = 0; i < turn->room; i++) {
            if (buffer[i] != check_byte((unsigned) turn->number, (size_t) i)) {
                check_fail("byte %d is wrong: %s", i, text_of(turn));
            }
        }
    }
    MPI_Type_free(&type);
}

static void one_turn(unsigned char *buffer, const struct turn *turn)
{
    unsigned char *attached;

    if (check_rank() != 0) {
        receive_one(buffer, (size_t) STRIDE * (size_t) turn->sent + CHECK_GUARD, turn);
        return;
    }
    attached = check_alloc((size_t) turn->sent + MPI_BSEND_OVERHEAD);
    fill(buffer, turn);
    MPI_Buffer_attach(attached, turn->sent + MPI_BSEND_OVERHEAD);
    send_one(buffer, turn, 1);
    MPI_Buffer_detach(&attached, &(int){0}); /* waits until the message has gone */
    free(attached);
}

int main(int argc, char **argv)
{
    unsigned char *buffer = check_alloc((size_t) STRIDE * LARGEST);
    struct turn turn = {0};

    check_start(&argc, &argv, "truncated");
    if (check_size() != 2) {
        check_fail("needs 2 ranks");
    }
    if (check_rank() != 0) {
        MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    }
    for (int i = 0; i < SIZES * HOWS * FIRSTS * 4; i++) {
        turn.number = i;
        turn.sent = sizes[i % SIZES].sent;
        turn.room = sizes[i % SIZES].room;
        turn.how = (enum how)(i / SIZES % HOWS);
        turn.first = (enum first)(i / SIZES / HOWS % FIRSTS);
        turn.gaps_in_send = i / SIZES / HOWS / FIRSTS % 2;
        turn.gaps_in_receive = i / SIZES / HOWS / FIRSTS / 2;
        one_turn(buffer, &turn);
    }
    free(buffer);
    return check_end();
}
