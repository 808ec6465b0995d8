/** How she wishes to be written to. What she has changed lies over what the house has, and stays when that has moved on. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { action, choices, type Form, select, told } from "../common/fields.js";
import type { Notice } from "../common/sheet.js";
import type { PageMessages } from "../languages/pages/en.js";
import type { Versioned } from "./api.js";
import type { ShowroomClient } from "./element.js";
import type { Channel, Level, Me, Purpose } from "./shapes.js";

const PURPOSES: readonly Purpose[] = ["service", "marketing"];
const LEVELS: readonly Level[] = ["open", "events_only", "on_request", "none"];
/** Which field a pointer means, and the sentence that says what it needs. */
const FIELDS = { language: "language", preferred_channel: "preferred", level: "level", consents: "consents" } as const;

export class Preferences implements Form {
  private card!: Versioned<Me>;
  private changed = new Map<string, string>();
  private errors = new Map<string, string>();
  private kept = false;

  constructor(private readonly host: ShowroomClient) {}

  get t(): PageMessages {
    return this.host.t;
  }

  /** Take what the house has now. What she has changed stays, unless the house has it so by now. */
  take(card: Versioned<Me>): void {
    this.card = card;
    for (const [name, value] of this.changed) if (this.stands(name) === value) this.changed.delete(name);
  }

  /** Somebody else has come: nothing of the one before is left. */
  forget(): void {
    this.changed.clear();
    this.errors.clear();
    this.kept = false;
  }

  /** What the house has. A box is ticked by her own word alone, and one that was objected to is not. */
  private stands(name: string): string {
    const me = this.card.body;
    if (name === "language") return me.language;
    if (name === "preferred") return me.preferred_channel ?? "";
    if (name === "level") return me.level;
    const [channel, purpose] = name.split("-");
    const given = me.consents.some((it) => it.channel === channel && it.purpose === purpose && it.state === "given");
    const suppressed = me.permissions.some((it) => it.channel === channel && it.purpose === purpose && it.reason === "suppressed");
    return given && !suppressed ? "yes" : "";
  }

  value(name: string): string {
    if (name.endsWith("-marketing") && this.value("level") === "none") return "";
    return this.changed.get(name) ?? this.stands(name);
  }

  put(name: string, value: string): void {
    if (this.stands(name) === value) this.changed.delete(name);
    else this.changed.set(name, value);
    this.kept = false;
    this.errors.delete(FIELDS[name as keyof typeof FIELDS] ?? (name.includes("-") ? "consents" : name));
    this.host.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.errors.get(name);
  }

  private allowed(): Channel[] {
    return this.card.body.channels.filter((channel) => this.value(`${channel}-service`));
  }

  private missing(): Map<string, string> {
    const { wrong } = this.t.me;
    const found = new Map<string, string>();
    const preferred = this.value("preferred");
    if (!this.allowed().length) found.set("consents", wrong.consents);
    else if (preferred && !this.allowed().includes(preferred as Channel)) found.set("preferred", wrong.preferred);
    return found;
  }

  private body(): object {
    const { channels, texts } = this.card.body;
    const consents = channels.flatMap((channel) =>
      PURPOSES.flatMap((purpose) => {
        const name = `${channel}-${purpose}`;
        const given = this.value(name) === "yes";
        const version = texts.find((it) => it.purpose === purpose)?.version;
        // With the level "none" the house takes back what was given: only what she says herself is said here.
        const said = this.changed.has(name) && !(purpose === "marketing" && this.value("level") === "none");
        return said && version ? [{ channel, purpose, given, text_version: version }] : [];
      }),
    );
    return { language: this.value("language"), preferred_channel: this.value("preferred") || null, level: this.value("level"), consents };
  }

