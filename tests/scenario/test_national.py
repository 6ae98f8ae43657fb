#!/usr/bin/env python3
"""Titles that are the ministry's (B16; document 001 art. 18, national rules ch. 3): the province verifies and reports, the
ministry's recorded answer cancels or keeps.

usage: test_national.py [PATH_TO_TIDU] [NAME …]
"""
import io
import os
import re
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
import test_cases  # noqa: E402
from test_enterprise import same  # noqa: E402

MINISTRY = "工业和信息化部"
SAID = "省级已核实，于 {} 报工业和信息化部；在其答复前，称号仍有效"


class Office(test_cases.Room):
    now, edition = "2024-05-06T09:00:00+08:00", "henan-little-giant-2023"
    programme, tier, number = "little_giant", "专精特新“小巨人”企业", "XJR2023"

    def title(self, e, n, i, division, **more):
        """With its line in the register."""
        made = test_cases.Room.title(self, e, n, i, division, **more)
        keys = "public_id, name, uscc, city, county, tier, tier_name, state, valid_from, valid_to, certificate_no"
        row = self.site.sql(f"SELECT {keys} FROM title WHERE id = ?", made)[0]
        self.site.insert("registry", kind="title", ref_id=made, names="", **dict(zip(keys.split(", "), row)))
        return made

    def tail(self, case):
        return case.rsplit("/", 1)[1]

    def verify(self, b, day=""):
        return self.public.get(f"/verify/{b.number}" + (f"?on={day}" if day else "")).words

    def reported(self, b, ground="unfit", outcome="cancel", **more):
        """Proposed, told, drafted, signed by a second person: the case lies with the ministry."""
        case = self.propose(self.city, b, ground)
        self.notify(case)
        due = self.site.one("SELECT due_at FROM case_file WHERE public_id = ?", self.tail(case))
        self.site.at(self.clock(due + 3600000))
        self.draft(case, outcome, ground=ground, **more)
        page = self.province2.get(case)
        assert "确认后不取消称号" in page.words and "将发布" not in page.words, page.words[:1500]
        r = self.province2.submit(page, "/confirm", {}, ("act", "report"))
        assert "核实意见已确认，报部的报告已生成" in r.words, r.words[:900]
        same(self.state(case), "reported")
        return case

    def answer(self, case, agreed="yes", who=None, **more):
        who = who or self.province
        self.answers = getattr(self, "answers", 0) + 1
        values = {"agreed": agreed, "answer_no": f"工信部企业函〔2024〕{self.answers}号", "answered_on": self.site.now[:10],
                  "answer_text": "经审定，意见如文，请你厅做好后续工作。", **more}
        return who.upload(who.get(case), "/answer", "file", [("部函.pdf", lib.pdf("ministry"))], values)

    def settle(self, case, who=None):
        who = who or self.province2
        return who.submit(who.get(case), "/settle", {}, ("act", "settle"))

    def waiting(self, who):
        words = who.get("/o").words
        return int(re.search(r"案件待办 (\d+)", words).group(1))

    def clean(self):
        self.site.offline("check")


class Rooms:
    def __init__(self):
        self.o = Office()
        self.site = self.o.site


