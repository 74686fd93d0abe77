# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# Random sequences of mailbox operations. For those that differ from the model, the seed, the steps
# and both answers are printed.
. ./runner.bash

sequences() {
    gcc -D_GNU_SOURCE -O1 -Iprobe -o $work/sequences probe/sequences/*.c probe/boxes.c ||
        fail 'the sequences could not be built'
    mosrun -e $work/sequences --count 50 --settle 300 --patience 60000
}
check "50 random sequences have the model's answers" sequences 1500

conclude
