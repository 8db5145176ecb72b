// The sandbox page: sends what is typed, shows what arrives over one event stream.
"use strict";

const $ = (id) => document.getElementById(id);
const words = document.body.dataset;
const bubbles = [];
let quoted = null;
let unread = {};

const person = { phone: () => $("resident").value, private: () => $("officer").value };
const paths = { phone: "say", group: "group", private: "private" };

async function post(name, body) {
  await fetch("/sandbox/" + name, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function isShown(bubble) {
  return bubble.screen === "group" || bubble.person === person[bubble.screen]();
}

function draw(bubble) {
  if (!isShown(bubble)) return;
  const talk = document.querySelector(`[data-screen="${bubble.screen}"]`);
  const isMine = bubble.by !== "bot" && (bubble.screen !== "group" || bubble.by === $("member").value);
  const row = element("div", "bubble " + (isMine ? "mine" : "theirs") + (bubble.ticket ? " card" : ""));
  const name = bubble.by === "bot" ? words.account : bubble.by;
  row.append(element("span", "by", `${name} ${bubble.at}`));
  const text = element(bubble.ticket && bubble.screen === "group" ? "button" : "p", "text", bubble.text);
  if (text.tagName === "BUTTON") {
    text.type = "button";
    text.dataset.ticket = bubble.ticket;
    text.addEventListener("click", () => quote(bubble));
  }
  row.append(text);
  talk.append(row);
  talk.scrollTop = talk.scrollHeight;
}

function redraw(screen) {
  document.querySelector(`[data-screen="${screen}"]`).replaceChildren();
  bubbles.filter((bubble) => bubble.screen === screen).forEach(draw);
}

function quote(bubble) {
  quoted = bubble;
  $("quote").hidden = !bubble;
  if (!bubble) return;
  $("quote-text").textContent = `${words.quoting} ${bubble.ticket}：${bubble.text.split("\n")[0]}`;
  document.querySelector('form[data-to="group"] input').focus();
}

function send(to, text) {
  if (to === "group") {
    post("group", { user: $("member").value, text, quote: quoted ? quoted.id : "" });
    quote(null);
  } else {
    post(paths[to], { user: person[to](), text });
  }
}

function list(id, rows, empty) {
  $(id).replaceChildren(...rows);
  if (!rows.length && empty) $(id).append(element("li", "empty", empty));
}

function showTickets(tickets) {
  list("ticket-rows", tickets.map((ticket) => {
    const row = element("li", "ticket");
    const head = element("div", "head");
    head.append(element("strong", "code", ticket.code), element("span", "service", ticket.service),
      element("span", "status " + ticket.status, ticket.word));
    row.append(head, element("div", "when", ticket.when), element("div", "who", `${ticket.person} · ${ticket.owner}`));
    return row;
  }), words.emptyTickets);
}

function showSlots(slots) {
  $("slots-day").textContent = slots.day;
  list("slot-rows", slots.rows.map((slot) => {
    const row = element("li", slot.free ? "free" : "full");
    row.append(element("span", "", slot.time),
      element("small", "", slot.free ? `${words.places} ${slot.free}/${slot.places}` : words.full));
    return row;
  }), words.emptySlots);
}

function showOutbox(letters) {
  list("outbox-rows", letters.map((letter) => {
    const row = element("li", "letter");
    const what = [letter.channel, letter.purpose, letter.ticket, letter.route].filter(Boolean).join(" · ");
    row.append(element("span", "", `${letter.at} ${what}`), element("span", "status " + letter.state, letter.word));
    return row;
  }));
}

function showState(state) {
  $("time").textContent = state.clock.time;
  $("date").textContent = state.clock.date;
  $("kind").textContent = state.clock.kind;
  $("open").textContent = state.clock.state;
  $("open").className = state.clock.open ? "is-open" : "is-closed";
  list("duty", state.duty.map((shift) => {
    const row = element("li");
    row.append(element("span", "shift", `${shift.shift} ${shift.hours}`), element("span", "", shift.people));
    return row;
  }));
  showTickets(state.tickets);
  showSlots(state.slots);
  showOutbox(state.outbox);
}

function connect() {
  const stream = new EventSource("/sandbox/events");
  stream.onopen = () => { $("offline").hidden = true; };
  stream.onerror = () => { $("offline").hidden = false; };
  stream.addEventListener("all", (event) => {
    bubbles.splice(0, bubbles.length, ...JSON.parse(event.data));
    Object.keys(paths).forEach(redraw);
  });
  stream.addEventListener("bubble", (event) => {
    const bubble = JSON.parse(event.data);
    bubbles.push(bubble);
    draw(bubble);
    mark(bubble);
  });
  stream.addEventListener("state", (event) => showState(JSON.parse(event.data)));
}

// A private message to somebody who is not shown: mark their name in the list.
function mark(bubble) {
  if (bubble.screen !== "private" || isShown(bubble)) return;
  unread[bubble.person] = true;
  drawUnread();
}

function drawUnread() {
  for (const option of $("officer").options) {
    option.textContent = (unread[option.value] ? "● " : "") + option.value;
  }
}

function start() {
  for (const option of $("officer").options) option.value = option.textContent;
  for (const form of document.querySelectorAll("form[data-to]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = form.elements.text.value.trim();
      if (text) send(form.dataset.to, text);
      form.elements.text.value = "";
    });
  }
  for (const button of document.querySelectorAll("[data-say]")) {
    button.addEventListener("click", () => send(button.dataset.to, button.dataset.say));
  }
  for (const button of document.querySelectorAll(".example")) {
    button.addEventListener("click", () => send("phone", button.textContent));
  }
  for (const button of document.querySelectorAll("[data-kind]")) {
    button.addEventListener("click", () =>
      post("say", { user: person.phone(), text: "", kind: button.dataset.kind }));
  }
  for (const button of document.querySelectorAll("[data-minutes]")) {
    button.addEventListener("click", () => post("clock", { minutes: Number(button.dataset.minutes) }));
  }
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => post("clock", { to: button.dataset.move }));
  }
  $("no-quote").addEventListener("click", () => quote(null));
  $("resident").addEventListener("change", () => redraw("phone"));
  $("member").addEventListener("change", () => redraw("group"));
  $("officer").addEventListener("change", () => {
    delete unread[$("officer").value];
    drawUnread();
    redraw("private");
  });
  $("service").addEventListener("change", () => post("service", { service: $("service").value }));
  connect();
}

start();
