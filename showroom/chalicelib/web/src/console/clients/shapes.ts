/** What `/v1` answers about clients. */
export interface Hit {
  id: string;
  display: string;
  addressed: string;
  advisor: string | null;
  hint: string;
}

export interface Hits {
  items: Hit[];
  more: boolean;
}

export interface ClientCard {
  id: string;
  name: { title: string; given: string; family: string; family_first: boolean; full: string; called: string };
  display: string;
  addressed: string;
  email: string | null;
  telephone: string | null;
  language: string;
  level: string;
  boutique: string | null;
  advisor: string | null;
  languages: string[];
  readings: string[];
  sizes: { label: string; value: string }[];
  tastes: string;
  note: string;
  manager_note: string | null;
  may_change: boolean;
}

export interface Purchase {
  date: string;
  description: string;
  amount: string;
  currency: string;
}

export interface Erasure {
  state: "none" | "begun" | "closing" | "done";
  begun_at: string | null;
  done_at: string | null;
  appointments: number;
  readonly left: { channel: string; to: string; count: number }[];
}

export interface AuditRow {
  at: string;
  action: string;
  actor: string;
  reason: string | null;
}

/** Enough of a name for the house to look: three letters, or two signs where a sign is a syllable or a word. */
export const enough = (name: string): boolean => {
  const typed = name.trim();
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(typed) ? typed.length >= 2 : typed.length >= 3;
};
