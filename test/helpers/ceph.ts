import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { promisify } from "node:util";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { waitUntil } from "./wait-until.js";

/** An S3 server of our own: Ceph's RADOS gateway with all that it needs, on loopback and in memory. */
export interface CephGateway {
  /** The server's address and one bucket of it; the credentials are in AWS_* of this process. */
  readonly location: { readonly bucket: string; readonly endpoint: string; readonly region: string };
  /** Ends the gateway; what it stores stays. */
  stopGateway(): Promise<void>;
  /** Starts it unless it runs. */
  startGateway(): Promise<void>;
  /** Ends everything and deletes it. */
  close(): Promise<void>;
}

const PROGRAMS = ["ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin"];
const FSID = "6b5a2b1e-3d43-4ac5-9e3e-0c66d2b1f7aa"; // made for this file
const DISK_ID = "5f1c3f59-6c2b-4f6a-8c46-94f8b3f34d11"; // made for this file
const ACCESS_KEY_ID = "DRAPETEST";
const SECRET_ACCESS_KEY = "only-for-tests-on-loopback";
const BUCKET = "drape";
const START_MS = 180_000; // on a machine that does ten other things
/**
 * Of one command; the first that needs the disk takes 12 s on a quiet machine. It once hung for good while everything ran: then a
 * fresh cluster is made.
 */
const COMMAND_MS = 90_000;
const STARTS = 3;

/** Undefined where the server is installed, else what to say of a test that is skipped for want of it. */
export const WHY_NO_CEPH: string | undefined = PROGRAMS.every((name) => existsSync(`/usr/bin/${name}`))
  ? undefined
  : "SKIPPED, S3 IS NOT TESTED HERE: install it with `apt-get install radosgw ceph-mon ceph-osd ceph-common`";

let shared: Promise<CephGateway> | undefined;
after(async () => (await shared)?.close());

/** The server that all tests of a run share: it is started for the first that asks, and ended after the last test. */
export function shareCeph(): Promise<CephGateway> {
  shared ??= startCeph(STARTS);
  return shared;
}

/** Starts one, and when that fails another in its place, up to `starts` in all. */
async function startCeph(starts: number): Promise<CephGateway> {
  try {
    return await startCluster();
  } catch (error) {
    if (starts === 1) throw error;
    console.error("Ceph did not start, it is tried once more:", error);
    return await startCeph(starts - 1);
  }
}

/** Starts a monitor, one disk in memory and the gateway; takes about 15 s, because Ceph makes its pools one after the other. */
async function startCluster(): Promise<CephGateway> {
  const folder = await mkdtemp(join(tmpdir(), "drape-ceph-"));
  const [monitorPort, port] = [await findFreePort(), await findFreePort()];
  const endpoint = `http://127.0.0.1:${port}`;
  const run = (program: string, ...args: string[]): Promise<unknown> =>
    promisify(execFile)(program, ["-c", join(folder, "ceph.conf"), ...args], {
      timeout: COMMAND_MS,
      killSignal: "SIGKILL",
    });
  const start = (program: string, ...args: string[]): ChildProcess =>
    spawn(program, ["-c", join(folder, "ceph.conf"), ...args, "-f"], { stdio: "ignore" });
  const started: ChildProcess[] = [];
  let gateway: ChildProcess | undefined;
  const ceph: CephGateway = {
    location: { bucket: BUCKET, endpoint, region: "us-east-1" },
    async stopGateway() {
      await end(gateway);
      gateway = undefined;
    },
    async startGateway() {
      if (isRunning(gateway)) return; // a second one would find its port taken, and nobody would end the first
      gateway = start("radosgw", "-n", "client.rgw");
      await waitUntil("Ceph's gateway answers", () => answers(endpoint), START_MS);
    },
    async close() {
      for (const child of [gateway, ...started.toReversed()]) await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await writeConfiguration(folder, monitorPort, port);
    const map = join(folder, "monmap");
    const address = `[v1:127.0.0.1:${monitorPort}]`;
    await promisify(execFile)("monmaptool", ["--create", "--fsid", FSID, "--addv", "a", address, map]);
    await run("ceph-mon", "-i", "a", "--mkfs", "--monmap", map);
    started.push(start("ceph-mon", "-i", "a"));
    await run("ceph", "osd", "new", DISK_ID);
    await run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", DISK_ID);
    started.push(start("ceph-osd", "-i", "0"));
    await run("radosgw-admin", "user", "create", "--uid=drape", "--display-name=drape", ...KEYS);
    await ceph.startGateway();
    process.env["AWS_ACCESS_KEY_ID"] = ACCESS_KEY_ID;
    process.env["AWS_SECRET_ACCESS_KEY"] = SECRET_ACCESS_KEY;
    await makeBucket(ceph.location);
    return ceph;
  } catch (error) {
    await ceph.close();
    throw error;
  }
}

const KEYS = [`--access-key=${ACCESS_KEY_ID}`, `--secret-key=${SECRET_ACCESS_KEY}`];

async function makeBucket({ bucket, endpoint, region }: CephGateway["location"]): Promise<void> {
  const client = new S3Client({ endpoint, region, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
}

/** One copy of everything, in memory, without authentication among Ceph's own parts. */
async function writeConfiguration(folder: string, monitorPort: number, port: number): Promise<void> {
  for (const name of ["mon", "osd", "rgw"]) await mkdir(join(folder, name));
  const settings = {
    fsid: FSID,
    "mon host": `v1:127.0.0.1:${monitorPort}`,
    "public addr": "127.0.0.1",
    "auth cluster required": "none",
    "auth service required": "none",
    "auth client required": "none",
    "osd pool default size": "1",
    "osd pool default min size": "1",
    "mon allow pool size one": "true",
    "osd pool default pg num": "1",
    "osd pool default pg autoscale mode": "off",
    "osd crush chooseleaf type": "0",
    "osd objectstore": "memstore",
    "memstore device bytes": String(512 * 1024 * 1024),
    "admin socket": "",
    "log file": join(folder, "$name.log"),
    "mon data": join(folder, "mon"),
    "osd data": join(folder, "osd"),
    "rgw data": join(folder, "rgw"),
    "rgw frontends": `beast endpoint=127.0.0.1:${port}`,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  await writeFile(join(folder, "ceph.conf"), `[global]\n${lines.join("\n")}\n`);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on TCP
  server.close();
  return port;
}

async function answers(endpoint: string): Promise<boolean> {
  return await fetch(endpoint).then(
    ({ status }) => status === 200,
    () => false,
  );
}

function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!isRunning(child)) return;
  const closed = once(child, "close");
  child.kill("SIGKILL"); // what it holds is in memory: nothing to save
  await closed;
}
