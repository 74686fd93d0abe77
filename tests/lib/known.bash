# SPDX-License-Identifier: BSD-3-Clause
#
# For tests that run configure and are not about the compiler.

# known_of_compiler FILE: makes a file for configure's --cache-file, with what the configure of this tree found out
# about compiler and libtool.
known_of_compiler() {
    sed -En '/^## Cache variables/,/^## Output/s/^((ac_cv_(c|prog)|am_cv|lt_cv)_[^=]*=.*)/\1/p' \
        "$top_builddir/config.log" >"$1"
}
