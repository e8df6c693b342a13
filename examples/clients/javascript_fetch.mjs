// A try-on with fetch: javascript_fetch.mjs PERSON GARMENT RESULT. DRAPE_URL and DRAPE_KEY say where the service is and who asks.
import { readFile, writeFile } from "node:fs/promises";

const [person, garment, result] = process.argv.slice(2);
const { DRAPE_URL, DRAPE_KEY } = process.env;

async function call(path, body) {
  const response = await fetch(DRAPE_URL + path, {
    method: "POST",
    body: JSON.stringify(body),
    // Request headers
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": "no-cache",
      "Ocp-Apim-Subscription-Key": DRAPE_KEY,
    },
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()).data;
}

let task = await call("/kling-ai-vton/v1/getVirtualTryOnTask", {
  human_image: await readFile(person, "base64"),
  cloth_image: await readFile(garment, "base64"),
  callback_url: "",
});
console.log(task);
while (task.task_status !== "succeed") {
  if (task.task_status === "failed") throw new Error(task.task_status_msg);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  task = await call("/kling-ai-polling/v1/getVirtualTryOnStatus", { task_id: task.task_id });
}
const picture = await fetch(task.task_result.images[0].url);
await writeFile(result, Buffer.from(await picture.arrayBuffer()));
