/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What kind of file a program is, as the kernel and the loader see it. Libc only.
 */
#ifndef PROGRAM_FILE_H
#define PROGRAM_FILE_H

#include <limits.h>
#include <stdbool.h>

enum program_kind {
    PROGRAM_UNKNOWN, /* it cannot be read */
    PROGRAM_NONE,    /* neither ELF that the kernel takes nor a script with #! */
    PROGRAM_DYNAMIC, /* libraries can be preloaded into it */
    PROGRAM_STATIC,  /* needs no loader, so nothing can be preloaded */
    PROGRAM_SECURE,  /* setuid, setgid or with capabilities: the loader ignores what is preloaded */
    PROGRAM_FOREIGN  /* of another architecture */
};

/*
 * path       the file that kind is about: the program, or for a script its interpreter
 * immovable  as in program_elf.h
 * secure_for_others  for other users kind is PROGRAM_SECURE, if it is PROGRAM_DYNAMIC for this one
 * cut        the file is shorter than its headers say, so it ends with SIGBUS or SIGSEGV
 * sanitizer  what watches it, such as "AddressSanitizer"; NULL for nothing
 * language   whose runtime it is, such as "Java"; NULL for none that needs threads of the kernel
 */
struct program_file {
    enum program_kind kind;
    bool immovable;
    bool secure_for_others;
    bool cut;
    const char *sanitizer;
    const char *language;
    char path[PATH_MAX];
};

/*
 * Finds the interpreter of a script: the first word after #!. directory is a descriptor or
 * AT_FDCWD, which a relative path starts from. Returns 0; -ENOENT for a file without #! and one
 * that cannot be read; -ENOEXEC when nothing follows #!; or -ENAMETOOLONG.
 */
int program_file_interpreter(int directory, const char *path, char interpreter[PATH_MAX]);

/*
 * Judges a program, and of a script the interpreter, as far as the kernel follows them. A relative
 * path starts from directory, which may be NULL for the current one.
 */
void program_file_judge(const char *path, const char *directory, struct program_file *file);

/*
 * Whether a library can be preloaded on this node: 0, -ENOEXEC for what is no library for this node
 * (programs are none), -ENODATA for one of which a part is missing, or another -errno.
 */
int program_file_check_library(const char *path);

#endif
