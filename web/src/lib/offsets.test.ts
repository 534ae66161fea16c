import { describe, expect, it } from "vitest";
import { Offsets } from "./offsets";

describe("offsets", () => {
  const texts = ["", "plain", "a🌉b", "🌉🌉", "e\u0301🌉 قرار 👩‍👩‍👧 z", "\ud83d lone", "🌉".repeat(50) + "x"];

  it("agree with counting one by one, in both directions", () => {
    for (const text of texts) {
      const offsets = new Offsets(text);
      let units = 0;
      let points = 0;
      for (const character of text) {
        expect(offsets.units(points), text).toBe(units);
        expect(offsets.points(units), text).toBe(points);
        units += character.length;
        points += 1;
      }
      expect(offsets.units(points)).toBe(text.length);
      expect(offsets.points(text.length)).toBe(points);
    }
  });

  it("slice by characters", () => {
    expect(new Offsets("a🌉b🌉c").slice(1, 4)).toBe("🌉b🌉");
  });
});
