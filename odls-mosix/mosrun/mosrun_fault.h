/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is wrong with launch settings: filled in by the checks, and read by the code that tells the
 * user.
 */
#ifndef MOSRUN_FAULT_H
#define MOSRUN_FAULT_H

#include "mosrun_options.h"

/* What is wrong with settings. */
enum mosrun_fault_kind {
    MOSRUN_FAULT_VALUE,         /* option has a value that is not allowed */
    MOSRUN_FAULT_HOST,          /* host, named in option, is unknown */
    MOSRUN_FAULT_CONTRADICTION, /* option and other exclude each other, or option needs other */
    MOSRUN_FAULT_RELEASE /* this release's mosrun lacks the option, or an option in extra_args
                            that means the same as other */
};

#define MOSRUN_HOST_MAX 256

/*
 * reason, of a contradiction and of a missing option, is a constant sentence. other is that option
 * itself unless option is MOSRUN_EXTRA_ARGS.
 */
struct mosrun_fault {
    enum mosrun_fault_kind kind;
    enum mosrun_option_id option;
    enum mosrun_option_id other;
    const char *reason;
    char host[MOSRUN_HOST_MAX];
};

#endif
