import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, loadConfig } from "./config.js";

test("loadConfig() gives the defaults for an empty environment", () => {
  assert.deepEqual(loadConfig({}), {
    host: "127.0.0.1",
    port: 8080,
    playground: "auto",
    publicUrl: undefined,
    trustProxy: false,
    dataDir: "./data",
    databaseConnections: 10,
    databaseUrl: undefined,
    deadlineHours: 24,
    engines: [],
    blobUrl: undefined,
    redirectToBlobs: false,
    secretKey: undefined,
    adminToken: undefined,
    klingUrl: undefined,
    klingAccessKey: "",
    klingSecretKey: "",
    workers: 1,
    engineMemoryMb: 2048,
    maxOpenTasks: 5000,
    resultDays: 30,
    keepInputs: false,
    allowHosts: [],
    stopGraceSeconds: 20,
    metricsPort: undefined,
    stopDelaySeconds: 0,
    logLevel: "info",
  });
});

test("loadConfig() treats an empty variable as unset, and freezes the result", () => {
  const config = loadConfig({ PORT: " " });
  assert.equal(config.port, 8080);
  assert.equal(Object.isFrozen(config), true);
});

test("loadConfig() reads every kind of setting", () => {
  const config = loadConfig({
    PORT: "0",
    PUBLIC_URL: "https://try-on.example.com/",
    DRAPE_TRUST_PROXY: "true",
    DRAPE_ALLOW_HOSTS: "Images.internal, 10.0.0.5,::1",
    LOG_LEVEL: "debug",
  });
  assert.equal(config.port, 0);
  assert.equal(config.publicUrl, "https://try-on.example.com");
  assert.equal(config.trustProxy, true);
  assert.deepEqual(config.allowHosts, ["images.internal", "10.0.0.5", "::1"]);
  assert.equal(config.logLevel, "debug");
});

test("loadConfig() takes the bucket's address apart", () => {
  const read = (url: string): unknown => loadConfig({ BLOB_URL: url }).blobUrl;
  const amazon = { bucket: "drape", prefix: "", endpoint: undefined, region: "us-east-1" };
  assert.deepEqual(read("s3://drape"), amazon);
  assert.deepEqual(read("s3://drape/?region=eu-west-1"), { ...amazon, region: "eu-west-1" });
  assert.deepEqual(read("s3://drape/a/b/?endpoint=http://minio:9000"), {
    ...amazon,
    prefix: "a/b/",
    endpoint: "http://minio:9000",
  });
  for (const url of [
    "drape",
    "s3://",
    "s3://drape?key=x",
    "https://drape.s3.amazonaws.com",
    "s3://me:secret@drape",
  ])
    assert.throws(() => loadConfig({ BLOB_URL: url }), { message: /\n {2}BLOB_URL=…: want s3:/ }, url);
});

test("loadConfig() names all bad variables in one error", () => {
  const env = {
    PORT: "70000",
    PUBLIC_URL: "example.com",
    DRAPE_WORKERS: "0",
    DRAPE_KEEP_INPUTS: "yes",
    DRAPE_ALLOW_HOSTS: "http://inside",
    DATABASE_URL: "mysql://me:secret@db/drape",
    LOG_LEVEL: "loud",
    HOST: "0.0.0.0",
  };
  assert.throws(
    () => loadConfig(env),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      const [, ...lines] = error.message.split("\n");
      assert.deepEqual(lines, [
        "  PORT=70000: want a whole number from 0 to 65535",
        "  PUBLIC_URL=example.com: want an address such as https://try-on.example.com",
        "  DATABASE_URL=…: want postgres://USER:PASSWORD@HOST/NAME",
        "  DRAPE_WORKERS=0: want a whole number from 1 to 64",
        "  DRAPE_KEEP_INPUTS=yes: want one of true, false",
        "  DRAPE_ALLOW_HOSTS=http://inside: want host names or addresses without scheme and port, not http://inside",
        "  LOG_LEVEL=loud: want one of trace, debug, info, warn, error, fatal, silent",
      ]);
      return true;
    },
  );
});

test("loadConfig() reads a secret key and an admin token, and prints neither when it is wrong", () => {
  const good = loadConfig({
    DRAPE_SECRET_KEY: Buffer.alloc(32, 9).toString("base64"),
    DRAPE_ADMIN_TOKEN: "a".repeat(32),
  });
  assert.deepEqual(good.secretKey, Buffer.alloc(32, 9));
  assert.equal(good.adminToken, "a".repeat(32));
  assert.throws(
    () => loadConfig({ DRAPE_SECRET_KEY: "hunter2", DRAPE_ADMIN_TOKEN: "swordfish" }),
    (error: ConfigError) =>
      /DRAPE_SECRET_KEY=….*32 bytes[^]*DRAPE_ADMIN_TOKEN=….*32 characters/.test(error.message) &&
      !/hunter2|swordfish/.test(error.message),
  );
});
