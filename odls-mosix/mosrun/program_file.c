/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging files; see program_file.h.
 */
#include "program_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "program_elf.h"
#include "program_names.h"

/* The kernel reads this much of a script to find its interpreter. */
#define SCRIPT_LINE 256

/* How often Linux goes from an interpreter to the interpreter of that. */
#define SCRIPT_DEPTH 4

static int open_file(int directory, const char *path)
{
    /* A FIFO or a device must not block. */
    return openat(directory, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

/* The first word after #! of an open file. Results as program_file_interpreter(). */
static int read_interpreter(int fd, char interpreter[PATH_MAX])
{
    char line[SCRIPT_LINE + 1];
    ssize_t size;
    const char *name;
    size_t length;

    do {
        size = pread(fd, line, SCRIPT_LINE, 0);
    } while (size < 0 && errno == EINTR);
    if (size < 2 || line[0] != '#' || line[1] != '!') {
        return -ENOENT;
    }
    line[size] = '\0';
    name = line + 2 + strspn(line + 2, " \t");
    length = strcspn(name, " \t\n");
    if (length == 0) {
        return -ENOEXEC;
    }
    if (length >= PATH_MAX) {
        return -ENAMETOOLONG;
    }
    memcpy(interpreter, name, length);
    interpreter[length] = '\0';
    return 0;
}

int program_file_interpreter(int directory, const char *path, char interpreter[PATH_MAX])
{
    int fd = open_file(directory, path);
    int result;

    if (fd < 0) {
        return -ENOENT;
    }
    result = read_interpreter(fd, interpreter);
    (void) close(fd);
    return result;
}

/* Whether the loader will find itself in a program that has more rights than that user. */
static bool is_secure(int fd, uid_t user, gid_t group)
{
    struct stat status;

    if (fstat(fd, &status) != 0) {
        return false;
    }
    return ((status.st_mode & S_ISUID) != 0 && status.st_uid != user) ||
           ((status.st_mode & S_ISGID) != 0 && (status.st_mode & S_IXGRP) != 0 &&
            status.st_gid != group) ||
           (user != 0 && fgetxattr(fd, "security.capability", NULL, 0) > 0);
}

/*
 * What a compiler builds in with -fsanitize=address and the like. The last name is in programs of
 * gcc (12, 14) that have one of these linked statically.
 */
static const char *find_sanitizer(int fd)
{
    static const char *const names[] = {"__asan_init", "__tsan_init", "__msan_init", "liblsan.so",
                                        "__sanitizer_symbolize_code"};
    static const char *const sanitizers[] = {"AddressSanitizer", "ThreadSanitizer",
                                             "MemorySanitizer", "LeakSanitizer", "a sanitizer"};
    int index = program_names_find(fd, names, sizeof(names) / sizeof(names[0]));

    return index >= 0 ? sanitizers[index] : NULL;
}

/* What runs programs of such a language. Node.js is a library, or a program that offers its
 * interface to libraries. */
static const char *find_language(int fd)
{
    static const char *const names[] = {"libjli.so", "libnode.so", "napi_create_function"};
    static const char *const languages[] = {"Java", "Node.js", "Node.js"};
    int index = program_names_find(fd, names, sizeof(names) / sizeof(names[0]));

    return index >= 0 ? languages[index] : NULL;
}

static void judge_elf(int fd, struct program_file *file)
{
    struct program_elf elf;

    int result = program_elf_read(fd, &elf);

    if (result < 0) {
        file->kind = result == -ENOEXEC ? PROGRAM_NONE : PROGRAM_UNKNOWN;
        return;
    }
    if (!elf.native) {
        file->kind = PROGRAM_FOREIGN;
    } else if (!elf.interpreter) {
        file->kind = PROGRAM_STATIC;
    } else {
        file->kind = is_secure(fd, geteuid(), getegid()) ? PROGRAM_SECURE : PROGRAM_DYNAMIC;
        file->secure_for_others = is_secure(fd, (uid_t) -1, (gid_t) -1);
    }
    file->immovable = elf.immovable;
    file->cut = elf.native && !elf.whole;
    file->sanitizer = elf.native ? find_sanitizer(fd) : NULL;
    file->language = elf.native ? find_language(fd) : NULL;
}

void program_file_judge(const char *path, const char *directory, struct program_file *file)
{
    int at = AT_FDCWD;

    memset(file, 0, sizeof(*file));
    if (snprintf(file->path, sizeof(file->path), "%s", path) >= (int) sizeof(file->path)) {
        return;
    }
    if (directory != NULL) {
        at = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (at < 0) {
            return;
        }
    }
    for (int depth = 0; depth <= SCRIPT_DEPTH; depth++) {
        int fd = open_file(at, file->path);
        int result;

        if (fd < 0) {
            break;
        }
        result = read_interpreter(fd, file->path);
        if (result < 0) {
            judge_elf(fd, file);
        }
        (void) close(fd);
        if (result < 0) {
            break;
        }
    }
    if (at >= 0) {
        (void) close(at);
    }
}

int program_file_check_library(const char *path)
{
    struct program_elf elf;
    int fd = open_file(AT_FDCWD, path);
    int result;

    if (fd < 0) {
        return -errno;
    }
    result = program_elf_read(fd, &elf);
    (void) close(fd);
    if (result < 0) {
        return result == -EISDIR ? -ENOEXEC : result;
    }
    if (!elf.native || !elf.library) {
        return -ENOEXEC;
    }
    return elf.whole ? 0 : -ENODATA;
}
