/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Values in effect, and where they come from; see parameter_list.h.
 */
#include "parameter_list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "params_block.h"
#include "params_text.h"

#define ENVIRONMENT_PREFIX "OMPI_MCA_"

static bool is_ours(const char *key, size_t length)
{
    static const char *const prefixes[] = {"odls_mosix_", "btl_mosix_"};

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        size_t prefix = strlen(prefixes[i]);

        if (length > prefix && memcmp(key, prefixes[i], prefix) == 0) {
            return true;
        }
    }
    return false;
}

static struct parameter *find_or_add(struct parameter_list *parameters, const char *key,
                                     size_t length)
{
    struct parameter *list;

    for (size_t i = 0; i < parameters->count; i++) {
        list = parameters->list;
        if (strlen(list[i].key) == length && memcmp(list[i].key, key, length) == 0) {
            return &list[i];
        }
    }
    list = reallocarray(parameters->list, parameters->count + 1, sizeof(*list));
    if (list == NULL) {
        return NULL;
    }
    parameters->list = list;
    list += parameters->count;
    *list = (struct parameter){.key = strndup(key, length)};
    if (list->key == NULL) {
        return NULL;
    }
    parameters->count++;
    return list;
}

int parameter_list_add_name(struct parameter_list *parameters, const char *key)
{
    return find_or_add(parameters, key, strlen(key)) != NULL ? 0 : -ENOMEM;
}

/* Sets what a source says, unless a stronger source has already set it. */
static int set(struct parameter *parameter, const char *value, size_t length, const char *source,
               int line)
{
    if (parameter == NULL) {
        return -ENOMEM;
    }
    if (parameter->source != NULL) {
        return 0;
    }
    parameter->value = length > 0 ? strndup(value, length) : strdup("");
    parameter->source = strdup(source);
    parameter->line = line;
    return parameter->value != NULL && parameter->source != NULL ? 0 : -ENOMEM;
}

/* The last setting of a key in the file counts; earlier ones are ignored. */
static bool is_last(const char *text, size_t size, const struct params_setting *setting)
{
    struct params_setting last = {0};
    char key[256];

    if (setting->key_length >= sizeof(key)) {
        return false;
    }
    memcpy(key, setting->key, setting->key_length);
    key[setting->key_length] = '\0';
    return params_text_last(text, 0, size, key, &last) && last.offset == setting->offset;
}

/* What our block does to the settings around it. */
static void judge_block(struct parameter *parameter, const char *text,
                        const struct params_block *block, const struct params_setting *setting)
{
    struct params_setting own = {0};

    parameter->is_registered = setting->offset > block->begin && setting->offset < block->end;
    if (parameter->is_registered && params_text_last(text, 0, block->begin, parameter->key, &own)) {
        parameter->hidden_line = own.line;
    }
}

int parameter_list_offer_file(struct parameter_list *parameters, const char *path, const char *text,
                              size_t size)
{
    struct params_block block;
    struct params_setting setting;
    struct params_text walk;
    int rc = 0;

    (void) params_block_find(text, size, &block);
    params_text_start(&walk, text, size);
    while (rc == 0 && params_text_next(&walk, &setting)) {
        struct parameter *parameter;

        if (!is_ours(setting.key, setting.key_length) || !is_last(text, size, &setting)) {
            continue;
        }
        parameter = find_or_add(parameters, setting.key, setting.key_length);
        if (parameter != NULL && parameter->source == NULL) {
            judge_block(parameter, text, &block, &setting);
        }
        rc = set(parameter, setting.value, setting.value_length, path, setting.line);
    }
    return rc;
}

int parameter_list_offer_environment(struct parameter_list *parameters, char *const *environment)
{
    int rc = 0;

    for (; rc == 0 && *environment != NULL; environment++) {
        const char *variable = *environment;
        const char *key = variable + strlen(ENVIRONMENT_PREFIX);
        const char *equals = strchr(variable, '=');
        char *name;

        if (strncmp(variable, ENVIRONMENT_PREFIX, strlen(ENVIRONMENT_PREFIX)) != 0 ||
            equals == NULL || equals < key || !is_ours(key, (size_t) (equals - key))) {
            continue;
        }
        name = strndup(variable, (size_t) (equals - variable));
        rc = name == NULL ? -ENOMEM
                          : set(find_or_add(parameters, key, (size_t) (equals - key)), equals + 1,
                                strlen(equals + 1), name, 0);
        free(name);
    }
    return rc;
}

/* What follows `:param:KEY:FIELD:` in what ompi_info printed, or NULL. */
static const char *field_of(const char *output, const char *key, const char *field)
{
    char label[512];
    const char *found;

    if (snprintf(label, sizeof(label), ":param:%s:%s:", key, field) >= (int) sizeof(label)) {
        return NULL;
    }
    found = strstr(output, label);
    return found != NULL ? found + strlen(label) : NULL;
}

/* ompi_info puts quotes around a value with a colon. */
static char *copy_value(const char *value)
{
    size_t length = strcspn(value, "\n");

    if (length >= 2 && value[0] == '"' && value[length - 1] == '"') {
        value++;
        length -= 2;
    }
    return strndup(value, length);
}

int parameter_list_take_defaults(struct parameter_list *parameters, const char *output)
{
    for (size_t i = 0; i < parameters->count; i++) {
        struct parameter *parameter = &parameters->list[i];
        const char *value = field_of(output, parameter->key, "value");
        const char *source = field_of(output, parameter->key, "source");

        if (parameter->source != NULL || value == NULL || source == NULL ||
            strncmp(source, "default", strlen("default")) != 0) {
            continue;
        }
        parameter->value = copy_value(value);
        if (parameter->value == NULL) {
            return -ENOMEM;
        }
    }
    return 0;
}

int parameter_list_take_default(struct parameter_list *parameters, const char *key,
                                const char *value)
{
    for (size_t i = 0; i < parameters->count; i++) {
        struct parameter *parameter = &parameters->list[i];

        if (strcmp(parameter->key, key) == 0 && parameter->source == NULL &&
            parameter->value == NULL) {
            parameter->value = strdup(value);
            return parameter->value != NULL ? 0 : -ENOMEM;
        }
    }
    return 0;
}

void parameter_list_free(struct parameter_list *parameters)
{
    for (size_t i = 0; i < parameters->count; i++) {
        free(parameters->list[i].key);
        free(parameters->list[i].value);
        free(parameters->list[i].source);
    }
    free(parameters->list);
    memset(parameters, 0, sizeof(*parameters));
}
