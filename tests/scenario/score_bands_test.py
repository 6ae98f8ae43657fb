#!/usr/bin/env python3
"""tidu score on every edge of every criterion: at it, just below it and just above it. The tables below are read from the
regulations' own tables and from nothing that the program reads; each row is one fact that moves while all others stand still.

usage: score_bands_test.py [PATH_TO_TIDU]
"""
import json
import subprocess
import sys
from decimal import Decimal as D

TIDU = sys.argv[1] if len(sys.argv) > 1 else "build/tidu"
Y, Y1, Y2, Y3 = 2023, "2022", "2021", "2020"
TINY = D("0.000001")  # the smallest amount that a form takes: one hundredth of a yuan

# --- points: (standard, indicator, least first or most first, edges, the facts for a value, its smallest step) ---
REVENUE = D(1000)


def part(over, under):
    """A share of 1000; the value is the share itself, its smallest step that of the amount."""
    def facts(v):
        f = {over: {Y1: v * 1000}, under: {Y1: REVENUE}}
        if "main_revenue" in f and "revenue" not in f:
            f["revenue"] = {Y1: D(100000)}
        return f
    return facts


def grown(v):
    return {"main_revenue": {Y1: 1000 * (1 + v), Y2: D(1000)}, "revenue": {Y1: D(100000), Y2: D(100000)}}


def grown_twice(v):
    return {"main_revenue": {Y1: 1000 * (1 + 2 * v), Y2: D(1000), Y3: D(1000)}, "revenue": {y: D(100000) for y in (Y1, Y2, Y3)}}


def fact(name, **more):
    return lambda v: {name: v, **more}


def none_but(**given):
    """The classes of intellectual property, best first; what is not given is none."""
    names = ("ip_high", "ip_class1_own", "ip_class1", "ip_class2")
    return lambda v: {**{n: 0 for n in names}, **{n: v for n in given}}


