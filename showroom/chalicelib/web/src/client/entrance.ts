/** Signing in with the link of a letter, and staying signed in for as long as the tab is open. */
import { claims, type Shelf } from "../common/session.js";

export interface Signed {
  access_token: string;
  refresh_token: string;
}

/** A key made of what is sent: two tabs, or a second try after a lost answer, are one request. */
export async function keyOf(secret: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret)));
  return btoa(String.fromCharCode(...hash)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The link of a letter, once it has left the address; it waits here until she presses. */
export function letterLink(tab: Shelf): string | null {
  const link = new URLSearchParams(location.hash.slice(1)).get("signin");
  if (link) {
    history.replaceState(history.state, "", location.pathname + location.search);
    tab.set("signin", link);
  }
  return tab.get("signin");
}

/** Keep what she was given; what another left in this tab is not hers to see. */
export function keep(tab: Shelf, signed: Signed): void {
  const before = tab.get("known");
  if (!before || claims(before).sub !== claims(signed.access_token).sub) tab.clear("draft", "done");
  tab.set("known", signed.access_token);
  tab.remove("signin");
  tab.set("refresh", JSON.stringify([claims(signed.access_token).sub, signed.refresh_token]));
}

/** The refresh token of this very person: a personal link of somebody else's is not to be changed into hers. */
export function refreshToken(tab: Shelf, known: string | null): string | null {
  const [who, token] = JSON.parse(tab.get("refresh") ?? "[]") as string[];
  return token && who === claims(known ?? "").sub ? token : null;
}
