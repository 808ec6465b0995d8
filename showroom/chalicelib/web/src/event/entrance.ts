/** The link of an invitation: it leaves the address at once, and stays in this tab for a reload. */
import { claims, type Shelf } from "../common/session.js";

export interface Entrance {
  token: string | null;
  /** What she came to say: the page opens with that question, and does nothing before she answers it. */
  about: "yes" | "no" | "never" | null;
}

/** Read `#TOKEN`, `#TOKEN&answer=yes`, `#TOKEN&answer=no` or `#TOKEN&no=1`. What another left in this tab is not hers to see. */
export function entrance(tab: Shelf): Entrance {
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(history.state, "", location.pathname + location.search);
  const [token = "", ...rest] = fragment.split("&");
  const before = tab.get("invitation");
  if (token && token !== before) {
    if (!before || claims(before).sub !== claims(token).sub) tab.clear("draft", "nonce", "act");
    tab.set("invitation", token);
  }
  const said = new URLSearchParams(rest.join("&"));
  const answer = said.get("answer");
  return { token: token || before, about: said.get("no") === "1" ? "never" : answer === "yes" || answer === "no" ? answer : null };
}
