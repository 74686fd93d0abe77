# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_CHECK_MOSIX
# -----------------
# Looks for MOSIX on the machine that builds and reports it in the summary. It never decides what
# is built, for build hosts have no MOSIX and the components decide at run time; only
# --with-mosix=require makes its absence an error. Sets mosix_here to yes or no.
AC_DEFUN([MOSIX_CHECK_MOSIX], [
    AC_ARG_WITH([mosix],
        [AS_HELP_STRING([--with-mosix=require],
            [end with an error if this machine runs no MOSIX @<:@only report it@:>@])],
        [], [with_mosix=report])
    AS_CASE([$with_mosix], [report|require], [],
        [AC_MSG_ERROR([--with-mosix=$with_mosix: the only value is "require"; without it MOSIX is only looked for])])
    AC_MSG_CHECKING([for MOSIX on this machine (/proc/mosix/mosip)])
    AS_IF([test -r /proc/mosix/mosip], [mosix_here=yes], [mosix_here=no])
    AC_MSG_RESULT([$mosix_here])
    AS_IF([test "$with_mosix,$mosix_here" = require,no],
        [AC_MSG_ERROR([--with-mosix=require: /proc/mosix/mosip cannot be read, so this machine runs no MOSIX.
    Start MOSIX, or leave the option out: the components find out at run time where MOSIX is.])])
])