  keep(): void {
    this.wrong(this.missing());
    if (this.errors.size) return;
    this.kept = false;
    this.host.perform("preferences", async () => {
      const card = await this.host.api.put<Me>("/me/preferences", this.body(), this.card.version);
      this.changed.clear();
      await this.host.knows(card);
      this.kept = true;
      await this.host.updateComplete;
      this.host.announce(this.t.me.kept);
    }, () => this.keep());
  }

  /** A refusal that has a field stands there. After another's change the card is read again, and she looks once more. */
  explain(error: unknown, notice: Notice | null): Notice | null {
    if (!(error instanceof Problem)) return notice;
    if (error.status === 412) {
      void this.host.readCard().catch(() => undefined);
      return { text: this.t.me.changedElsewhere };
    }
    if (error.status !== 422) return notice;
    const wrong = new Map(
      error.fields.flatMap(({ pointer }) => {
        const field = FIELDS[pointer.split("/")[1] as keyof typeof FIELDS];
        return field ? [[field, this.t.me.wrong[field]] as const] : [];
      }),
    );
    if (!wrong.size) return notice;
    // What was asked may be worded anew by now.
    void this.host.readCard().catch(() => undefined);
    this.wrong(wrong);
    return null;
  }

  private wrong(errors: Map<string, string>): void {
    this.errors = errors;
    this.host.requestUpdate();
    if (!errors.size) return;
    this.host.announce(this.t.lookAgain(errors.size));
    void this.host.updateComplete.then(() => this.host.focusOn(`[aria-describedby~="${[...errors.keys()][0]}-error"]`));
  }

  view(): TemplateResult {
    const { t, host } = this;
    const { me } = t;
    const { channels, languages, texts } = this.card.body;
    const names = new Intl.DisplayNames([host.locale], { type: "language" });
    return html`<details class="noprint" id="preferences">
      <summary><h2>${me.preferences}</h2></summary>
      <form class="stack" novalidate @submit=${(event: Event) => (event.preventDefault(), this.keep())}>
        ${select(this, "language", me.letters, languages.map((code) => [code, names.of(code) ?? code] as const))}
        <div role="group" aria-labelledby="consents-title" class="stack">
          <p id="consents-title">${me.allowed}</p>
          ${channels.map((channel) => html`<fieldset class="consents">
            <legend>${me.channels[channel]}</legend>
            ${PURPOSES.map((purpose) => this.box(channel, purpose, texts.find((it) => it.purpose === purpose)?.text ?? ""))}
          </fieldset>`)}
          ${told(this, "consents")}
        </div>
        ${channels.length > 1
          ? this.group("preferred", choices(this, "preferred", me.preferred, [...channels.map((it) => [it, me.channels[it]] as const), ["", me.noPreference] as const]))
          : nothing}
        ${this.group("level", choices(this, "level", me.level, LEVELS.map((it) => [it, me.levels[it]] as const)))}
        ${host.noticeAt("preferences")}
        ${this.kept ? html`<p class="result">${me.kept}</p>` : nothing}
        <div class="actions start">${action(me.keep, host.busyAt("preferences"), t.oneMoment, () => this.keep())}</div>
      </form>
    </details>`;
  }

  private group(name: string, content: TemplateResult): TemplateResult {
    return html`<div role="group" tabindex="-1" aria-describedby=${this.error(name) ? `${name}-error` : nothing}>${content}${told(this, name)}</div>`;
  }

  private box(channel: Channel, purpose: Purpose, text: string): TemplateResult {
    const name = `${channel}-${purpose}`;
    const wrong = purpose === "service" && this.error("consents");
    return html`<label class="check"><input
        type="checkbox"
        id=${name}
        name=${name}
        aria-invalid=${wrong ? "true" : nothing}
        aria-describedby=${wrong ? "consents-error" : nothing}
        ?disabled=${purpose === "marketing" && this.value("level") === "none"}
        .checked=${this.value(name) === "yes"}
        @change=${(event: Event) => this.put(name, (event.target as HTMLInputElement).checked ? "yes" : "")}
      /><span>${text}</span></label>`;
  }
}
