import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Encrypts short secrets that must be read again, for a table that others may see a copy of. */
export interface SecretBox {
  /** `context` says whose secret it is, such as its row: opening it for another context fails, so that no row can be copied. */
  seal(secret: string, context: string): string;
  /** @throws Error if the text was changed, sealed for another context or with another key */
  open(sealed: string, context: string): string;
}

const ALGORITHM = "aes-256-gcm"; // NIST SP 800-38D
const KEY_BYTES = 32;
const NONCE_BYTES = 12; // the size that SP 800-38D §8.2 is made for
const TAG_BYTES = 16;

/** A box that seals with AES-256-GCM; what is sealed is base64url of nonce, tag and ciphertext. @throws RangeError for a key that is not 32 bytes */
export function createSecretBox(key: Uint8Array): SecretBox {
  if (key.length !== KEY_BYTES)
    throw new RangeError(`Cannot use a key of ${key.length} bytes: want ${KEY_BYTES}`);
  return {
    seal(secret, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, "base64url");
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    },
  };
}
