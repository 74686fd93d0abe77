#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Every input of the corpus, through its target.

srcdir=${srcdir:-.}
targets='elf firewall frame mail path ranks record said'

echo 1..8
number=0
for target in $targets; do
    number=$((number + 1))
    count=$(find "$srcdir/corpus/$target" -type f | wc -l)
    if [ "$count" -gt 0 ] && output=$(./replay_"$target" "$srcdir/corpus/$target"/* 2>&1); then
        echo "ok $number - $count inputs of $target"
    else
        echo "not ok $number - $count inputs of $target"
        printf '%s\n' "$output" | sed 's/^/# /'
    fi
done
