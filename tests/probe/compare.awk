# SPDX-License-Identifier: BSD-3-Clause
#
# Compares two outputs of the probe, line by line:
#
#   awk -v on=emulator -f compare.awk known-differences expected-4.4.3 OUTPUT
#
# `on` says where OUTPUT is from; it chooses the rows of known-differences. Prints every line that
# differs and is not known, every known one that is equal after all (unless its value is "any": that
# varies), and last the three counts. Exit status 1 if there is any such line.

BEGIN {
    FS = OFS = "\t"
    # What a line is compared with that one side does not have.
    nothing = "no line"
}

/^#/ || $0 == "" {
    next
}

FILENAME == ARGV[1] {
    if (NF != 4 || $4 == "") {
        broken = broken FILENAME ":" FNR ": where, name, value and reason are wanted, by tabs\n"
    } else if ($1 == on) {
        known[$2] = $3
    }
    next
}

# A name may have several lines: the first is compared with the first, and so on.
FILENAME == ARGV[2] {
    key = $1 SUBSEP (++expected_times[$1])
    order[++lines] = key
    expected[key] = $2
    next
}

{
    key = $1 SUBSEP (++seen_times[$1])
    seen[key] = $2
    if (!(key in expected)) {
        order[++lines] = key
        expected[key] = nothing
    }
}

function compare(key,    name, value) {
    name = substr(key, 1, index(key, SUBSEP) - 1)
    value = key in seen ? seen[key] : nothing
    if (value == expected[key]) {
        equal++
    } else if (name in known && (known[name] == "any" || known[name] == value)) {
        differs[name] = 1
        as_known++
    } else {
        differs[name] = 1
        different++
        print "different: " name ": " value ", not " expected[key]
    }
}

END {
    printf "%s", broken
    for (i = 1; i <= lines; i++) {
        compare(order[i])
    }
    for (name in known) {
        if (known[name] != "any" && !(name in differs)) {
            stale++
            print "no longer different: " name ": remove it from " ARGV[1]
        }
    }
    printf "%d equal, %d known, %d different\n", equal, as_known, different
    exit broken != "" || different + stale > 0 || lines == 0
}
