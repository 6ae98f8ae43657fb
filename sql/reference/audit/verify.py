#!/usr/bin/env python3
"""Checks a proof of recorded acts against a list of heads: python3 verify.py proof.json heads.txt
The list is the one that the platform publishes (heads.txt or heads.json); one that you, or a newspaper, saved
earlier is worth more. Needs Python 3 and nothing else: no key, no program and no answer of the operator.
An event is hashed into the chain with the link before it, the links of a day into a tree (RFC 9162, 2.1)."""
import base64
import hashlib
import json
import sys
from datetime import datetime, timedelta

NAMES = "seq at account_id actor agency_id body ip action object_kind object_id reason payload shown".split()
NUMBERS = {"seq", "at", "account_id", "agency_id", "object_id", "shown"}
ALGORITHMS = [(1, "sha256"), (2, "sm3")]


def heads(path):
    text = open(path, encoding="utf-8").read()
    if text.lstrip().startswith("{"):
        return {d["date"]: d for d in json.loads(text)["days"]}
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {r[0]: dict(date=r[0], events=int(r[1]), last_seq=int(r[2]), root=r[3], head=r[4]) for r in rows}


def event(raw):
    out, at = {}, 0
    for tag, name in enumerate(NAMES, 1):
        size = int.from_bytes(raw[at + 1:at + 5], "big")
        value = raw[at + 5:at + 5 + size]
        if raw[at] != tag or len(value) != size:
            raise ValueError("no event")
        out[name] = int.from_bytes(value, "big", signed=True) if name in NUMBERS else value
        at += 5 + size
    if at != len(raw):
        raise ValueError("no event")
    return out


def climb(alg, leaf, index, wide, path):
    """The root above leaf `index` of `wide`, or None."""
    h = lambda b: hashlib.new(alg, b).digest()
    node, path = h(b"\0" + leaf), list(path)
    while wide > 1:
        if index ^ 1 < wide:
            if not path:
                return None
            other = path.pop(0)
            node = h(b"\1" + (other + node if index & 1 else node + other))
        index, wide = index // 2, (wide + 1) // 2
    return None if path else node


def main(proof_path, heads_path):
    proof, days, wrong = json.load(open(proof_path, encoding="utf-8")), heads(heads_path), 0
    part = lambda text, k: bytes.fromhex(text.split(":")[k])
    usable = [(k, a, alg) for k, (a, alg) in enumerate(ALGORITHMS) if k == 0 or alg in hashlib.algorithms_available]
    print(proof["about"])
    for e in proof["events"]:
        raw = base64.urlsafe_b64decode(e["bytes"] + "=" * (-len(e["bytes"]) % 4))
        ev, day = event(raw), days.get(e["day"])
        why = "" if day else "this day is not in the list of heads"
        first = day["last_seq"] - day["events"] + 1 if day else 0
        if day and not first <= ev["seq"] <= day["last_seq"]:
            why = "not an event of this day"
        for k, a, alg in usable if not why else ():
            link = hashlib.new(alg, bytes([1, a]) + part(e["prev"], k) + raw).digest()
            path = [part(p, k) for p in e["path"]]
            if climb(alg, link, ev["seq"] - first, day["events"], path) != part(day["root"], k):
                why = f"does not lead to the root of the day ({alg})"
        at = datetime(1970, 1, 1, 8) + timedelta(milliseconds=min(max(ev["at"], 0), 10 ** 14))  # China standard time
        words = " ".join(ev[k].decode(errors="replace") for k in ("body", "action", "reason"))
        print(f"{'WRONG' if why else 'ok':5} {ev['seq']:>8} {at:%Y-%m-%d %H:%M} {words} {why}")
        wrong += bool(why)
    print(f"{len(proof['events'])} events, {wrong} wrong; {proof['pending']} later ones are not under a published head yet")
    return 1 if wrong or not proof["events"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) == 3 else __doc__)
