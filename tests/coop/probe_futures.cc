/* SPDX-License-Identifier: BSD-3-Clause */
/* What the C++ library makes of futex: futures, latches, barriers, semaphores, atomics that wait.
 * Compiled by the test that runs it. */
#include <atomic>
#include <barrier>
#include <chrono>
#include <future>
#include <iostream>
#include <latch>
#include <random>
#include <semaphore>
#include <stop_token>
#include <thread>

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

int main()
{
    std::random_device random;

    require(random() != random() || random() != random(), "random numbers differ");
    futures();
    latches_and_barriers();
    atomics();
    semaphores();
    std::cout << "futures: ok" << std::endl;
    return 0;
}
