#!/usr/bin/env python3
"""Verifies the log of acts of a database without any code of the program: verify-chain.py DB [SEQ:HASH]
Rules: include/domain/chain.h. SEQ:HASH is a head that was kept elsewhere (an announcement prints one),
so that a cut tail is noticed. Prints the head; exit 1 and the first wrong event otherwise."""
import hashlib
import hmac
import sqlite3
import sys

COLUMNS = "seq at account_id actor agency_id body ip action object_kind object_id reason payload shown".split()


SEALED = {COLUMNS.index(name) + 1 for name in ("actor", "ip", "payload")}


def canonical(row, salt):
    out = b""
    for tag, value in enumerate(row, 1):
        raw = value.to_bytes(8, "big", signed=True) if isinstance(value, int) else value.encode()
        if tag in SEALED:
            raw = hmac.new(salt.encode(), bytes([tag]) + raw, "sha256").digest()
        out += bytes([tag]) + len(raw).to_bytes(4, "big") + raw
    return out


def main(path, kept=None):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    links = {1: ("sha256", bytes(32)), 2: ("sm3", bytes(32))}
    n, seen = 0, kept is None
    for row in db.execute(f"SELECT {', '.join(COLUMNS)}, salt, prev, hash FROM audit ORDER BY seq"):
        *event, salt, prev, stored = row
        if event[0] != n + 1:
            return f"event {n + 1} is missing (found {event[0]})"
        if prev != ":".join(h.hex() for _, h in links.values()):
            return f"event {event[0]}: does not follow the one before"
        for a, (name, h) in links.items():
            links[a] = (name, hashlib.new(name, bytes([1, a]) + h + canonical(event, salt)).digest())
        if stored != ":".join(h.hex() for _, h in links.values()):
            return f"event {event[0]}: was changed"
        n += 1
        seen = seen or kept == f"{n}:{stored}"
    print(f"{n} events, head {n}:" + ":".join(h.hex() for _, h in links.values()))
    return None if seen else "the head that was kept is not in this log: its tail was cut or rewritten"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) in (2, 3) else __doc__)
