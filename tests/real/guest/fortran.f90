! SPDX-License-Identifier: BSD-3-Clause
!
! Messages by the mpi module, and Fortran's own files: formatted, unformatted and scratch.
program fortran
    use mpi
    implicit none
    integer :: rank, ranks, error, i, unit
    integer :: status(MPI_STATUS_SIZE)
    double precision :: sent(1000), got(1000), again(1000)
    character(len=40) :: name, line
    logical :: right

    call MPI_Init(error)
    call MPI_Comm_rank(MPI_COMM_WORLD, rank, error)
    call MPI_Comm_size(MPI_COMM_WORLD, ranks, error)
    sent = [(dble(i) + rank, i = 1, 1000)]
    call MPI_Sendrecv(sent, 1000, MPI_DOUBLE_PRECISION, mod(rank + 1, ranks), 1, &
                      got, 1000, MPI_DOUBLE_PRECISION, mod(rank + ranks - 1, ranks), 1, &
                      MPI_COMM_WORLD, status, error)
    right = all(got == [(dble(i) + mod(rank + ranks - 1, ranks), i = 1, 1000)])

    write (name, '(a, i0)') 'fortran.', rank
    open (newunit=unit, file=name, form='unformatted', status='replace')
    write (unit) got
    rewind (unit)
    read (unit) again
    close (unit, status='delete')
    right = right .and. all(again == got)

    open (newunit=unit, status='scratch')
    write (unit, '(a, f6.2)') 'number', 3.25
    rewind (unit)
    read (unit, '(a)') line
    close (unit)
    right = right .and. line == 'number  3.25'

    if (right) then
        print '(a)', 'fortran: ok'
    else
        print '(a)', 'fortran: wrong'
    end if
    call MPI_Finalize(error)
    if (.not. right) stop 1
end program fortran
