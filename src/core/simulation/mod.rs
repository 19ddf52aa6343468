//! A world to test the core in: a model server, a network and a caller that one seed decides, and a
//! virtual clock. A run takes microseconds, and checks what the core promises.
//!
//! `cargo xtask test simulation` makes a million runs; an ordinary `cargo test` makes a few thousand.
//! `SIMULATION_RUNS` and `SIMULATION_SEED` set how many, and which is the first. A run that fails is
//! simplified for as long as it still fails, and shown with all that happened in it.

pub mod body;
mod caller;
mod calls;
mod chaos;
mod costs;
mod exchange_steps;
mod ledger;
mod list_steps;
mod lists;
mod network;
mod population;
mod random;
mod regressions;
mod rules;
mod server;
mod task;
mod time;
mod wait_steps;
mod watch_steps;
mod watches;
mod windows_steps;
mod world;

use random::Random;
use std::env;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

/// How many runs an ordinary test makes.
const DEFAULT_RUNS: u64 = 5_000;

/// All that decides what happens in a run.
trait Scenario: Clone + Debug + PartialEq {
    /// Any scenario.
    fn any(random: &mut Random) -> Self;

    /// Runs it, and returns which promise was broken. What happens is added to `trace`, if there is one.
    fn run(&self, trace: &mut Option<String>) -> Result<(), String>;

    /// Scenarios that differ from it in one thing, which is simpler.
    fn simpler(&self) -> Vec<Self>;

    /// Runs it; a panic breaks a promise, too.
    fn outcome(&self, trace: &mut Option<String>) -> Result<(), String> {
        let result = catch_unwind(AssertUnwindSafe(|| self.run(trace)));
        result.unwrap_or_else(|_| Err("it panics".into()))
    }

    /// The simplest scenario that was found to fail like this one.
    fn simplified(self) -> Self {
        let fails = |scenario: &Self| scenario.outcome(&mut None).is_err();
        let mut simplest = self;
        // More than there are things to simplify.
        for _ in 0..300 {
            let mut simpler = simplest.simpler().into_iter();
            match simpler.find(|other| *other != simplest && fails(other)) {
                Some(simpler) => simplest = simpler,
                None => break,
            }
        }
        simplest
    }
}

/// The run of `seed`; what to say if a promise was broken.
fn run(seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    match seed % 10 {
        0 => check::<calls::CallScenario>(seed, &mut random),
        1 => check::<chaos::ChaosScenario>(seed, &mut random),
        2 | 3 => check::<watches::WatchScenario>(seed, &mut random),
        _ => check::<lists::ListScenario>(seed, &mut random),
    }
}

fn check<S: Scenario>(seed: u64, random: &mut Random) -> Result<(), String> {
    let scenario = S::any(random);
    let Err(why) = scenario.outcome(&mut None) else {
        return Ok(());
    };
    let simplest = scenario.simplified();
    let mut trace = Some(String::new());
    let simplest_why = simplest.outcome(&mut trace).err().unwrap_or_default();
    Err(format!(
        "seed {seed}: {why}\n{simplest:#?}\n{}\n{simplest_why}\n\
         again: SIMULATION_SEED={seed} SIMULATION_RUNS=1 cargo test --lib simulation::every_run\n",
        trace.unwrap_or_default()
    ))
}

/// A scenario with each of these changes.
fn each_changed<S: Clone, C: Fn(&mut S)>(
    scenario: &S,
    changes: impl IntoIterator<Item = C>,
) -> Vec<S> {
    let changed = changes.into_iter().map(|change| {
        let mut scenario = scenario.clone();
        change(&mut scenario);
        scenario
    });
    changed.collect()
}

fn variable(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

#[test]
fn every_run_keeps_every_promise() {
    let first = variable("SIMULATION_SEED").unwrap_or(0);
    let runs = variable("SIMULATION_RUNS").unwrap_or(DEFAULT_RUNS);
    let (next, has_failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let failure = Mutex::new(String::new());
    let started = Instant::now();
    let work = || {
        loop {
            let start = next.fetch_add(100, Ordering::Relaxed);
            if start >= runs || has_failed.load(Ordering::Relaxed) {
                return;
            }
            for run_index in start..runs.min(start + 100) {
                if let Err(why) = run(first.wrapping_add(run_index)) {
                    has_failed.store(true, Ordering::Relaxed);
                    *failure.lock().unwrap() = why;
                    return;
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let failure = failure.into_inner().unwrap();
    assert!(failure.is_empty(), "{failure}");
    println!("{runs} runs in {:.1} s", started.elapsed().as_secs_f64());
}
