/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of parameter_list: the strongest source of each key.
 */
#include "test_main.h"

#include <string.h>

#include "parameter_list.h"

static const struct parameter *find(const struct parameter_list *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->list[i].key, key) == 0) {
            return &list->list[i];
        }
    }
    return NULL;
}

static void offer(struct parameter_list *list, const char *path, const char *text)
{
    assert_int_equal(parameter_list_offer_file(list, path, text, strlen(text)), 0);
}

static void expect(const struct parameter_list *list, const char *key, const char *value,
                   const char *source, int line)
{
    const struct parameter *parameter = find(list, key);

    assert_non_null(parameter);
    assert_string_equal(parameter->value, value);
    assert_string_equal(parameter->source, source);
    assert_int_equal(parameter->line, line);
}

static void test_names(void **state)
{
    struct parameter_list list = {0};

    (void) state;
    assert_int_equal(parameter_list_add_name(&list, "odls_mosix_enable"), 0);
    assert_int_equal(parameter_list_add_name(&list, "btl_mosix_max_open"), 0);
    assert_int_equal(parameter_list_add_name(&list, "odls_mosix_enable"), 0);
    assert_int_equal(list.count, 2);
    assert_non_null(find(&list, "odls_mosix_enable"));
    assert_non_null(find(&list, "btl_mosix_max_open"));
    assert_null(list.list[0].source);
    parameter_list_free(&list);
}

static void test_strongest_first(void **state)
{
    char variable[] = "OMPI_MCA_odls_mosix_enable=never";
    char foreign[] = "OMPI_MCA_btl=self";
    char nothing[] = "OMPI_MCA_odls_mosix_verbose";
    char *environment[] = {foreign, nothing, variable, NULL};
    struct parameter_list list = {0};

    (void) state;
    offer(&list, "/override", "odls_mosix_job_id = 7\n");
    assert_int_equal(parameter_list_offer_environment(&list, environment), 0);
    offer(&list, "/file",
          "odls_mosix_enable = auto\nodls_mosix_job_id = 8\n"
          "btl_mosix_max_open = 1\nbtl_mosix_max_open = 2\n");
    assert_int_equal(list.count, 3);
    expect(&list, "odls_mosix_job_id", "7", "/override", 1);
    expect(&list, "odls_mosix_enable", "never", "OMPI_MCA_odls_mosix_enable", 0);
    expect(&list, "btl_mosix_max_open", "2", "/file", 4);
    parameter_list_free(&list);
}

static void test_defaults(void **state)
{
    struct parameter_list list = {0};

    (void) state;
    offer(&list, "/file", "odls_mosix_verbose = 1\n");
    assert_int_equal(parameter_list_add_name(&list, "odls_mosix_enable"), 0);
    assert_int_equal(parameter_list_add_name(&list, "odls_mosix_address_files"), 0);
    assert_int_equal(parameter_list_add_name(&list, "odls_mosix_job_id"), 0);
    assert_int_equal(parameter_list_take_defaults(
                         &list, "mca:odls:mosix:param:odls_mosix_enable:value:auto\n"
                                "mca:odls:mosix:param:odls_mosix_enable:source:default\n"
                                "mca:odls:mosix:param:odls_mosix_verbose:value:0\n"
                                "mca:odls:mosix:param:odls_mosix_verbose:source:default\n"
                                "mca:odls:mosix:param:odls_mosix_address_files:value:\"/a:/b\"\n"
                                "mca:odls:mosix:param:odls_mosix_address_files:source:default\n"
                                "mca:odls:mosix:param:odls_mosix_job_id:value:3\n"
                                "mca:odls:mosix:param:odls_mosix_job_id:source:environment\n"),
                     0);
    assert_string_equal(find(&list, "odls_mosix_enable")->value, "auto");
    assert_string_equal(find(&list, "odls_mosix_address_files")->value, "/a:/b");
    assert_null(find(&list, "odls_mosix_job_id")->value);
    expect(&list, "odls_mosix_verbose", "1", "/file", 1);
    parameter_list_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_strongest_first),
        cmocka_unit_test(test_defaults),
    };

    return RUN_TESTS(tests);
}
