# SPDX-License-Identifier: BSD-3-Clause
#
# Successful writes and reads per message, from what strace wrote about the main thread of a rank of
# the program calls. A read that leaves the message where it is does not count: it is a look.
#
# Usage: awk -v messages=N -f calls.awk TRACE
# Prints "bench writes 8 W" and "bench reads 8 R", or nothing if the marks are not there.

/^write\(-1, "bench: begin"/ {
    counting = 1
    next
}

/^write\(-1, "bench: end"/ {
    counting = 0
    ended = 1
}

!counting || / = -1 / || / = \?/ || /MSG_PEEK/ {
    next
}

/^(write|writev|sendmsg|sendto)\(/ {
    writes++
}

/^(read|readv|recvmsg|recvfrom)\(/ {
    reads++
}

END {
    if (ended) {
        printf "bench writes 8 %.4g\nbench reads 8 %.4g\n", writes / messages, reads / messages
    }
}
