import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import { SETTINGS } from "../../src/config.js";
import { openDatabase } from "../../src/db/mod.js";
import { createMetrics } from "../../src/metrics/mod.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import { projectPath } from "../helpers/run-drape.js";

// There is no Docker and no Kubernetes where the tests run: these files are held to what can be known without them.

type Texts = Readonly<Record<string, string>>;
interface Named {
  readonly name: string;
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

/** The part of a Kubernetes object that the tests look at: what is missing makes them fail. */
interface Manifest {
  readonly kind: string;
  readonly metadata: Named;
  readonly data: Texts;
  readonly stringData: Texts;
  readonly spec: {
    readonly selector: Texts & { readonly matchLabels: Texts };
    readonly template: { readonly metadata: { readonly labels: Texts }; readonly spec: Pod };
  };
}
interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: { readonly runAsNonRoot: boolean };
  readonly containers: readonly [Container];
  readonly volumes: readonly Named[];
}
interface Container {
  readonly image: string;
  readonly envFrom: readonly { readonly configMapRef?: Named; readonly secretRef?: Named }[];
  readonly env: readonly (Named & { readonly value: string })[];
  readonly ports: readonly Named[];
  readonly startupProbe: Probe;
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
  readonly resources: { readonly requests: Texts; readonly limits: Texts };
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumeMounts: readonly Named[];
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: object;
}
interface ComposeService {
  readonly image: string;
  readonly command: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly environment: Texts;
  readonly stop_grace_period: string;
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy: { readonly replicas: number };
}

const read = (path: string): string => readFileSync(projectPath(`deploy/${path}`), "utf8");

function readYaml(path: string): readonly unknown[] {
  return parseAllDocuments(read(path), { merge: true, uniqueKeys: true }).map((document) => {
    assert.deepEqual([...document.errors, ...document.warnings], [], path);
    return document.toJS() as unknown;
  });
}

const KNOWN = new Set([
  ...Object.values(SETTINGS).map(({ env }) => env),
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "NODE_ENV",
]);

function assertKnown(names: readonly string[], where: string): void {
  assert.deepEqual(
    names.filter((name) => !KNOWN.has(name)),
    [],
    `${where}: no such setting`,
  );
}

test("The Dockerfile ends as an unprivileged user with a health check, and copies what is there", () => {
  const lines = read("Dockerfile")
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const known = /^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|EXPOSE|HEALTHCHECK|ENTRYPOINT|CMD) /;
  assert.deepEqual(
    lines.filter((line) => !known.test(line)),
    [],
  );
  const last = (word: string): string => lines.findLast((line) => line.startsWith(`${word} `)) ?? "";
  assert.equal(last("USER"), "USER node");
  assert.ok(lines.indexOf(last("USER")) > lines.findLastIndex((line) => line.startsWith("RUN ")));
  for (const word of ["HEALTHCHECK", "ENTRYPOINT", "CMD"]) {
    const command: unknown = JSON.parse(/\[.*\]$/.exec(last(word))?.[0] ?? "");
    assert.ok(Array.isArray(command), word);
  }
  assertKnown(
    [...last("ENV").matchAll(/(\w+)=/g)].map(([, name]) => name as string),
    "Dockerfile",
  );
  for (const image of lines.filter((line) => line.startsWith("FROM ")))
    assert.match(image, /^FROM node:24-\S+/, "a version that the service is tested on");
  const { files } = JSON.parse(readFileSync(projectPath("package.json"), "utf8")) as {
    readonly files: string[];
  };
  const copied = [...lines.join("\n").matchAll(/^COPY --from=build (.*) \S+$/gm)].flatMap(([, from]) =>
    from!.split(" ").map((path) => path.replace("/opt/drape/", "")),
  );
  assert.deepEqual(
    files.filter((file) => !copied.includes(file)),
    [],
    "all that the package has",
  );
  const top = new Set(readdirSync(projectPath("")));
  for (const [, source] of lines.join("\n").matchAll(/^COPY (?!--from)(.*) \S+$/gm))
    for (const file of source!.split(" ")) assert.ok(file === "." || top.has(file), file);
});

