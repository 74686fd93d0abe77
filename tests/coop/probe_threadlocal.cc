/* SPDX-License-Identifier: BSD-3-Clause */
/* A program with thread-local objects of C++: when they are made, what they hold, when they end.
 * Prints what happened, which must be the same with threads of the kernel. */
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

static std::mutex guard;
static std::vector<std::string> story;

static void tell(const std::string &text)
{
    std::lock_guard<std::mutex> hold(guard);

    story.push_back(text);
}

struct Named {
    std::string name;
    const char *kind;

    explicit Named(const char *what) : name("nobody"), kind(what)
    {
    }
    ~Named();
};

thread_local Named outer("outer");
thread_local Named inner("inner");

Named::~Named()
{
    tell(std::string(kind) + " of " + name + " ends");
    if (std::string(kind) == "outer" && name == "late") {
        /* One that is made by the end of another. */
        static thread_local Named last("last");
        last.name = name;
    }
}

static void nap()
{
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

static void use(const std::string &name)
{
    outer.name = name;
    inner.name = name;
    for (int i = 0; i < 5; i++) {
        nap();
        if (outer.name != name || inner.name != name) {
            tell(name + " sees " + outer.name);
        }
    }
    try {
        throw std::runtime_error(name);
    } catch (const std::exception &error) {
        nap();
        if (name != error.what() || std::uncaught_exceptions() != 0) {
            tell(name + " caught " + error.what());
        }
        try {
            throw;
        } catch (const std::exception &again) {
            nap();
            if (name != again.what()) {
                tell(name + " caught again " + again.what());
            }
        }
    }
}

/* The library's object must end before the library goes. */
static void use_library()
{
    void *library = dlopen("./ending.so", RTLD_NOW);
    auto touch =
        library == nullptr ? nullptr : reinterpret_cast<void (*)(void)>(dlsym(library, "touch"));

    if (touch == nullptr) {
        tell("no library");
        return;
    }
    touch();
    dlclose(library);
    nap();
}

int main(int argc, char **)
{
    outer.name = "main";
    std::thread first(use, "first");
    std::thread second([&first] {
        use("second");
        first.join();
    });
    second.join();
    std::thread(use, "late").join();
    std::thread(use_library).join();
    for (const auto &line : story) {
        std::puts(line.c_str());
    }
    std::fflush(stdout);
    story.clear();
    if (argc > 1) {
        /* The one that calls exit() ends its own objects; ~Named is not told of afterwards. */
        std::thread([] {
            std::atexit([] {
                for (const auto &line : story) {
                    std::puts(line.c_str());
                }
            });
            outer.name = "leaver";
            std::exit(0);
        }).join();
    }
    return 0;
}
