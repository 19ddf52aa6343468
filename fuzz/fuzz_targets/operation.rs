//! Any events in any order: no operation panics, and none goes on for ever in one step.

#![no_main]

use fuzz::events::{Life, live};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|life: Life| live(life));
