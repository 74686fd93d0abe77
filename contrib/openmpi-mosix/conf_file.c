/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading and atomically replacing a parameter file; see conf_file.h.
 */
#include "conf_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "conf_attributes.h"
#include "rooted_path.h"

#define TEMPORARY_MARK ".openmpi-mosix-"
#define LOCK_TRIES 3000
#define LOCK_PAUSE_NS 10000000l
#define NAME_TRIES 100

/* Some file systems (NFS) have no such locks; then only the check for changes protects the file. */
static int lock_directory(int directory, bool *locked)
{
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_NS};

    *locked = false;
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(directory, LOCK_EX | LOCK_NB) == 0) {
            *locked = true;
            return 0;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return 0;
        }
        nanosleep(&pause, NULL);
    }
    return -ETIMEDOUT;
}

static void temporary_prefix(const char *name, char prefix[NAME_MAX + 1])
{
    snprintf(prefix, NAME_MAX + 1, ".%.*s" TEMPORARY_MARK, NAME_MAX - 40, name);
}

/* Removes temporary files of killed processes. A file that cannot be removed does no harm. */
static void remove_leftovers(const struct conf_file *file)
{
    char prefix[NAME_MAX + 1];
    int copy = openat(file->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = copy >= 0 ? fdopendir(copy) : NULL;
    const struct dirent *entry;

    if (entries == NULL) {
        if (copy >= 0) {
            close(copy);
        }
        return;
    }
    temporary_prefix(file->name, prefix);
    while ((entry = readdir(entries)) != NULL) {
        if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0) {
            (void) unlinkat(file->directory, entry->d_name, 0);
        }
    }
    closedir(entries);
}

static int open_directory(const char *root, const char *path, struct conf_file *file)
{
    char directory[PATH_MAX];
    char *slash;
    int rc = rooted_path(root, path, file->path);

    if (rc < 0) {
        return rc;
    }
    memcpy(directory, file->path, sizeof(directory));
    slash = strrchr(directory, '/');
    if (slash == NULL) {
        /* A relative path without a directory. */
        file->name = file->path;
        memcpy(directory, ".", 2);
    } else {
        file->name = file->path + (slash - directory) + 1;
        slash[slash == directory] = '\0';
    }
    file->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return file->directory >= 0 ? 0 : -errno;
}

static int read_all(int descriptor, struct conf_file *file)
{
    size_t room = (size_t) file->status.st_size;

    file->text = malloc(room + 1);
    if (file->text == NULL) {
        return -ENOMEM;
    }
    while (file->size < room) {
        ssize_t length = read(descriptor, file->text + file->size, room - file->size);

        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length < 0) {
            return -errno;
        }
        if (length == 0) {
            break;
        }
        file->size += (size_t) length;
    }
    file->text[file->size] = '\0';
    return 0;
}

