import type { Operator, Subscribed } from "./target.js";

/** An operator who is being undone: what was made in a run does not stay. */
export interface TemporaryOperator extends Operator {
  removeAll(): Promise<void>;
}

interface MadeSubscription {
  readonly id: string;
  readonly credentials: Readonly<
    Record<"primary_key" | "access_key" | "secret_key" | "webhook_secret", string>
  >;
}

/** Makes subscriptions by the admin API. */
export function createOperator(url: string, token: string): TemporaryOperator {
  const made: Subscribed[] = [];
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/admin/v1/subscriptions${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} of a subscription was answered ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    async subscribe(policy = {}) {
      const { id, credentials } = (await ask("POST", "", {
        name: "conformance",
        policy,
      })) as MadeSubscription;
      const { primary_key, access_key, secret_key, webhook_secret } = credentials;
      const keys = { subscriptionKey: primary_key, accessKey: access_key, secretKey: secret_key };
      const subscribed = { id, keys, webhookSecret: webhook_secret };
      made.push(subscribed);
      return subscribed;
    },
    disable: async ({ id }) => void (await ask("PATCH", `/${id}`, { disabled: true })),
    async removeAll() {
      for (const { id } of made.splice(0)) await ask("DELETE", `/${id}`);
    },
  };
}
