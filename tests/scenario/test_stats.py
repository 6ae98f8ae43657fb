#!/usr/bin/env python3
"""统计概览 through the real program: the register in numbers on a day, held against a count by hand.

usage: test_stats.py [PATH_TO_TIDU] [NAME …]
"""
import csv
import io
import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402

# tier, city, industry code, capital, from, to, state, ended
TITLES = (
    ("innovative", "石家庄市", "3525", "50", "2022-01-01", "2025-12-31", "valid", ""),
    ("innovative", "石家庄市", "3525", "99.99", "2022-01-01", "2022-12-31", "expired", "2023-01-01"),
    ("innovative", "唐山市", "C3525", "100", "2023-02-06", "", "valid", ""),
    ("innovative", "唐山市", "", "", "2022-01-01", "2025-12-31", "revoked", "2023-02-06"),
    ("specialised", "石家庄市", "2761", "5000", "2022-06-01", "2025-05-31", "renewing", ""),
    ("specialised", "石家庄市", "2761", "4999.99", "2023-02-07", "2026-02-06", "valid", ""),
    ("specialised", "保定市", "2761", "1000", "2021-01-01", "2026-01-31", "valid", ""),
)


class Stats:
    def __init__(self):
        self.site = lib.Site(now="2023-02-06T10:00:00+08:00")

        def work():
            for i, (tier, city, industry, capital, begins, ends, state, ended) in enumerate(TITLES):
                e = self.site.new_enterprise(f"统计测试{i}有限公司", 6000 + i)
                self.site.sql("UPDATE enterprise SET industry_code = ?, capital = ? WHERE id = ?", industry, capital, e)
                self.site.insert("title", public_id=f"st{i}", enterprise_id=e, tier=tier, tier_name={"innovative": "创新型中小企业"}.get(
                    tier, "专精特新中小企业"), batch_title="x", name=f"统计测试{i}有限公司", uscc=lib.uscc("130102", 6000 + i), province="河北省",
                                 city=city, county="x", valid_from=begins, valid_to=ends, state=state, ended_on=ended, source="test",
                                 recorded_at=0)
        self.site.quiet(work)
        self.public = self.site.browser()

    def data(self, day):
        return json.loads(self.public.get("/stats.json?asof=" + day).body)

    @staticmethod
    def hand(day, key):
        """Counted by hand: in force as the register says it."""
        out = {}
        for t in TITLES:
            begins, ends, state, ended = t[4:]
            if begins <= day and (state == "renewing" or ((state == "valid" or ended > day) and (not ends or ends >= day))):
                out.setdefault(key(t), {}).setdefault(t[0], 0)
                out[key(t)][t[0]] += 1
        return out

    def C8_numbers_as_of_any_day(self):
        for day in ("2021-06-01", "2022-05-31", "2022-12-31", "2023-02-05", "2023-02-06", "2023-02-07", "2025-06-01", "2030-01-01"):
            got = {x["name"]: x["titles"] for x in self.data(day)["place"]}
            same(got, self.hand(day, lambda t: "河北省" + t[1]), day)
            same({x["code"]: x["titles"] for x in self.data(day)["tiers"]}, self.hand(day, lambda t: 0).get(0, {}), day)
        capitals = {x["name"]: sum(x["titles"].values()) for x in self.data("2023-02-07")["capital"]}
        same(capitals, {"100万元以下": 1, "100万元（含）至500万元": 1, "1000万元（含）至5000万元": 2, "5000万元（含）以上": 1})
        industries = {x["name"]: sum(x["titles"].values()) for x in self.data("2023-02-07")["industry"]}
        same(industries.get("医药制造业"), 3)
        same(sum(industries.values()), 5)

    def C8_page_file_and_register_agree(self):
        page = self.public.get("/stats?asof=2023-02-06")
        assert "截至2023年2月6日，名单中有效的称号 4 项" in page.words, page.words[:900]
        rows = list(csv.DictReader(io.StringIO(self.public.get("/stats.csv?asof=2023-02-06").body.decode("utf-8-sig"))))
        for kind in ("称号", "地区", "行业", "注册资本"):
            same(sum(int(r["有效称号（项）"]) for r in rows if r["分类"] == kind), 4, kind)
        # Without a day it is today; what is no day is today; a day before everything has no numbers and says so.
        for more in ("", "?asof=", "?asof=x", "?asof=2023-13-40", "?asof=" + "9" * 40):
            assert "截至2023年2月6日" in self.public.get("/stats" + more).words, more
        assert "这一天没有有效的称号" in self.public.get("/stats?asof=1990-01-01").words
        # A figure leads to the register on that day.
        link = next(h for h in page.links() if h.startswith("/registry?") and "innovative" in h)
        same(self.public.get(link).status, 200)

    def C8_nothing_of_a_file_is_in_it(self):
        """Whatever an enterprise has in its profile later or in a file changes nothing."""
        before = self.public.get("/stats.json").body
        self.site.quiet(lambda: self.site.sql("UPDATE enterprise SET industry_code = '0111', capital = '1'"))
        same(self.public.get("/stats.json").body, before)
        for word in ("统计测试", "uscc", lib.uscc("130102", 6000)):
            assert word not in self.public.get("/stats").text.split("<main")[1] and word.encode() not in before, word

    def C8_a_hundred_thousand_titles_in_one_walk(self):
        where = ("FROM title WHERE valid_from <= '2023-02-06' AND listed_on <= '2023-02-06' AND (state = 'renewing' OR ((state = 'valid' OR ended_on > '2023-02-06') "
                 "AND (valid_to = '' OR valid_to >= '2023-02-06')))")
        for columns, name, index in (("tier, province, city", "max(tier_name), ", "title_stats_place"), ("tier, industry, capital", "", "title_stats_kind")):
            plan = self.site.sql(f"EXPLAIN QUERY PLAN SELECT {name}{columns}, count(*) {where} GROUP BY {columns} ORDER BY {columns}")
            same([r[3] for r in plan], [f"SCAN title USING COVERING INDEX {index}"])


if __name__ == "__main__":
    lib.run(Stats)
