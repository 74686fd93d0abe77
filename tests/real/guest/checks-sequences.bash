# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# Random sequences of mailbox operations. For those that differ from the model, the seed, the steps
# and both answers are printed.
. ./runner.bash

# sequences [OPTION]... What it prints stays in the share, too, as it may be long.
sequences() {
    [ -x $work/sequences ] ||
        gcc -D_GNU_SOURCE -O1 -Iprobe -o $work/sequences probe/sequences/*.c probe/boxes.c ||
        fail 'the sequences could not be built'
    mosrun -e $work/sequences --settle 300 --patience 60000 "$@" | tee -a sequences-seen
    return ${PIPESTATUS[0]}
}

random_ones() {
    sequences --count 50
}
check "50 random sequences have the model's answers" random_ones 1500

recorded_ones() {
    sequences --transcripts probe/sequences/transcripts-4.4.3
}
check 'recorded sequences are answered as before' recorded_ones 600

# The answers stay in the share, too: whoever reads them can teach the model.
questions() {
    sequences --transcripts probe/sequences/questions --record >sequences-answers ||
        fail "the questions ended with status $?"
    [ "$(grep -c 'process.*:$' sequences-answers)" -eq \
        "$(grep -c 'process.*:$' probe/sequences/questions)" ] || fail 'some were not asked'
    ! grep 'no processes\|-> ?' sequences-answers
}
check 'questions get answers' questions 600

conclude
