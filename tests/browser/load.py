#!/usr/bin/env python3
"""What the thread costs a reader's browser: bytes, requests, shifts of the layout and the main thread's time.

    load.py [--bin PATH] [--comments N] [--queue N] [--slower N]

Bytes, requests and shifts must hold; times depend on the machine and are only told, beside those of a page without anything
in it on the same machine.
"""

import argparse
import gzip
import os
import random
import re
import statistics
import sys
import time
from pathlib import Path

from browser import Articles, must, new_browser

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from harness import PASSWORD, Client, exit_with, private_postil, sign_in

SITE = "trial"
MOST_BYTES = 20_000
MOST_BYTES_OF_LOADER = 2_000
# All that moved since there was something to be seen, but what followed a press.
SHIFTS = """
const done = arguments[arguments.length - 1];
let shift = 0;
const painted = performance.getEntriesByName('first-paint')[0]?.startTime ?? Infinity;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput && entry.startTime > painted) shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
setTimeout(() => done(shift), 300);
"""
TEXTS = (
    "The pilot boat draws a metre and a half, and the bar has less than that at low water on springs.",
    "I asked the harbour office twice. They said *next month*, and that was in **April**.\n\nWho decides this?",
    "> The ice house closes at noon\n\nIn winter, yes. From May it is open until four.",
)


WORDS = (
    "harbour bar dredger council pilot tide ice boat price quay crane winter Monday gull rope paid asked never wrote seven "
    "half metre spring engine tender mayor fish lorry road closed open wind sign letter meeting school bridge ferry lamp"
).split()


def said():
    """Some sentence: what was said before is not taken again."""
    return " ".join(random.choices(WORDS, k=random.randint(12, 60))).capitalize() + "."


def post(client, address, count, site=SITE):
    ids = []
    for number in range(count):
        comment = {
            "url": address,
            "title": "The bar",
            "body": f"{TEXTS[number % len(TEXTS)]}\n\n{said()}" if number % 5 == 0 else said(),
            "guest": {"name": f"Reader {number % 40}"},
        }
        if site == SITE and number % 3 == 2:
            comment["parent_id"] = ids[-1 - number % 2]
        ids.append(client.must("POST", f"/sites/{site}/comments", json=comment)["id"])
    return ids


def packed(session, url):
    answer = session.get(url, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=30)
    must(answer.status_code == 200, f"{url} answers {answer.status_code}")
    must(answer.headers.get("Content-Encoding") == "gzip", f"{url} is not compressed")
    raw = answer.raw.read()
    return len(raw), gzip.decompress(raw).decode()


def bytes_of_the_page(client, address):
    size, page = packed(client.session, f"{client.url}/embed/{SITE}?url={address}")
    must(page.count('class="comment"') >= 20, "the page has 20 comments")
    sizes = {"HTML": size}
    urls = set(re.findall(r'(?:href|src)="(/assets/[^"]+\.(?:css|js)[^"]*)"', page))
    while urls:
        url = urls.pop()
        sizes[url.split("?")[0]], text = packed(client.session, client.url + url)
        urls |= {f"/assets/{name}" for name in re.findall(r'from "\./([\w-]+\.js)"', text)} - set(sizes)
    total = sum(sizes.values())
    print("gzip bytes:", ", ".join(f"{name} {size:,}" for name, size in sizes.items()), f"in all {total:,}")
    must(total < MOST_BYTES, f"a thread of 20 comments is {total} bytes, more than {MOST_BYTES}")
    loader, _ = packed(client.session, f"{client.url}/embed.js")
    print(f"loader: {loader:,} bytes")
    must(loader < MOST_BYTES_OF_LOADER, f"the loader is {loader} bytes, more than {MOST_BYTES_OF_LOADER}")


def shifts_and_requests(browser, client, article):
    for width in (375, 1280):
        browser.resize(width)
        browser.open(article)
        browser.run("document.querySelector('#postil').scrollIntoView()")
        with browser.frame():
            browser.wait("the comments", lambda: len(browser.all(".comment")) >= 20)
            browser.wait("a paint", lambda: browser.run("return performance.getEntriesByName('first-paint').length"))
            shift = browser.driver.execute_async_script(SHIFTS)
            loaded = browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
        must(shift == 0, f"in a window of {width} the thread shifts by {shift}")
        foreign = [name for name in loaded if not name.startswith(client.url)]
        must(not foreign, f"the thread asks others: {foreign}")
        browser.open(f"{client.url}/embed/{SITE}?url={article}")
        browser.wait("the comments", lambda: len(browser.all(".comment")) >= 20)
        must(browser.driver.execute_async_script(SHIFTS) == 0, f"by itself, in a window of {width}, the thread shifts")
    print("layout shift: 0 at 375 and 1280 px, in the article and by itself; no request to others")


