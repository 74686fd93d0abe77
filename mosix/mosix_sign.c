/* SPDX-License-Identifier: BSD-3-Clause */
/* See mosix_sign.h. */
#include "mosix_sign.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mosix_address.h"
#include "mosix_cluster.h"
#include "program_output.h"

#define LIMIT_MS 2000

/* What the kernel says when nobody answers at an address. */
static bool is_silence(int error)
{
    return error == EHOSTUNREACH || error == EHOSTDOWN || error == ETIMEDOUT;
}

bool mosix_sign_of_kernel(uint32_t address, uint16_t port, int limit)
{
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(address)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    int error = 0;
    socklen_t size = sizeof(error);

    if (fd < 0) {
        return true;
    }
    if (connect(fd, (const struct sockaddr *) &to, sizeof(to)) != 0) {
        error = errno;
    }
    if (error == EINPROGRESS) {
        error = poll(&wait, 1, limit) == 0 ? ETIMEDOUT : 0;
        if (error == 0 && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
            error = 0;
        }
    }
    close(fd);
    return !is_silence(error);
}

bool mosix_sign_of_mosix(const char *mosctl, const char *place)
{
    const char *const argv[] = {mosctl, "status", place, NULL};
    struct mosix_peer node = {.answers = true};
    char *output;

    if (program_output(argv, LIMIT_MS, &output) >= 0 && output != NULL) {
        mosix_peer_read(output, &node);
    }
    free(output);
    return node.answers;
}

uint32_t mosix_sign_address(const char *mosctl, const char *place)
{
    uint32_t address;
    char *end;
    unsigned long number = strtoul(place, &end, 10);

    if (mosix_quad_parse(place, &address) == 0) {
        return address;
    }
    if (*place < '0' || *place > '9' || *end != '\0' || number > UINT32_MAX) {
        return 0;
    }
    return mosix_cluster_find(mosctl, (unsigned) number);
}
