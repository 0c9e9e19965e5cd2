#!/usr/bin/env python3
"""Whether a program can live on docs/openapi.json alone.

    client_story.py [--bin PATH] [--openapi FILE]

Generates a Python client from the description and does with it what people do: a reader signs up, confirms the address,
signs in and comments; a moderator finds the comment in the queue and approves it; the public thread shows it. Every
answer must have a status the description knows and a body that the generated models can read.
"""

import argparse
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import typing
import uuid
from pathlib import Path

from harness import (
    PASSWORD,
    REPOSITORY,
    Failure,
    comment_of,
    exit_with,
    private_postil,
    read_mails,
    token_in,
    wait_for,
)

PACKAGE = "generated_client"
PREFIX = "/api/v1"
SITE = "story"
ARTICLE = "https://story.example/articles/bridge"
READER = "reader@story.example"
MODERATOR = "moderator@story.example"
MAIL_SECONDS = 30
# What a generated model raises on an answer that is not as described.
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
TEXT = "The bridge has been closed since May, and nobody has said why."


class GeneratedClient:
    """Calls of the generated package by method and path, so that this story does not depend on its names."""

    def __init__(self, description, url, token=None):
        self.paths = description["paths"]
        package = importlib.import_module(PACKAGE)
        self.modules = {
            plain(module.name): module.name for module in pkgutil.walk_packages(package.__path__, PACKAGE + ".")
        }
        # The paths of a description may be counted from the host or from its server's base.
        self.base = "" if any(path.startswith(PREFIX) for path in self.paths) else PREFIX
        options = {"base_url": url + self.base, "raise_on_unexpected_status": True}
        self.client = package.AuthenticatedClient(token=token, **options) if token else package.Client(**options)

    def call(self, method, path, *in_path, expected, body=None, **query):
        """The answer as plain data, or None when the generated client reads no body from it."""
        function = self.operation(method, path).sync_detailed
        hints = typing.get_type_hints(function)
        # The generator adds `_query` to a name that it needs itself, such as `url`.
        query = {name if name in hints else f"{name}_query": value for name, value in query.items()}
        if body is not None:
            query["body"] = body_class(hints["body"]).from_dict(body)
        if "idempotency_key" in hints:
            query["idempotency_key"] = str(uuid.uuid4())
        what = f"{method} {path}"
        try:
            answer = function(*in_path, client=self.client, **query)
        except UNREADABLE as error:
            raise Failure(f"the generated client cannot read the answer of {what}: {error!r}") from error
        except Exception as error:
            # The package's own class for a status that is not described cannot be named before it is generated.
            raise Failure(f"{what}: {error}") from error
        if int(answer.status_code) not in expected:
            said = answer.content.decode(errors="replace")[:400]
            raise Failure(f"{what} answered {int(answer.status_code)} {said}; expected {expected}")
        return answer.parsed.to_dict() if hasattr(answer.parsed, "to_dict") else answer.parsed

    def operation(self, method, path):
        """The generated module of an operation."""
        for described, operations in self.paths.items():
            # Only the names of path parameters may differ.
            same_path = re.sub(r"\{.*?\}", "{}", described.removeprefix(PREFIX)) == path
            if same_path and method.lower() in operations:
                ending = plain(operations[method.lower()]["operationId"])
                found = [module for name, module in self.modules.items() if name.endswith(ending)]
                if found:
                    return importlib.import_module(min(found, key=len))
        raise Failure(f"the generated client has no {method} {path}")


def plain(name):
    """A name without what a generator may change in it."""
    return re.sub(r"[^a-z0-9.]", "", name.lower())


def body_class(hint):
    """The model of a JSON body, the first of a union."""
    return next(option for option in (hint, *typing.get_args(hint)) if hasattr(option, "from_dict"))


def generate(description_file, folder):
    """Makes PACKAGE in `folder` and puts it on the import path."""
    config = folder / "client.json"
    config.write_text(
        json.dumps({"project_name_override": PACKAGE, "package_name_override": PACKAGE, "post_hooks": []})
    )
    command = [
        *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
        *("--path", str(description_file), "--config", str(config), "--output-path", str(folder / PACKAGE)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(done.stdout, done.stderr, sep="", end="")
    if done.returncode != 0:
        raise Failure(f"no client could be generated from {description_file}")
    sys.path.insert(0, str(folder))


def tell(description, postil):
    anonymous = GeneratedClient(description, postil.url)
    account = {"email": READER, "password": PASSWORD, "display_name": "A Reader"}
    anonymous.call("POST", "/accounts", expected=(202,), body=account)
    token = wait_for(f"the mail to {READER}", MAIL_SECONDS, lambda: verify_token(postil.mail_folder))
    anonymous.call("POST", "/accounts/verify", expected=(204,), body={"token": token})

    reader = signed_in(description, anonymous, postil.url, READER)
    comment = {"url": ARTICLE, "title": "The bridge", "body": TEXT}
    made = reader.call("POST", "/sites/{}/comments", SITE, expected=(202,), body=comment)
    if shown_comments(anonymous):
        raise Failure("a comment that waits for a moderator is shown to everybody")

    moderator = signed_in(description, anonymous, postil.url, MODERATOR)
    queue = moderator.call("GET", "/moderation/queues/{}", "pending", expected=(200,), site=SITE)
    waiting = [comment_of(item) for item in queue["items"]]
    if [item["id"] for item in waiting] != [made["id"]]:
        raise Failure(f"the pending queue is {waiting}; expected comment {made['id']} alone")
    decision = {"action": "approve", "revision": waiting[0]["revision"]}
    path = "/moderation/comments/{}/decisions"
    moderator.call("POST", path, made["id"], expected=(200, 201), body=decision)

    shown = shown_comments(anonymous)
    if [item["id"] for item in shown] != [made["id"]] or TEXT not in shown[0]["body_html"]:
        raise Failure(f"the thread shows {shown}; expected comment {made['id']} alone")


def verify_token(mail_folder):
    return next((token_in(mail) for mail in read_mails(mail_folder) if READER in mail.recipients), None)


def signed_in(description, anonymous, url, address):
    session = anonymous.call("POST", "/sessions", expected=(201,), body={"email": address, "password": PASSWORD})
    return GeneratedClient(description, url, session["access_token"])


def shown_comments(client):
    return client.call("GET", "/sites/{}/comments", SITE, expected=(200,), url=ARTICLE)["items"]


def main():
    parser = argparse.ArgumentParser(description="Does the reader's and the moderator's story by a generated client.")
    parser.add_argument("--bin", default=os.environ.get("POSTIL_BIN"), help="the postil binary; default: $POSTIL_BIN")
    parser.add_argument("--openapi", type=Path, default=REPOSITORY / "docs" / "openapi.json")
    args = parser.parse_args()
    if not args.openapi.exists():
        raise Failure(f"there is no {args.openapi}")
    with private_postil(args.bin) as postil:
        generate(args.openapi, postil.folder)
        postil.must("migrate")
        origin = "https://story.example"
        postil.must("site", "create", "--slug", SITE, "--name", "Story", "--origin", origin, "--policy", "all")
        postil.create_user(MODERATOR, "Moderator", "moderator", "--site", SITE)
        postil.start()
        tell(json.loads(args.openapi.read_text()), postil)
    print("PASS: client story")
    return 0


if __name__ == "__main__":
    exit_with(main)
