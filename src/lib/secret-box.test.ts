import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createSecretBox } from "./secret-box.js";

const KEY = Buffer.alloc(32, 7);

test("SecretBox opens what it sealed, and seals the same secret differently each time", () => {
  const box = createSecretBox(KEY);
  const sealed = box.seal("sécret", "row-1");
  assert.equal(createSecretBox(KEY).open(sealed, "row-1"), "sécret");
  assert.notEqual(box.seal("sécret", "row-1"), sealed);
  assert.equal(sealed.includes("cret"), false);
});

test("SecretBox opens nothing for another context, with another key, or after a change", () => {
  const box = createSecretBox(KEY);
  const sealed = box.seal("secret", "row-1");
  assert.throws(() => box.open(sealed, "row-2"));
  assert.throws(() => createSecretBox(randomBytes(32)).open(sealed, "row-1"));
  const bytes = Buffer.from(sealed, "base64url");
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed[i] = changed[i]! ^ 1;
    assert.throws(() => box.open(changed.toString("base64url"), "row-1"), `byte ${i}`);
  }
  assert.throws(() => box.open("", "row-1"));
});

test("createSecretBox() refuses keys of another size", () => {
  assert.throws(() => createSecretBox(Buffer.alloc(16)), /16 bytes: want 32/);
});
