import { describe, expect, it } from "vitest";
import { tree } from "./tree";

const one = (name: string, parent: string | null = null, type = "organization") => ({ name, parent, type });
const shown = (all: ReturnType<typeof one>[]) => tree(all).map(({ one: { name }, depth }) => `${"  ".repeat(depth)}${name}`);

describe("tree", () => {
  it("puts parts below what they are parts of", () => {
    expect(shown([one("Guild"), one("Crane drivers", "Dockers"), one("Dockers", "Guild"), one("Boat Club")])).toEqual([
      "Guild",
      "  Dockers",
      "    Crane drivers",
      "Boat Club",
    ]);
  });

  it("loses nothing: not what stands in a circle, nor what is part of something that is not shown", () => {
    expect(shown([one("A", "B"), one("B", "A"), one("C", "elsewhere"), one("D", "D")]).map((name) => name.trim()).sort()).toEqual(["A", "B", "C", "D"]);
  });

  it("keeps types apart", () => {
    expect(shown([one("Guild"), one("Ada", "Guild", "person")])).toEqual(["Guild", "Ada"]);
  });
});
