// <script async src="https://comments.example/embed.js" data-site="news"></script><div id="postil"></div>
(() => {
  const script = document.currentScript ?? document.querySelector("script[data-site][src*='/embed.js']");
  const { site, url, lang, theme, title } = script.dataset;
  const origin = new URL(script.src).origin;
  const frames = new Map();

  function article() {
    return url || document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
  }

  const hashed = () => location.hash.match(/^#comment-(\d+)$/)?.[1];

  function frame(element, path, label) {
    const made = document.createElement("iframe");
    made.src = `${origin}/embed/${site}${path}`;
    made.title = label;
    made.loading = hashed() ? "eager" : "lazy";
    made.name = JSON.stringify({ postil: location.origin });
    made.style.cssText = "width:100%;border:0;min-height:20rem;color-scheme:normal";
    made.allow = "clipboard-write";
    element.replaceChildren(made);
    for (const old of frames.keys()) if (!old.isConnected) frames.delete(old);
    frames.set(made, label);
    return made;
  }

  // Shows the thread of `address` in `element`; once more for another article in a page that stays.
  function mount(address = article(), element = document.getElementById("postil")) {
    if (!element) return null;
    const query = new URLSearchParams({ url: address, title: title || document.title, framed: 1 });
    const wanted = hashed();
    if (lang || document.documentElement.lang) query.set("lang", lang || document.documentElement.lang);
    if (theme) query.set("theme", theme);
    if (wanted) query.set("comment", wanted);
    return frame(element, `?${query}`, "Comments");
  }

  // Writes into each element with data-postil-count="address" how many comments the article has; asks once for all.
  async function count(root = document) {
    const places = [...root.querySelectorAll("[data-postil-count]")];
    for (let at = 0; at < places.length; at += 100) {
      const part = places.slice(at, at + 100);
      const address = (place) => new URL(place.dataset.postilCount || place.href, location.href).href;
      const query = new URLSearchParams(part.map((place) => ["url", address(place)]));
      const answer = await fetch(`${origin}/api/v1/sites/${site}/counts?${query}`).catch(() => null);
      if (!answer?.ok) return;
      (await answer.json()).items.forEach((item, i) => (part[i].textContent = item.count));
    }
  }

  window.addEventListener("message", (event) => {
    if (event.origin !== origin || !event.data?.postil) return;
    const { height, top, hash } = event.data.postil;
    for (const made of frames.keys()) {
      if (made.contentWindow !== event.source) continue;
      made.dataset.ready = "yes";
      if (height > 0) made.style.height = `${height}px`;
      if (typeof top === "number") scrollBy({ top: made.getBoundingClientRect().top + top - innerHeight / 3 });
      if (/^comment-\d+$/.test(hash)) history.replaceState(history.state, "", `#${hash}`);
    }
  });

  window.addEventListener("hashchange", () => {
    const comment = hashed();
    for (const [made, label] of frames) {
      if (!comment || label !== "Comments" || !made.isConnected) continue;
      if (made.dataset.ready) {
        made.contentWindow.postMessage({ postil: { comment } }, origin);
      } else {
        // It was not near enough to be loaded.
        const url = new URL(made.src);
        url.searchParams.set("comment", comment);
        made.loading = "eager";
        made.src = url;
      }
    }
  });

  customElements.get("postil-thread") ??
    customElements.define(
      "postil-thread",
      class extends HTMLElement {
        static observedAttributes = ["url"];
        attributeChangedCallback(name, before, now) {
          if (this.firstChild && before !== now) mount(now, this);
        }
        connectedCallback() {
          mount(this.getAttribute("url") || article(), this);
        }
      },
    );

  window.postil = { mount, count };
  function start() {
    mount();
    count();
    const recent = document.getElementById("postil-recent");
    if (recent) frame(recent, `/recent?${new URLSearchParams({ lang: lang || document.documentElement.lang })}`, "Recent comments");
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
