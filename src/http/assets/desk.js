// Makes the desk live: decisions without leaving the list, keys, and what others do meanwhile.
import { Trouble, announce, hear, load, put, send } from "./live.js";

const by = (id) => document.getElementById(id);
const words = by("desk").dataset;
const items = () => [...document.querySelectorAll(".item[data-item]")];
const typing = (element) => element?.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");

document.body.classList.add("live");

// --- Where one is

let here = null;
let known = NaN;

// The item that keys act on: the one that has the focus, or had it last.
function current() {
  const focused = document.activeElement?.closest(".item[data-item]");
  if (focused) here = focused.id;
  return by(here) ?? items()[0];
}

function go(item) {
  if (!item) return;
  if (held && held !== item.id) giveBack();
  here = item.id;
  item.focus({ preventScroll: true });
  const box = item.getBoundingClientRect();
  if (box.top < 8 || box.bottom > innerHeight - 8) item.scrollIntoView({ block: box.height > innerHeight ? "start" : "nearest" });
}

function step(ahead) {
  const all = items();
  const at = all.indexOf(current());
  const isOn = document.activeElement?.closest(".item[data-item]");
  go(isOn ? all[at + ahead] : all[at]);
}

// What one has taken by itself is given back when one goes on to something else.
let held = null;

function giving(item) {
  const form = item?.matches("[data-mine]") ? item.querySelector(".quick") : null;
  if (!form) return null;
  const body = new URLSearchParams(new FormData(form));
  body.set("what", "release");
  return { action: form.getAttribute("action"), body };
}

function giveBack() {
  const [id, given] = [held, giving(by(held))];
  held = null;
  if (given) load(given.action, { method: "POST", body: given.body }).then(({ page }) => put(page, id), trouble);
}

// --- What is told

function trouble(error) {
  if (!(error instanceof Trouble)) throw error;
  say(error.kind === "limited" ? words.limited.replace("{n}", error.seconds) : words[error.kind], "refused");
}

// A notice of our own, where those of the server are.
function say(text, kind = "") {
  const notice = document.createElement("div");
  notice.className = `notice toast ${kind}`;
  notice.id = "notice";
  notice.append(text);
  closable(notice);
  by("notice-place")?.replaceChildren(notice);
  announce(text);
}

// The notice that came with a page: it stays until there is another, or it is put away.
function tell(page) {
  put(page, "notice-place");
  const notice = by("notice");
  if (!notice) return;
  closable(notice);
  announce(notice.querySelector("p").textContent);
}

function closable(notice) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "plain close";
  close.textContent = "×";
  close.setAttribute("aria-label", words.close);
  close.addEventListener("click", () => {
    notice.remove();
    current()?.focus({ preventScroll: true });
  });
  notice.append(close);
}

// --- Decisions

// The item goes, and the one after it is the next to look at.
function leave(item) {
  const all = items();
  const next = all[all.indexOf(item) + 1] ?? all[all.indexOf(item) - 1];
  item.closest("li").remove();
  return next;
}

function hasNone() {
  const none = items().length === 0;
  by("none").hidden = !none;
  by("many").hidden = none;
}

// What the fresh page has and this one has not comes last, so that nothing moves.
function fill(page) {
  for (const item of page.querySelectorAll("#items > li")) {
    const id = item.querySelector(".item").id;
    if (!by(id)) by("items").append(document.importNode(item, true));
  }
  put(page, "next");
  counts(page);
  hasNone();
  chosen();
}

// The numbers of the page that came, everywhere. Its list is shown here too, unless only one item of it is.
function counts(page, isShown = true) {
  const size = Number(page.querySelector(".size[data-count]")?.textContent);
  for (const place of page.querySelectorAll("[data-count]")) number(place.dataset.count, place.textContent);
  if (!isShown) return fresh(size);
  known = size;
  by("fresh")?.replaceChildren();
}

function number(queue, text) {
  for (const place of document.querySelectorAll(`[data-count="${queue}"]`)) place.textContent = text;
}

