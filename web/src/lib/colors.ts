/** Colours of highlights: what the codebook says, else one of a few that colour-blind readers can tell apart. */

const SPARE = ["#2563a8", "#b5452c", "#2e7d4f", "#8a5a00", "#7b4ba8", "#0f7b83", "#a03a72", "#5a6472"];

export const AGREE = "#2563a8";
export const DISAGREE = "#b5452c";
export const NEITHER = "#5a6472";

export function colorOf(index: number, given?: string | null): string {
  return given && /^#[0-9a-f]{6}$/i.test(given) ? given : SPARE[index % SPARE.length]!;
}

const sheet = new CSSStyleSheet();
let adopted = false;

/** Rules for highlights by name. Besides its colour each has a line of a kind of its own: colour alone says nothing. */
export function styleHighlights(styles: { name: string; color: string; dashed?: boolean }[]): void {
  if (!adopted) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    adopted = true;
  }
  sheet.replaceSync(
    styles
      .map(
        ({ name, color, dashed }) =>
          `::highlight(${name}) { background-color: color-mix(in srgb, ${color} 20%, transparent); ` +
          `text-decoration: underline 2px ${dashed ? "dashed" : "solid"} ${color}; }`,
      )
      .join("\n"),
  );
}
