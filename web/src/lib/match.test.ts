import { expect, it } from "vitest";
import { choices, forgiving } from "./match";

const KNOWN = [
  { name: "Harbour Guild", aliases: ["Guild of the Harbour", "HG"] },
  { name: "Old Harbour Club", aliases: [] },
  { name: "Élan Harboured", aliases: [] },
  { name: "Deep-harbouring", aliases: [] },
];

it("puts names that begin so first, then words, then aliases, without accents or case", () => {
  expect(choices(KNOWN, "HARB").map((c) => c.name)).toEqual([
    "Harbour Guild",
    "Élan Harboured",
    "Deep-harbouring",
    "Old Harbour Club",
  ]);
  expect(choices(KNOWN, "hg")).toEqual([{ name: "Harbour Guild", alias: "HG" }]);
  expect(choices(KNOWN, "elan").map((c) => c.name)).toEqual(["Élan Harboured"]);
  expect(choices(KNOWN, "tram")).toEqual([]);
  expect(choices(KNOWN, "", 2)).toHaveLength(2);
});

it("finds a word whatever accents it is written with", () => {
  const found = (word: string, text: string) => new RegExp(forgiving(word), "iu").exec(text)?.[0] ?? null;
  expect(found("naïve", "a NAIVE one")).toBe("NAIVE");
  expect(found("naive", "a nai\u0308ve one")).toBe("nai\u0308ve");
  expect(found("Łódź", "łódz")).toBe("łódz");
  expect(found("ان", "أَن")).toBe("أَن");
  expect(found("a.b", "axb")).toBe(null);
  expect(found("(x)", "f(x)")).toBe("(x)");
  for (const [word, other] of [["हिन्दी", "हेन्दी"], ["한국", "한굴"], ["がくせい", "かくせい"]] as const) {
    expect(found(word, word.normalize("NFD"))).toBe(word.normalize("NFD"));
    expect(found(word, other)).toBe(null);
  }
});
