/** A number with its noun, as each language counts. */
const arabic = new Intl.PluralRules("ar");

export const people = {
  en: (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`,
  /** French counts nought as one. */
  fr: (n: number, one: string, many: string): string => `${n} ${n < 2 ? one : many}`,
  /** One, two, few (3 to 10), and many with the singular noun of its own. */
  ar: (n: number, one: string, two: string, few: string, many: string): string => {
    const form = arabic.select(n);
    if (form === "one") return one;
    if (form === "two") return two;
    return `${n} ${form === "few" ? few : many}`;
  },
};
