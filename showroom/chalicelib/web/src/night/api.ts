/** The house as the night's pages ask it: only the house itself says that a link is dead, never what stands in between. */
import { type Answer, Api, Problem, Unreachable } from "../common/api.js";

export class NightApi extends Api {
  /** A refusal without the house's own document (a gateway's, a proxy's) is no answer of its own: nothing is thrown away for it. */
  protected override async send(...about: Parameters<Api["send"]>): Promise<Answer> {
    try {
      return await super.send(...about);
    } catch (error) {
      throw error instanceof Problem && !error.kind && error.status !== 429 ? new Unreachable() : error;
    }
  }
}
