// Pages work without this. With it, forms are sent and links followed without leaving the page: what comes back is the
// page as the server would have shown it, and the parts that changed are put in place.

// What went wrong on the way: "offline", "limited" (then `seconds` says for how long) or "failed".
export class Trouble extends Error {
  constructor(kind, seconds = 0) {
    super(kind);
    this.kind = kind;
    this.seconds = seconds;
  }
}

// Fetches a page: its document, where it is, and the answer's status. Throws Trouble.
export async function load(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble("offline");
  }
  if (response.status === 429) throw new Trouble("limited", Number(response.headers.get("Retry-After")) || 30);
  if (response.status >= 500) throw new Trouble("failed");
  const text = await response.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  return { page, url: response.url, status: response.status };
}

// Sends a form as its button would.
export function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const action = button?.getAttribute("formaction") || form.getAttribute("action") || location.href;
  if (form.method === "get") {
    const url = new URL(action, location.href);
    url.search = body;
    return load(url);
  }
  return load(action, { method: "POST", body });
}

// Puts the elements of `page` with these ids in place of those here, and keeps what is focused, scrolled and unfolded.
export function put(page, ...ids) {
  const focused = document.activeElement?.id;
  const folds = new Map([...document.querySelectorAll("details[id]")].map((element) => [element.id, element.open]));
  let all = true;
  for (const id of ids) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) {
      for (const details of fresh.querySelectorAll("details[id]")) details.open = folds.get(details.id) ?? details.open;
      old.replaceWith(document.importNode(fresh, true));
    } else if (old || fresh) all = false;
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  return all;
}

// Says something to those who hear the page.
export function announce(text) {
  let place = document.getElementById("announcer");
  if (!place) {
    place = document.createElement("p");
    place.id = "announcer";
    place.className = "vh";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = text;
}

// Hears a stream's events of one type, while the page is looked at: browsers keep few connections to one server, and tabs
// behind would use them up. Where there are too many streams already, asks by `poll` now and then instead.
export function hear(url, type, told, poll, every = 60_000) {
  let source = null;
  let refused = false;
  const end = () => {
    source?.close();
    source = null;
  };
  const begin = () => {
    if (source || refused || document.hidden) return;
    source = new EventSource(url);
    source.addEventListener(type, (event) => told(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      refused = true;
      end();
      setInterval(() => document.hidden || poll(), every);
    });
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? end() : begin()));
  addEventListener("pagehide", end);
  addEventListener("pageshow", begin);
  begin();
}
