/* SPDX-License-Identifier: BSD-3-Clause */
/* How the C++ library waits: futures, latches, barriers, semaphores, atomics that wait, call_once,
 * variables that are initialised once. Compiled by the test that runs it. */
#include <atomic>
#include <barrier>
#include <chrono>
#include <future>
#include <iostream>
#include <latch>
#include <mutex>
#include <random>
#include <semaphore>
#include <stdexcept>
#include <stop_token>
#include <thread>

#ifdef __has_include
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#define HAVE_SINGLE_THREADED 1
#endif
#endif

using namespace std::chrono_literals;

static void require(bool condition, const char *what)
{
    if (!condition) {
        std::cerr << "not so: " << what << std::endl;
        std::exit(1);
    }
}

static void futures()
{
    std::promise<int> promise;
    auto future = promise.get_future();
    auto async = std::async(std::launch::async, [] {
        std::this_thread::sleep_for(20ms);
        return 42;
    });

    require(future.wait_for(10ms) == std::future_status::timeout, "a future waits for its time");
    std::thread setter([&] {
        std::this_thread::sleep_for(20ms);
        promise.set_value(7);
    });
    require(future.get() == 7, "a promise is kept");
    require(async.wait_until(std::chrono::system_clock::now() + 60s) == std::future_status::ready,
            "async is ready");
    require(async.get() == 42, "async has a result");
    setter.join();
}

static void latches_and_barriers()
{
    std::latch latch(3);
    std::barrier barrier(3);
    std::atomic<int> count = 0;
    auto body = [&] {
        latch.arrive_and_wait();
        for (int i = 0; i < 100; i++) {
            count++;
            barrier.arrive_and_wait();
        }
    };
    std::thread one(body), two(body);

    body();
    one.join();
    two.join();
    require(count == 300, "a barrier counts");
}

static void atomics()
{
    std::atomic<int> turn = 0;
    std::atomic_flag flag;
    std::thread other([&] {
        for (int i = 1; i < 2000; i += 2) {
            turn.wait(i - 1);
            turn = i + 1;
            turn.notify_one();
        }
        flag.test_and_set();
        flag.notify_all();
    });

    for (int i = 0; i < 2000; i += 2) {
        turn = i + 1;
        turn.notify_one();
        turn.wait(i + 1);
    }
    flag.wait(false);
    other.join();
    require(turn == 2000, "atomics take turns");
}

static void semaphores()
{
    std::counting_semaphore<4> semaphore(0);
    std::atomic<bool> tried = false;
    std::jthread giver([&] {
        tried.wait(false);
        std::this_thread::sleep_for(20ms);
        semaphore.release(2);
    });

    /* However long that takes on a slow machine: nobody gives before it has returned. */
    require(!semaphore.try_acquire_for(5ms), "an empty semaphore waits");
    tried = true;
    tried.notify_one();
    semaphore.acquire();
    semaphore.acquire();
}

/* The first to come waits and fails, so that the other one has to do it. */
static void once()
{
    std::once_flag flag;
    std::atomic<int> attempts = 0;
    std::atomic<int> caught = 0;
    auto body = [&] {
        try {
            std::call_once(flag, [&] {
                int attempt = ++attempts;

                std::this_thread::sleep_for(20ms);
                if (attempt < 3) {
                    throw std::runtime_error("not yet");
                }
            });
        } catch (const std::runtime_error &) {
            caught++;
            std::call_once(flag, [&] { attempts += 10; });
        }
    };
    std::thread one(body), two(body);

    body();
    one.join();
    two.join();
    require(caught > 0 && attempts > caught, "call_once is tried again after an exception");
    std::call_once(flag, [&] { attempts = 0; });
    require(attempts > 0, "what is done once is not done again");
}

static int slow_value()
{
    static std::atomic<int> calls;

    std::this_thread::sleep_for(20ms);
    return ++calls;
}

static int initialised_once()
{
    static int value = slow_value();

    return value;
}

static void statics()
{
    std::thread one(initialised_once), two(initialised_once);

    require(initialised_once() == 1, "a static variable is initialised once");
    one.join();
    two.join();
}

static void single_threaded()
{
#ifdef HAVE_SINGLE_THREADED
    std::latch latch(1);
    std::thread other([&] { latch.wait(); });

    require(!__libc_single_threaded, "with a second thread, the process is not single-threaded");
    latch.count_down();
    other.join();
#endif
}

int main()
{
#ifdef HAVE_SINGLE_THREADED
    require(__libc_single_threaded, "without threads, the process is single-threaded");
#endif
    single_threaded();
    std::random_device random;

    require(random() != random() || random() != random(), "random numbers differ");
    futures();
    latches_and_barriers();
    atomics();
    semaphores();
    once();
    statics();
    std::cout << "futures: ok" << std::endl;
    return 0;
}
