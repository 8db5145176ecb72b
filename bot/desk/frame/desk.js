// What the scripts of the pages for staff share; it comes before them.
"use strict";

function made(tag, text, into, name) {
  const found = document.createElement(tag);
  found.textContent = text;
  if (name) found.className = name;
  into.append(found);
  return found;
}

// `page` carries the token of the session in its data.
function posted(page, path, fields) {
  const headers = { "Content-Type": "application/json", "X-Menting-Token": page.dataset.token };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(fields) });
}

// The status and what was answered; status 0, and why in `text`, where no answer came.
async function ordered(page, path, fields) {
  try {
    const answer = await posted(page, path, fields);
    if (answer.status === 401) return [0, { text: page.dataset.signedOut }];
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return [answer.status, await answer.json()];
    return [answer.status, { text: await answer.text() }];
  } catch {
    return [0, { text: page.dataset.away }];
  }
}
