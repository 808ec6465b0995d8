/**
 * Keeps the courier's page itself, so that it opens again behind a door without a network. Nothing of anybody is kept
 * here: what the house says of a round lies in the browser's own store, and goes with it.
 */

/** The files of the page, written in by the build: a new build is a new worker. */
declare const __ROUND__: readonly string[];

interface Waits extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asks extends Waits {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
}

const worker = self as unknown as Worker;
const SHELF = "showroom-round";
/** So long a network that is hardly there is waited for, in milliseconds. */
const PATIENCE_MS = 3000;
const page = worker.registration.scope;
const files = __ROUND__.map((path) => new URL(path, page).href);

worker.addEventListener("install", (event) => {
  const kept = caches.open(SHELF).then((shelf) => shelf.addAll([page, ...files].map((url) => new Request(url, { cache: "reload" }))));
  (event as Waits).waitUntil(kept.then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  (event as Waits).waitUntil(tidy().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event as Asks;
  const url = request.url.split(/[?#]/)[0]!;
  if (request.mode === "navigate" && url === page) (event as Asks).respondWith(fresh(request));
  else if (files.includes(url)) (event as Asks).respondWith(caches.match(url).then((kept) => kept ?? fetch(request)));
});

/** The files of an older build are of no use. */
async function tidy(): Promise<void> {
  const shelf = await caches.open(SHELF);
  const old = (await shelf.keys()).filter(({ url }) => url !== page && !files.includes(url));
  await Promise.all(old.map((request) => shelf.delete(request)));
}

/** The page as the house has it now, or as it was kept. */
async function fresh(request: Request): Promise<Response> {
  const late = new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error("no answer")), PATIENCE_MS));
  try {
    return await Promise.race([fetch(request), late]);
  } catch (error) {
    const kept = await caches.match(page);
    if (!kept) throw error;
    return kept;
  }
}
