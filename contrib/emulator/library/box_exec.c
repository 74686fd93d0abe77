/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The record of boxes that the next image finds; see box_exec.h.
 */
#include "box_exec.h"

#include <string.h>

#include "box_home.h"
#include "mail_socket.h"
#include "raw_call.h"
#include "raw_memfd.h"

#define RECORD_MAGIC 0x31455845u
#define RECORD_NAME "mosix-boxes"
#define RECORD_LINK "/memfd:" RECORD_NAME " (deleted)"

/* The record as it is, or will be as soon as there is something to note. */
static struct box_exec_record record = {.magic = RECORD_MAGIC,
                                        .mailbox = {-1, -1, -1, -1, 0, 0, 0}};

/* The process whose record lies behind MAIL_RECORD; a child of fork() makes one of its own. */
static int32_t owner;

static bool is_kept(void)
{
    return box_home.profile->exec_keeps_boxes;
}

static void close_if_open(int fd)
{
    if (fd >= 0) {
        raw_close(fd);
    }
}

/* Whether the image before left a record. */
static bool is_record(void)
{
    char link[sizeof(RECORD_LINK)];
    char path[] = "/proc/self/fd/0000";

    for (int number = MAIL_RECORD, at = (int) sizeof(path) - 2; number > 0; number /= 10) {
        path[at--] = (char) ('0' + number % 10);
    }
    return raw_call(SYS_readlinkat, AT_FDCWD, (long) path, (long) link, sizeof(link), 0, 0) ==
               sizeof(RECORD_LINK) - 1 &&
           memcmp(link, RECORD_LINK, sizeof(RECORD_LINK) - 1) == 0;
}

const struct box_exec_record *box_exec_start(int *foreign)
{
    struct box_exec_record found;

    *foreign = -1;
    if (!is_kept() || !is_record() ||
        raw_call(SYS_pread64, MAIL_RECORD, (long) &found, sizeof(found), 0, 0, 0) !=
            sizeof(found) ||
        found.magic != RECORD_MAGIC) {
        return NULL;
    }
    if (found.pid == box_home.pid) {
        owner = found.pid;
    } else {
        close_if_open(found.mailbox.socket);
        close_if_open(found.mailbox.permit);
        close_if_open(found.mailbox.store);
        *foreign = found.mailbox.kept;
        found.mailbox = record.mailbox;
    }
    record = found;
    return &record;
}

/* A file for the record of this process, in the place of its parent's. False: it cannot be made, or
 * the program uses that descriptor. */
static bool make_file(void)
{
    bool is_free = raw_fcntl(MAIL_RECORD, F_GETFD, 0) < 0 || is_record();
    int fd = is_free ? raw_memfd(RECORD_NAME, 0) : -1;

    if (fd < 0 || raw_dup3(fd, MAIL_RECORD, 0) < 0) {
        close_if_open(fd);
        return false;
    }
    raw_close(fd);
    owner = box_home.pid;
    return true;
}

/* Without a file the next image does not find the boxes. */
static void save(void)
{
    record.pid = box_home.pid;
    if (owner == box_home.pid || make_file()) {
        (void) raw_call(SYS_pwrite64, MAIL_RECORD, (long) &record, sizeof(record), 0, 0, 0);
    }
}

static void keep_open(int fd)
{
    if (fd >= 0) {
        (void) raw_fcntl(fd, F_SETFD, 0);
    }
}

void box_exec_note_mailbox(const struct box_exec_mailbox *mailbox)
{
    if (!is_kept() || memcmp(&record.mailbox, mailbox, sizeof(*mailbox)) == 0) {
        return;
    }
    record.mailbox = *mailbox;
    keep_open(mailbox->socket);
    keep_open(mailbox->permit);
    keep_open(mailbox->store);
    keep_open(mailbox->kept);
    save();
}

void box_exec_note_kept(int kept)
{
    struct box_exec_mailbox mailbox = record.mailbox;

    mailbox.kept = kept;
    box_exec_note_mailbox(&mailbox);
}

void box_exec_note_last(const struct box_store_last *last)
{
    record.last = *last;
}

void box_exec_note_sendbox(int index, const struct box_exec_sendbox *sendbox)
{
    if (!is_kept() || memcmp(&record.sendboxes[index], sendbox, sizeof(*sendbox)) == 0) {
        return;
    }
    record.sendboxes[index] = *sendbox;
    keep_open(sendbox->socket - 1);
    save();
}

bool box_exec_owns(int fd)
{
    return fd == MAIL_RECORD && owner == box_home.pid;
}
