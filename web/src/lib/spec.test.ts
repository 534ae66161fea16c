import { expect, it } from "vitest";
import { asCommand, asPython, said } from "./spec";

const OPTIONS = {
  type: "one-mode",
  aggregation: "ignore",
  rows: "organization",
  exclude: ["concept=It's late", "coder=Ada"],
  start: "",
  isolates: "true",
};

it("says what differs from what counts anyway", () => {
  expect(said(OPTIONS)).toEqual({ type: "one-mode", rows: "organization", exclude: OPTIONS.exclude, isolates: "true" });
  expect(said({ type: "two-mode" })).toEqual({});
});

it("writes the same as a command and as Python", () => {
  expect(asCommand("my study.communique", OPTIONS)).toBe(
    `communique network 'my study.communique' --type one-mode --rows organization --exclude 'concept=It'\\''s late' --exclude coder=Ada --isolates`,
  );
  expect(asPython("s.communique", OPTIONS)).toContain(
    `project.network(type="one-mode", rows="organization", exclude=["concept=It's late","coder=Ada"], isolates=True).network`,
  );
});
