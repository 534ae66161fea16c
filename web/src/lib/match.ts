/** Which of many names is meant by a few letters. */

export interface Choice {
  name: string;
  /** The alias that matched, if it was not the name. */
  alias?: string;
}

export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLocaleLowerCase();

interface Known {
  name: string;
  aliases: readonly string[];
}

/** The names that fit, best first: those that begin so, then those with a word that does, then those that hold it. */
export function choices(known: readonly Known[], typed: string, most = 8): Choice[] {
  const wanted = folded(typed.trim());
  if (!wanted) return known.slice(0, most).map(({ name }) => ({ name }));
  const ranked: { rank: number; choice: Choice }[] = [];
  for (const { name, aliases } of known) {
    let best = Infinity;
    let alias: string | undefined;
    for (const form of [name, ...aliases]) {
      const text = folded(form);
      const at = text.indexOf(wanted);
      if (at < 0) continue;
      const rank = (at === 0 ? 0 : /[\p{L}\p{N}]/u.test(text[at - 1]!) ? 2 : 1) + (form === name ? 0 : 0.5);
      if (rank < best) {
        best = rank;
        alias = form === name ? undefined : form;
      }
    }
    if (best < Infinity) ranked.push({ rank: best, choice: alias === undefined ? { name } : { name, alias } });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || a.choice.name.length - b.choice.name.length)
    .slice(0, most)
    .map(({ choice }) => choice);
}

/** Signs that may stand behind a letter or not; those of other scripts are letters as any other. */
const MARKS = "[\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670]*";
const optional = new RegExp(`^${MARKS}$`, "u");
let variants: Map<string, string> | undefined;

/** Letter -> those that are the same with an accent, in one character. */
function accented(letter: string): string {
  if (!variants) {
    variants = new Map();
    for (let code = 0xc0; code < 0x2000; code++) {
      const character = String.fromCodePoint(code);
      const [base, ...rest] = character.normalize("NFD");
      if (base && rest.length && optional.test(rest.join(""))) {
        const key = base.toLowerCase();
        variants.set(key, (variants.get(key) ?? "") + character);
      }
    }
  }
  return variants.get(letter.toLowerCase()) ?? "";
}

const plain = (letters: string) => letters.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

function anyOf(letter: string): string {
  const parts = letter.normalize("NFD");
  const [base, ...rest] = parts;
  if (!optional.test(rest.join(""))) return `(?:${plain(letter)}|${plain(parts)})`;
  const others = /\p{L}/u.test(base!) ? accented(base!) : "";
  return others ? `[${plain(base!)}${others}]` : plain(base!);
}

/** A regular expression for a word, whatever accents it is written with; as the server searches. */
export function forgiving(word: string): string {
  const composed = word.normalize("NFC");
  const letters = [...composed].filter((one) => !optional.test(one));
  const pattern = letters.map((letter) => anyOf(letter) + MARKS).join("") || plain(word);
  return word === composed || word === word.normalize("NFD") ? pattern : `(?:${pattern}|${plain(word)})`;
}
