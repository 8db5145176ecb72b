// The month of the roster: arrow keys move over the shifts, Enter or a click opens one (sheet.js);
// a name carried to another shift, by mouse or finger, is put there in its sheet, tried and saved as
// by keyboard.
"use strict";

const month = document.getElementById("month");
const sheet = document.getElementById("sheet");
const HELD_MS = 300, FAR_PX = 8, EDGE_PX = 60;
let cameFrom = null, carried = null, isClickOver = false;

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
  if (isClickOver) { event.preventDefault(); isClickOver = false; return; }
  const jump = event.target.closest(".jump");
  const link = jump ? document.getElementById(`s-${jump.dataset.to}`) : event.target.closest(".shift");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openSheet(link);
});

function mayLand(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const onto = under?.closest("#month .shift:not(.over)");
  return onto && !onto.contains(carried.person) ? onto : null;
}

function mark(onto) {
  for (const one of month.querySelectorAll(".target")) if (one !== onto) one.classList.remove("target");
  if (onto) onto.classList.add("target");
}

// A mouse takes a name up by moving, a finger by staying on it: else the page could not be scrolled.
function takeUp() {
  const label = document.createElement("div");
  label.id = "carried";
  label.textContent = carried.person.dataset.name;
  carried.label = document.body.appendChild(label);
  follow(carried);
}

function follow({ x, y, label }) {
  label.style.transform = `translate(${x}px, ${y}px)`;
}

function putDown() {
  clearTimeout(carried?.timer);
  carried?.label?.remove();
  carried = null;
  mark(null);
}

month.addEventListener("pointerdown", (event) => {
  const person = event.target.closest(".person[data-name]");
  putDown();
  isClickOver = false;
  if (!person || !event.isPrimary || event.button) return;
  carried = { person, id: event.pointerId, x: event.clientX, y: event.clientY };
  if (event.pointerType === "touch") carried.timer = setTimeout(takeUp, HELD_MS);
});

document.addEventListener("pointermove", (event) => {
  if (event.pointerId !== carried?.id) return;
  const isFar = Math.hypot(event.clientX - carried.x, event.clientY - carried.y) > FAR_PX;
  if (!carried.label) {
    if (!isFar) return;
    if (event.pointerType === "touch") { putDown(); return; }
    takeUp();
  }
  carried.x = event.clientX;
  carried.y = event.clientY;
  follow(carried);
  mark(mayLand(event));
  const over = carried.y - innerHeight + EDGE_PX, above = EDGE_PX - carried.y;
  if (over > 0 || above > 0) scrollBy(0, over > 0 ? over / 4 : -above / 4);
});

document.addEventListener("pointerup", async (event) => {
  if (event.pointerId !== carried?.id) return;
  const { person, label } = carried, onto = label ? mayLand(event) : null;
  const instead = label && document.elementFromPoint(event.clientX, event.clientY)?.closest(".person")?.dataset.name;
  isClickOver = Boolean(label);
  putDown();
  if (onto && await openSheet(onto)) put(person.dataset.name, instead);
});

document.addEventListener("pointercancel", putDown);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") putDown(); });
month.addEventListener("dragstart", (event) => event.preventDefault());
month.addEventListener("contextmenu", (event) => { if (carried) event.preventDefault(); });
month.addEventListener("touchmove", (event) => { if (carried?.label) event.preventDefault(); }, { passive: false });

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
