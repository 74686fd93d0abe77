# SPDX-License-Identifier: BSD-3-Clause
#
# Rows of the table in tests/open-mpi-5.md: the tests in these .bats files that Open MPI 5 skips, with the
# reason. To be called in the directory tests: awk -f lib/only-series-4.awk */*.bats

FNR == 1 {
    file = FILENAME
    name = "all of them"
}

# Up to the brace that opens the test, without the quotes.
/^@test / {
    name = $0
    sub(/^@test ./, "", name)
    sub(/. \{$/, "", name)
    gsub(/\\"/, "\"", name)
}

/^ *several_applications$/ {
    reason = "mpirun of 5.0.7 crashes where a command line has several applications"
}

/^ *only_series_4 '/ {
    reason = $0
    sub(/^ *only_series_4 '/, "", reason)
    sub(/'$/, "", reason)
}

reason != "" {
    print "| " file " | " name " | " reason " |"
    reason = ""
}
