/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which hosts are asked, by which agent, and that they are asked at once. The agent is a shell
 * script, and no other host is touched.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "host_ask.h"

static char fault[512];

static void test_hostfile(void **state)
{
    static const char *const wrong[] = {
        "",      "# nothing\n", "-oProxyCommand=x\n", "a;b\n",
        "a'b\n", "$(x)\n",      "^node1\n",           "a\n\n b\n c d\n /x\n"};
    struct host_list hosts;
    char name[256] = "";
    char text[512];

    (void) state;
    assert_int_equal(gethostname(name, sizeof(name) - 1), 0);
    snprintf(text, sizeof(text),
             "# hosts\nnode1 slots=4 max_slots=8\n\tme@node2.x\r\n^node3\nnode1\n10.77.0.9 # far\n"
             "127.0.0.1\n%s slots=2",
             name);
    assert_int_equal(host_list_read(text, &hosts, fault, sizeof(fault)), 0);
    assert_int_equal(hosts.count, 5);
    assert_string_equal(hosts.list[0].name, "node1");
    assert_string_equal(hosts.list[1].name, "me@node2.x");
    assert_string_equal(hosts.list[2].name, "10.77.0.9");
    assert_false(hosts.list[1].is_here || hosts.list[2].is_here);
    assert_true(hosts.list[3].is_here && hosts.list[4].is_here);
    host_list_free(&hosts);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        fault[0] = '\0';
        assert_int_equal(host_list_read(wrong[i], &hosts, fault, sizeof(fault)), -EINVAL);
        assert_true(fault[0] != '\0');
        assert_null(hosts.list);
    }
    assert_int_equal(host_list_read_file("/no/such/file", &hosts, fault, sizeof(fault)), -ENOENT);
    assert_non_null(strstr(fault, "--hostfile /no/such/file: No such file"));
    assert_true(host_list_read_file("/", &hosts, fault, sizeof(fault)) < 0);
}

static void test_many(void **state)
{
    char *text = calloc(HOSTS_MAX + 2, 16);
    struct host_list hosts;
    size_t used = 0;

    (void) state;
    assert_non_null(text);
    for (int i = 0; i <= HOSTS_MAX; i++) {
        used += (size_t) sprintf(text + used, "n%d\n", i);
    }
    assert_int_equal(host_list_read(text, &hosts, fault, sizeof(fault)), -E2BIG);
    free(text);
}

static void test_agent(void **state)
{
    static struct host_agent agent;

    (void) state;
    assert_int_equal(host_agent_find("/bin/sh  -x script", &agent, fault, sizeof(fault)), 0);
    assert_string_equal(agent.words[0], "/bin/sh");
    assert_string_equal(agent.words[2], "script");
    assert_null(agent.words[3]);
    assert_string_equal(agent.name, "/bin/sh  -x script");
    assert_int_equal(host_agent_find("/no/ssh -x : sh -e", &agent, fault, sizeof(fault)), 0);
    assert_string_equal(agent.words[1], "-e");
    assert_int_equal(host_agent_find("/no/such", &agent, fault, sizeof(fault)), -ENOENT);
    assert_non_null(strstr(fault, "\"/no/such\" cannot be run; name another with --agent"));
    assert_int_equal(host_agent_find("", &agent, fault, sizeof(fault)), -ENOENT);
    assert_int_equal(setenv("OMPI_MCA_plm_rsh_agent", "/bin/sh one two", 1), 0);
    assert_int_equal(host_agent_find(NULL, &agent, fault, sizeof(fault)), 0);
    assert_string_equal(agent.words[2], "two");
    assert_string_equal(agent.origin, "OMPI_MCA_plm_rsh_agent");
    assert_int_equal(unsetenv("OMPI_MCA_plm_rsh_agent"), 0);
}

static void test_ask(void **state)
{
    static struct hosts hosts = {.limit = 20000};
    char script[] = "/tmp/test_hosts.XXXXXX";
    char command[64];
    char value[64];
    struct host_answer *answers;
    FILE *file = fdopen(mkstemp(script), "w");
    struct timespec before;
    struct timespec after;

    (void) state;
    assert_non_null(file);
    fputs("[ \"$1\" != lost ] || { echo No route >&2; exit 255; }\nexport HOST=$1\nexec sh -c "
          "\"$2\"\n",
          file);
    assert_int_equal(fclose(file), 0);
    snprintf(command, sizeof(command), "/bin/sh %s", script);
    assert_int_equal(
        host_list_read("a\nb\nc\nlost\nlocalhost\n", &hosts.list, fault, sizeof(fault)), 0);
    assert_int_equal(host_agent_find(command, &hosts.agent, fault, sizeof(fault)), 0);
    assert_int_equal(unsetenv("HOST"), 0);
    clock_gettime(CLOCK_MONOTONIC, &before);
    answers = hosts_ask(&hosts, "echo =host \"${HOST:-none}\"; echo =end; sleep 0.4");
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_non_null(answers);
    /* One after the other they would take 1.6 s. */
    assert_true(after.tv_sec - before.tv_sec + (after.tv_nsec - before.tv_nsec) / 1e9 < 1.4);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(answers[i].rc, 0);
        assert_true(host_answer_find(&answers[i], "host", value, sizeof(value)));
        assert_string_equal(value, hosts.list.list[i].name);
        assert_true(host_answer_find(&answers[i], "end", value, sizeof(value)));
        assert_false(host_answer_find(&answers[i], "hos", value, sizeof(value)));
        assert_true(answers[i].ended - answers[i].began > 0.3);
    }
    assert_int_equal(answers[3].rc, 255);
    assert_string_equal(answers[3].output, "No route\n");
    assert_true(host_answer_find(&answers[4], "host", value, sizeof(value)));
    assert_string_equal(value, "none");
    host_answers_free(answers, hosts.list.count);

    hosts.limit = 100;
    answers = hosts_ask(&hosts, "echo =begun yes; sleep 2; echo =end yes");
    assert_non_null(answers);
    assert_true(answers[0].rc < 0);
    assert_true(host_answer_find(&answers[0], "begun", value, sizeof(value)));
    assert_false(host_answer_find(&answers[0], "end", value, sizeof(value)));
    host_answers_free(answers, hosts.list.count);
    hosts_free(&hosts);
    assert_int_equal(unlink(script), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostfile),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_agent),
        cmocka_unit_test(test_ask),
    };

    return RUN_TESTS(tests);
}
