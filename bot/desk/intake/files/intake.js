// The intake page: the sentence is understood as it is typed; Enter, digits and Esc do the rest.
"use strict";

const WAIT_MS = 180, RETRY_MS = 2000;
const FIELDS = ["service", "name", "phone", "for", "contact_name", "address"];
const call = document.getElementById("call");
const at = (id) => document.getElementById(id);
const edited = new Set();
let asked = 0, timer = 0, nonce = crypto.randomUUID(), busy = false, chosenByHand = "", known = "";

function said() {
  const fields = { text: at("text").value, channel: call.elements.channel.value, code: aimed.code };
  for (const name of FIELDS) fields[name] = edited.has(name) ? at(name).value : "";
  return fields;
}

async function send(path, fields) {
  const answer = await posted(call, `/desk/intake/${path}`, fields);
  if (answer.status === 401) throw new Error(call.dataset.signedOut);
  if (answer.status >= 500 || answer.status === 403) throw new Error(await answer.text() || call.dataset.away);
  return [answer.status, await answer.json()];
}

function fault(text) {
  at("twin").hidden = true;
  at("fault").textContent = text;
  at("fault").hidden = !text;
}

async function understand() {
  clearTimeout(timer);
  const number = ++asked;
  try {
    const [status, found] = await send("parse", said());
    if (number !== asked || status !== 200) return;
    fault("");
    show(found);
  } catch (gone) {
    if (number !== asked) return;
    fault(gone instanceof TypeError ? call.dataset.away : gone.message);
    if (gone instanceof TypeError) timer = setTimeout(understand, RETRY_MS);
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(understand, WAIT_MS);
}

function show(found) {
  for (const name of FIELDS) {
    if (!edited.has(name)) at(name).value = found[name];
    const field = call.querySelector(`[data-field="${name}"]`);
    field.classList.toggle("edited", edited.has(name));
    const lacks = at("text").value !== "" && !aimed.code && !found.wants && found.missing.includes(name);
    field.classList.toggle("lacks", lacks || (name === "phone" && found.wants !== "" && !found.phone));
  }
  call.querySelector('[data-field="address"]').hidden = found.kind !== "home" && !found.address;
  if (found.phone_wrong) fault(call.dataset.phoneWrong);
  showKnown(found);
  if (aimAsSaid(found)) return;
  showCandidates(found);
  showSlots(found);
}

function showCandidates(found) {
  const box = at("candidates");
  box.replaceChildren();
  box.hidden = found.service !== "" || found.candidates.length === 0;
  if (box.hidden) return;
  for (const name of found.candidates) {
    const button = made("button", name, box, "button");
    button.type = "button";
    button.addEventListener("click", () => { set("service", name); understand().then(() => focusSlots()); });
  }
}

function showSlots(found) {
  const box = at("slots"), had = box.contains(document.activeElement);
  if (found.kind === "home") { box.replaceChildren(); made("p", call.dataset.home, box, "hint"); }
  at("why").textContent = found.why;
  at("why").hidden = !found.why;
  if (found.kind === "home" || found.slots.length === 0) return;
  box.replaceChildren();
  const wanted = chosenByHand || String(found.chosen ?? "");
  found.slots.forEach((slot, place) => choice(box, place + 1, String(slot.start), slot.text, wanted));
  if (!aimed.code) choice(box, 0, "urgent", call.dataset.urgent, wanted);
  if (had) focusSlots();
}

function choice(box, number, value, text, wanted) {
  const label = made("label", "", box);
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name: "slot", value, checked: value === wanted });
  radio.addEventListener("change", () => { chosenByHand = value; });
  label.append(radio);
  made("kbd", number, label);
  made("span", text, label);
}

function showKnown(found) {
  const now = JSON.stringify([found.alike, found.earlier]);
  if (now === known) return; // a button that has the focus must not be made anew under it
  known = now;
  at("known").hidden = found.alike.length === 0 && found.earlier.length === 0;
  at("alike").replaceChildren();
  at("earlier").replaceChildren();
  for (const one of found.alike) {
    const line = made("li", "", at("alike"));
    if (one.same) made("span", call.dataset.same, line, "mark warn");
    line.append(` ${one.text}（${one.channel}）`);
    if (one.code) offerOwn(line, one);
  }
  for (const text of found.earlier) made("li", text, at("earlier"));
  at("earlier-title").hidden = found.earlier.length === 0;
}

function set(name, value) {
  at(name).value = value;
  edited.add(name);
}

function slot() {
  return call.querySelector('input[name="slot"]:checked');
}

function focusSlots() {
  (slot() || call.querySelector('input[name="slot"]') || at("book")).focus();
}

function askIfAnother() {
  at("twin").hidden = false;
  at("twin-yes").focus();
}

async function book(another = "") {
  if (busy) return;
  busy = true;
  const fields = { ...said(), nonce, nickname: at("nickname").value, slot: slot() ? slot().value : "", another };
  for (const name of FIELDS) fields[name] = at(name).value;
  try {
    if (aimed.code) Object.assign(fields, aimed);
    const [status, found] = await send(aimed.code ? "settle" : "book", fields);
    if (status === 200) return done(found);
    fault(found.text);
    if (found.field === "another") askIfAnother();
    else if (found.field === "slot") { chosenByHand = ""; await understand(); fault(found.text); focusSlots(); }
    else at(found.field).focus();
  } catch (gone) {
    fault(gone instanceof TypeError ? call.dataset.away : gone.message);
  } finally {
    busy = false;
  }
}

function done(found) {
  fault("");
  at("code").textContent = found.code;
  at("told").textContent = found.text;
  call.hidden = true;
  at("done").hidden = false;
  at("next").focus();
}

function clear() {
  forgetAim();
  edited.clear();
  chosenByHand = "";
  nonce = crypto.randomUUID();
  const channel = call.elements.channel.value;
  call.reset();
  call.elements.channel.value = channel;
  at("slots").replaceChildren();
  at("done").hidden = true;
  call.hidden = false;
  fault("");
  understand();
  at("text").focus();
}

at("twin-yes").addEventListener("click", () => book("1"));
at("text").addEventListener("input", () => { chosenByHand = ""; soon(); });
for (const name of FIELDS) at(name).addEventListener("input", () => {
  if (at(name).value) edited.add(name); else edited.delete(name);
  soon();
});
for (const radio of call.elements.channel) radio.addEventListener("change", () => {
  call.querySelector('[data-field="nickname"]').hidden = radio.value !== "weibo";
});
call.addEventListener("submit", (event) => { event.preventDefault(); book(); });
at("clear").addEventListener("click", clear);
at("next").addEventListener("click", clear);
document.addEventListener("keydown", async (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.matches("textarea, input:not([type=radio])");
  if (event.key === "Escape") { event.preventDefault(); clear(); }
  else if (event.key === "F2" && !call.hidden) { event.preventDefault(); goToOwn(); }
  else if (call.hidden) return;
  else if (event.key === "Enter" && typing) {
    event.preventDefault();
    await understand();
    const lacking = call.querySelector(".lacks:not([data-field=name]) input");
    if (goToWish()) return;
    if (lacking && lacking !== event.target) lacking.focus(); else focusSlots();
  } else if (event.key === "Enter" && event.target.matches('input[name="slot"]')) { event.preventDefault(); book(); }
  else if (!typing && /^[0-9]$/.test(event.key)) {
    const all = [...call.querySelectorAll('input[name="slot"]')];
    const one = all.find((radio) => radio.parentElement.querySelector("kbd").textContent === event.key);
    if (one) { event.preventDefault(); one.checked = true; chosenByHand = one.value; one.focus(); }
  }
});
