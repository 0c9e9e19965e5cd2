#!/usr/bin/env python3
"""What fuzz_api.sh finds on the server: makes a site with comments in every state, and writes schemathesis.toml.

    fuzz_data.py FILE

Most requests then name things that are there; the others make their names up. Uses POSTIL_TEST_URL and
POSTIL_TEST_TOKEN.
"""

import json
import os
import sys
from pathlib import Path

from harness import Client, exit_with

SITE = "fuzz"
ORIGIN = "https://fuzz.example"
ARTICLE = f"{ORIGIN}/articles/bridge"
PROBABILITY = 0.8


def comment(client, body, **more):
    return client.must("POST", f"/sites/{SITE}/comments", json={"url": ARTICLE, "body": body, **more})["id"]


def make(client, guest):
    """The values by name."""
    client.must("POST", "/sites", json={"slug": SITE, "name": "Fuzz", "origins": [ORIGIN], "policy": "open"})
    rules = {"words": {"suspect": ["herring"]}, "rate": {"per_minute": 1_000, "per_hour": 10_000}}
    client.must("PUT", f"/sites/{SITE}/rules", json=rules)
    thread = client.must("PUT", f"/sites/{SITE}/threads", json={"url": ARTICLE, "title": "The bridge"})["id"]
    comments = [comment(client, f"Statement number {number} about the bridge.") for number in range(5)]
    comments.append(comment(client, "A reply to the first of them.", parent_id=comments[0]))
    for number in range(5):
        author = {"name": f"Gus {number}", "email": f"gus{number}@fuzz.example"}
        comments.append(comment(guest, f"It smells of herring, {number} times over.", guest=author))
        comments.append(comment(guest, f"There are {number} more things to say of it.", guest=author))
    me = client.must("GET", "/me")["id"]
    return {"site": [SITE, "trial"], "thread": [thread], "comment": comments, "account": [me], "url": [ARTICLE]}


def binding(dictionary):
    return f"{{ dictionary = {json.dumps(dictionary)}, probability = {PROBABILITY} }}"


def main():
    url, token = os.environ["POSTIL_TEST_URL"], os.environ["POSTIL_TEST_TOKEN"]
    values = make(Client(url, token), Client(url))
    lines = []
    for name, known in values.items():
        lines += [f"[dictionaries.{name}]", f"values = {json.dumps(known)}", ""]
    lines += ["[parameters]", f"site = {binding('site')}", f"url = {binding('url')}"]
    lines += [f"account_id = {binding('account')}", ""]
    for paths, name in [("/comments/", "comment"), ("/threads/", "thread"), ("/accounts/", "account")]:
        lines += ["[[operations]]", f"include-path-regex = {json.dumps(paths + '{id}')}"]
        lines += [f"parameters = {{ id = {binding(name)} }}", ""]
    Path(sys.argv[1]).write_text("\n".join(lines))
    return 0


if __name__ == "__main__":
    exit_with(main)
