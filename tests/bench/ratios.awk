# SPDX-License-Identifier: BSD-3-Clause
#
# Compares what was measured with what is to be reached: one line per target that there is for the
# place, which is plain (the emulator), traced (the emulator stops ranks at every system call) or real.
#
# Usage: awk [-v place=PLACE] -f ratios.awk RESULTS.CSV TARGETS.TXT

function is_worse(value, other, comparison) {
    return comparison == ">=" ? value < other : value > other
}

function is_reached(value, comparison, limit) {
    if (comparison == "<=") {
        return value <= limit
    }
    if (comparison == "<") {
        return value < limit
    }
    if (comparison == ">=") {
        return value >= limit
    }
    return value == limit
}

# The value of a target that is worst over all sizes from..to; "none" if one is missing.
function worst(figure, ranks, from, to, above, below, comparison,    i, size, value, result) {
    result = "none"
    for (i = 1; i <= sizes[figure, ranks]; i++) {
        size = size_of[figure, ranks, i]
        if (size < from || size > to) {
            continue
        }
        if (!((figure, above, ranks, size) in median)) {
            return "none"
        }
        value = median[figure, above, ranks, size]
        if (below != "-") {
            if (!((figure, below, ranks, size) in median)) {
                return "none"
            }
            value /= median[figure, below, ranks, size]
        }
        if (result == "none" || is_worse(value, result, comparison)) {
            result = value
        }
    }
    return result
}

BEGIN {
    columns["plain"] = columns[""] = 9
    columns["traced"] = 10
    columns["real"] = 11
    if (!(place in columns)) {
        print "ratios.awk: the place is \"" place "\": must be plain, traced or real" >"/dev/stderr"
        exit 1
    }
    column = columns[place]
}

FNR == NR {
    split($0, field, ",")
    median[field[1], field[2], field[3], field[4]] = field[6]
    if (!((field[1], field[3], field[4]) in seen)) {
        seen[field[1], field[3], field[4]] = 1
        size_of[field[1], field[3], ++sizes[field[1], field[3]]] = field[4] + 0
    }
    next
}

/^#/ || NF == 0 {
    next
}

NF != 11 {
    print "ratios.awk: line " FNR " of " FILENAME " has no 11 words" >"/dev/stderr"
    exit 1
}

$column == "-" {
    next
}

{
    limit = $column
    value = worst($2, $3, $4 + 0, $5 + 0, $6, $7, $8)
    if (value == "none") {
        print "ratio", $1, value, "target", $8 limit, "short"
    } else {
        # What is printed is what is judged.
        value = sprintf("%.3f", value) + 0
        print "ratio", $1, value, "target", $8 limit, is_reached(value, $8, limit + 0) ? "ok" : "short"
    }
}
