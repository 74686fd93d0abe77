/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks as JSON; see ps_show.h.
 */
#include "ps_show.h"

#include <unistd.h>

#include "json_text.h"

/* What is not known is null. */
static void put_text(const char *name, const char *text, FILE *out)
{
    fprintf(out, ", \"%s\": ", name);
    json_put_string(text[0] != '\0' ? text : NULL, out);
}

static void put_number(const char *name, long long number, FILE *out)
{
    if (number < 0) {
        fprintf(out, ", \"%s\": null", name);
    } else {
        fprintf(out, ", \"%s\": %lld", name, number);
    }
}

static void put_bool(const char *name, bool is, FILE *out)
{
    fprintf(out, ", \"%s\": %s", name, is ? "true" : "false");
}

static void put_rank(const struct rank *rank, FILE *out)
{
    const char state[] = {rank->state, '\0'};

    fprintf(out, "{\"pid\": %ld", (long) rank->pid);
    if (rank->node[0] != '\0') {
        put_text("node", rank->node, out);
    }
    put_number("program_pid", rank->program, out);
    put_text("job", rank->job, out);
    put_number("rank", rank->number, out);
    put_number("size", rank->size, out);
    put_bool("child", rank->is_child, out);
    put_text("where", rank->where, out);
    put_text("home", rank->home, out);
    put_number("moves", rank->moves, out);
    put_bool("frozen", rank->frozen, out);
    if (rank->lock == RANK_LOCK_UNKNOWN) {
        fputs(", \"locked\": null", out);
    } else {
        put_bool("locked", rank->lock == RANK_LOCKED, out);
    }
    put_number("memory_kb", rank->memory, out);
    fprintf(out, ", \"cpu_seconds\": %.2f", rank->cpu);
    put_number("age_seconds", (long long) rank->age, out);
    put_text("state", state, out);
    put_bool("position_independent", !rank->immovable, out);
    put_text("program", rank->path, out);
    put_text("why", rank->why, out);
    fputc('}', out);
}

/* The hosts that did not tell, where some were asked. */
static void put_silent(const struct ps_scene *scene, FILE *out)
{
    fputs(",\n\"unanswered\": [", out);
    for (size_t i = 0; i < scene->silent_count; i++) {
        fputs(i > 0 ? ", {" : "{", out);
        json_put_member("node", scene->silent[i].name, ", ", out);
        json_put_member("said", scene->silent[i].said, "}", out);
    }
    fputc(']', out);
}

void ps_show_json(const struct ps_scene *scene, FILE *out)
{
    const struct rank_list *ranks = &scene->ranks;
    char host[256] = "";

    (void) gethostname(host, sizeof(host) - 1);
    fputs("{\"version\": ", out);
    json_put_string(PACKAGE_VERSION, out);
    put_text("host", host, out);
    fputs(", \"ranks\": [", out);
    for (size_t i = 0; i < ranks->count; i++) {
        fputs(i > 0 ? ",\n  " : "\n  ", out);
        put_rank(&ranks->list[i], out);
    }
    fputc(']', out);
    if (ranks->doubt[0] != '\0') {
        put_text("doubt", ranks->doubt, out);
    }
    if (scene->hosts.list.count > 0) {
        put_silent(scene, out);
    }
    fputs("}\n", out);
}