SHARE = TINY / 1000
HALF = TINY / 2000
UP, DOWN = "up", "down"
POINTS = [
    ("innovative-2022", "rd_ratio", UP, [("0.05", 20), ("0.03", 15), ("0.02", 10), ("0.01", 5)], part("rd_expense", "revenue"), SHARE),
    ("innovative-2022", "main_growth", UP, [("0.15", 20), ("0.10", 15), ("0.05", 10), ("0", 5)], grown, SHARE),
    ("innovative-2022", "debt_ratio", DOWN, [("0.55", 10), ("0.75", 5)], part("total_liabilities", "total_assets"), SHARE),
    ("innovative-2022", "main_ratio", UP, [("0.70", 20), ("0.60", 15), ("0.55", 10), ("0.50", 5)], part("main_revenue", "revenue"), SHARE),
    ("innovative-2022", "ip", UP, [("1", 20)], none_but(ip_high=1), D(1)),
    ("innovative-2022", "ip", UP, [("1", 15)], none_but(ip_class1_own=1), D(1)),
    ("innovative-2022", "ip", UP, [("1", 10)], none_but(ip_class1=1), D(1)),
    ("innovative-2022", "ip", UP, [("1", 5)], none_but(ip_class2=1), D(1)),
    ("specialised-2022", "main_ratio", UP, [("0.80", 5), ("0.70", 3), ("0.60", 1)], part("main_revenue", "revenue"), SHARE),
    ("specialised-2022", "main_growth2", UP, [("0.10", 10), ("0.08", 8), ("0.06", 6), ("0.04", 4), ("0", 2)], grown_twice, HALF),
    ("specialised-2022", "market_years", UP, [("10", 5), ("8", 4), ("6", 3), ("4", 2), ("2", 1)], fact("market_years"), TINY),
    ("specialised-2022", "digital", UP, [("3", 5), ("2", 3)], fact("digital_level"), D(1)),
    ("specialised-2022", "net_margin", UP, [("0.10", 10), ("0.08", 8), ("0.06", 6), ("0.04", 4), ("0.02", 2)], part("net_profit", "revenue"), SHARE),
    ("specialised-2022", "debt_ratio", DOWN, [("0.50", 5), ("0.60", 3), ("0.70", 1)], part("total_liabilities", "total_assets"), SHARE),
    ("specialised-2022", "ip", UP, [("1", 10)], none_but(ip_high=1), D(1)),
    ("specialised-2022", "ip", UP, [("1", 8)], none_but(ip_class1_own=1), D(1)),
    ("specialised-2022", "ip", UP, [("1", 6)], none_but(ip_class1=1), D(1)),
    ("specialised-2022", "ip", UP, [("1", 2)], none_but(ip_class2=1), D(1)),
    # By amount while the share stays under 3 %, and by share while the amount stays under 100.
    ("specialised-2022", "rd_input", UP, [("500", 10), ("400", 8), ("300", 6), ("200", 4), ("100", 2)],
     lambda v: {"rd_expense": {Y1: v}, "revenue": {Y1: D(100000)}}, TINY),
    ("specialised-2022", "rd_input", UP, [("0.10", 10), ("0.08", 8), ("0.06", 6), ("0.04", 4), ("0.03", 2)],
     lambda v: {"rd_expense": {Y1: v * 100}, "revenue": {Y1: D(100)}}, TINY / 100),
    ("specialised-2022", "rd_staff", UP, [("0.20", 5), ("0.10", 3), ("0.05", 1)], part("rd_staff", "staff"), SHARE),
    ("tech-2017", "tech_staff", UP, [("0.30", 20), ("0.25", 16), ("0.20", 12), ("0.15", 8), ("0.10", 4)], part("tech_staff", "staff"), SHARE),
    ("tech-2017", "rd_input", UP, [("0.06", 50), ("0.05", 40), ("0.04", 30), ("0.03", 20), ("0.02", 10)],
     lambda v: {**part("rd_expense", "revenue")(v), "rd_basis": "revenue"}, SHARE),
    ("tech-2017", "rd_input", UP, [("0.30", 50), ("0.25", 40), ("0.20", 30), ("0.15", 20), ("0.10", 10)],
     lambda v: {**part("rd_expense", "cost_expense")(v), "rd_basis": "cost"}, SHARE),
    ("tech-2017", "results", UP, [("1", 30)], fact("ip115_class1", ip115_class2=0), D(1)),
    ("tech-2017", "results", UP, [("4", 24), ("3", 18), ("2", 12), ("1", 6)], fact("ip115_class2", ip115_class1=0), D(1)),
]
# Criteria of words and of yes or no: every value.
WORDS = [
    ("innovative-2022", "field", [({"sei_field": True}, 10), ({"sei_field": False}, 5)]),
    ("specialised-2022", "field", [({"field_level": w}, p) for w, p in (("gap", 5), ("basic", 3), ("other", 0))]),
    ("specialised-2022", "institution", [({"institution_level": w}, p) for w, p in (
        ("nation", 10), ("province", 8), ("city", 4), ("below_city", 2), ("none", 0))]),
    ("specialised-2022", "local", [({"local_points": D(v)}, D(v)) for v in ("0", "0.000001", "7.5", "14.999999", "15")]),
    ("specialised-2022", "quality", [({k: i < n for i, k in enumerate(("quality_award", "quality_certified", "own_brand", "standard_drafting"))},
                                      (0, 3, 5, 5, 5)[n]) for n in range(5)]),
]

# --- conditions and direct routes: all holds; one fact is put on the edge, one step under and one step over ----
ALL = {
    "revenue": {Y1: D(12000), Y2: D(10000), Y3: D(9000)}, "main_revenue": {Y1: D(11500), Y2: D(9600), Y3: D(8000)},
    "cost_expense": {Y1: D(8000)}, "net_profit": {Y1: D(1500)}, "rd_expense": {Y1: D(800), Y2: D(700), Y3: D(600)},
    "total_assets": {Y1: D(15000)}, "total_liabilities": {Y1: D(6000)}, "equity_financing": {Y1: D(0), Y2: D(0), Y3: D(0)},
    "staff": {Y1: D(200)}, "rd_staff": {Y1: D(100)}, "tech_staff": {Y1: D(60)}, "market_years": D(6), "sei_field": True,
    "ip_high": 0, "ip_class1_own": 1, "ip_class1": 1, "ip_class2": 1, "ip_class1_applied": 3, "ip115_class1": 0, "ip115_class2": 4,
    "ip2026_class1_applied": 5, "award_national_rank_3y": 0, "award_national_rank_5y": 0, "award_provincial_rank_3y": 0,
    "hightech_valid": False, "innovation_honour_valid": False, "provincial_institution": False, "institution_level": "city",
    "institution_any": True, "standard_lead_5y": False, "maker_china_500_3y": False, "maker_china_50_3y": False, "field_level": "basic",
    "digital_level": 3, "quality_award": False, "quality_certified": True, "own_brand": True, "standard_drafting": False,
    "product_certified_abroad": False, "core_systems": 2, "market_share": D(20), "market_rank": 0, "market_position_ok": True,
    "reputation_ok": True, "chain_key": True, "key_field": True, "development_score": D(80), "local_points": D(10), "rd_basis": "revenue",
}
LEAST, MOST, SPAN = "least", "most", "span"
BARE = {"revenue": {Y1: D(500), Y2: D(500)}, "rd_expense": {Y1: D(50), Y2: D(50)}, "main_revenue": {Y1: D(500), Y2: D(400), Y3: D(300)}}
SMALL = {"revenue": {Y1: D(4000), Y2: D(4000)}, "main_revenue": {Y1: D(4000), Y2: D(3600), Y3: D(3000)},
         "rd_expense": {Y1: D(1600), Y2: D(1600)}, "equity_financing": {Y1: D(4000), Y2: D(4500)}}


