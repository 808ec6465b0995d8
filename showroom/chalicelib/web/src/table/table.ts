/** A table at a dinner: what the house has of it, what she is about, and what she does. */
import { type Api, Problem } from "../common/api.js";
import type { Form } from "../common/fields.js";
import type { Shelf } from "../common/session.js";
import type { Notice } from "../common/sheet.js";
import { actKey } from "../event/keep.js";
import type { EventMessages } from "../languages/event/en.js";
import type { Diner, TableSeen } from "./shapes.js";

/** The page in which a table stands. */
export interface Host {
  readonly t: EventMessages;
  readonly api: Api;
  readonly tab: Shelf;
  readonly busy: boolean;
  readonly locale: string;
  readonly now: Date;
  notice: Notice | null;
  result: string;
  act(work: () => Promise<void>, again: () => void): Promise<void>;
  requestUpdate(): void;
  announce(text: string): void;
  focusTitle(): Promise<void>;
  focusOn(selector: string): void;
  noticeView(notice: Notice): unknown;
  until(instant: string): string;
  readonly updateComplete: Promise<boolean>;
}

/** One question at a time: where, what one person avoids, or at whose address a friend dines. */
export type Question = { what: "where" } | { what: "eats"; code: string } | { what: "door"; code: string };

export class Table implements Form {
  seen: TableSeen | null = null;
  question: Question | null = null;
  private fields = new Map<string, string>();
  private errors = new Map<string, string>();

  constructor(private readonly host: Host) {}

  get t(): EventMessages {
    return this.host.t;
  }

  /** Read it; there is none before she has said yes, and none at an evening without a dinner. */
  async read(): Promise<void> {
    try {
      this.seen = await this.host.api.own<TableSeen>("/table");
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      this.seen = null;
    }
    this.host.requestUpdate();
  }

  // ── what is typed ────────────────────────────────────────────────────────────────────────────────────────

  value(name: string): string {
    return this.fields.get(name) ?? "";
  }

  put(name: string, value: string): void {
    this.fields.set(name, value);
    this.errors.delete(name);
    if (name === "city") this.fields.set("area", "");
    this.host.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.errors.get(name);
  }

  /** Open a question with what the house has of it. */
  ask(question: Question): void {
    this.question = question;
    this.errors.clear();
    this.fields = new Map(this.stands(question));
    [this.host.result, this.host.notice] = ["", null];
    history.pushState({ view: "table" }, "");
    this.host.requestUpdate();
    void this.host.focusTitle();
  }

  private stands(question: Question): [string, string][] {
    const { door, cities } = this.seen!;
    if (question.what === "where") {
      const city = door.address?.city ?? (cities.length === 1 ? cities[0]!.id : "");
      const [street = "", second = ""] = door.address?.lines ?? [];
      return Object.entries({ street, second, city, area: door.address?.area ?? "", access: door.address?.access ?? "", telephone: door.telephone, wish: door.wish ?? "" });
    }
    if (question.what === "door") return [["email", ""]];
    const person = this.person(question.code)!;
    const codes = [...person.allergens.map((it) => `a-${it}`), ...person.diets.map((it) => `d-${it}`)];
    const chosen = { not_asked: "", none: "no", declared: "yes" }[person.answer];
    return [
      ["avoids", chosen], ["note", person.note], ["menu", person.wish ?? ""], ["wine", person.alcohol ? "yes" : ""], ["age", person.of_age ? "yes" : ""],
      ...codes.map((it): [string, string] => [it, "yes"]),
    ];
  }

  person(code: string): Diner | undefined {
    return this.seen?.door.persons.find((it) => it.code === code);
  }

  /** The allergens that are ticked now: menus say beside each whether it is for her. */
  get avoided(): string[] {
    return this.value("avoids") === "yes" ? (this.seen?.allergens ?? []).filter((it) => this.value(`a-${it}`) === "yes") : [];
  }

  // ── what she does ────────────────────────────────────────────────────────────────────────────────────────

