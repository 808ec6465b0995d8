/** What the choosing of a time needs of its page, and where its times come from. */
import type { ReactiveControllerHost, TemplateResult } from "lit";
import type { Availability } from "./shapes.js";
import type { Messages } from "./words.js";

export interface TimesHost extends ReactiveControllerHost {
  readonly t: Messages;
  readonly locale: string;
  /** Where its parts are fetched from. */
  readonly home: string;
  announce(text: string): void;
  /** What to say and offer when `load` failed. */
  troubled(error: unknown, again: () => void): TemplateResult;
  /** `hers`: it is offered as her own advisor's. */
  chose(start: string, hers: boolean): void;
}

/** Her own advisor alone, or whoever is free first; empty until she chooses. */
export type Whom = "own" | "any" | "";

export interface TimesSource {
  /** `own`: her own advisor's hours alone. */
  load(from: string, days: number, own: boolean): Promise<Availability>;
  now(): Date;
  /** The boutique's city as people read it; the zone comes with the answer. */
  city: () => string;
  zone: string;
  /** Lead with the client's own clock (video and telephone). */
  ownClock: boolean;
  /** Where she may choose whom: what she chose, where to keep it, and how the choice is drawn. */
  whom?: { chosen(): Whom; choose(whom: Whom): void; view(advisor: string, own: boolean, choose: (own: boolean) => void): unknown };
  /** Further ways when no hour is free. */
  otherwise?: () => unknown;
}