def at(name, year=None, **more):
    return lambda v: {**more, name: {**ALL[name], **more.get(name, {}), year: v} if year else v}


# standard, conditions or direct, id, kind, edge (or first and last of a span), smallest step, the facts for a value
HOLDS = [
    ("innovative-2022", "direct", "equity", LEAST, "500", TINY, at("equity_financing", Y1)),
    ("innovative-2022", "direct", "equity", LEAST, "500", TINY, at("equity_financing", Y3)),
    ("innovative-2022", "direct", "equity", LEAST, "100", TINY, at("equity_financing", Y1, equity_financing={Y2: D(200), Y3: D(200)})),
    ("innovative-2022", "direct", "award", LEAST, "1", D(1), at("award_national_rank_3y")),
    ("innovative-2022", "direct", "award", LEAST, "1", D(1), at("award_provincial_rank_3y")),
    ("specialised-2022", "conditions", "market", LEAST, "2", TINY, at("market_years")),
    ("specialised-2022", "conditions", "rd", LEAST, "100", TINY, at("rd_expense", Y1, revenue={Y1: D(1500)}, main_revenue={Y1: D(1400)})),
    ("specialised-2022", "conditions", "rd", LEAST, "360", TINY, at("rd_expense", Y1)),
    ("specialised-2022", "conditions", "revenue", LEAST, "1000", TINY, at("revenue", Y1, main_revenue={Y1: D(900), Y2: D(900), Y3: D(900)})),
    ("specialised-2022", "conditions", "revenue", LEAST, "2000", TINY, at("equity_financing", Y2, **BARE)),
    # 21 + 20 + local + 10 points: nine of the province's own make 60
    ("specialised-2022", "conditions", "merit", LEAST, "9", TINY, at("local_points", digital_level=0, ip_class1_own=0, ip_class1=0, ip_class2=0,
                                                                     rd_staff={Y1: D(0)}, institution_level="none")),
    ("specialised-2022", "direct", "award", SPAN, ("1", "3"), D(1), at("award_provincial_rank_3y")),
    ("specialised-2022", "direct", "award", SPAN, ("1", "5"), D(1), at("award_national_rank_3y")),
    ("specialised-2022", "direct", "rd_mean", LEAST, "1300", TINY, at("rd_expense", Y1)),
    ("specialised-2022", "direct", "equity", LEAST, "6000", TINY, at("equity_financing", Y1)),
    ("specialised-2026", "conditions", "market", LEAST, "3", TINY, at("market_years")),
    ("specialised-2026", "conditions", "revenue", LEAST, "1500", TINY, at("revenue", Y1, main_revenue={Y1: D(1400), Y2: D(900), Y3: D(900)})),
    ("specialised-2026", "conditions", "revenue", LEAST, "2000", TINY, at("equity_financing", Y2, **BARE)),
    ("specialised-2026", "conditions", "main_ratio", LEAST, "9600", TINY, at("main_revenue", Y1)),
    ("specialised-2026", "conditions", "debt_ratio", MOST, "12000", TINY, at("total_liabilities", Y1)),
    ("specialised-2026", "conditions", "rd", LEAST, "360", TINY, at("rd_expense", Y1)),
    ("specialised-2026", "conditions", "rd", LEAST, "300", TINY, at("rd_expense", Y2)),
    ("specialised-2026", "conditions", "rd", LEAST, "100", TINY, at("rd_expense", Y2, revenue={Y1: D(12000), Y2: D(2000)}, main_revenue={Y1: D(11500), Y2: D(2000)})),
    ("specialised-2026", "conditions", "ip", LEAST, "1", D(1), at("ip2026_class1_applied")),
    ("specialised-2026", "conditions", "ip", SPAN, ("1", "3"), D(1), at("award_national_rank_3y", ip2026_class1_applied=0)),
    ("specialised-2026", "conditions", "ip", SPAN, ("1", "3"), D(1), at("award_provincial_rank_3y", ip2026_class1_applied=0)),
    ("specialised-2026", "conditions", "development", LEAST, "50", TINY, at("development_score")),
    ("little-giant-2022", "conditions", "specialisation", LEAST, "3", TINY, at("market_years")),
    ("little-giant-2022", "conditions", "specialisation", LEAST, "8400", TINY, at("main_revenue", Y1, main_revenue={Y2: D(7000), Y3: D(6000)})),
    # the mean of two years of growth: 0 and twice 5 %
    ("little-giant-2022", "conditions", "specialisation", LEAST, "9900", TINY, at("main_revenue", Y1, main_revenue={Y2: D(9000), Y3: D(9000)})),
    ("little-giant-2022", "conditions", "refinement", LEAST, "1", D(1), at("core_systems")),
    ("little-giant-2022", "conditions", "refinement", MOST, "10500", TINY, at("total_liabilities", Y1)),
    ("little-giant-2022", "conditions", "distinctiveness", LEAST, "10", TINY, at("market_share")),
    ("little-giant-2022", "conditions", "innovation", LEAST, "2", D(1), at("ip_class1_applied")),
    ("little-giant-2022", "conditions", "innovation", LEAST, "360", TINY, at("rd_expense", Y1)),
    ("little-giant-2022", "conditions", "innovation", LEAST, "300", TINY, at("rd_expense", Y2)),
    # 10,000 divides 3 % from 6 %: with 500 spent in each year, one hundredth less revenue asks for more.
    ("little-giant-2022", "conditions", "innovation", LEAST, "10000", TINY, at("revenue", Y1, main_revenue={Y1: D(9900), Y2: D(9000), Y3: D(8000)},
                                                                              rd_expense={Y1: D(500), Y2: D(500)})),
    ("little-giant-2022", "conditions", "innovation", LEAST, "5000", TINY, at("revenue", Y1, main_revenue={Y1: D(4900), Y2: D(4500), Y3: D(4000)},
                                                                             revenue={Y2: D(5000)}, rd_expense={Y1: D(500), Y2: D(500)})),
    ("little-giant-2022", "conditions", "innovation", LEAST, "480", TINY, at("rd_expense", Y1, revenue={Y1: D(8000), Y2: D(8000)}, rd_expense={Y2: D(480)},
                                                                            main_revenue={Y1: D(8000), Y2: D(7000), Y3: D(6000)})),
    ("little-giant-2022", "conditions", "innovation", LEAST, "3500", TINY, at("equity_financing", Y1, **SMALL)),
    ("little-giant-2022", "conditions", "innovation", LEAST, "1400", TINY, at("rd_expense", Y1, **SMALL)),
    ("little-giant-2022", "conditions", "innovation", LEAST, "100", TINY, at("rd_staff", Y1, **SMALL)),
    ("little-giant-2022", "conditions", "innovation", SPAN, ("1", "3"), D(1), at("award_national_rank_3y", institution_any=False)),
    ("little-giant-2026", "conditions", "market", LEAST, "3", TINY, at("market_years")),
    ("little-giant-2026", "conditions", "revenue", LEAST, "5000", TINY, at("revenue", Y1, main_revenue={Y1: D(4500), Y2: D(4000), Y3: D(3000)})),
    ("little-giant-2026", "conditions", "main_ratio", LEAST, "10800", TINY, at("main_revenue", Y1)),
    ("little-giant-2026", "conditions", "debt_ratio", MOST, "11250", TINY, at("total_liabilities", Y1)),
    ("little-giant-2026", "conditions", "growth", LEAST, "9922.5", TINY, at("revenue", Y1, main_revenue={Y1: D(9500), Y2: D(9000), Y3: D(8000)})),
    ("little-giant-2026", "conditions", "rd", LEAST, "500", TINY, at("rd_expense", Y1)),
    ("little-giant-2026", "conditions", "rd", LEAST, "360", TINY, at("rd_expense", Y1, rd_expense={Y2: D(2000)})),
    ("little-giant-2026", "conditions", "rd", LEAST, "300", TINY, at("rd_expense", Y2, rd_expense={Y1: D(2000)})),
    ("little-giant-2026", "conditions", "ip", LEAST, "4", D(1), at("ip2026_class1_applied")),
    ("little-giant-2026", "conditions", "ip", SPAN, ("1", "3"), D(1), at("award_national_rank_3y", ip2026_class1_applied=3)),
    ("little-giant-2026", "conditions", "share", LEAST, "10", TINY, at("market_share")),
    ("little-giant-2026", "conditions", "share", SPAN, ("1", "3"), D(1), at("market_rank", market_share=D(9))),
    ("little-giant-2026", "conditions", "development", LEAST, "60", TINY, at("development_score")),
    ("tech-2017", "conditions", "size", MOST, "500", TINY, at("staff", Y1)),
    ("tech-2017", "conditions", "size", MOST, "20000", TINY, at("revenue", Y1)),
    ("tech-2017", "conditions", "size", MOST, "20000", TINY, at("total_assets", Y1)),
    ("tech-2017", "direct", "award", SPAN, ("1", "3"), D(1), at("award_national_rank_5y")),
]
YES_NO = [
    ("innovative-2022", "direct", {"honour": ("hightech_valid", "innovation_honour_valid"), "institution": ("provincial_institution",)}),
    ("specialised-2022", "direct", {"maker": ("maker_china_500_3y",)}),
    ("specialised-2026", "conditions", {"position": ("market_position_ok",)}),
    ("little-giant-2022", "conditions", {"chain": ("chain_key",), "field": ("key_field",)}),
    ("tech-2017", "direct", {"hightech": ("hightech_valid",), "institution": ("provincial_institution",), "standard": ("standard_lead_5y",)}),
]

