// Bundles the pages into dist/web: `npm run build` runs it after the type check. Everything it reads is in this repository or in
// node_modules. The names below assets/ have a hash of the content, so that browsers may keep them for ever.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import sharp from "sharp";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const OUT = join(ROOT, "dist/web");
const EXAMPLES = [
  "people/woman",
  "people/man",
  "garments/printed-tee",
  "garments/striped-long-sleeve",
  "garments/shirt",
];
const MORE_EXAMPLES = ["garments/hoodie", "garments/dress", "garments/trousers"];
const PAGES = [
  { name: "index", entry: "web/playground/main.ts", style: "web/playground/page.css" },
  { name: "admin", entry: "web/admin/main.ts", style: "web/admin/page.css" },
];

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  legalComments: "none", // the licences are in NOTICE
  target: ["chrome111", "firefox113", "safari16.4"],
  logLevel: "warning",
};

await rm(OUT, { recursive: true, force: true });
await mkdir(join(OUT, "examples"), { recursive: true });
await cp(join(ROOT, "web/icon.svg"), join(OUT, "icon.svg"));
await Promise.all([...PAGES.map(buildPage), buildWidget(), copyExamples(), cutDemonstration()]);

/** One page: its script and style under hashed names, and the document that names them. */
async function buildPage({ name, entry, style }) {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: [entry, style],
    format: "esm",
    outdir: "dist/web/assets",
    entryNames: `${name}-[hash]`,
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "dataurl" },
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  const find = (source) => basename(outputs.find(([, { entryPoint }]) => entryPoint === source)[0]);
  const fonts = outputs.map(([path]) => basename(path)).filter((file) => file.endsWith(".woff2"));
  const template = await readFile(join(ROOT, entry.replace("main.ts", "index.html")), "utf8");
  const preloads = fonts.map(
    (file) => `<link rel="preload" href="/assets/${file}" as="font" type="font/woff2" crossorigin />`,
  );
  const document = template
    .replace("<!-- fonts -->", preloads.join("\n    "))
    .replace("page.css", `/assets/${find(style)}`)
    .replace("main.js", `/assets/${find(entry)}`);
  await writeFile(join(OUT, `${name}.html`), document);
}

/** The shops' script: one file without a hash, because shops write its name into their pages. */
async function buildWidget() {
  await build({
    ...COMMON,
    entryPoints: ["web/widget/main.ts"],
    format: "iife",
    outfile: "dist/web/widget.js",
  });
}

/** The example pictures as they are, and small ones to choose from. */
async function copyExamples() {
  for (const name of [...EXAMPLES, ...MORE_EXAMPLES]) {
    const source = join(ROOT, `examples/${name}.jpg`);
    const target = join(OUT, "examples", basename(name));
    await cp(source, `${target}.jpg`);
    await sharp(source)
      .resize(96, 128, { fit: "cover" })
      .webp({ quality: 62 })
      .toFile(`${target}-small.webp`);
  }
}

/** Before and after for who has not tried yet: the outer thirds of the README's picture. */
async function cutDemonstration() {
  const hero = sharp(join(ROOT, "docs/images/hero.jpg"));
  const { width, height } = await hero.metadata();
  const panelWidth = Math.floor((width - 24) / 3);
  const cut = (left, name) =>
    hero
      .clone()
      .extract({ left, top: 0, width: panelWidth, height })
      .webp({ quality: 52 })
      .toFile(join(OUT, "examples", name));
  await Promise.all([
    cut(0, "demonstration-before.webp"),
    cut(width - panelWidth, "demonstration-after.webp"),
  ]);
}
