/* SPDX-License-Identifier: BSD-3-Clause */
/* A library with a thread-local object, for probe_threadlocal.cc. */
#include <cstdio>

struct Ending {
    int value = 1;
    ~Ending()
    {
        std::printf("the library's object ends with %d\n", value);
    }
};

static thread_local Ending ending;

extern "C" void touch()
{
    ending.value++;
}