# --- totals: exactly enough in all and in each group, and one band less ------------------------------------------
INNOVATIVE = {"revenue": {Y1: D(10000), Y2: D(10000)}, "main_revenue": {Y1: D(7000), Y2: D(6500)}, "rd_expense": {Y1: D(200)},
              "total_assets": {Y1: D(100)}, "total_liabilities": {Y1: D(75)}, "ip_high": 0, "ip_class1_own": 0, "ip_class1": 1,
              "ip_class2": 0, "sei_field": False, "equity_financing": {y: D(0) for y in (Y1, Y2, Y3)}, "award_national_rank_3y": 0,
              "award_provincial_rank_3y": 0, "hightech_valid": False, "innovation_honour_valid": False, "provincial_institution": False}
TECH = {"staff": {Y1: D(100)}, "tech_staff": {Y1: D(10)}, "revenue": {Y1: D(1000)}, "total_assets": {Y1: D(1000)}, "rd_basis": "revenue",
        "rd_expense": {Y1: D(50)}, "ip115_class1": 0, "ip115_class2": 3, "hightech_valid": False, "award_national_rank_5y": 0,
        "provincial_institution": False, "standard_lead_5y": False}
TOTALS = [
    # innovation 20, growth 15 (10 + 5), specialisation 25 (5 + 20): 60 exactly, each group enough
    ("innovative-2022", INNOVATIVE, {}, 60, "pass"),
    ("innovative-2022", INNOVATIVE, {"rd_expense": {Y1: D("199.999999")}}, 55, "fail"),
    ("innovative-2022", INNOVATIVE, {"main_revenue": {Y1: D("6999.999999"), Y2: D(6500)}}, 55, "fail"),
    # enough in all, and one group short of its own minimum
    ("innovative-2022", INNOVATIVE, {"ip_class1": 0, "ip_class2": 1, "total_liabilities": {Y1: D(55)}, "sei_field": True}, 65, "fail"),
    ("innovative-2022", INNOVATIVE, {"rd_expense": {Y1: D(500)}, "total_liabilities": {Y1: D("75.000001")}}, 65, "fail"),
    ("innovative-2022", INNOVATIVE, {"rd_expense": {Y1: D(500)}, "main_revenue": {Y1: D("5499.999999"), Y2: D(4700)},
                                     "total_liabilities": {Y1: D(55)}, "ip_high": 1}, 80, "fail"),
    # 4 + 40 + 18 = 62; one band less of input fails; nobody in technology fails whatever the rest
    ("tech-2017", TECH, {}, 62, "pass"),
    ("tech-2017", TECH, {"rd_expense": {Y1: D("49.999999")}}, 52, "fail"),
    ("tech-2017", TECH, {"tech_staff": {Y1: D("9.999999")}, "rd_expense": {Y1: D(60)}, "ip115_class2": 4}, 74, "fail"),
    ("tech-2017", TECH, {"tech_staff": {Y1: D("9.999999")}, "hightech_valid": True}, 58, "pass"),
]

