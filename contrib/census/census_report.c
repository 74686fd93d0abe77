/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writes the report of the BTL census. See census_report.h.
 */
#include "census_report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOSIP_PATH "/proc/mosix/mosip"
#define HOME_PATH "/proc/self/sender_home"
#define LEAST_ADDRESS 0x10000u
#define LINE_CAPACITY 192

/* What a MOSIX of 2009 says: the content of a file, whose length is returned. */
static ssize_t read_mosip(char *home, size_t capacity)
{
    int fd = open(MOSIP_PATH, O_RDONLY);
    ssize_t length = -1;

    if (fd >= 0) {
        length = read(fd, home, capacity - 1);
        close(fd);
    }
    if (length > 0) {
        home[length] = '\0';
        home[strcspn(home, " \t\r\n")] = '\0';
    }
    return length;
}

/* What MOSIX 4 says: the system call open(2) gives no descriptor here but an address as a number,
 * and only to a process under mosrun [real]; no address as long as no message came [assumed]. */
static bool ask_home(char *home, size_t capacity)
{
#ifdef SYS_open
    long value = syscall(SYS_open, HOME_PATH, O_RDONLY, 0);
    uint32_t address = (uint32_t) value;

    if (value == -1) {
        return false;
    }
    if (address >= LEAST_ADDRESS) {
        snprintf(home, capacity, "%u.%u.%u.%u", address >> 24, address >> 16 & 255,
                 address >> 8 & 255, address & 255);
    } else {
        snprintf(home, capacity, "?");
    }
    return true;
#else
    return false;
#endif
}

/* The home node's address as this process itself sees it, "?" where it cannot, "-" outside mosrun.
 */
static void read_home(char *home, size_t capacity)
{
    if (read_mosip(home, capacity) <= 0 && !ask_home(home, capacity)) {
        snprintf(home, capacity, "-");
    }
}

/* How many kernel threads this process has at this moment. */
static int count_threads(void)
{
    DIR *tasks = opendir("/proc/self/task");
    const struct dirent *entry;
    int count = 0;

    if (tasks == NULL) {
        return -1;
    }
    while ((entry = readdir(tasks)) != NULL) {
        count += entry->d_name[0] != '.';
    }
    closedir(tasks);
    return count;
}

/* True for the first module of its BTL; *sum becomes the total of all modules of that BTL. */
static bool add_up(const struct census_line *lines, size_t count, size_t first,
                   struct census_line *sum)
{
    *sum = (struct census_line){.btl = lines[first].btl};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(lines[i].btl, sum->btl) != 0) {
            continue;
        }
        if (i < first) {
            return false;
        }
        sum->messages += lines[i].messages;
        sum->bytes += lines[i].bytes;
    }
    return true;
}

static void append(const char *path, const char *text, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    ssize_t written = fd >= 0 ? write(fd, text, length) : -1;

    if (written != (ssize_t) length) {
        fprintf(stderr,
                "mosix-btl-census: cannot append to \"%s\": %s. The numbers of process %ld are "
                "lost; set " CENSUS_VARIABLE " to a file that it can write.\n",
                path, written >= 0 ? "short write" : strerror(errno), (long) getpid());
    }
    if (fd >= 0) {
        close(fd);
    }
}

void census_write(const char *path, int rank, const struct census_line *lines, size_t count)
{
    char text[(CENSUS_MAX_MODULES + 1) * LINE_CAPACITY];
    char home[32];
    struct census_line sum;
    int length;

    read_home(home, sizeof(home));
    length =
        snprintf(text, LINE_CAPACITY, "rank=%d pid=%ld parent=%ld mosrun=%s home=%s threads=%d\n",
                 rank, (long) getpid(), (long) getppid(), strcmp(home, "-") != 0 ? "yes" : "no",
                 home, count_threads());
    for (size_t i = 0; i < count; i++) {
        if (add_up(lines, count, i, &sum)) {
            length += snprintf(text + length, LINE_CAPACITY,
                               "rank=%d pid=%ld btl=%.60s messages=%" PRIu64 " bytes=%" PRIu64 "\n",
                               rank, (long) getpid(), sum.btl, sum.messages, sum.bytes);
        }
    }
    append(path, text, (size_t) length);
}