def busy(browser, url, slower, selector):
    """The main thread's milliseconds until the page is loaded, by the browser's own account: median of five."""
    browser.command("Performance.enable")
    times = []
    for _ in range(5):
        browser.open("about:blank")
        browser.command("Emulation.setCPUThrottlingRate", rate=slower)
        before = metrics(browser)
        browser.open(url)
        after = metrics(browser)
        must(browser.all(selector), f"{url} shows {selector}")
        browser.command("Emulation.setCPUThrottlingRate", rate=1)
        parts = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "TaskDuration")
        times.append([1000 * max(0, after[part] - before.get(part, 0)) for part in parts])
    return [statistics.median(column) for column in zip(*times)]


def metrics(browser):
    return {entry["name"]: entry["value"] for entry in browser.command("Performance.getMetrics")["metrics"]}


def scrolling(browser, slower):
    """Frames that took longer than 50 ms while the page is scrolled through, of all."""
    browser.command("Emulation.setCPUThrottlingRate", rate=slower)
    frames = browser.driver.execute_async_script("""
        const done = arguments[arguments.length - 1];
        const frames = [];
        let last = performance.now();
        const step = (now) => {
          frames.push(now - last);
          last = now;
          scrollBy(0, 120);
          if (scrollY + innerHeight >= document.documentElement.scrollHeight - 2 || frames.length > 400) done(frames);
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
    """)
    browser.command("Emulation.setCPUThrottlingRate", rate=1)
    return sum(frame > 50 for frame in frames), len(frames)


def queue_of(postil, client, staff, browser, count):
    """How long the first page of a queue takes with ten items and with `count`."""
    browser.open(f"{postil.url}/account/sign-in")
    browser.fill(email="administrator@trial.example", password=PASSWORD)
    browser.press_to_page("main form button")
    for wanted in (10, count):
        waiting = staff.must("GET", "/moderation/queues", params={"site": "held"})
        there = next(queue["count"] for queue in waiting["items"] if queue["queue"] == "pending")
        post(client, "https://trial.example/held", wanted - there, "held")
        times = []
        cookies = {cookie["name"]: cookie["value"] for cookie in browser.driver.get_cookies()}
        for _ in range(21):
            begun = time.perf_counter()
            answer = client.session.get(f"{postil.url}/desk/held/queues/pending", cookies=cookies, timeout=30)
            times.append(1000 * (time.perf_counter() - begun))
            must(answer.status_code == 200, f"the queue answers {answer.status_code}")
        print(f"a queue of {wanted:,}: {statistics.median(times):.1f} ms (median of {len(times)}), {len(answer.content):,} bytes")


def main():
    parser = argparse.ArgumentParser(description="Weighs the thread in Chromium.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"))
    parser.add_argument("--comments", type=int, default=200, help="of the long thread")
    parser.add_argument("--queue", type=int, default=200, help="items of the long queue")
    parser.add_argument("--slower", type=int, default=4, help="how many times slower the browser's processor is")
    args = parser.parse_args()
    articles = Articles()
    with private_postil(args.bin) as postil:
        for site, policy in ((SITE, "open"), ("held", "all")):
            postil.must("site", "create", "--slug", site, "--name", "Trial", "--origin", articles.origin, "--origin",
                        "https://trial.example", "--policy", policy)  # fmt: skip
        postil.create_user("administrator@trial.example", "Administrator", "administrator")
        url = postil.start()
        staff = sign_in(url, "administrator@trial.example")
        rules = {"rate": {"per_minute": 1000, "per_hour": 10000}}
        for site in (SITE, "held"):
            staff.must("PUT", f"/sites/{site}/rules", json=rules)
        client = Client(url)
        short = articles.publish("/short", "Twenty comments", url, SITE)
        post(client, short, 30)
        bytes_of_the_page(client, short)
        with new_browser() as browser:
            shifts_and_requests(browser, client, short)
            long = articles.publish("/long", "Many comments", url, SITE)
            post(client, long, args.comments)
            empty = busy(browser, f"{url}/healthz", args.slower, "body")
            thread = busy(browser, f"{url}/embed/{SITE}?url={long}", args.slower, ".comment")
            for what, parts in (("an empty answer", empty), ("the first page", thread)):
                names = zip(("script", "layout", "style", "all tasks"), parts)
                print(f"{what}, {args.slower} times slower: " + ", ".join(f"{name} {part:.0f} ms" for name, part in names))
            slow, frames = scrolling(browser, args.slower)
            print(f"a thread of {args.comments:,} scrolled through: {slow} of {frames} frames took longer than 50 ms")
            queue_of(postil, client, staff, browser, args.queue)
    articles.close()
    return 0


if __name__ == "__main__":
    exit_with(main)
