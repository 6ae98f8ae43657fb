#!/usr/bin/env python3
"""年度总结: who owes it and until when, figures that nobody types, typical cases only with consent, two people, the book of
all, who is missing.

usage: test_yearly.py [PATH_TO_TIDU] [NAME …]
"""
# san
import io
import json
import os
import re
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_tech import Hebei2021, Tech  # noqa: E402


def docx(page):
    """What a Word file says."""
    xml = zipfile.ZipFile(io.BytesIO(page.body)).read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))


class Hands:
    def __init__(self, tech):
        self.tech, self.site = tech, tech.site
        self.edition, self.year = tech.edition, tech.year

    def shipped(self):
        with open(os.path.join(lib.ROOT, "sql", "reference", "procedures", self.edition + ".json"), encoding="utf-8") as f:
            return json.load(f)["yearly_report"]

    def at(self, day):
        self.site.at(day + "T09:00:00+08:00")
        for _ in range(50):
            if self.site.sql("SELECT 1 FROM job WHERE name = 'yearly' AND last_at >= ?", lib.instant(day + "T00:00:00+08:00")):
                return
            lib.time.sleep(0.1)
        raise AssertionError("the job did not run on " + day)

    def library(self, n, start=700):
        """Enterprises of the city in the library; while the server stands still."""
        batch, out = self.tech.batch(), []
        city, province = (self.site.one("SELECT id FROM agency WHERE code = ?", c) for c in self.tech.bodies[:2])
        for i in range(start, start + n):
            name = f"典型案例企业{i}有限公司"
            e = self.site.new_enterprise(name, i, self.tech.division)
            code = self.site.one("SELECT uscc FROM enterprise WHERE id = ?", e)
            a = self.site.insert("application", public_id=f"yr{i}", enterprise_id=e, batch_id=batch, edition=self.edition,
                                 standard="tech-2017", standard_hash="0" * 64, year=self.year, state="listed", live=1,
                                 city_agency_id=city, province_agency_id=province, holder="none", due_at=0, created_at=0, updated_at=0)
            for body in (city, province):
                self.site.insert("caseload", agency_id=body, state="listed", due_at=lib.FAR, application_id=a, public_id=f"yr{i}",
                                 batch_id=batch, county_agency_id=0, city_agency_id=city, name=name, uscc=code, area="x", score=0,
                                 route="", submitted_at=1)
            self.site.insert("title", public_id=f"yr{i}", enterprise_id=e, application_id=a, tier="tech", edition=self.edition,
                             tier_name="科技型中小企业", batch_title="第1批", name=name, uscc=code, province="x", city="x", county="x",
                             division_code=self.tech.division, certificate_no=f"{self.year}00000000{i}", valid_from=f"{self.year}-07-01",
                             valid_to=f"{self.year}-12-31", state="valid", source="test", recorded_at=0)
            b = self.site.session(self.site.new_account(f"yr{i}", "filler", "张三", enterprise=e))
            b.name, b.code = name, code
            out.append(b)
        return out

    def consent(self, b, act="give"):
        r = b.submit(b.get("/e/follow"), "/e/consent", {"purpose": "example"}, ("act", act))
        assert "典型案例" in r.words, r.words[:300]

    def report(self, who):
        return next(h for h in who.get("/o/yearly").links() if re.fullmatch(r"/o/yearly/[\w-]{8,}", h))

    def case(self, who, path, b, title="离心泵研发做法", text="企业持续投入研发，联合高校攻关，产品替代进口，带动就业。"):
        return who.submit(who.get(path), path, {"case_enterprise": b.code, "case_title": title, "case_text": text}, ("act", "case"))

    def reminders(self, code, like):
        return self.site.one("SELECT count(*) FROM message m JOIN account a ON a.id = m.account_id JOIN agency g ON g.id = a.agency_id "
                             "WHERE g.code = ? AND m.kind = 'yearly' AND m.subject LIKE ?", code, like)