checks = 0


def plain(v):
    return {k: plain(x) for k, x in v.items()} if isinstance(v, dict) else float(v) if isinstance(v, D) else v


def line(facts):
    """Exact decimals, as a form writes them."""
    def text(v):
        if isinstance(v, dict):
            return "{" + ",".join(f"{json.dumps(k)}:{text(x)}" for k, x in v.items()) + "}"
        return format(v.normalize(), "f") if isinstance(v, D) else json.dumps(v)
    return f'{{"year":{Y},"facts":{text(facts)}}}'


def run(standard, rows):
    p = subprocess.run([TIDU, "score", standard, "--ndjson"], input="\n".join(map(line, rows)).encode() + b"\n", capture_output=True)
    out = [json.loads(x) for x in p.stdout.decode().splitlines()]
    assert len(out) == len(rows), p.stderr.decode()
    return out


def whole(v, step):
    return int(v) if step == 1 else v


def around(edge, step):
    return [whole(D(edge) + k * step, step) for k in (-1, 0, 1)]


cases = {}


def want(standard, facts, kind, name, value):
    cases.setdefault(standard, []).append((facts, kind, name, value))


for standard, name, way, edges, facts, step in POINTS:
    for i, (edge, points) in enumerate(edges):
        worse = edges[i + 1][1] if i + 1 < len(edges) else 0
        below, exact, above = around(edge, step)
        if not (step == 1 and below < 0):
            want(standard, facts(below), "points", name, points if way == DOWN else worse)
        want(standard, facts(exact), "points", name, points)
        want(standard, facts(above), "points", name, worse if way == DOWN else edges[i - 1][1] if step == 1 and i and
             D(edges[i - 1][0]) == above else points)
