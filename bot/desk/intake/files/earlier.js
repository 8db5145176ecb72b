// The caller's earlier tickets: which one is moved or cancelled now. Loaded beside intake.js.
"use strict";

const aimed = { code: "", act: "" };
let left = false, wanted = "";

function offerOwn(line, one) {
  const box = made("span", "", line, "own");
  for (const act of one.can_move ? ["change", "cancel"] : ["cancel"]) {
    const button = made("button", call.dataset[act], box, "button small");
    button.type = "button";
    button.dataset.act = act;
    button.setAttribute("aria-label", `${call.dataset[act]} ${one.code}`);
    button.addEventListener("click", () => { aim(one.code, act); toTheAim(); });
  }
}

function aim(code, act) {
  Object.assign(aimed, { code, act });
  chosenByHand = "";
  const words = act === "cancel" ? call.dataset.sure : call.dataset.changing;
  at("aim-text").textContent = words.replace("{code}", code);
  at("aim-sure").hidden = act !== "cancel";
  at("aim").hidden = false;
  at("slots").hidden = act === "cancel";
  at("book").hidden = act === "cancel";
  at("book-word").textContent = call.dataset.move;
}

async function toTheAim() {
  await understand();
  if (aimed.act === "cancel") at("aim-sure").focus(); else focusSlots();
}

function forgetAim() {
  Object.assign(aimed, { code: "", act: "" });
  left = false;
  wanted = "";
  at("aim").hidden = true;
  at("slots").hidden = at("book").hidden = false;
  at("book-word").textContent = call.dataset.book;
}

async function leaveAim() {
  forgetAim();
  left = true;
  at("text").focus();
  await understand();
}

// What the sentence says, where it can mean one ticket only; true: the times are being asked again.
function aimAsSaid(found) {
  if (aimed.code && !found.alike.some((one) => one.code === aimed.code)) forgetAim();
  const own = found.alike.filter((one) => one.code);
  wanted = left ? "" : found.wants;
  if (wanted && !aimed.code && found.phone && own.length !== 1) fault(own.length ? call.dataset.whichOne : call.dataset.noneOwn);
  if (aimed.code || left || !found.wants || own.length !== 1) return false;
  if (found.wants === "change" && !own[0].can_move) return false;
  aim(own[0].code, found.wants);
  understand();
  return true;
}

// Where Enter goes from the sentence; false: to the times, as for a new appointment.
function goToWish() {
  if (aimed.act === "cancel") at("aim-sure").focus();
  else if (aimed.code) focusSlots();
  else if (wanted) call.querySelector(`#alike button[data-act="${wanted}"]`)?.focus();
  else return false;
  return true;
}

function goToOwn() {
  if (aimed.code) leaveAim();
  else call.querySelector("#alike button")?.focus();
}

at("aim-sure").addEventListener("click", () => book());
at("aim-leave").addEventListener("click", leaveAim);
