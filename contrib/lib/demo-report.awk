# SPDX-License-Identifier: BSD-3-Clause
#
# The demo's table and verdict, from three witnesses that are joined by PID: the emulator's log of
# what mosrun started, what heat2d printed, and the census taken inside each rank. A rank counts as
# started by mosrun only if both the log and the rank itself say so. The log has the PID of mosrun,
# which stays as the rank's parent; real MOSIX gives the rank that PID as its own.
#
# Usage: awk -v ranks=N [-v real=1] -f demo-report.awk STARTS OUTPUT CENSUS

# The value of KEY=VALUE among the words of this line, or nothing.
function value(key,    i) {
    for (i = 1; i <= NF; i++) {
        if (index($i, key "=") == 1) {
            return substr($i, length(key) + 2)
        }
    }
    return ""
}

function row(rank, pid, home, started, error, btl, messages, bytes) {
    printf "%-5s %-8s %-15s %-10s %-14s %-6s %9s %12s\n", \
        rank, pid, home, started, error, btl, messages, bytes
}

function verdict(text) {
    print "demo: " text
    exit (text ~ /^FAILED/)
}

FILENAME == ARGV[1] {
    started_by_mosrun[value("pid")] = 1
}

FILENAME == ARGV[2] && /^heat2d: rank / {
    rank = $3 + 0
    pid_of[rank] = $5 + 0
    error_of[rank] = $NF
}

FILENAME == ARGV[3] && value("btl") == "" {
    home[value("pid")] = value("home")
    parent[value("pid")] = value("parent")
    sees_mosix[value("pid")] = value("mosrun") == "yes"
}

FILENAME == ARGV[3] && value("btl") != "" {
    pid = value("pid")
    line = ++lines[pid]
    btl[pid, line] = value("btl")
    messages[pid, line] = value("messages")
    bytes[pid, line] = value("bytes")
    if (value("btl") == "mosix") {
        by_mosix += value("messages")
    } else {
        by_others += value("messages")
    }
}

END {
    row("rank", "pid", "home node", "by mosrun", "largest error", "btl", "messages", "bytes")
    for (rank = 0; rank < ranks; rank++) {
        if (!(rank in pid_of)) {
            verdict("FAILED: rank " rank " gave no result")
        }
        pid = pid_of[rank]
        ok = sees_mosix[pid] && ((real ? pid : parent[pid]) in started_by_mosrun)
        under_mosrun += ok
        row(rank, pid, home[pid], ok ? "yes" : "no", error_of[rank], \
            btl[pid, 1], messages[pid, 1], bytes[pid, 1])
        for (line = 2; line <= lines[pid]; line++) {
            row("", "", "", "", "", btl[pid, line], messages[pid, line], bytes[pid, line])
        }
    }
    if (under_mosrun != ranks) {
        verdict("FAILED: only " under_mosrun " of " ranks " ranks are under mosrun")
    }
    if (by_mosix == 0) {
        verdict("FAILED: no message went by btl mosix")
    }
    if (by_others > 0) {
        verdict("FAILED: " by_others " messages went by other BTLs")
    }
    verdict(sprintf("%d ranks under mosrun, %d messages by btl mosix, 0 by other BTLs", \
        under_mosrun, by_mosix))
}
