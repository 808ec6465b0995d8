/** How presses reach the house: in their order, each under its own key, until there is no network or nothing left. */
import { type Api, Problem } from "../common/api.js";
import { Session, Shelf } from "../common/session.js";
import { NightApi } from "../night/api.js";
import type { Round } from "../night/shapes.js";
import { type Keep, kept, type Store } from "./keep.js";
import { bodyOf, pathOf } from "./queue.js";

/** Send what waits. Raises Unreachable where there is no network, and a Problem where the link opens nothing any more. */
export async function drain(keep: Keep, api: Api, took: (round: Round) => void): Promise<void> {
  for (let press = keep.now.presses[0]; press; press = keep.now.presses[0]) {
    try {
      took(await api.post<Round>(pathOf(press), bodyOf(press), { key: press.key }));
      keep.done(press);
    } catch (error) {
      if (!(error instanceof Problem) || [401, 403, 429].includes(error.status)) throw error;
      // Not this press, or not this link: only reading tells.
      took(await api.own<Round>("/round"));
      keep.done(press, true);
    }
  }
}

/** Other rounds of this telephone with something that the house does not know, or did not take. */
export const others = (store: Store | null, own: Keep): Keep[] =>
  store ? kept(store).filter((keep) => keep.name !== own.name && keep.now.presses.length + keep.now.refused.length > 0) : [];

/** Send what other rounds left. What cannot be sent stays with them. */
export async function drainOthers(all: readonly Keep[], home: string, language: string): Promise<void> {
  for (const keep of all) {
    const api = new NightApi(home, new Session(keep.now.token, new Shelf("showroom:round:")), language);
    await drain(keep, api, (round) => keep.change({ round })).catch((error: unknown) => {
      if (error instanceof Problem && error.status !== 429) keep.dead = true;
    });
    if (!keep.now.presses.length && !keep.now.refused.length) keep.forget();
  }
}
