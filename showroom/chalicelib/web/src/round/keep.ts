/**
 * What a telephone keeps of a round: its link, what the house last said of it, and what it does not know yet.
 *
 * It lies in the browser's own store, one entry for each round, and is read anew before each change: a round that is
 * open in two windows loses nothing. It is removed when the round is over, and a day after its link has run out.
 */
import { claims } from "../common/session.js";
import type { Round } from "../night/shapes.js";
import type { Press } from "./queue.js";

const PREFIX = "showroom:round:";
const LAST = "showroom:last-round";
const A_DAY = 86_400;

export interface Kept {
  token: string;
  round: Round | null;
  /** When the house said so, in milliseconds. */
  read: number;
  /** In the order in which they were pressed. */
  presses: Press[];
  /** What the house did not take, until the courier has told it. */
  refused: Press[];
  /** The households whose stops have changed and were not looked at yet. */
  altered: string[];
}

export interface Store {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
  readonly length: number;
  key(at: number): string | null;
}

const names = (store: Store): string[] =>
  Array.from({ length: store.length }, (_, at) => store.key(at)!).filter((name) => name.startsWith(PREFIX));

/** Every round that this telephone keeps. */
export const kept = (store: Store): Keep[] =>
  names(store).flatMap((name) => {
    const token = read(store, name)?.token;
    return token ? [new Keep(token, store)] : [];
  });

/** Forget every round whose link ran out more than a day ago. `now` in milliseconds. */
export function sweep(store: Store, now: number): void {
  for (const name of names(store)) {
    const until = Number(claims(read(store, name)?.token ?? "").exp);
    // What cannot be read, or does not say until when, is of no use to anybody.
    if (!(now < (until + A_DAY) * 1000)) store.removeItem(name);
  }
}

function read(store: Store, name: string): Kept | null {
  try {
    return JSON.parse(store.getItem(name) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

export class Keep {
  private memory: Kept;
  /** The store refused: what is here lives as long as this page. */
  full = false;
  /** Its link opens nothing any more: what was not sent can only be said. */
  dead = false;

  constructor(
    readonly token: string,
    private readonly store: Store | null,
  ) {
    this.memory = { token, round: null, read: 0, presses: [], refused: [], altered: [] };
    // A new link of the same round goes on with what the old one left.
    this.change({ token });
  }

  get name(): string {
    const { evt, sub } = claims(this.token);
    return `${PREFIX}${String(evt)}:${String(sub)}`;
  }

  get now(): Kept {
    if (this.full || !this.store) return this.memory;
    return read(this.store, this.name) ?? this.memory;
  }

  change(change: Partial<Kept>): void {
    this.memory = { ...this.now, ...change };
    try {
      if (!this.store) throw new Error("no store");
      this.store.setItem(this.name, JSON.stringify(this.memory));
      this.full = false;
    } catch {
      this.full = true;
    }
  }

  /** This is the round that opens without a link. */
  last(): void {
    try {
      this.store?.setItem(LAST, this.token);
    } catch {
      // It opens by its link alone.
    }
  }

  add(press: Press): void {
    this.change({ presses: [...this.now.presses, press] });
  }

  /** The house has it, or does not take it. */
  done(press: Press, refused = false): void {
    const { presses, refused: before } = this.now;
    const { proof: _, ...told } = press;
    this.change({ presses: presses.filter((one) => one.key !== press.key), ...(refused && { refused: [...before, told] }) });
  }

  /** Nothing of the round is left here but what the house does not know. */
  forget(): void {
    this.change({ round: null, altered: [] });
    const { presses, refused } = this.now;
    if (presses.length + refused.length || !this.store) return;
    this.store.removeItem(this.name);
    if (this.store.getItem(LAST) === this.token) this.store.removeItem(LAST);
  }
}

/** The link of the round that this telephone carried last. */
export const lastLink = (store: Store | null): string | null => store?.getItem(LAST) ?? null;
