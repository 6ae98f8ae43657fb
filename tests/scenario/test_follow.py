#!/usr/bin/env python3
"""After the file: the reserve that a library feeds, the list for financing partners by consent, and what bodies note.

usage: test_follow.py [PATH_TO_TIDU] [NAME …]
"""
import csv
import io
import os
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_tech import Tech  # noqa: E402

VALID = {"number": "GR202113000001", "granted_on": "2020-11-22", "valid_until": "2023-11-21"}
SHORT = {"number": "GR201813000002", "granted_on": "2018-07-03", "valid_until": "2021-06-30"}


class Follow(Tech):
    """In the order written: an edition whose document feeds the reserve."""
    edition, now, year = "hebei-tech-2021", "2021-03-02T09:00:00+08:00", 2021
    bodies = ("st-130171", "st-130000", "miit-130100", "miit-130000", "st-130100")
    division = "130171"

    def library(self):
        """Four in the library: a plain one, one that lists little, one with a certificate, one whose certificate ends in June."""
        batch = self.batch()
        self.plain, self.certified, self.short = self.filed(), self.filed(hightech=VALID), self.filed(hightech=SHORT)
        self.bare = self.filed(ip=(), projects=(("叶轮", "80"),), facts={"revenue": "1200"})
        lib.list_item(self.plain, "ip", "software", title="控制软件", number="2019SR001", granted_on="2019-12-01", rank="1")
        for b in (self.plain, self.certified, self.short, self.bare):
            same(self.obstacles(b.app), "")
        url = self.recommended(batch)
        page = self.province.submit(self.province.get(url), "/decide", {}, ("act", "approve"))
        self.province.submit(page, "/decide", {}, ("act", "go"))
        self.after(self.publicity(self.province, self.province2, batch, "10"))
        self.site.at(max("2021-03-26", self.site.now[:10]) + "T10:00:00+08:00")
        self.announced(batch, "冀科企函〔2021〕21号")

    def name(self, b):
        return f"中原微型泵业{b.n:03d}有限公司"

    def enterprise(self, b):
        return self.site.one("SELECT e.public_id FROM enterprise e JOIN account a ON a.enterprise_id = e.id WHERE a.login = ?", f"filler{b.n}")

    def rows(self, who, path):
        return list(csv.DictReader(io.StringIO(who.get(path).body.decode("utf-8-sig"))))

    def D4_the_library_feeds_the_reserve(self):
        assert "名单中还没有企业" in self.city.get("/o/reserve").words
        self.library()
        page = self.city.get("/o/reserve")
        assert "高新技术企业后备库" in page.words and "纳入高新技术企业后备库" in page.words, page.words[:600]
        same([r["企业名称"] for r in self.rows(self.city, "/o/reserve.csv")], [self.name(self.plain), self.name(self.bare)],
             "without a valid certificate; who lacks less comes first")
        same([r["清单中还没有"] for r in self.rows(self.city, "/o/reserve.csv")], ["—", "知识产权"])
        same(len(self.rows(self.province, "/o/reserve.csv")), 2)
        for other in (self.neighbour, self.miit_city, self.miit_province):
            same(self.rows(other, "/o/reserve.csv"), [])
        assert "本单位没有后备库" in self.miit_city.get("/o/reserve").words
        book = self.city.get("/o/reserve.xlsx").body
        sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
        strings = "".join(zipfile.ZipFile(io.BytesIO(book)).read(n).decode() for n in zipfile.ZipFile(io.BytesIO(book)).namelist() if "xl/" in n)
        assert self.name(self.plain) in strings and self.name(self.certified) not in strings, sheet[:300]
        # A certificate that ends makes its holder a candidate again, a title that ends removes it.
        before = self.site.now
        self.site.at("2021-07-01T09:00:00+08:00")
        assert self.name(self.short) in [r["企业名称"] for r in self.rows(self.city, "/o/reserve.csv")]
        self.site.quiet(lambda: self.site.sql("UPDATE title SET state = 'revoked', ended_on = '2021-07-01' WHERE name = ?", self.name(self.short)))
        assert self.name(self.short) not in [r["企业名称"] for r in self.rows(self.city, "/o/reserve.csv")]
        self.site.at(before)

    def D4_coaching_counts_in_the_reserve(self):
        """Coaching has one record, that of /o/coach; the reserve counts what the bodies of its line wrote there."""
        path = "/o/coach/firm/" + self.site.one("SELECT uscc FROM enterprise WHERE name = ?", self.name(self.bare))
        assert path in self.city.get("/o/reserve").text
        same(self.row(self.bare)["辅导（次）"], "0")
        form = {"on": self.site.now[:10], "person": "王辅导", "method": "visit", "content": "上门辅导知识产权布局", "result": "企业同意年内申请"}
        r = self.city.submit(self.city.get(path), path, form, ("act", "add"))
        assert "辅导记录已登记" in r.words, r.words[:600]
        same([self.row(self.bare)["辅导（次）"], self.row(self.plain)["辅导（次）"]], ["1", "0"])
        assert "评价辅导" not in self.city.get("/o/follow/" + self.enterprise(self.bare)).words, "one place to write it"

    def row(self, b):
        return next(r for r in self.rows(self.city, "/o/reserve.csv") if r["企业名称"] == self.name(b))

    def C5_events_of_an_enterprise(self):
        path = "/o/follow/" + self.enterprise(self.plain)
        assert path in self.city.get(self.body_page(self.plain.app)).text
        today = self.site.now[:10]
        good = {"kind": "loan", "on": today, "amount": "200.5", "note": "科技贷，建设银行"}
        for wrong, words in (({"on": "2031-01-01"}, "不能晚于今天"), ({"amount": "-1"}, "不小于 0"), ({"amount": "很多"}, "不小于 0"),
                             ({"note": ""}, "写明情况"), ({"kind": "deputy"}, "没有金额的事项请留空")):
            r = self.city.submit(self.city.get(path), path, {**good, **wrong}, ("act", "add"))
            same(r.status, 422, wrong)
            assert words in r.words, (wrong, r.words[:600])
        r = self.city.post(path, lib.csrf(self.city, path) + [("act", "add"), ("kind", "别的"), ("on", today), ("note", "说明")])
        same(r.status, 422)
        r = self.city.submit(self.city.get(path), path, good, ("act", "add"))
        assert "200.5" in r.words, r.words[:600]
        r = self.province.submit(self.province.get(path), path, {"kind": "contest", "on": today, "note": "创新创业大赛三等奖"}, ("act", "add"))
        same(r.status, 200)
        # Only where it filed: neighbours and the other line find no such enterprise, and nothing in their lists.
        for other in (self.neighbour, self.miit_city, self.miit_province):
            same(other.get(path).status, 404)
            same(self.rows(other, "/o/follow.csv"), [])
            same(other.post(path, lib.csrf(other, "/o/follow") + [("act", "add")]).status, 404)
        # By kind; the enterprise sees its own, another one does not.
        same([r["说明"] for r in self.rows(self.city, "/o/follow.csv?kind=loan")], ["科技贷，建设银行"])
        same([r["金额（万元）"] for r in self.rows(self.province, "/o/follow.csv?kind=loan")], ["200.5"])
        assert self.name(self.plain) in self.city.get("/o/follow?kind=contest").words
        own = self.plain.get("/e/follow").words
        assert "科技贷，建设银行" in own and "创新创业大赛三等奖" in own, own[:600]
        assert "科技贷，建设银行" not in self.bare.get("/e/follow").words
        # Ended with day and reason, by who noted it; kept for ever.
        tag = self.site.one("SELECT public_id FROM follow_tag WHERE kind = 'loan'")
        assert tag not in self.province.get(path).text, "another body's is not ended here"
        r = self.province.post(path, lib.csrf(self.province, path) + [("act", "end"), ("tag", tag), ("ended_on", today), ("reason", "还清")])
        same(r.status, 409)
        r = self.city.submit(self.city.get(path), path, {"tag": tag, "ended_on": "2020-01-01", "reason": "还清"}, ("act", "end"))
        same(r.status, 409, "before it began")
        r = self.city.submit(self.city.get(path), path, {"tag": tag, "ended_on": today, "reason": "贷款已还清"}, ("act", "end"))
        assert "已登记结束" in r.words, r.words[:400]
        same(self.rows(self.city, "/o/follow.csv?kind=loan"), [])
        same(len(self.rows(self.city, "/o/follow.csv?kind=loan&ended=1")), 1)
        assert "贷款已还清" in self.plain.get("/e/follow").words
        same(self.site.one("SELECT count(*) FROM audit WHERE action IN ('follow_added', 'follow_ended')"), 3)

    def D6_financing_partners_by_consent(self):
        finance = "/o/reserve.csv?list=finance"
        same(self.rows(self.city, finance), [])
        assert "同意后才会列入" in self.city.get("/o/reserve?list=finance").words
        page = self.certified.get("/e/follow")
        assert "不同意不影响评价" in page.words, page.words[:900]
        r = self.certified.submit(page, "/e/consent", {}, ("act", "give"))
        assert "已同意" in r.words, r.words[:300]
        got = self.rows(self.city, finance)
        same([(r["企业名称"], r["同意融资对接"]) for r in got], [(self.name(self.certified), self.site.now[:10])],
             "also with a certificate: only consent decides")
        same(got[0]["联系电话"] != "", True)
        same(len(self.rows(self.province, finance)), 1)
        same(self.rows(self.neighbour, finance), [])
        # Withdrawn: gone at once, and both acts are on record with who and when.
        r = self.certified.submit(self.certified.get("/e/follow"), "/e/consent", {}, ("act", "withdraw"))
        assert "已撤回" in r.words
        same(self.rows(self.city, finance), [])
        same(self.site.sql("SELECT given_by IS NOT NULL, withdrawn_by IS NOT NULL FROM consent"), [(1, 1)])
        self.certified.submit(self.certified.get("/e/follow"), "/e/consent", {}, ("act", "give"))
        same(self.site.one("SELECT count(*) FROM consent"), 2, "a new consent is a new row")
        same(self.city.post("/e/consent", lib.csrf(self.city, "/o/follow") + [("act", "give")]).status, 403)


    def B17_consent_before_publicity_or_a_visit(self):
        path = f"/o/follow/{self.enterprise(self.plain)}/consent"
        today, later = self.site.now[:10], "2031-01-05"
        assert path in self.city.get(path.removesuffix("/consent")).text
        good = {"purpose": "publicity", "on": later, "what": "省电视台拍摄生产车间，介绍控制软件"}
        for wrong, words in (({"on": "2020-01-01"}, "不能早于今天"), ({"what": "拍摄"}, "10 至 500"), ({"on": ""}, "不能早于今天")):
            r = self.city.submit(self.city.get(path), path, {**good, **wrong}, ("act", "ask"))
            same(r.status, 422, wrong)
            assert words in r.words, (wrong, r.words[:500])

        def asked(purpose):
            r = self.city.submit(self.city.get(path), path, {**good, "purpose": purpose}, ("act", "ask"))
            assert "已送企业" in r.words, r.words[:400]
            return self.site.one("SELECT public_id FROM permission ORDER BY id DESC LIMIT 1")

        def close(one, act="done", who=None):
            who = who or self.city
            return who.post(path, lib.csrf(who, path) + [("act", act), ("id", one), ("note", "已按约定开展")])

        def reply(one, act, text="", who=None):
            own = "/e/permission/" + one
            who = who or self.plain
            return who.submit(who.get(own), own, {"text": text}, ("act", act))

        one = asked("publicity")
        assert "征求贵企业意见" in self.plain.get("/e/messages").words and "/e/permissions" in self.plain.get("/e/follow").text
        same(close(one).status, 409, "nothing is done before the enterprise agrees")
        same(self.bare.get("/e/permission/" + one).status, 404)
        r = reply(one, "agree", "装配工序不能拍摄")
        assert "已同意" in r.words, r.words[:500]
        assert "装配工序不能拍摄" in self.city.get(path).words, "its conditions reach who asked"
        # Another body does not see it and cannot record it; neighbours and the other line find no such enterprise.
        assert "装配工序" not in self.province.get(path).words
        same(close(one, who=self.province).status, 409)
        for other in (self.neighbour, self.miit_city, self.miit_province):
            same(other.get(path).status, 404)
        r = close(one)
        assert "已登记开展" in r.words and "已开展" in self.plain.get("/e/permission/" + one).words
        same(close(one).status, 409, "once")
        # Declined, and agreed but taken back in time: neither can be done, by the page or past it.
        two = asked("exchange")
        assert "不同意" in reply(two, "decline", "客户要求保密").words
        three = asked("exchange")
        reply(three, "agree")
        assert "已撤回同意" in reply(three, "decline").words
        for no in (two, three):
            same(close(no).status, 409)
            try:
                self.site.sql("UPDATE permission SET state = 'done' WHERE public_id = ?", no)
                assert False, "the schema lets it through"
            except Exception as e:  # noqa: BLE001
                assert "has not agreed" in str(e), e
        same(self.plain.post("/e/permission/" + two, lib.csrf(self.plain, "/e/follow") + [("act", "agree")]).status, 409)
        four = asked("exchange")
        assert "不再开展" in close(four, "drop").words
        same(self.plain.post("/e/permission/" + four, lib.csrf(self.plain, "/e/follow") + [("act", "agree")]).status, 409)
        same([n for n, in self.site.sql("SELECT count(*) FROM audit WHERE action LIKE 'permission_%' GROUP BY action ORDER BY action")], [2, 4, 2, 1, 1])
        same(self.site.one("SELECT count(*) FROM audit WHERE payload || reason LIKE '%装配%'"), 0, "its words are not in the log")


if __name__ == "__main__":
    lib.run(Follow)
