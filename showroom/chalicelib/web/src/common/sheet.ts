/** One sheet of paper: what the widget and the pages have in common. Words, focus, the live region, trouble and the way out. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { type Api, Problem, Unreachable } from "./api.js";
import type { Messages, Words } from "./words.js";

export interface Notice {
  text: string;
  alarm?: boolean;
  /** Offered as "Try again". */
  again?: () => void;
  /** Show the telephone beside it. */
  telephone?: boolean;
}

/** What every sheet says, whatever else its own catalogue has. */
export type SheetMessages = Pick<
  Messages,
  "again" | "loading" | "oldPage" | "offline" | "telephoneUs" | "tooMany" | "tooManyHolds" | "unexpected" | "unreachable"
>;

export abstract class Sheet<W extends SheetMessages = Messages> extends LitElement {
  static override properties = {
    words: { state: true },
    busy: { state: true },
    notice: { state: true },
    spoken: { state: true },
    street: { state: true },
  };

  declare words: Words | null;
  declare busy: boolean;
  declare notice: Notice | null;
  /** What the live region says. */
  declare spoken: string;
  /** The address of the boutique that is visited, once it is known. */
  declare street: readonly string[];
  api!: Api;

  constructor() {
    super();
    this.words = null;
    this.busy = false;
    this.notice = null;
    this.spoken = "";
    this.street = [];
  }

  /** The build names to each bundle the catalogues that have its words. */
  get t(): W {
    return this.words!.t as SheetMessages as W;
  }

  get locale(): string {
    return this.words!.locale;
  }

  /** Whom to call, as well as it is known by now. */
  protected abstract telephones(): readonly { where: string; number: string }[];

  protected override updated(changed: PropertyValues): void {
    // What went wrong must not stay hidden behind a button that sticks to the edge of the screen.
    if (changed.has("notice") && this.notice) this.renderRoot.querySelector(".notice")?.scrollIntoView({ block: "nearest" });
  }

  announce(text: string): void {
    this.spoken = text;
  }

  /** Say what went wrong in the house's words, and how to go on. */
  explain(error: unknown, again?: () => void): Notice | null {
    if (error instanceof Unreachable) {
      return { text: navigator.onLine ? this.t.unreachable : this.t.offline, alarm: true, again, telephone: true };
    }
    if (error instanceof Problem && error.status === 429) return { text: this.t.tooMany, alarm: true, again };
    if (error instanceof Problem && /^(quota|no-more)/.test(error.kind)) return { text: this.t.tooManyHolds, telephone: true };
    if (error instanceof Problem && (error.status === 412 || error.status === 428)) return { text: this.t.oldPage, again };
    if (!(error instanceof Problem)) console.error(error);
    return { text: this.t.unexpected, alarm: true, again, telephone: true };
  }

  troubled(error: unknown, again: () => void): TemplateResult {
    const notice = this.explain(error, again);
    return notice ? this.noticeView(notice) : html``;
  }

  noticeView(notice: Notice): TemplateResult {
    return html`<div class="notice ${notice.alarm ? "alarm" : ""}" role="alert" part="notice">
      <div>
        <p>${notice.text}</p>
        ${notice.again ? html`<button type="button" class="link" @click=${notice.again}>${this.t.again}</button>` : nothing}
        ${notice.telephone ? this.telephoneView() : nothing}
      </div>
    </div>`;
  }

  telephoneView(): unknown {
    const all = this.telephones();
    return all.map(({ where, number }) => html`<p>${all.length > 1 ? where : this.t.telephoneUs(where)} ${call(number)}</p>`);
  }

  /** Run one act with the button busy; a second press while it runs does nothing. */
  async act(work: () => Promise<void>, again: () => void): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.notice = null;
    this.announce(this.t.loading);
    try {
      await work();
      this.announce("");
    } catch (error) {
      this.notice = this.explain(error, again);
    } finally {
      this.busy = false;
    }
  }

  /** After the next rendering, put the focus on the title of what is now to be read. */
  async focusTitle(): Promise<void> {
    await this.updateComplete;
    const title = this.renderRoot.querySelector<HTMLElement>("h1, h2");
    title?.focus({ preventScroll: true });
    const top = this.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight * 0.6) this.scrollIntoView({ block: "start" });
  }

  protected paper(content: unknown): TemplateResult {
    if (!this.words) return html`<div class="root"></div>`;
    return html`<div class="root" part="root" lang=${this.words.code} dir=${this.words.dir}>
      ${content}
      <p class="hidden" role="status" aria-live="polite">${this.spoken}</p>
    </div>`;
  }
}

/** A telephone number as a left-to-right island that can be pressed. */
export const call = (number: string): TemplateResult =>
  html`<a class="link" href="tel:${number.replace(/[^+\d]/g, "")}"><bdi dir="ltr">${number}</bdi></a>`;

/** Hand a file to the browser. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
