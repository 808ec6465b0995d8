/** Signing in with the maison's identity provider, and staying: the way there, the way back, and the next token. */
import { freshKey } from "../common/api.js";
import type { Shelf } from "../common/session.js";

interface Signed {
  access_token: string;
  refresh_token: string;
}

async function post<T>(home: string, path: string, body: object): Promise<T | null> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": freshKey() };
  const answer = await fetch(`${home}/v1/signin/${path}`, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => null);
  return answer?.status === 200 ? ((await answer.json()) as T) : null;
}

/** Go to the identity provider; false when there is no way there just now. */
export async function leaveFor(home: string, shelf: Shelf): Promise<boolean> {
  const begun = await post<{ authorize_url: string; binding: string }>(home, "start", { page: `${home}/console` });
  if (!begun) return false;
  shelf.set("binding", begun.binding);
  location.assign(begun.authorize_url);
  return true;
}

/** Come back from there: the code leaves the address, and becomes a token. Null where nobody came back, or it did not open. */
export async function returned(home: string, shelf: Shelf): Promise<string | null> {
  const query = new URLSearchParams(location.search);
  const [code, state, binding] = [query.get("code"), query.get("state"), shelf.get("binding")];
  if (!code && !query.get("error")) return null;
  history.replaceState(history.state, "", location.pathname);
  if (!code || !state || !binding) return null;
  shelf.remove("binding");
  return kept(shelf, await post<Signed>(home, "finish", { code, state, binding }));
}

/** The next token of the same session, or null where it is over. */
export async function renewed(home: string, shelf: Shelf): Promise<string | null> {
  const refresh = shelf.get("refresh");
  return refresh ? kept(shelf, await post<Signed>(home, "refresh", { refresh_token: refresh })) : null;
}

/** Leave, in this tab and in the house. */
export async function left(home: string, shelf: Shelf): Promise<void> {
  const refresh = shelf.get("refresh");
  shelf.clear("token", "refresh");
  if (refresh) await post(home, "out", { refresh_token: refresh });
}

function kept(shelf: Shelf, signed: Signed | null): string | null {
  if (!signed) return null;
  shelf.set("token", signed.access_token);
  shelf.set("refresh", signed.refresh_token);
  return signed.access_token;
}
