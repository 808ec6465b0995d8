// Builds the pages' bundles and the modules of words into ./bundles, with a manifest for the routes.
// Words come first: their hashed names are written into each bundle, so a page fetches the one it needs. The widget's
// words are one module per language; the pages have modules of their own, with the widget's words and theirs, and so have
// the invitation, the night and the console. What only some see is a part of its own.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "bundles");
const assets = join(out, "assets");
const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  target: ["es2022", "safari16.4"],
  minify: true,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
  metafile: true,
};

/** Builds entry points into assets/ and answers {name: "assets/name-HASH.ext"}, with `mark` before the name there. */
async function hashed(entryPoints, define = {}, mark = "", more = {}) {
  const result = await build({ ...common, ...more, entryPoints, define, outdir: assets, entryNames: `${mark}[name]-[hash]` });
  return Object.fromEntries(
    Object.entries(result.metafile.outputs).map(([path, made]) => [
      basename(made.entryPoint).replace(/\.\w+$/, ""),
      `assets/${basename(path)}`,
    ]),
  );
}

/** A style sheet without its comments and without the spaces that mean nothing: the one before a colon is a selector's. */
const tidySheet = (sheet) =>
  sheet.replace(/\/\*[^]*?\*\//g, "").replace(/\s+/g, " ").replace(/ ?([{};,]) ?/g, "$1").replace(/: /g, ":").replace(/;}/g, "}");

/** Lit writes its templates for people; leave out the white space between tags and in styles. */
const tidyTemplates = {
  name: "tidy-templates",
  setup(builder) {
    builder.onLoad({ filter: /src\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/css`[^`]*`/g, tidySheet).replace(/\n\s+/g, "\n"),
      loader: "ts",
    }));
  },
};
/** The calendar's own sheet is put into the console's root as text: a strict policy loads no other. */
const sheetAsText = {
  name: "sheet-as-text",
  setup(builder) {
    builder.onLoad({ filter: /event-calendar.*\.css$/ }, ({ path }) => ({ contents: tidySheet(readFileSync(path, "utf8")), loader: "text" }));
  },
};
common.plugins = [tidyTemplates, sheetAsText];

await rm(out, { recursive: true, force: true });
await mkdir(assets, { recursive: true });
const sources = (await readdir(join(here, "src/languages"))).filter((name) => /^[a-z]{2}(-[A-Za-z]+)?\.ts$/.test(name));
const languages = await hashed(sources.map((name) => `src/languages/${name}`));
const pageLanguages = await hashed(sources.map((name) => `src/languages/pages/${name}`), {}, "pages-");
const eventLanguages = await hashed(sources.map((name) => `src/languages/event/${name}`), {}, "event-");
const nightLanguages = await hashed(sources.map((name) => `src/languages/night/${name}`), {}, "night-");
const consoleLanguages = await hashed(sources.map((name) => `src/languages/console/${name}`), {}, "console-");
const parts = {
  ...(await hashed(["src/booking/known.ts", "src/booking/code.ts", "src/common/month.ts", "src/room/nearby.ts", "src/event/hls.ts"])),
  // Chime's library can send messages too, by a client of AWS that weighs more than all the rest; nobody here does.
  ...(await hashed(["src/room/chime.ts"], { global: "globalThis" }, "", { alias: { "@aws-sdk/client-chime-sdk-messaging": join(here, "src/room/no-messaging.ts") } })),
};
// A film's part fetches another: that one is made before it.
Object.assign(parts, await hashed(["src/event/film.ts"], { __PARTS__: JSON.stringify(parts) }));
const defined = (words) => ({ __LANGUAGES__: JSON.stringify(words), __PARTS__: JSON.stringify(parts) });
const pages = await hashed(["src/manage.ts", "src/client.ts", "src/room.ts", "src/embed.ts"], defined(pageLanguages));
const event = await hashed(["src/event.ts", "src/door.ts"], defined(eventLanguages));
const night = await hashed(["src/round.ts", "src/kitchen.ts"], defined(nightLanguages));
const desk = await hashed(["src/console.ts"], defined(consoleLanguages), "", { conditions: ["browser", "production"] });
const styles = await hashed(["src/page.css"]);
await build({ ...common, entryPoints: ["src/widget.ts"], define: defined(languages), outdir: out });
// The courier's page opens without a network: what keeps it names its files, and is another whenever one of them is.
const ofRound = JSON.stringify([night.round, styles.page, ...Object.values(nightLanguages)]);
await build({ ...common, entryPoints: ["src/round-worker.ts"], define: { __ROUND__: ofRound }, outdir: out });

const served = { ...pages, ...event, ...night, ...desk };
const manifest = { languages, pageLanguages, eventLanguages, nightLanguages, consoleLanguages, pages: served, parts, styles };
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
for (const page of ["manage.html", "client.html", "room.html", "embed.html", "event.html", "door.html", "round.html", "kitchen.html", "console.html"]) await copyFile(join(here, "src", page), join(out, page));

for (const name of ["widget.js", "round-worker.js", ...Object.values(languages), ...Object.values(pageLanguages), ...Object.values(eventLanguages), ...Object.values(nightLanguages), ...Object.values(consoleLanguages), ...Object.values(manifest.pages), ...Object.values(parts)]) {
  const bytes = readFileSync(join(out, name));
  const sum = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  console.log(`${name.padEnd(30)} ${String(bytes.length).padStart(7)} B ${String(gzipSync(bytes, { level: 9 }).length).padStart(7)} B gz  ${sum}`);
}