class National(Rooms):
    def B16_the_ministry_agrees_and_the_title_turns_at_once(self):
        o = self.o
        b = o.firm()
        case = o.reported(b)
        mine = "/e/case/" + o.tail(case)
        day = o.site.now[:10]
        # The title stands, nothing is published, everybody reads where it lies.
        same(o.site.sql("SELECT state, ended_on FROM title WHERE uscc = ?", b.code), [("valid", "")])
        same(o.site.one("SELECT count(*) FROM announcement"), 0)
        words = o.verify(b)
        assert "：有效" in words and SAID.format(day) in words, words[:900]
        assert b.number not in o.public.get("/revoked.txt").text
        assert SAID.format(day) in o.public.get("/registry/" + o.site.one("SELECT public_id FROM title WHERE uscc = ?", b.code)).words
        before = o.verify(b, "2024-05-06")
        assert "：有效" in before and "核实情况" not in before, before[:900]
        page = b.get(mine)
        assert "已报部级·待答复" in page.words and f"由{MINISTRY}办理" in page.words and "称号仍有效" in page.words, page.words[:900]
        # A second case on the title is refused while the ministry has it.
        title = o.site.one("SELECT id FROM title WHERE uscc = ?", b.code)
        page = o.city.get(f"/o/cases/new?title={title}")
        r = o.city.upload(page, "/o/cases/new", "file", [], {"ground": "unfit", "text": test_cases.FACTS})
        same(r.status, 409)
        # The letter: listed for the province alone, the same bytes each time, as Word and PDF.
        assert '<a href="/o/national?state=all">首页</a>' in o.province.get("/o/national?state=all&before=1").text
        lines = o.province.get("/o/national")
        assert b.name in lines.words and "待部级答复" in lines.words, lines.words[:900]
        letter = next(h for h in lines.links() if h.endswith("/letter.docx"))
        same([x.get(letter).status for x in (o.city, o.foreign, b)], [403, 404, 403])
        word = o.province.get(letter)
        text = zipfile.ZipFile(io.BytesIO(word.body)).read("word/document.xml").decode()
        for words in (b.name, b.code, b.number, "工业和信息化部：", "未作陈述申辩", "建议取消", "经核实名册虚列十七人", "豫工信函〔2024〕"):
            assert words in text, words
        pdf = o.province.get(letter.replace("docx", "pdf"))
        same(pdf.body[:5], b"%PDF-")
        same(o.province.get(letter.replace("docx", "pdf")).body, pdf.body)
        same(o.province.get(letter.replace("letter.docx", "list.docx")).status, 404)
        # The clock is the ministry's.
        assert "已 0 个工作日（文件未规定期限）" in o.province.get(case).words
        o.site.at("2024-06-03T10:00:00+08:00")
        assert "已 16 个工作日（文件未规定期限）" in o.province.get(case).words, o.province.get(case).words[:1500]
        same(o.waiting(o.province), 0, "not the province's turn")
        # The answer: what is wrong is said and kept, one records, another confirms.
        same(o.city.get(case).has_form("/answer"), False)
        for wrong, words in (({"agreed": ""}, "请选择部级是否同意取消"), ({"answer_no": "乱写"}, "文号"), ({"answered_on": "2024-05-10"}, "不早于报送之日"),
                             ({"answered_on": "2024-06-04"}, "不晚于今天"), ({"answer_text": "短"}, "10 到 2000")):
            r = o.answer(case, **{"agreed": "yes", **wrong})
            same(r.status, 422, words)
            assert words in r.words, (words, r.words[:900])
        r = o.answer(case, answered_on="2024-05-28", answer_no="工信部企业函〔2024〕77号")
        assert "请本单位另一人确认" in r.words, r.words[:900]
        same(o.state(case), "answered")
        same(o.waiting(o.province2), 1)
        assert "：有效" in o.verify(b) and SAID.format(day) in o.verify(b), "recorded by one is not an answer"
        assert "工信部企业函" not in b.get(mine).words
        same(o.province.get(case).has_form("/settle"), False)
        seen = [f for f in o.province2.get(case).form("/settle").fields if f[0] == "version"]
        r = o.province.post(case + "/settle", lib.csrf(o.province, "/o/cases") + seen + [("act", "settle")])
        same(r.status, 403)
        o.province2.submit(o.province2.get(case), "/redo", {"redo_text": "文件日期与扫描件不一致，请核对。"})
        same(o.state(case), "reported")
        o.answer(case, answered_on="2024-05-29", answer_no="工信部企业函〔2024〕77号")
        r = o.settle(case)
        assert "部级答复已确认，案件办结" in r.words, r.words[:900]
        # At once, and right for each day.
        same(o.site.sql("SELECT state, ended_on FROM title WHERE uscc = ?", b.code), [("cancelled", "2024-05-29")])
        words = o.verify(b)
        assert "已取消" in words and "工信部企业函〔2024〕77号（2024-06-03 登记）" in words and "核实情况" not in words, words[:900]
        assert f"{b.number}\tcancelled" in o.public.get("/revoked.txt").text
        words = o.verify(b, "2024-05-28")
        assert "：有效" in words and SAID.format(day) in words, words[:900]
        assert "已取消" in o.verify(b, "2024-05-29")
        assert "核实情况" not in o.verify(b, "2024-05-06")
        news = next(h for h in o.province.get(case).links() if h.startswith("/news/"))
        words = o.public.get(news).words
        assert f"经我单位核实并报送，{MINISTRY}（工信部企业函〔2024〕77号，2024年5月29日）决定" in words, words[:900]
        assert "同意取消（工信部企业函〔2024〕77号，2024-05-29）" in b.get(mine).words
        assert "同意取消" in o.province.get("/o/national?state=answered").words
        assert b.name not in o.province.get("/o/national").words
        o.clean()

    def B16_the_ministry_does_not_agree_and_nothing_turned(self):
        o = self.o
        b = o.firm()
        case = o.reported(b, "accident", ban_to="2027-12-31")
        o.site.at(o.clock(lib_ms(o.site.now) + 20 * 86400000))
        o.answer(case, "no")
        words = o.province2.get(case).words
        assert "称号不变" in words and "自 2024" not in words, words[:900]
        o.settle(case)
        same(o.site.sql("SELECT state, outcome, announcement_id, ban_to FROM case_file WHERE public_id = ?", o.tail(case)),
             [("decided", "kept", None, "")])
        same(o.site.sql("SELECT state, ended_on FROM title WHERE uscc = ?", b.code), [("valid", "")])
        same(o.site.one("SELECT count(*) FROM ban WHERE uscc = ?", b.code), 0)
        words = o.verify(b)
        assert "：有效" in words and "核实情况" not in words and "取消" not in words.split("离线核验")[0].replace("已取消、撤销", ""), words[:900]
        assert "部级未同意取消，称号不变" in b.get("/e/case/" + o.tail(case)).words
        o.clean()

    def B16_a_ban_begins_with_the_answer(self):
        o = self.o
        b = o.firm()
        case = o.reported(b, "forgery", ban_to="2027-12-31")
        same(o.site.one("SELECT count(*) FROM ban WHERE uscc = ?", b.code), 0, "verified is not decided")
        o.site.at("2024-09-10T10:00:00+08:00")
        r = o.answer(case, answered_on="2024-09-02", ban_to="2027-08-31")
        same(r.status, 422)
        assert "不早于 2027-09-01" in r.words, r.words[:900]
        o.answer(case, answered_on="2024-09-02", ban_to="2027-09-01")
        o.settle(case)
        same(o.site.sql("SELECT programmes, from_on, to_on FROM ban WHERE uscc = ?", b.code), [("little_giant", "2024-09-10", "2027-09-01")])
        o.clean()

    def B16_what_the_ministry_need_not_decide_stays_here(self):
        o = self.o
        b = o.firm()
        o.decided(b, "late_change", "no_recheck")
        same(o.site.sql("SELECT state, recheck_lost_on <> '' FROM title WHERE uscc = ?", b.code), [("valid", 1)])
        same(o.site.one("SELECT count(*) FROM case_national n JOIN case_file c ON c.id = n.case_id WHERE c.uscc = ?", b.code), 0)
        # The other tiers are the province's own.
        c = o.firm(tier="specialised", tier_name="专精特新中小企业", edition="henan-specialised-2023")
        o.decided(c, "unfit", "cancel")
        same(o.site.sql("SELECT state FROM title WHERE uscc = ?", c.code), [("cancelled",)])
        o.clean()


