import { toBase64Url } from "./base64.js";

const LIFE_S = 1800; // what Kling's documentation uses
const CLOCK_SLACK_S = 5;

/** Signs a token of Kling's API: a JWT, HS256, `iss` = access key. WebCrypto, so that it works in browsers and in Node alike. */
export async function signToken(
  { accessKey, secretKey }: { readonly accessKey: string; readonly secretKey: string },
  nowMs: number,
): Promise<string> {
  const nowS = Math.floor(nowMs / 1000);
  const encode = (value: object): string => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
  const claims = { iss: accessKey, exp: nowS + LIFE_S, nbf: nowS - CLOCK_SLACK_S };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secretKey),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(signed));
  return `${signed}.${toBase64Url(new Uint8Array(mac))}`;
}
