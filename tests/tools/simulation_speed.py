#!/usr/bin/env python3
"""How long trying rules takes on a site with many comments, and what it costs the others.

    simulation_speed.py --bin PATH [--texts FILE.csv.gz ...] [--count 100000] [--days 30]

Puts comments by a few thousand guests of a few hundred articles straight into a new SQLite database, with the log as the
checks and a moderator would have written it, and simulates a change of rules by the API. Meanwhile somebody keeps reading
a thread. Prints the seconds it took, the longest step, the memory and the readers' latencies; fails if the figures do not add up.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import threading
import time

from harness import Client, Failure, exit_with, private_postil, sign_in
from storm_plan import made_up_texts, read_texts

SITE = "speed"
ORIGIN = "https://speed.example"
AUTHORS = 5_000
ARTICLES = 300
EPOCH_MS = 946_684_800_000
DAY_MS = 86_400_000
MODERATOR = "moderator@speed.example"


def texts_of(args, chance):
    texts = []
    for path in args.texts:
        texts += list(read_texts(path, args.count - len(texts)))
        if len(texts) >= args.count:
            break
    if not texts:
        texts = list(made_up_texts(min(args.count, 20_000), chance))
    # A file may have fewer than are wanted: then the same are said again, with another ending.
    whole = len(texts)
    return [texts[number % whole] + (f" ({number // whole})" if number >= whole else "") for number in range(args.count)]


def fill(path, texts, days, chance):
    """A tenth was held; of that half was rejected."""
    database = sqlite3.connect(path)
    site, moderator = database.execute(
        "SELECT s.id, m.account_id FROM sites s JOIN moderators m ON m.site_id = s.id"
    ).fetchone()
    now_ms = int(time.time() * 1000)
    start = now_ms - days * DAY_MS + 60_000
    step = (now_ms - 60_000 - start) / len(texts)
    articles = []
    for number in range(ARTICLES):
        thread = ((start - EPOCH_MS) << 22) + number
        articles.append(thread)
        database.execute(
            "INSERT INTO threads (id, site_id, url, title, published_at, state, policy, comment_count, revision, created_at) "
            "VALUES (?, ?, ?, ?, NULL, 'open', NULL, 0, 1, ?)",
            (thread, site, f"{ORIGIN}/{number}", f"Article {number}", start * 1000),
        )
    records = {}
    sequence = 0
    for number, text in enumerate(texts):
        at = int(start + number * step)
        comment = ((at - EPOCH_MS) << 22) + 7
        author = chance.randrange(AUTHORS)
        held, rejected = chance.random() < 0.1, chance.random() < 0.5
        status = "published" if not held else "rejected" if rejected else "published"
        thread = chance.choice(articles)
        database.execute(
            "INSERT INTO comments (id, site_id, thread_id, root_id, depth, author_kind, author_key, network_key, guest_name, "
            "guest_email, body, body_html, fingerprint, status, revision, follow, score, reply_count, shown, created_at) "
            "VALUES (?, ?, ?, ?, 0, 'guest', ?, ?, ?, ?, ?, '', ?, ?, ?, 0, 0, 0, ?, ?)",
            (comment, site, thread, comment, -author - 1, -author - 1, f"Guest {author}", f"guest{author}@readers.example",
             text, hash(text) >> 1, status, 2 if held else 1, status == "published", at * 1000),
        )
        moves = [("pipeline", None, "check", None, "pending" if held else "published")]
        if held:
            moves.append(("moderator", moderator, "reject" if rejected else "approve", "pending", status))
        for later, (actor, actor_id, action, before, after) in enumerate(moves, start=1):
            sequence += 1
            database.execute(
                "INSERT INTO decisions (id, site_id, comment_id, revision, actor, actor_id, from_status, to_status, created_at, "
                "action, sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (comment + (later << 22), site, comment, later, actor, actor_id, before, after, (at + later) * 1000, action, sequence),
            )
        if held:
            database.execute(
                "INSERT INTO findings (id, site_id, comment_id, revision, check_name, effect, reason, message, score) "
                "VALUES (?, ?, ?, 1, 'form', 'hold', 'spam', 'It came back soon.', 40)",
                (comment, site, comment),
            )
        record = records.setdefault(author, [0, 0])
        record[status == "rejected"] += 1
    database.executemany(
        "INSERT INTO authors (site_id, author_key, published, rejected, spam) VALUES (?, ?, ?, ?, 0)",
        [(site, -author - 1, *record) for author, record in records.items()],
    )
    database.commit()
    database.close()


def keep_reading(url, stop, latencies):
    client = Client(url)
    number = 0
    while not stop.is_set():
        number += 1
        begun = time.monotonic()
        client.must("GET", f"/sites/{SITE}/counts", params={"url": f"{ORIGIN}/{number % ARTICLES}"})
        latencies.append(time.monotonic() - begun)
        stop.wait(0.02)


def memory_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(args):
    chance = random.Random(7)
    texts = texts_of(args, chance)
    with private_postil(args.bin) as postil:
        postil.must("migrate")
        postil.must("site", "create", "--slug", SITE, "--name", "Speed", "--origin", ORIGIN, "--policy", "first-time")
        postil.create_user(MODERATOR, "Moderator", "moderator", "--site", SITE)
        fill(postil.folder / "postil.db", texts, args.days, chance)
        url = postil.start()
        client = sign_in(url, MODERATOR)
        change = {"links": {"hold_over": 0}, "words": {"suspect": ["the", "rutabaga"]}, "shouting": {"capitals_percent": 40}}
        asked = {"site": SITE, "rules": change, "days": args.days}
        stop, latencies = threading.Event(), []
        reader = threading.Thread(target=keep_reading, args=(url, stop, latencies))
        reader.start()
        used = processor_seconds(postil.process.pid)
        begun = last = time.monotonic()
        slowest, result = 0.0, None
        response = client.send("POST", "/moderation/rules/simulations", json=asked, stream=True, timeout=600)
        for line in response.iter_lines():
            now = time.monotonic()
            slowest, last = max(slowest, now - last), now
            result = json.loads(line).get("result", result)
        took = time.monotonic() - begun
        used = processor_seconds(postil.process.pid) - used
        stop.set()
        reader.join()
        if not result or result["comments"] != args.count:
            raise Failure(f"not all {args.count} comments were looked at: {result}")
        latencies.sort()
        print(
            f"{args.count} comments in {took:.1f} s ({used:.1f} s of a processor), the longest step {slowest * 1000:.0f} ms, "
            f"{memory_mb(postil.process.pid)} MB at most; a reader meanwhile: median "
            f"{statistics.median(latencies) * 1000:.1f} ms, slowest {latencies[-1] * 1000:.0f} ms of {len(latencies)}"
        )
        changed = {name: result[name]["comments"] for name in ("newly_held", "newly_let_through", "newly_refused")}
        print(json.dumps({"unchanged": result["unchanged"], **changed}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"))
    parser.add_argument("--texts", nargs="*", default=[], help="files with a column named text")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=30)
    measure(parser.parse_args())


if __name__ == "__main__":
    exit_with(main)
