// The sheet of one shift: who serves, who could, what it would cost; saved, refused or taken back.
"use strict";

const at = (id) => sheet.querySelector(`#${id}`);
const WAIT_MS = 200;
let entries = [], expected = "", tries = 0, timer = 0, accepted = false;

function button(text, into, act, label) {
  const found = made("button", text, into, "button small");
  found.type = "button";
  if (label) found.setAttribute("aria-label", label);
  found.addEventListener("click", act);
  return found;
}

async function openSheet(link) {
  cameFrom = reach(link);
  const [gone, text] = await piece(link.href);
  if (gone) { location.href = link.href; return false; }
  sheet.innerHTML = "";
  sheet.append(text);
  begin();
  if (!sheet.open) sheet.showModal();
  at("sheet-title").focus();
  return Boolean(words().editable);
}

async function piece(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return [true, null];
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [false, page.getElementById("piece")];
  } catch {
    return [true, null];
  }
}

const words = () => at("piece").dataset;
const places = () => entries.map((one) => (one.part ? `${one.name} ${one.part}` : one.name)).join("\n");

function begin() {
  entries = [...sheet.querySelectorAll("#people [data-place]")].map((one) => split(one.dataset.place));
  expected = places();
  accepted = false;
  at("close").addEventListener("click", (event) => { event.preventDefault(); sheet.close(); });
  if (!words().editable) return;
  at("edit").addEventListener("submit", (event) => { event.preventDefault(); save(); });
  at("revert").addEventListener("click", () => { entries = expected.split("\n").filter(Boolean).map(split); changed(); });
  at("other").addEventListener("change", () => { if (at("other").value) add(at("other").value); at("other").value = ""; });
  at("undo")?.addEventListener("click", undo);
  showPeople();
  attempt();
}

function split(place) {
  const found = /^(\S+)\s+(\d.*)$/.exec(place);
  return found ? { name: found[1], part: found[2] } : { name: place, part: "" };
}

function add(name) {
  if (!entries.some((one) => one.name === name)) entries.push({ name, part: "" });
  changed();
}

// `instead`: whose place it takes, where the name was dropped on another.
function put(name, instead) {
  const place = entries.findIndex((one) => one.name === instead);
  if (place < 0 || entries.some((one) => one.name === name)) { add(name); return; }
  entries.splice(place, 1, { name, part: "" });
  changed();
}

function changed() {
  accepted = false;
  at("saved").hidden = true;
  showPeople();
  clearTimeout(timer);
  timer = setTimeout(attempt, WAIT_MS);
}

function showPeople() {
  const list = at("people");
  list.replaceChildren();
  entries.forEach((one, place) => {
    const line = made("li", "", list);
    made("span", one.name, line, "name");
    if (place === 0) made("span", words().lead, line, "mark");
    const acts = made("span", "", line, "acts");
    const part = document.createElement("input");
    part.value = one.part;
    part.placeholder = words().partHint;
    part.setAttribute("aria-label", `${one.name} ${words().part}`);
    part.addEventListener("change", () => { one.part = part.value.trim(); changed(); });
    acts.append(part);
    if (place > 0) button(words().makeLead, acts, () => { entries.unshift(...entries.splice(place, 1)); changed(); }, `${one.name} ${words().makeLead}`);
    button(words().takeOff, acts, () => { entries.splice(place, 1); changed(); focusNear(place); }, `${words().takeOff} ${one.name}`);
  });
  if (!entries.length) made("li", words().nobody, list, "hint");
  at("save").disabled = places() === expected;
  at("revert").hidden = places() === expected;
}

function focusNear(place) {
  const all = sheet.querySelectorAll("#people .acts button:last-child");
  (all[Math.min(place, all.length - 1)] || at("other")).focus();
}

function send(path, more) {
  return ordered(month, `/desk/roster/${path}`, { day: words().day, shift: words().shift, ...more });
}

function tell(text) {
  at("told").textContent = text || "";
  at("told").hidden = !text;
}

async function attempt() {
  const number = ++tries;
  const [status, found] = await send("try", { people: places() });
  if (number !== tries || !sheet.open) return;
  tell(status === 200 ? "" : found.text);
  if (status === 200) show(found);
}

function show(found) {
  at("services").hidden = false;
  at("covered").textContent = found.covered;
  at("missing").textContent = found.missing;
  at("missing-box").hidden = !found.missing;
  const isNew = places() !== expected;
  at("costs").hidden = !isNew || !(found.lost.length || found.doubts.length);
  for (const name of ["lost", "doubts"]) {
    at(name).replaceChildren();
    for (const text of found[name]) made("li", text, at(name));
  }
  at("save").textContent = at("costs").hidden ? words().save : words().accept;
  accepted = !at("costs").hidden;
  showFree(found.candidates);
}

function showFree(candidates) {
  const list = at("free");
  list.replaceChildren();
  for (const one of candidates) {
    const line = made("li", "", list);
    const about = made("span", "", line, one.fits ? "about" : "about unfit");
    made("strong", one.name, about);
    made("small", ` ${one.department}，${one.duty}${one.adds}`, about);
    button(words().take, line, () => { add(one.name); at("people").lastElementChild.querySelector("button").focus(); }, `${words().take} ${one.name}`);
  }
  if (!candidates.length) made("li", words().noneFree, list, "hint");
}

async function save() {
  at("save").disabled = true;
  await finish(await send("save", { people: places(), expected, reason: at("reason").value, accepted: accepted ? "yes" : "" }));
  if (at("save")) at("save").disabled = places() === expected;
}

async function undo() {
  const came = await send("undo", { accepted: accepted ? "yes" : "" });
  await finish(came);
  if (came[1].why === "unsure") at("undo").textContent = words().accept;
}

async function finish([status, found]) {
  if (status === 200) {
    await showMonthAgain();
    const [gone, text] = await piece(`/desk/roster/shift?day=${words().day}&shift=${words().shift}`);
    if (gone) { sheet.close(); return; }
    sheet.replaceChildren(text);
    begin();
    at("saved").textContent = found.saved;
    at("saved").hidden = false;
    at("sheet-title").focus();
  } else if (found.why === "unsure") {
    show(found);
    at("costs").hidden = false;
    at("save").textContent = words().accept;
    accepted = true;
    at("costs").scrollIntoView({ block: "nearest" });
  } else {
    if (found.why === "changed") expected = found.people;
    tell(found.text);
    if (found.why === "changed") { showPeople(); attempt().then(() => tell(found.text)); }
    at("told").scrollIntoView({ block: "nearest" });
  }
}

sheet.addEventListener("close", () => {
  sheet.replaceChildren();
  if (cameFrom) cameFrom.focus();
});
