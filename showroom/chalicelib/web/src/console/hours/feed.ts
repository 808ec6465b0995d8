/** One's calendar as a private subscription, and another calendar whose times count as taken. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { action, choices, type Form, input } from "../../common/fields.js";
import type { ShowroomConsole } from "../element.js";
import { ago } from "../told.js";
import { freshKey } from "../../common/api.js";
import type { Feed } from "./shapes.js";

const PATH = "/staff/me/feed";
const BUSY = "/staff/me/busy";

export class Feeds implements Form {
  private feed: Feed | null = null;
  private version = 0;
  /** The new address, told once. */
  private address = "";
  private other = "";
  private wrong = "";

  constructor(private readonly desk: ShowroomConsole) {}

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  value(name: string): string {
    return name === "discretion" ? (this.feed?.discretion ?? "initials") : this.other;
  }

  put(name: string, value: string): void {
    if (name === "discretion") this.tell(value);
    else this.other = value;
    this.desk.requestUpdate();
  }

  error(): string | undefined {
    return this.wrong || undefined;
  }

  /** Whoever stands in no staff list has no calendar to subscribe to. */
  async read(): Promise<void> {
    try {
      this.take(await this.desk.api.versioned<Feed>(PATH));
    } catch (error) {
      if (!(error instanceof Problem && [403, 404].includes(error.status))) throw error;
      this.feed = null;
    }
  }

  private take({ body, version }: { body: Feed; version: number }): void {
    this.feed = body;
    this.version = version;
    this.desk.requestUpdate();
  }

  private act(work: () => Promise<{ body: Feed; version: number }>, said: string): void {
    const { desk } = this;
    this.wrong = "";
    void desk.act(async () => {
      try {
        this.take(await work());
        desk.done(said);
      } catch (error) {
        if (error instanceof Problem && error.status === 412) return this.read();
        if (!(error instanceof Problem) || error.status !== 422) throw error;
        this.wrong = desk.t.desk.feed.wrong;
      }
    }, () => this.act(work, said));
  }

  private issue(): void {
    const key = freshKey();
    this.act(async () => {
      const made = await this.desk.api.versioned<Feed>(PATH, "POST", {}, { key });
      this.address = made.body.url ?? "";
      return made;
    }, this.desk.t.desk.feed.issued);
  }

  private revoke(): void {
    this.address = "";
    this.act(() => this.desk.api.versioned<Feed>(`${PATH}/revoke`, "POST", {}), this.desk.t.desk.feed.revoked);
  }

  private tell(discretion: string): void {
    this.act(() => this.desk.api.versioned<Feed>(PATH, "PUT", { discretion }, { version: this.version }), this.desk.t.desk.feed.told);
  }

  private listen(): void {
    this.act(async () => {
      const heard = await this.desk.api.versioned<Feed>(BUSY, "PUT", { url: this.other.trim() }, { version: this.version });
      this.other = "";
      return heard;
    }, this.desk.t.desk.feed.heard);
  }

  private forget(): void {
    this.act(() => this.desk.api.versioned<Feed>(BUSY, "DELETE", undefined, { version: this.version }), this.desk.t.desk.feed.forgotten);
  }

  private copy(): void {
    void navigator.clipboard?.writeText(this.address).then(() => this.desk.done(this.desk.t.desk.feed.copied), () => undefined);
  }

  render(): TemplateResult {
    const { desk, feed } = this;
    if (!feed) return html``;
    const words = desk.t.desk.feed;
    const { busy } = feed;
    return html`<h2>${words.title}</h2>
      <p class="quiet">${feed.subscribed ? words.subscribed : words.hint}</p>
      ${this.address
        ? html`<p class="address"><input type="text" readonly dir="ltr" aria-label=${words.address} .value=${this.address} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
            <button type="button" class="plain" @click=${() => this.copy()}>${words.copy}</button></p><p class="quiet">${words.once}</p>`
        : nothing}
      ${feed.subscribed ? choices(this, "discretion", words.discretion, [["names", words.names], ["initials", words.initials], ["busy", words.busy]]) : nothing}
      <div class="doings">
        <button type="button" class="second" @click=${() => this.issue()}>${feed.subscribed ? words.renew : words.issue}</button>
        ${feed.subscribed ? html`<button type="button" class="second" @click=${() => this.revoke()}>${words.revoke}</button>` : nothing}
      </div>
      <h2>${words.other}</h2>
      ${busy
        ? html`<p class=${busy.stale ? "mark alarm" : "quiet"}>${busy.stale ? words.stale : busy.read_at ? words.readAt(ago(desk, busy.read_at)) : words.notYet}</p>
            <div class="doings"><button type="button" class="second" @click=${() => this.forget()}>${words.forget}</button></div>`
        : html`<p class="quiet">${words.otherHint}</p>
            ${input(this, "other", words.otherAddress, { dir: "ltr", maxlength: 2000 })}
            <div class="doings">${action(words.listen, desk.busy, desk.t.oneMoment, () => this.listen(), "second")}</div>`}`;
  }
}
