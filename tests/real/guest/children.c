/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every way of the C library to start another program. Says "children: ok" when each child did what
 * it should and its status was told.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int wrong(const char *what)
{
    printf("children: wrong: %s\n", what);
    return 1;
}

static int by_fork(void)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        execlp("sh", "sh", "-c", "exit 4", (char *) NULL);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 4;
}

static int by_spawn(void)
{
    char *const arguments[] = {"sh", "-c", "exit 5", NULL};
    int status;
    pid_t child;

    return posix_spawnp(&child, "sh", NULL, NULL, arguments, environ) == 0 &&
           waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 5;
}

static int by_popen(void)
{
    char line[32] = "";
    FILE *pipe = popen("echo from the child; exit 6", "r");
    int status;

    if (pipe == NULL || fgets(line, sizeof(line), pipe) == NULL) {
        return 0;
    }
    status = pclose(pipe);
    return strcmp(line, "from the child\n") == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 6;
}

int main(void)
{
    int status = system("exit 3");

    if (!WIFEXITED(status) || WEXITSTATUS(status) != 3) {
        return wrong("system");
    }
    if (!by_popen()) {
        return wrong("popen");
    }
    if (!by_spawn()) {
        return wrong("posix_spawnp");
    }
    if (!by_fork()) {
        return wrong("fork and exec");
    }
    printf("children: ok\n");
    return 0;
}
