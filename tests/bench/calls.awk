# SPDX-License-Identifier: BSD-3-Clause
#
# Successful writes and reads per message, from what strace wrote about the main thread of a rank of
# the program calls. A read that leaves the message where it is does not count: it is a look.
#
# Usage: awk -v messages=N -v bytes=SIZE -f calls.awk TRACE
# Prints "bench writes SIZE W" and "bench reads SIZE R", or nothing if the marks are not there.

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
        printf "bench writes %d %.4g\n", bytes, writes / messages
        printf "bench reads %d %.4g\n", bytes, reads / messages
    }
}
