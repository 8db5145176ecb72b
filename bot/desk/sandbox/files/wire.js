// The wire: posts what somebody does, and listens to the one stream that tells what happened.

const AGAIN_MS = 1500;

/** Sends `body`; true when the house took it. */
export async function post(name, body) {
  try {
    const answer = await fetch("/sandbox/" + name, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Calls `hear.all`, `hear.bubble`, `hear.state`; `hear.online` tells whether the stream stands. */
export function listen(hear) {
  const stream = new EventSource("/sandbox/events");
  stream.addEventListener("open", () => hear.online(true));
  stream.addEventListener("error", () => {
    hear.online(false);
    // A browser gives up for good when it is answered with anything but a stream.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => listen(hear), AGAIN_MS);
  });
  for (const event of ["all", "bubble", "state"]) {
    stream.addEventListener(event, (message) => hear[event](JSON.parse(message.data)));
  }
}

/** An element; what people wrote is only ever put in as text. */
export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export const byId = (id) => document.getElementById(id);
export const words = document.body.dataset;
