// The editor: what is typed is checked at once, compared before it is saved, never lost on a refusal.
"use strict";

const WAIT_MS = 400;
const edit = document.getElementById("edit");
const at = (id) => document.getElementById(id);
const text = at("text"), gutter = at("gutter");
let base = edit.dataset.base, kept = text.value, marks = new Map(), number = 0, timer = 0;

function numberLines() {
  const lines = text.value.split("\n").length;
  const pieces = document.createDocumentFragment();
  for (let line = 1; line <= lines; line += 1) made("span", String(line), pieces, marks.get(line) || "");
  gutter.replaceChildren(pieces);
  gutter.scrollTop = text.scrollTop;
}

function goTo(line) {
  const before = text.value.split("\n").slice(0, line - 1).join("\n");
  const start = line > 1 ? before.length + 1 : 0;
  const end = text.value.indexOf("\n", start);
  text.focus();
  text.setSelectionRange(start, end < 0 ? text.value.length : end);
  text.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(text).lineHeight));
  gutter.scrollTop = text.scrollTop;
}

function send(path, more) {
  return ordered(edit, `/desk/config/${path}`, { name: edit.dataset.name, content: text.value, ...more });
}

function tell(words) {
  at("told").textContent = words || "";
  at("told").hidden = !words;
}

function showFaults(found) {
  at("summary").textContent = found.summary;
  const list = at("faults");
  list.replaceChildren();
  marks = new Map();
  for (const one of found.faults) {
    const line = made("li", "", list, one.grave ? "grave" : "");
    const where = one.line ? edit.dataset.line.replace("{line}", one.line) : one.file;
    if (one.line) {
      made("button", where, line, "jump").addEventListener("click", () => goTo(one.line));
      line.lastChild.type = "button";
      if (one.grave || !marks.has(one.line)) marks.set(one.line, one.grave ? "bad" : "warn");
    } else if (where) made("strong", where, line);
    line.append(" ");
    made("span", one.problem, line, "problem");
    made("div", one.remedy, line, "hint");
  }
  numberLines();
}

async function check() {
  const mine = ++number;
  const [status, found] = await send("check");
  if (mine !== number) return;
  tell(status === 200 ? "" : found.text);
  if (status === 200) showFaults(found);
}

text.addEventListener("input", () => {
  clearTimeout(timer);
  number += 1;
  at("difference").hidden = true;
  at("saved").hidden = true;
  at("summary").textContent = edit.dataset.checking;
  numberLines();
  timer = setTimeout(check, WAIT_MS);
});
text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });

function showDiff(lines) {
  const body = at("diff");
  body.replaceChildren();
  for (const one of lines) {
    const row = made("tr", "", body, one.kind);
    made("td", String(one.line), row);
    made("pre", ({ add: "+ ", drop: "- " }[one.kind] || "  ") + one.text, made("td", "", row));
  }
  if (!lines.length) made("td", edit.dataset.none, made("tr", "", body));
  at("difference").hidden = false;
}

edit.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(timer);
  number += 1;
  const [status, found] = await send("diff");
  if (status !== 200) { tell(found.text); return; }
  tell("");
  showFaults(found);
  showDiff(found.diff);
  at("save").disabled = found.stops || !found.diff.length;
  at("save").textContent = found.second ? edit.dataset.propose : edit.dataset.save;
  at("second").textContent = found.stops ? edit.dataset.faulty : edit.dataset.second;
  at("second").hidden = !(found.second || found.stops);
  at("difference-title").focus();
  at("difference").scrollIntoView({ block: "start" });
});

at("keep").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("save").disabled = true;
  const [status, found] = await send("save", { base, reason: at("reason").value });
  at("difference").hidden = true;
  if (status === 200) {
    kept = text.value;
    tell("");
    await showVersions();
    at("saved").textContent = found.saved;
    at("saved").hidden = false;
  } else {
    tell(found.text);
    if (found.faults) showFaults(found);
    if (found.why === "changed") {
      base = found.base;
      showDiff(found.diff);
      at("save").disabled = true;
    }
  }
  scrollTo({ top: 0 });
});

async function showVersions() {
  const answer = await fetch(`/desk/config/file?name=${encodeURIComponent(edit.dataset.name)}`, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  base = page.getElementById("edit").dataset.base;
  document.querySelector('[aria-labelledby="history-title"]').replaceWith(page.querySelector('[aria-labelledby="history-title"]'));
}

addEventListener("beforeunload", (event) => { if (text.value !== kept) event.preventDefault(); });
numberLines();
check();
