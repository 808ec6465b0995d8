/** What the pages of the house share: the way in by a link, the telephones when it does not open, and the wait. */
import { html, type TemplateResult } from "lit";
import type { PageMessages } from "../languages/pages/en.js";
import { Api, Problem } from "./api.js";
import { Session, Shelf } from "./session.js";
import type { Maison } from "./shapes.js";
import { Sheet, type SheetMessages } from "./sheet.js";
import { load } from "./words.js";

/** What every page says, and what stands where a link opens nothing. */
export type PaperMessages = SheetMessages & Pick<PageMessages, "yourAppointment" | "linkOver" | "linkOverText" | "linkMissing">;

export abstract class Page<W extends PaperMessages = PageMessages> extends Sheet<W> {
  static override properties = { ...Sheet.properties, maisonNow: { state: true }, over: { state: true } };

  declare maisonNow: Maison | null;
  /** Why there is nothing to show: no link at all, or one that is no longer valid. */
  declare over: "missing" | "over" | null;
  readonly home: string;

  constructor(home: string) {
    super();
    this.home = home;
    this.maisonNow = null;
    this.over = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.again);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.again);
  }

  protected readonly again = (): void => {
    this.notice = null;
    void this.begin();
  };

  /** Read the link, then what it opens, in the language of whom it was written to. */
  protected async begin(): Promise<void> {
    this.over = null;
    const linked = this.prepare();
    try {
      await this.speak();
      void this.readMaison();
      if (!linked) return this.close("missing");
      await this.arrive();
    } catch (error) {
      if (error instanceof Problem && [401, 403, 404, 410].includes(error.status)) return this.close("over");
      if (this.words) this.notice = this.explain(error, this.again);
    }
    this.sayTitle();
  }

  /** Take the link from the address and forget what was shown; say whether there is one. Sets `api`. */
  protected abstract prepare(): boolean;

  /** Read what the link opens. Raises what the house refuses. */
  protected abstract arrive(): Promise<void>;

  /** The boutique to be called, once it is known. */
  protected abstract ownBoutique(): { name: string; telephone: string } | null;

  /** Words in the best of these languages. */
  protected async speak(...wished: string[]): Promise<void> {
    this.words = await load([...wished, ...navigator.languages], this.home);
    this.api.language = this.words.code;
  }

  protected close(why: "missing" | "over"): void {
    this.over = why;
    this.sayTitle();
  }

  protected sayTitle(): void {
    document.documentElement.lang = this.words?.code ?? "en";
    if (this.words) document.title = this.pageTitle();
  }

  /** The API as nobody in particular: the telephones must be found with a link that is no longer valid, too. */
  open(): Api {
    return new Api(this.home, new Session(null, new Shelf("showroom:letter:")), this.words!.code);
  }

  private async readMaison(): Promise<void> {
    this.maisonNow = await this.open().get<Maison>("/maison", { language: this.words!.code }).catch(() => null);
  }

  protected pageTitle(): string {
    return this.t.yourAppointment;
  }

  protected telephones(): { where: string; number: string }[] {
    const own = this.ownBoutique();
    return (own ? [own] : (this.maisonNow?.boutiques ?? [])).map((it) => ({ where: it.name, number: it.telephone }));
  }

  protected closed(): TemplateResult {
    const { t } = this;
    return html`<article class="card">
      <h1 tabindex="-1">${this.over === "missing" ? t.yourAppointment : t.linkOver}</h1>
      <div class="rule"></div>
      <p>${this.over === "missing" ? t.linkMissing : t.linkOverText}</p>
      <div class="gap telephones">${this.telephoneView()}</div>
    </article>`;
  }

  protected waiting(): TemplateResult {
    return this.notice ? this.noticeView(this.notice) : html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
  }
}
