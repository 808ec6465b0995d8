/** The one place that talks to `/v1`: bearer tokens, retries that are safe, and problems as errors. */
import type { Session } from "./session.js";

const TIMEOUT_MS = 15_000;
const RETRIES = 2;

/** What a problem document may say beside what every one says. */
interface Told {
  /** How often another code may be tried. */
  tries_left?: number;
  /** Who is to host and has something else then. */
  hosts?: readonly string[];
}

/** A refusal with a problem document (RFC 9457). `kind` is the fragment of its type: "slot-taken". */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    readonly detail: string,
    readonly fields: readonly { pointer: string; detail: string }[] = [],
    readonly alternatives: readonly string[] = [],
    /** All that it says, where a kind has words of its own. */
    readonly told: Told = {},
  ) {
    super(detail || kind || String(status));
  }
}

/** No answer: offline, a cut connection, a time-out, or a house that stays busy. */
export class Unreachable extends Error {}

export interface Sent {
  /** Idempotency-Key: makes repeating this very request safe. */
  key?: string;
  /** If-Match: the version this change was decided on. */
  version?: number;
}

/** What came back: all of it, and which version it is. */
export interface Answer {
  content: Blob;
  etag: string | null;
}

/** A fresh Idempotency-Key: 32 URL-safe characters. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export class Api {
  /** Milliseconds the house's clock is ahead of this device's, where the answer tells it. */
  private ahead = 0;

  constructor(
    readonly base: string,
    protected readonly session: Session,
    public language: string,
  ) {}

  /** What time it is at the house: a device's clock may be wrong. */
  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  async get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
    const url = new URL(`${this.base}/v1${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
    }
    return parsed<T>((await this.send("GET", url, undefined, {}, this.session.known)).content);
  }

  /** GET as somebody: a booking is never told to a stranger. */
  async own<T>(path: string, query: Record<string, string | number> = {}): Promise<T> {
    return parsed<T>(await this.owned(path, query));
  }

  async file(path: string): Promise<Blob> {
    return this.owned(path, {}, "text/calendar");
  }

  async post<T>(path: string, body: object | string, sent: Sent = {}): Promise<T> {
    const url = new URL(`${this.base}/v1${path}`);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const attempt = async (): Promise<T> =>
      parsed<T>((await this.send("POST", url, text, sent, await this.session.bearer(() => this.visitor()))).content);
    try {
      return await attempt();
    } catch (problem) {
      // A visitor's token lives a day: a page left open longer gets a new one, once.
      if (problem instanceof Problem && problem.status === 401 && this.session.forgetVisitor()) return attempt();
      throw problem;
    }
  }

  private async owned(path: string, query: Record<string, string | number>, accept?: string): Promise<Blob> {
    const url = new URL(`${this.base}/v1${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return (await this.send("GET", url, undefined, {}, await this.session.bearer(() => this.visitor()), accept)).content;
  }

  private async visitor(): Promise<string> {
    const made = await this.send("POST", new URL(`${this.base}/v1/visitors`), "{}", {}, null);
    return (await parsed<{ token: string }>(made.content)).token;
  }

  /** Send until there is an answer worth reading. Everything here may be repeated: GETs, PUTs, and POSTs under one key. */
  protected async send(method: string, url: URL, body: string | undefined, sent: Sent, bearer: string | null, accept?: string): Promise<Answer> {
    const headers: Record<string, string> = { Accept: accept ?? "application/json", "Accept-Language": this.language };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (bearer) headers.Authorization = `Bearer ${bearer}`;
    if (sent.key) headers["Idempotency-Key"] = sent.key;
    if (sent.version !== undefined) headers["If-Match"] = `"${sent.version}"`;
    for (let tried = 0; ; tried++) {
      let answer: Response;
      let content: Blob;
      try {
        answer = await fetch(url, { method, headers, body, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(TIMEOUT_MS) });
        // An answer cut short is no answer: the body is read before anything is believed.
        content = await answer.blob();
      } catch {
        throw new Unreachable();
      }
      const date = answer.headers.get("Date");
      if (date) this.ahead = Math.abs(Date.parse(date) - Date.now()) < 2000 ? 0 : Date.parse(date) - Date.now();
      if (answer.ok) return { content, etag: answer.headers.get("ETag") };
      if (answer.status >= 502 && tried < RETRIES) {
        const seconds = Math.min(Number(answer.headers.get("Retry-After")) || 1, 5);
        await pause(seconds * 1000 * (0.75 + Math.random() / 2));
        continue;
      }
      if (answer.status >= 500) throw new Unreachable();
      throw await problem(answer.status, content);
    }
  }
}

const parsed = async <T>(content: Blob): Promise<T> => JSON.parse(await content.text()) as T;

async function problem(status: number, content: Blob): Promise<Problem> {
  const told = (await parsed(content).catch(() => ({}))) as Told & {
    type?: string;
    detail?: string;
    errors?: { pointer: string; detail: string }[];
    alternatives?: string[];
  };
  return new Problem(status, told.type?.split("#").pop() ?? "", told.detail ?? "", told.errors ?? [], told.alternatives ?? [], told);
}
