/** Clients: found by the beginning of a name, and each one's card. */
import { html, nothing, type TemplateResult } from "lit";
import { type Form, input } from "../../common/fields.js";
import type { ShowroomConsole } from "../element.js";
import { CardSheet } from "./card.js";
import { Finder } from "./finder.js";
import type { Hit } from "./shapes.js";

export class ClientsPage implements Form {
  readonly view = "clients";
  private name_ = "";
  private readonly finder: Finder;
  readonly card: CardSheet;

  constructor(private readonly desk: ShowroomConsole) {
    this.finder = new Finder(desk);
    this.card = new CardSheet(desk);
  }

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  get name(): string {
    return this.t.desk.clients.title;
  }

  get may(): boolean {
    return this.desk.self!.role !== "planner";
  }

  value(): string {
    return this.name_;
  }

  put(_: string, value: string): void {
    this.name_ = value;
    this.finder.typed(value);
    this.desk.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  open(): void {
    this.card.shut();
    if (this.name_) this.finder.typed(this.name_);
  }

  render(): TemplateResult {
    const { t } = this;
    const { clients } = t.desk;
    const { hits } = this.finder;
    return html`<section class="hours clients" aria-labelledby="clients-title">
      <header class="bar"><h1 id="clients-title" tabindex="-1">${clients.title}</h1>
        <div class="tools"><button type="button" class="second" @click=${() => this.card.fresh()}>${clients.fresh}</button></div></header>
      <div class="columns even">
        <div>${input(this, "client-name", clients.search, { autocomplete: "off" })}
          ${hits ? html`<ul class="days hits">${hits.items.map((it) => this.hit(it))}</ul>` : nothing}
          ${hits && !hits.items.length ? html`<p class="quiet">${clients.none}</p>` : nothing}
          ${hits?.more ? html`<p class="quiet">${clients.more}</p>` : nothing}
          ${hits ? nothing : html`<p class="quiet">${clients.hint}</p>`}</div>
        <div>${this.card.shown ? this.card.render() : nothing}</div>
      </div>
    </section>`;
  }

  private hit(one: Hit): TemplateResult {
    const { desk } = this;
    const by = desk.diary?.staff.find((it) => it.id === one.advisor)?.name;
    return html`<li><button type="button" class="plain name" @click=${() => void this.card.read(one.id)}><bdi>${one.display}</bdi></button>
      <span class="quiet"><bdi dir="ltr">${one.hint}</bdi>${by ? html` · ${by}` : nothing}</span></li>`;
  }
}
