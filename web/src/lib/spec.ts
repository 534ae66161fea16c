/** The settings of a network: what each means, and the calls that make the same elsewhere. */
import type { Options } from "./api";

export interface Setting {
  name: string;
  label: string;
  help: string;
  choices: [string, string][];
}

/** Choices with what each does, in a sentence; the first is what counts if nothing is said. */
export const SETTINGS: Setting[] = [
  {
    name: "type",
    label: "network",
    help: "Who is tied to what.",
    choices: [
      ["two-mode", "Rows by columns: an actor is tied to each concept it speaks of."],
      ["one-mode", "Rows by rows: two actors are tied by the concepts they share."],
    ],
  },
  {
    name: "aggregation",
    label: "yes and no",
    help: "What becomes of the qualifier, agreement for example.",
    choices: [
      ["ignore", "Statements are counted, whatever the qualifier says."],
      ["congruence", "One-mode: pairs of statements that take the same side on a concept."],
      ["conflict", "One-mode: pairs that take different sides."],
      ["subtract", "Two-mode: yes less no. One-mode: congruence less conflict."],
      ["combine", "A code for each set of levels that was used."],
    ],
  },
  {
    name: "normalization",
    label: "divided by",
    help: "So that those who speak a lot do not seem to agree with all.",
    choices: [
      ["none", "Nothing: plain counts."],
      ["average", "One-mode: the mean number of statements of the two: n(a,b) / ((n(a) + n(b)) / 2)."],
      ["jaccard", "One-mode: what both have, divided by what either has."],
      ["cosine", "One-mode: the cosine of the angle between their counts."],
      ["activity", "Two-mode: the number of statements of the row."],
      ["prominence", "Two-mode: the number of statements of the column."],
    ],
  },
  {
    name: "duplicates",
    label: "repetitions",
    help: "Where the same row, column and qualifier count once.",
    choices: [
      ["include", "Nowhere: every statement counts."],
      ["document", "Within a document."],
      ["reprint", "Within a document and all that reprints it."],
      ["week", "Within a week."],
      ["month", "Within a month."],
      ["year", "Within a year."],
      ["acrossrange", "Once in all."],
    ],
  },
  {
    name: "joint",
    label: "joint statements",
    help: "What a statement with several actors counts.",
    choices: [
      ["full", "Once for each of them."],
      ["split", "An equal share for each: 1/n."],
    ],
  },
  {
    name: "imprecise",
    label: "vague dates",
    help: "What a date known to the month or year means where dates matter.",
    choices: [
      ["spread", "A share for each of its days."],
      ["middle", "The middle of that time."],
      ["drop", "It is left out, and listed."],
    ],
  },
  {
    name: "inside",
    label: "ties inside a group",
    help: "Where rows are groups of actors, by an attribute: what becomes of ties between members of one.",
    choices: [
      ["drop", "They are left out."],
      ["keep", "One-mode: they stand on the diagonal."],
    ],
  },
  {
    name: "compat",
    label: "as computed by",
    help: "For results that are to be compared with older ones.",
    choices: [
      ["none", "Communique: as its manual defines it."],
      ["dna", "Discourse Network Analyzer 3.1.2, oddities included."],
    ],
  },
];

/** What only a series of networks has. */
export const OVER_TIME: Setting[] = [
  {
    name: "kernel",
    label: "weights",
    help: "How a statement counts that is far from the middle of its window.",
    choices: [
      ["none", "Within the window every statement counts 1."],
      ["uniform", "1/2 for all within the window."],
      ["triangular", "1 − |x|; x is the distance from the middle in half-widths."],
      ["epanechnikov", "3/4 (1 − x²): less with the distance, slowly at first."],
      ["gaussian", "exp(−x²/2) / √(2π): the normal curve, also beyond the window."],
    ],
  },
  {
    name: "labels",
    label: "names in a slice",
    help: "Which rows and columns each network of the series has.",
    choices: [
      ["slice", "Those that occur in it."],
      ["common", "The same in all: those that occur in any."],
    ],
  },
];

export const MODES = ["own", "quoted", "embedded", "reported", "ascribed", "signed"];

/** The settings that say something, without those that are what counts anyway. */
export function said(options: Options): Options {
  const defaults = Object.fromEntries(SETTINGS.map((one) => [one.name, one.choices[0]![0]]));
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => value !== undefined && value !== "" && value.length !== 0 && value !== defaults[name]),
  );
}

const quoted = (text: string) => (/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

export function asCommand(place: string, options: Options): string {
  const parts = Object.entries(said(options)).flatMap(([name, value]) => {
    const option = `--${name.replaceAll("_", "-")}`;
    if (value === "true") return [option];
    return (Array.isArray(value) ? value : [value!]).map((one) => `${option} ${quoted(one)}`);
  });
  return ["communique network", quoted(place), ...parts].join(" ");
}

export function asPython(place: string, options: Options): string {
  const parts = Object.entries(said(options)).map(([name, value]) => `${name}=${value === "true" ? "True" : JSON.stringify(value)}`);
  return [
    "from communique import open_project",
    "",
    `with open_project(${JSON.stringify(place)}) as project:`,
    `    network = project.network(${parts.join(", ")}).network`,
  ].join("\n");
}
