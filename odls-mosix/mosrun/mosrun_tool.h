/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Programs that are started around a rank and cannot work under mosrun, because they need what
 * MOSIX forbids: debuggers, tracers, programs that choose processors. Libc only.
 */
#ifndef MOSRUN_TOOL_H
#define MOSRUN_TOOL_H

/* What such a tool is for, which decides what its user can do instead. */
enum mosrun_tool_kind {
    MOSRUN_TOOL_DEBUGGER, /* looks into another process */
    MOSRUN_TOOL_PROFILER, /* measures one */
    MOSRUN_TOOL_PLACER,   /* chooses processors, memory or priority */
    MOSRUN_TOOL_CONTAINER /* gives a process another root or namespace */
};

/*
 * name   as it is called in a shell
 * needs  what MOSIX forbids it, as a noun
 */
struct mosrun_tool {
    const char *name;
    enum mosrun_tool_kind kind;
    const char *needs;
};

/*
 * The first such tool that a command starts with: the program itself, also with a version in its
 * name, or what env, nice, timeout, a terminal and the like, or "sh -c", start. NULL if there is
 * none. argv ends with NULL, and may be NULL.
 */
const struct mosrun_tool *mosrun_tool_find(char *const *argv);

/* One sentence: what to do. */
const char *mosrun_tool_remedy(const struct mosrun_tool *tool);

#endif
