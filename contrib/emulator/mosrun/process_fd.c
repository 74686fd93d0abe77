/* SPDX-License-Identifier: BSD-3-Clause */
/* Descriptors that stand for a process; see process_fd.h. Libc only. */
#include "process_fd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int process_fd_open(pid_t pid)
{
    int fd = (int) syscall(SYS_pidfd_open, pid, 0);

    return fd < 0 ? -errno : fd;
}

int process_fd_signal(int process, int signal_number)
{
    return syscall(SYS_pidfd_send_signal, process, signal_number, NULL, 0) < 0 ? -errno : 0;
}

static bool is_one_of(int fd, const int kept[], int count)
{
    for (int i = 0; i < count; i++) {
        if (kept[i] == fd) {
            return true;
        }
    }
    return false;
}

void process_fd_close_others(const int kept[], int count)
{
    DIR *open_ones = opendir("/proc/self/fd");
    const struct dirent *entry;

    if (open_ones == NULL) {
        return;
    }
    while ((entry = readdir(open_ones)) != NULL) {
        int fd = entry->d_name[0] == '.' ? -1 : atoi(entry->d_name);

        if (fd >= 0 && fd != dirfd(open_ones) && !is_one_of(fd, kept, count)) {
            close(fd);
        }
    }
    closedir(open_ones);
}
