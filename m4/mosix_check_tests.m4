# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_CHECK_TESTS
# -----------------
# Tools of `make check`. A missing one makes its tests be skipped with a reason, never silently:
# the summary and the tests themselves name it.
# Substitutes CMOCKA_CFLAGS, CMOCKA_LIBS, MPICC, BATS, CLANG; sets the conditionals HAVE_CMOCKA,
# HAVE_MPICC, HAVE_BATS and ENABLE_FUZZERS.
AC_DEFUN([MOSIX_CHECK_TESTS], [
    PKG_CHECK_MODULES([CMOCKA], [cmocka >= 1.1], [mosix_have_cmocka=yes], [mosix_have_cmocka=no])
    AM_CONDITIONAL([HAVE_CMOCKA], [test "$mosix_have_cmocka" = yes])

    AS_IF([test -n "$with_openmpi"],
        [AC_PATH_PROG([MPICC], [mpicc], [], [$with_openmpi/bin])],
        [AC_PATH_PROGS([MPICC], [mpicc.openmpi mpicc])])
    AM_CONDITIONAL([HAVE_MPICC], [test -n "$MPICC"])

    AC_PATH_PROG([BATS], [bats])
    AM_CONDITIONAL([HAVE_BATS], [test -n "$BATS"])

    AC_ARG_ENABLE([fuzzers],
        [AS_HELP_STRING([--enable-fuzzers],
            [also build the libFuzzer programs; CC must be clang @<:@no@:>@])],
        [], [enable_fuzzers=no])
    AM_CONDITIONAL([ENABLE_FUZZERS], [test "$enable_fuzzers" = yes])
])
