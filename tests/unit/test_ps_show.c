/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How ranks are shown: as a table, as JSON, in pictures of one time and of several, and as lines
 * for another node.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hostfile.h"
#include "ps_history.h"
#include "ps_ranks.h"
#include "ps_show.h"
#include "ps_watch.h"
#include "rank_wire.h"

static struct mosix_peer nodes[] = {
    {.address = 0x0a4d0001,
     .is_here = true,
     .answers = true,
     .accepts = true,
     .load = 3,
     .processors = 2,
     .speed = 10000,
     .free = 100},
    {.address = 0x0a4d0002,
     .answers = true,
     .accepts = true,
     .load = 0,
     .processors = 8,
     .speed = 12000,
     .free = 1000},
};
static struct mosix_cluster cluster = {nodes, 2};

static char *printed(void (*show)(const struct ps_scene *scene, FILE *out))
{
    struct ps_scene scene = {.ranks = ranks};
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    show(&scene, out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void print_hostfile(const struct ps_scene *scene, FILE *out)
{
    (void) scene;
    nodes[1].answers = false;
    assert_int_equal(hostfile_print(&cluster, out), 1);
    nodes[1].answers = true;
}

static void draw(const struct ps_scene *scene, FILE *out)
{
    static struct ps_places places;

    places.count = 0;
    ps_places_update(&places, &cluster, "/nowhere");
    ps_show_svg(scene, &places, out);
}

/* With what another node told, and one that did not. */
static void show_several(const struct ps_scene *scene, FILE *out)
{
    struct ps_silent silent = {"node3", "\"No route\""};
    struct ps_scene several = *scene;

    several.hosts.list.count = 2;
    several.silent = &silent;
    several.silent_count = 1;
    ps_show_table(&several, out);
    ps_show_json(&several, out);
}

static void test_shown(void **state)
{
    char *text;

    (void) state;
    rank_list_free(&ranks);
    put_rank("60160,1", 2, 242);
    put_rank("60160,1", 1, 240);
    strcpy(ranks.list[0].path, "/x/<\"\033>");
    strcpy(ranks.list[0].where, "2");
    assert_int_equal(rank_list_sort(&ranks, "rank"), 0);
    assert_int_equal(rank_list_sort(&ranks, "size"), -EINVAL);
    text = printed(ps_show_table);
    assert_non_null(strstr(text, "\n60160,1     1     240 here"));
    assert_null(strchr(text, '\033'));
    free(text);
    text = printed(ps_show_json);
    assert_non_null(
        strstr(text, "\"pid\": 242, \"program_pid\": 243, \"job\": \"60160,1\", \"rank\": 2"));
    assert_non_null(strstr(text, "\"program\": \"/x/<\\\"\\u001b>\""));
    free(text);
    assert_int_equal(rank_list_sort(&ranks, "where"), 0);
    text = printed(draw);
    assert_non_null(strstr(text, ">here (1) load 3.00<"));
    assert_non_null(strstr(text, ">10.77.0.2 (0) load 0.00<"));
    assert_non_null(strstr(text, ">2 (1)<"));
    assert_non_null(strstr(text, "&#60;&#34;?&#62;"));
    free(text);
    strcpy(ranks.list[0].node, "node2");
    text = printed(show_several);
    assert_non_null(strstr(text, "NODE  JOB "));
    assert_non_null(strstr(text, "\nnode2 60160,1 "));
    assert_non_null(strstr(text, "\"node\": \"node2\""));
    assert_non_null(
        strstr(text, "\"unanswered\": [{\"node\": \"node3\", \"said\": \"\\\"No route\\\"\"}]}"));
    free(text);
    text = printed(print_hostfile);
    assert_string_equal(
        text, "10.77.0.1 slots=2 # speed 10000, this node\n# 10.77.0.2 does not answer\n");
    free(text);
}

/* Ranks that moved between two looks: one area and one line for each place. */
static void test_history(void **state)
{
    struct ps_history history = {.count = 0};
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void) state;
    assert_non_null(out);
    rank_list_free(&ranks);
    put_rank("60160,1", 0, 240);
    put_rank("60160,1", 1, 242);
    ps_places_update(&history.places, &cluster, "/nowhere");
    assert_int_equal(ps_history_add(&history, &ranks, 0), 0);
    strcpy(ranks.list[1].where, "10.77.0.2");
    strcpy(ranks.list[0].where, "moving");
    nodes[0].load = 0.5;
    ps_places_update(&history.places, &cluster, "/nowhere");
    assert_int_equal(ps_history_add(&history, &ranks, 4), 0);
    nodes[0].load = 3;
    assert_int_equal(history.places.count, 3);
    assert_int_equal(history.list[0].ranks[0], 2);
    assert_int_equal(history.list[1].ranks[0], 0);
    assert_int_equal(history.list[1].ranks[1], 1);
    assert_int_equal(history.list[1].ranks[2], 1);
    assert_true(history.list[1].load[0] > 0.4F && history.list[1].load[0] < 0.6F);
    ps_history_svg(&history, out);
    assert_int_equal(fclose(out), 0);
    /* From two of two to none, from left to right, and back along the lower edge. */
    assert_non_null(strstr(text, "points=\"60.0,40.0 780.0,260.0 780.0,260.0 60.0,260.0 \""));
    assert_non_null(strstr(text, "<polyline"));
    assert_non_null(strstr(text, ">moving</text>"));
    assert_non_null(strstr(text, ">4 s</text>"));
    free(text);
    ps_history_free(&history);
}

/* Another node tells of a rank: what was written is what is read, and nothing else is taken. */
static void test_wire(void **state)
{
    static const char *const wrong[] = {"",
                                        "=rank\t1\n",
                                        "=ranks-1 10.77.0.2\n=rank\t1\n",
                                        "=ranks-1 10.77.0.2\n=rank\t-1\t2\t00000\n",
                                        "=ranks-2 x\n",
                                        "=ranks-1 10.77.0.2\n=unreadable -1\n"};
    struct rank_list read = {0};
    struct rank sent = busy;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void) state;
    assert_non_null(out);
    rank_list_free(&ranks);
    sent.number = -1;
    sent.immovable = true;
    sent.lock = RANK_LOCK_UNKNOWN;
    strcpy(sent.path, "/x/a\tb\nc");
    strcpy(sent.why, "young");
    assert_int_equal(rank_list_append(&ranks, &sent), 0);
    put_rank("60160,1", 3, 102);
    fputs("Warning: a key was added\n", out);
    rank_wire_put(&ranks, 0x0a4d0002, out);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(rank_wire_read(text, "node2", &read), 0);
    assert_int_equal(read.count, 2);
    assert_string_equal(read.list[0].node, "node2");
    assert_int_equal(read.list[0].at, 0x0a4d0002);
    assert_string_equal(read.list[0].path, "/x/a?b?c");
    assert_string_equal(read.list[0].why, "young");
    assert_true(read.list[0].immovable && !read.list[0].frozen && read.list[0].cpu > 899);
    assert_int_equal(read.list[0].lock, RANK_LOCK_UNKNOWN);
    assert_int_equal(read.list[0].number, -1);
    assert_int_equal(read.list[1].number, 3);
    assert_int_equal(read.list[1].pid, 102);
    assert_int_equal(read.list[1].memory, busy.memory);
    /* Cut anywhere in its last line, that line is none. */
    text[strlen(text) - strlen("\t\n")] = '\0';
    assert_int_equal(rank_wire_read(text, "node2", &read), -EINVAL);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(rank_wire_read(wrong[i], "node2", &read), -EINVAL);
    }
    /* Of an answer that is not whole nothing is taken. */
    assert_int_equal(read.count, 2);
    assert_int_equal(read.unreadable, 0);
    free(text);
    rank_list_free(&read);
}

static void expect_fit(const char *text, unsigned rows, unsigned columns, const char *expected)
{
    char *fit = NULL;
    size_t size;
    FILE *out = open_memstream(&fit, &size);

    assert_non_null(out);
    ps_watch_fit(text, rows, columns, out);
    fclose(out);
    assert_string_equal(fit, expected);
    free(fit);
}

static void test_fit(void **state)
{
    (void) state;
    expect_fit("", 2, 10, "q: quit");
    expect_fit("one\ntwo\n", 0, 0, "one\ntwo\nq: quit");
    expect_fit("one\ntwo\n", 3, 2, "on\ntw\nq: quit");
    expect_fit("one\ntwo\nthree\n", 2, 80, "one\n\u2026 2 more, q: quit");
    expect_fit("one\n", 1, 80, "\u2026 1 more, q: quit");
    /* A character of several bytes is one column, and is not cut in two. */
    expect_fit("\u00e4\u00e4\u00e4\n", 9, 2, "\u00e4\u00e4\nq: quit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_shown, drop_ranks),
        cmocka_unit_test_teardown(test_history, drop_ranks),
        cmocka_unit_test_teardown(test_wire, drop_ranks),
        cmocka_unit_test(test_fit),
    };

    return RUN_TESTS(tests);
}
