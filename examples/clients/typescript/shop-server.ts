// A shop's server: node shop-server.js PORT. Its page asks for a widget token, and Drape tells it how try-ons went. DRAPE_URL and
// DRAPE_KEY say where the service is and who asks, DRAPE_WEBHOOK_SECRET verifies what comes back, SHOP_ORIGIN is the page's address.
import { createServer, type IncomingMessage } from "node:http";
import { DrapeClient, verifyWebhook, WebhookRefusedError } from "drape/client";

const { DRAPE_URL = "", DRAPE_KEY = "", DRAPE_WEBHOOK_SECRET = "", SHOP_ORIGIN = "" } = process.env;
const drape = new DrapeClient({ url: DRAPE_URL, key: DRAPE_KEY });

/** What may be tried on: the page names a product, never a URL of its own choice. */
const PRODUCTS = new Map([["shirt", `${SHOP_ORIGIN}/shirt.jpg`]]);

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

async function answer(
  request: IncomingMessage,
): Promise<{ readonly status: number; readonly body?: object }> {
  const { pathname, searchParams } = new URL(request.url ?? "", SHOP_ORIGIN);
  if (request.method === "POST" && pathname === "/drape-token") {
    const garment = PRODUCTS.get(searchParams.get("product") ?? "");
    if (garment === undefined) return { status: 404 };
    return { status: 200, body: await drape.createWidgetToken({ origin: SHOP_ORIGIN, garment, count: 2 }) };
  }
  if (request.method === "POST" && pathname === "/drape-callback") {
    const { headers } = request;
    const told = await verifyWebhook(DRAPE_WEBHOOK_SECRET, { headers, body: await readText(request) });
    console.log(`${told.task_id} ${told.task_status}`);
    return { status: 204 };
  }
  return { status: 404 };
}

const server = createServer((request, response) => {
  answer(request)
    .catch((error: unknown) => {
      console.error(error);
      return { status: error instanceof WebhookRefusedError ? 400 : 500, body: undefined };
    })
    .then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(body && JSON.stringify(body));
    }, console.error);
});
server.listen(Number(process.argv[2] ?? 3000), "127.0.0.1");
