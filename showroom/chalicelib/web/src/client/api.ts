/** Reading and changing what has a version: the answer's ETag goes with it, and comes back in If-Match. */
import { Api } from "../common/api.js";

export interface Versioned<T> {
  body: T;
  version: number;
}

export class OwnApi extends Api {
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
