/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The launcher's agent; see host_agent.h.
 */
#include "host_agent.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_file.h"
#include "mosix_program.h"
#include "openmpi_places.h"
#include "params_text.h"

/* What Open MPI takes where nobody says anything. */
#define INITIAL "ssh : rsh"

/* Its names in Open MPI 4 and in the launcher of Open MPI 5, and where those are set. */
static const struct {
    const char *variable;
    const char *key;
    const char *own;  /* a file of the user's, below $HOME */
    const char *file; /* a file of the system's, below the directory of parameter files */
} sources[] = {
    {"OMPI_MCA_plm_rsh_agent", "plm_rsh_agent", ".openmpi/mca-params.conf",
     "openmpi-mca-params.conf"},
    {"PRTE_MCA_plm_ssh_agent", "plm_ssh_agent", ".prte/mca-params.conf", "prte-mca-params.conf"},
};

#define SOURCES (sizeof(sources) / sizeof(sources[0]))

/* Cuts a command into words. Returns whether its program can be run. */
static bool take_command(char *command, struct host_agent *agent)
{
    char *rest = NULL;
    int count = 0;

    for (char *word = strtok_r(command, " \t", &rest);
         word != NULL && count < HOST_AGENT_WORDS_MAX - 4; word = strtok_r(NULL, " \t", &rest)) {
        agent->words[count++] = word;
    }
    agent->words[count] = NULL;
    if (count == 0 || mosix_program_find(agent->words[0], getenv("PATH"), agent->program) < 0) {
        return false;
    }
    agent->words[0] = agent->program;
    /* It shall ask nobody for a password, and not wait for a host that is not there. */
    if (strcmp(strrchr(agent->program, '/') != NULL ? strrchr(agent->program, '/') : "", "/ssh") ==
        0) {
        agent->words[count++] = "-oBatchMode=yes";
        agent->words[count++] = "-oConnectTimeout=5";
        agent->words[count] = NULL;
    }
    return true;
}

int host_agent_read(const char *list, struct host_agent *agent, char *fault, size_t size)
{
    char *rest = agent->text;
    char *command;

    snprintf(agent->text, sizeof(agent->text), "%s", list);
    while ((command = strsep(&rest, ":")) != NULL) {
        command += strspn(command, " \t");
        for (size_t end = strlen(command); end > 0 && command[end - 1] == ' '; end--) {
            command[end - 1] = '\0';
        }
        snprintf(agent->name, sizeof(agent->name), "%s", command);
        if (take_command(command, agent)) {
            return 0;
        }
    }
    snprintf(fault, size,
             "the launcher's agent \"%.200s\"%s%.200s cannot be run; name another with --agent",
             list, agent->origin[0] != '\0' ? " of " : "", agent->origin);
    return -ENOENT;
}

/* The last value of a key in a file of this system. Returns whether it is set there. */
static bool take_from_file(const char *path, const char *key, char *value, size_t size)
{
    struct params_setting setting;
    struct conf_file file;
    bool is_set;

    if (conf_file_open("", path, CONF_FILE_READ, &file) < 0) {
        return false;
    }
    is_set = file.exists && params_text_last(file.text, 0, file.size, key, &setting);
    if (is_set) {
        snprintf(value, size, "%.*s", (int) setting.value_length, setting.value);
    }
    conf_file_close(&file);
    return is_set;
}

static bool take_below(const char *directory, const char *name, const char *key,
                       struct host_agent *agent, char *value, size_t size)
{
    return directory != NULL &&
           snprintf(agent->origin, PATH_MAX, "%s/%s", directory, name) < PATH_MAX &&
           take_from_file(agent->origin, key, value, size);
}

/* What variables and files say. Returns whether one does. */
static bool find_setting(struct host_agent *agent, char *value, size_t size)
{
    struct openmpi_places places;
    bool is_set = false;

    for (size_t i = 0; i < SOURCES; i++) {
        const char *text = getenv(sources[i].variable);

        if (text != NULL) {
            snprintf(value, size, "%s", text);
            snprintf(agent->origin, sizeof(agent->origin), "%s", sources[i].variable);
            return true;
        }
    }
    for (size_t i = 0; !is_set && i < SOURCES; i++) {
        is_set = take_below(getenv("HOME"), sources[i].own, sources[i].key, agent, value, size);
    }
    if (is_set || openmpi_places_find("", &places) < 0) {
        return is_set;
    }
    for (size_t i = 0; !is_set && i < places.count * SOURCES; i++) {
        is_set = take_below(places.list[i / SOURCES].directory, sources[i % SOURCES].file,
                            sources[i % SOURCES].key, agent, value, size);
    }
    openmpi_places_free(&places);
    return is_set;
}

int host_agent_find(const char *given, struct host_agent *agent, char *fault, size_t size)
{
    char value[512];

    memset(agent, 0, sizeof(*agent));
    if (given != NULL) {
        return host_agent_read(given, agent, fault, size);
    }
    if (!find_setting(agent, value, sizeof(value))) {
        agent->origin[0] = '\0';
        snprintf(value, sizeof(value), INITIAL);
    }
    return host_agent_read(value, agent, fault, size);
}
