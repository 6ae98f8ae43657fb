#!/usr/bin/env python3
"""Two versions of a standard at work side by side: a batch is judged by what was in force when it opened, its files
say so, and both are computed again without a difference.

usage: test_rule_versions.py [PATH_TO_TIDU] [NAME …]
"""
# san
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_henan import NOW, Henan  # noqa: E402

STANDARD = "specialised-2022"
GROWTH = f"/o/rules/item?rule={STANDARD}&at=indicators/main_growth2"


class RuleVersions:
    def __init__(self):
        self.hands = Henan()
        self.site = self.hands.site
        self.one, self.two = self.hands.province, self.hands.province2

    # --- hands -------------------------------------------------------------------------------------
    def holder(self):
        """An enterprise with the title below, so that it may apply."""
        filler, legal = self.hands.firm()
        uscc = self.site.one("SELECT e.uscc FROM enterprise e JOIN account a ON a.enterprise_id = e.id WHERE a.login = ?",
                             f"filler{filler.n}")
        self.site.quiet(lambda: self.site.insert(
            "title", public_id=f"v-{filler.n}", tier="innovative", tier_name="创新型中小企业", batch_title="2022年度", name=f"x{filler.n}", uscc=uscc,
            province="河南省", city="郑州市", county="中原区", valid_from="2022-01-01", valid_to="2024-12-31", state="valid",
            source="test", recorded_at=0))
        return filler, legal

    def settle(self, url, day, values):
        page = self.one.get(url)
        r = self.one.submit(page, "/o/rules/item", {"source": "工信部企业〔2022〕63号附件2", "reason": "与公布的扫描件逐字核对",
                                                    "in_force": day, **values}, ("act", "propose"))
        same(r.status, 200, r.words[:800])
        assert r.url.startswith("/o/rules/proposal/"), r.url
        page = self.two.get(r.url)
        r = self.two.submit(page, r.url, {}, ("act", "confirm"))
        assert "新版本已确认" in r.words, r.words[:600]
        return page

    def decided(self, app):
        self.hands.visit(self.hands.city, app)
        r = self.hands.passes(self.hands.city, app)
        assert "已通过" in r.words, r.words[:500]

    def row(self, app, column):
        return self.site.one(f"SELECT {column} FROM application WHERE public_id = ?", app.rsplit("/", 1)[1])

    def explained(self, filler, app):
        return json.loads(filler.get(app + "/score.json").body)

    def clean(self):
        r = self.site.offline("replay", ok=False, timed=True)
        same(r.returncode, 0, r.stdout + r.stderr)
        sent, decided = self.site.one("SELECT count(*) FROM submission"), self.site.one("SELECT count(*) FROM decision")
        assert f"报送 {sent} 次、决定 {decided} 件" in r.stdout and "全部相同" in r.stdout, r.stdout

    # --- what is promised ----------------------------------------------------------------------------
    def B6_two_files_under_two_versions_are_each_judged_by_their_own(self):
        before = self.hands.call("henan-specialised-2023", "2023-04-03", "2023-05-19", "2023-06-30")
        early, late = self.holder(), self.holder()
        draft = self.hands.start(early[0], before)
        # What is not the printed word is found to ask for 20 % where 10 % stood: growth of 13 % falls from A to B.
        page = self.one.get(GROWTH)
        fields = dict(page.form("/o/rules/item").fields)
        was = {"value >= 10%": "value >= 20%", "10%以上": "20%以上", "8%-10%": "8%-20%"}
        values = {name: was.get(v, v.replace("A.10%以上", "A.20%以上").replace("B.8%-10%", "B.8%-20%"))
                  for name, v in fields.items() if re.fullmatch(r"f\d+", name)}
        same(sum(values[n] != fields[n] for n in values), 4, "rule, condition, two texts")
        seen = self.settle(GROWTH, "2023-04-10", values)
        # What changes stands before the button that confirms it, and so does the way to try it out.
        assert 0 < seen.text.index('id="diff"') < seen.text.index('value="confirm"'), "difference first"
        assert 0 < seen.text.index('id="whatif"') < seen.text.index('value="confirm"')
        # From its day on: the batch that is open keeps its text, also for files that are begun and sent later.
        self.site.at("2023-04-11T09:00:00+08:00")
        after = self.call_now()
        self.hands.fill(early[0], draft)
        self.hands.sign(early[1], draft)
        new = self.hands.start(late[0], after)
        self.hands.fill(late[0], new)
        self.hands.sign(late[1], new)
        old_hash, new_hash = self.row(draft, "standard_hash"), self.row(new, "standard_hash")
        assert old_hash != new_hash
        same(self.site.sql("SELECT version, body FROM rulebook WHERE hash IN (?, ?) ORDER BY version", old_hash, new_hash),
             [(1, ""), (2, "miit-410000")])
        same([self.row(draft, "standard"), self.row(new, "standard")], [STANDARD, STANDARD])
        old, fresh = self.explained(early[0], draft), self.explained(late[0], new)
        # The same figures but for nothing: one rule differs, and the explanation says which text it was.
        same((old["hash"], fresh["hash"]), (old_hash, new_hash))
        growth = [next(i for i in x["indicators"] if i["id"] == "main_growth2") for x in (old, fresh)]
        same(growth[0]["facts"], growth[1]["facts"])
        assert "A.10%以上" in growth[0]["rule"] and "A.20%以上" in growth[1]["rule"], growth
        for x, filler, app, band in ((old, early[0], draft, "A 10%以上 10 分"), (fresh, late[0], new, "B 8%-20% 8 分")):
            assert band in filler.get(app + "/score").words, (band, x)
        same([self.site.one("SELECT score_min FROM submission WHERE application_id = ?", self.row(a, "id")) for a in (draft, new)][0] - 2 * 10 ** 6,
             self.site.one("SELECT score_min FROM submission WHERE application_id = ?", self.row(new, "id")))
        self.decided(draft)
        self.decided(new)
        same(self.site.sql("SELECT DISTINCT standard_hash FROM decision WHERE application_id = ?", self.row(draft, "id")), [(old_hash,)])
        same(self.site.sql("SELECT DISTINCT standard_hash FROM decision WHERE application_id = ?", self.row(new, "id")), [(new_hash,)])
        self.clean()
        # The province sees both beside today's rules.
        page = self.one.get(f"/o/replay?no={self.row(draft, 'no')}")
        assert "按现行规则" in page.words and "一致" in page.words, page.words[:900]

    def call_now(self):
        page = self.one.get("/o/batches/new?edition=henan-specialised-2023")
        r = self.one.submit(page, "/o/batches/new", {"edition": "henan-specialised-2023", "opens_on": "2023-04-11", "filing_last": "2023-05-26",
                                                     "city_deadline": "2023-06-30"}, ("act", "call"))
        assert r.url.startswith("/o/batch/"), r.words[:400]
        return int(r.url.rsplit("/", 1)[1])


if __name__ == "__main__":
    assert NOW < "2023-04-10"
    lib.run(RuleVersions)
