/** The hours before, the door, and being inside: she sees and hears her hosts, and nobody sees or hears her unless they ask her to. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { action } from "../common/fields.js";
import { part } from "../common/parts.js";
import { type Carrier, type Conversation, NOBODY, type Seen } from "../room/picture.js";
import { names, wait } from "./card.js";
import type { ShowroomEvent } from "./element.js";
import { nonce } from "./keep.js";
import { Cinema } from "./cinema.js";
import type { Invitation, Joined } from "./shapes.js";
import { atWords, ownTimes } from "./when.js";

const AN_HOUR = 3_600_000;
/** How often the door is asked who is in, and whether she may speak. */
const LOOK_MS = 10_000;

export class Evening {
  private joined: Joined | null = null;
  private elsewhere = false;
  private talk: Conversation | null = null;
  private seen: Seen = NOBODY;
  private timer = 0;
  readonly cinema: Cinema;

  constructor(private readonly page: ShowroomEvent) {
    this.cinema = new Cinema(page);
  }

  get isInside(): boolean {
    return this.joined !== null || this.cinema.isOpen;
  }

  private state(seen: Invitation): "early" | "open" | "over" {
    const now = this.page.now.getTime();
    if (seen.join.state === "over" || now >= Date.parse(ownTimes(seen).end)) return "over";
    return seen.join.state === "open" || now >= Date.parse(seen.join.opens_at) ? "open" : "early";
  }

  /** Is the door open, or will it be within the hour? */
  isNear(seen: Invitation): boolean {
    return this.page.now.getTime() > Date.parse(seen.join.opens_at) - AN_HOUR;
  }

  /** Come in. `here` is said by whoever is in on another device and would rather be in on this one. */
  join(here = false): void {
    const { page } = this;
    void page.act(async () => {
      const body = { nonce: nonce(page.tab) };
      const joined = await this.ask({ ...body, force: here });
      this.elsewhere = joined === "elsewhere";
      if (joined === "elsewhere" || joined.state !== "open") {
        if (!this.elsewhere) page.notice = { text: page.t.event.notYet };
        page.requestUpdate();
        await page.updateComplete;
        page.focusOn(this.elsewhere ? ".here" : "h1");
        return;
      }
      this.joined = joined;
      this.timer = setInterval(() => void this.again(body), LOOK_MS) as unknown as number;
      page.requestUpdate();
      await page.focusTitle();
      if (this.joined.provider === "chime") await this.show(this.joined);
      if (this.joined.place === "overflow") await this.cinema.open();
    }, () => this.join(here));
  }

  /** Afterwards, again. */
  replay(): void {
    void this.page.act(() => this.cinema.open(), () => this.replay());
  }

  private async ask(body: object): Promise<Joined | "elsewhere"> {
    try {
      return await this.page.api.post<Joined>("/invitation/join", body);
    } catch (error) {
      if (error instanceof Problem && error.kind === "already-in") return "elsewhere";
      throw error;
    }
  }

  /** Who is in by now, and whether she is asked to speak: coming again by what she came in with changes nothing. */
  private async again(body: object): Promise<void> {
    const { page } = this;
    const now = await this.ask({ ...body, look: true }).catch(() => null);
    if (!now || !this.joined) return;
    if (now === "elsewhere" || now.state !== "open") {
      this.leave();
      this.elsewhere = now === "elsewhere";
    } else if (now.provider === "chime" && (now.speaks !== this.joined.speaks || now.place !== this.joined.place)) {
      const fresh = await this.ask(body).catch(() => null);
      if (!fresh || fresh === "elsewhere" || !fresh.join) return;
      await this.talk?.leave().catch(() => undefined);
      this.joined = fresh;
      page.requestUpdate();
      await this.show(fresh);
    } else this.joined = now;
    page.requestUpdate();
  }

  private async show(joined: Joined): Promise<void> {
    const { page } = this;
    const [carrier] = await Promise.all([part<Carrier>("chime", page.home), page.updateComplete]);
    const at = <T extends Element>(selector: string): T => page.renderRoot.querySelector<T>(selector)!;
    const screens = { mine: at<HTMLVideoElement>(".mine"), theirs: at<HTMLVideoElement>(".theirs"), sound: at<HTMLAudioElement>("audio") };
    const coming = { booking: page.seen!.event.id, me: "client" as const, join: joined.join ?? {}, listens: !joined.speaks };
    this.talk = await carrier.enter(coming, screens, (seen) => this.told(seen));
  }

  private told(seen: Seen): void {
    this.seen = seen;
    if (seen.trouble === "lost") {
      this.leave();
      this.page.notice = { text: this.page.t.event.lost, telephone: true };
    }
    this.page.requestUpdate();
  }

  /** Out, and in front of the door again. */
  leave(): void {
    this.gone();
    this.page.requestUpdate();
    void this.page.focusTitle();
  }

  gone(): void {
    clearInterval(this.timer);
    void this.talk?.leave().catch(() => undefined);
    this.cinema.close();
    [this.talk, this.joined, this.elsewhere, this.seen] = [null, null, false, NOBODY];
  }

  view(seen: Invitation): unknown {
    const { page } = this;
    const { t } = page;
    if (this.cinema.isOpen || this.joined?.place === "overflow") return this.cinema.view(() => this.leave());
    const state = this.state(seen);
    if (state === "over") return nothing;
    if (this.joined) return this.inside(seen, this.joined);
    const { start } = ownTimes(seen);
    return html`<div class="rule"></div>
      ${state === "early" ? html`${wait(page, start)}
        <p class="quiet gap">${this.isNear(seen) ? t.event.doorAt(atWords(page, seen.join.opens_at)) : t.event.next(atWords(page, seen.join.opens_at))}</p>` : nothing}
      ${state === "open" && !this.elsewhere ? html`<p class="count" role="status">${t.event.doorOpen}</p>
        <div class="actions">${action(t.event.join, page.busy, t.oneMoment, () => this.join())}</div>` : nothing}
      ${state === "open" && this.elsewhere ? html`<p class="count here" tabindex="-1">${t.event.elsewhere}</p>
        <div class="actions">${action(t.event.here, page.busy, t.oneMoment, () => this.join(true))}</div>` : nothing}`;
  }

  private inside(seen: Invitation, joined: Joined): TemplateResult {
    const { page } = this;
    const { t } = page;
    if (joined.url) {
      return html`<p class="count gap">${t.event.doorOpen}</p>
        <div class="actions"><a class="primary" href=${joined.url} rel="noopener noreferrer" target="_blank">${t.event.join}</a></div>`;
    }
    const present = joined.join?.present ?? 0;
    const begun = this.seen.together || present > 1;
    return html`<div aria-live="polite"><p class="count gap">${begun ? t.event.inside(present) : t.event.waitingHost(names(page, seen.event.hosts))}</p></div>
      ${joined.provider === "chime" ? html`<div class="stage" ?hidden=${!this.seen.theirs}><video class="theirs" autoplay playsinline aria-label=${names(page, seen.event.hosts)}></video>
        <video class="mine" autoplay playsinline .muted=${true} aria-label=${seen.name} ?hidden=${!this.seen.camera}></video><audio autoplay></audio></div>` : nothing}
      ${joined.speaks ? nothing : html`<p class="gap quiet">${t.event.unseen}</p>`}
      <div class="actions"><button type="button" class="link" @click=${() => this.leave()}>${t.event.goOut}</button></div>`;
  }
}
