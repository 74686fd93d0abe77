# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_CHECK_PRRTE
# -----------------
# Finds out whether PRRTE, the launcher of Open MPI 5, can load a component of ours. That needs the
# developer headers of PMIx, which PRRTE itself is built with. To be called after MOSIX_CHECK_OPENMPI.
#
# Sets and substitutes
#   PMIX_CPPFLAGS    where those headers are
#   PMIX_LIBS        libpmix
#   prte_pkglibdir   the directory of PRRTE's components
# and the conditional PRRTE_HAS_COMPONENTS. Without it mosix-agent must be named in PRRTE's parameter file.
AC_DEFUN([MOSIX_CHECK_PRRTE], [
    AC_ARG_WITH([prrte-dir],
        [AS_HELP_STRING([--with-prrte-dir=DIR],
            [install the component for PRRTE, the launcher of Open MPI 5, into DIR @<:@the directory prte_info
             names, or that of --with-component-dir@:>@])],
        [], [with_prrte_dir=])
    AS_CASE([$with_prrte_dir], [''|/*], [],
        [AC_MSG_ERROR([$with_prrte_dir: --with-prrte-dir needs an absolute directory])])
    mosix_prrte='no (Open MPI 4.1 has none)'
    AM_COND_IF([OMPI_HAS_ODLS], [], [_MOSIX_PRRTE_DIRECTORY
        _MOSIX_PRRTE_HEADERS])
    AM_CONDITIONAL([PRRTE_HAS_COMPONENTS], [test "$mosix_prrte" = yes])
    AC_SUBST([PMIX_CPPFLAGS])
    AC_SUBST([PMIX_LIBS])
    AC_SUBST([prte_pkglibdir])
])

AC_DEFUN([_MOSIX_PRRTE_DIRECTORY], [
    AC_ARG_VAR([PRTE_INFO], [PRRTE's prte_info])
    AC_PATH_PROG([PRTE_INFO], [prte_info], [], [`AS_DIRNAME(["$OMPI_INFO"])`:$PATH])
    AC_MSG_CHECKING([where PRRTE's components are])
    prte_pkglibdir=$with_prrte_dir
    AS_IF([test -z "$prte_pkglibdir"], [prte_pkglibdir=$with_component_dir])
    AS_IF([test -z "$prte_pkglibdir" && test -n "$PRTE_INFO"],
        [prte_pkglibdir=`"$PRTE_INFO" --path pkglibdir 2>/dev/null | $SED -n 's/^ *Pkglibdir: *//p'`])
    AC_MSG_RESULT([${prte_pkglibdir:-not known}])
])

AC_DEFUN([_MOSIX_PRRTE_HEADERS], [
    AC_MSG_CHECKING([for PMIx's developer headers])
    mosix_save_CPPFLAGS=$CPPFLAGS
    mosix_save_LIBS=$LIBS
    mosix_prrte='no (without the headers of PMIx)'
    for mosix_try in "$ompi_pmix_cppflags" "-isystem $ompi_includedir -isystem $ompi_includedir/pmix"; do
        CPPFLAGS="$mosix_try $mosix_save_CPPFLAGS"
        LIBS="$PMIX_LIBS $mosix_save_LIBS"
        AC_LINK_IFELSE([AC_LANG_PROGRAM([[
#include "src/include/pmix_config.h"
#include "src/mca/base/pmix_mca_base_var.h"
#include "src/mca/mca.h"
            ]], [[return pmix_mca_base_var_find("a", "b", "c", "d")]])],
            [PMIX_CPPFLAGS=$mosix_try
             mosix_prrte=yes
             break])
    done
    CPPFLAGS=$mosix_save_CPPFLAGS
    LIBS=$mosix_save_LIBS
    AC_MSG_RESULT([$mosix_prrte])
    AS_IF([test -z "$prte_pkglibdir"], [mosix_prrte='no (prte_info names no directory)'])
])
