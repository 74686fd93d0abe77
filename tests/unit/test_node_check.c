/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checks of a node, on roots and lists of processes that are made up: each says ok where all is
 * right, and names what is wrong otherwise.
 */
#include "test_main.h"

#include <elf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "made_up_root.h"
#include "node_check.h"
#include "node_process.h"

static char work[PATH_MAX];
static struct node_system made_up;
static struct node_finding findings[NODE_CHECKS_MAX];

static void put(const char *name, const char *text, mode_t mode)
{
    made_up_file(work, name, text, mode);
}

static void drop(const char *name)
{
    char path[2 * PATH_MAX];

    snprintf(path, sizeof(path), "%s/%s", work, name);
    assert_int_equal(unlink(path), 0);
}

/* A root of Debian 12 with MOSIX, in which nothing is wrong. */
static int make_root(void **state)
{
    static const char *const plain[] = {"mosenv",     "mosctl",     "mossetpe",  "mosd",
                                        "mosixd",     "mosremoted", "mosps",     "ifconfig",
                                        "mospostald", "moskillall", "mosmigrate"};

    (void) state;
    snprintf(work, sizeof(work), "/tmp/test-node-check.XXXXXX");
    if (mkdtemp(work) == NULL) {
        return -1;
    }
    memset(&made_up, 0, sizeof(made_up));
    made_up.root = work;
    strcpy(made_up.path, "/bin");
    strcpy(made_up.machine, "x86_64");
    strcpy(made_up.kernel, "6.1.0-18-amd64");
    strcpy(made_up.libc, "2.36");
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        char name[64];

        snprintf(name, sizeof(name), "bin/%s", plain[i]);
        put(name, "", 04755);
    }
    put("bin/mosrun", "", 04755);
    put("bin/mosbestnode", "", 04755);
    put("bin/update-grub", "", 0755);
    put("etc/mosix/mosix.map", "# cluster\n10.0.0.1 4\n", 0644);
    put("etc/mosix/secret", "key\n", 0600);
    put("etc/default/grub", "GRUB_CMDLINE_LINUX=\"quiet vdso=0\"\n", 0644);
    put("etc/systemd/system/mosix.service",
        "[Service]\nEnvironment=GLIBC_TUNABLES=glibc.pthread.rseq=0\n", 0644);
    made_up_library(work, "usr/lib64/libtcmalloc_minimal.so.4", EM_X86_64, 120);
    return 0;
}

static int remove_root(void **state)
{
    char command[2 * PATH_MAX];

    (void) state;
    snprintf(command, sizeof(command), "rm -rf %s", work);
    return system(command);
}

static const struct node_finding *find(const char *check)
{
    size_t count = node_check_all(&made_up, findings);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(findings[i].check, check) == 0) {
            return &findings[i];
        }
    }
    fail_msg("there is no check %s", check);
    return NULL;
}

/* That check has this level, and its line holds this text. */
static void expect(const char *check, enum node_level level, const char *text)
{
    const struct node_finding *finding = find(check);

    if (finding->level != level ||
        (strstr(finding->what, text) == NULL && strstr(finding->evidence, text) == NULL &&
         strstr(finding->remedy, text) == NULL)) {
        fail_msg("%s: level %d, \"%s\" (%s) %s", check, finding->level, finding->what,
                 finding->evidence, finding->remedy);
    }
    assert_true(level == NODE_ERROR ? finding->remedy[0] != '\0' : finding->what[0] != '\0');
}

static void test_all_right(void **state)
{
    size_t count = node_check_all(&made_up, findings);

    (void) state;
    if (geteuid() != 0) {
        SKIP_BECAUSE("nothing that this user makes belongs to root");
    }
    assert_int_equal(count, 9);
    for (size_t i = 0; i < count; i++) {
        if (findings[i].level != NODE_OK) {
            fail_msg("%s: %s", findings[i].check, findings[i].what);
        }
    }
}

static void test_programs(void **state)
{
    (void) state;
    drop("bin/mosctl");
    expect("programs", NODE_WARNING, "mosctl");
    drop("bin/mosixd");
    drop("bin/mossetpe");
    expect("programs", NODE_ERROR, "mossetpe, mosixd");
    put("bin/mosps", "", 0755);
    expect("setuid", NODE_ERROR, "/bin/mosps");
    drop("bin/mosrun");
    expect("setuid", NODE_UNKNOWN, "mosrun is not installed");
    strcpy(made_up.machine, "aarch64");
    expect("machine", NODE_ERROR, "aarch64");
}

