/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: what the C library does in threads of its own. */
#include "probe.h"

#include <aio.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netdb.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t signals;
static volatile sig_atomic_t signal_value;
static volatile int calls;

static void on_signal(int number, siginfo_t *info, void *context)
{
    (void) number;
    (void) context;
    signals++;
    signal_value = info->si_value.sival_int;
}

static void on_event(union sigval value)
{
    calls += value.sival_int;
}

static int new_file(void)
{
    char path[] = "/tmp/probe_aio.XXXXXX";
    int fd = mkstemp(path);

    CHECK(fd >= 0);
    CHECK_INT(unlink(path), 0);
    return fd;
}

static struct aiocb block_of(int fd, void *buffer, size_t size, off_t offset)
{
    struct aiocb block;

    memset(&block, 0, sizeof(block));
    block.aio_fildes = fd;
    block.aio_buf = buffer;
    block.aio_nbytes = size;
    block.aio_offset = offset;
    block.aio_sigevent.sigev_notify = SIGEV_NONE;
    return block;
}

static void wait_until_done(const struct aiocb *block)
{
    while (aio_error(block) == EINPROGRESS) {
        CHECK_INT(aio_suspend(&block, 1, NULL), 0);
    }
}

static void check_done(struct aiocb *block, int error, ssize_t result)
{
    wait_until_done(block);
    CHECK_INT(aio_error(block), error);
    CHECK_INT(aio_return(block), result);
}

static void on_files(void)
{
    char in[7] = "";
    int fd = new_file();
    struct aiocb write_block = block_of(fd, (void *) "asynchronous", 12, 3);
    struct aiocb read_block = block_of(fd, in, 6, 9);
    struct aiocb sync_block = block_of(fd, NULL, 0, 0);
    struct aiocb bad_block = block_of(-1, in, 6, 0);

    CHECK_INT(aio_write(&write_block), 0);
    check_done(&write_block, 0, 12);
    CHECK_INT(aio_fsync(O_SYNC, &sync_block), 0);
    check_done(&sync_block, 0, 0);
    CHECK_INT(aio_fsync(O_DSYNC, &sync_block), 0);
    check_done(&sync_block, 0, 0);
    CHECK_INT(aio_fsync(-1, &sync_block), -1);
    CHECK_INT(errno, EINVAL);
    CHECK_INT(aio_read(&read_block), 0);
    check_done(&read_block, 0, 6);
    CHECK(strcmp(in, "ronous") == 0);
    read_block.aio_offset = 100;
    CHECK_INT(aio_read(&read_block), 0);
    check_done(&read_block, 0, 0);
    CHECK_INT(aio_read(&bad_block), 0);
    check_done(&bad_block, EBADF, -1);
    CHECK_INT(aio_cancel(fd, &read_block), AIO_ALLDONE);
    CHECK_INT(aio_cancel(fd, NULL), AIO_ALLDONE);
    CHECK_INT(aio_cancel(-1, NULL), -1);
    CHECK_INT(errno, EBADF);
    CHECK_INT(close(fd), 0);
}

static void forms_of_64_bits(void)
{
    char in[4] = "";
    int fd = new_file();
    struct aiocb64 block;
    const struct aiocb64 *list[] = {&block};

    memset(&block, 0, sizeof(block));
    block.aio_fildes = fd;
    block.aio_buf = (void *) "data";
    block.aio_nbytes = 4;
    block.aio_sigevent.sigev_notify = SIGEV_NONE;
    CHECK_INT(aio_write64(&block), 0);
    CHECK_INT(aio_suspend64(list, 1, NULL), 0);
    CHECK_INT(aio_error64(&block), 0);
    CHECK_INT(aio_return64(&block), 4);
    block.aio_buf = in;
    CHECK_INT(aio_read64(&block), 0);
    CHECK_INT(aio_suspend64(list, 1, NULL), 0);
    CHECK_INT(aio_return64(&block), 4);
    CHECK(memcmp(in, "data", 4) == 0);
    CHECK_INT(close(fd), 0);
}

/* A read of a pipe whose other end the caller writes later. */
static void on_pipes(void)
{
    const struct timespec moment = {.tv_nsec = 20000000};
    char in[4] = "";
    int ends[2];
    struct aiocb block;
    const struct aiocb *list[] = {NULL, &block};

    CHECK_INT(pipe(ends), 0);
    block = block_of(ends[0], in, 3, 0);
    CHECK_INT(aio_read(&block), 0);
    CHECK_INT(aio_error(&block), EINPROGRESS);
    CHECK_INT(aio_suspend(list, 2, &moment), -1);
    CHECK_INT(errno, EAGAIN);
    CHECK_INT(aio_cancel(ends[0], &block), AIO_NOTCANCELED);
    CHECK_INT(write(ends[1], "now", 3), 3);
    CHECK_INT(aio_suspend(list, 2, NULL), 0);
    check_done(&block, 0, 3);
    CHECK(strcmp(in, "now") == 0);
    CHECK_INT(close(ends[0]) + close(ends[1]), 0);
}

