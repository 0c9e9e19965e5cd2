#!/usr/bin/env python3
"""An SMTP server for tests.

    smtp_server.py FOLDER [--port PORT] [--certificate FILE --key FILE]

Listens on 127.0.0.1 and prints its port as the first line of stdout. Each accepted mail becomes NNNNNN.eml in FOLDER,
as received, beside NNNNNN.json with its envelope (mail_from, rcpt_tos, received_at in seconds since the epoch). The
envelope is written first and both appear whole, so whoever sees an .eml can read both.

The local part of a recipient says what happens to it:

    refuse*   550, for good
    defer*    451, try again
    hang*     no answer at all
    cut*      250, but the first time the connection is lost after the mail was taken, before that is said
    others    250

With a certificate it offers STARTTLS and takes no mail without.

Stops when its stdin closes, so that it never outlives the test that started it.
"""

import argparse
import asyncio
import json
import os
import ssl
import sys
import threading
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP

# Longer than any test: `hang*` must be ended by the sender's time limit, not by this server's.
IDLE_SECONDS = 24 * 3600


class Recorder:
    """Answers by recipient and keeps what was accepted."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.cut = set()
        self.count = max((int(path.stem) for path in folder.glob("*.eml") if path.stem.isdigit()), default=0)

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("refuse"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("defer"):
            return "451 4.3.0 try again later"
        if address.startswith("hang"):
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient ok"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        stem = self.folder / f"{self.count:06}"
        about = {"mail_from": envelope.mail_from, "rcpt_tos": envelope.rcpt_tos, "received_at": time.time()}
        write_whole(stem.with_suffix(".json"), json.dumps(about).encode())
        write_whole(stem.with_suffix(".eml"), envelope.original_content)
        for address in envelope.rcpt_tos:
            if address.startswith("cut") and address not in self.cut:
                self.cut.add(address)
                server.transport.abort()
        return "250 2.0.0 kept"


def write_whole(path, content):
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    partial.rename(path)


def exit_when_stdin_closes():
    sys.stdin.buffer.read()
    os._exit(0)


async def serve(folder, port, tls):
    recorder = Recorder(folder)

    def connection():
        options = {"tls_context": tls, "require_starttls": True} if tls else {}
        return SMTP(recorder, hostname="localhost", timeout=IDLE_SECONDS, enable_SMTPUTF8=True, **options)

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main():
    parser = argparse.ArgumentParser(description="An SMTP server that keeps mails as files; stops when stdin closes.")
    parser.add_argument("folder", type=Path, help="where the mails go")
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    parser.add_argument("--certificate", type=Path, help="PEM file; with it STARTTLS is offered")
    parser.add_argument("--key", type=Path, help="PEM file")
    args = parser.parse_args()
    tls = None
    if args.certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(args.certificate, args.key)
    threading.Thread(target=exit_when_stdin_closes, daemon=True).start()
    asyncio.run(serve(args.folder, args.port, tls))


if __name__ == "__main__":
    main()