// The comment's page came instead of the list: something stood in the way, and the item is shown as it is now.
function changed(page, item) {
  const copy = document.importNode(page.getElementById(item.id), true);
  // In the list it has its box and its name as before.
  copy.querySelector(".name").replaceWith(item.querySelector(".name"));
  const pick = item.querySelector(".pick");
  if (pick) {
    pick.querySelector("input").value = `${item.dataset.item}:${copy.querySelector("[name=revision]")?.value ?? 0}`;
    copy.querySelector("header").prepend(pick);
  }
  const problem = page.getElementById("problem");
  if (problem) {
    const told = document.importNode(problem, true);
    told.removeAttribute("id");
    copy.prepend(told);
  }
  item.replaceWith(copy);
  go(copy);
  (copy.querySelector("[aria-invalid] input") ?? copy.querySelector("[aria-invalid]"))?.focus();
}

const decisions = new Set(["approve", "reject", "spam", "escalate", "ask_edit"]);

async function decide(form, button, item) {
  const { page, status, url } = await send(form, button);
  if (status >= 400 || !page.getElementById("items")) {
    if (page.getElementById(item.id)) return changed(page, item);
    location.assign(url);
    return;
  }
  const still = page.getElementById(item.id);
  const similar = new FormData(form).get("similar");
  held = button.value === "claim" ? item.id : held === item.id ? null : held;
  const isGone = decisions.has(button.value) || new URLSearchParams(location.search).get("mine") === "yes";
  if ((isGone && !still) || similar) {
    const next = leave(item);
    for (const other of similar ? items() : []) if (!page.getElementById(other.id)) other.closest("li").remove();
    fill(page);
    tell(page);
    go(next?.isConnected ? next : items()[0]);
  } else {
    put(page, item.id);
    tell(page);
    counts(page, false);
    go(by(item.id));
  }
}

async function undo(form, button) {
  const { page } = await send(form, button);
  if (!page.getElementById("items")) return location.reload();
  put(page, "items", "next");
  tell(page);
  counts(page);
  hasNone();
  go(current());
}

async function many(form, button) {
  const { page } = await send(form, button);
  if (!page.getElementById("items")) return location.reload();
  put(page, "items", "next", "many", "none");
  tell(page);
  counts(page);
  hasNone();
  chosen();
  const problem = page.getElementById("problem");
  if (problem) say(problem.textContent.trim(), "refused");
  else go(items()[0]);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const item = form.closest(".items .item[data-item]");
  const work = form.id === "many" ? many : form.matches(".undo") && by("items") ? undo : item ? decide : null;
  if (!work || !button) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  work(form, button, item)
    .catch(trouble)
    .finally(() => delete form.dataset.busy);
});

// --- Choosing many

const boxes = () => [...document.querySelectorAll(".pick input")];

function tick(some, on) {
  for (const box of some) box.checked = on;
  chosen();
}

function chosen() {
  const form = by("many");
  if (!form) return;
  const count = boxes().filter((box) => box.checked).length;
  by("chosen").textContent = words.chosen.replace("{n}", count);
  form.classList.toggle("idle", count === 0 && !form.contains(document.activeElement));
}

let last = null;

document.addEventListener("click", (event) => {
  const box = event.target.closest(".pick input");
  if (box) {
    // With Shift, all between this one and the last.
    const between = [last, box].map((one) => boxes().indexOf(one)).sort((a, b) => a - b);
    tick(event.shiftKey && between[0] >= 0 ? boxes().slice(between[0], between[1] + 1) : [box], box.checked);
    last = box;
  }
  if (event.target.closest("#all")) {
    event.preventDefault();
    tick(boxes(), boxes().some((one) => !one.checked));
  }
  if (event.target.closest("#keys-button")) by("keys").showModal();
});

// --- Keys

const KEYS_OFF = "postil-keys-off";
const toggle = by("keys-on");
try {
  toggle.checked = localStorage.getItem(KEYS_OFF) !== "yes";
  toggle.addEventListener("change", () => localStorage.setItem(KEYS_OFF, toggle.checked ? "no" : "yes"));
} catch {
  // The browser keeps nothing: it holds for this page only.
}
by("keys-button").hidden = false;

const press = (item, key) => item?.querySelector(`.quick [data-key="${key}"]`)?.click();

