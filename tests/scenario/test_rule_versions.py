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
        # The same figures, one rule that differs, and the explanation says which text it was.
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

    # --- 地方特色指标 ----------------------------------------------------------------------------------
    LOCAL = f"/o/rules/item?rule={STANDARD}&at=indicators/local"
    INDICATORS = {
        "l1_name": "工业设计", "l1_what": "number", "l1_ask": "近三年获得省级工业设计奖的项数", "l1_shows": "获奖文件，体现企业名称",
        "l1_bands": "5｜3｜3项以上\n2|1|1项以上\n0｜其余｜没有",
        "l2_name": "产业集群", "l2_what": "yes", "l2_ask": "主导产品属于省级产业集群主导产业", "l2_shows": "集群管理机构的证明",
        "l2_bands": "6｜是｜属于\n0｜其余｜不属于",
        "l3_name": "研发强度", "l3_what": "rd_expense.y1", "l3_of": "revenue.y1", "l3_shows": "审计报告",
        "l3_bands": "4｜10%｜10%以上\n3｜5.5%｜5.5%-10%\n0｜其余｜5.5%以下"}

    def proposed(self, **more):
        page = self.one.get(self.LOCAL)
        same(page.status, 200)
        return self.one.submit(page, "/o/rules/item", {
            "source": "省工业和信息化厅公布的特色化指标", "reason": "按公布的指标逐项录入", "in_force": "2023-04-10", **self.INDICATORS, **more},
            ("act", "propose"))

    def A8_B6_local_indicators_are_set_by_two_people(self):
        if self.site.now != NOW:
            self.site.at(NOW)
        before = self.hands.call("henan-specialised-2023", "2023-04-03", "2023-05-18", "2023-06-30")
        filler, legal = self.holder()
        # Shipped empty, and said so to everybody: the enterprise where it would fill them in, staff where they look.
        old = self.hands.start(filler, before)
        words = filler.get(old + "/s/distinctiveness").words
        assert "本省尚未公布地方特色指标" in words and "按未知处理（0至15分）" in words, words[:900]
        words = filler.get(old + "/score").words
        assert "由省级主管部门设定，尚未设定" in words or "本省尚未公布，公布前按未知处理" in words, words[:1500]
        assert "本省尚未公布" in self.one.get("/o/rules").words
        assert "自主设定1-3个指标" in self.one.get(self.LOCAL).words or "至多 3 个指标" in self.one.get(self.LOCAL).words
        # What cannot be is said beside its field, and what was typed stays.
        for more, words in (({"l1_bands": "16｜3｜多\n0｜其余｜没有"}, "超过文件规定的分值"), ({"l1_bands": "5｜三｜多\n0｜其余｜没有"}, "分档写不通"),
                            ({"l1_bands": "5｜3｜多"}, "分档写不通"), ({"l1_bands": "2｜3｜多\n5｜1｜少\n0｜其余｜没有"}, "逐档降低"),
                            ({"l1_ask": ""}, "请写明请企业填写什么"), ({"l2_shows": ""}, "请写明佐证材料"), ({"l1_what": "nothing"}, "请选择按什么计分"),
                            ({"l3_of": "institution_level"}, "应是数字"), ({"l2_bands": "6｜3｜属于\n0｜其余｜不属于"}, "分档写不通"),
                            ({"source": ""}, "来源"), ({"in_force": "2023-04-03"}, "明天")):
            r = self.proposed(**more)
            same(r.status, 422, more)
            assert words in r.words, (more, words, r.words[:1500])
            assert "近三年获得省级工业设计奖的项数" in r.text or "l1_ask" in more, more
        r = self.proposed()
        assert r.url.startswith("/o/rules/proposal/"), r.words[:900]
        url = r.url
        same(self.one.post(url, lib.csrf(self.one, url) + [("act", "confirm"), ("seen", "")]).status, 403)
        page = self.two.get(url)
        for w in ("本省设定的指标", "工业设计（满分5分）：A.3项以上（5分）；B.1项以上（2分）；C.没有（0分）", "研发强度（满分4分）"):
            assert w in page.words, (w, page.words[:1500])
        assert page.text.index('id="diff"') < page.text.index('value="confirm"')
        r = self.two.submit(page, url, {}, ("act", "confirm"))
        assert "新版本已确认" in r.words, r.words[:600]
        # The other province has none of it.
        same(self.site.sql("SELECT body FROM rulebook WHERE id = ? AND json LIKE '%工业设计%'", STANDARD), [("miit-410000",)])
        # The list can be set anew, and shows what stands.
        page = self.one.get(self.LOCAL)
        fields = dict(page.form("/o/rules/item").fields)
        same((fields["l1_name"], fields["l2_ask"], fields["l3_what"], fields["l3_of"]),
             ("工业设计", "主导产品属于省级产业集群主导产业", "rd_expense.y1", "revenue.y1"))
        same(fields["l3_bands"].split(), ["4｜10%｜10%以上", "3｜5.5%｜5.5%-10%", "0｜其余｜5.5%以下"])
        self.site.at("2023-04-11T09:00:00+08:00")
        # The batch that was open asks as before; the one that opens now asks for what the province set.
        assert "近三年获得省级工业设计奖的项数" not in filler.get(old + "/s/distinctiveness").words
        new_filler, new_legal = self.holder()
        new = self.hands.start(new_filler, self.call_now())
        self.hands.fill(new_filler, new)
        path = new + "/s/distinctiveness"
        page = new_filler.get(path)
        assert "近三年获得省级工业设计奖的项数" in page.words and "主导产品属于省级产业集群主导产业" in page.words, page.words[:1200]
        assert "本省尚未公布" not in page.words and "地方特色指标得分" not in page.words
        r = new_filler.submit(page, "/s/distinctiveness", {"local_number_1": "2", "local_yes_2": "true"}, ("go", "stay"), follow=False)
        same(r.status, 303, r.words[:600])
        points = {i["id"]: (i["points"]["min"], i["points"]["max"]) for i in self.explained(new_filler, new)["indicators"]
                  if i["id"].startswith("local")}
        same(points, {"local_1": (2, 2), "local_2": (6, 6), "local_3": (3, 3)})  # 700 of 12000 is 5.83 %
        words = new_filler.get(new + "/score").words
        assert "B 1项以上 2 分" in words and "A.3项以上（5分）" in words, words[:2500]
        assert "工业设计佐证" in new_filler.get(new + "/files").words
        for slot in ("local_proof_1", "local_proof_2", "local_proof_3"):
            assert f"/files/{slot}" in new_filler.get(new + "/files").text, slot
        self.hands.sign(new_legal, new)
        page = self.hands.city.get("/o/app/" + new.rsplit("/", 1)[1])
        assert "工业设计" in page.words and "近三年获得省级工业设计奖的项数" in page.words, page.words[:1500]
        # The old file is still judged by the printed indicator.
        self.hands.fill(filler, old)
        self.hands.sign(legal, old)
        assert any(i["id"] == "local" for i in self.explained(filler, old)["indicators"])
        self.decided(new)
        self.decided(old)
        self.clean()

    def call_now(self):
        page = self.one.get("/o/batches/new?edition=henan-specialised-2023")
        r = self.one.submit(page, "/o/batches/new", {"edition": "henan-specialised-2023", "opens_on": "2023-04-11", "filing_last": "2023-05-26",
                                                     "city_deadline": "2023-06-30"}, ("act", "call"))
        assert r.url.startswith("/o/batch/"), r.words[:400]
        return int(r.url.rsplit("/", 1)[1])


if __name__ == "__main__":
    assert NOW < "2023-04-10"
    lib.run(RuleVersions)
