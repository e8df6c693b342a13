/** What a sample asks for: the request that the page makes. */
export interface SampledRequest {
  /** The service's origin, such as http://127.0.0.1:8080. */
  readonly origin: string;
  readonly personName: string;
  readonly garmentName: string;
  readonly format: "png" | "jpeg" | "webp";
}

export interface CodeSample {
  readonly id: string;
  readonly label: string;
  /** How to run it. */
  readonly run: string;
  readonly code: string;
}

/** The same request in five languages, each from two files to a picture on disk. The key comes from the environment. */
export function writeSamples(request: SampledRequest): readonly CodeSample[] {
  const names = { person: toFileName(request.personName), garment: toFileName(request.garmentName) };
  const sampled = {
    ...request,
    ...names,
    result: `result.${request.format === "jpeg" ? "jpg" : request.format}`,
  };
  return [
    { id: "curl", label: "curl", run: "DRAPE_KEY=… bash try-on.sh", code: writeCurl(sampled) },
    { id: "python", label: "Python", run: "DRAPE_KEY=… python3 try_on.py", code: writePython(sampled) },
    {
      id: "javascript",
      label: "JavaScript",
      run: "DRAPE_KEY=… node try-on.mjs",
      code: writeJavaScript(sampled),
    },
    { id: "java", label: "Java", run: "DRAPE_KEY=… java TryOn.java", code: writeJava(sampled) },
    { id: "php", label: "PHP", run: "DRAPE_KEY=… php try-on.php", code: writePhp(sampled) },
  ];
}

/** A name that needs no quoting in any of the languages. */
function toFileName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain === "" ? "photo.jpg" : plain;
}

interface Sampled {
  readonly origin: string;
  readonly person: string;
  readonly garment: string;
  readonly format: string;
  readonly result: string;
}

function writeCurl({ origin, person, garment, format, result }: Sampled): string {
  return `API=${origin}
ID=$(curl -fsS "$API/v1/try-ons" -H "Authorization: Bearer $DRAPE_KEY" \\
  -F person=@${person} -F garment=@${garment} -F output_format=${format} |
  sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
# the stream of events ends when the picture is there
URL=$(curl -fsSN "$API/v1/try-ons/$ID/events" -H "Authorization: Bearer $DRAPE_KEY" |
  sed -n 's/.*"result":{"url":"\\([^"]*\\)".*/\\1/p' | tail -1)
curl -fsS "$URL" -o ${result}
`;
}

function writePython({ origin, person, garment, format, result }: Sampled): string {
  return `import base64, json, os, time, urllib.request

API = "${origin}"

def call(path, body=None):
    headers = {"Authorization": "Bearer " + os.environ["DRAPE_KEY"], "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(API + path, data, headers)) as reply:
        return json.load(reply)

def photo(name):
    with open(name, "rb") as file:
        return base64.b64encode(file.read()).decode()

job = call("/v1/try-ons", {"person": photo("${person}"), "garment": photo("${garment}"), "output_format": "${format}"})
while job["status"] in ("queued", "running"):
    time.sleep(0.5)
    job = call("/v1/try-ons/" + job["id"])
if job["error"]:
    raise SystemExit(job["error"]["message"])
urllib.request.urlretrieve(job["result"]["url"], "${result}")
print(job["result"]["report"]["advice"])
`;
}

function writeJavaScript({ origin, person, garment, format, result }: Sampled): string {
  return `import { readFile, writeFile } from "node:fs/promises";

const API = "${origin}";
const headers = { authorization: \`Bearer \${process.env.DRAPE_KEY}\` };

const form = new FormData();
form.append("person", new Blob([await readFile("${person}")]), "${person}");
form.append("garment", new Blob([await readFile("${garment}")]), "${garment}");
form.append("output_format", "${format}");

let job = await (await fetch(\`\${API}/v1/try-ons\`, { method: "POST", headers, body: form })).json();
while (job.status === "queued" || job.status === "running") {
  await new Promise((resolve) => setTimeout(resolve, 500));
  job = await (await fetch(\`\${API}/v1/try-ons/\${job.id}\`, { headers })).json();
}
if (!job.result) throw new Error(job.error?.message ?? job.detail);
await writeFile("${result}", Buffer.from(await (await fetch(job.result.url)).arrayBuffer()));
console.log(job.result.report.advice);
`;
}

function writeJava({ origin, person, garment, format, result }: Sampled): string {
  return `import java.net.URI;
import java.net.http.*;
import java.nio.file.*;
import java.util.Base64;
import java.util.regex.*;

public class TryOn {
  static final String API = "${origin}";
  static final HttpClient HTTP = HttpClient.newHttpClient();

  static String call(HttpRequest.Builder request) throws Exception {
    request.header("Authorization", "Bearer " + System.getenv("DRAPE_KEY")).header("Content-Type", "application/json");
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  static String photo(String name) throws Exception {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(name)));
  }

  static String find(String json, String name) {
    Matcher found = Pattern.compile("\\"" + name + "\\":\\"([^\\"]*)\\"").matcher(json);
    return found.find() ? found.group(1) : "";
  }

  public static void main(String[] args) throws Exception {
    String body = "{\\"person\\":\\"" + photo("${person}") + "\\",\\"garment\\":\\"" + photo("${garment}")
        + "\\",\\"output_format\\":\\"${format}\\"}";
    String job = call(HttpRequest.newBuilder(URI.create(API + "/v1/try-ons"))
        .POST(HttpRequest.BodyPublishers.ofString(body)));
    while (find(job, "status").matches("queued|running")) {
      Thread.sleep(500);
      job = call(HttpRequest.newBuilder(URI.create(API + "/v1/try-ons/" + find(job, "id"))));
    }
    if (!find(job, "status").equals("succeeded")) throw new Exception(job);
    HTTP.send(HttpRequest.newBuilder(URI.create(find(job, "url"))).build(),
        HttpResponse.BodyHandlers.ofFile(Path.of("${result}")));
  }
}
`;
}

function writePhp({ origin, person, garment, format, result }: Sampled): string {
  return `<?php
const API = "${origin}";

function call(string $path, ?array $form = null): array {
  $curl = curl_init(API . $path);
  curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => ["Authorization: Bearer " . getenv("DRAPE_KEY")],
  ]);
  if ($form !== null) curl_setopt($curl, CURLOPT_POSTFIELDS, $form);
  return json_decode(curl_exec($curl), true);
}

$job = call("/v1/try-ons", [
  "person" => new CURLFile("${person}"),
  "garment" => new CURLFile("${garment}"),
  "output_format" => "${format}",
]);
while (in_array($job["status"], ["queued", "running"], true)) {
  usleep(500_000);
  $job = call("/v1/try-ons/" . $job["id"]);
}
if ($job["error"] !== null) exit($job["error"]["message"] . PHP_EOL);
copy($job["result"]["url"], "${result}");
print_r($job["result"]["report"]["advice"]);
`;
}
