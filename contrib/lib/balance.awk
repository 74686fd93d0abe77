# SPDX-License-Identifier: BSD-3-Clause
#
# The picture of a job whose ranks move: a row for each node, a column for each look, in it the
# ranks that were there. A rank on its way counts where it was seen before.
#
# Usage: awk -f balance.awk PLACES, lines TURN PID WHERE MOVES

{
    where = $3
    if (where != "here" && where !~ /^[0-9.]+$/) {
        where = ($2 in last) ? last[$2] : "here"
    }
    last[$2] = where
    moves[$2] = $4
    ranks[where, $1]++
    nodes[where] = 1
    if ($1 > turns) {
        turns = $1
    }
}

function picture(node,    turn, line) {
    line = ""
    for (turn = 0; turn <= turns; turn += step) {
        line = line (((node, turn) in ranks) ? ranks[node, turn] : " ")
    }
    printf "  %-10s |%s|\n", node == "here" ? "first node" : "node " node, line
}

END {
    # At most 60 columns.
    step = int(turns / 60) + 1
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
