/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Transcripts of sequences, and the model against those of MOSIX 4.4.3.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "transcript.h"

static struct transcripts transcripts;
static struct transcript transcript;
static struct mismatch mismatch;

/* TEXT as a file, from which transcripts are read. */
static FILE *begin(const char *text)
{
    FILE *file = tmpfile();

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    rewind(file);
    transcripts_start(&transcripts, file);
    return file;
}

static void test_recorded(void **state)
{
    FILE *file = fopen(TRANSCRIPTS, "r");
    int count = 0, rc;

    (void) state;
    assert_non_null(file);
    transcripts_start(&transcripts, file);
    while ((rc = transcripts_next(&transcripts, &transcript)) > 0) {
        count++;
        if (!model_agrees(&transcript.sequence, &mismatch)) {
            fail_msg("%s, step %d, process %d: %s, not %s", transcript.name, mismatch.at + 1,
                     mismatch.who, mismatch.model.text, mismatch.seen.text);
        }
    }
    fclose(file);
    assert_int_equal(rc, 0);
    assert_true(count > 15);
}

static void test_read(void **state)
{
    FILE *file = begin("# a comment\n"
                       "\n"
                       "seed 3, first, 2 processes:\n"
                       "  1. process 0: open mailbox, 0, flags 0100 -> 207618048\n"
                       "  process 0: read mailbox, 5 bytes -> waits\n"
                       "  12. process 1: open send box to 0, mbox 0.0.0.0, flags 01 -> 207618049\n"
                       "  13. process 1: write send box 1, 3 bytes, id 17 -> 3\n"
                       "     process 0 waited -> 0\n"
                       "another, 1 process:\n"
                       "  process 0: close mailbox -> EBADF\n");
    const struct sequence *sequence = &transcript.sequence;

    (void) state;
    assert_int_equal(transcripts_next(&transcripts, &transcript), 1);
    assert_string_equal(transcript.name, "seed 3, first");
    assert_int_equal(sequence->processes, 2);
    assert_int_equal(sequence->count, 4);
    assert_true(sequence->outcome[1].waits);
    assert_string_equal(sequence->outcome[3].answer.text, "3");
    assert_true(sequence->outcome[3].ended[0]);
    assert_string_equal(sequence->outcome[3].late[0].text, "0");
    assert_false(model_agrees(sequence, &mismatch));
    assert_int_equal(mismatch.at, 3);
    assert_int_equal(mismatch.who, 0);
    assert_string_equal(mismatch.seen.text, "0");
    assert_int_equal(transcripts_next(&transcripts, &transcript), 1);
    assert_string_equal(transcript.name, "another");
    assert_true(model_agrees(sequence, &mismatch));
    assert_int_equal(transcripts_next(&transcripts, &transcript), 0);
    fclose(file);
}

/* What `sequences` prints for one that differs is a transcript with the right answer. */
static void test_difference(void **state)
{
    FILE *file = begin("seed 1, 2 processes:\n"
                       "  1. process 0: close mailbox -> 0\n"
                       "  process 0, model: 0\n"
                       "  process 0, here:  EBADF\n"
                       "seed 2, 2 processes:\n"
                       "  1. process 0: close mailbox -> EBADF\n"
                       "     process 1 waited -> 5\n"
                       "  process 1, model: 5\n"
                       "  process 1, here:  no answer\n");

    (void) state;
    assert_int_equal(transcripts_next(&transcripts, &transcript), 1);
    assert_string_equal(transcript.sequence.outcome[0].answer.text, "EBADF");
    assert_int_equal(transcripts_next(&transcripts, &transcript), 1);
    assert_string_equal(transcript.sequence.outcome[0].late[1].text, "no answer");
    fclose(file);
}

/* Nothing may follow what the model does not know, or a step that cannot be made. */
static void test_beyond(void **state)
{
    FILE *file = begin("unknown, 1 process:\n"
                       "  process 0: dup2 mailbox, 0 -> 0\n"
                       "  process 0: close mailbox -> EBADF\n"
                       "impossible, 1 process:\n"
                       "  process 0: gets a signal -> EINTR\n");

    (void) state;
    assert_int_equal(transcripts_next(&transcripts, &transcript), 1);
    assert_false(model_agrees(&transcript.sequence, &mismatch));
    assert_int_equal(mismatch.at, 0);
    assert_int_equal(transcripts_next(&transcripts, &transcript), 1);
    assert_false(model_agrees(&transcript.sequence, &mismatch));
    fclose(file);
}

static void test_broken(void **state)
{
    static const char *const broken[] = {
        "no head\n",
        ", no processes:\n",
        "none, 0 processes:\n",
        "many, 5 processes:\n",
        "words, 2 processes: x\n",
        "one, 1 processes:\n",
        "no answer, 1 process:\n  process 0: close mailbox\n",
        "long, 1 process:\n  process 0: signals -> "
        "0123456789012345678901234567890123456789012345678\n",
        "who, 1 process:\n  process 1: signals -> 0\n",
        "whose, 1 process:\n  process 0: filter [ pid of 1 ] -> 0\n",
        "to, 1 process:\n  process 0: open send box to 1, mbox 0.0.0.0, flags 01 -> 0\n",
        "nobody, 1 process:\n     process 0 waited -> 0\n",
        "nobody, 1 process:\n  process 0, here: 0\n",
        "waited, 1 process:\n  process 0: signals -> 0\n     process 1 waited -> 0\n",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        FILE *file = begin(broken[i]);

        assert_int_equal(transcripts_next(&transcripts, &transcript), -EINVAL);
        assert_true(transcripts.line > 0);
        fclose(file);
    }
}

static void test_too_many_steps(void **state)
{
    FILE *file = begin("many, 1 process:\n");

    (void) state;
    fseek(file, 0, SEEK_END);
    for (int i = 0; i <= STEPS_MAX; i++) {
        fputs("  process 0: signals -> 0\n", file);
    }
    rewind(file);
    assert_int_equal(transcripts_next(&transcripts, &transcript), -EINVAL);
    assert_int_equal(transcripts.line, STEPS_MAX + 2);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recorded),   cmocka_unit_test(test_read),
        cmocka_unit_test(test_difference), cmocka_unit_test(test_beyond),
        cmocka_unit_test(test_broken),     cmocka_unit_test(test_too_many_steps),
    };

    return RUN_TESTS(tests);
}
