#!/usr/bin/env python3
"""Hostile text in Chromium: nothing that readers write is ever run, and no comment reaches out of its place.

    hostile.py [--bin PATH] [--more FILE.json ...]

Takes the Big List of Naughty Strings, the examples of the CommonMark specification and strings of its own (and those of
--more, lists of strings) as bodies, names, websites, titles and addresses of articles, and looks at them in the thread, its
preview, the widget, the desk and the feeds. The pages' content security policy is switched off: what it would have stopped
must not be there in the first place.
"""

import argparse
import json
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from browser import must, new_browser, strings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from harness import PASSWORD, Client, exit_with, private_postil, sign_in

SITE, HELD, ORIGIN = "trial", "held", "https://trial.example"
OWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<style>*{display:none!important}</style>",
    "<p style='position:fixed;inset:0;background:red'>over everything</p>",
    "[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,<script>alert(1)</script>)",
    "![a](https://evil.example/beacon.png)",
    "<a href='https://evil.example' onclick=alert(1) style='font-size:99em' class='button' id='respond'>b</a>",
    "</article></li></ol></section></main><h1>out</h1>",
    "<form action=https://evil.example><input name=csrf><button>go</button></form>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x><embed src=x>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
    "{{ 7 * 7 }} ${7*7} <%= 7 * 7 %> {% raw %}",
    "\u202eright to left\u202c and Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dA\u036b",
    "w" * 3000,
    "https://example.org/" + "x" * 900,
    "javascript:alert(1)",
    "\"><script>alert(1)</script>",
    "'-alert(1)-'",
    "]]><script>alert(1)</script>",
]
# Whatever a page might be made to do is written down.
HOOKS = """
window.__done = [];
const note = (what) => (...args) => { window.__done.push(`${what} ${args[0] ?? ''}`.slice(0, 200)); };
for (const what of ['alert', 'confirm', 'prompt', 'print', 'open']) window[what] = note(what);
navigator.sendBeacon = note('beacon');
const real = window.fetch;
window.fetch = (...args) => {
  const url = new URL(args[0]?.url ?? args[0], location.href);
  if (url.origin !== location.origin) window.__done.push(`fetch ${url}`);
  return real(...args);
};
"""
# What is wrong in what readers wrote: elements, attributes and addresses that have no place there, and what stands out of it.
LOOK = """
const wrong = [...(window.__done ?? [])];
for (const entry of performance.getEntriesByType('resource'))
  if (new URL(entry.name).origin !== location.origin && !entry.name.startsWith('data:')) wrong.push(`loads ${entry.name}`);
for (const text of document.querySelectorAll(arguments[0])) {
  const box = text.getBoundingClientRect();
  for (const element of text.querySelectorAll('*')) {
    if (!/^(a|p|br|em|strong|code|pre|blockquote|ul|ol|li|del|mark|h[1-6]|hr|span|bdi|div|s)$/i.test(element.tagName))
      wrong.push(`<${element.tagName}>`);
    for (const attribute of element.attributes) {
      if (/^on|^style$|^srcdoc$|^formaction$/i.test(attribute.name)) wrong.push(`${element.tagName} ${attribute.name}`);
      if (/^(href|src)$/.test(attribute.name) && !/^(https?|mailto):/i.test(element[attribute.name] || 'x:'))
        wrong.push(`${attribute.name}=${attribute.value}`);
    }
    const inside = element.getBoundingClientRect();
    if (inside.width && (inside.right > box.right + 2 || inside.left < box.left - 2 || inside.top < box.top - 60)
        && !element.closest('pre')) wrong.push(`${element.outerHTML.slice(0, 120)} stands out`);
  }
}
for (const element of document.querySelectorAll('style, iframe, object, embed, script:not([src])')) wrong.push(element.outerHTML.slice(0, 200));
if (document.documentElement.scrollWidth > innerWidth) wrong.push(`the page is ${document.documentElement.scrollWidth} wide`);
return wrong;
"""


def commonmark():
    text = Path(os.environ["POSTIL_TEST_COMMONMARK"]).read_text()
    fence = "`" * 32
    examples = re.findall(rf"^{fence} example.*?\n(.*?)^\.\n.*?^{fence}$", text, re.M | re.S)
    must(len(examples) > 600, f"the specification has {len(examples)} examples")
    return [example.replace("→", "\t") for example in examples]