function unfold(item, key, field) {
  const choice = item?.querySelector(`.fold[data-key="${key}"]`);
  if (!choice) return;
  choice.open = true;
  choice.querySelector(field).focus();
  choice.querySelector("form").scrollIntoView({ block: "nearest" });
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  a: (item) => press(item, "a"),
  s: (item) => press(item, "s"),
  c: (item) => press(item, "c"),
  r: (item) => unfold(item, "r", "input[type=radio]"),
  e: (item) => unfold(item, "e", "textarea"),
  u: () => document.querySelector("#notice [data-key=u]")?.click(),
  x: (item) => item?.querySelector(".pick input")?.click(),
  o: (item) => item?.querySelector("[data-open]")?.click(),
  v: (item) => {
    const veil = item?.querySelector("[data-veil]");
    if (veil) veil.open = !veil.open;
  },
  "/": () => location.assign(words.search),
  "?": () => by("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const choice = document.activeElement?.closest(".fold[open]");
  if (event.key === "Escape" && choice && choice.closest(".item")) {
    choice.open = false;
    return go(choice.closest(".item"));
  }
  if (typing(document.activeElement) || !toggle.checked) return;
  const reasons = document.activeElement?.closest(".fold[open] .why");
  if (reasons && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    const radio = reasons.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    radio?.click();
    return radio?.focus();
  }
  if (reasons && event.key === "Enter") {
    event.preventDefault();
    return reasons.closest("form").querySelector("button[value=reject]").click();
  }
  const work = keys[event.key];
  if (!work || event.repeat && !["j", "k"].includes(event.key)) return;
  event.preventDefault();
  work(current());
});

// --- What others do

// How many of the list were there when it was shown.
known = Number(document.querySelector(`.size[data-count="${words.place}"]`)?.textContent);

function fresh(count) {
  const place = by("fresh");
  // Of a list that filters narrow, nobody knows whether the news are on it.
  if (!place || Number.isNaN(known) || count <= known || document.querySelector("#filters .number")) return;
  const text = words.fresh.replace("{n}", count - known);
  const button = document.createElement("button");
  button.className = "act";
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", () =>
    load(location.href)
      .then(({ page }) => {
        put(page, "items", "next", "none", "many");
        counts(page);
        hasNone();
        chosen();
        go(items()[0]);
      })
      .catch(trouble),
  );
  if (place.textContent !== text) announce(text);
  place.replaceChildren(button);
}

function claims(list) {
  const holders = new Map(list.map((claim) => [String(claim.comment_id), claim.by]));
  for (const item of items()) {
    const holder = holders.get(item.dataset.item);
    const place = item.querySelector("[data-claim]");
    const isMine = item.hasAttribute("data-mine");
    if (isMine && holder === words.me) continue;
    const text = holder ? words.on.replace("{name}", holder) : "";
    if (place.textContent !== text) place.textContent = text;
    item.classList.toggle("taken", Boolean(holder));
    if (!holder) item.removeAttribute("data-mine");
  }
}

function heard({ queues, claims: held }) {
  for (const { queue, count } of queues) {
    // What goes is counted off at once; what comes is news.
    if (queue === words.place && count < known) known = count;
    number(queue, count);
    if (queue === words.place) fresh(count);
  }
  claims(held);
}

async function poll() {
  try {
    const { page } = await load(location.href);
    for (const size of page.querySelectorAll("#menu [data-count]")) number(size.dataset.count, size.textContent);
    fresh(Number(page.querySelector(".size[data-count]")?.textContent));
    for (const item of items()) {
      const text = page.getElementById(item.id)?.querySelector("[data-claim]")?.textContent ?? "";
      item.querySelector("[data-claim]").textContent = text;
    }
  } catch {
    // The next time, perhaps.
  }
}

// --- What was taken on this page is given back when it is left.

const taken = new URLSearchParams(location.search).get("kept") === "claimed";
let sent = false;
document.addEventListener("submit", (event) => (sent ||= !event.defaultPrevented));
window.addEventListener("pagehide", () => {
  const given = sent ? null : giving(by(held) ?? (taken && !by("items") ? document.querySelector(".item") : null));
  if (given) navigator.sendBeacon(given.action, given.body);
});

if (by("notice")) closable(by("notice"));
chosen();
hear(words.events, "desk", heard, poll, 30_000);
if (by("problem")) by("problem").focus({ preventScroll: true });
