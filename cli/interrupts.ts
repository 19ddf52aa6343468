/** The signals that stop the program early, and its exit code then. */
export class Interrupts {
  exitCode: number | undefined;
  #controller = new AbortController();
  #handlers = Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }).map(([name, code]) => {
    const handler = () => this.#interrupt(code);
    process.on(name, handler);
    return [name, handler] as const;
  });

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(exitCode: number): void {
    this.exitCode ??= exitCode;
    this.#controller.abort();
  }

  end(): void {
    for (const [name, handler] of this.#handlers) process.off(name, handler);
  }

  /** The first signal lets the command end by itself; a second one exits at once. */
  #interrupt(code: number): void {
    if (this.exitCode !== undefined) process.exit(code);
    this.stop(code);
  }
}
