# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_CHECK_OPENMPI
# -------------------
# Finds the Open MPI to build for, in this order:
#   --with-openmpi-source=DIR  headers of a configured source tree, for systems that install none
#   --with-openmpi=PREFIX      an installation elsewhere
#   pkg-config                 the module orte (4.1) or opal (5.0), which only an Open MPI with
#                              developer headers has
#   ompi_info on PATH          tells directories and version in every case
#
# Sets and substitutes
#   OMPI_CPPFLAGS     where the developer headers are
#   OPAL_LIBS         libopen-pal
#   BTL_LIBS          libopen-pal, and with 5.0 PMIx, which the BTL then calls by itself
#   PMIX_LIBS         libpmix, with 5.0
#   ORTE_LIBS         libopen-rte, libopen-pal and the libevent they use, for the ODLS of 4.1
#   OMPI_SERIES       the series of those headers, 4.1 or 5.0
#   OMPI_OTHER_SERIES one that it is not, for tests
#   ompi_version      the version ompi_info tells
#   ompi_pkglibdir    the directory of Open MPI's components
#   ompi_pkgdatadir   the directory of its help texts
#   ompi_sysconfdir   the directory of its parameter files
# and the conditional OMPI_HAS_ODLS: ranks are started by a component of ours (4.1), not by PRRTE (5.0).
AC_DEFUN([MOSIX_CHECK_OPENMPI], [
    AC_ARG_WITH([openmpi],
        [AS_HELP_STRING([--with-openmpi=PREFIX],
            [build for the Open MPI installed under PREFIX])],
        [], [with_openmpi=])
    AC_ARG_WITH([openmpi-source],
        [AS_HELP_STRING([--with-openmpi-source=DIR],
            [take the developer headers from DIR, a configured Open MPI source tree of the same
             series (for systems that install no developer headers)])],
        [], [with_openmpi_source=])
    AC_ARG_WITH([component-dir],
        [AS_HELP_STRING([--with-component-dir=DIR],
            [install the components into DIR @<:@the directory ompi_info names@:>@])],
        [], [with_component_dir=])
    AC_ARG_WITH([help-dir],
        [AS_HELP_STRING([--with-help-dir=DIR],
            [install the help texts into DIR @<:@the directory ompi_info names@:>@])],
        [], [with_help_dir=])

    _MOSIX_OPENMPI_CHECK_ARGUMENTS
    _MOSIX_OPENMPI_INFO
    _MOSIX_OPENMPI_HEADERS
    _MOSIX_OPENMPI_SERIES
    _MOSIX_OPENMPI_LIBS
    AM_CONDITIONAL([OMPI_HAS_ODLS], [test "$OMPI_SERIES" = 4.1])
    BTL_LIBS=$OPAL_LIBS
    AM_COND_IF([OMPI_HAS_ODLS], [_MOSIX_OPENMPI_EVENT_LIBS], [_MOSIX_OPENMPI_PMIX_LIBS])
    AS_IF([test "$ompi_own_threads" = yes], [_MOSIX_OPENMPI_CHECK_LOCK])

    AC_SUBST([OMPI_CPPFLAGS])
    AC_SUBST([OPAL_LIBS])
    AS_CASE([$OMPI_SERIES], [4.1], [OMPI_OTHER_SERIES=5.0], [OMPI_OTHER_SERIES=4.1])
    AC_SUBST([BTL_LIBS])
    AC_SUBST([OMPI_OTHER_SERIES])
    AC_SUBST([ORTE_LIBS])
    AC_SUBST([OMPI_SERIES])
    AC_SUBST([ompi_version])
    AC_SUBST([ompi_pkglibdir])
    AC_SUBST([ompi_pkgdatadir])
    AC_SUBST([ompi_sysconfdir])
])

