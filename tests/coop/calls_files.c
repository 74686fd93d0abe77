/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: rows of coop_calls.def on files, descriptors and programs. */
#include "probe.h"
#include "calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4U
#endif

/* Looked up when they are called: not every C library has them. */
int close_range(unsigned first, unsigned last, int flags) __attribute__((weak));
void closefrom(int first) __attribute__((weak));
int execveat(int directory, const char *path, char *const argv[], char *const envp[], int flags)
    __attribute__((weak));

static char directory[] = "/tmp/probe-calls-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[PATH_MAX];

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    return path;
}

/* Start in an empty directory of our own. */
static void enter(void)
{
    strcpy(directory, "/tmp/probe-calls-XXXXXX");
    CHECK(mkdtemp(directory) != NULL);
    CHECK_INT(chdir(directory), 0);
}

static void leave(void)
{
    CHECK_INT(chdir("/"), 0);
    CHECK_INT(rmdir(directory), 0);
}

static int made(const char *name, mode_t mode)
{
    int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);

    CHECK(fd >= 0);
    CHECK_INT(fchmod(fd, mode), 0);
    return fd;
}

void call_renameat2(void)
{
    enter();
    close(made("one", 0600));
    CHECK_INT(renameat2(AT_FDCWD, "one", AT_FDCWD, "two", 0), 0);
    CHECK_ERROR(renameat2(AT_FDCWD, "one", AT_FDCWD, "two", 0), ENOENT);
    if (calls_by_number()) {
        CHECK_ERROR(renameat2(AT_FDCWD, "two", AT_FDCWD, "three", RENAME_NOREPLACE), EINVAL);
        CHECK_INT(syscall(316L, AT_FDCWD, "two", AT_FDCWD, "three", 0), 0);
        CHECK_INT(unlink("three"), 0);
    } else {
        CHECK_INT(unlink("two"), 0);
    }
    leave();
}

