/** The keys of the workbench, in one table that can be changed; single letters act only while nothing is being typed. */

export const DEFAULTS = {
  code: "c",
  agree: "a",
  disagree: "d",
  next: "j",
  previous: "k",
  edit: "e",
  remove: "Delete",
  duplicate: "y",
  hit: "n",
  chrome: "g",
  search: "/",
  help: "?",
} as const;

export type Action = keyof typeof DEFAULTS;

export const MEANING: Record<Action, string> = {
  code: "Code the selection",
  agree: "In the form: yes, agrees",
  disagree: "In the form: no, disagrees",
  next: "Next statement of the document",
  previous: "Statement before",
  edit: "Edit the statement",
  remove: "Delete the statement",
  duplicate: "Code the same words once more",
  hit: "Next highlighted words",
  chrome: "Show or fold what the site added",
  search: "Search in all documents",
  help: "Show the keys",
};

export const FIXED: [string, string][] = [
  ["← → ↑ ↓", "In the text: move by word, by sentence"],
  ["Shift + arrows", "Extend the selection"],
  ["Alt + ← →", "Move the end of the selection by a character"],
  ["Page ↑ ↓", "Move by paragraph"],
  ["Enter", "In the text: code; in the form: take the proposal, then save"],
  ["Alt + 1 … 9", "In the form: the type of the statement"],
  ["Esc", "Leave the form; let go of the selection"],
  ["Ctrl + Z, Ctrl + Shift + Z", "Undo, redo"],
];

const KEPT = "communique.keys";

export function loadKeys(): Record<Action, string> {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Record<Action, string>>) };
  } catch {
    return { ...DEFAULTS };
  }
}

export function saveKeys(keys: Record<Action, string>): void {
  localStorage.setItem(KEPT, JSON.stringify(keys));
}

export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** What a pressed key means now; nothing while a word is being typed or another key is held. */
export function actionOf(event: KeyboardEvent, keys: Record<Action, string>): Action | null {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return null;
  for (const [action, key] of Object.entries(keys)) if (key && event.key === key) return action as Action;
  return null;
}
