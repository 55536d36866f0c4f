"use strict";
// Texts of a submission are only ever put in as text (textContent): nothing here makes markup of them.
const data = JSON.parse(document.getElementById("data").textContent);
const table = document.getElementById("table"), body = table.tBodies[0], rows = Array.from(body.rows);
const heads = Array.from(table.tHead.rows[0].cells), firstQuestion = 3;
const dialog = document.getElementById("dialog"), dialogBody = document.getElementById("dialog-body");

function make(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function openDialog(title, ...content) {
  document.getElementById("dialog-title").replaceChildren(make("bdi", title));
  dialogBody.replaceChildren(...content);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

// A student

function caseItem(found) {
  const [place, said] = Array.isArray(found) ? found : [found];
  const [name, kind, verdict] = data.details.cases[place];
  const item = make("li"), passed = verdict === 0, waits = data.details.verdicts[verdict] === "not attempted";
  item.append(make("span", `${passed ? "✓" : waits ? "–" : "✗"} ${data.details.verdicts[verdict]}`, passed ? "good" : waits ? "soft" : "bad"),
    ": ", make("bdi", text(name)), " ", make("span", `(${text(kind)})`, "soft"));
  if (said !== undefined) item.append(make("pre", text(said)));
  return item;
}

function text(place) { return data.details.texts[place]; }

function questionPart([name, score, parts, hints, cases]) {
  const part = make("section"), list = make("ul", undefined, "cases");
  part.append(make("h3", `${text(name)}: ${score}`));
  if (text(parts)) part.append(make("p", text(parts), "soft"));
  part.append(...hints.map(hint => make("p", text(hint), "note")));
  list.append(...cases.map(caseItem));
  part.append(list);
  return part;
}

function showStudent(place) {
  const student = data.details.students[place], cells = rows[place].cells, link = make("a", "The student's page");
  link.href = student.page;
  const summary = make("p");
  summary.append(`${cells[1].textContent}, total ${cells[2].textContent || "none"}. `, link);
  const name = cells[0].querySelector(".name").textContent;
  const lines = (student.lines || []).map(line => { const item = make("li"); item.append(make("bdi", text(line))); return item; });
  const list = make("ul");
  list.append(...lines);
  openDialog(name, summary, ...(lines.length ? [list] : []), ...student.questions.map(questionPart));
}

rows.forEach((row, place) => {
  const name = row.cells[0].querySelector(".name"), button = make("button", undefined, "name");
  button.type = "button";
  button.append(...name.childNodes);
  button.addEventListener("click", () => showStudent(place));
  name.replaceWith(button);
});

// Mistakes

const more = document.getElementById("more"), rarer = document.getElementById("rarer");
if (more) {
  more.hidden = false;
  const toggle = () => {
    rarer.hidden = !rarer.hidden;
    more.setAttribute("aria-expanded", String(!rarer.hidden));
  };
  more.addEventListener("click", toggle);
  toggle();
}

// Sorting

const collator = new Intl.Collator(undefined, { numeric: true });
let sorted = -1, direction = 1;

function compare(one, other) {
  const a = parseFloat(one), b = parseFloat(other);
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
  return direction * (a - b);
}

function sortBy(column) {
  // Marks: the best first. Whoever has none comes last, in both directions.
  const isNumber = column >= 2;
  direction = column === sorted ? -direction : isNumber ? -1 : 1;
  sorted = column;
  heads.forEach((head, place) => {
    if (place === column) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  });
  const keys = new Map(rows.map(row => [row, row.cells[column].textContent]));
  const order = isNumber ? (one, other) => compare(keys.get(one), keys.get(other))
    : (one, other) => direction * collator.compare(keys.get(one), keys.get(other));
  body.append(...rows.slice().sort(order));
}

heads.forEach((head, column) => {
  const button = make("button", head.textContent);
  button.type = "button";
  button.addEventListener("click", () => sortBy(column));
  head.replaceChildren(button);
});

// Filtering

const filters = document.getElementById("filters"), count = document.getElementById("count");
const [search, wantedStatus, question, share] = ["search", "status", "question", "share"].map(id => document.getElementById(id));
const fold = words => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const names = rows.map((row, place) => fold([row.cells[0].textContent, ...(data.details.students[place].lines || []).map(text)].join(" ")));
let only = null;

function fitsShare(row) {
  if (!share.value) return true;
  const cells = question.value === "" ? Array.from(row.cells).slice(firstQuestion, -1) : [row.cells[firstQuestion + Number(question.value)]];
  const wanted = share.value === "lost" ? ["partial", "none"] : [share.value];
  return cells.some(cell => wanted.some(kind => cell.classList.contains(kind)));
}

function filter() {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  rows.forEach((row, place) => {
    row.hidden = !(words.every(word => names[place].includes(word))
      && (!wantedStatus.value || row.cells[1].textContent === wantedStatus.value)
      && fitsShare(row) && (!only || only.places.has(place)));
    shown += !row.hidden;
  });
  const all = shown === rows.length;
  count.textContent = (all ? `All ${shown}` : `${shown} of ${rows.length}`) + (only ? ` (${only.title})` : "");
}

filters.hidden = false;
filters.addEventListener("input", filter);
filters.addEventListener("submit", event => event.preventDefault());
filters.addEventListener("reset", () => { only = null; setTimeout(filter); });
filter();

document.querySelectorAll("button.show").forEach(button => {
  button.hidden = false;
  button.addEventListener("click", () => {
    filters.reset();
    only = { title: button.dataset.title, places: new Set(button.dataset.places.split(" ").map(Number)) };
    filter();
    document.getElementById("students").scrollIntoView();
    search.focus({ preventScroll: true });
  });
});

// Similar work, side by side

function marked(source, spans) {
  const code = make("pre", undefined, "code");
  let end = 0;
  for (const [from, to] of spans) {
    code.append(source.slice(end, from), make("mark", source.slice(from, to)));
    end = to;
  }
  code.append(source.slice(end));
  code.tabIndex = 0;
  return code;
}

function showPair(pair) {
  const sides = make("div", undefined, "sides");
  pair.names.forEach((name, side) => {
    const part = make("section"), heading = make("h3");
    heading.append(make("bdi", name), ` (${pair.shares[side]} % the same)`);
    const code = marked(data.similar.sources[pair.sources[side]], pair.spans[side]);
    code.setAttribute("role", "region");
    code.setAttribute("aria-label", `The code of ${name}`);
    part.append(heading, code);
    sides.append(part);
  });
  openDialog("Side by side", make("p", "Marked is what both have; given code, and code that many have, is left out."), sides);
  for (const code of sides.querySelectorAll("pre")) {
    const first = code.querySelector("mark");
    if (first) code.scrollTop = first.offsetTop - 40;
  }
}

document.querySelectorAll("button.compare").forEach(button => {
  button.hidden = false;
  button.addEventListener("click", () => showPair(data.similar.pairs[Number(button.dataset.pair)]));
});

// On paper everything is open

addEventListener("beforeprint", () => {
  document.querySelectorAll("details").forEach(part => { part.open = true; });
  if (rarer) rarer.hidden = false;
});
