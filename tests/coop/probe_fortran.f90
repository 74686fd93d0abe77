! SPDX-License-Identifier: BSD-3-Clause
!
! What gfortran's library does by itself: random numbers, a scratch file, a command, a pause.
! Compiled by the test that runs it.
program probe
    implicit none
    real :: numbers(4)
    integer :: status, value

    call random_seed()
    call random_number(numbers)
    if (all(numbers == numbers(1))) stop 1
    open (unit=10, status='scratch', action='readwrite')
    write (10, *) 42
    rewind (10)
    read (10, *) value
    close (10)
    if (value /= 42) stop 2
    call execute_command_line('exit 3', exitstat=status)
    if (status /= 3) stop 3
    call execute_command_line('exit 0', wait=.false.)
    call sleep(1)
    print '(a)', 'fortran: ok'
end program
