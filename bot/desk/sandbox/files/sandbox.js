// The sandbox page: what is typed or clicked goes to the house, what happens comes back by the wire.
import { showState, startPanels } from "./panels.js";
import { channelShown, firstLine, playerOf, quoteWith, showAll, showOne, startTalks } from "./talks.js";
import { byId, listen, post, words } from "./wire.js";

const TOAST_MS = 4000;
const MAIN = byId("main");
let quoted = null;

function quote(line) {
  quoted = line;
  byId("quoting").hidden = !line;
  if (!line) return;
  byId("quoting-text").textContent = `${words.quoting} ${firstLine(line.text)}`;
  document.querySelector('form[data-to="group"] input').focus();
}

async function say(to, text) {
  const body = { user: playerOf(to), text };
  if (to === "phone") Object.assign(body, { kind: "text", channel: channelShown() });
  if (to === "group" && quoted) body.quote = quoted.id;
  const isTaken = await post(to, body);
  if (isTaken && to === "group") quote(null);
  return tell(isTaken);
}

function tell(isTaken) {
  byId("toast").textContent = isTaken ? "" : words.failed;
  byId("toast").hidden = isTaken;
  if (!isTaken) setTimeout(() => { byId("toast").hidden = true; }, TOAST_MS);
  return isTaken;
}

async function submit(event) {
  event.preventDefault();
  const { text } = event.target.elements;
  const said = text.value.trim();
  if (!said) return;
  text.value = "";
  if (!(await say(event.target.dataset.to, said)) && !text.value) text.value = said;
}

async function moveClock(body) {
  const buttons = byId("moves").querySelectorAll("button");
  buttons.forEach((button) => { button.disabled = true; });
  tell(await post("clock", body));
  buttons.forEach((button) => { button.disabled = false; });
}

function open(tab) {
  MAIN.dataset.shown = tab;
  for (const button of document.querySelectorAll("[data-tab]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tab === tab));
    if (button.dataset.tab === tab) setUnread(button, false);
  }
  for (const room of document.querySelectorAll("[data-screen]")) room.scrollTop = room.scrollHeight;
}

function setUnread(button, isUnread) {
  button.classList.toggle("unread", isUnread);
  button.title = isUnread ? words.unread : "";
}

function hearBubble(bubble) {
  showOne(bubble);
  const { screen } = bubble.line;
  if (screen !== MAIN.dataset.shown) setUnread(document.querySelector(`[data-tab="${screen}"]`), true);
}

function onEach(selector, action) {
  for (const found of document.querySelectorAll(selector)) {
    found.addEventListener("click", () => action(found.dataset));
  }
}

function start() {
  for (const form of document.querySelectorAll("form[data-to]")) form.addEventListener("submit", submit);
  onEach("[data-say]", (data) => say(data.to, data.say));
  onEach("[data-kind]", async (data) =>
    tell(await post("phone", { user: playerOf("phone"), channel: channelShown(), kind: data.kind })));
  onEach("[data-minutes]", (data) => moveClock({ minutes: Number(data.minutes) }));
  onEach("[data-move]", (data) => moveClock({ to: data.move }));
  onEach("[data-tab]", (data) => open(data.tab));
  onEach("#no-quote", () => quote(null));
  if (byId("quoting")) quoteWith(quote);
  startTalks();
  startPanels();
  open("phone");
  listen({
    all: showAll,
    bubble: hearBubble,
    state: showState,
    online: (isOnline) => { byId("offline").hidden = isOnline; },
  });
}

start();
