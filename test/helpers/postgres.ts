import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { waitUntil } from "./wait-until.js";

const DEBIAN_FOLDER = "/usr/lib/postgresql";
const START_LIMIT_MS = 60_000; // after a crash it first reads its log again

/** The folder of PostgreSQL's programs, the newest of Debian's; undefined where there is none. */
export function findPostgres(): string | undefined {
  if (!existsSync(DEBIAN_FOLDER)) return undefined;
  const versions = readdirSync(DEBIAN_FOLDER).toSorted((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(DEBIAN_FOLDER, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}

/** For the option `skip` of tests that want PostgreSQL: says loudly that they are left out. */
export const SKIP_POSTGRES: string | false =
  findPostgres() === undefined
    ? `NOT TESTED: no PostgreSQL in ${DEBIAN_FOLDER}; install Debian's package postgresql`
    : false;

/** A PostgreSQL server on a free port of loopback, with its data in a temporary folder. */
export class PostgresServer {
  readonly #bin: string;
  readonly #folder: string;
  readonly #settings: readonly string[];
  readonly #user: UnprivilegedUser;
  readonly #url: string;
  #server: ChildProcess | undefined;
  #databases = 0;

  private constructor(bin: string, folder: string, port: number, isDurable: boolean) {
    this.#bin = bin;
    this.#folder = folder;
    this.#user = findUnprivilegedUser();
    this.#url = `postgres://drape@127.0.0.1:${port}`;
    const settings = [
      `port=${port}`,
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "max_connections=200",
    ];
    if (!isDurable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
    this.#settings = settings.flatMap((text) => ["-c", text]);
  }

  /** Without `isDurable` it is quicker, and loses data when the machine crashes. */
  static async create({ isDurable }: { readonly isDurable: boolean }): Promise<PostgresServer> {
    const bin = findPostgres();
    if (bin === undefined) throw new Error(String(SKIP_POSTGRES));
    const folder = mkdtempSync(join(tmpdir(), "drape-postgres-"));
    const server = new PostgresServer(bin, folder, await findFreePort(), isDurable);
    server.#initialize();
    await server.start();
    return server;
  }

  /** Makes an empty database and gives its URL. */
  async createDatabase(): Promise<string> {
    const name = `drape_${this.#databases++}`;
    await execute(`${this.#url}/postgres`, `create database ${name}`);
    return `${this.#url}/${name}`;
  }

  /** Starts the server, on the same port and data as before. */
  async start(): Promise<void> {
    const child = spawn(join(this.#bin, "postgres"), ["-D", join(this.#folder, "data"), ...this.#settings], {
      ...this.#user,
      cwd: this.#folder,
      stdio: "ignore",
    });
    process.once("exit", () => child.kill("SIGQUIT"));
    this.#server = child;
    const answers = (): Promise<boolean> =>
      execute(`${this.#url}/postgres`, "select 1").then(
        () => true,
        () => false,
      );
    await waitUntil("PostgreSQL answers", answers, START_LIMIT_MS);
  }

  /** Ends the server as a crash does: the next start recovers from the log. */
  async crash(): Promise<void> {
    await this.#end("SIGQUIT");
  }

  /** Ends the server and deletes its data. */
  async remove(): Promise<void> {
    await this.#end("SIGINT");
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #initialize(): void {
    const { uid, gid } = this.#user;
    if (uid !== undefined && gid !== undefined) chownSync(this.#folder, uid, gid);
    const flags = ["-U", "drape", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"];
    const options = { ...this.#user, cwd: this.#folder, encoding: "utf8" } as const;
    const made = spawnSync(join(this.#bin, "initdb"), ["-D", join(this.#folder, "data"), ...flags], options);
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#server;
    this.#server = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
}

interface UnprivilegedUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root. */
function findUnprivilegedUser(): UnprivilegedUser {
  if (process.getuid?.() !== 0) return {};
  const readId = (flag: "-u" | "-g"): number => {
    const answers = ["postgres", "nobody"].map((name) => spawnSync("id", [flag, name], { encoding: "utf8" }));
    return Number(answers.find(({ status }) => status === 0)?.stdout);
  };
  return { uid: readId("-u"), gid: readId("-g") };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo; // it listens on TCP
  probe.close();
  await once(probe, "close");
  return port;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {}); // the statement's own rejection tells it
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}
