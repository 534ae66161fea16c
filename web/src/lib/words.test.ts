import { describe, expect, it } from "vitest";
import { endOf, move, trimmed } from "./words";

const TEXT = "The Guild asks. It 🌉 waits!\n\nقال النادي لا.\n\nLast words";

describe("a cursor moved by keys", () => {
  it("goes from word to word over marks, emoji and paragraphs", () => {
    const stops: string[] = [];
    let at = 0;
    while (at < TEXT.length) {
      stops.push(TEXT.slice(at, endOf(TEXT, at, "word")));
      at = move(TEXT, at, "word", true);
    }
    expect(stops).toEqual(["The", "Guild", "asks", "It", "waits", "قال", "النادي", "لا", "Last", "words"]);
  });

  it("comes back the way it went", () => {
    const forth: number[] = [0];
    while (forth.at(-1)! < TEXT.length) forth.push(move(TEXT, forth.at(-1)!, "word", true));
    const back: number[] = [TEXT.length];
    while (back.at(-1)! > 0) back.push(move(TEXT, back.at(-1)!, "word", false));
    expect(back.reverse()).toEqual(forth);
  });

  it("knows sentences and paragraphs", () => {
    expect(TEXT.slice(0, endOf(TEXT, 0, "sentence"))).toBe("The Guild asks.");
    expect(move(TEXT, 0, "sentence", true)).toBe(TEXT.indexOf("It"));
    expect(move(TEXT, 0, "paragraph", true)).toBe(TEXT.indexOf("قال"));
  });

  it("stops at the ends of any text", () => {
    expect(move("", 0, "word", true)).toBe(0);
    expect(move("   ", 0, "word", true)).toBe(3);
    expect(move("a", 1, "word", false)).toBe(0);
  });
});

describe("a selection", () => {
  it("loses white space and cuts no character in two", () => {
    const text = " a🌉e\u0301 ";
    expect(trimmed(text, 0, text.length)).toEqual([1, 6]);
    expect(trimmed(text, 1, 3)).toEqual([1, 4]);
    expect(trimmed(text, 3, 5)).toEqual([2, 6]);
    expect(trimmed(text, 0, 1)).toEqual([1, 1]);
  });
});
