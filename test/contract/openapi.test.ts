import assert from "node:assert/strict";
import { test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Value } from "typebox/value";
import type { TSchema } from "typebox";
import { createKey } from "../../src/main.js";
import { signToken } from "../conformance/target.js";
import { findKeys } from "../helpers/find-keys.js";
import { startTestService } from "../helpers/test-service.js";

// OpenAPI 3.1 for all fronts and the webhook, made from the schemas that validate.

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Body>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: TSchema }>> }>
  >;
}

interface Body {
  readonly example?: object;
  readonly examples?: Readonly<Record<string, { readonly value: object }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, object>>;
  readonly components: { readonly securitySchemes: object };
}

async function readDocument(url: string): Promise<Document> {
  return (await (await fetch(`${url}/openapi.json`)).json()) as Document;
}

test("The description is valid OpenAPI 3.1, and tells what each operation is, whose it is and who may call it", async (t) => {
  const { service } = await startTestService(t);
  const document = await readDocument(service.url);
  const { valid, errors } = await new Validator().validate({ ...document });
  assert.equal(valid, true, JSON.stringify(errors));
  assert.equal(document.openapi, "3.1.0");
  assert.deepEqual(Object.keys(document.webhooks), ["taskChanged"]);
  assert.deepEqual(Object.keys(document.paths).toSorted(), [
    "/account/costs",
    "/healthz",
    "/kling-ai-polling/v1/getVirtualTryOnStatus",
    "/kling-ai-vton/v1/getVirtualTryOnTask",
    "/lumalabs-ai-polling/v1/getStatus",
    "/readyz",
    "/results/{file}",
    "/v1/images/kolors-virtual-try-on",
    "/v1/images/kolors-virtual-try-on/{id}",
    "/v1/inspections",
    "/v1/try-ons",
    "/v1/try-ons/{id}",
    "/v1/try-ons/{id}/cancel",
    "/v1/try-ons/{id}/events",
    "/v1/widget-tokens",
    "/v1/widget/session",
    "/v1/widget/try-ons",
    "/v1/widget/try-ons/{id}",
    "/v1/widget/try-ons/{id}/cancel",
    "/v1/widget/try-ons/{id}/events",
    "/v1/widget/try-ons/{id}/picture",
  ]);
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { summary, tags, security, responses }] of Object.entries(methods)) {
      assert.ok(summary !== undefined && tags?.length === 1 && security !== undefined, `${method} ${path}`);
      assert.ok(Object.keys(responses).length > 0, `${method} ${path}`);
    }
  }
});

test("The operator's API is described where it is, with its own token", async (t) => {
  const { service } = await startTestService(t, { env: { DRAPE_ADMIN_TOKEN: "t".repeat(32) } });
  const document = await readDocument(service.url);
  const { valid, errors } = await new Validator().validate({ ...document });
  assert.equal(valid, true, JSON.stringify(errors));
  assert.ok("adminToken" in document.components.securitySchemes);
  const admin = Object.entries(document.paths).filter(([path]) => path.startsWith("/admin/"));
  assert.ok(admin.length >= 7);
  for (const [path, methods] of admin)
    for (const [method, { summary, tags, security }] of Object.entries(methods)) {
      assert.ok(summary !== undefined, `${method} ${path}`);
      assert.deepEqual([tags, security], [["admin"], [{ adminToken: [] }]], `${method} ${path}`);
    }
});

test("The examples of the description are accepted, and the replies are as it says", async (t) => {
  const service = await startTestService(t, { runJob: () => new Promise(() => {}) });
  const keys = findKeys(await createKey(service.config, "examples"));
  const { paths } = await readDocument(service.service.url);
  let replayed = 0;
  for (const [path, { post }] of Object.entries(paths)) {
    const body = post?.requestBody?.content["application/json"];
    const example = body?.example ?? Object.values(body?.examples ?? {})[0]?.value;
    if (post === undefined || path.includes("{")) continue;
    assert.ok(example !== undefined, `${path} has no example`);
    if (path.startsWith("/v1/widget/")) continue; // wants a token that fits: test/contract/widget.test.ts
    const response = await fetch(service.service.url + path, {
      method: "POST",
      body: JSON.stringify(example),
      headers: {
        "content-type": "application/json",
        "Ocp-Apim-Subscription-Key": keys.subscriptionKey,
        ...(path.startsWith("/v1/images") && { authorization: `Bearer ${signToken(keys)}` }),
      },
    });
    const reply: unknown = await response.json();
    assert.ok(response.ok, `${path}: ${JSON.stringify(reply)}`);
    const schema = post.responses[response.status]?.content?.["application/json"]?.schema;
    assert.ok(schema !== undefined, `${path} does not describe its ${response.status}`);
    assert.deepEqual([...Value.Errors(schema, reply)], [], path);
    replayed++;
  }
  assert.equal(replayed, 7);
});

test("The page to read it comes from this server alone", async (t) => {
  const { service } = await startTestService(t);
  const page = await fetch(`${service.url}/docs`);
  assert.match(String(page.headers.get("content-type")), /^text\/html/);
  const html = await page.text();
  const urls = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = ""]) => url);
  assert.ok(urls.length >= 4);
  for (const url of urls) {
    const { origin } = new URL(url, page.url);
    assert.equal(origin, service.url);
    assert.equal((await fetch(new URL(url, page.url))).status, 200, url);
  }
});
