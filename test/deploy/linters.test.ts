import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { validate } from "dockerfile-utils";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Secret } from "kubernetes-models/v1/Secret";
import { Service } from "kubernetes-models/v1/Service";
import { parseAllDocuments } from "yaml";
import { projectPath } from "../helpers/run-drape.js";

// The files of deploy/ before the linters of their formats. What Drape itself wants of them is in deploy.test.ts.

const read = (path: string): string => readFileSync(projectPath(`deploy/${path}`), "utf8");

test("The Dockerfile has no fault that its linter knows", () => {
  const list = (text: string): string[] =>
    validate(text).map(({ message }) => (typeof message === "string" ? message : message.value));
  assert.deepEqual(list(read("Dockerfile")), []);
  assert.deepEqual(list("FROM node\nRUNN x"), ["Unknown instruction: RUNN"]);
});

const KINDS = { ConfigMap, Deployment, PodDisruptionBudget, Secret, Service } as const;

/** Holds an object to Kubernetes' own schema. @throws AssertionError naming the field */
function checkObject(object: unknown, where: string): void {
  const { kind, apiVersion } = object as { readonly kind: keyof typeof KINDS; readonly apiVersion: string };
  const Kind = KINDS[kind] as (new (data: never) => { validate(): void }) | undefined;
  assert.ok(Kind !== undefined, `${where}: add ${apiVersion} ${kind} to KINDS`);
  assert.doesNotThrow(() => new Kind(object as never).validate(), where); // the schema says whether it is one
}

test("The Kubernetes manifests keep to Kubernetes' schemas", () => {
  for (const file of readdirSync(projectPath("deploy/kubernetes")))
    for (const document of parseAllDocuments(read(`kubernetes/${file}`))) checkObject(document.toJS(), file);
  const [deployment] = parseAllDocuments(
    read("kubernetes/worker.yaml").replace("replicas: 2", "replicas: two"),
  );
  assert.throws(() => checkObject(deployment?.toJS(), "worker.yaml"), /replicas must be integer/);
});

/** Compose itself, as `docker compose` or as Debian's package docker-compose; undefined where neither is. */
const COMPOSE = [["docker", "compose"], ["docker-compose"]].find(
  ([command = "", ...args]) => spawnSync(command, [...args, "version"]).status === 0,
);

test(
  "Compose takes the compose file",
  { skip: COMPOSE === undefined ? "NOT TESTED: no Compose; install Debian's package docker-compose" : false },
  () => {
    const [command = "", ...args] = COMPOSE ?? [];
    const check = (input: string) => {
      const env = { ...process.env, POSTGRES_PASSWORD: "a", S3_SECRET_KEY: "b", DRAPE_SECRET_KEY: "c" };
      const folder = projectPath("deploy/compose");
      const flags = ["-f", "-", "--project-directory", folder, "config", "-q"];
      return spawnSync(command, [...args, ...flags], { input, env, encoding: "utf8" });
    };
    const text = read("compose/compose.yaml").replace(/^name: .*\n/m, ""); // Debian's Compose is older than this field
    assert.deepEqual([check(text).status, check(text).stderr], [0, ""]);
    assert.notEqual(check(text.replace("replicas: 2", "replicas: two")).status, 0);
  },
);
