/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MOSIX needs, by version: the last that did without and the first that did not.
 */
#include "test_main.h"

#include "mosix_needs.h"

static void test_kernel(void **state)
{
    (void) state;
    assert_false(mosix_needs_vdso_off("5.10.0-28-amd64"));
    assert_false(mosix_needs_vdso_off("6.0.19"));
    assert_true(mosix_needs_vdso_off("6.1.0-18-amd64"));
    assert_true(mosix_needs_vdso_off("6.12.43+deb13-amd64"));
    assert_true(mosix_needs_vdso_off("10.0"));
    assert_true(mosix_needs_vdso_off(""));
    assert_true(mosix_needs_vdso_off("99999999999999999999.1"));
}

static void test_libc(void **state)
{
    (void) state;
    assert_false(mosix_needs_rseq_off("2.31"));
    assert_false(mosix_needs_rseq_off("2.34"));
    assert_true(mosix_needs_rseq_off("2.35"));
    assert_true(mosix_needs_rseq_off("3.0"));
    assert_true(mosix_needs_rseq_off("unknown"));
    assert_false(mosix_needs_allocator("2.35"));
    assert_true(mosix_needs_allocator("2.36"));
    assert_true(mosix_needs_allocator("2.41.9000"));
    assert_true(mosix_needs_allocator("3.1"));
    assert_true(mosix_needs_allocator("new"));
    assert_true(mosix_needs_allocator(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernel),
        cmocka_unit_test(test_libc),
    };

    return RUN_TESTS(tests);
}
