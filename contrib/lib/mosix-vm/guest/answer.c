/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Does MOSIX answer? Opens its own mailbox, mails itself, and reads the message. Run under
 * `mosrun -e`: exit status 0 says yes, 1 not yet.
 *
 * No C library: at its start a new one makes calls that MOSIX does not know. And only the system
 * call open(2) reaches a mailbox [real].
 */

enum { SYS_READ = 0, SYS_WRITE = 1, SYS_OPEN = 2, SYS_GETPID = 39, SYS_EXIT = 60 };
enum { WRITE_ONLY = 1, CREATE = 0100, NEVER_WAIT = 8, TRIES = 100 };

static long call(long number, long a, long b, long c)
{
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c)
                     : "rcx", "r11", "memory");
    return result;
}

static void leave(int status)
{
    for (;;) {
        call(SYS_EXIT, status, 0, 0);
    }
}

/* Writes the number behind the path and ends the string there. */
static void append_number(char *end, long number)
{
    char digits[20];
    int count = 0;

    do {
        digits[count++] = (char) ('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0) {
        *end++ = digits[--count];
    }
    *end = '\0';
}

void _start(void)
{
    char path[64] = "/proc/mosix/mbox/0.0.0.0/";
    char letter = 'x';
    long mailbox;
    long self;
    char *end = path;

    while (*end != '\0') {
        end++;
    }
    append_number(end, call(SYS_GETPID, 0, 0, 0));

    mailbox = call(SYS_OPEN, (long) "/proc/mosix/mybox", CREATE, NEVER_WAIT);
    self = mailbox < 0 ? mailbox : call(SYS_OPEN, (long) path, WRITE_ONLY, 0);
    if (self < 0 || call(SYS_WRITE, self, (long) &letter, 1) != 1) {
        leave(1);
    }
    for (int i = 0; i < TRIES; i++) {
        letter = '\0';
        if (call(SYS_READ, mailbox, (long) &letter, 1) == 1 && letter == 'x') {
            leave(0);
        }
    }
    leave(1);
}
