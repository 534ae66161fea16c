import { expect, it } from "vitest";
import { choices } from "./match";

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
