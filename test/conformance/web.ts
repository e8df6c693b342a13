import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Pictures } from "./target.js";

/** A callback that arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly atMs: number;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
}

/** What this run serves to the server that is checked. */
export interface Web {
  readonly pictureUrls: { readonly person: string; readonly garment: string };
  /** A picture's URL that is not answered until it is released: a task that needs it goes on until then. */
  holdPicture(): { readonly url: string; readonly release: () => void };
  /** Takes callbacks; the nth (from 0) is answered with the status that `answer` says. */
  receive(answer?: (nth: number) => number): Receiver;
  close(): void;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves pictures and takes callbacks on a free port of this machine. */
export async function startWeb({ person, garment }: Pick<Pictures, "person" | "garment">): Promise<Web> {
  const pages = new Map<string, Handle>();
  const server = createServer((request, response) => {
    const handle = pages.get(request.url ?? "");
    if (handle === undefined) response.writeHead(404).end();
    else handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const addPage = (handle: Handle): string => {
    const path = `/${pages.size}`;
    pages.set(path, handle);
    return origin + path;
  };
  const addPicture = (picture: string): string =>
    addPage((_request, response) => response.end(Buffer.from(picture, "base64")));
  return {
    pictureUrls: { person: addPicture(person), garment: addPicture(garment) },
    holdPicture() {
      let release = (): void => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      const picture = Buffer.from(person, "base64");
      return {
        url: addPage((_request, response) => void released.then(() => response.end(picture))),
        release,
      };
    },
    receive(answer = () => 200) {
      const received: Received[] = [];
      const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
        let text = "";
        for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
        const body = JSON.parse(text) as Received["body"]; // what the contract promises; else the callback counts as not taken
        received.push({ headers: request.headers, text, body, atMs: Date.now() });
        response.writeHead(answer(received.length - 1)).end();
      };
      return { url: addPage((request, response) => void take(request, response)), received };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