static void test_configuration(void **state)
{
    (void) state;
    put("etc/mosix/mosix.map", "\n  # nothing\n\n", 0644);
    expect("map", NODE_ERROR, "lists no node");
    drop("etc/mosix/mosix.map");
    expect("map", NODE_ERROR, "does not exist");
    put("etc/mosix/secret", "key\n", 0640);
    expect("secret", NODE_ERROR, "mode 640");
    put("etc/mosix/secret", "", 0600);
    expect("secret", NODE_ERROR, "empty");
    drop("etc/mosix/secret");
    expect("secret", NODE_ERROR, "does not exist");
    drop("bin/ifconfig");
    expect("interface", NODE_ERROR, "net-tools");
    put("etc/mosix/mosip", "node1\n", 0644);
    expect("interface", NODE_ERROR, "does not hold an IPv4 address");
    put("etc/mosix/mosip", "10.0.0.1\n", 0644);
    expect("interface", NODE_OK, "mosip");
}

static void test_kernel_in_root(void **state)
{
    (void) state;
    put("etc/default/grub", "# vdso=0\nGRUB_CMDLINE_LINUX=\"novdso=0 vdso=01\"\n", 0644);
    expect("kernel", NODE_ERROR, "vdso=0");
    put("etc/default/grub.d/site.cfg", "GRUB_CMDLINE_LINUX=vdso=0\n", 0644);
    expect("kernel", NODE_OK, "site.cfg");
    drop("etc/default/grub.d/site.cfg");
    strcpy(made_up.kernel, "5.10.0");
    expect("kernel", NODE_OK, "5.10.0");
    strcpy(made_up.kernel, "");
    expect("kernel", NODE_UNKNOWN, "no kernel");
}

static void test_libraries_in_root(void **state)
{
    (void) state;
    drop("usr/lib64/libtcmalloc_minimal.so.4");
    expect("allocator", NODE_ERROR, "libjemalloc2");
    made_up_library(work, "usr/lib/libjemalloc.so.2", EM_386, 120);
    expect("allocator", NODE_ERROR, "libjemalloc2");
    made_up_library(work, "usr/local/lib/libjemalloc.so.2", EM_X86_64, 121);
    expect("allocator", NODE_ERROR, "libjemalloc2");
    made_up_library(work, "usr/local/lib/libjemalloc.so.2", EM_X86_64, 120);
    expect("allocator", NODE_OK, "/usr/local/lib/libjemalloc.so.2");
    drop("usr/local/lib/libjemalloc.so.2");
    put("etc/systemd/system/mosix.service", "[Service]\n", 0644);
    expect("rseq", NODE_ERROR, "mosix.service");
    put("etc/systemd/system/mosix.service.d/site.conf",
        "[Service]\nEnvironment=\"GLIBC_TUNABLES=glibc.pthread.rseq=0:glibc.malloc.check=1\"\n",
        0644);
    expect("rseq", NODE_OK, "site.conf");
    strcpy(made_up.libc, "2.31");
    expect("allocator", NODE_OK, "2.31");
    expect("rseq", NODE_OK, "2.31");
    strcpy(made_up.libc, "");
    expect("rseq", NODE_UNKNOWN, "no glibc");
}

/* Environments hold zeroes, which put() cannot write. */
static void put_environment(const char *first, const char *second)
{
    char path[2 * PATH_MAX];
    FILE *file;

    put("proc/7/environ", "", 0600);
    snprintf(path, sizeof(path), "%s/proc/7/environ", work);
    file = fopen(path, "w");
    assert_non_null(file);
    fwrite(first, 1, strlen(first) + 1, file);
    fwrite(second, 1, strlen(second) + 1, file);
    assert_int_equal(fclose(file), 0);
}

