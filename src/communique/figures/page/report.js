"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const panel = byId("panel");
  const panelTitle = byId("panel-title");
  const panelBody = byId("panel-body");
  const closeButton = byId("close");
  const status = byId("status");
  const hint = Array.from(panelBody.childNodes);
  const views = all(".view");
  const statementsOf = (row) => (row.dataset.statements || "").split(" ").filter(Boolean);
  const drawnOf = (id) => byId(id + "-drawn");
  const viewOf = (row) => row.closest("[data-view]").dataset.view;
  const networkOf = (view) => document.querySelector('.view[data-view="' + view + '"] .network');
  const rows = new Map(all("tr[data-statements]").map((row) => [row.id, row]));
  const labels = new Map(all(".label[data-node]").map((label) => [label.dataset.node, label]));
  const isTie = (row) => "a" in row.dataset;

  // Ties by the node they touch: a node names its neighbours, in the drawing and in the panel.
  const touching = new Map();
  for (const row of rows.values()) {
    if (!isTie(row)) continue;
    for (const end of [row.dataset.a, row.dataset.b]) {
      if (!touching.has(end)) touching.set(end, []);
      touching.get(end).push(row);
    }
  }

  let chosen = null;
  let returnTo = null;
  let shown = "";

  const nameOf = (row) => row.cells[0].textContent;
  const columnsOf = (row) => Array.from(row.closest("table").tHead.rows[0].cells, (cell) => cell.textContent.trim());

  function weightsOf(row) {
    const columns = columnsOf(row);
    return [2, 3].map((i) => ({
      sign: i === 2 ? "congruence" : "conflict",
      word: columns[i],
      text: row.cells[i].textContent,
      value: Number(row.cells[i].dataset.value),
    })).filter((weight) => weight.value > 0);
  }

  function weightList(row) {
    const list = make("p", "weights");
    for (const weight of weightsOf(row)) {
      const chip = make("span", "chip " + weight.sign, weight.word + " ");
      chip.append(make("b", "", weight.text));
      list.append(chip);
    }
    return list;
  }

  function quotes(row) {
    const groups = new Map();
    for (const id of statementsOf(row)) {
      const original = byId("statement-" + id);
      if (!original) continue;
      const copy = original.cloneNode(true);
      copy.removeAttribute("id");
      const concept = copy.dataset.concept;
      if (!groups.has(concept)) groups.set(concept, []);
      groups.get(concept).push(copy);
    }
    const made = document.createDocumentFragment();
    for (const [concept, copies] of groups) {
      const group = make("section", "group");
      if (concept && concept !== nameOf(row)) {
        const heading = make("h3", "", concept);
        heading.dir = "auto";
        group.append(heading);
      }
      group.append(...copies);
      made.append(group);
    }
    const missing = Number(row.dataset.missing || 0);
    if (missing) made.append(make("p", "note", missing.toLocaleString("en") + " more are not on this page."));
    if (!groups.size && !missing) made.append(make("p", "hint", "No statement stands behind this."));
    return made;
  }

  function head(row) {
    const kept = document.createDocumentFragment();
    const source = heads.get(row.id);
    if (source) kept.append(...source.map((node) => node.cloneNode(true)));
    return kept;
  }

  function neighbours(row) {
    const ties = touching.get(row.id) || [];
    const box = make("section", "group");
    if (!ties.length) {
      box.append(make("p", "hint", "No ties."));
      return box;
    }
    const details = make("details", "neighbours");
    details.append(make("summary", "", ties.length + (ties.length === 1 ? " tie" : " ties")));
    const list = make("ul");
    for (const tie of ties) {
      const other = rows.get(tie.dataset.a === row.id ? tie.dataset.b : tie.dataset.a);
      const button = make("button", "");
      button.type = "button";
      const name = make("bdi", "", nameOf(other));
      button.append(name, weightList(tie));
      button.addEventListener("click", () => open(tie.id, null));
      const item = make("li");
      item.append(button);
      list.append(item);
    }
    details.append(list);
    box.append(details);
    return box;
  }

  function title(row) {
    panelTitle.replaceChildren();
    if (isTie(row)) {
      panelTitle.append(make("bdi", "", row.cells[0].textContent), make("span", "joint", " and "),
        make("bdi", "", row.cells[1].textContent));
    } else {
      panelTitle.append(make("bdi", "", nameOf(row)));
    }
  }

  function open(id, from) {
    const row = rows.get(id);
    if (!row) return;
    if (from) returnTo = from;
    unmark();
    chosen = row;
    row.classList.add("chosen");
    const drawn = drawnOf(id);
    if (drawn) {
      drawn.classList.add("chosen");
      drawn.setAttribute("aria-current", "true");
    }
    emphasize(row);
    title(row);
    panelBody.replaceChildren();
    if (isTie(row)) panelBody.append(weightList(row));
    panelBody.append(head(row));
    if (!isTie(row)) panelBody.append(neighbours(row));
    panelBody.append(quotes(row));
    panelBody.scrollTop = 0;
    panel.scrollTop = 0;
    closeButton.hidden = false;
    root.classList.add("panel-open");
    panelTitle.focus({ preventScroll: true });
  }

  function close() {
    if (!chosen) return;
    unmark();
    chosen = null;
    panelTitle.textContent = "Quotes";
    panelBody.replaceChildren(...hint);
    closeButton.hidden = true;
    root.classList.remove("panel-open");
    if (returnTo && returnTo.isConnected) returnTo.focus();
    returnTo = null;
  }

  function unmark() {
    for (const element of all(".chosen")) {
      element.classList.remove("chosen");
      element.removeAttribute("aria-current");
    }
    emphasize(null);
  }

  // Everything but a row's own marks steps back.
  function emphasize(row) {
    for (const element of all(".network.focusing")) element.classList.remove("focusing");
    for (const element of all(".network .related")) element.classList.remove("related");
    if (!row) return;
    const related = new Set([row.id]);
    for (const tie of isTie(row) ? [row] : touching.get(row.id) || []) {
      related.add(tie.id).add(tie.dataset.a).add(tie.dataset.b);
    }
    const svg = networkOf(viewOf(row));
    svg.classList.add("focusing");
    for (const id of related) {
      const drawn = drawnOf(id);
      if (drawn) drawn.classList.add("related");
      const label = labels.get(id);
      if (label) label.classList.add("related");
    }
  }

  // Rows: the quotes go to the panel, so that a table stays a table.
  const heads = new Map();
  for (const row of rows.values()) {
    const details = row.querySelector("details");
    if (!details) continue;
    const summary = details.querySelector("summary");
    heads.set(row.id, all(":scope > .formula, :scope > .attributes", details));
    const button = make("button", "open", summary.textContent);
    button.type = "button";
    button.setAttribute("aria-label", summary.getAttribute("aria-label"));
    button.addEventListener("click", () => open(row.id, button));
    details.replaceWith(button);
  }

  for (const link of all("a[data-row]")) {
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const view = viewOf(rows.get(link.dataset.row));
      if (view !== shown) show(view);
      open(link.dataset.row, link);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    });
  }
  for (const link of all(".network a[data-row]")) {
    const row = rows.get(link.dataset.row);
    link.addEventListener("pointerenter", () => { if (!chosen) emphasize(row); });
    link.addEventListener("pointerleave", () => { if (!chosen) emphasize(null); });
  }

  closeButton.addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // Views
  function show(id) {
    close();
    shown = id;
    for (const view of views) view.hidden = view.dataset.view !== id;
    for (const button of all(".switch button")) button.setAttribute("aria-pressed", String(button.dataset.view === id));
    filter();
  }
  for (const button of all(".switch button")) button.addEventListener("click", () => show(button.dataset.view));

  // Signs
  for (const button of all("button.sign")) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      networkOf(viewOf(button)).classList.toggle("without-" + button.dataset.sign, !on);
    });
  }

  // Concepts
  const concept = byId("concept");
  const conceptOf = new Map(all("article[id^='statement-']").map((a) => [a.dataset.statement, a.dataset.concept]));
  function filter() {
    const wanted = concept ? concept.value : "";
    let kept = 0;
    let total = 0;
    for (const row of rows.values()) {
      const fits = !wanted || statementsOf(row).some((id) => conceptOf.get(id) === wanted);
      row.hidden = !fits;
      const drawn = drawnOf(row.id);
      if (drawn) drawn.classList.toggle("aside", !fits);
      const label = labels.get(row.id);
      if (label) label.classList.toggle("aside", !fits);
      if (isTie(row) && viewOf(row) === shown) {
        total += 1;
        if (fits) kept += 1;
      }
    }
    status.textContent = wanted
      ? kept + " of " + total + " ties rest on this concept, among others. Weights stay those of all concepts."
      : "";
  }
  if (concept) concept.addEventListener("change", filter);

  // Sorting
  for (const head of all("th[data-sort]")) {
    const button = make("button", "sort", head.textContent);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const numeric = head.dataset.sort === "number";
      const before = head.getAttribute("aria-sort");
      const descending = before ? before === "ascending" : numeric;
      for (const other of all("th[aria-sort]", head.parentNode)) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const body = head.closest("table").tBodies[0];
      const key = (row) => numeric ? Number(row.cells[head.cellIndex].dataset.value) : row.cells[head.cellIndex].textContent;
      const collator = new Intl.Collator(undefined, { numeric: true });
      const keyed = Array.from(body.rows, (row) => [key(row), row]);
      keyed.sort(([a], [b]) => (numeric ? a - b : collator.compare(a, b)) * (descending ? -1 : 1));
      body.append(...keyed.map(([, row]) => row));
    });
  }

  for (const element of all(".js-only")) element.hidden = false;
  panel.hidden = false;
  root.classList.add("js");
  if (views.length) show(views[0].dataset.view);
  root.dataset.ready = "true";
})();
