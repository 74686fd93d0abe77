# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_FLAG_IF_ACCEPTED(variable, flag)
# --------------------------------------
# Appends flag to variable if the compiler accepts it without any message.
AC_DEFUN([MOSIX_FLAG_IF_ACCEPTED], [
    mosix_save_CFLAGS=$CFLAGS
    CFLAGS="-Werror $CFLAGS $2"
    AC_MSG_CHECKING([whether $CC accepts $2])
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
        [AC_MSG_RESULT([yes])
         $1="$$1 $2"],
        [AC_MSG_RESULT([no])])
    CFLAGS=$mosix_save_CFLAGS
])

# MOSIX_WARNINGS
# --------------
# Substitutes WARN_CFLAGS; --enable-werror turns warnings into errors.
AC_DEFUN([MOSIX_WARNINGS], [
    AC_ARG_ENABLE([werror],
        [AS_HELP_STRING([--enable-werror], [treat compiler warnings as errors @<:@no@:>@])],
        [], [enable_werror=no])
    WARN_CFLAGS=
    for mosix_flag in -Wall -Wextra -Wshadow -Wundef -Wstrict-prototypes -Wmissing-prototypes \
        -Wformat=2 -Wvla; do
        MOSIX_FLAG_IF_ACCEPTED([WARN_CFLAGS], [$mosix_flag])
    done
    AS_IF([test "$enable_werror" = yes], [WARN_CFLAGS="$WARN_CFLAGS -Werror"])
    AC_SUBST([WARN_CFLAGS])
])

# MOSIX_C_LIBRARY
# ---------------
# Before glibc 2.34 parts of the C library were libraries of their own. Adds those to LIBS that hold
# what Open MPI's inline functions and the preloaded libraries call.
AC_DEFUN([MOSIX_C_LIBRARY], [
    AC_SEARCH_LIBS([dladdr], [dl])
    AC_SEARCH_LIBS([pthread_mutex_trylock], [pthread])
])

# MOSIX_MODULE_FLAGS
# ------------------
# Substitutes MCA_CFLAGS and MCA_LDFLAGS, with which a component is built, and COMPACT_LDFLAGS for
# every file that is loaded: code and constants are in one segment where the linker can do that, which
# saves a page of padding in each. COMPACT_CFLAGS aligns no code, and COLD_CFLAGS, for what runs once
# per launch or command, copies none for speed either; that saves a twentieth and a twelfth.
# A symbol that Open MPI does not have must end the link here, and an ABI mismatch must end the
# load there: a component that is linked lazily would end a running job at its first call. Each takes
# only what it uses of mosix/, which the linker would otherwise put into both as a whole.
AC_DEFUN([MOSIX_MODULE_FLAGS], [
    MCA_CFLAGS="-fvisibility=hidden -ffunction-sections -fdata-sections"
    AS_CASE([$host_cpu],
        [x86_64], [MOSIX_FLAG_IF_ACCEPTED([MCA_CFLAGS], [-mcx16])])
    COMPACT_CFLAGS=
    for mosix_flag in -falign-functions=1 -falign-jumps=1 -falign-loops=1 -falign-labels=1 \
        -fno-tree-vectorize; do
        MOSIX_FLAG_IF_ACCEPTED([COMPACT_CFLAGS], [$mosix_flag])
    done
    COLD_CFLAGS=$COMPACT_CFLAGS
    for mosix_flag in -fno-inline-small-functions -fno-partial-inlining -fno-ipa-sra -fno-ipa-cp; do
        MOSIX_FLAG_IF_ACCEPTED([COLD_CFLAGS], [$mosix_flag])
    done
    COMPACT_LDFLAGS=-Wl,-z,noseparate-code
    mosix_saved_LDFLAGS=$LDFLAGS
    LDFLAGS="$LDFLAGS $COMPACT_LDFLAGS"
    AC_MSG_CHECKING([whether the linker accepts $COMPACT_LDFLAGS])
    AC_LINK_IFELSE([AC_LANG_PROGRAM()],
        [AC_MSG_RESULT([yes])],
        [AC_MSG_RESULT([no])
         COMPACT_LDFLAGS=])
    LDFLAGS=$mosix_saved_LDFLAGS
    MCA_LDFLAGS="-avoid-version -shared -Wl,-z,defs -Wl,-z,now -Wl,--gc-sections $COMPACT_LDFLAGS"
    AC_SUBST([COLD_CFLAGS])
    AC_SUBST([COMPACT_CFLAGS])
    AC_SUBST([COMPACT_LDFLAGS])
    AC_SUBST([MCA_CFLAGS])
    AC_SUBST([MCA_LDFLAGS])
])

# MOSIX_SANITIZERS
# ----------------
# --enable-sanitizers builds the unit and fuzz tests under ASan and UBSan. The components and the
# preloaded libraries are built without, because they are loaded into programs that have neither.
AC_DEFUN([MOSIX_SANITIZERS], [
    AC_ARG_ENABLE([sanitizers],
        [AS_HELP_STRING([--enable-sanitizers],
            [build unit and fuzz tests with ASan and UBSan @<:@no@:>@])],
        [], [enable_sanitizers=no])
    SANITIZER_CFLAGS=
    AS_IF([test "$enable_sanitizers" = yes],
        [MOSIX_FLAG_IF_ACCEPTED([SANITIZER_CFLAGS], [-fsanitize=address,undefined])
         AS_IF([test -z "$SANITIZER_CFLAGS"],
             [AC_MSG_ERROR([--enable-sanitizers: $CC cannot compile with -fsanitize=address,undefined])])
         SANITIZER_CFLAGS="$SANITIZER_CFLAGS -fno-sanitize-recover=all -fno-omit-frame-pointer"])
    AC_SUBST([SANITIZER_CFLAGS])
])
