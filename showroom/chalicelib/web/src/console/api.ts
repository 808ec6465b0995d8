/** Reading for staff: what has not changed since is not sent again. */
import { Api, type Answer, Problem, type Sent, Unreachable } from "../common/api.js";

export class DeskApi extends Api {
  get known(): string | null {
    return this.session.known;
  }

  /** Go on with another token. */
  renew(token: string | null): void {
    this.session.known = token;
  }

  private readonly seen = new Map<string, { tag: string; body: unknown }>();

  /** GET with the tag of what was read before; where that still holds, the same object comes back. */
  async fresh<T>(path: string, query: Record<string, string | number> = {}): Promise<T> {
    const url = new URL(`${this.base}/v1${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const kept = this.seen.get(url.search + path);
    try {
      const answer = await this.asked(url, kept?.tag);
      const body = JSON.parse(await answer.content.text()) as T;
      if (this.seen.size > 40) this.seen.clear();
      if (answer.etag) this.seen.set(url.search + path, { tag: answer.etag, body });
      return body;
    } catch (error) {
      if (kept && error instanceof Problem && error.status === 304) return kept.body as T;
      throw error;
    }
  }

  private async asked(url: URL, tag?: string): Promise<Answer> {
    if (!tag) return this.send("GET", url, undefined, {}, this.session.known);
    let answer: Response;
    let content: Blob;
    const headers = { Accept: "application/json", "Accept-Language": this.language, Authorization: `Bearer ${this.session.known}`, "If-None-Match": tag };
    try {
      answer = await fetch(url, { headers, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(15_000) });
      content = await answer.blob();
    } catch {
      throw new Unreachable();
    }
    if (answer.ok) return { content, etag: answer.headers.get("ETag") };
    if (answer.status >= 500) throw new Unreachable();
    throw new Problem(answer.status, "", "");
  }

  /** One request with a version: what is read, or has just been changed, and the version at which it stands. */
  async versioned<T>(path: string, method = "GET", body?: object, sent: Sent = {}): Promise<{ body: T; version: number }> {
    const answer = await this.send(method, new URL(`${this.base}/v1${path}`), body && JSON.stringify(body), sent, this.session.known);
    return { body: JSON.parse(await answer.content.text()) as T, version: Number(answer.etag?.replace(/\D/g, "")) };
  }

  /** A PUT says all there is to say: sending it again after a lost answer is safe. */
  async put<T>(path: string, body: object, version: number): Promise<T> {
    return (await this.versioned<T>(path, "PUT", body, { version })).body;
  }

  /** A POST whose answer is that it is done. */
  async tell(path: string): Promise<void> {
    await this.send("POST", new URL(`${this.base}/v1${path}`), "{}", {}, this.session.known);
  }

  /** What is handed over as a file; asking for it leaves a trace, so it is a POST. */
  async handed(path: string, accept: string): Promise<Blob> {
    return (await this.send("POST", new URL(`${this.base}/v1${path}`), "{}", {}, this.session.known, accept)).content;
  }

  /** What is printed, as it comes: text, or bytes that have to be asked for as such. */
  async paper(path: string, query: Record<string, string>, accept: string): Promise<Blob> {
    const url = new URL(`${this.base}/v1${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return (await this.send("GET", url, undefined, {}, this.session.known, accept)).content;
  }
}
