/** Where words, sentences and paragraphs begin and end, for a cursor that is moved by keys. Offsets are UTF-16 units. */

export type Step = "character" | "word" | "sentence" | "paragraph";

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(granularity: "grapheme" | "word" | "sentence"): Intl.Segmenter {
  let found = segmenters.get(granularity);
  if (!found) {
    found = new Intl.Segmenter(undefined, { granularity });
    segmenters.set(granularity, found);
  }
  return found;
}

/** The piece of text around an offset that is long enough to find the next stop in. */
function around(text: string, at: number): [string, number] {
  const start = Math.max(0, text.lastIndexOf("\n\n", at - 2));
  const after = text.indexOf("\n\n", at + 2);
  return [text.slice(start, after < 0 ? text.length : Math.min(text.length, after + 400)), start];
}

function starts(text: string, at: number, step: Step): number[] {
  const [piece, base] = around(text, at);
  if (step === "paragraph") return [...piece.matchAll(/\S[^\n]*/g)].map((found) => base + found.index);
  const granularity = step === "character" ? "grapheme" : step;
  const found: number[] = [];
  for (const { index, segment, isWordLike } of segmenter(granularity).segment(piece)) {
    if (step === "character" ? segment.trim() : step === "word" ? isWordLike : segment.trim()) found.push(base + index);
  }
  return found;
}

/** The next place where a step begins, forward or back; the ends of the text where there is none. */
export function move(text: string, at: number, step: Step, forward: boolean): number {
  for (let from = at, round = 0; round < 50; round++) {
    const found = starts(text, from, step);
    if (forward) {
      const next = found.find((start) => start > at);
      if (next !== undefined) return next;
      const gap = text.indexOf("\n\n", from + 2);
      if (gap < 0) return text.length;
      from = gap + 2;
    } else {
      const before = found.findLast((start) => start < at);
      if (before !== undefined) return before;
      const gap = from < 2 ? -1 : text.lastIndexOf("\n\n", from - 2);
      if (gap < 0) return 0;
      from = gap;
    }
  }
  return forward ? text.length : 0;
}

/** The end of the word, sentence or paragraph that begins at an offset. */
export function endOf(text: string, at: number, step: Step): number {
  if (at >= text.length) return text.length;
  const [piece, base] = around(text, at);
  if (step === "paragraph") {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end;
  }
  const found = segmenter(step === "character" ? "grapheme" : step)
    .segment(piece)
    .containing(at - base);
  if (!found) return at;
  return base + found.index + found.segment.trimEnd().length;
}

/** A selection without the white space at its ends, and with whole characters: none is cut in two. */
export function trimmed(text: string, start: number, end: number): [number, number] {
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  if (start < end) {
    const [piece, base] = around(text, start);
    const first = segmenter("grapheme").segment(piece).containing(start - base);
    if (first) start = base + first.index;
    const [last, lastBase] = around(text, end - 1);
    const final = segmenter("grapheme").segment(last).containing(end - 1 - lastBase);
    if (final) end = Math.max(end, lastBase + final.index + final.segment.trimEnd().length);
  }
  return [start, end];
}
