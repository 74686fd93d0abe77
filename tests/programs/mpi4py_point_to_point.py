# SPDX-License-Identifier: BSD-3-Clause
"""Point-to-point messages of raw bytes by mpi4py, of many sizes, blocking and non-blocking."""

import sys

from mpi4py import MPI

world = MPI.COMM_WORLD
rank = world.Get_rank()
size = world.Get_size()
after = (rank + 1) % size
before = (rank - 1) % size


def message(sender, length):
    """What the sender writes into a message of that length."""
    pattern = bytes((i * 7 + sender * 31 + length) % 256 for i in range(251))
    return (pattern * (length // 251 + 1))[:length]


def check(received, length, way):
    """End the job unless the message from the rank before has arrived as it was sent."""
    expected = message(before, length)
    if bytes(received) != expected:
        offset = next(i for i in range(length) if received[i] != expected[i])
        print(f"mpi4py: rank {rank}: {way}, {length} bytes from rank {before}: "
              f"byte {offset} is wrong", file=sys.stderr)
        world.Abort(1)


for length in (0, 1, 255, 4096, 65535, 65536, 65537, 1 << 20, 5_000_000):
    received = bytearray(length)
    world.Sendrecv(message(rank, length), after, 1, received, before, 1)
    check(received, length, "Sendrecv")

    received = bytearray(length)
    requests = [world.Irecv(received, before, 2), world.Isend(message(rank, length), after, 2)]
    MPI.Request.Waitall(requests)
    check(received, length, "Isend")

if rank == 0:
    print(f"mpi4py_point_to_point: ok, {size} ranks")
