import { Writable } from "node:stream";

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

interface StageStart {
  readonly stage: string;
  readonly atMs: number;
}

/**
 * Shows how far the engine is and remembers when each stage began. The API tells clients no stages, so this reads them from
 * the service's log, which the demo, being in the same process, can have.
 */
export class DemoProgress {
  /** Give this to the service as the place where its log goes, at level debug. */
  readonly logDestination = new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      this.#read(line);
      done();
    },
  });
  /** Lines of level warn and above: what went wrong, if anything did. */
  readonly complaints: string[] = [];
  readonly #starts: StageStart[] = [];
  #endMs = 0;
  #shown = "waiting for the engine";
  #timer: NodeJS.Timeout | undefined;

  /** Starts the animation, on a terminal only. */
  start(): void {
    if (!process.stderr.isTTY) return;
    const startedMs = performance.now();
    this.#timer = setInterval(() => {
      const seconds = (performance.now() - startedMs) / 1000;
      const spin = SPINNER[Math.floor(seconds * 10) % SPINNER.length];
      process.stderr.write(`\r\u001B[K${spin} ${seconds.toFixed(1)} s  ${this.#shown}`);
    }, 100);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    process.stderr.write("\r\u001B[K");
  }

  /** Milliseconds of each stage that ran, in order. The last one includes storing the picture. */
  listStages(): readonly { readonly stage: string; readonly ms: number }[] {
    const endMs = this.#endMs;
    return this.#starts.map(({ stage, atMs }, i) => ({
      stage,
      ms: (this.#starts[i + 1]?.atMs ?? endMs) - atMs,
    }));
  }

  #read(line: string): void {
    // pino writes one object a line; these fields are the ones that the service's worker logs.
    const entry = JSON.parse(line) as { level: number; msg: string; percent?: number; stage?: string };
    if (entry.level >= 40) this.complaints.push(line.trim());
    if (entry.msg === "task ended") this.#endMs = performance.now();
    if (entry.stage === undefined) return;
    this.#starts.push({ stage: entry.stage, atMs: performance.now() });
    this.#shown = `${entry.percent} %  ${entry.stage}`;
    if (!process.stderr.isTTY) process.stderr.write(`  ${this.#shown}\n`);
  }
}
