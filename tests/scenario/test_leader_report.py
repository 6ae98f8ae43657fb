#!/usr/bin/env python3
"""Document 004, what is written and compared: the report by its printed outline, directions with their honours, the
evidence that a direction asks for, the statement for signature, the county's certificate.

usage: test_leader_report.py [PATH_TO_TIDU] [NAME …]
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_leader import Leader, office_text, pdf_text  # noqa: E402
from test_pool import REPORT  # noqa: E402

OUTLINE = ["一、申报单位简介", "二、企业的经营情况", "（一）财务情况", "（二）市场情况", "（三）研发创新情况", "（四）企业管理情况", "三、申报方向"]
EVIDENCE = ["营业执照（副本）", "研发费用专项审计报告", "市级及以上行业协会", "知识产权清单及证书", "合作合同", "乡镇或者园区管委会",
            "社会责任", "专项条件佐证材料", "真实性声明"]


class LeaderReport:
    start, sign, state, list_act = Leader.start, Leader.sign, Leader.state, Leader.list_act
    firm, filed, fill, passes, report = Leader.firm, Leader.filed, Leader.fill, Leader.passes, Leader.report
    when = Leader.when

    def __init__(self):
        Leader.__init__(self)

    def papers(self, b, app):
        return {"pdf": pdf_text(b.get(app + "/application.pdf").body),
                "docx": office_text(b.get(app + "/application.docx").body, "word/document.xml")}

    def E9_report_by_the_printed_outline(self):
        """A section a page with its printed guidance; a filing waits for all; paper has them in the printed order."""
        filler, legal = self.firm()
        app = self.start(filler, self.batch)
        hub = filler.get(app)
        paths = [h for h in hub.links() if h.startswith(app + "/report/")]
        same([p.rsplit("/", 1)[1] for p in paths], list(REPORT), "in the printed order")
        page = filler.get(app + "/report/market")
        for want in ("（二）市场情况", "二、企业的经营情况", "省外主要的竞争对手、集群内企业合作情况", "已写 0 个字（建议 300 至 1500 个字）"):
            assert want in page.words, (want, page.words[:900])
        # Saved as one writes: the next request carries the version that came back.
        fields = filler.filled(page.form("/report/market"), {"text": "草稿一"}) + [("_autosave", "1")]
        r = filler.post(app + "/report/market/autosave", fields, follow=False)
        same((r.status, r.header("X-Version")), (200, "1"))
        assert "已写 3 个字" in r.words and "更具体" in r.words, r.words
        stale = filler.post(app + "/report/market/autosave", [(n, "另一份" if n == "text" else v) for n, v in fields], follow=False)
        same(stale.status, 409, "a colleague's text is not written over")
        # The form of before shows both texts.
        r = filler.submit(page, "/report/market", {"text": "另一份"}, ("go", "stay"), follow=False)
        same(r.status, 409)
        assert "草稿一" in r.words and "另一份" in r.text, r.words[:600]
        long = filler.submit(filler.get(app + "/report/market"), "/report/market", {"text": "字" * 5001}, ("go", "stay"), follow=False)
        same(long.status, 422)
        assert "5000" in long.words
        self.fill(filler, app)
        page = filler.get(app + "/report/research")
        filler.submit(page, "/report/research", {"text": "  "}, ("go", "stay"))
        check = filler.get(app + "/check")
        assert "申请报告还缺：研发创新情况" in check.words, check.words[:1500]
        self.report(filler, app)
        assert "申请报告还缺" not in filler.get(app + "/check").words
        for kind, text in self.papers(filler, app).items():
            at = [text.index(w) for w in OUTLINE]
            same(at, sorted(at), kind)
            assert REPORT["market"][:12] in text and REPORT["direction"][:14] in text, kind
        self.sign(legal, app)
        same(self.site.one("SELECT count(*) FROM submission_report"), 1)
        pinned = json.loads(self.site.one("SELECT json FROM submission_report"))
        same(pinned, REPORT, "as it was submitted")
        locked = filler.get(app + "/report/market")
        assert REPORT["market"] in locked.words and "<textarea" not in locked.text
        for b in (self.county,):
            page = b.get("/o/app/" + app.rsplit("/", 1)[1])
            assert all(t in page.words for t in REPORT.values()), page.words[:1500]

    def E9_a_return_names_a_section_and_opens_no_other(self):
        filler, legal, app = self.filed()
        path = "/o/app/" + app.rsplit("/", 1)[1]
        form = self.county.get(path + "/return")
        r = self.county.submit(form, "/return", {"item": "report:market", "r.report:market": "unclear",
                                                 "n.report:market": "请写明省外主要竞争对手"})
        same(self.state(app), "returned", r.words[:600])
        assert "市场情况" in filler.get(app + "/fix").words
        assert "<textarea" in filler.get(app + "/report/market").text
        assert "<textarea" not in filler.get(app + "/report/finance").text

    def E8_one_direction_is_chosen_others_may_be_added(self):
        """The main direction first, a further one beside it: kind, name, first obtained, valid until, last recheck."""
        filler, legal = self.firm()
        lib.list_item(filler, "honours", "green_list", title="国家绿色工厂", number="工信部公告〔2022〕5号", granted_on="2022-02-01",
                      valid_until="2025-01-31", rechecked_on="2023-03-01", level="national")
        app = self.filed((filler, legal))[-1]
        page = filler.get(app + "/report/direction")
        for want in ("科技创新发展（主申报方向）", "省级企业技术中心", "绿色低碳发展（补充）", "国家绿色工厂", "2022-02-01", "2025-01-31", "2023-03-01"):
            assert want in page.words, (want, page.words[:1500])
        review = self.county.get("/o/app/" + app.rsplit("/", 1)[1])
        assert "科技创新发展（主申报方向）" in review.words and "国家绿色工厂" in review.words
        # The level stands beside what has one, on every list of honours.
        for of in (page, review):
            assert re.search(r"省级企业技术中心 省级 ", of.words) and "国家绿色工厂 — 工信部公告" in of.words, of.words[:2500]
        assert re.search(r"级别 .*省级企业技术中心 .* 省级 ", filler.get("/e/honours").words)
        for kind, text in self.papers(filler, app).items():
            assert "国家绿色工厂" in text and "级别" in text, kind

    def E10_item_8_follows_the_direction(self):
        """Nine items as printed; the eighth says what the chosen direction needs, and no other direction's words."""
        filler, legal = self.firm()
        app = self.start(filler, self.batch)
        assert "请先在“申报方向”中选择方向" in filler.get(app + "/files").words
        self.fill(filler, app)
        words = filler.get(app + "/files").words
        assert "“科技创新发展”方向" in words and "（4）企业技术创新中心" in words and "（5）中国专利奖" in words, words[:3000]
        assert "上市辅导企业：" not in words and "“机器人化”的智能制造和工业互联网创新发展重点项目的佐证" not in words
        for kind, text in self.papers(filler, app).items():
            at = [text.index(w) for w in EVIDENCE]
            same(at, sorted(at), kind)
            assert "（5）中国专利奖" in text and "（1）境内外上市企业" not in text, kind

    def E11_truth_statement_as_printed(self):
        filler, legal = self.firm()
        app = self.start(filler, self.batch)
        self.fill(filler, app)
        for kind, text in self.papers(filler, app).items():
            for want in ("省工业和信息化厅：", "入库培育/申报认定资料，全部真实有效。如有虚假，愿承担一切法律责任。", "特此声明。",
                         "法人代表签字（签章）：", "单位（公章）"):
                same(text.count(want), 1, f"{kind}: {want}")
            assert text.index("省工业和信息化厅：") < text.index("特此声明。") < text.index("法人代表签字"), kind

    def E3_the_county_compares_and_certifies(self):
        """Item by item; what does not agree is no certificate; who, which body, when; and it stays."""
        filler, legal, app = self.filed()
        path = "/o/app/" + app.rsplit("/", 1)[1]
        page = self.county.get(path)
        for want in ("资料比对", "原件与复印件", "一致", "不一致", "需补充"):
            assert want in page.words, (want, page.words[:1500])
        same(self.county.get(path + "/comparison.pdf").status, 404, "nothing certified yet")
        self.passes(self.county, app)
        same(self.site.one("SELECT count(*) FROM comparison"), 1)
        for b in (self.county, self.city):
            assert "比对原件和复印件并出具证明" in b.get(path).words
        texts = {"pdf": pdf_text(self.city.get(path + "/comparison.pdf").body),
                 "docx": office_text(self.city.get(path + "/comparison.docx").body, "word/document.xml")}
        name = self.site.one("SELECT name FROM enterprise ORDER BY id DESC LIMIT 1")
        for kind, text in texts.items():
            for want in ("证明", name, "经比对原件和复印件，所报材料一致，材料核查真实无误。", "一致", "比对人：xian", "复核人（签字）",
                         "（盖章）", "2023年7月20日"):
                assert want in text, (kind, want, text[:900])


if __name__ == "__main__":
    lib.run(LeaderReport)
