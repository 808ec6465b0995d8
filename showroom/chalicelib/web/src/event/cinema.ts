/** The film on this screen: with everybody, or again afterwards. */
import { html, nothing, type TemplateResult } from "lit";
import type { Api } from "../common/api.js";
import { action } from "../common/fields.js";
import { part } from "../common/parts.js";
import type { Shelf } from "../common/session.js";
import type { Words } from "../common/words.js";
import type * as FilmPart from "./film.js";
import { nonce } from "./keep.js";
import type { Film, FilmSeen } from "./shapes.js";
import { atWords, type Speaking } from "./when.js";

/** The page on which it is shown: an invitation's, or that of a companion's own door. */
export interface Screen extends Speaking {
  readonly api: Api;
  readonly home: string;
  readonly tab: Shelf;
  readonly busy: boolean;
  readonly words: Words | null;
  readonly renderRoot: ParentNode;
  readonly seen: { maison: string; event: { title: string } } | null;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
  focusTitle(): Promise<void>;
  until(instant: string): string;
}

export class Cinema {
  private film: FilmPart.Playing | null = null;
  private shown: FilmSeen | null = null;
  /** She sees the film, or is about to. */
  isOpen = false;

  constructor(private readonly page: Screen) {}

  /** To the film: with everybody, or again afterwards. */
  async open(): Promise<void> {
    const { page } = this;
    const { show } = await part<typeof FilmPart>("film", page.home);
    this.isOpen = true;
    page.requestUpdate();
    await page.updateComplete;
    const at = <T extends Element>(selector: string): T => page.renderRoot.querySelector<T>(selector)!;
    const body = { nonce: nonce(page.tab) };
    const ask = (beat: boolean): Promise<Film> => page.api.post<Film>(`/invitation/film${beat ? "/beat" : ""}`, body);
    const canvas = at<HTMLCanvasElement>("canvas");
    const { maison, event } = page.seen!;
    const card = { maison, title: event.title, family: getComputedStyle(canvas).fontFamily, dir: page.words!.dir, language: page.words!.code };
    this.film = show(at("video.film"), canvas, page.home, card, ask, (shown) => {
      this.shown = shown;
      page.requestUpdate();
    });
    await page.focusTitle();
  }

  close(): void {
    this.film?.leave();
    [this.film, this.shown, this.isOpen] = [null, null, false];
  }

  /** The film, or in one sentence why there is none to be seen just now. */
  view(leave: () => void): TemplateResult {
    const { page, shown } = this;
    const { t } = page;
    const { title } = page.seen!.event;
    return html`<div class="stage screen" ?hidden=${!shown?.picture}>
        <video class="film" controls playsinline aria-label=${title} ?hidden=${shown?.picture !== "video"}></video>
        <canvas width="1280" height="720" role="img" aria-label=${title} ?hidden=${shown?.picture !== "clip"}></canvas>
      </div>
      ${shown?.picture === "clip" ? this.beneath(shown) : nothing}
      <div aria-live="polite">${shown ? html`<p class="${shown.picture ? "quiet" : "count"} gap">${this.ofFilm(shown)}</p>` : nothing}</div>
      <div class="actions">
        ${shown?.film.state === "elsewhere" ? action(t.event.here, page.busy, t.oneMoment, () => this.film?.again()) : nothing}
        <button type="button" class="link" @click=${leave}>${t.event.goOut}</button>
      </div>`;
  }

  /** What is read beneath the clip, and what may be chosen of it. */
  private beneath(shown: FilmSeen): TemplateResult {
    const { t } = this.page;
    const names = new Intl.DisplayNames([this.page.locale], { type: "language" });
    const stage = (): HTMLElement => this.page.renderRoot.querySelector<HTMLElement>(".screen")!;
    return html`<p class="said" aria-live="polite" lang=${shown.language || this.page.words!.code} dir=${shown.language === "ar" ? "rtl" : "ltr"}>${shown.said}</p>
      <div class="knobs">
        <button type="button" class="link" @click=${() => void this.film?.hear(!shown.heard)}>${shown.heard ? t.event.soundOff : t.event.soundOn}</button>
        <label>${t.event.captions}
          <select @change=${(chosen: Event) => this.film?.read((chosen.target as HTMLSelectElement).value)}>
            <option value="" ?selected=${!shown.language}>${t.event.noCaptions}</option>
            ${shown.languages.map((it) => html`<option value=${it} ?selected=${it === shown.language}>${names.of(it)}</option>`)}
          </select>
        </label>
        ${document.fullscreenEnabled ? html`<button type="button" class="link" @click=${() => void stage().requestFullscreen().catch(() => undefined)}>${t.event.wholeScreen}</button>` : nothing}
      </div>`;
  }

  private ofFilm({ film, failed, picture }: FilmSeen): string {
    const { event: t } = this.page.t;
    if (failed) return t.filmFailed;
    if (film.state === "elsewhere") return t.filmElsewhere;
    if (film.state === "over") return t.filmOver;
    if (film.state === "replay") return t.filmAgainUntil(this.page.until(film.closes_at));
    if (film.waits) return t.filmWaits;
    return picture ? t.filmPlays : t.filmBegins(atWords(this.page, film.begins_at));
  }
}