  press(): void {
    const { question } = this;
    if (question?.what === "where") return this.sendWhere();
    if (question?.what === "eats") return this.sendEats(question.code);
    if (question) this.sendDoor([question.code]);
  }

  private sendWhere(): void {
    if (!this.filled("street", "city", "area", "telephone")) return;
    const lines = [this.value("street"), this.value("second")].map((it) => it.trim()).filter(Boolean);
    const wish = this.value("wish");
    const place = { city: this.value("city"), area: this.value("area"), access: this.value("access").trim(), telephone: this.value("telephone").trim() };
    this.send("address", { lines, ...place, ...(wish ? { wish } : {}) }, this.t.table.kept);
  }

  private sendEats(person: string): void {
    const { table: t } = this.t;
    const avoids = this.value("avoids");
    const ticked = (mark: string, list: readonly string[]): string[] => list.filter((it) => avoids === "yes" && this.value(`${mark}-${it}`) === "yes");
    const missing: [string, string][] = [];
    if (!avoids) missing.push(["avoids", t.choose]);
    if (this.value("wine") === "yes" && this.value("age") !== "yes") missing.push(["age", t.needed]);
    if (this.value("consent") !== "yes") missing.push(["consent", t.consentNeeded]);
    if (missing.length) return this.wrong(missing);
    const { allergens, diets } = this.seen!;
    const wine = this.value("wine") === "yes";
    const menu = this.value("menu");
    const body = {
      person, consent: true, allergens: ticked("a", allergens), diets: ticked("d", diets), alcohol: wine, of_age: wine && this.value("age") === "yes",
      note: avoids === "yes" ? this.value("note").trim() : "", ...(menu ? { menu } : {}),
    };
    this.send("needs", body, t.kept);
  }

  sendDoor(persons: string[]): void {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(this.value("email").trim())) return this.wrong([["email", this.value("email").trim() ? this.t.table.unread : this.t.table.needed]]);
    this.send("door", { persons, email: this.value("email").trim() }, this.t.table.written);
  }

  gather(household: string): void {
    this.send("gather", { household }, this.t.table.kept);
  }

  private filled(...names: string[]): boolean {
    const missing = names.filter((it) => !this.value(it).trim());
    this.wrong(missing.map((it) => [it, this.t.table.needed]));
    return !missing.length;
  }

  private wrong(list: [string, string][]): void {
    this.errors = new Map(list);
    this.host.requestUpdate();
    if (!list.length) return;
    this.host.announce(this.t.lookAgain(list.length));
    void this.host.updateComplete.then(() => this.host.focusOn(`[name="${list[0]![0]}"]`));
  }

  private send(what: string, body: object, result: string): void {
    const { host } = this;
    void host.act(async () => {
      const { version } = this.seen!;
      const key = actKey(host.tab, "table", what, body, version);
      try {
        this.seen = await host.api.post<TableSeen>(`/table/${what}`, body, { key, version });
      } catch (error) {
        // Another door of hers has answered meanwhile: what she wrote stays, and is kept at the next press.
        if (error instanceof Problem && [409, 412].includes(error.status)) await this.read();
        throw error;
      }
      host.tab.remove("act");
      this.question = null;
      host.result = result;
      await host.focusTitle();
    }, () => this.send(what, body, result));
  }

  /** Put what the house refuses where it was typed; false when nothing of it is a field here. */
  refused(error: Problem): boolean {
    if (error.status !== 422 || !this.question) return false;
    const at: Record<string, string> = { lines: "street", city: "city", area: "area", telephone: "telephone", access: "access", wish: "wish", email: "email", note: "note", menu: "menu" };
    const found = error.fields.flatMap(({ pointer }): [string, string][] => {
      const name = at[pointer.split("/")[1] ?? ""];
      return name ? [[name, this.value(name).trim() ? this.t.table.unread : this.t.table.needed]] : [];
    });
    if (found.length) this.wrong(found);
    return found.length > 0;
  }
}
