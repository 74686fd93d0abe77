# SPDX-License-Identifier: BSD-3-Clause
"""Pickled Python objects by mpi4py: sent, broadcast, scattered, gathered, reduced."""

import sys

from mpi4py import MPI

world = MPI.COMM_WORLD
rank = world.Get_rank()
size = world.Get_size()


def thing(owner, scale):
    """Something that no MPI datatype describes; its size grows with scale."""
    return {
        "owner": owner,
        "text": "Grüße " * scale,
        "numbers": [i * owner for i in range(scale)],
        "nested": ({"deep": [None, True, 1.5, owner]}, b"\0\xff" * scale),
    }


def check(name, got, expected):
    """End the job unless both objects are equal."""
    if got != expected:
        print(f"mpi4py: rank {rank}: {name} gave a wrong object", file=sys.stderr)
        world.Abort(1)


for scale in (0, 10, 20_000):
    after = (rank + 1) % size
    before = (rank - 1) % size
    check("sendrecv", world.sendrecv(thing(rank, scale), after, 0, source=before),
          thing(before, scale))

    request = world.isend(thing(rank, scale), before, 1)
    check("isend", world.recv(source=after, tag=1), thing(after, scale))
    request.wait()

    everyone = [thing(owner, scale) for owner in range(size)]
    check("bcast", world.bcast(thing(0, scale) if rank == 0 else None), thing(0, scale))
    check("scatter", world.scatter(everyone if rank == 0 else None), thing(rank, scale))
    check("allgather", world.allgather(thing(rank, scale)), everyone)
    check("alltoall", world.alltoall([(rank, to) for to in range(size)]),
          [(sender, rank) for sender in range(size)])
    check("allreduce", world.allreduce([rank] * scale),
          [owner for owner in range(size) for _ in range(scale)])

if rank == 0:
    print(f"mpi4py_objects: ok, {size} ranks")
