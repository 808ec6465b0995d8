/** What a new version of the list changes for a kitchen that has the older one on paper. */
import type { Box, Kitchen } from "../night/shapes.js";

export interface Changes {
  added: string[];
  gone: string[];
  altered: string[];
}

/** What is cooked for somebody and when; which round takes it is not the stove's business, its hour is. */
const said = ({ menu, declared, contains, slot, departs }: Box): string => JSON.stringify([menu, declared, contains, slot, departs]);

/** The codes of the boxes that are new, that are no more, and that are other than they were. */
export function changes(before: readonly Box[], now: readonly Box[]): Changes {
  const were = new Map(before.map((box) => [box.person, said(box)]));
  const are = new Set(now.map((box) => box.person));
  return {
    added: now.filter((box) => !were.has(box.person)).map((box) => box.person),
    gone: before.filter((box) => !are.has(box.person)).map((box) => box.person),
    altered: now.filter((box) => were.has(box.person) && were.get(box.person) !== said(box)).map((box) => box.person),
  };
}

export interface Total {
  id: string;
  name: string;
  boxes: number;
}

/** How many boxes of each menu the whole evening has, the most first. */
export function totals({ slots }: Pick<Kitchen, "slots">): Total[] {
  const found = new Map<string, Total>();
  for (const menu of slots.flatMap((slot) => slot.menus)) {
    found.set(menu.id, { id: menu.id, name: menu.name, boxes: (found.get(menu.id)?.boxes ?? 0) + menu.boxes });
  }
  return [...found.values()].sort((one, other) => other.boxes - one.boxes || one.name.localeCompare(other.name));
}
