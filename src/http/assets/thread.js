// Makes the thread live: forms and links without leaving the page, drafts, news of other comments, and talking to the page
// that shows it in a frame.
import { Trouble, announce, hear, load, put, send } from "./live.js";

const words = document.body.dataset;
const by = (id) => document.getElementById(id);

// The page around the frame, by the origin that the loader wrote into the frame's name.
let around = null;
try {
  if (window.parent !== window) around = JSON.parse(window.name).postil;
} catch {
  // Shown by something else than the loader.
}

function tell(message) {
  if (around) window.parent.postMessage({ postil: message }, around);
}

if (around) {
  document.body.classList.add("framed");
  const height = () => tell({ height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
  new ResizeObserver(height).observe(document.documentElement);
  height();
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && event.origin === around && event.data?.postil?.comment) go(event.data.postil.comment);
  });
}

function show(element) {
  if (around) tell({ top: element.getBoundingClientRect().top });
  else element.scrollIntoView({ block: "center" });
}

function highlight(id) {
  const comment = by(`comment-${id}`);
  if (!comment) return false;
  document.querySelector(".hit")?.classList.remove("hit");
  for (let fold = comment.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  comment.classList.add("hit");
  comment.focus({ preventScroll: true });
  show(comment);
  return true;
}

// Shows a comment, wherever in the thread it is.
async function go(id) {
  if (!/^\d+$/.test(id) || highlight(id)) return;
  const url = new URL(location.href);
  url.searchParams.set("comment", id);
  await look(url);
  highlight(id);
}

// What went wrong is said above the form, with what can be done about it.
function trouble(error, again) {
  if (!(error instanceof Trouble)) throw error;
  let place = by("trouble");
  if (!place) {
    place = document.createElement("div");
    place.id = "trouble";
    place.className = "notice refused";
    place.setAttribute("role", "alert");
  }
  (document.querySelector("dialog[open]") ?? by("respond"))?.prepend(place);
  place.replaceChildren();
  const text = document.createElement("p");
  const button = document.createElement("button");
  button.className = "plain";
  button.textContent = words.retry;
  button.addEventListener("click", () => {
    place.remove();
    again();
  });
  place.append(text, button);
  if (error.kind !== "limited") {
    text.textContent = words[error.kind];
  } else {
    let left = error.seconds;
    button.disabled = true;
    const count = () => {
      text.textContent = words.limited.replace("{n}", left);
      if (left > 0 && place.isConnected) setTimeout(count, 1000);
      else button.disabled = false;
      left -= 1;
    };
    count();
  }
  show(place);
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    trouble(error, () => attempt(work));
  }
}

// --- The thread

function look(url) {
  return attempt(async () => {
    const { page } = await load(url);
    put(page, "comments");
    history.replaceState(null, "", url);
    prepare();
  });
}

async function more(link) {
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const { page } = await load(link.href);
    const fresh = [...page.querySelectorAll("#list > li")].filter((item) => !by(item.querySelector("article").id));
    by("list").append(...fresh.map((item) => document.importNode(item, true)));
    put(page, "next");
    if (fresh.length) by(fresh[0].querySelector("article").id).focus({ preventScroll: true });
    prepare();
  } finally {
    link.ariaBusy = "false";
  }
}

// Shows a comment that came in a page, with the conversation it belongs to, and leaves everything else where it is.
function place(page, comment) {
  const conversation = comment.closest("#list > li");
  const here = by(conversation.querySelector("article").id)?.closest("#list > li");
  if (here) here.replaceWith(document.importNode(conversation, true));
  else if (by("list")) by("list").prepend(document.importNode(conversation, true));
  else return put(page, "comments");
  put(page, "comments-title");
  by("comments").dataset.count = page.getElementById("comments").dataset.count;
}

// --- Writing

const draftKey = () => `postil ${words.site} ${document.querySelector("#write [name=url]")?.value}`;

function keep(text) {
  try {
    if (text) localStorage.setItem(draftKey(), text);
    else localStorage.removeItem(draftKey());
  } catch {
    // The browser keeps nothing for frames.
  }
}

