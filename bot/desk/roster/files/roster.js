// The month of the roster: arrow keys move over the shifts, Enter or a click opens one (sheet.js);
// a name dropped on another shift is put there in its sheet, tried and saved as by keyboard.
"use strict";

const month = document.getElementById("month");
const sheet = document.getElementById("sheet");
let cameFrom = null, dragged = null;

const shifts = () => [...month.querySelectorAll(".shift")];

function reach(link) {
  for (const one of shifts()) one.tabIndex = -1;
  link.tabIndex = 0;
  return link;
}

function dayAfter(day, days) {
  const [y, m, d] = day.split("-").map(Number);
  return new Date(Date.UTC(y, m - 1, d + days)).toISOString().slice(0, 10);
}

function moved(from, key) {
  const own = shifts().filter((one) => one.dataset.day === from.dataset.day);
  const place = own.indexOf(from);
  if (key === "ArrowDown" && own[place + 1]) return own[place + 1];
  if (key === "ArrowUp" && own[place - 1]) return own[place - 1];
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key];
  for (let day = dayAfter(from.dataset.day, step), n = 0; n < 31; n += 1, day = dayAfter(day, step)) {
    const found = shifts().filter((one) => one.dataset.day === day);
    if (!found.length) continue;
    if (key === "ArrowUp") return found.at(-1);
    return key === "ArrowDown" ? found[0] : found[Math.min(place, found.length - 1)];
  }
  return null;
}

function beginAtToday() {
  const first = month.querySelector(".today .shift:not(.over)") || month.querySelector(".shift:not(.over)") || shifts()[0];
  if (first) reach(first);
}

month.addEventListener("keydown", (event) => {
  const link = event.target.closest(".shift");
  if (!link || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    const to = moved(link, event.key);
    if (to) reach(to).focus();
  } else if (event.key === "PageUp" || event.key === "PageDown") {
    event.preventDefault();
    document.getElementById(event.key === "PageUp" ? "before" : "after").click();
  }
});

month.addEventListener("click", (event) => {
  const jump = event.target.closest(".jump");
  const link = jump ? document.getElementById(`s-${jump.dataset.to}`) : event.target.closest(".shift");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openSheet(link);
});

function mayLand(event) {
  const onto = dragged && event.target.closest(".shift:not(.over)");
  return onto && !onto.contains(dragged) ? onto : null;
}

function mark(onto) {
  for (const one of month.querySelectorAll(".target")) if (one !== onto) one.classList.remove("target");
  if (onto) onto.classList.add("target");
}

month.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".person[draggable]") || null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "copy";
  event.dataTransfer.setData("text/plain", dragged.dataset.name);
});

month.addEventListener("dragover", (event) => {
  const onto = mayLand(event);
  mark(onto);
  if (!onto) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
});

month.addEventListener("dragend", () => { dragged = null; mark(null); });

month.addEventListener("drop", async (event) => {
  const onto = mayLand(event);
  if (!onto) return;
  event.preventDefault();
  const { name } = dragged.dataset, instead = event.target.closest(".person")?.dataset.name;
  mark(null);
  if (await openSheet(onto)) put(name, instead);
});

async function showMonthAgain() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = [...month.querySelectorAll("details")].map((one) => one.open);
  month.replaceChildren(...page.getElementById("month").childNodes);
  [...month.querySelectorAll("details")].forEach((one, n) => { one.open = open[n] ?? one.open; });
  cameFrom = cameFrom && document.getElementById(cameFrom.id);
  if (cameFrom) reach(cameFrom); else beginAtToday();
}

beginAtToday();
const today = month.querySelector(".today");
if (today && matchMedia("(max-width: 59.99rem)").matches) today.scrollIntoView();
