/** The console's pages beside the day and the calendar, and what may lie open on top of any of them. */
import type { TemplateResult } from "lit";
import { ClientsPage } from "./clients/page.js";
import type { ShowroomConsole } from "./element.js";
import { EventsPage } from "./events/page.js";
import { HoursPage } from "./hours/page.js";
import { LeavingPage } from "./leaving/page.js";

export interface Page {
  readonly view: string;
  readonly name: string;
  /** Whoever signed in has a use for it. */
  readonly may: boolean;
  /** It comes into view, or its boutique has changed. */
  open(): void;
  /** Read again what it shows. */
  read?(): Promise<void>;
  /** The same without a word, as often as the day is read again. */
  quiet?(): Promise<void>;
  render(): TemplateResult;
}

export type Opened = "card" | "telephone" | "ask" | "away" | "walkin";

export function pagesOf(desk: ShowroomConsole): Page[] {
  const leaving = new LeavingPage(desk);
  return [new ClientsPage(desk), new HoursPage(desk, leaving), new EventsPage(desk), leaving];
}
