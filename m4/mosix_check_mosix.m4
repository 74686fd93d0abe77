# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_CHECK_MOSIX
# -----------------
# Looks for MOSIX on the machine that builds and reports it in the summary. It never decides what
# is built, because build hosts have no MOSIX and the components decide at run time. Only
# --with-mosix=require makes its absence an error. Sets mosix_here to no, or to yes and the release.
AC_DEFUN([MOSIX_CHECK_MOSIX], [
    AC_ARG_WITH([mosix],
        [AS_HELP_STRING([--with-mosix=require],
            [end with an error if this machine runs no MOSIX @<:@only report it@:>@])],
        [], [with_mosix=report])
    AS_CASE([$with_mosix], [report|require], [],
        [AC_MSG_ERROR([--with-mosix=$with_mosix: the only value is "require"; without it MOSIX is only looked for])])
    # As mosix/mosix_node.c looks for it: by mossetpe of MOSIX 4, or by the file of 2009.
    mosix_here=no
    AC_MSG_CHECKING([for MOSIX on this machine])
    AS_IF([test -r /proc/mosix/mosip], [mosix_here='yes, of 2009'],
        [AS_CASE([`(PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin mossetpe -r) 2>/dev/null`],
            [*'This MOSIX node is: '*], [mosix_here='yes, 4'])])
    AC_MSG_RESULT([$mosix_here])
    AS_IF([test "$with_mosix,$mosix_here" = require,no],
        [AC_MSG_ERROR([--with-mosix=require: neither "mossetpe -r" nor /proc/mosix/mosip tells an address, so this machine runs no MOSIX.
    Start MOSIX, or omit the option: the components find out at run time where MOSIX is.])])
])
