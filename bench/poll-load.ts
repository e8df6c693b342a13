import { createConnection, type Socket } from "node:net";

/*
 * Polls sent by a process of their own, over plain sockets: a whole HTTP client costs more than the service that answers it. Each message
 * is one round, and is answered with what came of it.
 */

export interface PollRound {
  readonly url: string;
  readonly path: string;
  readonly key: string;
  /** The task's id is this text and, where `rows` says among how many, a number. */
  readonly taskId: string;
  readonly rows?: number;
  readonly polls: number;
  readonly connections: number;
  /** Requests that a connection sends ahead. */
  readonly pipelining: number;
}

export interface PollsAnswered {
  readonly tookMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const HEAD_END = "\r\n\r\n";
const SPREAD = 2_654_435_761; // Knuth, TAOCP 3, §6.4: numbers all over the table

async function pollAll(round: PollRound): Promise<PollsAnswered> {
  const left = { polls: round.polls };
  const waitsMs: number[] = [];
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: round.connections }, () => pollOverOne(round, left, (ms) => waitsMs.push(ms))),
  );
  const tookMs = performance.now() - startMs;
  const sorted = waitsMs.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { tookMs, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Keeps one connection busy until no poll is left. @throws Error when an answer is not 200 or the connection breaks */
function pollOverOne(
  round: PollRound,
  left: { polls: number },
  onAnswer: (ms: number) => void,
): Promise<void> {
  const { hostname, port } = new URL(round.url);
  return new Promise((resolve, reject) => {
    const sentMs: number[] = []; // answers come in the order of the requests
    let received = "";
    const socket: Socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
    const send = (count: number): void => {
      let requests = "";
      for (let i = 0; i < count && left.polls > 0; i++) {
        requests += writeRequest(round, left.polls--);
        sentMs.push(performance.now());
      }
      if (requests !== "") socket.write(requests);
      else if (sentMs.length === 0) socket.end(resolve);
    };
    socket.on("error", reject);
    socket.on("connect", () => send(round.pipelining));
    socket.on("data", (bytes) => {
      const { rest, answers, bad } = takeAnswers(received + bytes.toString("latin1"));
      received = rest;
      if (bad !== undefined) return void socket.destroy(new Error(bad));
      for (let i = 0; i < answers; i++) onAnswer(performance.now() - (sentMs.shift() ?? 0));
      if (answers > 0) send(answers);
    });
  });
}

function writeRequest({ url, path, key, taskId, rows }: PollRound, number: number): string {
  const id = rows === undefined ? taskId : `${taskId}${(Math.imul(number, SPREAD) >>> 0) % rows}`;
  const body = JSON.stringify({ task_id: id });
  return `POST ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/json\r\nOcp-Apim-Subscription-Key: ${key}\r\nContent-Length: ${body.length}${HEAD_END}${body}`;
}

/** Counts the whole answers in `text`; those of the service all tell their length. */
function takeAnswers(text: string): {
  readonly rest: string;
  readonly answers: number;
  readonly bad?: string;
} {
  let answers = 0;
  let from = 0;
  for (;;) {
    const headEnd = text.indexOf(HEAD_END, from);
    if (headEnd < 0) break;
    const head = text.slice(from, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    const end = headEnd + HEAD_END.length + length;
    if (!head.startsWith("HTTP/1.1 200")) return { rest: "", answers, bad: text.slice(from) };
    if (text.length < end) break;
    if (text.slice(headEnd, end).includes("task not found"))
      return { rest: "", answers, bad: "A task is lost" };
    from = end;
    answers++;
  }
  return { rest: text.slice(from), answers };
}

process.on("message", (round: PollRound) => {
  pollAll(round).then(
    (answered) => process.send?.(answered),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
