# SPDX-License-Identifier: BSD-3-Clause
#
# Reads pairs "A B", where A needs B, and prints every circle: one line with all that need each
# other, and a line for each of the pairs that tie them. Prints nothing if there is none.

{
    pair[NR] = $1 " " $2
    if (!($1 in next_of)) {
        node[++nodes] = $1
    }
    next_of[$1] = next_of[$1] " " $2
}

# All that FROM needs, by itself or through others.
function visit(from, start,    i, count, to) {
    count = split(next_of[from], to, " ")
    for (i = 1; i <= count; i++) {
        if (!((start, to[i]) in reaches)) {
            reaches[start, to[i]] = 1
            visit(to[i], start)
        }
    }
}

END {
    for (i = 1; i <= nodes; i++) {
        visit(node[i], node[i])
    }
    for (i = 1; i <= nodes; i++) {
        if (!((node[i], node[i]) in reaches) || circle[node[i]]) {
            continue
        }
        line = "circle:"
        for (j = i; j <= nodes; j++) {
            if (((node[i], node[j]) in reaches) && ((node[j], node[i]) in reaches)) {
                circle[node[j]] = i
                line = line " " node[j]
            }
        }
        print line
        for (j = 1; j <= NR; j++) {
            split(pair[j], end, " ")
            if (circle[end[1]] == i && circle[end[2]] == i) {
                print "    " end[1] " needs " end[2]
            }
        }
    }
}
