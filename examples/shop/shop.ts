import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { DrapeClient } from "drape/client";
import { PRODUCTS, renderShop, SHOP_STYLE } from "./page.js";

// A shop that lets its customers try things on: docs/guides/shop-widget.md. From the project's folder, beside a running service:
//   DRAPE_URL=http://127.0.0.1:8080 DRAPE_KEY=… node dist/examples/shop/shop.js

interface ShopOptions {
  /** Where Drape is. */
  readonly drapeUrl: string;
  /** The shop's subscription key: it stays in this process. */
  readonly drapeKey: string;
  readonly port: number;
}

export interface Shop {
  readonly origin: string;
  close(): void;
}

/** Starts the shop on this machine. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      console.error(error);
      response.writeHead(502).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ShopOptions,
): Promise<void> {
  const origin = `http://${request.headers.host}`;
  const { pathname } = new URL(request.url ?? "/", origin);
  if (request.method === "POST" && pathname === "/drape-token")
    return await giveToken(request, response, origin, options);
  if (pathname === "/")
    return send(response, "text/html; charset=utf-8", renderShop(origin, options.drapeUrl));
  if (pathname === "/shop.css") return send(response, "text/css", SHOP_STYLE);
  const product = PRODUCTS.find(({ file }) => pathname === `/garments/${file}`);
  if (product === undefined) return void response.writeHead(404).end();
  const folder = new URL("../../../examples/garments/", import.meta.url);
  send(response, "image/jpeg", await readFile(fileURLToPath(new URL(product.file, folder))));
}

/** The one route that a shop adds: a token for one of its own garments, on its own page. */
async function giveToken(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  { drapeUrl, drapeKey }: ShopOptions,
): Promise<void> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const { garment } = JSON.parse(text) as { readonly garment: string };
  if (!PRODUCTS.some(({ file }) => garment === `${origin}/garments/${file}`))
    return void response.writeHead(400).end();
  const drape = new DrapeClient({ url: drapeUrl, key: drapeKey });
  const token = await drape.createWidgetToken({ origin, garment, count: 3 });
  response.writeHead(201, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(token));
}

function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, { "content-type": type }).end(body);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {
    DRAPE_URL: drapeUrl = "http://127.0.0.1:8080",
    DRAPE_KEY: drapeKey,
    PORT: port = "8090",
  } = process.env;
  if (drapeKey === undefined) {
    console.error("shop: set DRAPE_KEY to a subscription key (drape keys create shop)");
    process.exitCode = 1;
  } else {
    const { origin } = await startShop({ drapeUrl, drapeKey, port: Number(port) });
    console.log(
      `The shop is at ${origin}. Drape must be allowed to fetch its pictures: DRAPE_ALLOW_HOSTS=127.0.0.1`,
    );
  }
}
