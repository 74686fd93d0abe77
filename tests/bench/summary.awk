# SPDX-License-Identifier: BSD-3-Clause
#
# One line for each figure: the median over the rounds, and how far the rounds lie apart.
#
# Usage: awk -f summary.awk SAMPLES
# SAMPLES has lines "round,transport,figure,ranks,bytes,value".

# Position p (0 to 1) among the n sorted values, between two of them if need be.
function quantile(sorted, n, p,    at, low) {
    at = 1 + (n - 1) * p
    low = int(at)
    return low == n ? sorted[n] : sorted[low] + (at - low) * (sorted[low + 1] - sorted[low])
}

function sort(values, n,    i, j, value) {
    for (i = 2; i <= n; i++) {
        value = values[i]
        for (j = i - 1; j >= 1 && values[j] > value; j--) {
            values[j + 1] = values[j]
        }
        values[j + 1] = value
    }
}

function unit_of(figure) {
    if (figure in units) {
        return units[figure]
    }
    return "us"
}

BEGIN {
    FS = ","
    OFS = ","
    units["rate"] = "messages/s"
    units["bandwidth"] = "MB/s"
    units["idle"] = "ns"
    units["startup"] = "ms"
    units["waiting"] = "per cent"
    units["calls"] = "calls/message"
    units["init"] = "calls"
    units["writes"] = units["reads"] = "calls/message"
    units["heap-idle"] = units["heap-talked"] = "bytes/peer"
    print "figure", "transport", "ranks", "bytes", "unit", "median", "lowest", "lower quartile", \
        "upper quartile", "highest", "samples"
}

{
    key = $3 OFS $2 OFS $4 OFS $5 OFS unit_of($3)
    if (!(key in count)) {
        order[++keys] = key
    }
    all[key, ++count[key]] = $6 + 0
}

END {
    for (k = 1; k <= keys; k++) {
        key = order[k]
        n = count[key]
        for (i = 1; i <= n; i++) {
            values[i] = all[key, i]
        }
        sort(values, n)
        printf "%s,%.6g,%.6g,%.6g,%.6g,%.6g,%d\n", key, quantile(values, n, 0.5), values[1], \
            quantile(values, n, 0.25), quantile(values, n, 0.75), values[n], n
    }
}
