/** As last time: what a known client did when she was last received, in one sentence that she may accept. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Api } from "../common/api.js";
import { ownClockLeads, whenWords } from "../common/appointment.js";
import { dayOf, hourOf, ownZone, time } from "../common/dates.js";
import { action } from "../common/fields.js";
import type { Availability, LastTime } from "../common/shapes.js";
import { missing } from "./body.js";
import type { ShowroomBooking } from "./element.js";
import type { BookingState } from "./state.js";

/** What is offered again. `advisor` is her own, by name, where the start is that advisor's. */
export interface Again {
  experience: string;
  boutique: string;
  start: string;
  advisor: string | null;
  languages: readonly string[];
  party: LastTime["party"];
}

export interface Asked {
  last: LastTime | null;
}

const DAYS = 31;
const PATIENCE_MS = 5000;

const partOf = (start: string, zone: string): number => [12, 18, 24].findIndex((end) => hourOf(start, zone) < end);

/** What to offer; null when there was no last time, nothing is free, or the answer does not come soon. */
export async function offer(api: Api, asked: Promise<Asked>): Promise<Again | null> {
  const late = new Promise<null>((done) => setTimeout(done, PATIENCE_MS, null));
  return Promise.race([found(api, asked), late]);
}

async function found(api: Api, asked: Promise<Asked>): Promise<Again | null> {
  const { last } = await asked;
  if (!last) return null;
  const { experience, boutique, party } = last;
  const from = dayOf(api.now(), boutique.zone);
  const answer = await api.get<Availability>(`/boutiques/${boutique.id}/availability`, { experience: experience.id, from, days: DAYS });
  const hers = answer.your_advisor;
  const free = answer.days.flatMap((day) => day.starts).filter((it) => !hers || it.your_advisor).map((it) => it.start);
  // The same part of the day as last time, on the clock that she goes by; else the nearest hour.
  const zone = ownClockLeads(experience.place) ? ownZone() : boutique.zone;
  const start = free.find((it) => partOf(it, zone) === partOf(last.start, zone)) ?? free[0];
  if (!start) return null;
  return { experience: experience.id, boutique: boutique.id, start, advisor: hers?.name ?? null, languages: hers?.languages ?? [], party };
}

/** Is it still offered to her, and does the page ask for nothing else? */
export function fits(host: BookingState, again: Again): boolean {
  const experience = host.offered.find((it) => it.id === again.experience);
  const asked = (wish: string | null, is: string): boolean => !wish || wish === is;
  return Boolean(experience) && asked(host.experience, again.experience) && asked(host.boutique, again.boutique)
    && host.boutiquesOf(experience!).some((it) => it.id === again.boutique);
}

function take(host: ShowroomBooking, again: Again, start: string | null): void {
  const { experience, boutique, languages, party } = again;
  const { code } = host.words!;
  const fields = {
    ...host.draft.fields,
    language: languages.includes(code) ? code : (languages[0] ?? ""),
    adults: String(party.adults),
    children: String(party.children),
  };
  host.change({ experience, boutique, start, advisor: start && again.advisor, fields });
}

/** As last time: on to the last step, or to what only she can say. */
function accept(host: ShowroomBooking, again: Again): void {
  take(host, again, again.start);
  const experience = host.experienceNow!;
  if (experience.place === "client") host.chooseExperience(experience.id);
  else host.go(missing(host.draft, experience, true, host.t).size ? "details" : "confirm");
}

export function last(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const again = host.again!;
  const experience = host.maisonNow!.experiences.find((it) => it.id === again.experience)!;
  const boutique = host.maisonNow!.boutiques.find((it) => it.id === again.boutique)!;
  const [day, hour, there] = whenWords(host, again.start, experience.place, boutique.zone, boutique.city);
  const at = time(again.start, ownClockLeads(experience.place) ? ownZone() : boutique.zone, host.locale);
  const { adults, children } = again.party;
  return html`<div class="again">
    <h2 tabindex="-1" part="title">${t.asLastTime(experience.name, again.advisor ?? "", boutique.city, t.dayTime(day, at))}</h2>
    <p class="quiet">${hour}${there ? html`<br />${there}` : nothing}</p>
    <p class="quiet">${t.place[experience.place]} · ${t.duration(experience.duration)}${adults + children > 1 ? html` · ${t.guests(adults, children)}` : nothing}</p>
    ${host.noticeNow() ?? nothing}
    <div class="foot">${action(t.yesAgain, host.busy, t.oneMoment, () => accept(host, again))}</div>
    <p class="ways">
      <button type="button" class="link" @click=${() => (take(host, again, null), host.go("when"))}>${t.anotherTime}</button>
      <button type="button" class="link" @click=${() => host.go("what")}>${t.somethingElse}</button>
    </p>
  </div>`;
}