class Henan:
    """C10: summary by 20 December with 3-5 typical cases."""

    def __init__(self):
        self.h = Hands(Tech())
        self.tech, self.site = self.h.tech, self.h.site

    def C10_yearly_report_is_due_from_every_city_body(self):
        h, tech = self.h, self.tech
        self.firms = self.site.quiet(lambda: h.library(5))
        self.site.at("2025-10-31T23:00:00+08:00")
        same(self.site.one("SELECT count(*) FROM yearly_round"), 0)
        assert "还没有要报送的年度总结" in tech.city.get("/o/yearly").words
        h.at("2025-11-01")
        same(self.site.sql("SELECT edition, year, due_on FROM yearly_round"), [("henan-tech-2025", 2025, "2025-12-20")])
        cities = self.site.one("SELECT count(*) FROM agency WHERE line = 'st' AND level = 'city' AND active = 1 AND parent_id = "
                               "(SELECT id FROM agency WHERE code = 'st-410000')")
        same(self.site.one("SELECT count(*) FROM yearly_report"), cities)
        same(h.reminders("st-410100", "请报送2025年度科技型中小企业年度总结"), 2)
        words = tech.province.get("/o/yearly").words
        assert f"应报送 {cities} 个单位" in words and "未开始" in words and "2025-12-20" in words, words[:900]
        path = h.report(tech.city)
        page = tech.city.get(path)
        assert h.shipped()["clause"] in page.words and "{listed}" in page.words and "3-5家科技型中小企业典型案例" in page.words, page.words[:2500]
        same(tech.neighbour.get(path).status, 404)
        same(tech.province.get(path).status, 404, "the province reads what was sent")
        same(tech.miit_city.get(path).status, 404)
        self.path = path

    def C10_figures_are_the_systems_texts_the_bodys(self):
        tech, path = self.tech, self.path
        page = tech.city.get(path)
        texts = dict(page.form(path).fields)
        r = tech.city.submit(page, path, {"s-problems": "部分企业研发费用归集不规范 {wrong}。"}, ("act", "save"))
        same(r.status, 422)
        assert "没有“wrong”这个数字" in r.words and "归集不规范" in r.text, r.words[:900]
        r = tech.city.submit(tech.city.get(path), path, {"s-problems": "部分企业研发费用归集不规范。", "s-plan": "继续做好 {listed} 家入库企业的服务。"},
                             ("act", "save"))
        assert "已保存，数字已更新" in r.words, r.words[:600]
        stored, figures, at = self.site.sql("SELECT texts, figures, figures_at FROM yearly_report WHERE saved_at IS NOT NULL")[0]
        same(json.loads(stored)["plan"], "继续做好 {listed} 家入库企业的服务。")
        same(json.loads(stored)["overview"], texts["s-overview"])
        figures = json.loads(figures)
        same((figures["listed"], figures["filed"], figures["holders"], figures["refused"]), ("5", "5", "5", "0"))
        same(at, lib.instant("2025-11-01T09:00:00+08:00"))
        text = docx(tech.city.get(path + "/report.docx"))
        assert "继续做好 5 家入库企业的服务" in text and "{" not in text and "草稿，尚未报送" in text, text[:1500]
        # A version that somebody else has saved meanwhile is not overwritten.
        same(tech.city.submit(page, path, {"s-plan": "旧的页面"}, ("act", "save")).status, 409)

    def C10_three_to_five_cases_only_with_consent(self):
        h, tech, path = self.h, self.tech, self.path
        r = h.case(tech.city, path, self.firms[0])
        same(r.status, 422)
        assert "还没有同意作为典型案例" in r.words, r.words[:600]
        same(tech.city.submit(tech.city.get(path), path, {"ask_enterprise": "没有这家企业"}, ("act", "ask")).status, 422)
        r = tech.city.submit(tech.city.get(path), path, {"ask_enterprise": self.firms[0].name}, ("act", "ask"))
        assert "已征求企业意见" in r.words, r.words[:400]
        assert "请选择是否同意作为典型案例" in self.firms[0].get("/e/messages").words
        for b in self.firms[:3]:
            h.consent(b)
        for b in self.firms[:2]:
            assert "已写入典型案例" in h.case(tech.city, path, b).words
        same(h.case(tech.city, path, self.firms[2], text="太短").status, 422)
        r = tech.city.submit(tech.city.get(path), path, {}, ("act", "propose"))
        same(r.status, 422)
        assert "3-5家科技型中小企业典型案例" in r.words and "现有 2 个" in r.words, r.words[:900]
        h.case(tech.city, path, self.firms[2])
        # Consent may go at any time; until it is there again nothing is signed.
        h.consent(self.firms[2], "withdraw")
        r = tech.city.submit(tech.city.get(path), path, {}, ("act", "propose"))
        same(r.status, 422)
        assert self.firms[2].name + " 没有同意或已撤回同意" in r.words, r.words[:900]
        h.consent(self.firms[2])
        same(self.site.one("SELECT count(*) FROM consent WHERE purpose = 'example'"), 4)
        same(self.site.one("SELECT count(*) FROM consent WHERE purpose = 'financing'"), 0)

    def C10_two_people_send_it_and_the_province_reads(self):
        h, tech, path = self.h, self.tech, self.path
        r = tech.city.submit(tech.city.get(path), path, {}, ("act", "propose"))
        assert "已提请" in r.words and "待第二人确认" in r.words, r.words[:600]
        token = dict(r.forms[-1].fields)["_csrf"] if r.forms else ""
        version = self.site.one("SELECT version FROM yearly_report WHERE state = 'proposed'")
        r = tech.city.post(path, {"act": "send", "version": str(version), "_csrf": token})
        same(r.status, 403, "the same person")
        same(tech.city.post(path, {"act": "save", "version": str(version), "_csrf": token}).status, 409)
        r = tech.city2.submit(tech.city2.get(path), path, {"reason": "请补充下一年度安排"}, ("act", "back"))
        assert "已退回：请补充下一年度安排" in r.words, r.words[:700]
        tech.city.submit(tech.city.get(path), path, {"s-plan": "扩大服务覆盖面，{goal}。"}, ("act", "propose"))
        r = tech.city2.submit(tech.city2.get(path), path, {}, ("act", "send"))
        assert "已报送省级" in r.words, r.words[:600]
        same(self.site.one("SELECT state FROM yearly_report WHERE saved_at IS NOT NULL"), "sent")
        r = tech.province.get(path)
        same(r.status, 200)
        assert "典型案例企业700" in r.words and "由系统统计" in r.words, r.words[:1500]
        overview = tech.province.get("/o/yearly")
        assert "已报送 1 个单位" in overview.words
        book = docx(tech.province.get(next(x for x in overview.links() if x.endswith("all.docx"))))
        for word in ("汇编", "已报送 1 个", "未报送", "离心泵研发做法", "附表"):
            assert word in book, (word, book[:800])
        pdf = tech.province.get(next(x for x in overview.links() if x.endswith("all.pdf")))
        assert pdf.body.startswith(b"%PDF"), pdf.body[:20]
        same(tech.city.get(next(x for x in overview.links() if x.endswith("all.pdf"))).status, 404)
        # Withdrawn after it was sent: not quoted any more.
        h.consent(self.firms[1], "withdraw")
        book = docx(tech.province.get(next(x for x in overview.links() if x.endswith("all.docx"))))
        assert self.firms[1].name not in book and "企业已撤回同意" in book

    def C10_who_is_missing_is_reminded_and_seen(self):
        h, tech = self.h, self.tech
        for day, left in (("2025-11-20", 30), ("2025-12-13", 7), ("2025-12-19", 1)):
            h.at(day)
            like = f"%还有 {left} 天截止"
            same(h.reminders("st-410300", like), 1, day)
            same(h.reminders("st-410100", like), 0, "has sent it")
            same(h.reminders("st-410000", like), 2, "the province: how many are missing")
        h.at("2025-12-14")
        same(h.reminders("st-410300", "%还有%天截止"), 3, "a clock set back reminds nobody again")
        h.at("2025-12-21")
        words = tech.province.get("/o/yearly").words
        assert "未开始（逾期）" in words and "郑州市科学技术局 已报送" in words.replace("  ", " "), words[:1500]
        # The province sends it back: it may be corrected and is late then.
        r = tech.province.submit(tech.province.get(self.path), self.path, {"reason": "案例缺少成效数据"}, ("act", "back"))
        assert "已退回" in r.words, r.words[:300]
        assert "案例缺少成效数据" in tech.city.get(self.path).words
        same(tech.province.get(self.path).status, 404)


