"""What a storm posts: distinct texts, their authors and articles. See storm.py."""

import csv
import gzip
import uuid
from dataclasses import dataclass, field

from harness import Failure

SITE = "storm"
ORIGIN = "https://storm.example"
URLS = [f"{ORIGIN}/articles/{number}" for number in range(1, 11)]
READERS = 20
MAX_TEXT = 4_900


@dataclass
class Post:
    """One comment to be made, and what became of it."""

    number: int
    text: str
    url: str
    reader: int | None
    """Index of the author, or None for a guest."""
    wants_parent: bool
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    parent: "Post | None" = None
    id: str | None = None
    code: int | None = None

    def payload(self):
        body = {"url": self.url, "title": f"Article {self.url.rsplit('/', 1)[1]}", "body": self.text}
        if self.parent:
            body["parent_id"] = self.parent.id
        if self.reader is None:
            body["guest"] = {"name": f"Guest {self.number % 50}"}
        return body


def marker(number):
    """Starts every text, which makes each distinct and recognisable in a mail that quotes it."""
    return f"storm-{number:05}"


def plan(path, count, chance):
    """The posts, half of them by guests, a third of the second half replies."""
    texts = list(read_texts(path, count)) if path else made_up_texts(count, chance)
    if len(texts) < count:
        raise Failure(f"{path} has {len(texts)} distinct texts; --count wants {count}")
    posts = []
    for number, text in enumerate(texts):
        reader = chance.randrange(READERS) if number % 2 else None
        wants_parent = number > count // 2 and chance.random() < 1 / 3
        posts.append(Post(number, f"{marker(number)} {text}", chance.choice(URLS), reader, wants_parent))
    return posts


def read_texts(path, count):
    """The first `count` distinct texts of the `text` column."""
    seen = set()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = row["text"].replace("\0", "").strip()[:MAX_TEXT]
            if text and text not in seen and len(seen) < count:
                seen.add(text)
                yield text


def made_up_texts(count, chance):
    words = "the council said on Monday that a new bridge over the river will open before winter and nobody asked why"
    return [" ".join(chance.choices(words.split(), k=chance.randint(3, 40))) for _ in range(count)]
