#!/usr/bin/env python3
"""规则试算: another standard on what was submitted; winners, losers, causes; nothing is written.

usage: test_whatif.py [PATH_TO_TIDU] [NAME …]
"""
# san
import csv
import io
import json
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_review import Review  # noqa: E402

EDITION, STANDARD = "hebei-innovative-2023", "innovative-2022"


class WhatIf:
    def __init__(self):
        self.hands = Review()
        self.site = self.hands.site
        self.province, self.city = self.hands.province, self.hands.city
        for _ in range(2):
            self.hands.at_city()
        self.no, self.low, self.high = self.site.sql("SELECT no, score_min / 1000000, score_max FROM application ORDER BY id")[0]

    # --- hands -------------------------------------------------------------------------------------
    def standard(self):
        return json.loads(self.site.one("SELECT json FROM rulebook WHERE kind = 'standard' AND id = ?", STANDARD))

    def ask(self, to, draft="", act="run", follow=True, edition=EDITION):
        page = self.province.get("/o/whatif")
        return self.province.upload(page, "/o/whatif", "file", [], {"edition": edition, "to": to, "draft": draft, "act": act}, follow)

    @staticmethod
    def total(page):
        """The line 合计 of the table of cities: files, passed, passes, gained, lost, unsure, edge."""
        row = page.text[page.text.index('id="cities"'):].split("合计", 1)[1].split("</tr>", 1)[0]
        return [int(n) for n in re.findall(r">(\d+)<", row)][:7]

    def all_rows(self):
        db = sqlite3.connect(self.site.path, timeout=10)
        try:
            # That a list was taken away is on record like every download.
            return [line for line in db.iterdump() if not line.startswith(('INSERT INTO "session"', 'INSERT INTO "once"'))
                    and "'list_export" not in line and not line.startswith('INSERT INTO "serial" VALUES(\'export\'')]
        finally:
            db.close()

    # --- what is promised ----------------------------------------------------------------------------
    def N6_the_unchanged_standard_changes_nothing(self):
        page = self.ask(STANDARD)
        same(page.status, 200, page.words[:500])
        same(self.total(page)[:6], [2, 2, 2, 0, 0, 0])
        assert "结果没有变化" in page.words and "没有企业的结果改变" in page.words
        # The same as a draft.
        same(self.total(self.ask("draft", json.dumps(self.standard(), ensure_ascii=False)))[:6], [2, 2, 2, 0, 0, 0])

    def N6_a_raised_line_loses_and_says_why(self):
        draft = self.standard()
        draft["direct"] = []
        draft["evidence"] = [x for x in draft["evidence"] if x["for"] != "direct"]
        draft["routes"] = [dict(r, when=r["when"].replace("total >= 60", "total >= 99")) for r in draft["routes"] if r["id"] == "score"]
        text = json.dumps(draft, ensure_ascii=False)
        page = self.ask("draft", text)
        same(self.total(page)[1:5], [2, 0, 0, 2], page.words[:1500])
        assert "通过线" in page.words and "不再达标" in page.words and self.no in page.words
        r = self.ask("draft", text, act="csv", follow=False)
        assert r.header("Content-Type").startswith("text/csv"), r.header("Content-Type")
        rows = list(csv.reader(io.StringIO(r.body.decode("utf-8-sig"))))
        same(len(rows), 3)
        same(rows[0][:5], ["变化", "边缘", "申报编号", "企业名称", "市"])
        same({x[0] for x in rows[1:]}, {"不再达标"})

    def N6_an_indicator_that_counts_less_is_named(self):
        draft = self.standard()
        share = next(i for i in draft["indicators"] if i["id"] == "ip")
        for b in share["bands"][:-1]:  # nobody reaches a band but the last
            b["when"] = "ip_class1 >= 900"
        need = self.high // 10 ** 6 - 1  # their points of today are just enough
        for r in draft["routes"]:
            r["when"] = r["when"].replace("total >= 60", f"total >= {need}").replace("group(innovation) >= 20", "total >= 0")
        page = self.ask("draft", json.dumps(draft, ensure_ascii=False))
        same(self.total(page)[3:5], [0, 2], page.words[:1500])
        assert "指标：" + share["name"] in page.words, page.words[:2500]

    def N6_a_draft_that_is_no_standard_is_refused_with_the_reason(self):
        draft = self.standard()
        draft["indicators"][0]["max"] = 7
        for text, words in ((json.dumps(draft), "草案不能使用"), ("{", "草案不能使用"), ("", "请填写标准草案")):
            page = self.ask("draft", text, follow=False)
            same(page.status, 422, text[:40])
            assert words in page.words, page.words[:500]
        same(self.ask("no-such", follow=False).status, 422)
        same(self.ask(STANDARD, edition="henan-innovative-2023", follow=False).status, 422)

    def N6_nothing_is_written_and_only_the_province_asks(self):
        before = self.all_rows()
        self.ask("specialised-2022")
        self.ask("specialised-2022", act="csv", follow=False)
        same(self.all_rows(), before)
        for b in (self.city, self.hands.county):
            same(b.get("/o/whatif").status, 403)


if __name__ == "__main__":
    lib.run(WhatIf)
