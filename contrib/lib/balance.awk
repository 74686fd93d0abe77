# SPDX-License-Identifier: BSD-3-Clause
#
# The picture of a job whose ranks move: a row for each node, a column for some seconds, in it the
# ranks that were there when last looked. A rank on its way counts where it was seen before.
#
# Usage: awk -f balance.awk PLACES, lines SECOND PID WHERE MOVES, in the order of time

{
    where = $3
    if (where != "here" && where !~ /^[0-9.]+$/) {
        where = ($2 in last) ? last[$2] : "here"
    }
    last[$2] = where
    moves[$2] = $4
    if (looks == 0 || $1 != second[looks]) {
        second[++looks] = $1
    }
    ranks[where, looks]++
    nodes[where] = 1
}

function picture(node,    look, line, at) {
    line = ""
    look = 1
    for (at = second[1]; at <= second[looks]; at += step) {
        while (look < looks && second[look + 1] <= at) {
            look++
        }
        line = line (((node, look) in ranks) ? ranks[node, look] : " ")
    }
    printf "  %-10s |%s|\n", node == "here" ? "first node" : "node " node, line
}

END {
    # At most 60 columns.
    step = int((second[looks] - second[1]) / 60) + 1
    printf "  ranks by node, a column each %d s\n", step
    picture("here")
    for (node in nodes) {
        if (node != "here") {
            picture(node)
        }
    }
    for (pid in last) {
        ended[last[pid]]++
        if (moves[pid] > 0) {
            total += moves[pid]
        }
    }
    text = (ended["here"] + 0) " on the first node"
    for (node in nodes) {
        if (node != "here") {
            text = text ", " (ended[node] + 0) " on node " node
        }
    }
    printf "  at the end: %s; %d moves\n", text, total
}
