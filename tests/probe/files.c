/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Features: files, and who a process is.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PLACE "/tmp/probe."

static void one_file(void)
{
    struct stat status;
    char text[16];
    int fd = open(PLACE "file", O_RDWR | O_CREAT | O_TRUNC, 0600);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    done("file.open", fd);
    result("file.write", write(fd, "hello world", 11));
    result("file.pread", pread(fd, text, 5, 6));
    done("file.lseek", lseek(fd, 0, SEEK_SET));
    done("file.fstat", fstat(fd, &status));
    done("file.stat", stat(PLACE "file", &status));
    done("file.lstat", lstat(PLACE "file", &status));
    done("file.ftruncate", ftruncate(fd, 4));
    done("file.fcntl lock", fcntl(fd, F_SETLK, &lock));
    done("file.flock", flock(fd, LOCK_EX | LOCK_NB));
    done("file.dup2", dup2(fd, 40));
    done("file.dup3", dup3(fd, 41, O_CLOEXEC));
    done("file.fsync", fsync(fd));
}

static void names_of_files(void)
{
    char text[256];

    done("file.rename", rename(PLACE "file", PLACE "new"));
    done("file.link", link(PLACE "new", PLACE "link"));
    done("file.symlink", symlink(PLACE "new", PLACE "sym"));
    done("file.chmod", chmod(PLACE "new", 0644));
    done("file.utimensat", utimensat(AT_FDCWD, PLACE "new", NULL, 0));
    done("file.unlink", unlink(PLACE "new") + unlink(PLACE "link") + unlink(PLACE "sym"));
    done("file.mkdir", mkdir(PLACE "dir", 0700));
    done("file.chdir", chdir(PLACE "dir"));
    row("file.getcwd", "%s", getcwd(text, sizeof(text)) != NULL ? text : error_name(errno));
    done("file.rmdir", rmdir(PLACE "dir"));
}

static void files_of_system(void)
{
    char text[256];
    long got = readlink("/proc/self/exe", text, sizeof(text) - 1);

    text[got < 0 ? 0 : got] = '\0';
    row("file.readlink /proc/self/exe", "%s",
        got < 0                         ? error_name(errno)
        : strstr(text, "probe") != NULL ? "the program"
                                        : text);
    done("file.open /proc/self/maps", open("/proc/self/maps", O_RDONLY));
    got = read(open("/proc/self/stat", O_RDONLY), text, sizeof(text) - 1);
    row("file./proc/self/stat", "%s",
        got < 0                  ? error_name(errno)
        : atoi(text) == getpid() ? "own PID"
                                 : "another PID");
    done("file./proc/cpuinfo", open("/proc/cpuinfo", O_RDONLY));
    result("file./dev/urandom", read(open("/dev/urandom", O_RDONLY), text, 8));
    done("file./dev/null", open("/dev/null", O_RDWR));
}

static void files_1(void)
{
    one_file();
    names_of_files();
    files_of_system();
    done("file.fallocate", fallocate(40, 0, 0, 4096));
    done("file.getdents64",
         syscall(SYS_getdents64, open("/tmp", O_RDONLY | O_DIRECTORY), big, 4096));
}

static void own(const char *name, pid_t pid, const char *otherwise)
{
    row(name, "%s", pid == getpid() ? "own PID" : otherwise);
}

static void identity_1(void)
{
    row("process.gettid is getpid", "%s", syscall(SYS_gettid) == getpid() ? "yes" : "no");
    done("process.getppid", getppid());
    done("process.setsid", setsid());
    own("process.getpgid(0) after setsid", getpgid(0), "fails");
    own("process.getpgid(own) after setsid", getpgid(getpid()), "fails");
    own("process.getpgrp after setsid", getpgrp(), "another");
    own("process.getsid after setsid", getsid(0), "another");
    done("process.setpriority own", setpriority(PRIO_PROCESS, 0, 1));
    result("process.getpriority own", getpriority(PRIO_PROCESS, 0));
    result("process.getpriority group", syscall(SYS_getpriority, PRIO_PGRP, 0));
    done("process.sched_yield", sched_yield());
    done("process.umask", umask(022));
    done("process.uname", syscall(SYS_uname, big));
    done("process.sysinfo", syscall(SYS_sysinfo, big));
    done("process.getgroups", getgroups(0, NULL));
}

const struct probe_test files_tests[] = {
    TEST(feature, files_1, 10),
    TEST(feature, identity_1, 5),
    TESTS_END,
};