AC_DEFUN([_MOSIX_OPENMPI_CHECK_ARGUMENTS], [
    AS_CASE([$with_openmpi],
        [yes|no], [AC_MSG_ERROR([--with-openmpi needs the prefix of an Open MPI installation: --with-openmpi=PREFIX])],
        [''], [],
        [AS_IF([test ! -d "$with_openmpi"],
            [AC_MSG_ERROR([--with-openmpi=$with_openmpi: there is no such directory])])])
    AS_CASE([$with_openmpi_source],
        [yes|no], [AC_MSG_ERROR([--with-openmpi-source needs a configured Open MPI source tree: --with-openmpi-source=DIR])],
        [''], [],
        [AS_IF([test ! -f "$with_openmpi_source/opal/include/opal_config.h"],
            [AC_MSG_ERROR([--with-openmpi-source=$with_openmpi_source: no opal/include/opal_config.h in it.
    It must be the source tree of the installed Open MPI's series in which ./configure has been run.])])])
    for mosix_dir in "$with_component_dir" "$with_help_dir"; do
        AS_CASE([$mosix_dir], [''|/*], [],
            [AC_MSG_ERROR([$mosix_dir: --with-component-dir and --with-help-dir need an absolute directory])])
    done
])

# One line of `ompi_info --path`: _MOSIX_OPENMPI_PATH(variable, name)
AC_DEFUN([_MOSIX_OPENMPI_PATH], [
    $1=`"$OMPI_INFO" --path $2 --parsable 2>/dev/null | $SED -n 's/^path:$2://p'`
])

AC_DEFUN([_MOSIX_OPENMPI_INFO], [
    AC_ARG_VAR([OMPI_INFO], [Open MPI's ompi_info])
    AS_IF([test -n "$with_openmpi"],
        [AC_PATH_PROG([OMPI_INFO], [ompi_info], [], [$with_openmpi/bin])],
        [AC_PATH_PROG([OMPI_INFO], [ompi_info], [], [$PATH:/usr/lib64/openmpi/bin:/usr/lib/openmpi/bin])])
    AS_IF([test -z "$OMPI_INFO"],
        [AC_MSG_ERROR([ompi_info was not found, so there is no Open MPI to build for.
    Install it (Debian, Ubuntu: openmpi-bin; Fedora, RHEL: openmpi) or name its prefix: --with-openmpi=PREFIX])])

    AC_MSG_CHECKING([which Open MPI $OMPI_INFO belongs to])
    ompi_version=`"$OMPI_INFO" --version 2>/dev/null | $SED -n 's/^Open MPI v//p'`
    AS_IF([test -z "$ompi_version"],
        [AC_MSG_RESULT([none])
         AC_MSG_ERROR([$OMPI_INFO does not print the version of Open MPI; run "$OMPI_INFO --version" to see why])])
    AC_MSG_RESULT([$ompi_version])

    _MOSIX_OPENMPI_PATH([ompi_libdir], [libdir])
    _MOSIX_OPENMPI_PATH([ompi_pkglibdir], [pkglibdir])
    _MOSIX_OPENMPI_PATH([ompi_pkgdatadir], [pkgdatadir])
    _MOSIX_OPENMPI_PATH([ompi_sysconfdir], [sysconfdir])
    AS_IF([test -n "$with_component_dir"], [ompi_pkglibdir=$with_component_dir])
    AS_IF([test -n "$with_help_dir"], [ompi_pkgdatadir=$with_help_dir])
    AS_IF([test -z "$ompi_libdir" || test -z "$ompi_pkglibdir" || test -z "$ompi_pkgdatadir"],
        [AC_MSG_ERROR([$OMPI_INFO --path does not name libdir, pkglibdir and pkgdatadir])])
])

AC_DEFUN([_MOSIX_OPENMPI_HEADERS], [
    AC_MSG_CHECKING([for Open MPI's developer headers])
    OMPI_CPPFLAGS=
    ompi_header_origin=
    AS_IF([test -n "$with_openmpi_source"],
        [_MOSIX_OPENMPI_SOURCE_CPPFLAGS
         ompi_header_origin=$with_openmpi_source],
        [test -n "$with_openmpi"],
        [_MOSIX_OPENMPI_PATH([ompi_includedir], [incdir])
         OMPI_CPPFLAGS="-isystem $ompi_includedir -isystem $ompi_includedir/openmpi"
         ompi_header_origin=$ompi_includedir],
        [ompi_module=`_MOSIX_OPENMPI_MODULE`
         test -n "$ompi_module"],
        [ompi_includedir=`$PKG_CONFIG --variable=includedir $ompi_module`
         OMPI_CPPFLAGS="-isystem $ompi_includedir -isystem $ompi_includedir/openmpi"
         ompi_header_origin=$ompi_includedir],
        [_MOSIX_OPENMPI_PATH([ompi_includedir], [incdir])
         OMPI_CPPFLAGS="-isystem $ompi_includedir -isystem $ompi_includedir/openmpi"
         ompi_header_origin=$ompi_includedir])

    # Open MPI 5 needs PMIx's headers beside its own, and some systems omit those of its threads.
    ompi_pmix_cppflags=`$PKG_CONFIG --cflags-only-I pmix 2>/dev/null | $SED 's/-I/-isystem /g'`
    ompi_threads_cppflags="-isystem `cd "$srcdir" && pwd`/btl-mosix/pthreads"
    ompi_plain_cppflags=$OMPI_CPPFLAGS
    ompi_headers=no
    for mosix_try in '' "$ompi_pmix_cppflags" "$ompi_threads_cppflags" "$ompi_pmix_cppflags $ompi_threads_cppflags"; do
        OMPI_CPPFLAGS="$ompi_plain_cppflags $mosix_try"
        _MOSIX_OPENMPI_TRY_HEADERS([ompi_headers=yes; break])
    done
    ompi_own_threads=no
    AS_CASE([$ompi_headers,$OMPI_CPPFLAGS], [yes,*"$ompi_threads_cppflags"], [ompi_own_threads=yes])
    AS_CASE([$ompi_headers,$ompi_own_threads],
        [yes,no], [AC_MSG_RESULT([$ompi_header_origin])],
        [yes,yes], [ompi_header_origin="$ompi_header_origin, and btl-mosix/pthreads for three that are missing"
            AC_MSG_RESULT([$ompi_header_origin])],
        [AC_MSG_RESULT([no])
         AS_IF([test -z "$PKG_CONFIG$with_openmpi$with_openmpi_source"],
             [AC_MSG_ERROR([pkg-config is missing, which tells where Open MPI's headers are.
    Debian, Ubuntu: install pkg-config. Fedora, RHEL, openSUSE: install pkgconf-pkg-config.
    Without it, name the headers: --with-openmpi=PREFIX or --with-openmpi-source=DIR])])
         AC_MSG_ERROR([Open MPI $ompi_version is here, but the headers that its components are built with are not
    (tried ${ompi_header_origin:-nothing, because ompi_info names no directory}; config.log tells what failed).
    Debian, Ubuntu: install libopenmpi-dev.
    Fedora, RHEL, openSUSE and others install no such headers: unpack and ./configure the source of
    Open MPI $ompi_version and give its directory: --with-openmpi-source=DIR
    An Open MPI of your own must have been configured with --with-devel-headers: --with-openmpi=PREFIX])])
])

# The first of pkg-config's modules that names Open MPI's headers.
AC_DEFUN([_MOSIX_OPENMPI_MODULE],
    [for mosix_try in orte opal; do test -n "$PKG_CONFIG" && $PKG_CONFIG --exists $mosix_try && echo $mosix_try && break; done])

# _MOSIX_OPENMPI_TRY_HEADERS(if they compile)
AC_DEFUN([_MOSIX_OPENMPI_TRY_HEADERS], [
    mosix_save_CPPFLAGS=$CPPFLAGS
    CPPFLAGS="$OMPI_CPPFLAGS $CPPFLAGS"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[
#include "opal_config.h"
#include "opal/mca/btl/btl.h"
#include "opal/mca/btl/base/base.h"
#if OPAL_MAJOR_VERSION < 5
#include "opal/mca/pmix/pmix.h"
#else
#include "opal/mca/pmix/pmix-internal.h"
#endif
        ]], [[]])], [mosix_compiles=yes], [mosix_compiles=no])
    CPPFLAGS=$mosix_save_CPPFLAGS
    AS_IF([test $mosix_compiles = yes], [$1])
])

# Our own declarations of Open MPI's locks must be what the library was built with.
AC_DEFUN([_MOSIX_OPENMPI_CHECK_LOCK], [
    mosix_save_CPPFLAGS=$CPPFLAGS
    mosix_save_LIBS=$LIBS
    CPPFLAGS="$OMPI_CPPFLAGS $CPPFLAGS"
    LIBS="$OPAL_LIBS $LIBS"
    AC_MSG_CHECKING([whether Open MPI's locks are those of btl-mosix/pthreads])
    AC_RUN_IFELSE([AC_LANG_PROGRAM([[
#include "opal_config.h"
#include "opal/mca/threads/mutex.h"
        ]], [[return opal_mutex_t_class.cls_sizeof != sizeof(opal_mutex_t)]])],
        [AC_MSG_RESULT([yes])],
        [AC_MSG_RESULT([no])
         AC_MSG_ERROR([Open MPI $ompi_version was built with other locks than btl-mosix/pthreads declares (config.log tells more).
    Unpack and ./configure the source of Open MPI $ompi_version and give its directory: --with-openmpi-source=DIR])],
        [AC_MSG_RESULT([not checked, because programs for $host cannot be run here])])
    CPPFLAGS=$mosix_save_CPPFLAGS
    LIBS=$mosix_save_LIBS
])

# A source tree keeps the headers of its bundled libevent and hwloc in subdirectories that an
# installation flattens. They count only if it was configured to use them and not the system's: then
# it names their component in opal_config.h.
AC_DEFUN([_MOSIX_OPENMPI_SOURCE_CPPFLAGS], [
    mosix_bundled=
    for mosix_framework in event hwloc; do
        mosix_dir=`$SED -n "s,^#define MCA_${mosix_framework}_IMPLEMENTATION_HEADER \"\(.*\)/@<:@^/@:>@*\",\1,p" \
            "$with_openmpi_source/opal/include/opal_config.h"`
        mosix_bundled="$mosix_bundled $mosix_dir/libevent $mosix_dir/libevent/include $mosix_dir/hwloc/include"
    done
    for mosix_dir in . opal/include orte/include ompi/include $mosix_bundled; do
        AS_IF([test -d "$with_openmpi_source/$mosix_dir"],
            [OMPI_CPPFLAGS="$OMPI_CPPFLAGS -isystem $with_openmpi_source/$mosix_dir"])
    done
])

AC_DEFUN([_MOSIX_OPENMPI_SERIES], [
    mosix_save_CPPFLAGS=$CPPFLAGS
    CPPFLAGS="$OMPI_CPPFLAGS $CPPFLAGS"
    AC_MSG_CHECKING([the series of those headers])
    AC_COMPUTE_INT([ompi_major], [OPAL_MAJOR_VERSION], [#include "opal_config.h"], [ompi_major=0])
    AC_COMPUTE_INT([ompi_minor], [OPAL_MINOR_VERSION], [#include "opal_config.h"], [ompi_minor=0])
    CPPFLAGS=$mosix_save_CPPFLAGS
    OMPI_SERIES=$ompi_major.$ompi_minor
    AC_MSG_RESULT([$OMPI_SERIES])
    AS_CASE([$ompi_version],
        [$OMPI_SERIES|$OMPI_SERIES.*|${OMPI_SERIES}[[a-z]]*], [],
        [AC_MSG_ERROR([the headers are of Open MPI $OMPI_SERIES, but $OMPI_INFO is of Open MPI $ompi_version.
    A component must be built for the Open MPI that loads it; name matching ones with --with-openmpi
    or --with-openmpi-source.])])
    AS_CASE([$OMPI_SERIES],
        [4.1|5.0], [],
        [AC_MSG_ERROR([Open MPI $ompi_version: this release of openmpi-mosix is made for the series 4.1 and 5.0])])
])

# Distributions without a developer package have only the versioned names of the libraries.
AC_DEFUN([_MOSIX_OPENMPI_LIBS], [
    AC_MSG_CHECKING([for Open MPI's libraries])
    OPAL_LIBS=
    for mosix_dir in "$ompi_libdir" "$ompi_libdir/openmpi/lib"; do
        AS_IF([test -e "$mosix_dir/libopen-pal.so"],
            [OPAL_LIBS="-L$mosix_dir -lopen-pal"
             ORTE_LIBS="-L$mosix_dir -lopen-rte -lopen-pal"],
            [test -e "$mosix_dir/libopen-pal.so.40"],
            [OPAL_LIBS="-L$mosix_dir -l:libopen-pal.so.40"
             ORTE_LIBS="-L$mosix_dir -l:libopen-rte.so.40 -l:libopen-pal.so.40"],
            [test -e "$mosix_dir/libopen-pal.so.80"],
            [OPAL_LIBS="-L$mosix_dir -l:libopen-pal.so.80"])
        AS_IF([test -n "$OPAL_LIBS"], [break])
    done
    AS_IF([test -z "$OPAL_LIBS"],
        [AC_MSG_RESULT([no])
         AC_MSG_ERROR([no libopen-pal.so in $ompi_libdir, where $OMPI_INFO says that Open MPI's libraries are])])
    AC_MSG_RESULT([$OPAL_LIBS])
])

# Open MPI's macros call libevent: a copy inside libopen-pal, or the system's. The linker must be
# told of the latter, because it resolves nothing through the dependencies of a library.
AC_DEFUN([_MOSIX_OPENMPI_EVENT_LIBS], [
    AC_MSG_CHECKING([for the libevent that Open MPI uses])
    mosix_save_CPPFLAGS=$CPPFLAGS
    mosix_save_LIBS=$LIBS
    CPPFLAGS="$OMPI_CPPFLAGS $CPPFLAGS"
    mosix_event=
    for mosix_try in ' ' -levent_core -levent -l:libevent_core-2.1.so.7; do
        LIBS="$ORTE_LIBS $mosix_try $mosix_save_LIBS"
        AC_LINK_IFELSE([AC_LANG_PROGRAM([[
#include "opal_config.h"
#include "opal/mca/event/event.h"
            ]], [[opal_event_active((opal_event_t *) 0, 0, 0)]])],
            [mosix_event=$mosix_try])
        AS_IF([test -n "$mosix_event"], [break])
    done
    CPPFLAGS=$mosix_save_CPPFLAGS
    LIBS=$mosix_save_LIBS
    AS_CASE([$mosix_event],
        [''], [AC_MSG_RESULT([no])
               AC_MSG_ERROR([Open MPI $ompi_version uses a libevent that cannot be linked (config.log tells more).
    Install its developer package (Debian, Ubuntu: libevent-dev; Fedora, RHEL: libevent-devel).])],
        [' '], [AC_MSG_RESULT([inside libopen-pal])],
        [AC_MSG_RESULT([$mosix_event])
         ORTE_LIBS="$ORTE_LIBS $mosix_event"])
])

# Open MPI 5 no longer wraps PMIx's functions. The library may be inside its own, or beside it.
AC_DEFUN([_MOSIX_OPENMPI_PMIX_LIBS], [
    AC_MSG_CHECKING([for the PMIx that Open MPI uses])
    mosix_save_LIBS=$LIBS
    mosix_pmix=
    # Without the path that the module asks to compile in: Open MPI has loaded the library by then.
    for mosix_try in "`$PKG_CONFIG --libs-only-L --libs-only-l pmix 2>/dev/null`" "-L$ompi_libdir -lpmix" -l:libpmix.so.2; do
        AS_IF([test -z "$mosix_try"], [continue])
        LIBS="$OPAL_LIBS $mosix_try $mosix_save_LIBS"
        AC_LINK_IFELSE([AC_LANG_CALL([], [PMIx_Store_internal])], [mosix_pmix=$mosix_try])
        AS_IF([test -n "$mosix_pmix"], [break])
    done
    LIBS=$mosix_save_LIBS
    AS_IF([test -z "$mosix_pmix"],
        [AC_MSG_RESULT([no])
         AC_MSG_ERROR([Open MPI $ompi_version uses a PMIx that cannot be linked (config.log tells more).
    Install its developer package (Debian, Ubuntu: libpmix-dev).])])
    AC_MSG_RESULT([$mosix_pmix])
    PMIX_LIBS=$mosix_pmix
    BTL_LIBS="$OPAL_LIBS $PMIX_LIBS"
])
