# SPDX-License-Identifier: BSD-3-Clause
"""Collectives on arrays by mpi4py, checked against what each rank can compute for itself."""

import array
import sys

from mpi4py import MPI

world = MPI.COMM_WORLD
rank = world.Get_rank()
size = world.Get_size()


def check(name, got, expected):
    """End the job unless both sequences are equal."""
    if list(got) != list(expected):
        print(f"mpi4py: rank {rank}: {name} of {len(expected)} elements gave a wrong result",
              file=sys.stderr)
        world.Abort(1)


def values(owner, count):
    """The array that a rank contributes."""
    return array.array("d", (owner * 1000 + i % 997 for i in range(count)))


for count in (1, 1000, 100_000):
    mine = values(rank, count)
    everyone = [values(owner, count) for owner in range(size)]

    data = values(0, count) if rank == 0 else array.array("d", bytes(8 * count))
    world.Bcast(data, 0)
    check("Bcast", data, values(0, count))

    total = array.array("d", bytes(8 * count))
    world.Allreduce(mine, total, MPI.SUM)
    check("Allreduce", total, (sum(column) for column in zip(*everyone)))

    world.Allreduce(mine, total, MPI.MAX)
    check("Allreduce", total, everyone[size - 1])

    gathered = array.array("d", bytes(8 * count * size))
    world.Allgather(mine, gathered)
    check("Allgather", gathered, (value for part in everyone for value in part))

    scattered = array.array("d", bytes(8 * count))
    world.Scatter(gathered if rank == size - 1 else None, scattered, size - 1)
    check("Scatter", scattered, mine)

    turned = array.array("d", bytes(8 * count * size))
    world.Alltoall(gathered, turned)
    check("Alltoall", turned, list(mine) * size)

world.Barrier()
if rank == 0:
    print(f"mpi4py_collectives: ok, {size} ranks")
