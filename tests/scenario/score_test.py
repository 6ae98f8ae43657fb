#!/usr/bin/env python3
"""tidu score against a second opinion: the standards written again in Python, from the regulations'
tables, with Fractions. Random facts lean on every boundary; then malformed lines, L20 (same bytes
in any order of input, one by one or in lines) and the promise of the gap: what it proposes passes.

usage: score_test.py PATH_TO_TIDU [ROUNDS]
"""
import json, random, subprocess, sys
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction as F

TIDU = sys.argv[1] if len(sys.argv) > 1 else "build/tidu"
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 4000
Y = 2023
checks = 0


class Missing(Exception):
    pass


class Manual(Exception):
    pass


def check(ok, *what):
    global checks
    checks += 1
    if not ok:
        print("FAIL", *what)
        sys.exit(1)


def run(standard, rows, *options):
    text = "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in rows)
    p = subprocess.run([TIDU, "score", standard, "--ndjson", *options], input=text.encode(),
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p.stdout.decode().splitlines(), p.returncode


# --- the second opinion ------------------------------------------------------------------------
class Facts:
    def __init__(self, row):
        self.f = row["facts"]

    def y(self, fact, back):
        v = self.f.get(fact, {}).get(str(Y - back))
        if v is None:
            raise Missing(fact)
        return F(str(v))

    def s(self, fact):
        v = self.f.get(fact)
        if v is None:
            raise Missing(fact)
        return v if isinstance(v, (bool, str)) else F(str(v))


def ratio(a, b):
    if b == 0:
        raise Manual()
    return a / b


def growth(a, b):
    if b <= 0:
        raise Manual()
    return (a - b) / b


def up(v, rows):
    return next((p for t, p in rows if v >= F(t)), 0)


def down(v, rows):
    return next((p for t, p in rows if v <= F(t)), 0)


def tri(fn):
    try:
        return fn()
    except (Missing, Manual):
        return None


def kand(*fns):
    got = [tri(f) for f in fns]
    return False if False in got else None if None in got else True


def kor(*fns):
    got = [tri(f) for f in fns]
    return True if True in got else None if None in got else False


def ladder(*rungs):
    """The first fact that holds decides; an unknown one above it leaves all open."""
    for fn, p in rungs:
        if fn():
            return p
    return 0


def ip(x, pts):
    return ladder((lambda: x.s("ip_high") >= 1, pts[0]), (lambda: x.s("ip_class1_own") >= 1, pts[1]),
                  (lambda: x.s("ip_class1") >= 1, pts[2]), (lambda: x.s("ip_class2") >= 1, pts[3]))


def sum_at_least(x, fact, backs, least):
    """True as soon as the known years reach it: amounts are never negative."""
    known = [F(str(v)) for b in backs if (v := x.f.get(fact, {}).get(str(Y - b))) is not None]
    if sum(known) >= least:
        return True
    return False if len(known) == len(backs) else None


def rank(x, fact, top):
    return lambda: 1 <= x.s(fact) <= top


def mean_growth(x):
    a, b, c = (x.y("main_revenue", back) for back in (1, 2, 3))  # missing comes before manual
    return (growth(a, b) + growth(b, c)) / 2


def quality(x):
    vals = [x.f.get(k) for k in ("quality_award", "quality_certified", "own_brand", "standard_drafting")]
    yes = sum(v is True for v in vals)
    if yes < 2 and None in vals:
        raise Missing()
    return min(5, 3 * yes)


def rd_input22(x):
    for amount, part, p in ((500, "1/10", 10), (400, "2/25", 8), (300, "3/50", 6), (200, "1/25", 4), (100, "3/100", 2)):
        r = kor(lambda: x.y("rd_expense", 1) >= amount,
                lambda: ratio(x.y("rd_expense", 1), x.y("revenue", 1)) >= F(part))
        if r is None:
            if any(x.f.get(k, {}).get(str(Y - 1)) is None for k in ("rd_expense", "revenue")):
                raise Missing()
            raise Manual()
        if r:
            return p
    return 0


def tech_rd(x):
    if x.s("rd_basis") == "revenue":
        return up(ratio(x.y("rd_expense", 1), x.y("revenue", 1)), (("6/100", 50), ("5/100", 40), ("4/100", 30), ("3/100", 20), ("2/100", 10)))
    return up(ratio(x.y("rd_expense", 1), x.y("cost_expense", 1)), (("30/100", 50), ("25/100", 40), ("20/100", 30), ("15/100", 20), ("10/100", 10)))


R = lambda x, a, b: ratio(x.y(a, 1), x.y(b, 1))
INNOVATIVE = {
    "ip": ("innovation", 20, lambda x: ip(x, (20, 15, 10, 5))),
    "rd_ratio": ("innovation", 20, lambda x: up(R(x, "rd_expense", "revenue"), (("5/100", 20), ("3/100", 15), ("2/100", 10), ("1/100", 5)))),
    "main_growth": ("growth", 20, lambda x: up(growth(x.y("main_revenue", 1), x.y("main_revenue", 2)), (("15/100", 20), ("10/100", 15), ("5/100", 10), ("0", 5)))),
    "debt_ratio": ("growth", 10, lambda x: down(R(x, "total_liabilities", "total_assets"), (("55/100", 10), ("75/100", 5)))),
    "field": ("specialisation", 10, lambda x: 10 if x.s("sei_field") else 5),
    "main_ratio": ("specialisation", 20, lambda x: up(R(x, "main_revenue", "revenue"), (("70/100", 20), ("60/100", 15), ("55/100", 10), ("50/100", 5)))),
}
SPECIALISED = {
    "main_ratio": ("specialisation", 5, lambda x: up(R(x, "main_revenue", "revenue"), (("80/100", 5), ("70/100", 3), ("60/100", 1)))),
    "main_growth2": ("specialisation", 10, lambda x: up(mean_growth(x), (("10/100", 10), ("8/100", 8), ("6/100", 6), ("4/100", 4), ("0", 2)))),
    "market_years": ("specialisation", 5, lambda x: min(5, x.s("market_years") // 2)),
    "field": ("specialisation", 5, lambda x: {"gap": 5, "basic": 3, "other": 0}[x.s("field_level")]),
    "digital": ("refinement", 5, lambda x: up(x.s("digital_level"), ((3, 5), (2, 3)))),
    "quality": ("refinement", 5, quality),
    "net_margin": ("refinement", 10, lambda x: up(R(x, "net_profit", "revenue"), (("10/100", 10), ("8/100", 8), ("6/100", 6), ("4/100", 4), ("2/100", 2)))),
    "debt_ratio": ("refinement", 5, lambda x: down(R(x, "total_liabilities", "total_assets"), (("50/100", 5), ("60/100", 3), ("70/100", 1)))),
    "local": ("distinctiveness", 15, lambda x: x.s("local_points")),
    "ip": ("innovation", 10, lambda x: ip(x, (10, 8, 6, 2))),
    "rd_input": ("innovation", 10, rd_input22),
    "rd_staff": ("innovation", 5, lambda x: up(R(x, "rd_staff", "staff"), (("20/100", 5), ("10/100", 3), ("5/100", 1)))),
    "institution": ("innovation", 10, lambda x: {"nation": 10, "province": 8, "city": 4, "below_city": 2, "none": 0}[x.s("institution_level")]),
}
TECH = {
    "tech_staff": ("people", 20, lambda x: up(R(x, "tech_staff", "staff"), (("30/100", 20), ("25/100", 16), ("20/100", 12), ("15/100", 8), ("10/100", 4)))),
    "rd_input": ("input", 50, tech_rd),
    "results": ("output", 30, lambda x: ladder((lambda: x.s("ip115_class1") >= 1, 30), (lambda: x.s("ip115_class2") >= 4, 24), (lambda: x.s("ip115_class2") >= 3, 18), (lambda: x.s("ip115_class2") >= 2, 12), (lambda: x.s("ip115_class2") >= 1, 6))),
}


def rd_share(x, back, least):
    return lambda: ratio(x.y("rd_expense", back), x.y("revenue", back)) >= F(least)


def fact(x, name, test=lambda v: v is True):
    return lambda: test(x.s(name))


def lg22_innovation(x):
    tier = lambda: kor(
        lambda: kand(lambda: x.y("revenue", 1) >= 10000, rd_share(x, 1, "3/100"), rd_share(x, 2, "3/100")),
        lambda: kand(lambda: 5000 <= x.y("revenue", 1) < 10000, rd_share(x, 1, "6/100"), rd_share(x, 2, "6/100")),
        lambda: kand(lambda: x.y("revenue", 1) < 5000, lambda: sum_at_least(x, "equity_financing", (1, 2), 8000),
                     lambda: sum_at_least(x, "rd_expense", (1, 2), 3000), lambda: R(x, "rd_staff", "staff") >= F(1, 2)))
    return kor(lambda: kand(tier, fact(x, "institution_any"), fact(x, "ip_class1_applied", lambda v: v >= 2)),
               rank(x, "award_national_rank_3y", 3), fact(x, "maker_china_50_3y"))


def items(standard, x, total):
    """conditions, direct"""
    at = lambda name, least: fact(x, name, lambda v: v >= least)
    if standard == "innovative-2022":
        return {}, {
            "award": kor(at("award_national_rank_3y", 1), at("award_provincial_rank_3y", 1)),
            "honour": kor(fact(x, "hightech_valid"), fact(x, "innovation_honour_valid")),
            "institution": tri(fact(x, "provincial_institution")),
            "equity": sum_at_least(x, "equity_financing", (1, 2, 3), 500)}
    if standard == "specialised-2022":
        direct = {
            "award": kor(rank(x, "award_provincial_rank_3y", 3), rank(x, "award_national_rank_3y", 5)),
            "rd_mean": sum_at_least(x, "rd_expense", (1, 2), 2000),
            "equity": sum_at_least(x, "equity_financing", (1, 2), 6000),
            "maker": tri(fact(x, "maker_china_500_3y"))}
        return {
            "market": tri(at("market_years", 2)),
            "rd": kand(lambda: x.y("rd_expense", 1) >= 100, rd_share(x, 1, "3/100")),
            "revenue": kor(lambda: x.y("revenue", 1) >= 1000, lambda: sum_at_least(x, "equity_financing", (1, 2), 2000)),
            "merit": kor(lambda: enough(total, 60), *[(lambda v=v: v) for v in direct.values()])}, direct
    if standard == "specialised-2026":
        return {
            "market": tri(at("market_years", 3)),
            "revenue": kor(lambda: x.y("revenue", 1) >= 1500, lambda: sum_at_least(x, "equity_financing", (1, 2), 2000)),
            "main_ratio": tri(lambda: R(x, "main_revenue", "revenue") >= F(80, 100)),
            "debt_ratio": tri(lambda: R(x, "total_liabilities", "total_assets") <= F(80, 100)),
            "rd": kand(lambda: x.y("rd_expense", 1) >= 100, lambda: x.y("rd_expense", 2) >= 100, rd_share(x, 1, "3/100"), rd_share(x, 2, "3/100")),
            "ip": kor(at("ip2026_class1_applied", 1), rank(x, "award_national_rank_3y", 3), rank(x, "award_provincial_rank_3y", 3), fact(x, "provincial_institution")),
            "position": tri(fact(x, "market_position_ok")),
            "development": tri(at("development_score", 50))}, {}
    if standard == "little-giant-2022":
        return {
            "specialisation": kand(at("market_years", 3), lambda: R(x, "main_revenue", "revenue") >= F(70, 100), lambda: mean_growth(x) >= F(5, 100)),
            "refinement": kand(at("core_systems", 1), lambda: kor(fact(x, "quality_certified"), fact(x, "product_certified_abroad")),
                               lambda: R(x, "total_liabilities", "total_assets") <= F(70, 100), fact(x, "reputation_ok")),
            "distinctiveness": kand(at("market_share", 10), fact(x, "own_brand"), fact(x, "reputation_ok")),
            "innovation": lg22_innovation(x),
            "chain": tri(fact(x, "chain_key")), "field": tri(fact(x, "key_field"))}, {}
    if standard == "little-giant-2026":
        return {
            "market": tri(at("market_years", 3)), "revenue": tri(lambda: x.y("revenue", 1) >= 5000),
            "main_ratio": tri(lambda: R(x, "main_revenue", "revenue") >= F(90, 100)),
            "debt_ratio": tri(lambda: R(x, "total_liabilities", "total_assets") <= F(75, 100)),
            "growth": tri(lambda: growth(x.y("revenue", 1), x.y("revenue", 3)) >= F(1025, 10000)),
            "rd": kand(lambda: sum_at_least(x, "rd_expense", (1, 2), 1200), rd_share(x, 1, "3/100"), rd_share(x, 2, "3/100")),
            "ip": kor(at("ip2026_class1_applied", 4), rank(x, "award_national_rank_3y", 3)),
            "share": kor(at("market_share", 10), rank(x, "market_rank", 3)),
            "chain": kor(fact(x, "chain_key"), fact(x, "key_field")),
            "development": tri(at("development_score", 60))}, {}
    return {"size": kand(lambda: x.y("staff", 1) <= 500, lambda: x.y("revenue", 1) <= 20000, lambda: x.y("total_assets", 1) <= 20000)}, {
        "hightech": tri(fact(x, "hightech_valid")), "award": tri(rank(x, "award_national_rank_5y", 3)),
        "institution": tri(fact(x, "provincial_institution")), "standard": tri(fact(x, "standard_lead_5y"))}


def enough(interval, least):
    return True if interval[0] >= least else False if interval[1] < least else None


INDICATORS = {"innovative-2022": INNOVATIVE, "specialised-2022": SPECIALISED, "tech-2017": TECH}


def judge(standard, row):
    x = Facts(row)
    points, status, groups = {}, {}, {}
    for name, (group, top, fn) in INDICATORS.get(standard, {}).items():
        try:
            p = fn(x)
            points[name], status[name] = (p, p), "scored"
        except Missing:
            points[name], status[name] = (0, top), "missing"
        except Manual:
            points[name], status[name] = (0, top), "manual"
        g = groups.get(group, (0, 0))
        groups[group] = (g[0] + points[name][0], g[1] + points[name][1])
    total = tuple(sum(p[i] for p in points.values()) for i in (0, 1))
    conditions, direct = items(standard, x, total)
    c = kand(*[(lambda v=v: v) for v in conditions.values()])
    d = kor(*[(lambda v=v: v) for v in direct.values()]) if direct else False
    if standard == "innovative-2022":
        routes = [("direct", d), ("score", kand(lambda: enough(total, 60), lambda: enough(groups["innovation"], 20),
                                                lambda: enough(groups["growth"], 15), lambda: enough(groups["specialisation"], 15)))]
    elif standard == "specialised-2022":
        routes = [("direct", kand(lambda: c, lambda: d)), ("score", kand(lambda: c, lambda: enough(total, 60)))]
    elif standard == "tech-2017":
        t = points["tech_staff"]
        some = True if t[0] > 0 else False if t[1] == 0 else None
        routes = [("direct", kand(lambda: c, lambda: d)), ("score", kand(lambda: c, lambda: enough(total, 60), lambda: some))]
    else:
        routes = [("conditions", c)]
    verdict = kor(*[(lambda v=v: v) for _, v in routes])
    return {"result": {True: "pass", False: "fail", None: "open"}[verdict],
            "route": next((n for n, v in routes if v is True), None),
            "total": total, "groups": groups, "points": points, "status": status,
            "conditions": conditions, "direct": direct}


# --- random facts that sit on, below and above every threshold ----------------------------------
PARTS = ["0.01", "0.02", "0.03", "0.04", "0.05", "0.06", "0.08", "0.1", "0.15", "0.2", "0.25", "0.3", "0.5", "0.55", "0.6", "0.7", "0.75", "0.8", "0.9", "1"]
TINY = [F(0), F(0), F(1, 1000000), F(-1, 1000000), F(1, 3)]
pick = random.Random(20230227)


def number(v):
    """At most six places, as JSON writes it."""
    v = int(max(v, 0) * 1000000)
    text = "%d.%06d" % (v // 1000000, v % 1000000)
    text = text.rstrip("0").rstrip(".") if pick.random() < .8 else text
    return Raw(text)


class Raw(float):
    """A number that json.dumps writes exactly as given."""
    def __new__(cls, text):
        self = float.__new__(cls, text)
        self.text = text
        return self

    def __repr__(self):
        return self.text

    __str__ = __repr__


float_repr = float.__repr__
json.encoder.float = type("exact", (), {"__repr__": staticmethod(lambda o: o.text if isinstance(o, Raw) else float_repr(o))})
json.encoder.c_make_encoder = None


def near(base, up_to_base=False):
    v = base * F(pick.choice(PARTS)) + pick.choice(TINY)
    return number(min(v, base) if up_to_base else v)


def random_row(gaps):
    """Some rows say yes to little, so that points decide; some to nearly all, so that all conditions may hold."""
    yes = pick.choice([.02, .02, .3, .95])
    money = lambda: number(F(pick.choice(["0", "100", "500", "999.999999", "1000", "1500", "5000", "4999.999999", "10000", "20000", "20000.000001", "4700.5", "333.333333"])) *
                           (1 if pick.random() < .7 else F(pick.randint(1, 300), 100)))
    facts = {}
    frac = lambda v: F(str(v))
    years = lambda fn: {str(Y - b): fn(b) for b in (1, 2, 3)}
    facts["revenue"] = years(lambda b: money())
    main = {}
    base = frac(facts["revenue"]["2020"])
    main["2020"] = near(base, True)
    for y in ("2021", "2022"):
        cap, last = frac(facts["revenue"][y]), frac(main[str(int(y) - 1)])
        v = last * (1 + F(pick.choice(["-0.1", "0", "0.04", "0.05", "0.06", "0.08", "0.1", "0.15"]))) + pick.choice(TINY)
        main[y] = number(min(v, cap) if pick.random() < .5 else cap * F(pick.choice(PARTS)))
    facts["main_revenue"] = main
    facts["rd_expense"] = years(lambda b: near(frac(facts["revenue"][str(Y - b)])) if pick.random() < .6 else number(F(pick.choice([100, 200, 300, 400, 500, 600, 1000, 1200])) + pick.choice(TINY)))
    facts["cost_expense"] = years(lambda b: money())
    facts["net_profit"] = {"2022": near(frac(facts["revenue"]["2022"]))}
    facts["total_assets"] = {"2022": money()}
    facts["total_liabilities"] = {"2022": near(frac(facts["total_assets"]["2022"]))}
    facts["equity_financing"] = years(lambda b: number((F(pick.choice([0, 0, 250, 500, 1000, 2000, 3000, 4000])) + pick.choice(TINY)) if yes > .1 else F(0)))
    facts["staff"] = {"2022": number(F(pick.choice(["10", "100", "500", "500.5", "30.25"])))}
    facts["rd_staff"] = {"2022": near(frac(facts["staff"]["2022"]), True)}
    facts["tech_staff"] = {"2022": near(frac(facts["staff"]["2022"]), True)}
    facts["market_years"] = number(F(pick.choice(["0", "1.999999", "2", "3", "4", "9", "10", "11.5", "2.5"])))
    for k in ("ip_high", "ip_class1_own", "ip_class1", "ip_class2", "ip_class1_applied", "ip115_class1", "ip115_class2", "ip2026_class1_applied",
              "award_national_rank_3y", "award_national_rank_5y", "award_provincial_rank_3y", "core_systems", "market_rank"):
        facts[k] = pick.choice([0, 0, 1, 2, 3, 4, 5, 6]) if yes > .1 or not k.startswith("award") else 0
    for k in ("sei_field", "hightech_valid", "innovation_honour_valid", "provincial_institution", "institution_any", "standard_lead_5y", "maker_china_500_3y",
              "maker_china_50_3y", "quality_award", "quality_certified", "own_brand", "standard_drafting", "product_certified_abroad", "market_position_ok",
              "reputation_ok", "chain_key", "key_field"):
        facts[k] = pick.random() < yes
    facts["institution_level"] = pick.choice(["none", "below_city", "city", "province", "nation"])
    facts["field_level"] = pick.choice(["gap", "basic", "other"])
    facts["digital_level"] = pick.randint(0, 4)
    facts["market_share"] = number(F(pick.choice(["9.999999", "10", "10.000001", "0", "100"])))
    facts["development_score"] = number(F(pick.choice(["49.99", "50", "59.999999", "60", "80"])))
    facts["local_points"] = number(F(pick.choice(["0", "7.5", "15", "3"])))
    facts["rd_basis"] = pick.choice(["revenue", "cost"])
    for k in list(facts):
        if isinstance(facts[k], dict):
            for y in list(facts[k]):
                if pick.random() < gaps:
                    facts[k][y] = None
        elif pick.random() < gaps:
            if pick.random() < .5:
                facts[k] = None
            else:
                del facts[k]
    return {"year": Y, "facts": facts}


def exact(text):
    return json.loads(text, parse_float=lambda s: F(s), parse_int=lambda s: F(s))


def compare(standard, row, line):
    want, got = judge(standard, row), exact(line)
    where = (standard, json.dumps(row, ensure_ascii=False), line, want)
    check(got["errors"] == [], *where)
    check(got["result"] == want["result"] and got["route"] == want["route"], *where)
    check((got["total"]["min"], got["total"]["max"]) == want["total"], *where)
    check({k: (v["min"], v["max"]) for k, v in got["groups"].items()} == want["groups"], *where)
    for name, p in want["points"].items():
        i = got["indicators"][name]
        check((i["points"]["min"], i["points"]["max"]) == p and i["status"] == want["status"][name], name, *where)
        if i["percent"] is not None:
            v = F(i["value"])
            cents = (Decimal(v.numerator) * 100 / Decimal(v.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            check(str(cents if cents else abs(cents)) == i["percent"] and str(v) == i["value"], name, *where)
    check(got["conditions"] == want["conditions"] and got["direct"] == want["direct"], *where)
    check(sorted(got["manual"]) == sorted(k for k, s in want["status"].items() if s == "manual") or got["conditions"], *where)
    return got


def apply(row, changes):
    facts = json.loads(json.dumps(row["facts"]))
    for c in changes:
        name, _, year = c["fact"].partition(".")
        v = c["to"]
        v = Raw(str(Decimal(v.numerator) / Decimal(v.denominator))) if isinstance(v, F) else v
        if year:
            facts.setdefault(name, {})[year] = v
        else:
            facts[name] = v
    return {"year": row["year"], "facts": facts}


STANDARDS = ["innovative-2022", "specialised-2022", "specialised-2026", "little-giant-2022", "little-giant-2026", "tech-2017"]
seen = {}
for standard in STANDARDS:
    rows = [random_row(pick.choice([0, 0, .02, .1, .4])) for _ in range(ROUNDS)]
    lines, code = run(standard, rows)
    check(len(lines) == len(rows) and code == 0, standard, len(lines), code)
    again, _ = run(standard, rows)
    check(again == lines, "L20: evaluating again gives other bytes")
    proposals = []
    for row, line in zip(rows, lines):
        got = compare(standard, row, line)
        seen[standard, got["result"]] = seen.get((standard, got["result"]), 0) + 1
        for g in got["gap"]:
            if "set" in g:
                proposals.append((apply(row, [c for s in g["set"] for c in s["changes"]]), "pass", None, None))
            elif "indicator" in g:
                before = got["indicators"][g["indicator"]]["points"]["min"]
                proposals.append((apply(row, g["changes"]), None, g["indicator"], before + g["points"]))
    lines, _ = run(standard, [p[0] for p in proposals])
    for (row, result, indicator, points), line in zip(proposals, lines):
        got = exact(line)
        check(got["errors"] == [], "gap", line)
        if result:
            check(got["result"] == result, "gap set does not pass", standard, json.dumps(row), line)
        else:
            check(got["indicators"][indicator]["points"]["min"] == points, "gap step", standard, indicator, json.dumps(row), line)
    # L20 again: the order of members must not matter, nor the way in.
    row = rows[0]
    turned = {"facts": dict(reversed(list(row["facts"].items()))), "year": Y}
    one = subprocess.run([TIDU, "score", standard], input=json.dumps(turned).encode(), stdout=subprocess.PIPE).stdout.decode().rstrip("\n")
    check(one == run(standard, [row])[0][0], "L20", standard)
    full, _ = run(standard, [row], "--explain")
    check(full == run(standard, [turned], "--explain")[0], "L20 explanation", standard)
    json.loads(full[0])

# --- malformed lines, impossible facts ----------------------------------------------------------
good = {"year": 2023, "facts": {}}
bad = ["{", "[]", "7", '"x"', '{"year": 2023}', '{"facts": {}}', '{"year": 2023, "facts": []}', '{"year":2023,"year":2023,"facts":{}}',
       '{"year": 2023, "facts": {}} x', "{'year': 2023}", '{"year": 2023, "facts": {"revenue": {"2022": 01}}}', '{"year":2023,"facts":{"revenue":{"2022":NaN}}}',
       "[" * 5000, '{"year": 2023, "facts": {"x": "' + "a" * 400000 + '"}}']
rows = [good]
for b in bad:
    rows += [b, good]
lines, code = run("innovative-2022", rows)
check(code == 1 and len(lines) == len(rows), "malformed lines", len(lines), len(rows))
for i, line in enumerate(lines):
    got = json.loads(line)
    check(list(got) == ["error"] and got["error"] if i % 2 else got["result"] == "open", i, line)

wrong = [({"revenue": {"2022": -1}}, "revenue.2022"), ({"revenue": {"2022": "5200"}}, "revenue.2022"), ({"revenue": 5}, "revenue"),
         ({"revenue": {"2022": True}}, "revenue.2022"), ({"revenue": {"22": 5}}, "revenue.22"), ({"revenue": {"abcd": 5}}, "revenue.abcd"),
         ({"turnover": 5}, "turnover"), ({"ip_high": 1.5}, "ip_high"), ({"ip_high": -1}, "ip_high"), ({"sei_field": 1}, "sei_field"),
         ({"sei_field": "true"}, "sei_field"), ({"institution_level": "galaxy"}, "institution_level"), ({"digital_level": 5}, "digital_level"),
         ({"local_points": 15.1}, "local_points"), ({"market_share": 100.01}, "market_share"), ({"revenue": {"2022": Raw("1.0000001")}}, "revenue.2022"),
         ({"revenue": {"2022": Raw("1000000000000000")}}, "revenue.2022"), ({"revenue": {"2022": 5}, "main_revenue": {"2022": 5.000001}}, "main_revenue.2022"),
         ({"revenue": {"2009": 5}, "main_revenue": {"2009": 6}}, "main_revenue.2009"), ({"staff": {"2022": 5}, "rd_staff": {"2022": 6}}, "rd_staff.2022"),
         ({"staff": {"2022": 5}, "tech_staff": {"2022": 6}}, "tech_staff.2022"), ({"revenue": {"2022": {}}}, "revenue.2022"), ({"sei_field": {"2022": True}}, "sei_field")]
lines, code = run("innovative-2022", [{"year": 2023, "facts": f} for f, _ in wrong] + ['{"year": "abc", "facts": {}}', '{"year": 20.5, "facts": {}}'])
for (_, name), line in zip(wrong + [(None, "year"), (None, "year")], lines):
    got = json.loads(line)
    check(got["result"] == "error" and "total" not in got and got["route"] is None, line)
    check(len(got["errors"]) == 1 and got["errors"][0].startswith(name + "：") and any(ord(c) > 0x4e00 for c in got["errors"][0]), name, line)
lines, _ = run("innovative-2022", [{"year": 2023, "facts": {"net_profit": {"2022": -5}, "revenue": {"2022": Raw("1e3")}, "rd_expense": {"2022": Raw("3e1")}}}])
got = json.loads(lines[0])
check(got["errors"] == [] and got["indicators"]["rd_ratio"]["value"] == "3/100" and got["indicators"]["rd_ratio"]["points"]["min"] == 15, lines[0])

# --- the example of the rules -------------------------------------------------------------------
example = {"year": 2023, "facts": {"revenue": {"2022": 5200, "2021": 4700.5}, "rd_expense": {"2022": 312}, "ip_class1": 1, "ip_class1_own": 0, "ip_high": 0,
                                   "equity_financing": {"2022": 0, "2021": 0, "2020": 0}}}
got = json.loads(run("innovative-2022", [example])[0][0])
check(got["total"] == {"min": 30, "max": 90} and got["groups"]["innovation"] == {"min": 30, "max": 30} and got["result"] == "open" and got["route"] is None, got)
check(got["indicators"]["rd_ratio"] == {"status": "scored", "value": "3/50", "percent": "6.00", "band": "A", "points": {"min": 20, "max": 20}}, got)
check(got["direct"]["award"] is None and got["direct"]["equity"] is False and "main_revenue.2022" in got["missing"] and "ip_class2" not in got["missing"], got)
got = json.loads(run("innovative-2022", [{"year": 2023, "facts": {"main_revenue": {"2022": 5, "2021": 0}}}])[0][0])
check(got["manual"] == ["main_growth"] and "main_revenue.2021" in got["reasons"]["main_growth"] and got["result"] == "open", got)

# --- the command --------------------------------------------------------------------------------
code = lambda *a, text=b"": subprocess.run([TIDU, "score", *a], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE).returncode
check(code("--help") == 0 and code() == 2 and code("no-such-standard") == 2 and code("../etc/passwd") == 2 and code("innovative-2022", "--nope") == 2)
check(code("innovative-2022", "/no/such/file") == 66 and code("innovative-2022", "--ndjson", "/no/such/file") == 66)
check(code("innovative-2022", text=b"{") == 1 and code("innovative-2022", text=json.dumps(good).encode()) == 0)
print("score_test: %d checks; %s" % (checks, ", ".join("%s %s %d" % (*k, v) for k, v in sorted(seen.items()))))
