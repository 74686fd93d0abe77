/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the files of firewalld; see doctor_firewalld.h. Their XML is simple: elements with
 * attributes, and no text.
 */
#include "doctor_firewalld.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "root_glob.h"

#define OWN "/etc/firewalld/"
#define SHIPPED "/usr/lib/firewalld/"
#define NAME_SIZE 64

/* From "<" to ">". */
struct tag {
    char text[512];
};

/* Takes the next element's beginning or end from *at; comments are left out. Returns false at the
 * end of the text. */
static bool next_tag(const char **at, struct tag *tag)
{
    while ((*at = strchr(*at, '<')) != NULL) {
        const char *from = *at;

        if (strncmp(from, "<!--", 4) == 0) {
            *at = strstr(from, "-->");
            if (*at == NULL) {
                return false;
            }
            continue;
        }
        snprintf(tag->text, sizeof(tag->text), "%.*s", (int) strcspn(from, ">"), from);
        *at = from + 1;
        return true;
    }
    return false;
}

/* Whether it is "<name" or "</name". */
static bool is_tag(const struct tag *tag, const char *name)
{
    size_t length = strlen(name);

    return strncmp(tag->text, name, length) == 0 && strchr(" \t\r\n/", tag->text[length]) != NULL;
}

/* Copies the value of an attribute; "" where it has none. */
static const char *attribute(const struct tag *tag, const char *name, char value[NAME_SIZE])
{
    char wanted[NAME_SIZE];
    const char *at;

    value[0] = '\0';
    for (int i = 0; i < 2; i++) {
        snprintf(wanted, sizeof(wanted), " %s=%c", name, "\"'"[i]);
        at = strstr(tag->text, wanted);
        if (at != NULL) {
            at += strlen(wanted);
            snprintf(value, NAME_SIZE, "%.*s", (int) strcspn(at, "\"'"), at);
        }
    }
    return value;
}

/* Whether <port> or <protocol> is about the packet. */
static bool is_about(const struct tag *tag, const struct firewall_packet *packet)
{
    char protocol[NAME_SIZE];
    char port[NAME_SIZE];

    if (is_tag(tag, "<protocol")) {
        return strcmp(attribute(tag, "value", protocol), packet->protocol) == 0;
    }
    return is_tag(tag, "<port") &&
           strcmp(attribute(tag, "protocol", protocol), packet->protocol) == 0 &&
           (attribute(tag, "port", port)[0] == '\0' || firewall_port_in(port, packet->port));
}

/* Opens a file of that kind, "zones" or "services": the administrator's own, or the shipped one. */
static bool open_named(const struct doctor_view *view, const char *kind, const char *name,
                       struct conf_file *file)
{
    static const char *const places[] = {OWN, SHIPPED};
    char path[PATH_MAX];

    for (size_t i = 0; name[0] != '\0' && strchr(name, '/') == NULL && i < 2; i++) {
        snprintf(path, sizeof(path), "%s%s/%s.xml", places[i], kind, name);
        if (doctor_view_open(view, path, file) == 0) {
            return true;
        }
    }
    return false;
}

static bool service_is_about(const struct doctor_view *view, const struct tag *tag,
                             const struct firewall_packet *packet)
{
    char name[NAME_SIZE];
    struct conf_file file;
    struct tag inner;
    const char *at;
    bool is = false;

    if (!open_named(view, "services", attribute(tag, "name", name), &file)) {
        return false;
    }
    at = file.text;
    while (!is && next_tag(&at, &inner)) {
        is = is_about(&inner, packet);
    }
    conf_file_close(&file);
    return is;
}

/* What is read of a rich rule until its end. */
struct rich {
    bool is_inside;
    bool accepts;
    bool is_other; /* it is about something else */
};

/* Returns whether the rule, at its end, lets the packet in, or some of its kind. */
static bool take_rich(const struct tag *tag, bool is_ours, struct rich *rich)
{
    bool names_target = is_tag(tag, "<port") || is_tag(tag, "<service") ||
                        is_tag(tag, "<protocol") || is_tag(tag, "<icmp-type");

    rich->accepts = rich->accepts || is_tag(tag, "<accept");
    rich->is_other = rich->is_other || (names_target && !is_ours);
    if (!is_tag(tag, "</rule")) {
        return false;
    }
    rich->is_inside = false;
    return rich->accepts && !rich->is_other;
}

static enum firewall_verdict judge_zone(const struct doctor_view *view, const char *text,
                                        const struct firewall_packet *packet)
{
    enum firewall_verdict verdict = FIREWALL_BLOCKED;
    struct rich rich = {.is_inside = false};
    char target[NAME_SIZE];
    struct tag tag;

    while (verdict != FIREWALL_OPEN && next_tag(&text, &tag)) {
        bool is_ours = is_about(&tag, packet) ||
                       (is_tag(&tag, "<service") && service_is_about(view, &tag, packet));

        if (is_tag(&tag, "<rule")) {
            rich = (struct rich){.is_inside = true};
        } else if (rich.is_inside) {
            verdict = take_rich(&tag, is_ours, &rich) ? FIREWALL_UNSURE : verdict;
        } else if (is_ours || (is_tag(&tag, "<zone") &&
                               strcmp(attribute(&tag, "target", target), "ACCEPT") == 0)) {
            verdict = FIREWALL_OPEN;
        }
    }
    return verdict;
}

/* A search for a zone of some interface or address that lets the packet in. */
struct search {
    const struct doctor_view *view;
    const struct firewall_packet *packet;
    bool is_found;
};

static void look_at_zone(void *context, const char *path)
{
    struct search *search = context;
    struct conf_file file;

    if (doctor_view_open(search->view, path, &file) < 0) {
        return;
    }
    if (strstr(file.text, "<interface ") != NULL || strstr(file.text, "<source ") != NULL) {
        search->is_found = search->is_found ||
                           judge_zone(search->view, file.text, search->packet) != FIREWALL_BLOCKED;
    }
    conf_file_close(&file);
}

static void read_default_zone(const struct doctor_view *view, char name[NAME_SIZE])
{
    static const char key[] = "DefaultZone=";
    struct conf_file file;

    snprintf(name, NAME_SIZE, "public");
    if (doctor_view_open(view, OWN "firewalld.conf", &file) < 0) {
        return;
    }
    for (const char *line = file.text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, strlen(key)) == 0) {
            line += strlen(key);
            snprintf(name, NAME_SIZE, "%.*s", (int) strcspn(line, " \t\r\n"), line);
        }
    }
    conf_file_close(&file);
}

enum firewall_verdict doctor_firewalld_judge(const struct doctor_view *view,
                                             const struct firewall_packet *packet)
{
    struct search search = {.view = view, .packet = packet};
    enum firewall_verdict verdict;
    char name[NAME_SIZE];
    struct conf_file file;

    if (!node_system_exists(&view->system,
                            "/etc/systemd/system/multi-user.target.wants/firewalld.service")) {
        return FIREWALL_NONE;
    }
    read_default_zone(view, name);
    if (!open_named(view, "zones", name, &file)) {
        return FIREWALL_UNSURE;
    }
    verdict = judge_zone(view, file.text, packet);
    conf_file_close(&file);
    if (verdict == FIREWALL_BLOCKED) {
        root_glob(view->system.root, OWN "zones/*.xml", look_at_zone, &search);
        verdict = search.is_found ? FIREWALL_UNSURE : verdict;
    }
    return verdict;
}