test("The compose file starts two APIs and two workers that may write nothing, with known settings", () => {
  const [{ services, volumes }] = readYaml("compose/compose.yaml") as [Compose];
  for (const [name, count] of [
    ["api", 2],
    ["worker", 2],
  ] as const) {
    const service = services[name] as ComposeService; // fails below where it is missing
    assert.equal(service.deploy.replicas, count);
    assert.equal(service.read_only, true);
    assert.deepEqual(service.command, [name]);
    assert.deepEqual(service.cap_drop, ["ALL"]);
    assertKnown(Object.keys(service.environment), name);
    const { DRAPE_STOP_DELAY_SECONDS = "0", DRAPE_STOP_GRACE_SECONDS } = service.environment;
    const needed = Number(DRAPE_STOP_DELAY_SECONDS) + Number(DRAPE_STOP_GRACE_SECONDS);
    assert.ok(Number.parseInt(service.stop_grace_period) > needed);
  }
  for (const [name, { image, depends_on = {} }] of Object.entries(services)) {
    assert.match(
      image,
      name === "api" || name === "worker" ? /^drape$/ : /:.*\d/,
      `${name}: a fixed version`,
    );
    for (const [other, { condition }] of Object.entries(depends_on)) {
      assert.ok(other in services, other);
      if (condition === "service_healthy" && other !== "api") assert.ok(services[other]?.healthcheck, other);
    }
  }
  assert.deepEqual(Object.keys(volumes), ["postgres", "s3"]);
  const secrets = [...read("compose/compose.yaml").matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  const example = [...read("compose/example.env").matchAll(/^(\w+)=$/gm)].map(([, name]) => name);
  assert.deepEqual([...new Set(secrets)].toSorted(), example.toSorted());
});

test("The Kubernetes manifests fit each other and run without rights, with probes, limits and known settings", () => {
  const objects = readdirSync(projectPath("deploy/kubernetes")).flatMap((file) =>
    readYaml(`kubernetes/${file}`),
  ) as readonly Manifest[];
  const ofKind = (kind: string): readonly Manifest[] => objects.filter((object) => object.kind === kind);
  assert.deepEqual(
    ofKind("Deployment")
      .map(({ metadata }) => metadata.name)
      .toSorted(),
    ["drape-api", "drape-worker"],
  );
  const [config] = ofKind("ConfigMap") as [Manifest];
  const [secret] = ofKind("Secret") as [Manifest];
  assertKnown([...Object.keys(config.data), ...Object.keys(secret.stringData)], "config.yaml");
  for (const { metadata, spec } of ofKind("Deployment")) {
    const { template, selector } = spec;
    const pod = template.spec;
    assert.deepEqual(selector.matchLabels, template.metadata.labels, metadata.name);
    assert.equal(pod.securityContext.runAsNonRoot, true);
    const [container] = pod.containers;
    assert.deepEqual(
      [
        container.securityContext["readOnlyRootFilesystem"],
        container.securityContext["allowPrivilegeEscalation"],
      ],
      [true, false],
    );
    assert.doesNotMatch(container.image, /:latest$|^[^:]+$/);
    assert.deepEqual(
      container.envFrom.map(({ configMapRef, secretRef }) => (configMapRef ?? secretRef)?.name),
      [config.metadata.name, secret.metadata.name],
    );
    assertKnown(
      container.env.map(({ name }) => name),
      metadata.name,
    );
    const ports = new Set(container.ports.map(({ name }) => name));
    for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe])
      assert.ok(ports.has(probe.httpGet.port));
    assert.equal(container.livenessProbe.httpGet.path, "/healthz");
    assert.equal(container.readinessProbe.httpGet.path, "/readyz");
    // A process that answers too slowly loses its traffic long before its life.
    const secondsToFail = ({ periodSeconds, timeoutSeconds = 1, failureThreshold = 3 }: Probe): number =>
      periodSeconds * failureThreshold + timeoutSeconds;
    assert.ok(2 * secondsToFail(container.readinessProbe) < secondsToFail(container.livenessProbe));
    assert.match(container.resources.requests["cpu"] ?? "", /^\d/);
    assert.match(container.resources.limits["memory"] ?? "", /^\d+(Mi|Gi)$/);
    const values = {
      ...config.data,
      ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
    };
    const needed =
      Number(values["DRAPE_STOP_GRACE_SECONDS"]) + Number(values["DRAPE_STOP_DELAY_SECONDS"] ?? 0);
    assert.ok(pod.terminationGracePeriodSeconds > needed, "time to stop");
    const mounted = container.volumeMounts.map(({ name }) => name);
    assert.deepEqual(
      mounted,
      pod.volumes.map(({ name }) => name),
    );
  }
  const [service] = ofKind("Service") as [Manifest];
  const [api] = ofKind("Deployment").filter(({ metadata }) => metadata.name === "drape-api");
  assert.deepEqual(service.spec.selector, api?.spec.template.metadata.labels);
});

test("The dashboard asks only for figures that /metrics has", async (t) => {
  const db = await openDatabase(`${await makeTempFolder(t)}/drape.db`);
  t.after(() => db.destroy());
  const text = await createMetrics().render(db);
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]));
  const { panels } = JSON.parse(read("grafana/drape.json")) as {
    readonly panels: readonly {
      readonly title: string;
      readonly targets: readonly { readonly expr: string }[];
    }[];
  };
  assert.equal(new Set(panels.map(({ title }) => title)).size, panels.length);
  for (const { title, targets } of panels)
    for (const { expr } of targets)
      for (const [name] of expr.matchAll(/\b(?:drape|process|nodejs)_\w+/g)) {
        const base = name.replace(/_(bucket|sum|count)$/, "");
        assert.ok(types.has(name) || types.get(base) === "histogram", `${title}: no figure ${name}`);
      }
  const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join(" ");
  const own = [...types.keys()].filter((name) => name.startsWith("drape_"));
  assert.deepEqual(
    own.filter((name) => !shown.includes(name)),
    [],
  );
});