static void notified(void)
{
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
    int fd = new_file();
    struct aiocb block = block_of(fd, (void *) "x", 1, 0);

    CHECK_INT(sigaction(SIGUSR1, &action, NULL), 0);
    block.aio_sigevent.sigev_notify = SIGEV_SIGNAL;
    block.aio_sigevent.sigev_signo = SIGUSR1;
    block.aio_sigevent.sigev_value.sival_int = 77;
    CHECK_INT(aio_write(&block), 0);
    while (signals == 0) {
        usleep(1000);
    }
    CHECK_INT(signal_value, 77);
    check_done(&block, 0, 1);
    block.aio_sigevent.sigev_notify = SIGEV_THREAD;
    block.aio_sigevent.sigev_notify_function = on_event;
    block.aio_sigevent.sigev_notify_attributes = NULL;
    block.aio_sigevent.sigev_value.sival_int = 5;
    CHECK_INT(aio_write(&block), 0);
    while (calls < 5) {
        usleep(1000);
    }
    CHECK_INT(close(fd), 0);
}

static void lists(void)
{
    char in[2][4] = {"", ""};
    int fd = new_file();
    int ends[2];
    struct aiocb blocks[4];
    struct aiocb *list[] = {&blocks[0], NULL, &blocks[1], &blocks[2], &blocks[3]};
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = on_event};

    CHECK_INT(pipe(ends), 0);
    CHECK_INT(pwrite(fd, "abcdef", 6, 0), 6);
    blocks[0] = block_of(fd, in[0], 3, 1);
    blocks[1] = block_of(fd, (void *) "uvw", 3, 10);
    blocks[2] = block_of(ends[0], in[1], 3, 0);
    blocks[3] = block_of(fd, NULL, 0, 0);
    blocks[0].aio_lio_opcode = LIO_READ;
    blocks[1].aio_lio_opcode = LIO_WRITE;
    blocks[2].aio_lio_opcode = LIO_READ;
    blocks[3].aio_lio_opcode = LIO_NOP;
    CHECK_INT(lio_listio(LIO_WAIT, list, 3, NULL), 0);
    check_done(&blocks[0], 0, 3);
    check_done(&blocks[1], 0, 3);
    CHECK(strcmp(in[0], "bcd") == 0);
    event.sigev_value.sival_int = 100;
    calls = 0;
    CHECK_INT(lio_listio(LIO_NOWAIT, list, 5, &event), 0);
    usleep(20000);
    CHECK_INT(calls, 0);
    CHECK_INT(write(ends[1], "end", 3), 3);
    while (calls < 100) {
        usleep(1000);
    }
    check_done(&blocks[2], 0, 3);
    CHECK(strcmp(in[1], "end") == 0);
    blocks[0].aio_fildes = -1;
    CHECK_INT(lio_listio(LIO_WAIT, list, 3, NULL), -1);
    CHECK_INT(errno, EIO);
    CHECK_INT(lio_listio(12345, list, 3, NULL), -1);
    CHECK_INT(errno, EINVAL);
    CHECK_INT(close(fd) + close(ends[0]) + close(ends[1]), 0);
}

static void names(void)
{
    struct gaicb request = {.ar_name = "127.0.0.1", .ar_service = "80"};
    struct gaicb unknown = {.ar_name = "256.0.0.1",
                            .ar_request = &(struct addrinfo){.ai_flags = AI_NUMERICHOST}};
    struct gaicb *list[] = {&request, &unknown};
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = on_event};

    CHECK_INT(getaddrinfo_a(GAI_WAIT, list, 2, NULL), 0);
    CHECK_INT(gai_error(&request), 0);
    CHECK_INT(gai_error(&unknown), EAI_NONAME);
    CHECK_INT(request.ar_result->ai_family, AF_INET);
    freeaddrinfo(request.ar_result);
    event.sigev_value.sival_int = 1;
    calls = 0;
    CHECK_INT(getaddrinfo_a(GAI_NOWAIT, list, 1, &event), 0);
    while (calls == 0) {
        usleep(1000);
    }
    CHECK_INT(gai_error(&request), 0);
    CHECK_INT(gai_cancel(&request), EAI_ALLDONE);
    freeaddrinfo(request.ar_result);
    CHECK_INT(getaddrinfo_a(12345, list, 1, NULL), EAI_SYSTEM);
    CHECK_INT(errno, EINVAL);
}

/* MOSIX has neither; a thread that would wait for them is refused. */
static void refused(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = on_event};
    timer_t timer;

    if (!probe_is_cooperative()) {
        CHECK_INT(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
        CHECK_INT(timer_delete(timer), 0);
        return;
    }
    CHECK_INT(timer_create(CLOCK_MONOTONIC, &event, &timer), -1);
    CHECK_INT(errno, ENOSYS);
    CHECK_INT(mq_notify((mqd_t) 0, &event), -1);
    CHECK_INT(errno, ENOSYS);
    event.sigev_notify = SIGEV_NONE;
    CHECK_INT(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
    CHECK_INT(timer_delete(timer), 0);
}

int main(int argc, char **argv)
{
    static const struct probe probes[] = {
        {"files", on_files},  {"64-bits", forms_of_64_bits},
        {"pipes", on_pipes},  {"notified", notified},
        {"lists", lists},     {"names", names},
        {"refused", refused},
    };

    return probe_main(argc, argv, probes, sizeof(probes) / sizeof(probes[0]));
}
