//! How many tests passed and failed.

/// A number of tests, or several added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Those that passed.
    pub passed: u32,
    /// Those that did not.
    pub failed: u32,
}

impl Count {
    pub const ONE: Self = Self {
        passed: 1,
        failed: 0,
    };
    pub const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// `test result: ok. 5 passed; 0 failed; …`, once for each program.
    pub fn of_cargo(said: &str) -> Self {
        let mut total = Self::default();
        for line in said
            .lines()
            .filter(|line| line.trim_start().starts_with("test result:"))
        {
            total.add(Self {
                passed: before(line, "passed"),
                failed: before(line, "failed"),
            });
        }
        total
    }

    /// `ℹ pass 5` and `ℹ fail 0`.
    pub fn of_node(said: &str) -> Self {
        let last = |word: &str| {
            let lines = said
                .lines()
                .rev()
                .map(|line| line.trim_start_matches(['ℹ', '#', ' ']));
            let mut numbers = lines.filter_map(|line| line.strip_prefix(word)?.trim().parse().ok());
            numbers.next().unwrap_or(0)
        };
        Self {
            passed: last("pass "),
            failed: last("fail ") + last("cancelled "),
        }
    }

    /// `5 environments passed; 0 failed; 1 not run`, at the end.
    pub fn of_consumers(said: &str) -> Self {
        let last = said.lines().last().unwrap_or_default();
        Self {
            passed: before(last, "environments"),
            failed: before(last, "failed"),
        }
    }
}

fn before(line: &str, word: &str) -> u32 {
    let words = line.split([' ', ';']);
    let mut pairs = words.clone().zip(words.skip(1));
    pairs
        .find(|(_, next)| *next == word)
        .and_then(|(number, _)| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_closing_lines_add_up() {
        let said = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored\n\ntest result: FAILED. 1 passed; 2 failed; 0 ignored\n";
        assert_eq!(
            Count::of_cargo(said),
            Count {
                passed: 4,
                failed: 2
            }
        );
        assert_eq!(
            Count::of_cargo("error: could not compile"),
            Count::default()
        );
    }

    #[test]
    fn the_closing_line_of_the_environments_is_read() {
        let said = "59 environments passed; 2 failed; 1 not run\n";
        let count = Count {
            passed: 59,
            failed: 2,
        };
        assert_eq!(Count::of_consumers(said), count);
        assert_eq!(Count::of_consumers("Error: no tarball"), Count::default());
    }

    #[test]
    fn nodes_closing_lines_are_read() {
        let said = "✔ a test\nℹ tests 4\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\n";
        assert_eq!(
            Count::of_node(said),
            Count {
                passed: 3,
                failed: 2
            }
        );
        assert_eq!(Count::of_node("nothing"), Count::default());
    }
}
