/** Loads one language catalogue at a time. A new language is a file in ../languages and one in ../languages/pages, nothing else. */
import type { Messages } from "../languages/en.js";

export type { Messages };

/** {code: path of its module}, written in by the build: the widget's words for the widget, the pages' (with the widget's in them) for the pages. */
declare const __LANGUAGES__: Record<string, string>;

export const LANGUAGES: readonly string[] = Object.keys(__LANGUAGES__);

export interface Words {
  /** The catalogue's code, for the API and for the `lang` of what we write. */
  readonly code: string;
  /** What `Intl` is asked with: the page's own tag where it names a region. */
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  readonly t: Messages;
}

/** The best catalogue for the wished tags, best first; English when none fits. */
export function match(wished: readonly (string | null | undefined)[]): { code: string; locale: string } {
  for (const tag of wished) {
    const code = tag?.toLowerCase().split("-")[0];
    if (tag && code && LANGUAGES.includes(code)) {
      // Bare English is read in many countries: the 24-hour clock and day before month mislead fewest of them.
      return { code, locale: tag.toLowerCase() === "en" ? "en-GB" : tag };
    }
  }
  return { code: "en", locale: "en-GB" };
}

/** Fetch one catalogue from beside the bundle. Rejects when it cannot be had. */
export async function load(wished: readonly (string | null | undefined)[], base: string): Promise<Words> {
  const { code, locale } = match(wished);
  const module = (await import(`${base}/${__LANGUAGES__[code]}`)) as { default: Messages };
  return { code, locale, dir: ["ar", "he", "fa"].includes(code) ? "rtl" : "ltr", t: module.default };
}
