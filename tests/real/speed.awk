# SPDX-License-Identifier: BSD-3-Clause
#
# The table of vm-speed: one way of a message, relative to the raw mailbox and to btl tcp.
#
# Usage: awk -f speed.awk RESULTS.CSV

function ratio(upper, lower, bytes) {
    return median[upper, bytes] > 0 && median[lower, bytes] > 0 \
        ? sprintf("%.2f", median[upper, bytes] / median[lower, bytes]) : "-"
}

BEGIN {
    FS = ","
}

$1 == "latency" {
    if (!($4 in known)) {
        known[$4] = 1
        sizes[++count] = $4
    }
    median[$2, $4] = $6
    samples = $11
}

END {
    if (count == 0) {
        print "speed.awk: no figures" >"/dev/stderr"
        exit 1
    }
    printf "One way, medians of %d rounds.\n\n", samples
    printf "%9s %10s %10s %10s %10s\n", "bytes", "mosix/raw", "mosix/tcp", "raw/tcp", "ubox/mbox"
    for (i = 1; i <= count; i++) {
        bytes = sizes[i]
        printf "%9d %10s %10s %10s %10s\n", bytes, ratio("mosix", "raw", bytes), \
            ratio("mosix", "tcp", bytes), ratio("raw", "tcp", bytes), ratio("ubox", "mosix", bytes)
    }
}