static int read_file(struct conf_file *file)
{
    int descriptor = openat(file->directory, file->name,
                            O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int rc = 0;

    if (descriptor < 0 && errno == ENOENT) {
        file->text = calloc(1, 1);
        return file->text != NULL ? 0 : -ENOMEM;
    }
    if (descriptor < 0) {
        return -errno;
    }
    file->exists = true;
    if (fstat(descriptor, &file->status) != 0) {
        rc = -errno;
    } else if (!S_ISREG(file->status.st_mode)) {
        rc = S_ISDIR(file->status.st_mode) ? -EISDIR : -EINVAL;
    } else if (file->status.st_size > CONF_FILE_SIZE_MAX) {
        rc = -EFBIG;
    } else {
        rc = read_all(descriptor, file);
    }
    close(descriptor);
    return rc;
}

int conf_file_open(const char *root, const char *path, enum conf_file_use use,
                   struct conf_file *file)
{
    bool locked = false;
    int rc;

    memset(file, 0, sizeof(*file));
    file->directory = -1;
    rc = open_directory(root, path, file);
    if (rc == 0 && use == CONF_FILE_CHANGE) {
        rc = lock_directory(file->directory, &locked);
    }
    if (rc == 0 && locked) {
        remove_leftovers(file);
    }
    if (rc == 0) {
        rc = read_file(file);
    }
    if (rc < 0) {
        conf_file_close(file);
    }
    return rc;
}

static int create_temporary(const struct conf_file *file, char name[NAME_MAX + 1])
{
    char prefix[NAME_MAX + 1];

    temporary_prefix(file->name, prefix);
    for (int i = 0; i < NAME_TRIES; i++) {
        int descriptor;

        snprintf(name, NAME_MAX + 1, "%.*s%ld.%d", NAME_MAX - 20, prefix, (long) getpid(), i);
        descriptor = openat(file->directory, name,
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (descriptor >= 0 || errno != EEXIST) {
            return descriptor >= 0 ? descriptor : -errno;
        }
    }
    return -EEXIST;
}

int conf_file_write_all(int descriptor, const char *text, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t length = write(descriptor, text + done, size - done);

        if (length < 0 && errno != EINTR) {
            return -errno;
        }
        done += length > 0 ? (size_t) length : 0;
    }
    return 0;
}

/* Gives the temporary file the content and the attributes of the new file. */
static int fill(const struct conf_file *file, int descriptor, const char *text, size_t size,
                const struct timespec *when)
{
    int rc = conf_file_write_all(descriptor, text, size);

    if (rc == 0) {
        rc = file->exists
                 ? conf_attributes_copy(file->directory, file->name, &file->status, descriptor)
                 : conf_attributes_new(descriptor);
    }
    if (rc == 0 && when != NULL) {
        const struct timespec times[2] = {{.tv_nsec = UTIME_NOW}, *when};

        rc = futimens(descriptor, times) == 0 ? 0 : -errno;
    }
    if (rc == 0 && fsync(descriptor) != 0) {
        rc = -errno;
    }
    return rc;
}

/* Whether the file is still the one that was read. */
static bool is_unchanged(const struct conf_file *file)
{
    struct stat now;

    if (fstatat(file->directory, file->name, &now, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT && !file->exists;
    }
    return file->exists && now.st_ino == file->status.st_ino && now.st_dev == file->status.st_dev &&
           now.st_size == file->status.st_size &&
           now.st_mtim.tv_sec == file->status.st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == file->status.st_mtim.tv_nsec;
}

int conf_file_replace(const struct conf_file *file, const char *text, size_t size,
                      const struct timespec *when)
{
    char name[NAME_MAX + 1];
    int descriptor = conf_file_is_immutable(file) ? -EPERM : create_temporary(file, name);
    int rc;

    if (descriptor < 0) {
        return descriptor;
    }
    rc = fill(file, descriptor, text, size, when);
    if (close(descriptor) != 0 && rc == 0) {
        rc = -errno;
    }
    if (rc == 0 && !is_unchanged(file)) {
        rc = -EAGAIN;
    }
    if (rc == 0 && renameat(file->directory, name, file->directory, file->name) != 0) {
        rc = -errno;
    }
    if (rc < 0) {
        (void) unlinkat(file->directory, name, 0);
        return rc;
    }
    /* The new file is in place, even when its name is not on the disk yet. */
    (void) fsync(file->directory);
    return 0;
}

int conf_file_remove(const struct conf_file *file)
{
    if (!is_unchanged(file)) {
        return -EAGAIN;
    }
    if (unlinkat(file->directory, file->name, 0) != 0) {
        return -errno;
    }
    (void) fsync(file->directory);
    return 0;
}

void conf_file_close(struct conf_file *file)
{
    if (file->directory >= 0) {
        close(file->directory);
        file->directory = -1;
    }
    free(file->text);
    file->text = NULL;
}

bool conf_file_is_immutable(const struct conf_file *file)
{
    int descriptor = file->exists ? openat(file->directory, file->name,
                                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
                                  : -1;
    int flags = 0;
    bool immutable;

    if (descriptor < 0) {
        return false;
    }
    immutable = ioctl(descriptor, FS_IOC_GETFLAGS, &flags) == 0 &&
                (flags & (FS_IMMUTABLE_FL | FS_APPEND_FL)) != 0;
    close(descriptor);
    return immutable;
}
