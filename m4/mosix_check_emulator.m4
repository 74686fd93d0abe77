# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_CHECK_EMULATOR
# --------------------
# The emulator of MOSIX in contrib/ needs libseccomp and, for its filter of system calls in the
# preloaded library, x86-64. --enable-emulator makes the absence of either an error,
# --disable-emulator omits the emulator and the tests that need it. It is installed only if
# --enable-emulator-install asks for it, so that `make install` on a cluster installs no mosrun.
# Substitutes SECCOMP_CFLAGS and SECCOMP_LIBS, sets the conditionals BUILD_EMULATOR and
# INSTALL_EMULATOR.
AC_DEFUN([MOSIX_CHECK_EMULATOR], [
    AC_ARG_ENABLE([emulator],
        [AS_HELP_STRING([--disable-emulator],
            [omit the emulator of MOSIX @<:@built if libseccomp is found@:>@])],
        [], [enable_emulator=auto])
    AC_ARG_ENABLE([emulator-install],
        [AS_HELP_STRING([--enable-emulator-install],
            [install the emulator as well, below libexecdir, and openmpi-mosix-try @<:@no@:>@])],
        [], [enable_emulator_install=no])
    AS_CASE([$enable_emulator_install,$enable_emulator],
        [yes,no], [AC_MSG_ERROR([--enable-emulator-install and --disable-emulator contradict each other: omit one])],
        [yes,*], [enable_emulator=yes])
    mosix_have_seccomp=no
    AS_CASE([$enable_emulator,$host_cpu],
        [no,*|*,x86_64], [],
        [yes,*], [AC_MSG_ERROR([--enable-emulator: the emulator is written for x86-64, and this is $host_cpu])],
        [enable_emulator=no])
    AS_IF([test "$enable_emulator" != no],
        [PKG_CHECK_MODULES([SECCOMP], [libseccomp >= 2.5.0], [mosix_have_seccomp=yes], [:])])
    AS_IF([test "$enable_emulator,$mosix_have_seccomp" = yes,no],
        [AC_MSG_ERROR([--enable-emulator: libseccomp 2.5 or newer was not found.
    Install its developer package (Debian, Ubuntu: libseccomp-dev; Fedora, RHEL: libseccomp-devel).])])
    AM_CONDITIONAL([BUILD_EMULATOR], [test "$mosix_have_seccomp" = yes])
    AM_CONDITIONAL([INSTALL_EMULATOR], [test "$enable_emulator_install" = yes])
])