class Every(Rooms):
    def __init__(self):
        Office.now = "2026-06-01T09:00:00+08:00"
        super().__init__()
        Office.now = "2024-05-06T09:00:00+08:00"

    def B16_every_tier_taken_back_leaves_the_ministrys_to_the_ministry(self):
        o = self.o
        b = o.firm(valid_to="2026-12-31")
        n = b.n
        o.site.quiet(lambda: o.title(b.id, n, 5, "410102", tier="specialised", tier_name="专精特新中小企业",
                                     edition="henan-specialised-2026", certificate_no=f"ZJTX{n}", valid_to="2026-12-31"))
        title = o.site.one("SELECT id FROM title WHERE certificate_no = ?", f"ZJTX{n}")
        page = o.city.get(f"/o/cases/new?title={title}")
        o.city.upload(page, "/o/cases/new", "file", [], {"ground": "forgery", "text": test_cases.FACTS})
        case = o.newest()
        o.notify(case)
        due = o.site.one("SELECT due_at FROM case_file WHERE public_id = ?", o.tail(case))
        o.site.at(o.clock(due + 3600000))
        o.draft(case, "cancel", ground="forgery", ban_to="2029-12-31", doc_no="豫工信函〔2026〕90号")
        o.confirm(case)
        same(o.site.sql("SELECT tier, state FROM title WHERE uscc = ? ORDER BY tier", b.code),
             [("little_giant", "valid"), ("specialised", "cancelled")])
        follow = o.newest()
        same(o.site.sql("SELECT programme, state, ground FROM case_file WHERE public_id = ?", o.tail(follow)),
             [("little_giant", "province", "forgery")])
        assert case in o.province.get(follow).links()
        o.clean()


class Reporter(Office):
    title = test_cases.Room.title
    report, opinions, below = test_cases.Change.report, test_cases.Change.opinions, test_cases.Change.below


class Changed:
    def __init__(self):
        self.o = Reporter()
        self.site = self.o.site

    def B16_B13_a_serious_change_is_verified_here_and_decided_there(self):
        o = self.o
        b = o.firm()
        o.report(b, new_name="嵩山重型装备集团有限公司")
        case = o.newest()
        o.opinions(case)
        o.notify(case)
        due = o.site.one("SELECT due_at FROM case_file WHERE public_id = ?", o.tail(case))
        o.site.at(o.clock(due))
        o.draft(case, "cancel", reason="更名同时并入大型企业集团，不再符合中小企业条件。")
        page = o.province2.get(case)
        assert "核实的名称、地址变化自确认之日起登记" in page.words, page.words[:1500]
        o.province2.submit(page, "/confirm", {}, ("act", "report"))
        same(o.state(case), "reported")
        # The fact holds, the title waits.
        assert "嵩山重型装备集团有限公司" in b.get("/e").words
        same(o.site.one("SELECT state FROM title WHERE uscc = ?", b.code), "valid")
        assert "核实情况" in o.verify(b)
        o.site.at("2024-06-20T09:00:00+08:00")
        o.answer(case)
        o.settle(case)
        same(o.site.sql("SELECT state, ended_on FROM title WHERE uscc = ?", b.code), [("cancelled", "2024-06-20")])
        same(o.site.one("SELECT count(*) FROM enterprise_name WHERE uscc = ?", b.code), 2, "renamed once")
        o.clean()


def lib_ms(text):
    import datetime
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


if __name__ == "__main__":
    lib.run(National, Every, Changed)
