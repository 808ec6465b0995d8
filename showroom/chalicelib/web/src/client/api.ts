/** Reading and changing what has a version: the answer's ETag goes with it, and comes back in If-Match. */
import { Api, Problem, type Answer, type Sent } from "../common/api.js";
import type { Session, Shelf } from "../common/session.js";
import { keep, keyOf, refreshToken, type Signed } from "./entrance.js";

export interface Versioned<T> {
  body: T;
  version: number;
}

export class OwnApi extends Api {
  private renewing: Promise<void> | null = null;

  constructor(
    base: string,
    session: Session,
    language: string,
    private readonly tab: Shelf,
  ) {
    super(base, session, language);
  }

  /** Sign in with the link of a letter. Raises a Problem of 401 when it no longer holds. */
  async enter(link: string): Promise<void> {
    await this.sign("/signin/link/use", { link }, link);
  }

  /** An access token lives a quarter of an hour: one that was refused is changed for a new one, once. */
  protected override async send(method: string, url: URL, body: string | undefined, sent: Sent, bearer: string | null, accept?: string): Promise<Answer> {
    try {
      return await super.send(method, url, body, sent, bearer, accept);
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401) || !bearer || !this.session.known) throw error;
      // Whoever comes back after another request has changed it goes on with the new one.
      if (bearer === this.session.known) {
        if (!refreshToken(this.tab, bearer)) throw error;
        await this.renew();
      }
      return super.send(method, url, body, sent, this.session.known, accept);
    }
  }

  /** A new access token, where she signed in; without one this changes nothing. */
  async renew(): Promise<void> {
    const token = refreshToken(this.tab, this.session.known);
    if (!token) return;
    this.renewing ??= this.sign("/signin/refresh", { refresh_token: token }, token).finally(() => (this.renewing = null));
    await this.renewing.catch((error: unknown) => {
      if (error instanceof Problem) this.tab.remove("refresh");
      throw error;
    });
  }

  private async sign(path: string, body: object, secret: string): Promise<void> {
    const url = new URL(`${this.base}/v1${path}`);
    const answer = await super.send("POST", url, JSON.stringify(body), { key: await keyOf(secret) }, null);
    const signed = JSON.parse(await answer.content.text()) as Signed;
    keep(this.tab, signed);
    this.session.known = signed.access_token;
  }

  async read<T>(path: string): Promise<Versioned<T>> {
    return this.versioned<T>("GET", path);
  }

  /** A PUT says all there is to say: sending it again after a lost answer is safe. */
  async put<T>(path: string, body: object, version: number): Promise<Versioned<T>> {
    return this.versioned<T>("PUT", path, JSON.stringify(body), version);
  }

  private async versioned<T>(method: string, path: string, body?: string, version?: number): Promise<Versioned<T>> {
    const answer = await this.send(method, new URL(`${this.base}/v1${path}`), body, { version }, this.session.known);
    return { body: JSON.parse(await answer.content.text()) as T, version: Number(answer.etag?.replace(/\D/g, "")) };
  }
}
