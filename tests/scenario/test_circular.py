#!/usr/bin/env python3
"""季调度、年通报 through the real program, on the demonstration's province: figures that the pages show, text that a
person changes, a second person who signs, papers that say the same, and nothing that changes afterwards.

usage: test_circular.py [PATH_TO_TIDU] [NAME …]
"""
import hashlib
import html
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import xml.dom.minidom
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_routes import Demo  # noqa: E402

EDITION = "hebei-innovative-2024"


def flat(text):
    return re.sub(r"\s+", "", text)


def rows(page, caption):
    """The cells of the table with that caption, row by row."""
    table = next(t for t in re.findall(r"<table.*?</table>", page.text, re.S) if caption in t)
    body = table.split("<tbody>")[1]
    return [[html.unescape(re.sub(r"<[^>]+>", "", c)).strip() for c in re.findall(r"<t[dh]\b.*?</t[dh]>", r, re.S)]
            for r in re.findall(r"<tr.*?</tr>", body, re.S)]


class Circular:
    def __init__(self):
        self.site = Demo()
        self.site.start()
        who = lambda login: self.site.session(self.site.one("SELECT id FROM account WHERE login = ?", login))  # noqa: E731
        self.a, self.b, self.city, self.county, self.elsewhere, self.st, self.public = self.site.quiet(lambda: [
            *(who(x) for x in ("demo-province-a", "demo-province-b", "demo-city-a", "demo-county", "demo-b-province-a",
                               "demo-st-province-a")), self.site.browser()])

    def of(self, period):
        return "/o/circular/" + self.site.one("SELECT public_id FROM circular WHERE period = ? AND province_agency_id = "
                                              "(SELECT agency_id FROM account WHERE login = 'demo-province-a')", period)

    def figures(self, path):
        return json.loads(self.site.one("SELECT figures FROM circular WHERE public_id = ?", path.rsplit("/", 1)[1]))

    def act(self, who, path, act, values=None, button=None):
        return who.submit(who.get(path), "/" + act, values, button)

    def medians(self, rows, first, last):
        """The last column of a quarter's table against the counted stays."""
        stays = {}
        for name, days, n in self.site.sql(
                "SELECT g.short_name, p.days, sum(p.n) FROM pace p JOIN agency g ON g.id = p.agency_id WHERE p.edition = ? AND "
                "p.state = 'city' AND p.month BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 2", EDITION, first, last):
            stays.setdefault(name, []).extend([days] * n)
        want = {r[0]: str(stays[r[0]][(len(stays[r[0]]) + 1) // 2 - 1]) if r[0] in stays else "—" for r in rows[:-1]}
        same({r[0]: r[4] for r in rows[:-1]}, want, (first, last))

    def C8_figures_are_those_of_the_pages_at_that_instant(self):
        # This quarter's is made already: asking again leads to it, once for each period.
        page = self.a.submit(self.a.get("/o/circulars"), "/o/circulars", {"period": "2026-4"})
        path = self.of("2026-Q4")
        same(page.url, path)
        assert "已经有了" in page.words
        page = self.act(self.a, path, "renew")
        assert "已重新取数" in page.words, page.words[:300]
        tables = {t["id"]: t for t in self.figures(path)["tables"]}
        targets = self.a.get(f"/o/targets?edition={EDITION}&year=2026")
        shown = rows(targets, "2026 年，截至")
        mine = [[c for i, c in enumerate(r) if i != 9] for r in tables["targets:" + EDITION]["rows"]]  # without the rank
        same(mine, shown)
        same(rows(page, "各市目标与进度（2026年"), tables["targets:" + EDITION]["rows"])
        # Places follow from the shares.
        ranked = [(int(r[3]) + int(r[4])) / int(r[1]) for r in sorted(
            (r for r in tables["targets:" + EDITION]["rows"] if r[9] != "—"), key=lambda r: int(r[9]))]
        assert ranked == sorted(ranked, reverse=True) and len(ranked) > 3
        # What came in the quarter, counted from the submissions themselves.
        first, last = (lib.instant(d + "T00:00:00+08:00") for d in ("2026-10-01", "2027-01-01"))
        count = self.site.one("SELECT count(*) FROM submission s JOIN application a ON a.id = s.application_id WHERE s.seq = 1 "
                              "AND a.edition = ? AND s.submitted_at >= ? AND s.submitted_at < ?", EDITION, first, last)
        flow = tables["flow:" + EDITION]["rows"]
        same(flow[-1][1], str(count))
        same(sum(int(r[1]) for r in flow[:-1]), count)
        assert count > 0 and f"本季度新报送{count}家" in flat(page.words + page.text)
        # Medians are of the stays that ended in the quarter, of no other.
        self.medians(tables["flow:" + EDITION]["rows"], 202610, 202612)
        quiet = self.a.submit(self.a.get("/o/circulars"), "/o/circulars", {"period": "2026-1"}).url
        self.medians({t["id"]: t for t in self.figures(quiet)["tables"]}["flow:" + EDITION]["rows"], 202601, 202603)
        # Overdue work: the same number as in the queues.
        late = self.site.one("SELECT count(*) FROM caseload WHERE agency_id = (SELECT agency_id FROM account WHERE "
                             "login = 'demo-province-a') AND state IN ('county', 'city', 'site') AND due_at <= ?", lib.instant(self.site.now))
        same(tables["bodies"]["rows"][-1][1], str(late))
        assert "{" not in "".join(t for t, in self.site.sql("SELECT generated FROM circular_part")), "a name without a figure"
        # Frozen: a later decision does not change them.
        before = self.figures(path)
        self.site.quiet(lambda: self.site.sql("UPDATE caseload_count SET n = n + 5 WHERE state = 'listed'"))
        same(self.figures(path), before)
        assert rows(self.a.get(f"/o/targets?edition={EDITION}&year=2026"), "2026 年，截至") != shown
        self.site.quiet(lambda: self.site.sql("UPDATE caseload_count SET n = n - 5 WHERE state = 'listed'"))

    def C8_edits_stand_beside_what_was_generated(self):
        path = self.of("2026-Q4")
        page = self.a.get(path)
        fields = dict(page.form("/edit").fields)
        generated = fields["p2"]
        bad = self.a.submit(page, "/edit", {**fields, "p0": "甲"})
        same(bad.status, 422)
        assert "请填写标题" in bad.words
        typed = generated + "\n请各市于下月五日前书面说明。"
        page = self.a.submit(page, "/edit", {"p0": "2026年第四季度梯度培育调度通报（送审）", "p2": typed})
        assert "已保存，修改 2 段" in page.words, page.words[:300]
        same(dict(page.form("/edit").fields)["p2"].replace("\r", ""), typed)
        name = self.site.one("SELECT name FROM account WHERE login = 'demo-province-a'")
        assert f"{name}于2026-11-21 10:00修改。生成的是：{generated[:30]}" in page.words, page.words[:900]
        # A second officer who looks at the page of before does not overwrite.
        r = self.b.post(path + "/edit", lib.csrf(self.b, path) + [("version", "1"), ("p2", "覆盖")])
        same(r.status, 409)
        assert dict(r.form("/edit").fields)["p2"] == "覆盖" and "同事保存了另一份文字" in r.words, "what was typed stays"
        assert "现在保存的是：" + typed.split("\n")[0][:30] in r.words, r.words[:1500]
        same(dict(self.a.get(path).form("/edit").fields)["p2"].replace("\r", ""), typed, "nothing was overwritten")
        # Figures anew: the edit stays, and the history tells who typed what.
        self.site.at("2026-11-22T10:00:00+08:00")
        page = self.act(self.a, path, "renew")
        same(dict(page.form("/edit").fields)["p2"].replace("\r", ""), typed)
        assert "截至2026年11月22日" in dict(page.form("/edit").fields)["p1"]
        same(len(rows(page, "新的在前")), 2)
        same(self.site.sql("SELECT count(*) FROM circular_part WHERE edited_name <> '' AND circular_id = "
                           "(SELECT id FROM circular WHERE period = '2026-Q4')"), [(2,)])

    def C8_a_second_person_issues_and_bodies_are_told(self):
        path = self.of("2026-Q4")
        for who in (self.city, self.county, self.elsewhere, self.st):
            same(who.get(path).status, 404, "a draft is inside the province's body")
        same(self.city.post(path + "/propose", [("version", "1")]).status, 403)
        page = self.act(self.a, path, "propose", {"published": "1"})
        assert "您已提请签发" in page.words and not any(b[1] == "issue" for b in page.form("/issue").buttons)
        version = dict(page.form("/issue").fields)["version"]
        r = self.a.post(path + "/issue", lib.csrf(self.a, path) + [("version", version), ("act", "issue")])
        same(r.status, 403, "not the same person")
        r = self.b.submit(self.b.get(path), "/issue", {}, ("act", "back"))
        same(r.status, 422)
        assert "请写明原因" in r.words
        page = self.b.submit(r, "/issue", {"reason": "第二段数字请核对"}, ("act", "back"))
        assert "已退回修改" in page.words and page.has_form("/edit")
        self.act(self.a, path, "propose", {"published": "1"})
        before = self.site.one("SELECT count(*) FROM message WHERE kind = 'circular'")
        page = self.b.submit(self.b.get(path), "/issue", {}, ("act", "issue"))
        assert "已签发，编号 调度〔2026〕第2期" in page.words, page.words[:400]
        assert not page.has_form("/edit") and not page.has_form("/issue")
        told = self.site.one("SELECT count(*) FROM message WHERE kind = 'circular'") - before
        same(told, self.site.one("SELECT count(*) FROM account c JOIN agency g ON g.id = c.agency_id LEFT JOIN agency u ON u.id = g.parent_id "
                                 "WHERE c.active = 1 AND g.line = 'miit' AND g.level <> 'province' AND (SELECT agency_id FROM account WHERE "
                                 "login = 'demo-province-a') IN (g.parent_id, u.parent_id)"))
        for who in (self.city, self.county):
            assert path in who.get("/o/circulars").text
            page = who.get(path)
            same(page.status, 200)
            assert "书面说明" in page.words and "修改记录" not in page.words and not page.has_form("/edit")
        for who in (self.elsewhere, self.st):
            same(who.get(path).status, 404)

    def C8_issued_is_the_same_for_ever(self):
        path = self.of("2026-Q4")
        data = self.a.get(path + "/circular.json").body
        digest = self.site.one("SELECT hash FROM circular WHERE period = '2026-Q4' AND state = 'issued'")
        same(hashlib.sha256(data).hexdigest(), digest)
        for act in ("edit", "renew", "propose", "issue"):
            r = self.b.post(f"{path}/{act}", lib.csrf(self.b, "/o/circulars") + [("version", "9"), ("p2", "改"), ("act", "issue")])
            same(r.status, 409, act)

        def refused():
            for wrong in ("UPDATE circular SET figures = '{}'", "UPDATE circular SET hash = 'x'", "DELETE FROM circular",
                          "UPDATE circular_part SET text = 'x'", "DELETE FROM circular_part", "UPDATE circular_edit SET text = 'x'",
                          "DELETE FROM circular_edit"):
                try:
                    self.site.sql(wrong + (" WHERE period = '2026-Q4'" if " circular " in wrong + " " else ""))
                except sqlite3.DatabaseError:
                    continue
                raise AssertionError(wrong)
        self.site.quiet(refused)
        same(self.a.get(path + "/circular.json").body, data)

    def C8_word_and_pdf_say_the_same(self):
        path = self.of("2026-Q4")
        text = json.loads(self.a.get(path + "/circular.json").body)
        docx = self.city.get(path + "/circular.docx").body
        z = zipfile.ZipFile(io.BytesIO(docx))
        for name in z.namelist():
            if name.endswith((".xml", ".rels")):
                xml.dom.minidom.parseString(z.read(name))
        word = flat(html.unescape(re.sub(r"<[^>]+>", "", z.read("word/document.xml").decode())))
        pdf = self.city.get(path + "/circular.pdf").body
        printed = flat(subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode())
        printed = re.sub(r"校验码[0-9a-f]{16}第\d+页共\d+页", "", printed)
        for must in (text["title"], text["no"], *(p["heading"] for p in text["parts"])):
            assert flat(must) in word and flat(must) in printed, must
        for p in text["parts"]:
            for line in p["text"].split("\n"):
                assert flat(line) in word, line
                assert flat(line)[:16] in printed and flat(line)[-12:] in printed, line
        for t in text["figures"]["tables"]:
            for r in t["rows"]:
                assert "".join(flat(c) for c in r) in word, r
                assert flat(r[0]) in printed, r
        # A chart that can be edited, with the very figures.
        chart = text["figures"]["charts"][0]
        part = z.read("word/charts/chart1.xml").decode()
        late = {r[0]: "落后" in r[-1] for r in text["figures"]["tables"][0]["rows"]}
        for label, value, target, behind in chart["items"]:
            same(bool(behind), late[label], label)  # the chart says what the table says
            assert f"<c:v>{label}</c:v>" in part and f"<c:v>{value}</c:v>" in part and f"<c:v>{target}</c:v>" in part
            assert flat(f"{value} / {target}") in printed, label
        assert b"charts/chart1.xml" in z.read("[Content_Types].xml")
        same(self.city.get(path + "/circular.docx").body, docx, "twice the same")

    def C8_published_by_decision(self):
        news = self.site.one("SELECT n.public_id FROM circular c JOIN announcement n ON n.id = c.announcement_id WHERE c.period = '2026-Q4'")
        page = self.public.get("/news/" + news)
        assert "送审" in page.words and "书面说明" in page.words and "河北省工业和信息化厅调度〔2026〕第2期" in flat(page.words), page.words[:600]
        for name, head in (("circular.docx", b"PK"), ("circular.pdf", b"%PDF"), ("circular.json", b"{")):
            r = self.public.get(f"/news/{news}/paper/{name}")
            assert r.status == 200 and r.body.startswith(head), name
        other = self.site.one("SELECT public_id FROM announcement WHERE kind = 'list' LIMIT 1")
        same(self.public.get(f"/news/{other}/paper/circular.pdf").status, 404)
        assert "附表和下载" not in self.public.get("/news/" + other).words

    def C8_drafts_come_by_themselves_when_a_period_is_over(self):
        def at(day):
            self.site.at(day + "T09:00:00+08:00")
            for _ in range(80):
                if self.site.sql("SELECT 1 FROM job WHERE name = 'circular' AND last_at >= ?", lib.instant(day + "T00:00:00+08:00")):
                    return self.site.sql("SELECT g.code, c.period, c.state, c.created_by FROM circular c JOIN agency g ON "
                                         "g.id = c.province_agency_id ORDER BY g.code, c.id")
                time.sleep(0.1)
            raise AssertionError("the job did not run on " + day)
        mine = lambda all_: [r[1:] for r in all_ if r[0] == "miit-130000"]  # noqa: E731
        made = mine(at("2027-01-01"))
        same(made[-1], ("2026", "draft", "系统"), "the quarter is there, the year is new")
        same([r[0] for r in made].count("2026-Q4"), 1)
        told = self.site.one("SELECT count(*) FROM message WHERE kind = 'circular' AND subject LIKE '通报草稿%'")
        same(mine(at("2027-01-02")), made)
        same(self.site.one("SELECT count(*) FROM message WHERE kind = 'circular' AND subject LIKE '通报草稿%'"), told)
        page = self.a.get(self.of("2026"))
        assert "2026年度优质中小企业梯度培育工作通报" in page.words and "时间进度（100.0%）" in page.words, page.words[:900]
        # Slept through the end of March: the draft comes on the first day that the program is awake.
        same(mine(at("2027-04-20"))[len(made):], [("2027-Q1", "draft", "系统")])


if __name__ == "__main__":
    lib.run(Circular)
