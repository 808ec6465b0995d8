/** The plan as it is typed, and as it is sent; pure. A path such as "menus.0.courses.1.name.en" names each field. */
import { type City, type Course, type Dinner, type Kitchen, type Menu, TERMS, type Terms } from "./shapes.js";

export interface Written {
  menus: (Omit<Menu, "finishing"> & { finishing: Record<string, string> })[];
  kitchens: (Omit<Kitchen, "opens" | "closes" | "slot_minutes" | "boxes"> & Record<"opens" | "closes" | "slot_minutes" | "boxes", string>)[];
  cities: (Omit<City, "areas" | "couriers"> & { couriers: string; areas: { area: string; minutes: string }[] })[];
  terms: Record<keyof Terms, string>;
}

export type Mistake = "text" | "whole" | "hours" | "kitchen" | "area" | "zone" | "courses" | "one";

/** An area as the house names it: "Upper East Side" is upper-east-side. */
export const areaOf = (typed: string): string =>
  typed.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

/** Rounds are called by the first letters of their city: it is named by what it is called, once and for all. */
function idOf(name: string, taken: readonly string[]): string {
  const id = areaOf(name);
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(id) && !taken.includes(id) ? id : unusedId("city", taken.map((it) => ({ id: it })));
}

const LEAST: Record<keyof Terms, [number, number]> = { buffer: [10, 180], width: [10, 180], stop: [1, 60], earliest: [30, 1440], freshness: [10, 600] };

/** "5:00" for 300 minutes before the film. */
export const spanOf = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

/** Minutes of "5", "5:00", "5.30" or "5h30"; null of anything else. */
export function minutesOf(typed: string): number | null {
  const found = /^(\d{1,2})(?:[:.h]([0-5]\d))?$/.exec(typed.trim());
  return found ? Number(found[1]) * 60 + Number(found[2] ?? 0) : null;
}

/** The plan as the form holds it. */
export const written = ({ menus, kitchens, cities, terms }: Pick<Dinner, "menus" | "kitchens" | "cities" | "terms">): Written => ({
  menus: menus.map((it) => ({ ...structuredClone(it), finishing: Object.fromEntries(Object.entries(it.finishing).map(([language, steps]) => [language, steps.join("\n")])) })),
  kitchens: kitchens.map((it) => ({ ...it, opens: spanOf(it.opens), closes: spanOf(it.closes), slot_minutes: String(it.slot_minutes), boxes: String(it.boxes) })),
  cities: cities.map((it) => ({ ...structuredClone(it), couriers: String(it.couriers), areas: Object.entries(it.areas).map(([area, minutes]) => ({ area, minutes: String(minutes) })) })),
  terms: Object.fromEntries(TERMS.map((it) => [it, String(terms[it])])) as Written["terms"],
});

/** An id that none of these has: "menu-3". */
export function unusedId(kind: string, all: readonly { id: string }[]): string {
  let n = all.length + 1;
  while (all.some((it) => it.id === `${kind}-${n}`)) n++;
  return `${kind}-${n}`;
}

export const emptyCourse = (): Course => ({ name: {}, contains: [], suits: [], alcohol: false });

