#!/usr/bin/env python3
"""Computes a published draw again: python3 verify.py draw.json
The file says everything: frame, commitment, one-time codes, numbers of the public source, result."""
import hashlib
import hmac
import json
import sys

d = json.load(open(sys.argv[1], encoding="utf-8"))
sha = lambda b: hashlib.sha256(b).digest()
mac = lambda key, b: hmac.new(key, b, hashlib.sha256).digest()
frame = sorted(d["frame"], key=lambda r: (r[0].encode(), r[1].encode()))
codes = [bytes.fromhex(c) for c in d["codes"]]
ticket = lambda k, code: mac(mac(codes[k], d["numbers"].encode()), code.encode() + b"\x01")  # HKDF, RFC 5869
wrong = []
if sha("".join(f"{s}\t{c}\t{why}\n" for s, c, why in frame).encode()).hex() != d["frame_hash"]:
    wrong.append("frame and its hash differ")
if len(codes) != (len(d["substitutes"]) + 1 if d["drawn"] else 0):
    sys.exit("one-time codes and substitutes differ in number")
for before, code in zip([bytes.fromhex(d["commitment"])] + codes, codes):
    if sha(code) != before:
        wrong.append("a one-time code does not fit the commitment")
taken = {c for _, c, why in frame if why and codes}
for stratum in sorted({r[0] for r in frame}) if codes else ():
    rows = [r for r in frame if r[0] == stratum]
    quota = -(-len(rows) * d["share_percent"] // 100)
    taken |= set(sorted((c for _, c, why in rows if not why), key=lambda c: ticket(0, c))[:quota])
if sorted(taken) != sorted(d["drawn"]):
    wrong.append(f"drawn differs: {sorted(taken ^ set(d['drawn']))}")
place = {c: s for s, c, why in frame if not why}
for k, s in enumerate(d["substitutes"], 1):
    left = [c for c in place if place[c] == place.get(s["for"]) and c not in taken]
    if s["for"] not in taken or s["code"] != min(left, key=lambda c: ticket(k, c), default=None):
        wrong.append(f"substitute {k} differs")
    taken.add(s["code"])
print("\n".join(wrong) or (f"agrees: {len(d['drawn'])} of {len(frame)} drawn" if codes else "frame agrees, not drawn yet"))
sys.exit(bool(wrong))
