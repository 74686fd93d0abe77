# SPDX-License-Identifier: BSD-3-Clause
#
# The tables of vm-speed: one way of a message, what waiting costs, and ranks that share a processor.
#
# Usage: awk -f speed.awk RESULTS.CSV

function ratio(upper, lower, bytes) {
    return median["latency", upper, bytes] > 0 && median["latency", lower, bytes] > 0 \
        ? sprintf("%.2f", median["latency", upper, bytes] / median["latency", lower, bytes]) : "-"
}

# A row of the second table: the figure's median by each of the transports.
function row(text, figure, bytes, transports,    name, count, i, value, cells) {
    count = split(transports, name, " ")
    for (i = 1; i <= count; i++) {
        value = median[figure, name[i], bytes]
        cells = cells (i > 1 ? " / " : "") (value == "" ? "-" : sprintf("%.4g", value))
    }
    print "| " text ": " transports " | " cells " |"
}

BEGIN {
    FS = ","
}

FNR > 1 {
    median[$1, $2, $4] = $6
}

$1 == "latency" {
    if (!($4 in known)) {
        known[$4] = 1
        sizes[++count] = $4
    }
    samples = $11
}

END {
    if (count == 0) {
        print "speed.awk: no figures" >"/dev/stderr"
        exit 1
    }
    print "On real MOSIX in a virtual machine with one processor, medians of " samples " rounds.\n"
    print "| one way, bytes | raw, ms | mosix/raw | mosix/tcp | raw/tcp | ubox/mbox |"
    print "|---:|---:|---:|---:|---:|---:|"
    for (i = 1; i <= count; i++) {
        bytes = sizes[i]
        printf "| %d | %.2f | %s | %s | %s | %s |\n", bytes, \
            median["latency", "raw", bytes] / 1000, ratio("mosix", "raw", bytes), \
            ratio("mosix", "tcp", bytes), ratio("raw", "tcp", bytes), ratio("ubox", "mosix", bytes)
    }
    print "\n| figure | value |\n|---|---:|"
    row("processor busy while a rank waits, per cent", "waiting", 0, "raw mosix tcp")
    row("from a message to the rank that waited for it, us", "wake", 0, "raw mosix tcp")
    row("allreduce of 8 B, 4 ranks on one processor, us", "shared-allreduce", 8, "mosix spin")
}
