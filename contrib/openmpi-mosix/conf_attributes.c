/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Owner, mode and extended attributes of a replaced file; see conf_attributes.h.
 */
#include "conf_attributes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#define MODE_NEW 0644

/* The kernel's limits for the list of names and for a value are the same. */
#define ATTRIBUTE_SIZE_MAX 65536

/* Two files and room for the value of an attribute of each. */
struct pair {
    int from;
    int to;
    char *from_value;
    char *to_value;
};

static bool is_of_content(const char *name)
{
    return strcmp(name, "security.ima") == 0 || strcmp(name, "security.evm") == 0;
}

/* The names of all attributes, each followed by a NUL; size is 0 where there are none. */
static int list_names(int descriptor, char *names, size_t *size)
{
    ssize_t length = flistxattr(descriptor, names, ATTRIBUTE_SIZE_MAX);

    *size = length > 0 ? (size_t) length : 0;
    return length >= 0 || errno == ENOTSUP || errno == ENOSYS ? 0 : -errno;
}

static int copy_one(const struct pair *pair, const char *name)
{
    ssize_t length = fgetxattr(pair->from, name, pair->from_value, ATTRIBUTE_SIZE_MAX);
    ssize_t other = fgetxattr(pair->to, name, pair->to_value, ATTRIBUTE_SIZE_MAX);

    if (length < 0) {
        return errno == ENODATA ? 0 : -errno;
    }
    if (other == length && memcmp(pair->from_value, pair->to_value, (size_t) length) == 0) {
        return 0;
    }
    return fsetxattr(pair->to, name, pair->from_value, (size_t) length, 0) == 0 ? 0 : -errno;
}

static int copy_all(const struct pair *pair, char *names)
{
    size_t size;
    int rc = list_names(pair->from, names, &size);

    for (size_t at = 0; rc == 0 && at < size; at += strlen(names + at) + 1) {
        if (!is_of_content(names + at)) {
            rc = copy_one(pair, names + at);
        }
    }
    return rc;
}

/* What the new file inherited and the old one does not have, such as a default ACL. */
static int remove_others(const struct pair *pair, char *names)
{
    size_t size;
    int rc = list_names(pair->to, names, &size);

    for (size_t at = 0; rc == 0 && at < size; at += strlen(names + at) + 1) {
        if (!is_of_content(names + at) && fgetxattr(pair->from, names + at, NULL, 0) < 0 &&
            errno == ENODATA && fremovexattr(pair->to, names + at) != 0) {
            rc = -errno;
        }
    }
    return rc;
}

static int copy_extended(int from, int to)
{
    struct pair pair = {.from = from,
                        .to = to,
                        .from_value = malloc(ATTRIBUTE_SIZE_MAX),
                        .to_value = malloc(ATTRIBUTE_SIZE_MAX)};
    char *names = malloc(ATTRIBUTE_SIZE_MAX);
    int rc = -ENOMEM;

    if (names != NULL && pair.from_value != NULL && pair.to_value != NULL) {
        rc = remove_others(&pair, names);
    }
    if (rc == 0) {
        rc = copy_all(&pair, names);
    }
    free(names);
    free(pair.from_value);
    free(pair.to_value);
    return rc;
}

/* The owner first: a change of owner takes bits of the mode away. */
static int copy_ownership(const struct stat *status, int descriptor)
{
    struct stat now;

    if (fstat(descriptor, &now) != 0) {
        return -errno;
    }
    if ((now.st_uid != status->st_uid || now.st_gid != status->st_gid) &&
        fchown(descriptor, status->st_uid, status->st_gid) != 0) {
        return -errno;
    }
    return 0;
}

int conf_attributes_copy(int directory, const char *name, const struct stat *status, int descriptor)
{
    int from = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    int rc;

    if (from < 0) {
        return errno == ENOENT ? -EAGAIN : -errno;
    }
    rc = copy_ownership(status, descriptor);
    if (rc == 0) {
        rc = copy_extended(from, descriptor);
    }
    close(from);
    if (rc == 0 && fchmod(descriptor, status->st_mode & 07777) != 0) {
        rc = -errno;
    }
    return rc;
}

int conf_attributes_new(int descriptor)
{
    return fchmod(descriptor, MODE_NEW) == 0 ? 0 : -errno;
}