for standard, name, values in WORDS:
    for facts, points in values:
        want(standard, facts, "points", name, points)
for standard, kind, name, way, edge, step, facts in HOLDS:
    first, last = edge if way == SPAN else (edge, edge)
    for v in around(first, step):
        if v >= 0:
            want(standard, {**ALL, **facts(v)}, kind, name, v <= D(first) if way == MOST else v >= D(first))
    if way == SPAN:
        for v in around(last, step):
            want(standard, {**ALL, **facts(v)}, kind, name, v <= D(last))
for standard, kind, names in YES_NO:
    for name, words in names.items():
        for word in words:
            for value in (True, False):
                want(standard, {**ALL, word: value}, kind, name, value)
for chain in (True, False):
    for field in (True, False):
        want("little-giant-2026", {**ALL, "chain_key": chain, "key_field": field}, "conditions", "chain", chain or field)
for standard, base, more, total, result in TOTALS:
    want(standard, {**base, **more}, "total", result, total)

for standard, rows in cases.items():
    for (facts, kind, name, value), got in zip(rows, run(standard, [r[0] for r in rows])):
        where = f"{standard} {name}: {line(facts)}\n{json.dumps(got, ensure_ascii=False)[:2000]}"
        assert got["errors"] == [], where
        if kind == "points":
            p = got["indicators"][name]["points"]
            ok = D(str(p["min"])) == D(str(p["max"])) == D(str(value))
        elif kind == "total":
            ok = (got["total"]["min"], got["total"]["max"], got["result"]) == (value, value, name)
        else:
            ok = got[kind][name] is value
        assert ok, f"expected {value}\n{where}"
        checks += 1
# Each criterion of the six standards stands in a table above.
for standard in cases:
    got = run(standard, [ALL])[0]
    assert got["errors"] == [] and got["result"] == ("pass" if standard != "innovative-2022" else got["result"]), got
    told = {(k, n) for _, k, n, _ in cases[standard]}
    for kind, members in (("points", "indicators"), ("conditions", "conditions"), ("direct", "direct")):
        for name in got[members]:
            assert (kind, name) in told, (standard, kind, name)
assert len(cases) == 6, cases.keys()
print(f"score_bands_test: {checks} cases on the edges of {len(cases)} standards")
