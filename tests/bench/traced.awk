# SPDX-License-Identifier: BSD-3-Clause
#
# Reads system-calls.csv and prints how many system calls each rank made in a job of TRIPS round
# trips, from its start to its end, and the six most frequent ones, as a table in Markdown.

BEGIN {
    FS = ","
    print ""
    print "## System calls of each rank in a job of " trips " round trips"
    print ""
    print "| transport | rank | calls | most frequent |"
    print "|---|---|---|---|"
}

FNR > 1 {
    rank = $1 "," $2
    if (!(rank in sum)) {
        order[++ranks] = rank
    }
    sum[rank] += $4
    if (++shown[rank] <= 6) {
        most[rank] = most[rank] (shown[rank] > 1 ? ", " : "") $4 " " $3
    }
}

END {
    for (i = 1; i <= ranks; i++) {
        split(order[i], field, ",")
        print "| " field[1] " | " field[2] " | " sum[order[i]] " | " most[order[i]] " |"
    }
}
