/** Who is asking: a known client by her personal link, else a visitor with a token fetched only when it is needed. */

/** What a token says of itself. Read for display only: the house checks the signature. */
export function claims(token: string): Record<string, unknown> {
  try {
    const middle = token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(middle), (c) => c.charCodeAt(0)))) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** `sessionStorage` that may be missing or full (private windows, sandboxed frames): then memory serves. */
export class Shelf {
  private readonly memory = new Map<string, string>();

  constructor(private readonly prefix: string) {}

  get(name: string): string | null {
    try {
      return sessionStorage.getItem(this.prefix + name) ?? this.memory.get(name) ?? null;
    } catch {
      return this.memory.get(name) ?? null;
    }
  }

  set(name: string, value: string): void {
    try {
      sessionStorage.setItem(this.prefix + name, value);
    } catch {
      this.memory.set(name, value);
    }
  }

  /** Remove these names from this shelf and from every shelf within it. */
  clear(...names: string[]): void {
    try {
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith(this.prefix) && names.includes(key.split(":").pop()!)) sessionStorage.removeItem(key);
      }
    } catch {
      // Nothing was kept there.
    }
    for (const name of names) this.memory.delete(name);
  }

  remove(name: string): void {
    this.memory.delete(name);
    try {
      sessionStorage.removeItem(this.prefix + name);
    } catch {
      // Nothing was kept there.
    }
  }
}

/** The personal link of this tab: the one just given, by the page or in the fragment, else the one before. It leaves the address. */
export function personalLink(tab: Shelf, given: string | null): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1)).get("showroom");
  if (fragment) history.replaceState(history.state, "", location.pathname + location.search);
  const link = given ?? fragment;
  const before = tab.get("known");
  if (link && link !== before) {
    // Somebody comes by a link of her own: what another left in this tab is not hers to see.
    if (!before || claims(link).sub !== claims(before).sub) tab.clear("draft", "done");
    tab.set("known", link);
  }
  return link ?? before;
}

export class Session {
  private asked: Promise<string> | null = null;

  /** `known` is a client's (or a letter's) own token; without it a visitor's token is kept on the shelf for the day. */
  constructor(
    public known: string | null,
    private readonly shelf: Shelf,
  ) {}

  /** The token to act with; `fetchVisitor` is called at most once at a time. */
  async bearer(fetchVisitor: () => Promise<string>): Promise<string> {
    if (this.known) return this.known;
    const kept = this.shelf.get("visitor");
    if (kept) return kept;
    this.asked ??= fetchVisitor().then(
      (token) => {
        this.shelf.set("visitor", token);
        this.asked = null;
        return token;
      },
      (refused: unknown) => {
        this.asked = null;
        throw refused;
      },
    );
    return this.asked;
  }

  /** Drop a visitor's token that was refused; true when there was one. */
  forgetVisitor(): boolean {
    if (this.known || !this.shelf.get("visitor")) return false;
    this.shelf.remove("visitor");
    return true;
  }
}