class Walk:
    def __init__(self, postil, texts):
        self.postil = postil
        self.texts = texts
        self.anybody = Client(postil.url)
        self.staff = sign_in(postil.url, "administrator@trial.example")
        self.looked = 0

    def post(self, site, address):
        """Every string as body, and where it is taken as name, website and the article's title too."""
        taken = 0
        for number, text in enumerate(self.texts):
            comment = {"url": address, "title": text, "body": f"{text}\n\n({number})"}
            for guest in (
                {"name": text[:60], "website": text},
                {"name": text[:60]},
                {"name": f"Guest {number}", "website": f"https://example.org/?{urllib.parse.quote(text[:200])}"},
            ):
                answer = self.anybody.send("POST", f"/sites/{site}/comments", json=comment | {"guest": guest})
                must(answer.status_code < 500, f"{text!r} is answered {answer.status_code} {answer.text[:200]}")
                if answer.status_code in (201, 202):
                    taken += 1
                    break
        must(taken > len(self.texts) / 2, f"only {taken} of {len(self.texts)} strings were taken")
        return taken

    def odd_articles(self):
        """The string as the article's title, and in its address."""
        for number, text in enumerate(self.texts[::25]):
            address = f"https://trial.example/{number}?{urllib.parse.quote(text[:100])}"
            comment = {"url": address, "title": text, "body": f"Under an odd title, the {number}th.", "guest": {"name": "Ines"}}
            answer = self.anybody.send("POST", f"/sites/{SITE}/comments", json=comment)
            must(answer.status_code < 500, f"the title {text!r} is answered {answer.status_code}")

    def look(self, browser, what, selector):
        wrong = browser.run(LOOK, selector)
        must(not wrong, f"{what} at {browser.url}: " + "\n".join(wrong[:20]))
        browser.must_show_no_dialog(what)
        self.looked += len(browser.all(selector))

    def pages(self, browser, url, what, selector, following):
        """The page and those that follow it."""
        seen = 0
        while url and seen < 200:
            browser.open(url)
            self.look(browser, what, selector)
            seen += 1
            links = browser.all(following)
            url = links[0].get_attribute("href") if links else None
        must(seen > 1, f"{what} has only one page")

    def preview(self, browser, url):
        chunk, most = [], 4000
        for text in [*self.texts, "x" * most]:
            if sum(map(len, chunk)) + len(text) > most and chunk:
                browser.open(url)
                browser.run("document.querySelector('#body').value = arguments[0]", "\n\n".join(chunk)[:most])
                browser.run("document.querySelector('#name').value = 'Ines'")
                browser.run("document.querySelector('[name=preview]').click()")
                browser.wait("the preview", lambda: browser.all("#preview"))
                self.look(browser, "the preview", "#preview .prose")
                chunk = []
            chunk.append(text)

    def odd_addresses(self, browser):
        for text in self.texts[::40]:
            quoted = urllib.parse.quote(text)
            for path in (f"/embed/{SITE}?url=https://trial.example/a&title={quoted}", f"/embed/{SITE}?url={quoted}",
                         f"/embed/{SITE}?url=https://trial.example/a&lang={quoted}&theme={quoted}&sort={quoted}",
                         f"/account/sign-in?next={quoted}"):  # fmt: skip
                browser.open(self.postil.url + path)
                wrong = browser.run(LOOK, ".none")
                must(not wrong, f"{path}: {wrong}")

    def feeds(self):
        for path in (f"/feeds/{SITE}.atom", f"/feeds/{SITE}/thread.atom?url={ORIGIN}/open"):
            answer = self.anybody.session.get(self.postil.url + path, timeout=30)
            must(answer.status_code == 200, f"{path} answers {answer.status_code}")
            names = {element.tag.split("}")[1] for element in ElementTree.fromstring(answer.content).iter()}
            must(names <= {"feed", "title", "id", "updated", "published", "link", "author", "name", "uri", "entry", "content",
                           "summary", "generator", "source"}, f"{path} has {names}")  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description="Looks at hostile text in Chromium.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"))
    parser.add_argument("--more", type=Path, action="append", default=[])
    args = parser.parse_args()
    texts = OWN + strings("POSTIL_TEST_BLNS") + commonmark()
    for path in args.more:
        texts += [text if isinstance(text, str) else text["payload"] for text in json.loads(path.read_text())]
    texts = [text for text in texts if text.strip()]
    with private_postil(args.bin) as postil:
        for site, policy in ((SITE, "open"), (HELD, "all")):
            postil.must("site", "create", "--slug", site, "--name", f"<b>{site}</b>", "--origin", ORIGIN, "--policy", policy)
        postil.create_user("administrator@trial.example", "Administrator", "administrator")
        url = postil.start()
        walk = Walk(postil, texts)
        rules = {"rate": {"per_minute": 1000, "per_hour": 10000}, "length": {"min": 1, "max": 5000}}
        for site in (SITE, HELD):
            walk.staff.must("PUT", f"/sites/{site}/rules", json=rules)
        shown = walk.post(SITE, f"{ORIGIN}/open")
        walk.odd_articles()
        with new_browser() as browser:
            browser.command("Page.enable")
            browser.command("Page.setBypassCSP", enabled=True)
            browser.command("Page.addScriptToEvaluateOnNewDocument", source=HOOKS)
            browser.resize(375)
            thread = f"{url}/embed/{SITE}?url={ORIGIN}/open"
            walk.pages(browser, thread, "the thread", ".comment .prose", "#next a")
            walk.preview(browser, thread)
            walk.odd_addresses(browser)
            browser.open(f"{url}/embed/{SITE}/recent")
            walk.look(browser, "the widget", ".comment p")
            walk.feeds()
            walk.post(HELD, f"{ORIGIN}/held")
            browser.open(f"{url}/account/sign-in")
            browser.fill(email="administrator@trial.example", password=PASSWORD)
            browser.press_to_page("main form button")
            browser.resize(1280)
            walk.pages(browser, f"{url}/desk/{HELD}/queues/pending", "the queue", ".item .text", "#next [rel=next]")
        print(f"{len(texts)} strings ({shown} taken at once) looked at {walk.looked} times, and nothing ran")
    return 0


if __name__ == "__main__":
    exit_with(main)
