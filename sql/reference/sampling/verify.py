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

# The inspectors, where there are any: two for each enterprise, by the same numbers (format tidu-draw-2).
if "roster_hash" in d:
    people = {r[0]: {"only": r[3], "place": r[4], "load": 0, "gone": False} for r in d["inspectors"]}
    bars, places = {(key, code) for key, code, _ in d["barred"]}, dict(d["places"])
    city, near = {c: s for s, c, _ in frame}, {"": 0, "county": 6, "city": 4}[d["avoid"]]
    on = {c: [] for c in d["drawn"]}
    lines = [["avoid", d["avoid"]]] + d["inspectors"] + d["barred"] + d["places"]
    if sha("".join("\t".join(r) + "\n" for r in lines).encode()).hex() != d["roster_hash"]:
        wrong.append("inspectors and their hash differ")

    def may(c, k):
        p, own = people[k], near and len(people[k]["place"]) >= near and people[k]["place"][:near] == places.get(c, "")[:near]
        return not p["gone"] and p["only"] in ("", city[c]) and not own and (k, c) not in bars and k not in on[c]

    def give(c):  # the least load, then the smallest ticket
        k = min((k for k in people if may(c, k)), key=lambda k: (people[k]["load"], ticket(0, f"{c}|{k}")), default=None)
        if k:
            on[c].append(k)
            people[k]["load"] += 1
        return k or ""

    def off(c, k):
        on[c].remove(k)
        people[k]["load"] -= 1
    for c in sorted(on, key=lambda c: (sum(may(c, k) for k in people), ticket(0, c))):
        give(c), give(c)
    if {c: sorted(v) for c, v in on.items()} != {c: sorted(keys.split()) for c, keys in d["assigned"]}:
        wrong.append("inspectors differ")
    if [[c, k] for kind, c, k, _, _ in d["changes"] if kind == "substitute"] != [[s["code"], s["for"]] for s in d["substitutes"]]:
        wrong.append("changes and substitutes differ")
    for n, (kind, c, k, follows, _) in enumerate(d["changes"], 1):
        if kind == "leave":
            people[k]["gone"], then = True, []
        elif kind == "substitute":
            for x in list(on[k]):
                off(k, x)
            on[c] = []
            then = [x for x in (give(c), give(c)) if x]
        else:
            off(c, k)
            if kind == "recuse":
                bars.add((k, c))
            then = give(c).split()
        if sorted(then) != sorted(follows.split()):
            wrong.append(f"change {n} differs")
print("\n".join(wrong) or (f"agrees: {len(d['drawn'])} of {len(frame)} drawn" if codes else "frame agrees, not drawn yet"))
sys.exit(bool(wrong))
