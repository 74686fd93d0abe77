// SPDX-License-Identifier: BSD-3-Clause
//
// What C++'s library does where a rank cannot have threads, and may make few system calls. The
// argument names the part; "PART: ok" tells that it did what it should.
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <mpi.h>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

static bool with_threads()
{
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::thread> threads;
    int count = 0;

    for (int i = 0; i < 4; i++) {
        threads.emplace_back([&] {
            std::lock_guard<std::mutex> lock(mutex);
            count++;
            changed.notify_all();
        });
    }
    {
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock, [&] { return count == 4; });
    }
    for (auto &thread : threads) {
        thread.join();
    }
    return count == 4;
}

static bool with_futures()
{
    std::promise<int> promise;
    std::future<int> promised = promise.get_future();
    std::thread keeper([&] { promise.set_value(20); });
    auto result = std::async(std::launch::async, [] { return 22; });
    int sum = promised.get() + result.get();

    keeper.join();
    return sum == 42;
}

static bool with_streams()
{
    std::string name = "/tmp/cxx." + std::to_string(getpid());
    std::string line;

    std::ofstream(name) << "a line of " << 1.5 << '\n';
    std::getline(std::ifstream(name), line);

    bool there = std::filesystem::exists(name) && std::filesystem::file_size(name) == 14;

    std::filesystem::remove(name);
    std::cerr << std::flush;
    return line == "a line of 1.5" && there && !std::filesystem::exists(name);
}

static bool with_random()
{
    std::random_device device;
    std::mt19937 generator(device());

    return std::uniform_int_distribution<int>(1, 6)(generator) <= 6;
}

static bool with_sleep()
{
    auto start = std::chrono::steady_clock::now();

    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    return std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(700);
}

int main(int argc, char **argv)
{
    const std::map<std::string, std::function<bool()>> parts = {{"thread", with_threads},
                                                                {"future", with_futures},
                                                                {"iostream", with_streams},
                                                                {"random", with_random},
                                                                {"sleep", with_sleep}};
    MPI_Init(&argc, &argv);

    std::string part = argc > 1 ? argv[1] : "";
    auto found = parts.find(part);
    bool ok = found != parts.end() && found->second();

    std::cout << part << (ok ? ": ok" : ": wrong") << std::endl;
    MPI_Finalize();
    return ok ? 0 : 1;
}
