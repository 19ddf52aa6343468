//! Running programs, and telling the person who waits.

use crate::result::Result;
use std::io::{IsTerminal, Read, Write};
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a step that takes long says that it still runs.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Does `work` under a heading, and says how long it took. Steps may run in parallel: each line
/// names its own.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    eprintln!("{} …", paint("36", name));
    let result = thread::scope(|scope| {
        let (done, ended) = mpsc::channel::<()>();
        scope.spawn(move || {
            while ended.recv_timeout(SIGN_OF_LIFE) == Err(RecvTimeoutError::Timeout) {
                eprintln!("  … {name}: {} s", started.elapsed().as_secs());
            }
        });
        let result = work();
        drop(done);
        result
    });
    let seconds = started.elapsed().as_secs_f64();
    if result.is_err() {
        eprintln!("{} failed", paint("31", name));
    } else if seconds > 1.0 {
        eprintln!("{} ({seconds:.0} s)", paint("2", name));
    }
    result
}

/// Runs a program to its end, showing its output; its failure is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`{}` failed: {status}", name(command)))
}

/// Runs a program to its end, showing its output.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    command
        .status()
        .map_err(|error| not_started(command, &error))
}

/// The output of a program; its failure is an error that quotes it.
pub fn output(command: &mut Command) -> Result<String> {
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

/// Runs a program whose output matters only if it fails.
pub fn quietly(command: &mut Command) -> Result<()> {
    quietly_within(command, Duration::MAX)
}

/// The same, killed after `limit`.
pub fn quietly_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let (sender, texts) = mpsc::channel();
    read_to_end(child.stdout.take(), sender.clone());
    read_to_end(child.stderr.take(), sender);
    let started = Instant::now();
    let mut said = String::new();
    // A program that ends closes its outputs.
    loop {
        match texts.recv_timeout(limit.saturating_sub(started.elapsed())) {
            Ok(text) => said += &text,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let _ = child.kill();
                let _ = child.wait();
                let seconds = limit.as_secs();
                return Err(format!("`{}`: no end after {seconds} s", name(command)));
            }
        }
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() {
        return Ok(());
    }
    let said = said.trim();
    Err(format!("`{}` failed: {status}\n{said}", name(command)))
}

/// Runs a program with these arguments; its exit code becomes ours.
pub fn exit_code(command: &mut Command, arguments: &[String]) -> Result<ExitCode> {
    let code = status(command.args(arguments))?.code().unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
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
        let Some(read @ [_, ..]) = buffer.get(..count) else {
            break;
        };
        kept.extend_from_slice(read);
        let _ = shown.write_all(read);
        let _ = shown.flush();
    }
    String::from_utf8_lossy(&kept).into_owned()
}

fn read_to_end(pipe: Option<impl Read + Send + 'static>, texts: mpsc::Sender<String>) {
    thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut said);
        }
        let _ = texts.send(String::from_utf8_lossy(&said).into_owned());
    });
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