class Hebei:
    """D9: yearly report and cases by 10 November, no number of cases printed."""

    def __init__(self):
        self.h = Hands(Hebei2021())
        self.tech, self.site = self.h.tech, self.h.site

    def D9_report_and_cases_by_10_november(self):
        h, tech = self.h, self.tech
        firm, = self.site.quiet(lambda: h.library(1))
        h.at("2021-10-02")
        same(self.site.sql("SELECT edition, due_on FROM yearly_round"), [("hebei-tech-2021", "2021-11-10")])
        path = h.report(tech.city)
        assert "企业典型案例" in tech.city.get(path).words
        fill = {"s-problems": "无。", "s-plan": "继续扩面。"}
        r = tech.city.submit(tech.city.get(path), path, fill, ("act", "propose"))
        same(r.status, 422)
        h.consent(firm)
        h.case(tech.city, path, firm)
        r = tech.city.submit(tech.city.get(path), path, fill, ("act", "propose"))
        assert "已提请" in r.words, r.words[:600]
        h.at("2021-11-11")
        r = tech.city2.submit(tech.city2.get(path), path, {}, ("act", "send"))
        assert "已报送省级" in r.words and "逾期报送" in r.words, r.words[:600]
        words = tech.province.get("/o/yearly").words
        assert "已报送（逾期报送）" in words and "未开始（逾期）" in words, words[:900]
        assert "应填季度调查" in tech.province.get(path).words
        # The other province's and the other line's bodies owe nothing.
        assert "还没有年度总结" in tech.miit_province.get("/o/yearly").words
        same(tech.miit_province.get(path).status, 404)


if __name__ == "__main__":
    lib.run(Henan, Hebei)
