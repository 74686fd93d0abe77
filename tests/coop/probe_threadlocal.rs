// SPDX-License-Identifier: BSD-3-Clause
// Threads of Rust's standard library, which keeps in thread-local variables who runs. Prints what
// happened, which must be the same with threads of the kernel.
use std::cell::{Cell, RefCell};
use std::sync::{mpsc, Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

struct Named(RefCell<String>);

impl Drop for Named {
    fn drop(&mut self) {
        println!("{} ends", self.0.borrow());
    }
}

thread_local! {
    static NAME: Named = Named(RefCell::new("nobody".to_string()));
    static COUNT: Cell<u32> = Cell::new(0);
}

fn work(number: u32) -> u32 {
    NAME.with(|name| *name.0.borrow_mut() = format!("thread {}", number));
    for _ in 0..10 {
        COUNT.with(|count| count.set(count.get() + number));
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(thread::current().name(), Some(&*format!("number {}", number)));
    COUNT.with(|count| count.get())
}

fn main() {
    let gate = Arc::new((Mutex::new(0), Condvar::new()));
    let (send, receive) = mpsc::channel();
    let threads: Vec<_> = (1..5)
        .map(|number| {
            let (gate, send) = (gate.clone(), send.clone());
            thread::Builder::new()
                .name(format!("number {}", number))
                .spawn(move || {
                    send.send(work(number)).unwrap();
                    // They end in order.
                    let mut turn = gate.0.lock().unwrap();
                    while *turn != number {
                        turn = gate.1.wait(turn).unwrap();
                    }
                })
                .unwrap()
        })
        .collect();
    let mut sums: Vec<_> = (1..5).map(|_| receive.recv().unwrap()).collect();

    sums.sort();
    println!("{:?}", sums);
    for (number, thread) in (1..).zip(threads) {
        *gate.0.lock().unwrap() = number;
        gate.1.notify_all();
        thread.join().unwrap();
    }
    std::panic::set_hook(Box::new(|_| {}));
    let caught = thread::spawn(|| panic!("on purpose")).join();
    println!("{}", caught.is_err());
    println!("{}", COUNT.with(|count| count.get()));
}
