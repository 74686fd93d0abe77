# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_SUMMARY
# -------------
# What was found and what will be built, on one screen, at the end of configure.
AC_DEFUN([MOSIX_SUMMARY], [
    AS_IF([test "$mosix_have_seccomp" = yes], [mosix_emulator=yes], [mosix_emulator="no (libseccomp not used)"])
    AS_IF([test "$enable_emulator_install" = yes], [mosix_emulator="yes, and installed"])
    AS_IF([test "$mosix_here" = no], [mosix_report="no (components are built all the same)"],
        [mosix_report=$mosix_here])
    AM_COND_IF([OMPI_HAS_ODLS], [mosix_starter="odls-mosix           yes"],
        [mosix_starter="mosix-agent          yes (Open MPI 5 has no ODLS)
  loaded by PRRTE      $mosix_prrte"])
    mosix_tests=
    AS_IF([test "$mosix_have_cmocka" = yes], [mosix_tests="$mosix_tests unit"])
    AS_IF([test -n "$BATS" && test "$mosix_have_seccomp" = yes], [mosix_tests="$mosix_tests emulator"])
    AS_IF([test -n "$BATS" && test -n "$MPICC" && test "$mosix_have_seccomp" = yes], [mosix_tests="$mosix_tests jobs"])
    cat <<MOSIX_END

  openmpi-mosix $PACKAGE_VERSION
  -----------------------------------------------------------------
  Open MPI             $ompi_version ($OMPI_INFO)
  headers              $ompi_header_origin
  built for series     $OMPI_SERIES
  components go to     $ompi_pkglibdir
  help texts go to     $ompi_pkgdatadir
  btl-mosix            yes
  $mosix_starter
  MOSIX on this host   $mosix_report
  emulator             $mosix_emulator
  tests                ${mosix_tests:- none (cmocka, bats not found)}
  compiler             $CC $CFLAGS
  warnings as errors   $enable_werror
  sanitizers in tests  $enable_sanitizers
  -----------------------------------------------------------------

MOSIX_END
])
