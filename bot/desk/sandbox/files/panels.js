// The panels beside the screens: clock, duty, tickets, slots, outbox.
import { byId, element, words } from "./wire.js";

const slots = { date: "" };

/** What the house says about itself now. */
export function showState(state) {
  showClock(state.clock);
  byId("duty").replaceChildren(...state.duty.map(dutyOf));
  fill("tickets", state.tickets.map(ticketRow), words.emptyTickets);
  fill("outbox", state.outbox.map(letterRow), words.emptyOutbox);
  showSteps(state);
  showSlots();
}

export function startPanels() {
  byId("service").addEventListener("change", () => { slots.date = ""; showSlots(); });
  for (const button of document.querySelectorAll("[data-days]")) {
    button.addEventListener("click", () => stepDay(Number(button.dataset.days)));
  }
}

function showClock(clock) {
  for (const place of document.querySelectorAll(".clock-time")) place.textContent = clock.time;
  byId("date").textContent = clock.date;
  byId("kind").textContent = clock.kind;
  byId("open").textContent = clock.state;
  byId("open").className = clock.open ? "is-open" : "is-closed";
  byId("next").textContent = clock.next ? words.nextAt + clock.next : "";
}

function dutyOf(day) {
  const list = element("ul", "", ...day.rows.map((shift) => element("li", "",
    element("span", "shift", shift.shift, element("small", "", shift.hours)),
    element("span", "people", ...(shift.people.length ? shift.people.map(person) : [words.nobody])))));
  if (!day.rows.length) list.append(element("li", "empty", words.noShifts));
  return element("div", "", element("h3", "", day.day), list);
}

function person({ name, seen }) {
  const shown = element("span", seen ? "person seen" : "person", seen ? `${name} ✓` : name);
  if (seen) shown.title = words.seen;
  return shown;
}

function ticketRow(ticket) {
  return element("li", "ticket",
    element("div", "head", element("strong", "code", ticket.code),
      element("span", "service", ticket.service), mark(ticket.status, ticket.word)),
    element("div", "more", ticket.when),
    element("div", "more", [ticket.person, ticket.owner].filter(Boolean).join(" · ")));
}

function letterRow(letter) {
  const what = [letter.purpose, letter.ticket, letter.route].filter(Boolean).join(" · ");
  return element("li", "letter",
    element("span", "at", letter.at),
    element("span", "what", letter.to, element("small", "", what)),
    mark(letter.state, letter.word));
}

const mark = (state, word) => element("span", "mark " + state, word);

function showSteps({ tickets, duty }) {
  const isDone = [
    tickets.length > 0,
    tickets.some((ticket) => !["requested", "cancelled"].includes(ticket.status)),
    duty.some((day) => day.rows.some((shift) => shift.people.some((each) => each.seen))),
  ];
  [...byId("steps").children].forEach((step, n) => {
    step.classList.toggle("done", isDone[n]);
    step.classList.toggle("next", !isDone[n] && isDone.slice(0, n).every(Boolean));
    if (isDone[n]) step.title = words.stepDone;
  });
}

// The day stays where somebody put it; otherwise it is the next one with places.
async function showSlots() {
  const asked = new URLSearchParams({ service: byId("service").value, day: slots.date });
  let found;
  try {
    const answer = await fetch("/sandbox/slots?" + asked);
    if (!answer.ok) return;
    found = await answer.json();
  } catch {
    return; // the stream says that the house is away
  }
  if (asked.get("service") !== byId("service").value || asked.get("day") !== slots.date) return;
  byId("slots-day").textContent = found.day;
  byId("slots-day").dataset.date = found.date;
  fill("slots", found.rows.map(slotRow), words.emptySlots);
}

function slotRow(slot) {
  const isFree = slot.free > 0 && !slot.past;
  const left = slot.free ? `${words.places}${slot.free}/${slot.places}` : words.full;
  return element("li", slot.past ? "past" : isFree ? "free" : "full", slot.time, element("small", "", left));
}

function stepDay(days) {
  const shown = byId("slots-day").dataset.date;
  if (!shown) return;
  const day = new Date(shown + "T12:00Z");
  day.setUTCDate(day.getUTCDate() + days);
  slots.date = day.toISOString().slice(0, 10);
  showSlots();
}

function fill(id, rows, empty) {
  byId(id).replaceChildren(...(rows.length ? rows : [element("li", "empty", empty)]));
}
