//! What is asked of the surroundings. None of these throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/host/environment.js")]
extern "C" {
    /// Whether a page's user may be signed in by cookie.
    #[wasm_bindgen(js_name = inBrowserPage)]
    pub fn in_browser_page() -> bool;

    /// Milliseconds on a clock that does not go back; it is `least` now, or later.
    pub fn now(least: f64) -> f64;

    /// Milliseconds since 1970, by the wall clock.
    pub fn wall() -> f64;

    /// A random number from 0 to 1.
    pub fn random() -> f64;

    /// How many milliseconds from now a date is; not a number if it is none.
    #[wasm_bindgen(js_name = msUntil)]
    pub fn ms_until(date: &str) -> f64;

    /// A string without half a character.
    #[wasm_bindgen(js_name = wellFormed)]
    pub fn well_formed(text: &JsValue) -> Option<String>;
}
