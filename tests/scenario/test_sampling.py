#!/usr/bin/env python3
"""集中抽查 over titles in force, on the demonstration's province: the frame stands before the numbers, the draw is
computed again by the program and by the script that is offered, who no longer fits leads to a case, the outcome is
told.

usage: test_sampling.py [PATH_TO_TIDU] [NAME …]
"""
import hashlib
import json
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_draw import NUMBERS, WITNESSES, Draw, later  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_routes import Demo  # noqa: E402

NEW = "/o/sampling/new?tier=innovative"


class Sampling:
    def __init__(self):
        self.site = Demo()
        # Nobody keeps inspectors here: they are named by hand (test_inspection.py draws them).
        self.site.sql("UPDATE inspector SET left_at = 1, left_by = '甲', left_reason = '调离' WHERE left_at IS NULL")
        self.draws = self.site.one("SELECT count(*) FROM draw WHERE batch_id IS NULL AND tier = 'innovative' AND agency_id = "
                                   "(SELECT agency_id FROM account WHERE login = 'demo-province-a')")
        self.told = self.site.one("SELECT count(*) FROM title_check")
        self.site.start()
        who = lambda login: self.site.session(self.site.one("SELECT id FROM account WHERE login = ?", login))  # noqa: E731
        self.a, self.b, self.city, self.st, self.public = self.site.quiet(lambda: [
            *(who(x) for x in ("demo-province-a", "demo-province-b", "demo-city-a", "demo-st-province-a")), self.site.browser()])

    def titles(self):
        """In force on the day, in the province of whoever draws."""
        return self.site.sql("SELECT t.uscc FROM title t LEFT JOIN enterprise e ON e.uscc = t.uscc WHERE t.tier = 'innovative' "
                             "AND t.state = 'valid' AND t.uscc <> '' AND coalesce(e.division_code, t.division_code) LIKE '13%' "
                             "AND t.valid_from <= ? AND (t.valid_to = '' OR t.valid_to >= ?) ORDER BY t.uscc",
                             self.site.now[:10], self.site.now[:10])

    def files_agree(self, good=True, change=None):
        return Draw.check_files(self, self.id, good, change)

    def C8_frame_over_the_register_is_frozen_as_shown(self):
        same(self.city.get("/o/sampling").status, 403)
        assert "没有可以抽查的企业" in self.st.get("/o/sampling/new?tier=tech").words
        same(self.a.get("/o/sampling/new?tier=tech").status, 404, "another line's programme")
        page = self.a.get(NEW)
        all_ = [u for u, in self.titles()]
        assert len(all_) > 30 and f"下面列出的 {len(all_)} 家" in page.words, page.words[:900]
        # One is compulsory because its update was missed, another because somebody says why.
        why = {u: w for w, states in (("年度更新显示不再符合条件", "d.verdict = 'fail'"), ("没有按期更新信息", "d.state = 'missed'"))
               for u, in self.site.sql(f"SELECT t.uscc FROM title t JOIN update_duty d ON d.title_id = t.id WHERE {states}") if u in all_}
        why.update({u: "列入经营异常名录或严重失信主体名单" for u, in self.site.sql("SELECT uscc FROM listed WHERE removed_on = ''") if u in all_})
        listed, named = [u for u in all_ if u not in why][3:5]
        why.update({listed: "列入经营异常名录或严重失信主体名单", named: "信访反映"})
        self.site.quiet(lambda: self.site.insert("listed", uscc=listed, kind="abnormal", since_on="2026-06-01", reason="未年报",
                                                 source="某局", recorded_at=0))
        page = self.a.get(NEW)
        assert "列入经营异常名录或严重失信主体名单" in page.words
        form = {"share": "10", "typed": f"{named} 信访反映"}
        r = self.a.submit(page, "/o/sampling/new", {**form, "typed": "91130000MA00000000 没有这一家"}, ("act", "freeze"))
        same(r.status, 422)
        assert "请核对这一行：91130000MA00000000" in r.words, r.words[:500]
        r = self.a.submit(page, "/o/sampling/new", form, ("act", "freeze"))
        same(r.status, 409, "the frame with the compulsory one was not shown yet")
        page = self.a.submit(page, "/o/sampling/new", form, ("act", "preview"))
        assert "信访反映" in page.words
        # Two cities out of all: the frame follows.
        cities = page.form("/o/sampling/new").options["city"]
        few = self.a.submit(page, "/o/sampling/new", {**form, "typed": "", "city": cities[:2]}, ("act", "preview"))
        assert 0 < sum(code in few.words for code in all_) < len(all_)
        r = self.a.submit(page, "/o/sampling/new", {"share": ""}, ("act", "freeze"))
        same(r.status, 422)
        page = self.a.submit(page, "/o/sampling/new", form, ("act", "freeze"))
        assert "名单已冻结" in page.words, page.words[:500]
        self.url, self.id = page.url, page.url.rsplit("/", 1)[1]
        same(self.site.one("SELECT title FROM draw WHERE public_id = ?", self.id), f"2026年第{self.draws + 1}次创新型中小企业集中抽查")
        before = json.loads(self.public.get(f"/sampling/{self.id}/draw.json").body)
        same(sorted(c for _, c, _ in before["frame"]), all_)
        # Everybody of the frame is on exactly one page of it, in the office and in public.
        for who, path in ((self.a, f"/o/draw/{self.id}"), (self.public, f"/sampling/{self.id}")):
            listed_, pages, next_one = [], 0, path
            while next_one:
                part = who.get(next_one)
                listed_ += re.findall(r'data-label="统一社会信用代码">([0-9A-Z]{18})<', part.text)
                pages += 1
                more = re.search(r'href="([^"#]+)#list" rel="next"', part.text)
                next_one = more and more.group(1).replace("&amp;", "&")
            same((sorted(listed_), pages), (all_, (len(all_) + 19) // 20), path)
        same({c: why for _, c, why in before["frame"] if why}, why)
        text = "".join(f"{s}\t{c}\t{why}\n" for s, c, why in before["frame"])
        same(hashlib.sha256(text.encode()).hexdigest(), before["frame_hash"])
        assert before["frame_hash"] in self.public.get(f"/sampling/{self.id}").text
        same((before["codes"], before["drawn"]), ([], []))
        self.files_agree()

        def refused():
            for wrong in ("UPDATE draw SET tier = 'x'", "UPDATE draw_item SET title_id = 1", "DELETE FROM draw_item"):
                try:
                    self.site.sql(wrong)
                except sqlite3.DatabaseError:
                    continue
                raise AssertionError(wrong)
        self.site.quiet(refused)

    def C8_drawn_by_two_people_and_computed_again_by_the_script(self):
        page = self.a.submit(self.a.get(self.url), "/announce", {"source": "双色球下一期开奖号码，红球由小到大", "source_on": later(self)},
                             ("act", "announce"))
        self.site.at(later(self) + "T09:00:00+08:00")
        page = self.a.submit(self.a.get(self.url), "/enter", {"numbers": NUMBERS, **WITNESSES}, ("act", "enter"))
        r = self.a.post(self.url + "/confirm", lib.csrf(self.a, self.url) + [("numbers", NUMBERS)])
        same(r.status, 403, "who entered the numbers does not draw")
        page = self.b.submit(self.b.get(self.url), "/confirm", {"numbers": NUMBERS}, ("act", "confirm"))
        assert "抽中" in page.words, page.words[:400]
        data = self.files_agree()
        self.files_agree(good=False, change=lambda d: d["drawn"].reverse() or d["drawn"].pop())
        # The share of each city, rounded up, and the compulsory ones besides.
        quota = {}
        for s, _, why in data["frame"]:
            n, free = quota.get(s, (0, 0))
            quota[s] = (n + 1, free + (not why))
        same(len(data["drawn"]), sum(min(-(-n // 10), free) for n, free in quota.values()) + sum(1 for _, _, why in data["frame"] if why))
        told = self.site.one("SELECT count(*) FROM message WHERE kind = 'circular' AND link = ?", f"/sampling/{self.id}")
        assert told > 0 and self.city.get(f"/sampling/{self.id}").status == 200

    def waiting(self):
        return [p for p, in self.site.sql("SELECT t.public_id FROM draw_item i JOIN draw d ON d.id = i.draw_id JOIN title t ON t.id = i.title_id "
                                          "WHERE d.public_id = ? AND i.taken = 1 AND i.done = 0 ORDER BY i.seq", self.id)]

    def sheet(self, title):
        return "/o/inspection/" + self.site.one("SELECT n.public_id FROM inspection n JOIN draw d ON d.id = n.draw_id JOIN draw_item i ON "
                                                "i.draw_id = n.draw_id AND i.seq = n.seq JOIN title t ON t.id = i.title_id "
                                                "WHERE d.public_id = ? AND t.public_id = ? ORDER BY n.turn DESC LIMIT 1", self.id, title)

    def check(self, title, verdict, **values):
        page = self.a.get(self.sheet(title))
        return self.a.submit(page, "/sheet", {"on": self.site.now[:10], "inspector1": "孙一", "inspector2": "李二", "side": "张总",
                                              "findings": "现场查看研发场所和账目，与填报一致。", "result": verdict, **values}, ("act", "sign"))

    def C8_checks_by_two_people_and_a_case_for_who_no_longer_fits(self):
        first = next(t for t in self.waiting() if not self.site.sql("SELECT 1 FROM case_file c JOIN title t ON t.id = c.title_id "
                                                                    "WHERE t.public_id = ?", t))
        for wrong in ({"inspector2": "孙一"}, {"findings": "好"}, {"on": "2026-01-01"}, {"result": None}):
            r = self.check(first, "fit", **wrong)
            same(r.status, 422, wrong)
            assert "李二" in r.text or "inspector2" in wrong, "what was typed stays"
        same(self.site.one("SELECT count(*) FROM title_check"), self.told)
        r = self.check(first, "unfit", findings="停产半年，研发人员均已离职，不再符合第四条。")
        assert "核查结果已登记" in r.words, r.words[:400]
        # One click: the proposal begins with what was found.
        title = self.site.one("SELECT id FROM title WHERE public_id = ?", first)
        link = f"/o/cases/new?title={title}"
        assert link in r.links()
        page = self.a.get(link)
        text = dict(page.form("/o/cases/new").fields)["text"]
        assert "集中抽查" in text and "孙一、李二核查：停产半年" in text, text
        ground = page.form("/o/cases/new").options["ground"][0]
        r = self.a.upload(page, "/o/cases/new", "file", [], {"ground": ground})
        assert "已立案" in r.words, r.words[:400]
        page = self.a.get(self.url)
        assert link not in page.links() and "查看案件" in page.words
        # Until the outcome is told the public sees that it was checked, not how.
        assert "已核查" in self.public.get(f"/sampling/{self.id}").words
        told = lambda: set(re.findall(r'data-label="核查结论">(?:<[^>]+>)*([^<]+)', self.public.get(f"/sampling/{self.id}").text))  # noqa: E731
        same({w.strip() for w in told()} - {"已核查", "—"}, set())
        # One that cannot be visited is replaced by rule; the compulsory ones are not.
        free = next(t for t in self.waiting() if not self.site.one("SELECT i.compulsory FROM draw_item i JOIN title t ON t.id = i.title_id "
                                                                   "WHERE t.public_id = ?", t)
                    and self.site.one("SELECT count(*) FROM draw_item i JOIN draw_item j ON j.draw_id = i.draw_id AND j.stratum = i.stratum "
                                      "AND j.taken = 0 JOIN title t ON t.id = i.title_id WHERE t.public_id = ?", t))
        page = self.a.get(f"{self.url}?file={free}")
        r = self.a.submit(page, "/decide", {f"reason-{free}": "企业所在地山洪封路，无法到达"}, ("act", "substitute"))
        assert "已按规则替补" in r.words, r.words[:400]
        same(len(self.files_agree()["substitutes"]), 1)
        r = self.a.post(self.url + "/report", lib.csrf(self.a, self.url))
        same(r.status, 409, "not all are checked")
        for t in self.waiting():
            assert "核查结果已登记" in self.check(t, "fit").words

    def C8_the_outcome_is_told(self):
        page = self.a.submit(self.a.get(self.url), "/report", {}, ("act", "report"))
        assert "抽查通报草稿已生成" in page.words, page.words[:400]
        path = page.url
        words = "".join(v for _, v in page.form("/edit").fields)
        assert "1家不再符合认定条件，已立案1家" in words and "替补1家" in words and "{" not in words, words
        self.a.submit(page, "/propose", {"published": "1"})
        page = self.b.submit(self.b.get(path), "/issue", {}, ("act", "issue"))
        assert re.search("已签发，编号 抽查通报〔2026〕第[0-9]+期", page.words), page.words[:400]
        assert re.search(r'data-label="核查结论">(?:<[^>]+>)*\s*不再符合', self.public.get(f"/sampling/{self.id}").text)
        news = self.site.one("SELECT n.public_id FROM circular c JOIN announcement n ON n.id = c.announcement_id WHERE c.kind = 'sample' ORDER BY c.id DESC LIMIT 1")
        page = self.public.get("/news/" + news)
        assert "集中抽查结果通报" in page.words and f"/sampling/{self.id}" in page.links()
        same(self.a.get(self.url).has_form("/report"), True)
        same(self.a.submit(self.a.get(self.url), "/report", {}, ("act", "report")).url, path, "one circular for a draw")


if __name__ == "__main__":
    lib.run(Sampling)
