/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the agent takes from PRRTE: who a rank is, and which words of the command line are for its
 * application.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "agent_rank.h"
#include "mosrun_parts.h"

static char *environment[] = {
    (char *) "PMIX_NAMESPACE=prterun-a@b-71@3",
    (char *) "OMPI_COMM_WORLD_RANK=5",
    (char *) "OMPI_COMM_WORLD_LOCAL_RANK=1",
    (char *) "OMPI_COMM_WORLD_LOCAL_SIZE=2",
    (char *) "OMPI_NUM_APP_CTX=1",
    (char *) "PMIX_HOSTNAME=node7",
    NULL,
};

static void identity_is_prrtes(void **state)
{
    struct mosrun_identity identity;
    struct mosrun_identity other;
    char *another[] = {(char *) "PMIX_NAMESPACE=prterun-a@b-71@4", NULL};

    (void) state;
    agent_rank_identify(environment, "here", &identity);
    assert_int_equal(identity.rank, 5);
    assert_int_equal(identity.local_rank, 1);
    assert_int_equal(identity.local_count, 2);
    assert_string_equal(identity.node, "node7");
    assert_int_equal(agent_rank_job(environment), 3);
    assert_false(agent_rank_has_others(environment));
    assert_true(identity.job > 0);

    agent_rank_identify(another, "here", &other);
    assert_string_equal(other.node, "here");
    assert_int_equal(other.rank, 0);
    assert_int_equal(agent_rank_job(another), 4);
    assert_int_not_equal(other.job, identity.job);
}

static void identity_without_prrte(void **state)
{
    struct mosrun_identity identity;
    char *nothing[] = {NULL};

    (void) state;
    agent_rank_identify(nothing, "here", &identity);
    assert_int_equal(identity.rank, 0);
    assert_string_equal(identity.node, "here");
    assert_int_equal(agent_rank_job(nothing), 0);
    assert_true(agent_rank_has_others(nothing));
}

/* Finds the part of application in command; returns its number of words or -errno. */
static int part_of(const char *const *command, const char *const *application, const char *first)
{
    struct mosrun_part part;
    int rc = agent_rank_part((char *const *) command, (char *const *) application, &part);

    if (rc < 0) {
        return rc;
    }
    if (first != NULL) {
        assert_string_equal(part.words[0], first);
    }
    return part.count;
}

static void part_precedes_the_application(void **state)
{
    const char *const command[] = {"mpirun", "-n", "2", "--mca", "a", "1", "./x", "y", NULL};
    const char *const two[] = {"mpirun", "-n", "1", "./x", ":", "--mca", "b", "2", "./z", NULL};
    const char *const colon[] = {"mpirun", "--np", "1", "./x", ":", "y", NULL};
    const char *const alone[] = {"mpirun", "./x", NULL};

    (void) state;
    assert_int_equal(part_of(command, (const char *[]){"./x", "y", NULL}, "-n"), 5);
    assert_int_equal(part_of(two, (const char *[]){"./x", NULL}, "-n"), 2);
    assert_int_equal(part_of(two, (const char *[]){"./z", NULL}, "--mca"), 3);
    assert_int_equal(part_of(alone, (const char *[]){"./x", NULL}, NULL), 0);
    /* "y" alone is an application as well, for all we know. */
    assert_int_equal(part_of(colon, (const char *[]){"y", NULL}, NULL), 0);
}

static void part_of_another_program(void **state)
{
    const char *const daemon[] = {"prted", "--prtemca", "ess", "env", NULL};
    const char *const nothing[] = {NULL};
    const char *const longer[] = {"x", "a", "b", "c", "d", "e", NULL};

    (void) state;
    assert_int_equal(part_of(daemon, (const char *[]){"./x", NULL}, NULL), -EINVAL);
    assert_int_equal(part_of(nothing, (const char *[]){"./x", NULL}, NULL), -EINVAL);
    assert_int_equal(part_of(daemon, longer, NULL), -EINVAL);
    assert_int_equal(part_of(daemon, nothing, NULL), -EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identity_is_prrtes),
        cmocka_unit_test(identity_without_prrte),
        cmocka_unit_test(part_precedes_the_application),
        cmocka_unit_test(part_of_another_program),
    };

    return RUN_TESTS(tests);
}
