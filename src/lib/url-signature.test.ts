import assert from "node:assert/strict";
import { test } from "node:test";
import { signName, verifyName } from "./url-signature.js";

const signed = { name: "abc-0", expiresAtMs: 1000 };
const signature = signName("secret", signed);

test("signName() is HMAC-SHA256 of expiry and name in base64url", () => {
  // printf '1000\nabc-0' | openssl dgst -sha256 -hmac secret -binary | basenc --base64url
  assert.equal(signature, "V2Bkac4IJwxJs-coSmkm04Oy3UD8zIgBa13BzoHuPvc");
});

test("verifyName() accepts until the expiry and not from it on", () => {
  assert.equal(verifyName("secret", signed, signature, 999), true);
  assert.equal(verifyName("secret", signed, signature, 1000), false);
});

test("verifyName() refuses another name, expiry, secret or signature", () => {
  assert.equal(verifyName("secret", { ...signed, name: "abd-0" }, signature, 0), false);
  assert.equal(verifyName("secret", { ...signed, expiresAtMs: 1001 }, signature, 0), false);
  assert.equal(verifyName("other", signed, signature, 0), false);
  assert.equal(verifyName("secret", signed, signature.slice(1), 0), false);
  assert.equal(verifyName("secret", signed, "", 0), false);
});