/* A running system: its processes are made up, its programs are scripts. */
static void make_running(char proc[PATH_MAX])
{
    snprintf(proc, PATH_MAX, "%.1000s/proc", work);
    snprintf(made_up.path, sizeof(made_up.path), "%.1000s/bin", work);
    made_up.root = "";
    made_up.proc = proc;
    put("proc/cmdline", "quiet vdso=0\n", 0444);
    put("proc/7/comm", "mosd\n", 0444);
    put("proc/8/comm", "mosixd\n", 0444);
    put("proc/9/comm", "mosremoted\n", 0444);
    put("proc/10/comm", "mospostald\n", 0444);
    put("proc/self/comm", "x\n", 0444);
    put("bin/mossetpe", "#!/bin/sh\necho 'This MOSIX node is: 10.77.0.1 (node1)'\n", 0755);
    put("bin/mosrun", "#!/bin/sh\nexit 0\n", 04755);
    put_environment("GLIBC_TUNABLES=glibc.pthread.rseq=0", "A=b");
}

static void test_running(void **state)
{
    static const char *const checks[] = {"kernel", "daemons", "rseq", "address", "start"};
    char proc[PATH_MAX];

    (void) state;
    if (geteuid() != 0) {
        SKIP_BECAUSE("daemons belong to root");
    }
    make_running(proc);
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        expect(checks[i], NODE_OK, "");
    }
    expect("address", NODE_OK, "10.77.0.1");
    put_environment("A=glibc.pthread.rseq=0", "GLIBC_TUNABLES=glibc.pthread.rseq=1");
    expect("rseq", NODE_ERROR, "migration to this node hangs");
    drop("proc/7/environ");
    expect("rseq", NODE_UNKNOWN, "cannot be read");
    drop("proc/10/comm");
    expect("daemons", NODE_ERROR, "mospostald");
    drop("proc/7/comm");
    expect("daemons", NODE_ERROR, "no mosd");
    put("proc/7/comm", "mosd2\n", 0444);
    expect("daemons", NODE_ERROR, "mospostald");
    put("proc/cmdline", "quiet\n", 0444);
    expect("kernel", NODE_ERROR, "Error #96");
    expect("kernel", NODE_ERROR, "Run `openmpi-mosix node setup --yes`, then reboot");
    drop("bin/mosd");
    expect("kernel", NODE_ERROR, "Install MOSIX, then run `openmpi-mosix node setup --yes`");
    put("bin/mossetpe", "#!/bin/sh\necho 'MOSIX cluster is currently not configured!'\n", 0755);
    expect("address", NODE_ERROR, "currently not configured");
    put("bin/mosrun", "#!/bin/sh\necho 'MOSRUN: Error #96' >&2; exit 1\n", 04755);
    expect("start", NODE_ERROR, "then reboot");
}

/* A daemon's name proves nothing when the process is not root's. */
static void test_pretender(void **state)
{
    char proc[PATH_MAX];
    char path[2 * PATH_MAX];

    (void) state;
    if (geteuid() != 0) {
        SKIP_BECAUSE("only root may give a file away");
    }
    make_running(proc);
    snprintf(path, sizeof(path), "%s/proc/7/comm", work);
    assert_int_equal(chown(path, 1234, 1234), 0);
    expect("daemons", NODE_ERROR, "no mosd");
}

/* A process that was really started, whose C library may have changed its environment. */
static void test_tunables(void **state)
{
    static const struct {
        const char *value;
        int result;
    } cases[] = {{"glibc.pthread.rseq=0", 1},
                 {"glibc.malloc.check=0:glibc.pthread.rseq=0", 1},
                 {"glibc.pthread.rseq=0:glibc.malloc.check=0", 1},
                 {"glibc.pthread.rseq=0:glibc.pthread.rseq=1", 0},
                 {"glibc.malloc.check=0", 0}};

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int ready[2];
        pid_t pid;
        char byte;

        assert_int_equal(pipe(ready), 0);
        pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            (void) dup2(ready[1], 1);
            (void) setenv("GLIBC_TUNABLES", cases[i].value, 1);
            (void) execl("/bin/sh", "sh", "-c", "echo; kill -STOP $$", (char *) NULL);
            _exit(127);
        }
        assert_int_equal(read(ready[0], &byte, 1), 1);
        assert_int_equal(node_process_has_tunable("/proc", pid, "glibc.pthread.rseq=0"),
                         cases[i].result);
        (void) kill(pid, SIGKILL);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        close(ready[0]);
        close(ready[1]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_all_right),      TEST(test_programs),          TEST(test_configuration),
        TEST(test_kernel_in_root), TEST(test_libraries_in_root), TEST(test_running),
        TEST(test_pretender),      TEST(test_tunables),
    };

    return RUN_TESTS(tests);
}
