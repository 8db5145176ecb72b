/* The talk without reloading, and what arrives while the page is open. Without this script every
 * form works as a plain one. Written for old browsers: no modern syntax. */
(function () {
  "use strict";
  var box = document.getElementById("log") || document.getElementById("news");
  if (!box || !window.XMLHttpRequest || !window.JSON || !document.addEventListener) { return; }
  var isTalk = box.id === "log", last = Number(box.getAttribute("data-last")) || 0;
  var answers = document.getElementById("answers"), fault = document.getElementById("fault");
  var field = document.getElementById("text"), isFetching = false, isSending = false, again = false;

  function ask(method, path, body, then) {
    var call = new XMLHttpRequest(), said = null;
    call.open(method, path);
    call.setRequestHeader("Accept", "application/json");
    if (body !== null) { call.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); }
    call.timeout = 30000;
    call.onreadystatechange = function () {
      if (call.readyState !== 4) { return; }
      try { said = JSON.parse(call.responseText); } catch (nonsense) { said = null; }
      then(call.status, said);
    };
    call.send(body);
  }

  function toEnd() {
    var newest = box.lastElementChild;
    if (isTalk && newest && newest.scrollIntoView) { document.getElementById("now").scrollIntoView(false); }
  }

  function show(said) {
    if (!said || !said.bubbles || said.last <= last) { return; }
    last = said.last;
    box.insertAdjacentHTML("beforeend", said.bubbles);
    window.keepWhole(box);
    if (isTalk) {
      answers.innerHTML = said.answers;
      window.keepWhole(answers);
      setNonce(said.nonce);
      toEnd();
    }
  }

  function setNonce(nonce) {
    var i, all = document.querySelectorAll('input[name="nonce"]');
    for (i = 0; i < all.length; i += 1) { all[i].value = nonce; }
  }

  function fetchNews() {
    if (isFetching || isSending) { again = true; return; }
    isFetching = true;
    again = false;
    ask("GET", "/book/messages?after=" + last, null, function (status, said) {
      isFetching = false;
      if (status === 200) { show(said); }
      if (again) { fetchNews(); }
    });
  }

  function mine(text) {
    var item = document.createElement("li"), who = document.createElement("span"), line = document.createElement("p");
    item.className = "mine";
    who.className = "unseen";
    who.appendChild(document.createTextNode(box.getAttribute("data-mine")));
    line.appendChild(document.createTextNode(text));
    item.appendChild(who);
    item.appendChild(line);
    box.appendChild(item);
    window.keepWhole(item);
    toEnd();
    return item;
  }

  function complain(text) {
    fault.textContent = text || fault.getAttribute("data-offline");
    fault.hidden = false;
  }

  function say(form, word, label, isTyped) {
    var nonce = form.querySelector('input[name="nonce"]').value, bubble = mine(label), body;
    isSending = true;
    fault.hidden = true;
    body = "text=" + encodeURIComponent(word) + "&nonce=" + encodeURIComponent(nonce) + "&view=talk&after=" + last;
    ask("POST", "/book/say", body, function (status, said) {
      isSending = false;
      if (status === 200) {
        show(said);
        if (field && isTyped) { field.focus(); }
      } else {
        box.removeChild(bubble);
        if (field && field.value === "") { field.value = word; }
        complain(said && said.fault);
      }
      if (again) { fetchNews(); }
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target;
    while (button && button.nodeName !== "BUTTON") { button = button.parentNode; }
    if (!isTalk || !button || button.name !== "text" || !button.form.hasAttribute("data-talk")) { return; }
    event.preventDefault();
    if (!isSending) { say(button.form, button.value, button.textContent.replace(/\s+/g, " ").replace(/^ | $/g, ""), event.detail === 0); }
  });

  document.addEventListener("submit", function (event) {
    var text;
    if (!isTalk || !event.target.hasAttribute("data-talk")) { return; }
    event.preventDefault();
    text = field.value.replace(/^\s+|\s+$/g, "");
    if (text === "" || isSending) { return; }
    field.value = "";
    say(event.target, text, text, true);
  });

  if (window.EventSource) {
    var live = new EventSource("/book/events");
    live.onmessage = fetchNews;
    live.onopen = fetchNews;
  }
  window.setInterval(fetchNews, 30000);
  window.addEventListener("pageshow", function (event) { if (event.persisted) { fetchNews(); } });
  if (isTalk && box.children.length > 1) { toEnd(); }
}());