/** What is sent, and what is wrong with what was typed, by path. `first` is the language in which everything has a name. */
export function composed(form: Written, first: string): { body: Pick<Dinner, "menus" | "kitchens" | "cities" | "terms">; wrong: Record<string, Mistake> } {
  const wrong: Record<string, Mistake> = {};
  const whole = (path: string, typed: string, from: number, to: number): number => {
    const found = Number(typed);
    if (!/^\d{1,5}$/.test(typed.trim()) || found < from || found > to) wrong[path] = "whole";
    return found;
  };
  const texts = (path: string, found: Record<string, string>): Record<string, string> => {
    const kept = Object.fromEntries(Object.entries(found).map(([language, text]) => [language, text.trim()]).filter(([, text]) => text));
    if (!kept[first]) wrong[`${path}.${first}`] = "text";
    return kept;
  };
  const hours = (path: string, typed: string): number => {
    const found = minutesOf(typed);
    if (found === null) wrong[path] = "hours";
    return found ?? 0;
  };
  const zone = (path: string, typed: string): string => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: typed.trim() || "?" });
    } catch {
      wrong[path] = "zone";
    }
    return typed.trim();
  };
  const menus = form.menus.map((it, n): Menu => {
    if (!it.courses.length) wrong[`menus.${n}.name.${first}`] = "courses";
    const steps = Object.entries(it.finishing).map(([language, text]) => [language, text.split("\n").map((one) => one.trim()).filter(Boolean)] as const);
    return {
      id: it.id,
      name: texts(`menus.${n}.name`, it.name),
      cold: it.cold,
      finishing: Object.fromEntries(steps.filter(([, list]) => list.length)),
      courses: it.courses.map((one, at) => ({ ...one, name: texts(`menus.${n}.courses.${at}.name`, one.name) })),
    };
  });
  const kitchens = form.kitchens.map((it, n): Kitchen => {
    const path = `kitchens.${n}`;
    if (!it.name.trim()) wrong[`${path}.name`] = "text";
    const opens = hours(`${path}.opens`, it.opens);
    const closes = hours(`${path}.closes`, it.closes);
    if (opens <= closes || opens > 1440) wrong[`${path}.opens`] = "hours";
    return { id: it.id, name: it.name.trim(), zone: zone(`${path}.zone`, it.zone), opens, closes, slot_minutes: whole(`${path}.slot_minutes`, it.slot_minutes, 5, 240), boxes: whole(`${path}.boxes`, it.boxes, 1, 500) };
  });
  const known = form.cities.map((it) => it.id).filter(Boolean);
  const cities = form.cities.map((it, n): City => {
    const path = `cities.${n}`;
    const id = it.id || idOf(it.name[first] ?? "", known);
    if (!it.id) known.push(id);
    if (!form.kitchens.some((one) => one.id === it.kitchen)) wrong[`${path}.kitchen`] = "kitchen";
    const named = it.areas.filter((one) => one.area.trim() || one.minutes.trim());
    if (!named.length) wrong[`${path}.areas.0.area`] = "area";
    it.areas.forEach((one, at) => {
      if (!named.includes(one)) return;
      if (!/^[a-z0-9][a-z0-9-]*$/.test(areaOf(one.area)) || it.areas.findIndex((other) => areaOf(other.area) === areaOf(one.area)) !== at) wrong[`${path}.areas.${at}.area`] = "area";
      whole(`${path}.areas.${at}.minutes`, one.minutes, 0, 240);
    });
    const areas = Object.fromEntries(named.map((one) => [areaOf(one.area), Number(one.minutes)]));
    return { id, name: texts(`${path}.name`, it.name), zone: zone(`${path}.zone`, it.zone), kitchen: it.kitchen, areas, couriers: whole(`${path}.couriers`, it.couriers, 1, 60) };
  });
  const terms = Object.fromEntries(TERMS.map((it) => [it, whole(`terms.${it}`, form.terms[it], ...LEAST[it])])) as Terms;
  for (const part of ["menus", "kitchens", "cities"] as const) if (!form[part].length) wrong[part] = "one";
  return { body: { menus, kitchens, cities, terms }, wrong };
}

type Tree = Record<string, unknown> | unknown[];
const step = (at: unknown, key: string): unknown => (at as Record<string, unknown> | undefined)?.[key];

/** What stands at a path; "" where nothing does. */
export function at(form: Written, path: string): unknown {
  return path.split(".").reduce<unknown>(step, form) ?? "";
}

/** Put something at a path, whose parents are there. */
export function put(form: Written, path: string, value: unknown): void {
  const parts = path.split(".");
  const last = parts.pop()!;
  const parent = parts.reduce<unknown>(step, form) as Tree;
  (parent as Record<string, unknown>)[last] = value;
}

/** The field of the form that is nearest to what a JSON pointer of the house names. */
export function nearest(pointer: string, fields: Iterable<string>): string | undefined {
  const wanted = pointer.slice(1).replaceAll("/", ".");
  const shared = (name: string): number => {
    const [a, b] = [name.split("."), wanted.split(".")];
    const n = a.findIndex((it, k) => it !== b[k]);
    return n < 0 ? a.length : n;
  };
  return [...fields].reduce<string | undefined>((best, it) => (shared(it) > (best === undefined ? 0 : shared(best)) ? it : best), undefined);
}