static int status_of(pid_t child)
{
    int status;

    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* The shell, executed in four ways: each exits with its own number. */
static void execute(int way, int shell, int bin)
{
    char *argv[] = {"sh", "-c", "exit $STATUS", NULL};
    char *envp[] = {(char *[]){"STATUS=10", "STATUS=11", "STATUS=12", "STATUS=13"}[way],
                    probe_variable("LD_PRELOAD"), probe_variable("GLIBC_TUNABLES"), NULL};

    switch (way) {
    case 0:
        fexecve(shell, argv, envp);
        break;
    case 1:
        execveat(shell, "", argv, envp, AT_EMPTY_PATH);
        break;
    case 2:
        execveat(bin, "sh", argv, envp, 0);
        break;
    default:
        syscall(SYS_execveat, AT_FDCWD, "/bin/sh", argv, envp, 0);
    }
    _exit(1);
}

static void execute_script(void)
{
    int script;
    pid_t child;

    enter();
    script = made("script", 0700);
    CHECK_INT(write(script, "#!/bin/sh\nexit 14\n", 18), 18);
    close(script);
    script = open("script", O_RDONLY);
    CHECK(script >= 0);
    child = fork();
    if (child == 0) {
        fexecve(script, (char *[]){"script", NULL}, environ);
        _exit(1);
    }
    CHECK_INT(status_of(child), 14);
    close(script);
    CHECK_INT(unlink("script"), 0);
    leave();
}

void call_execveat(void)
{
    int shell = open("/bin/sh", O_RDONLY | O_CLOEXEC);
    int bin = open("/bin", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    CHECK(shell >= 0 && bin >= 0);
    for (int way = 0; way < 4; way++) {
        pid_t child;

        if (execveat == NULL && way != 0) {
            continue;
        }
        child = fork();
        if (child == 0) {
            execute(way, shell, bin);
        }
        CHECK_INT(status_of(child), 10 + way);
    }
    close(shell);
    close(bin);
    execute_script();
    CHECK_ERROR(fexecve(bin, (char *[]){"x", NULL}, environ), EBADF);
}

void call_preadv2(void)
{
    char text[8] = "";
    struct iovec parts[2] = {{text, 2}, {text + 2, 2}};
    int fd;

    enter();
    fd = made("file", 0600);
    CHECK_INT(pwrite(fd, "abcdefgh", 8, 0), 8);
    CHECK_INT(preadv2(fd, parts, 2, 1, 0), 4);
    CHECK_INT(memcmp(text, "bcde", 4), 0);
    CHECK_INT(lseek(fd, 0, SEEK_CUR), 0);
    CHECK_INT(preadv2(fd, parts, 2, -1, 0), 4);
    CHECK_INT(memcmp(text, "abcd", 4), 0);
    CHECK_INT(lseek(fd, 0, SEEK_CUR), 4);
    CHECK_ERROR(preadv2(fd, parts, 2, 0, 0x40000000), EOPNOTSUPP);
    CHECK_ERROR(preadv2(-1, parts, 2, 0, 0), EBADF);
    if (calls_by_number()) {
        CHECK_INT(syscall(327L, fd, parts, 2, 4, 0, 0), 4);
        CHECK_INT(memcmp(text, "efgh", 4), 0);
    }
    close(fd);
    CHECK_INT(unlink("file"), 0);
    leave();
}

void call_pwritev2(void)
{
    struct iovec parts[2] = {{"ab", 2}, {"cd", 2}};
    char text[8] = "";
    int fd;

    enter();
    fd = made("file", 0600);
    CHECK_INT(pwritev2(fd, parts, 2, 2, 0), 4);
    CHECK_INT(pwritev2(fd, parts, 1, -1, 0), 2);
    CHECK_INT(pread(fd, text, 8, 0), 6);
    CHECK_INT(memcmp(text, "ababcd", 6), 0);
    CHECK_ERROR(pwritev2(fd, parts, 2, 0, 0x40000000), EOPNOTSUPP);
    if (calls_by_number()) {
        CHECK_INT(syscall(328L, fd, parts, 1, 4, 0, 0), 2);
    }
    close(fd);
    CHECK_INT(unlink("file"), 0);
    leave();
}

static void compare(const struct statx *new, const struct stat *old)
{
    CHECK_INT(new->stx_mask &STATX_BASIC_STATS, STATX_BASIC_STATS);
    CHECK_INT(new->stx_mode, old->st_mode);
    CHECK_INT(new->stx_size, old->st_size);
    CHECK_INT(new->stx_ino, old->st_ino);
    CHECK_INT(new->stx_nlink, old->st_nlink);
    CHECK_INT(new->stx_uid, old->st_uid);
    CHECK_INT(new->stx_gid, old->st_gid);
    CHECK_INT(new->stx_blocks, old->st_blocks);
    CHECK_INT(new->stx_blksize, old->st_blksize);
    CHECK_INT(new->stx_mtime.tv_sec, old->st_mtim.tv_sec);
    CHECK_INT(new->stx_mtime.tv_nsec, old->st_mtim.tv_nsec);
    CHECK_INT(new->stx_ctime.tv_nsec, old->st_ctim.tv_nsec);
    CHECK_INT(new->stx_atime.tv_nsec, old->st_atim.tv_nsec);
    CHECK_INT(makedev(new->stx_dev_major, new->stx_dev_minor), old->st_dev);
    CHECK_INT(makedev(new->stx_rdev_major, new->stx_rdev_minor), old->st_rdev);
}

void call_statx(void)
{
    struct statx new;
    struct stat old;
    int fd;

    enter();
    fd = made("file", 0640);
    CHECK_INT(write(fd, "abc", 3), 3);
    CHECK_INT(symlink("file", "link"), 0);
    CHECK_INT(statx(AT_FDCWD, path_of("link"), 0, STATX_BASIC_STATS, &new), 0);
    CHECK_INT(stat("link", &old), 0);
    compare(&new, &old);
    CHECK_INT(statx(AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, STATX_ALL, &new), 0);
    CHECK_INT(lstat("link", &old), 0);
    compare(&new, &old);
    CHECK_INT(statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_SIZE, &new), 0);
    CHECK_INT(new.stx_size, 3);
    CHECK_INT(syscall(SYS_statx, fd, "", AT_EMPTY_PATH, STATX_SIZE, &new), 0);
    CHECK_INT(new.stx_size, 3);
    CHECK_ERROR(statx(AT_FDCWD, "nothing", 0, STATX_ALL, &new), ENOENT);
    CHECK_ERROR(statx(AT_FDCWD, "", 0, STATX_ALL, &new), ENOENT);
    CHECK_ERROR(statx(AT_FDCWD, "file", 0x40000000, STATX_ALL, &new), EINVAL);
    CHECK_ERROR(statx(AT_FDCWD, "file", 0, STATX__RESERVED, &new), EINVAL);
    close(fd);
    CHECK_INT(unlink("link"), 0);
    CHECK_INT(unlink("file"), 0);
    leave();
}

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

/* Descriptors 40 to 45 are open. */
static void open_some(void)
{
    for (int fd = 40; fd <= 45; fd++) {
        CHECK_INT(dup2(STDERR_FILENO, fd), fd);
    }
}

void call_close_range(void)
{
    open_some();
    if (calls_by_number()) {
        CHECK_INT(syscall(436L, 41, 42, 0), 0);
    } else {
        close(41);
        close(42);
    }
    CHECK(is_open(40) && !is_open(41) && !is_open(42) && is_open(43));
    if (close_range != NULL) {
        CHECK_INT(close_range(43, 44, CLOSE_RANGE_CLOEXEC), 0);
        CHECK_INT(fcntl(43, F_GETFD), FD_CLOEXEC);
        CHECK_INT(fcntl(45, F_GETFD), 0);
        CHECK_ERROR(close_range(44, 43, 0), EINVAL);
        CHECK_ERROR(close_range(43, 44, 64), EINVAL);
        CHECK_INT(close_range(45, ~0U, 0), 0);
        CHECK(is_open(44) && !is_open(45));
    }
    if (closefrom != NULL) {
        closefrom(40);
        CHECK(is_open(STDERR_FILENO) && !is_open(40) && !is_open(43) && !is_open(44));
    }
}

/* As an ordinary user, where root runs the tests. */
static void be_nobody(void)
{
    if (geteuid() == 0) {
        CHECK_INT(seteuid(65534), 0);
    }
}

static void check_access(void)
{
    char place[PATH_MAX];

    CHECK_INT(faccessat(AT_FDCWD, "readable", R_OK, 0), 0);
    CHECK_INT(faccessat(AT_FDCWD, path_of("readable"), F_OK, AT_EACCESS), 0);
    CHECK_INT(faccessat(AT_FDCWD, "dangling", F_OK, AT_SYMLINK_NOFOLLOW), 0);
    CHECK_ERROR(faccessat(AT_FDCWD, "dangling", F_OK, 0), ENOENT);
    CHECK_ERROR(faccessat(AT_FDCWD, "readable", X_OK, AT_EACCESS), EACCES);
    CHECK_ERROR(faccessat(AT_FDCWD, "readable", 64, 0), EINVAL);
    CHECK_ERROR(faccessat(AT_FDCWD, "readable", R_OK, 0x40000000), EINVAL);
    if (calls_by_number()) {
        CHECK_INT(syscall(439L, AT_FDCWD, "readable", R_OK, AT_EACCESS), 0);
    }
    CHECK(strcmp(realpath("../.././tmp/..", place), "/") == 0);
    CHECK(realpath("readable/", place) == NULL && errno == ENOTDIR);
    CHECK_INT(readlink("dangling", place, sizeof(place)), (long) strlen("nothing"));
    CHECK_ERROR(readlink("readable", place, sizeof(place)), EINVAL);
    CHECK_ERROR(readlink("nothing", place, sizeof(place)), ENOENT);
    CHECK_ERROR(readlinkat(AT_FDCWD, "readable", place, sizeof(place)), EINVAL);
    CHECK_INT(euidaccess("readable", R_OK), 0);
    CHECK_ERROR(euidaccess("nothing", R_OK), ENOENT);
    if (!probe_is_cooperative() && !__GLIBC_PREREQ(2, 33)) {
        /* The older C library looks at the wrong user. */
        return;
    }
    be_nobody();
    CHECK_INT(faccessat(AT_FDCWD, "readable", R_OK, AT_EACCESS), 0);
    CHECK_ERROR(faccessat(AT_FDCWD, "closed", R_OK, AT_EACCESS), EACCES);
    CHECK_ERROR(eaccess("closed", W_OK), EACCES);
}

void call_faccessat2(void)
{
    pid_t child;

    enter();
    CHECK_INT(chmod(directory, 0755), 0);
    close(made("readable", 0444));
    close(made("closed", 0));
    CHECK_INT(symlink("nothing", "dangling"), 0);
    child = fork();
    if (child == 0) {
        check_access();
        _exit(0);
    }
    CHECK_INT(status_of(child), 0);
    CHECK_INT(unlink("dangling"), 0);
    CHECK_INT(unlink("closed"), 0);
    CHECK_INT(unlink("readable"), 0);
    leave();
}

static mode_t mode_of(const char *name)
{
    struct stat status;

    CHECK_INT(lstat(name, &status), 0);
    return status.st_mode & 07777;
}

/* Looked up, as the linker of older systems warns of it. */
static int change_link(const char *path, mode_t mode)
{
    int (*function)(const char *, mode_t) =
        (int (*)(const char *, mode_t)) dlsym(RTLD_DEFAULT, "lchmod");

    return function(path, mode);
}

/* Natively, the C library needs a newer Linux for that than the library does. */
static int change_by_descriptor(const char *path, mode_t mode)
{
    int fd = open(path, O_PATH);
    int rc = fchmodat(fd, "", mode, AT_EMPTY_PATH);

    if (rc < 0 && (errno == EINVAL || errno == EOPNOTSUPP)) {
        rc = chmod(path, mode);
    }
    close(fd);
    return rc;
}

static void check_links(void)
{
    CHECK_INT(fchmodat(AT_FDCWD, path_of("file"), 0644, AT_SYMLINK_NOFOLLOW), 0);
    CHECK_INT(mode_of("file"), 0644);
    CHECK_INT(change_by_descriptor("file", 0640), 0);
    CHECK_INT(mode_of("file"), 0640);
    CHECK_ERROR(fchmodat(AT_FDCWD, "link", 0600, AT_SYMLINK_NOFOLLOW), EOPNOTSUPP);
    CHECK_ERROR(change_link("link", 0600), EOPNOTSUPP);
    CHECK_ERROR(fchmodat(AT_FDCWD, "nothing", 0600, AT_SYMLINK_NOFOLLOW), ENOENT);
}

void call_fchmodat2(void)
{
    enter();
    close(made("file", 0600));
    CHECK_INT(symlink("file", "link"), 0);
    CHECK_INT(fchmodat(AT_FDCWD, "link", 0640, 0), 0);
    CHECK_INT(mode_of("file"), 0640);
    if (probe_is_cooperative() || __GLIBC_PREREQ(2, 32)) {
        check_links();
    }
    CHECK_ERROR(fchmodat(AT_FDCWD, "file", 0600, 0x40000000), EINVAL);
    if (calls_by_number()) {
        CHECK_INT(syscall(452L, AT_FDCWD, "file", 0600, 0), 0);
        CHECK_INT(mode_of("file"), 0600);
    }
    CHECK_INT(unlink("link"), 0);
    CHECK_INT(unlink("file"), 0);
    leave();
}
