import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorkerIdentity, isDeadWorker } from "./worker-identity.js";

const isRunning = (pid: number): boolean => pid === 200;
const self = "host/boot/1:100:now";

test("isDeadWorker() is true for a process of this place that is gone", () => {
  assert.equal(isDeadWorker("host/boot/1:300:then", { self, isRunning }), true);
});

test("isDeadWorker() is true for an earlier start with our own process id", () => {
  assert.equal(isDeadWorker("host/boot/1:100:then", { self, isRunning }), true);
});

test("isDeadWorker() is false for ourselves, for a living process and for other places", () => {
  assert.equal(isDeadWorker(self, { self, isRunning }), false);
  assert.equal(isDeadWorker("host/boot/1:200:then", { self, isRunning }), false);
  for (const place of ["other/boot/1", "host/later/1", "host/boot/2"])
    // a machine of the same name, or a container on this one
    assert.equal(isDeadWorker(`${place}:300:then`, { self, isRunning }), false);
});

test("createWorkerIdentity() names this process, differently at each start, and asks the system who lives", () => {
  const identity = createWorkerIdentity();
  assert.notEqual(identity, createWorkerIdentity());
  assert.equal(identity.split(":")[1], String(process.pid));
  const [host] = identity.split(":");
  assert.equal(isDeadWorker(`${host}:${process.ppid}:x`, { self: identity }), false);
});
