//! Running programs, with a word to the person who waits.

use crate::Outcome;
use std::io::{IsTerminal, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Does `work` under a heading, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let started = Instant::now();
    eprintln!("{} …", paint("36", what));
    let result = work();
    let seconds = started.elapsed().as_secs_f64();
    if seconds > 1.0 && result.is_ok() {
        eprintln!("{} ({seconds:.0} s)", paint("2", what));
    }
    result
}

/// Runs a program to its end, showing what it says; its failure is an error.
pub fn run(command: &mut Command) -> Outcome<()> {
    let status = status(command)?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`{}` failed: {status}", name(command)))
}

/// Runs a program to its end, showing what it says.
pub fn status(command: &mut Command) -> Outcome<ExitStatus> {
    command
        .status()
        .map_err(|error| not_started(command, &error))
}

/// What a program prints; its failure is an error that quotes it.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{}` failed: {}", name(command), said.trim()))
}

/// Runs a program whose own words matter only if it fails, with a sign of life every few seconds.
pub fn quietly(what: &str, command: &mut Command) -> Outcome<()> {
    quietly_within(what, command, Duration::MAX)
}

/// The same, killed after `limit`.
pub fn quietly_within(what: &str, command: &mut Command, limit: Duration) -> Outcome<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let readers = [
        child.stdout.take().map(|pipe| drain(Box::new(pipe))),
        child.stderr.take().map(|pipe| drain(Box::new(pipe))),
    ];
    let started = Instant::now();
    let mut told = 0;
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if started.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                break Err(format!("no end after {} s", limit.as_secs()));
            }
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            Err(error) => break Err(error.to_string()),
        }
        let seconds = started.elapsed().as_secs();
        if seconds >= told + 10 {
            told = seconds;
            eprintln!("  … {what}: {seconds} s");
        }
    };
    let said: Vec<String> = readers
        .into_iter()
        .flatten()
        .filter_map(|reader| reader.join().ok())
        .collect();
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!(
            "`{}` failed: {status}\n{}",
            name(command),
            said.concat().trim()
        )),
        Err(why) => Err(format!(
            "`{}`: {why}\n{}",
            name(command),
            said.concat().trim()
        )),
    }
}

/// Colours `text` where that is wanted: on a terminal, without `NO_COLOR`.
pub fn paint(code: &str, text: &str) -> String {
    if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        format!("\x1b[{code}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

/// Shows lines as they come and keeps them.
pub fn tee(mut pipe: impl Read, mut shown: impl Write) -> String {
    let mut kept = Vec::new();
    let mut buffer = [0; 8192];
    while let Ok(count) = pipe.read(&mut buffer) {
        if count == 0 {
            break;
        }
        kept.extend_from_slice(&buffer[..count]);
        let _ = shown.write_all(&buffer[..count]);
        let _ = shown.flush();
    }
    String::from_utf8_lossy(&kept).into_owned()
}

fn drain(mut pipe: Box<dyn Read + Send>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut said = Vec::new();
        let _ = pipe.read_to_end(&mut said);
        String::from_utf8_lossy(&said).into_owned()
    })
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<String> = words
        .take(4)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    words.join(" ")
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!(
        "`{}` could not be started: {error}",
        command.get_program().to_string_lossy()
    )
}