function kept() {
  try {
    return localStorage.getItem(draftKey());
  } catch {
    return null;
  }
}

function count() {
  const body = by("body");
  const left = by("left");
  if (!body || !left) return;
  const room = body.maxLength - [...body.value].length;
  left.textContent = body.value ? words.left.replace("{n}", room) : "";
}

// What every part that was put in place needs.
function prepare() {
  for (const link of document.querySelectorAll(".prose a:not([target])")) {
    link.target = "_blank";
    link.rel = "nofollow ugc noopener";
  }
  const body = by("body");
  if (body && !body.value && kept()) body.value = kept();
  count();
}

// Another form in place of this one, with what was written here.
function putForm(page) {
  const fields = [...(by("write")?.elements ?? [])].filter((field) => field.name && !/hidden|submit/.test(field.type));
  put(page, "respond");
  const form = by("write");
  for (const old of form ? fields : []) {
    const field = form.elements[old.name];
    if (field?.type === "checkbox") field.checked = old.checked;
    else if (field && old.value) field.value = old.value;
  }
  prepare();
}

async function write(form, button) {
  const isPreview = button?.name === "preview";
  const { page, url, status } = await send(form, button);
  if (!page.getElementById("respond")) throw new Trouble("failed");
  if (status < 300 && !isPreview) keep("");
  // Where it is published the answer leads to it; where it is held it is on the page, for its author alone.
  const published = new URL(url).searchParams.get("comment");
  const held = [...page.querySelectorAll("article.held")].find((comment) => !by(comment.id));
  const own = (published && page.getElementById(`comment-${published}`)) || held;
  if (own && !isPreview) place(page, own);
  put(page, "respond");
  prepare();
  if (isPreview) return by("preview")?.focus();
  const wrong = document.querySelector("#respond [aria-invalid]");
  const notice = by("notice");
  if (wrong) wrong.focus();
  else if (notice) {
    notice.focus({ preventScroll: true });
    show(notice);
  } else if (own) highlight(own.id.replace("comment-", ""));
  listen();
}

async function act(form, button) {
  const { page } = await send(form, button);
  if (!page.getElementById("comments")) return signIn();
  if (button.name === "follow") return put(page, "respond"), prepare();
  const id = `comment-${button.value}`;
  if (page.getElementById(id)) {
    put(page, id);
  } else {
    // It came by "show more" and is on another page.
    const url = new URL(location.href);
    url.searchParams.set("comment", button.value);
    put((await load(url)).page, id);
  }
  const score = by(`comment-${button.value}`)?.querySelector(".score");
  announce(score?.textContent ?? "");
}

// --- One comment, in a dialog

function dialog() {
  let place = by("dialog");
  if (!place) {
    place = document.createElement("dialog");
    place.id = "dialog";
    const close = document.createElement("button");
    close.className = "plain";
    close.textContent = words.close;
    close.addEventListener("click", () => place.close());
    place.append(close, document.createElement("div"));
    document.body.append(place);
  }
  return place;
}

function fill(page, opener) {
  const one = page.getElementById("one");
  const place = dialog();
  if (!one) {
    place.close();
    if (page.getElementById("comments")) put(page, "comments", "respond"), prepare();
    else signIn();
    return;
  }
  place.lastChild.replaceChildren(document.importNode(one, true));
  const link = place.querySelector("#link");
  link?.addEventListener("focus", () => link.select());
  if (link && navigator.clipboard) {
    const copy = document.createElement("button");
    copy.className = "plain";
    copy.type = "button";
    copy.textContent = words.copy;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link.value).catch(() => link.select());
      copy.textContent = words.copied;
      announce(words.copied);
    });
    link.after(copy);
  }
  if (!place.open) {
    // In a frame as high as its content the middle of it may be far away.
    if (around && opener) place.style.marginTop = `${Math.max(8, opener.getBoundingClientRect().top - 80)}px`;
    place.showModal();
  }
  (place.querySelector("#notice") ?? place.querySelector("#one")).focus({ preventScroll: true });
}

// --- Signing in, in a window of its own

