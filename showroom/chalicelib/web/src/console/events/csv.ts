/** Tables as CSV that no spreadsheet takes for a formula (CWE-1236): the same rule as of the sheets that the house makes. */

/** A sign by which a formula begins, after whatever a program may skip at the head of a cell. */
const FORMULA = /^(?:(?![\t\r\n])[\p{Cc}\p{Cf}\p{Z}])*[=+\-@\t\r\n|%＝＋－＠]/u;

/** A cell as text that no spreadsheet calculates. */
export const neutral = (cell: string | number): string => (FORMULA.test(String(cell)) ? `'${cell}` : String(cell));

/** Several values as one cell, each of them harmless by itself, and all of them together. */
export const joined = (parts: readonly string[]): string => neutral(parts.map(neutral).join("; "));

/** A table as CSV: every cell quoted, lines end as the RFC has it, with a byte-order mark for those who need one. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  `\uFEFF${rows.map((row) => row.map((it) => `"${neutral(it).replaceAll('"', '""')}"`).join(",")).join("\r\n")}\r\n`;
