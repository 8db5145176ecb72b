// The three screens: the resident's phone, the staff group, the duty officer's private chat.
import { byId, element, words } from "./wire.js";

const BOT = "bot";
const NOTE = "note";
const PAUSE_MINUTES = 5;
const choosers = { phone: byId("resident"), private: byId("officer") };
const rooms = Object.fromEntries(
  [...document.querySelectorAll("[data-screen]")].map((room) => [room.dataset.screen, room]));
const lastShown = {};
const unread = new Set();
const channels = [...document.querySelectorAll("[data-channel]")];
let bubbles = [];
let wasOfficerChosen = false;
let onQuote = () => {};

/** All bubbles there are, after (re)connecting. */
export function showAll(all) {
  bubbles = all;
  Object.keys(rooms).forEach(redraw);
}

/** One more. */
export function showOne(bubble) {
  bubbles.push(bubble);
  const { screen, person, by, channel } = bubble.line;
  if (screen === "private" && by === BOT && person !== choosers.private.value) noticeLetter(person);
  else if (screen === "phone" && person === choosers.phone.value && channel !== channelShown()) markChannel(channel, true);
  else if (isShown(bubble)) draw(bubble);
}

/** Who is playing on `screen`: a resident, a member of staff. */
export function playerOf(screen) {
  return screen === "group" ? byId("speaker").value : choosers[screen].value;
}

/** The channel of the phone that is shown. */
export function channelShown() {
  return channels.find((each) => each.getAttribute("aria-pressed") === "true").dataset.channel;
}

function showChannel(chosen) {
  for (const each of channels) each.setAttribute("aria-pressed", String(each === chosen));
  markChannel(chosen.dataset.channel, false);
  byId("channel-name").textContent = chosen.textContent;
  showPage(chosen.dataset.page);
  if (chosen.dataset.page) return;
  document.querySelector('form[data-to="phone"] input').placeholder = chosen.dataset.hint;
  redraw("phone");
}

// The residents' page is no talk to be played: it is there itself, inside the phone.
function showPage(address) {
  const page = byId("web-page");
  page.parentElement.classList.toggle("with-page", Boolean(address));
  if (address && !page.getAttribute("src")) page.src = address;
}

function markChannel(channel, isUnread) {
  const button = channels.find((each) => each.dataset.channel === channel);
  button.classList.toggle("unread", isUnread);
  button.title = isUnread ? words.unread : "";
}

export function quoteWith(handler) {
  onQuote = handler;
}

export function startTalks() {
  choosers.phone.addEventListener("change", () => {
    for (const each of channels) markChannel(each.dataset.channel, false);
    redraw("phone");
  });
  for (const each of channels) each.addEventListener("click", () => showChannel(each));
  byId("speaker").addEventListener("change", () => redraw("group"));
  choosers.private.addEventListener("change", () => {
    wasOfficerChosen = true;
    read(choosers.private.value);
  });
}

// The first reminder shows itself; later ones are marked at the name they went to.
function noticeLetter(officer) {
  const isFree = !wasOfficerChosen && !bubbles.some(
    (bubble) => isShown(bubble) && bubble.line.screen === "private");
  if (isFree) choosers.private.value = officer;
  if (isFree && choosers.private.value === officer) return read(officer);
  unread.add(officer);
  markUnread();
}

function read(officer) {
  unread.delete(officer);
  markUnread();
  redraw("private");
}

function markUnread() {
  for (const option of choosers.private.options) {
    const name = option.dataset.name || (option.dataset.name = option.textContent);
    option.textContent = unread.has(option.value) ? `● ${name}` : name;
  }
  choosers.private.classList.toggle("has-unread", unread.size > 0);
}

function isShown({ line }) {
  if (line.screen === "phone" && line.channel !== channelShown()) return false;
  return line.screen === "group" || line.person === choosers[line.screen].value;
}

function redraw(screen) {
  const room = rooms[screen];
  room.setAttribute("aria-busy", "true");
  room.replaceChildren();
  lastShown[screen] = null;
  for (const bubble of bubbles) if (bubble.line.screen === screen && isShown(bubble)) draw(bubble);
  room.removeAttribute("aria-busy");
}

function draw(bubble) {
  const { screen } = bubble.line;
  const room = rooms[screen];
  if (isLongAfter(bubble.at, lastShown[screen])) room.append(element("p", "moment", spellMoment(bubble.at)));
  lastShown[screen] = bubble.at;
  room.append(bubble.line.by === NOTE ? element("p", "moment", bubble.line.text) : row(bubble));
  room.scrollTop = room.scrollHeight;
}

function row({ line }) {
  const isMine = line.by !== BOT && (line.screen !== "group" || line.by === playerOf("group"));
  const said = element("div", "said");
  if (line.screen === "group") said.append(element("span", "by", nameOf(line.by)));
  said.append(line.ticket && line.screen === "group" ? card(line) : plain(line));
  const face = element("span", "face" + (line.by === BOT ? " bot" : ""), faceOf(line.by));
  face.setAttribute("aria-hidden", "true");
  return element("div", "row " + (isMine ? "mine" : "theirs"), face, said);
}

function plain(line) {
  const text = element("div", "text");
  const quoted = line.quoted && bubbles.find((bubble) => bubble.line.id === line.quoted);
  if (quoted) text.append(element("span", "quoted", firstLine(quoted.line.text)));
  text.append(line.picture ? picture(line) : line.text);
  return text;
}

// Whoever cannot see it hears the words; so does everybody once the server has forgotten it.
function picture(line) {
  const shown = element("a", "picture");
  const image = element("img");
  shown.href = image.src = line.picture;
  shown.target = "_blank";
  image.alt = line.text;
  image.addEventListener("error", () => shown.replaceWith(line.text));
  image.addEventListener("load", () => {
    const room = image.closest("[data-screen]");
    if (room) room.scrollTop = room.scrollHeight;
  });
  shown.append(image);
  return shown;
}

function card(line) {
  const text = element("button", "text card");
  const [title, ...rest] = line.text.split("\n");
  text.type = "button";
  text.dataset.ticket = line.ticket;
  text.append(element("strong", "", title), rest.length ? "\n" + rest.join("\n") : "",
    element("span", "hint", words.quoteHint));
  text.addEventListener("click", () => onQuote(line));
  return text;
}

export function firstLine(text) {
  return text.split("\n")[0];
}

function nameOf(by) {
  if (by === BOT) return words.bot;
  return by === words.stranger ? words.strangerName : by;
}

function faceOf(by) {
  if (by === BOT) return words.botShort;
  const resident = [...choosers.phone.options].find((option) => option.value === by);
  return (resident ? resident.textContent : nameOf(by)).slice(-1);
}

function isLongAfter(at, before) {
  if (!before || at.slice(0, 10) !== before.slice(0, 10)) return true;
  return new Date(at) - new Date(before) > PAUSE_MINUTES * 60000;
}

function spellMoment(at) {
  const day = new Date(at.slice(0, 10) + "T00:00");
  const spelled = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", weekday: "short" }).format(day);
  return `${spelled} ${at.slice(11)}`;
}
