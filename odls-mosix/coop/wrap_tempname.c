/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: temporary files and their names, for which the C library asks the kernel for random
 * bytes: always for a name alone, now and then for a file (glibc 2.36). */
#include "coop_wrap.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coop_random.h"

#define PLACES "XXXXXX"
#define PLACES_LENGTH (sizeof(PLACES) - 1)
#define ATTEMPTS 1000
#define PREFIX_MAX 5
#define FILE_NAME P_tmpdir "/file" PLACES

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* What is done with a name; -EEXIST: take another one. */
typedef int use_t(const char *name, int flags);

/* 0 or -errno. */
static int draw(char *places)
{
    unsigned char random[PLACES_LENGTH];
    int rc = coop_random_fill(random, sizeof(random));

    for (size_t i = 0; i < PLACES_LENGTH && rc == 0; i++) {
        places[i] = letters[random[i] % (sizeof(letters) - 1)];
    }
    return rc;
}

/* Replace the six X before the last SUFFIX bytes of NAME until USE has something to do with it:
 * what that returns, or -errno. errno is kept. */
static int choose(char *name, int suffix, use_t *use, int flags)
{
    size_t length = strlen(name);
    int saved = errno;
    int rc = -EEXIST;
    char *places;

    if (suffix < 0 || length < PLACES_LENGTH + (size_t) suffix) {
        return -EINVAL;
    }
    places = name + length - PLACES_LENGTH - (size_t) suffix;
    if (strncmp(places, PLACES, PLACES_LENGTH) != 0) {
        return -EINVAL;
    }
    for (int i = 0; i < ATTEMPTS && rc == -EEXIST; i++) {
        rc = draw(places);
        if (rc == 0) {
            rc = use(name, flags);
        }
    }
    errno = saved;
    return rc;
}

static int is_free(const char *name, int flags)
{
    struct stat status;

    (void) flags;
    if (lstat(name, &status) == 0) {
        return -EEXIST;
    }
    return errno == ENOENT ? 0 : -errno;
}

static int create_file(const char *name, int flags)
{
    int fd = open(name, (flags & ~O_ACCMODE) | O_RDWR | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);

    return fd < 0 ? -errno : fd;
}

static int create_directory(const char *name, int flags)
{
    (void) flags;
    return mkdir(name, S_IRWXU) < 0 ? -errno : 0;
}

COOP_WRAPPER int mkostemps(char *template, int suffix, int flags)
{
    return coop_answer(choose(template, suffix, create_file, flags));
}

COOP_WRAPPER int mkostemp(char *template, int flags)
{
    return mkostemps(template, 0, flags);
}

COOP_WRAPPER int mkstemps(char *template, int suffix)
{
    return mkostemps(template, suffix, 0);
}

COOP_WRAPPER int mkstemp(char *template)
{
    return mkostemps(template, 0, 0);
}

/* Of programs that ask for large files, which all are here. */
COOP_WRAPPER int mkostemps64(char *template, int suffix, int flags)
{
    return mkostemps(template, suffix, flags);
}

COOP_WRAPPER int mkostemp64(char *template, int flags)
{
    return mkostemps(template, 0, flags);
}

COOP_WRAPPER int mkstemps64(char *template, int suffix)
{
    return mkostemps(template, suffix, 0);
}

COOP_WRAPPER int mkstemp64(char *template)
{
    return mkostemps(template, 0, 0);
}

COOP_WRAPPER char *mkdtemp(char *template)
{
    return coop_answer(choose(template, 0, create_directory, 0)) < 0 ? NULL : template;
}

COOP_WRAPPER FILE *tmpfile(void)
{
    char name[] = FILE_NAME;
    int fd = mkstemp(name);
    FILE *file;
    int error;

    if (fd < 0) {
        return NULL;
    }
    unlink(name);
    file = fdopen(fd, "w+");
    if (file == NULL) {
        error = errno;
        close(fd);
        errno = error;
    }
    return file;
}

COOP_WRAPPER FILE *tmpfile64(void)
{
    return tmpfile();
}

COOP_WRAPPER char *mktemp(char *template)
{
    if (coop_answer(choose(template, 0, is_free, 0)) < 0) {
        template[0] = '\0';
    }
    return template;
}

COOP_WRAPPER char *tmpnam_r(char name[L_tmpnam])
{
    if (name == NULL) {
        return NULL;
    }
    strcpy(name, FILE_NAME);
    return choose(name, 0, is_free, 0) < 0 ? NULL : name;
}

COOP_WRAPPER char *tmpnam(char name[L_tmpnam])
{
    static char own[L_tmpnam];

    return tmpnam_r(name != NULL ? name : own);
}

static bool is_directory(const char *path)
{
    struct stat status;

    return path != NULL && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *place_for(const char *directory)
{
    const char *from_environment = secure_getenv("TMPDIR");

    if (is_directory(from_environment)) {
        return from_environment;
    }
    return is_directory(directory) ? directory : P_tmpdir;
}

COOP_WRAPPER char *tempnam(const char *directory, const char *prefix)
{
    const char *start = prefix == NULL || prefix[0] == '\0' ? "file" : prefix;
    char *name;

    if (asprintf(&name, "%s/%.*s" PLACES, place_for(directory), PREFIX_MAX, start) < 0) {
        errno = ENOMEM;
        return NULL;
    }
    if (coop_answer(choose(name, 0, is_free, 0)) < 0) {
        free(name);
        return NULL;
    }
    return name;
}
