/**
 * Reads server-sent events from a response, as `EventSource` would; that one cannot send an Authorization header.
 * Source: HTML Living Standard, 9.2.6 "Interpreting an event stream". Only `data` is given: these streams have one kind of event.
 */
export async function* readEvents(response: Response): AsyncGenerator<string, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = readData(block);
      if (data !== undefined) yield data;
    }
  }
}

/** The `data` lines of one event, joined; undefined for a comment. */
function readData(block: string): string | undefined {
  const lines = block.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data:"));
  return lines.length === 0 ? undefined : lines.map((line) => line.slice(5).replace(/^ /, "")).join("\n");
}