// `page`: where to begin, be it that there is no account yet. Each of these pages leads on to the last one.
function signIn(page = "/account/sign-in") {
  const next = encodeURIComponent(`/account/hand-over/${words.site}`);
  window.open(`${page}?next=${next}`, "postil-sign-in", "width=520,height=680");
}

window.addEventListener("message", (event) => {
  if (event.origin !== location.origin || !event.data?.postilCode) return;
  attempt(async () => {
    const csrf = document.querySelector("#act [name=csrf]").value;
    const body = new URLSearchParams({ csrf, code: event.data.postilCode });
    const { status } = await load(`/embed/${words.site}/session`, { method: "POST", body });
    if (status >= 400) throw new Trouble("failed");
    const url = new URL(location.href);
    const parent = document.querySelector("#write [name=parent_id]")?.value;
    if (parent) url.searchParams.set("reply_to", parent);
    const { page } = await load(url);
    put(page, "comments");
    putForm(page);
    const token = document.querySelector("#act [name=csrf]").value;
    for (const field of document.querySelectorAll("dialog [name=csrf]")) field.value = token;
    // The browser does not keep cookies for frames, not even apart.
    if (document.querySelector("#respond .sign-in")) throw new Trouble("failed");
    if (document.querySelector("dialog[open]")) return;
    by("body")?.focus({ preventScroll: true });
  });
});

// --- Everything that is pressed

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const take = (work) => {
    event.preventDefault();
    attempt(work);
  };
  if (link.matches(".thread nav a, .whole a")) take(() => look(link.href));
  else if (link.matches(".comment .when")) take(async () => {
    highlight(link.closest("article").id.replace("comment-", ""));
    history.replaceState(null, "", link.href);
    tell({ hash: link.closest("article").id });
  });
  else if (link.matches("#next a")) take(() => more(link));
  else if (link.matches(".reply, .cancel")) take(async () => {
    putForm((await load(link.href)).page);
    by("body")?.focus({ preventScroll: true });
    show(by("respond"));
  });
  else if (link.matches(".comment .one")) take(async () => fill((await load(link.href)).page, link));
  else if (link.matches(".sign-in, .sign-up") && around) take(async () => signIn(new URL(link.href).pathname));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const inDialog = form.closest("dialog");
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  attempt(async () => {
    // A button that is disabled would not be sent.
    form.ariaBusy = "true";
    try {
      if (form.id === "act") await act(form, button);
      else if (form.id === "write") await write(form, button);
      else {
        const { page, status } = await send(form, button);
        // Nobody is signed in any more: what was written stays until somebody is.
        if (inDialog && status === 403 && form.querySelector("textarea")) signIn();
        else if (inDialog || page.getElementById("one")) fill(page);
        else put(page, "comments", "respond"), prepare();
      }
    } finally {
      form.ariaBusy = "false";
    }
  });
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "body" || event.target.form?.id !== "write") return;
  keep(event.target.value);
  count();
});

// --- News of others

let hears = false;

// A thread that nobody has written in has no stream yet.
function listen() {
  const events = by("comments")?.dataset.events;
  if (!events || hears) return;
  hears = true;
  hear(events, "thread", (now) => news(now.comment_count), poll);
}

function news(total) {
  const shown = Number(by("comments")?.dataset.count ?? 0);
  const place = by("fresh");
  if (!place || total <= shown) return;
  const text = words.fresh.replace("{n}", total - shown);
  if (place.textContent === text) return;
  const button = document.createElement("button");
  button.className = "button";
  button.textContent = text;
  button.addEventListener("click", () => {
    const url = new URL(location.href);
    url.searchParams.delete("comment");
    url.searchParams.delete("cursor");
    look(url).then(() => by("comments").focus({ preventScroll: true }));
  });
  place.replaceChildren(button);
  announce(text);
}

async function poll() {
  try {
    const { page } = await load(location.href);
    news(Number(page.getElementById("comments")?.dataset.count ?? 0));
  } catch {
    // The next time, perhaps.
  }
}

prepare();
listen();
if (by("comments")) setInterval(() => hears || document.hidden || poll(), 60_000);
const wanted = new URLSearchParams(location.search).get("comment");
if (wanted) highlight(wanted);
