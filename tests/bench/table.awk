# SPDX-License-Identifier: BSD-3-Clause
#
# The results as Markdown tables.
#
# Usage: awk -f table.awk RATIOS RESULTS.CSV

function size_text(bytes) {
    if (bytes >= 1048576) {
        return bytes / 1048576 " MiB"
    }
    if (bytes >= 1024) {
        return bytes / 1024 " KiB"
    }
    return bytes " B"
}

function cell(figure, transport, ranks, bytes,    value) {
    if (!((figure, transport, ranks, bytes) in median)) {
        return "–"
    }
    value = median[figure, transport, ranks, bytes]
    return value >= 1000 ? sprintf("%.0f", value) : sprintf("%.3g", value)
}

function quotient(figure, below, ranks, bytes) {
    if (!((figure, "mosix", ranks, bytes) in median) ||
        !((figure, below, ranks, bytes) in median)) {
        return "–"
    }
    return sprintf("%.2f", \
        median[figure, "mosix", ranks, bytes] / median[figure, below, ranks, bytes])
}

function head(title, first, ratios) {
    print "\n## " title "\n"
    print "| " first " | raw | mosix | tcp | vader |" ratios
    gsub(/[^|]+/, "---:", ratios)
    print "|---:|---:|---:|---:|---:|" ratios
}

function columns(figure, ranks, bytes) {
    return " | " cell(figure, "raw", ranks, bytes) " | " cell(figure, "mosix", ranks, bytes) \
        " | " cell(figure, "tcp", ranks, bytes) " | " cell(figure, "vader", ranks, bytes) " |"
}

function by_size(figure, title,    i) {
    head(title, "size", " mosix/raw | mosix/tcp | mosix/vader |")
    for (i = 1; i <= sizes[figure, 2]; i++) {
        bytes = size_of[figure, 2, i]
        print "| " size_text(bytes) columns(figure, 2, bytes) " " \
            quotient(figure, "raw", 2, bytes) " | " quotient(figure, "tcp", 2, bytes) " | " \
            quotient(figure, "vader", 2, bytes) " |"
    }
}

function collective_row(figure, bytes,    ranks) {
    for (ranks = 2; ranks <= 4; ranks += 2) {
        print "| " figure (bytes == 0 ? "" : " " size_text(bytes)) ", " ranks " ranks" \
            columns(figure, ranks, bytes) " " quotient(figure, "tcp", ranks, bytes) " |"
    }
}

function collectives() {
    head("Collective operations, microseconds", "operation", " mosix/tcp |")
    collective_row("barrier", 0)
    collective_row("allreduce", 8)
    collective_row("alltoall", 1024)
    collective_row("bcast", 1048576)
    collective_row("allreduce", 1048576)
}

# A row: what it is, then the figure's medians by each of the transports.
function row(text, figure, ranks, size, transports,    name, count, i, cells) {
    count = split(transports, name, " ")
    for (i = 1; i <= count; i++) {
        cells = cells (i > 1 ? " / " : "") cell(figure, name[i], ranks, size)
    }
    print "| " text " | " cells " |"
}

function rest() {
    print "\n## Other figures\n\n| figure | value |\n|---|---:|"
    row("one look for a message, none there: raw / mosix / tcp / vader, ns", "idle", 2, 0,
        "raw mosix tcp vader")
    row("processor time of a rank that waits, per cent: raw / mosix / tcp", "waiting", 2, 0,
        "raw mosix tcp")
    row("from a message to the rank that waited for it, us: raw / mosix / tcp", "wake", 2, 0,
        "raw mosix tcp")
    row("allreduce of 8 B, 4 ranks on one processor: mosix / always looking, us",
        "shared-allreduce", 4, 8, "mosix spin")
    row("system calls of all kinds per message of 8 B, both ends: mosix / tcp", "calls", 2, 8,
        "mosix tcp")
    row("system calls of a rank from its start to its end: mosix", "init", 2, 0, "mosix")
    row("writes per message of 8 B: mosix / tcp", "writes", 2, 8, "mosix tcp")
    row("reads per message of 8 B: mosix / tcp", "reads", 2, 8, "mosix tcp")
    row("writes per message of 1 MiB, both ends: mosix / tcp", "writes", 2, 1048576, "mosix tcp")
    row("writes per message of 4 MiB, both ends: mosix / tcp", "writes", 2, 4194304, "mosix tcp")
    row("heap of btl mosix per peer never talked to, bytes", "heap-idle", 0, 0, "mosix")
    row("heap of btl mosix per peer talked to, bytes", "heap-talked", 0, 0, "mosix")
    row("MPI_Init + MPI_Finalize, 4 ranks, no MOSIX: components installed / absent, ms", "startup",
        4, 0, "installed absent")
}

FNR == NR && FNR == 1 {
    print "\n## Targets\n\n| target | limit | measured | |\n|---|---:|---:|---|"
}

FNR == NR {
    print "| " $2 " | " $5 " | " $3 " | " $6 " |"
    next
}

{
    split($0, field, ",")
    median[field[1], field[2], field[3], field[4]] = field[6] + 0
    if (!((field[1], field[3], field[4]) in seen)) {
        seen[field[1], field[3], field[4]] = 1
        size_of[field[1], field[3], ++sizes[field[1], field[3]]] = field[4]
    }
}

END {
    by_size("latency", "Latency, one way, microseconds")
    by_size("bandwidth", "Bandwidth, MB/s")
    by_size("rate", "Message rate, messages per second, up to 64 in flight")
    collectives()
    rest()
}
