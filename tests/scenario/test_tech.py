#!/usr/bin/env python3
"""The technology programme (documents 002, 003) through the real program: the information form and its lists, direct
conditions held against certificates, compulsory visits, ten working days, the library number, bodies of the line.

usage: test_tech.py [PATH_TO_TIDU] [NAME …]
"""
import csv
import json
import io
import os
import re
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
import test_draw  # noqa: E402
from test_batch import OBJECTOR  # noqa: E402
from test_enterprise import PROFILE, same  # noqa: E402
from test_henan import Henan  # noqa: E402

NOW = "2025-07-01T09:00:00+08:00"
FACTS = {"revenue": "1206", "cost_expense": "1000", "total_assets": "900", "rd_basis": "revenue"}
MEDIUM = [(20, 20, 6, 6), (20, 22, 6, 6), (22, 22, 6, 7), (22, 23, 7, 7)]


def pdf_text(data):
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()


class Tech:
    """One site for each edition: the clock and the bodies differ."""
    edition, now, year = "henan-tech-2025", NOW, 2025
    bodies = ("st-410100", "st-410000", "miit-410100", "miit-410000", "st-410300")
    division = "410102"

    state, visit, passes, recommended = Henan.state, Henan.visit, Henan.passes, Henan.recommended
    publicity, sign, after, text = Henan.publicity, Henan.sign, Henan.after, staticmethod(Henan.text)

    def __init__(self):
        self.site = lib.Site(now=self.now)
        self.serial = 0

        def officer(login, code):
            level = self.site.one("SELECT level FROM agency WHERE code = ?", code)
            agency = self.site.one("SELECT id FROM agency WHERE code = ?", code)
            return self.site.session(self.site.new_account(login, level, login, agency=agency))

        city, province, miit_city, miit_province, neighbour = self.bodies

        def work():
            return [officer(*x) for x in (("shi1", city), ("shi2", city), ("sheng1", province), ("sheng2", province),
                                          ("gxshi", miit_city), ("gxsheng", miit_province), ("linshi", neighbour))]
        (self.city, self.city2, self.province, self.province2, self.miit_city, self.miit_province,
         self.neighbour) = self.site.quiet(work)
        self.public = self.site.browser()
        for _ in range(50):
            if self.site.one("SELECT count(*) FROM batch WHERE edition = ?", self.edition):
                break
            lib.time.sleep(0.1)

    # --- hands -----------------------------------------------------------------------------------
    def batch(self):
        return self.site.one("SELECT id FROM batch WHERE edition = ? AND state = 'open' ORDER BY id DESC", self.edition)

    def firm(self, quarters=None, ip=("software",) * 4, projects=(("叶轮", "50"), ("泵壳", "22.5")), known=True, hightech=None,
             founded="2015年6月1日", division=None):
        """An enterprise with its lists; `known`: it was in the library the year before, so that it is not its first time."""
        self.serial += 1
        n = self.serial
        y1 = self.year - 1

        def work():
            e = self.site.new_enterprise(f"中原微型泵业{n:03d}有限公司", n, division or self.division)
            if known:
                code = self.site.one("SELECT uscc FROM enterprise WHERE id = ?", e)
                self.site.insert("title", public_id=f"old{n}", tier="tech", tier_name="科技型中小企业", batch_title=f"{y1}年度", name="x",
                                 uscc=code, province="x", city="x", county=f"x{n}", valid_from=f"{y1}-07-01",
                                 valid_to=f"{y1}-12-31", state="expired", source="test", recorded_at=0)
            return [self.site.session(self.site.new_account(f"{role}{n}", role, person, enterprise=e))
                    for role, person in (("filler", "张三"), ("legal_rep", "李四"))]
        filler, legal = self.site.quiet(work)
        r = filler.submit(filler.get("/e/profile"), "/e/profile", {**PROFILE, "established_on": founded})
        same(r.status, 200, r.words[:300])
        for i, kind in enumerate(ip):
            lib.list_item(filler, "ip", kind, title=f"控制软件{i}", number=f"2022SR{n:03d}{i}", granted_on="2022-12-01", rank="1")
        if not ip:
            lib.list_none(filler, "ip")
        if hightech:
            lib.list_item(filler, "honours", "hightech", title="高新技术企业", **hightech)
        else:
            lib.list_none(filler, "honours")
        lib.list_year(filler, y1, projects, quarters or MEDIUM)
        path = f"/e/projects/{y1}"
        filler.post(path, lib.csrf(filler, path) + [("name1", "离心泵"), ("field1", "先进制造与自动化"), ("act", "products")])
        filler.n, filler.legal = n, legal
        return filler

    def code(self, b):
        return self.site.one("SELECT e.uscc FROM enterprise e JOIN account a ON a.enterprise_id = e.id WHERE a.login = ?", f"filler{b.n}")

    def start(self, b, batch=None):
        r = b.post("/e/start", lib.csrf(b, "/e") + [("batch", str(batch or self.batch()))])
        assert re.fullmatch(r"/e/app/[\w-]+", r.url), r.words[:600]
        return r.url

    def fill(self, b, app, **more):
        facts = {**FACTS, **more}
        for path in sorted({h for h in b.get(app).links() if h.startswith(app + "/s/")}):
            page = b.get(path)
            names = set(re.findall(r'name="([a-z0-9_]+(?:-\d{4})?)"', page.text))
            values = {n: facts[n.split("-")[0]] for n in names if n.split("-")[0] in facts}
            if values:
                r = b.submit(page, "/s/" + path.rsplit("/", 1)[1], values, ("go", "stay"), follow=False)
                same(r.status, 303, path + r.words[:300])
        files = b.get(app + "/files")
        for slot in sorted(set(re.findall(r"/files/([a-z0-9_]+)\"", files.text))):
            r = b.upload(b.get(app + "/files"), "/files/" + slot, "file", [(slot + ".pdf", lib.pdf(slot))], {"act": "add"})
            same(r.status, 200, r.words[:300])

    def filed(self, batch=None, facts=None, **kind):
        b = self.firm(**kind)
        app = self.start(b, batch)
        self.fill(b, app, **(facts or {}))
        self.sign(b.legal, app)
        b.app = app
        return b

    def body_page(self, app):
        return "/o/app/" + app.rsplit("/", 1)[1]

    def obstacles(self, app):
        r = self.passes(self.city, app)
        return r.words if r.status == 422 else ""

    def announced(self, batch, doc):
        path = f"/o/publish/{batch}"
        page = self.province.submit(self.province.get(path), path, {"doc_no": doc}, ("act", "preview"))
        return self.province.submit(page, path, {"confirm": doc}, ("act", "publish"))


class Henan2025(Tech):
    def C1_information_form_undertaking_and_sealed_proof(self):
        b = self.firm()
        app = self.start(b)
        self.fill(b, app)
        link = next(h for h in b.get(app + "/check").links() + b.get(app).links() if h.endswith(".pdf"))
        draft = pdf_text(b.get(link).body)
        for words in ("科技型中小企业信息表", "系统填报号", "企业注册地区", "企业注册类型", "企业所属行业", "法定代表人（签名）", "企业（公章）",
                      "（草稿，尚未报送）", "研发项目情况", "叶轮", "72.5", "职工总数和科技人员数", "21.375", "离心泵", "先进制造与自动化",
                      "Ⅱ类知识产权", "2022SR", "数据真实性承诺书", "三年内不得参与评价"):
            assert words in draft.replace("\n", ""), (words, draft[:3000])
        page = b.legal.get(app + "/sign")
        assert "三年内不得参与评价" in page.words, page.words[:800]
        eligible = re.findall(r'name="eligible"[^>]*value="([a-z0-9_]+)"', page.text)
        r = b.legal.submit(page, "/sign", {"eligible": eligible}, ("act", "submit"))
        same(r.status, 422, "without the undertaking")
        self.sign(b.legal, app)
        pinned = json.loads(self.site.one("SELECT json FROM submission_list ORDER BY submission_id DESC LIMIT 1"))
        same([(p["name"], p["expense"], p["year"]) for p in pinned["projects"]], [("叶轮", "50", "2024"), ("泵壳", "22.5", "2024")])
        same([(q["staff_begin"], q["tech_end"]) for q in pinned["quarters"]], [("20", "6"), ("20", "6"), ("22", "7"), ("22", "7")])
        same(pinned["products"], [{"field": "先进制造与自动化", "name": "离心泵", "no": "1"}])
        # What is changed afterwards does not change the paper.
        path = "/e/projects/2024"
        b.post(path, lib.csrf(b, path) + [("name1", "别的产品"), ("field1", "电子信息"), ("act", "products")])
        b.post(path, lib.csrf(b, path) + [("name", "补记"), ("expense", "9"), ("act", "project")])
        sent = pdf_text(b.get(link).body)
        assert "离心泵" in sent and "别的产品" not in sent and "补记" not in sent
        no = self.site.one("SELECT no FROM application WHERE public_id = ?", app.rsplit("/", 1)[1])
        assert no in sent and "尚未报送" not in sent
        docx = next((h for h in b.get(app).links() + b.get(app + "/receipt").links() if h.endswith(".docx")), None)
        assert docx and b.get(docx).body[:2] == b"PK", docx

    def C1_forgery_shuts_out_for_three_years(self):
        b = self.firm()
        code = self.code(b)
        self.site.quiet(lambda: self.ban(code, "弄虚作假", "豫科企〔2025〕8号（一）", "2025-07-01", "2028-06-30"))
        page = b.get(f"/e/start/{self.batch()}")
        assert "不得申报至 2028-06-30" in page.words and "弄虚作假" in page.words, page.words[:900]
        r = b.post("/e/start", lib.csrf(b, "/e") + [("batch", str(self.batch()))], follow=False)
        assert "/e/app/" not in (r.header("Location") or ""), r.header("Location")

    def ban(self, code, cause, clause, first, last):
        self.site.insert("ban", uscc=code, programmes="tech", cause=cause, clause=clause, from_on=first, to_on=last,
                         agency_id=self.site.one("SELECT id FROM agency WHERE code = ?", self.bodies[1]), created_by=1, created_at=0)

    def C2_direct_conditions_are_held_against_certificates(self):
        good = {"number": "GR202341000001", "granted_on": "2023-11-22", "valid_until": "2026-11-21"}
        b = self.filed(hightech=good)
        words = self.city.get(self.body_page(b.app)).words
        assert "直通条件核验" in words and "编号 GR202341000001" in words and "2026-11-21" in words, words[:2000]
        assert "系统未发现疑点" in words and f"名称应为“中原微型泵业{b.n:03d}有限公司”" in words
        # The same certificate with a second enterprise is asked of both reviewers; whose it is, is not told.
        twin = self.filed(hightech=good)
        words = self.city.get(self.body_page(twin.app)).words
        assert "也登记在另外 1 家企业的清单中" in words and f"中原微型泵业{b.n:03d}" not in words
        # Valid on the filing day, expired while the file is with the body.
        short = self.filed(hightech={"number": "GR2", "granted_on": "2022-07-03", "valid_until": "2025-07-02"})
        assert "系统未发现疑点" in self.city.get(self.body_page(short.app)).words
        self.site.at("2025-07-03T09:00:00+08:00")
        assert "报送时有效，现已过期" in self.city.get(self.body_page(short.app)).words
        # Expired before: it does not count, so nothing is claimed.
        late = self.filed(hightech={"number": "GR3", "granted_on": "2022-07-03", "valid_until": "2025-07-02"})
        assert "直通条件核验" not in self.city.get(self.body_page(late.app)).words
        self.site.at(NOW)

    def C3_four_cases_are_visited_before_anything_goes_on(self):
        few = self.filed(quarters=[(5, 5, 2, 2)] * 4)
        assert "职工总数为5人及以下" in self.obstacles(few.app)
        six = self.filed(quarters=[(5, 5, 2, 2)] * 3 + [(5, 6, 2, 2)])  # 5.125
        same(self.obstacles(six.app), "")
        many = self.filed(quarters=[(50, 50, 45, 45)] * 4)
        assert "科技人员占比90%及以上，且职工总数50人及以上" in self.obstacles(many.app)
        below = self.filed(quarters=[(50, 50, 44, 45)] * 4)
        same(self.obstacles(below.app), "")
        first = self.filed(known=False)
        assert "首次参评的企业" in self.obstacles(first.app)
        known = self.filed()
        same(self.obstacles(known.app), "")
        same(self.state(known.app), "recommend")
        bad = self.filed()
        code = self.code(bad)
        self.site.quiet(lambda: self.site.insert("listed", uscc=code, kind="dishonest", since_on="2023-01-05", reason="x", source="x",
                                                 recorded_at=0, removed_on="2024-01-05"))
        assert "严重违法失信" in self.obstacles(bad.app)
        # Its result is recorded, and opens the way.
        assert "核查结果已登记" in self.visit(self.city, few.app).words
        same(self.obstacles(few.app), "")
        same(self.state(few.app), "recommend")
        same(self.site.one("SELECT count(*) FROM site_check WHERE state = 'done'"), 1)

    def test_C2_only_the_own_line_and_area(self):
        b = self.filed()
        page = self.body_page(b.app)
        same(self.city.get(page).status, 200)
        for who in (self.miit_city, self.miit_province, self.neighbour):
            same(who.get(page).status, 404)
        zone = self.filed(division="410173")
        same(self.city.get(self.body_page(zone.app)).status, 404, "the zone has a body of its own")
        same(self.site.one("SELECT g.code FROM application a JOIN agency g ON g.id = a.city_agency_id WHERE a.public_id = ?",
                           zone.app.rsplit("/", 1)[1]), "st-410173")

    def C6_targets_with_their_share_as_printed(self):
        page = self.province.get("/o/targets")
        assert "占全省比重" in page.words
        with open(os.path.join(lib.ROOT, "sql/reference/targets/henan-tech-2025.csv"), encoding="utf-8") as f:
            rows = list(csv.DictReader(f))
        same(len(rows), 19)
        for row in rows:
            name = self.site.one("SELECT short_name FROM agency WHERE code = ?", row["agency_code"])
            assert f"{name} {row['target']} {row['share_percent']}%" in page.words, (name, row, page.words[:2500])
        assert "30,000" in page.words or "30000" in page.words

    def C10_windows_and_what_is_due(self):
        assert "12月20日" in self.city.get("/o/targets").words and "典型案例" in self.city.get("/o/targets").words
        for year in (2024, 2026):  # the notice is of 2025
            words = self.city.get(f"/o/targets?edition=henan-tech-2025&year={year}").words
            assert f"{year} 年" in words and "12月20日" not in words, words[:600]
        same(self.site.sql("SELECT opens_on, city_deadline FROM batch WHERE id = ?", self.batch()), [("2025-06-30", "2025-10-20")])
        self.site.at("2025-09-30T23:59:59+08:00")
        b = self.firm()
        app = self.start(b)
        self.fill(b, app)
        self.site.at("2025-10-01T00:00:00+08:00")
        r = b.legal.get(app + "/sign")
        if r.has_form("/sign"):
            eligible = re.findall(r'name="eligible"[^>]*value="([a-z0-9_]+)"', r.text)
            r = b.legal.submit(r, "/sign", {"eligible": eligible, "truth": "1"}, ("act", "submit"))
        assert "截止" in r.words, r.words[:400]
        same(self.site.one("SELECT submission_id FROM application WHERE public_id = ?", app.rsplit("/", 1)[1]), None)
        self.site.at(NOW)

    def C9_lists_of_others_and_numbers_taken_back(self):
        b = self.firm()
        code = self.code(b)
        path = os.path.join(self.site.dir, "listed.csv")

        def load(*rows):
            with open(path, "w", encoding="utf-8") as f:
                f.write("代码,名录,列入日期,移出日期,原因,来源\n" + "".join(",".join(r) + "\n" for r in rows))
            return self.site.offline("import", "listed", path, ok=False)
        r = load((code, "abnormal", "2025-03-01", "", "未按期公示年报", "公示系统"), (code[:-1] + ("0" if code[-1] != "0" else "1"), "abnormal", "2025-03-01", "", "", ""),
                 (code, "别的", "2025-03-01", "", "", ""), (code, "dishonest", "2026-01-01", "", "", ""),
                 (code, "dishonest", "2025-02-01", "2025-01-01", "", ""))
        same(r.returncode, 1)
        same([x.split("\t")[1] for x in r.stdout.splitlines()], ["新增"] + ["未导入"] * 4, r.stdout)
        page = b.get(f"/e/start/{self.batch()}")
        assert "2025-03-01 起列入经营异常名录" in page.words and "移出异常名单后可以正常申请入库" in page.words, page.words[:900]
        r = b.post("/e/start", lib.csrf(b, "/e") + [("batch", str(self.batch()))], follow=False)
        assert "/e/app/" not in (r.header("Location") or "")
        r = load((code, "经营异常名录", "2025-03-01", "2025-06-20", "未按期公示年报", "公示系统"))
        assert "更新" in r.stdout and r.returncode == 0, r.stdout + r.stderr
        assert "未变" in load((code, "abnormal", "2025年3月1日", "20250620", "未按期公示年报", "公示系统")).stdout
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'listings_imported'"), 2)
        app = self.start(b)
        # Listed again between filling in and signing: refused at the last moment, with the cause.
        self.fill(b, app)
        page = b.legal.get(app + "/sign")
        eligible = re.findall(r'name="eligible"[^>]*value="([a-z0-9_]+)"', page.text)
        load((code, "dishonest", "2025-07-01", "", "", ""))
        r = b.legal.submit(page, "/sign", {"eligible": eligible, "truth": "1"}, ("act", "submit"))
        assert "2025-07-01 起列入严重失信主体名单" in r.words, r.words[:600]
        # Who opens the page now reads it there, and has nothing to sign.
        page = b.legal.get(app + "/sign")
        assert "2025-07-01 起列入严重失信主体名单" in page.words and not page.has_form("/sign"), page.words[:600]
        same(self.site.one("SELECT submission_id FROM application WHERE public_id = ?", app.rsplit("/", 1)[1]), None)
        # A number that was taken back: not again this year, again from January on.
        other = self.firm()
        self.site.quiet(lambda: self.ban(self.code(other), "登记编号被撤销", "豫科企〔2025〕8号（七）", "2025-07-01", "2025-12-31"))
        assert "不得申报至 2025-12-31" in other.get(f"/e/start/{self.batch()}").words

    def C4_C9_ten_working_days_objections_number_and_announcement(self):
        batch = self.batch()
        waiting = self.filed(known=False)
        assert "首次参评" in self.obstacles(waiting.app)
        files = {"A": self.filed(), "B": self.filed(founded="2025年3月1日")}
        odd, false = self.filed(), self.filed()
        for b in (*files.values(), odd, false):
            same(self.obstacles(b.app), "")
            same(self.state(b.app), "recommend")
        words = files["A"].get(files["A"].app).words
        assert "审核同意·待推荐" in words and "公示无异议" not in words, "no city publicity in this procedure"
        self.recommended(batch)
        same(self.state(waiting.app), "city", "what was not visited stays behind")
        same(self.state(files["A"].app), "prov_wait")
        pub = self.publicity(self.province, self.province2, batch, "10")
        same(self.site.sql("SELECT first_on, last_on, days FROM publicity WHERE public_id = ?", pub),
             [("2025-07-02", "2025-07-15", 10)])
        shown = self.public.get(f"/publicity/{pub}").words
        assert f"中原微型泵业{files['A'].n:03d}有限公司" in shown and f"中原微型泵业{waiting.n:03d}" not in shown
        # What is found abnormal while it is public is checked again; the others do not wait.
        self.site.at("2025-07-10T10:00:00+08:00")
        for b in (odd, false):
            seq = self.site.one("SELECT i.seq FROM publicity_item i JOIN application a ON a.id = i.application_id "
                                "WHERE a.public_id = ?", b.app.rsplit("/", 1)[1])
            page = self.public.get(f"/publicity/{pub}/object?seq={seq}")
            r = self.public.submit(page, "/object", {**OBJECTOR, "seq": str(seq)}, ("act", "object"))
            assert "异议已收到" in r.words, r.words[:400]
        self.site.at("2025-07-15T23:59:00+08:00")
        same(self.state(files["A"].app), "pub_prov")
        self.after(pub)
        same([self.state(b.app) for b in (files["A"], odd, false)], ["approved", "disputed_prov", "disputed_prov"])
        cases = [h for h in self.province.get(f"/o/publicity/{pub}").links() if h.startswith("/o/objection/")]
        for case, to in zip(cases, ("cleared", "upheld")):
            self.province.submit(self.province.get(case), case, {"to": "accepted", "outcome": ""})
            r = self.province.submit(self.province.get(case), case, {"to": to, "outcome": "经异议复核，已核对名录和原件"})
            same(r.status, 200, r.words[:400])
        same(sorted(self.state(b.app) for b in (odd, false)), ["approved", "refused"])
        self.site.at("2025-10-21T09:00:00+08:00")
        r = self.announced(batch, "豫科企〔2025〕30号")
        same(r.status, 200, r.words[:400])
        for code, b in files.items():
            number, first, last = self.site.sql(
                "SELECT t.certificate_no, t.valid_from, t.valid_to FROM title t JOIN application a ON a.id = t.application_id "
                "WHERE a.public_id = ?", b.app.rsplit("/", 1)[1])[0]
            assert re.fullmatch(rf"2025410102{code}0\d{{6}}", number), (code, number)
            same((first, last), ("2025-10-21", "2025-12-31"))
            words = self.public.get(f"/verify/{number}").words
            assert "入库登记编号" in words and "证书编号 20" not in words, words[:600]
            assert "截至2025年10月21日：有效" in words and "2025-10-21 至 2025-12-31" in words, words[:600]
        paper = files["B"].get(f"/cert/{number}.pdf")
        text = pdf_text(paper.body).replace("\n", "")
        assert "入库登记编号" in text and number in text and "信息库" in text, (paper.status, text)
        news = self.public.get("/news/" + self.site.one("SELECT public_id FROM announcement ORDER BY id DESC LIMIT 1"))
        assert "入库登记编号" in news.words and "证书编号" not in news.words, "the document's own word"
        # So do the list as a file, in both forms, and the printed annex.
        head = self.public.get(news.url + "/list.csv").body.decode("utf-8-sig").split("\r\n")[0]
        assert "入库登记编号" in head and "证书编号" not in head, head
        with zipfile.ZipFile(io.BytesIO(self.public.get(news.url + "/list.xlsx").body)) as z:
            cells = "".join(z.read(n).decode() for n in z.namelist() if n.endswith(".xml"))
        assert "入库登记编号" in cells and "证书编号" not in cells
        assert "入库名单的公告" in news.words and number in news.words, news.words[:800]
        # Taken back, a number stays with its title for ever: nobody else can bear it.
        self.site.quiet(lambda: self.site.sql("UPDATE title SET state = 'revoked', ended_on = '2025-10-21' WHERE certificate_no = ?", number))
        assert "已撤销" in self.public.get(f"/verify/{number}").words
        try:
            self.site.quiet(lambda: self.site.insert(
                "title", public_id="again", tier="tech", tier_name="x", batch_title="x", name="y", province="x", city="x", county="y",
                certificate_no=number, valid_from="2025-11-01", valid_to="", state="valid", source="x", recorded_at=0))
            raise AssertionError("used twice")
        except lib.sqlite3.IntegrityError:
            pass


class Henan2026(Tech):
    edition, now, year = "henan-tech-2026", "2026-06-02T09:00:00+08:00", 2026

    def C3_five_cases_and_the_share(self):
        page = self.province.get("/o/batches/new?edition=henan-tech-2026")
        r = self.province.submit(page, "/o/batches/new", {"edition": "henan-tech-2026", "opens_on": "2026-06-02",
                                                          "filing_last": "2026-08-31", "city_deadline": "2026-09-30"}, ("act", "call"))
        assert r.url.startswith("/o/batch/"), r.words[:400]
        plain = {"projects": (("叶轮", "10"), ("泵壳", "62.5"))}
        few = self.filed(quarters=[(5, 5, 2, 2)] * 4, **plain)
        assert "职工总数为5人及以下" in self.obstacles(few.app)
        bare = self.filed(ip=(), projects=(("叶轮", "80"),), facts={"revenue": "1200"})
        assert "知识产权数为0" in self.obstacles(bare.app)
        little = self.filed(projects=(("叶轮", "9.9999"),), facts={"revenue": "160"})
        assert "年研发费用不足10万元" in self.obstacles(little.app)
        ten = self.filed(projects=(("叶轮", "10"),), facts={"revenue": "160"})
        assert "不足10万元" not in self.obstacles(ten.app)
        first = self.filed(known=False)
        assert "首次参评" in self.obstacles(first.app)
        bad = self.filed()
        code = self.code(bad)
        self.site.quiet(lambda: self.site.insert(
            "ban", uscc=code, programmes="tech", cause="登记编号被撤销", clause="x", from_on="2025-03-01", to_on="2025-12-31",
            agency_id=self.site.one("SELECT id FROM agency WHERE code = 'st-410000'"), created_by=1, created_at=0))
        assert "被撤销登记编号" in self.obstacles(bad.app)


    def C3_random_share_2026(self):
        """Beside the cases a share by lot: the province draws in each city, the city visits, and only then publicity opens."""
        batch = self.batch()
        few = self.filed(quarters=[(5, 5, 2, 2)] * 4)
        assert "职工总数为5人及以下" in self.obstacles(few.app)
        same(self.visit(self.city, few.app).status, 200)
        same(self.obstacles(few.app), "")
        others = [self.filed() for _ in range(3)]
        for b in others:
            same(self.obstacles(b.app), "")
        self.recommended(batch)
        same({self.state(b.app) for b in [few, *others]}, {"sample"})
        path = f"/o/batch/{batch}/draw"
        page = self.province.get(path)
        assert "5%" in page.words and 'name="share"' not in page.text and "职工总数为5人及以下" in page.words, page.words[:900]
        assert "没有待公示" in self.province.get(f"/o/batch/{batch}/publicity").words
        # Before the draw one goes back to the city from the recommendation.
        gone = others.pop()
        words = self.province.get(self.body_page(gone.app)).words
        assert "退回市级" in words, words[:900]
        url = next(h for h in self.province.get(f"/o/batch/{batch}/approve").links() if h.startswith("/o/recommendation/"))
        page = self.province.submit(self.province.get(url), "/decide", {"id": [gone.app.rsplit("/", 1)[1]]}, ("act", "send_back"))
        r = self.province.submit(page, "/decide", {"reason": "缺少研发项目佐证，请核对"}, ("act", "go"))
        same(self.state(gone.app), "city", r.words[:300])
        url = test_draw.start(self, batch)
        test_draw.draw(self, url)
        same(self.state(few.app), "prov_wait", "the visit that was compulsory settles it")
        # One that an earlier test passed is in the frame too, and may be the one.
        drawn = [a for a, in self.site.sql("SELECT a.public_id FROM draw_item i JOIN application a ON a.id = i.application_id "
                                           "WHERE i.taken = 1 AND i.compulsory = ''")]
        same(len(drawn), 1, "5 % of what is there, rounded up; the compulsory one apart")
        same({self.state(b.app) for b in others}, {"sample"}, "what was not drawn is there as a substitute")
        app, path = drawn[0], "/o/app/" + drawn[0]

        def decide(act, reason=""):
            return self.province.post(url + "/decide", lib.csrf(self.province, url) + [("file", app), ("act", act), (f"reason-{app}", reason)])
        r = decide("sample_pass")
        same(r.status, 409)
        assert "市级还没有登记实地核查" in r.words, r.words[:300]
        same(self.site.one("SELECT count(*) FROM message m JOIN account a ON a.id = m.account_id WHERE m.subject LIKE '抽中 1 家%' "
                           "AND a.login = 'shi1'"), 1)
        assert "/o/site/" + app in self.city.get(path).text
        same(self.neighbour.get("/o/site/" + app).status, 404)
        r = self.visit(self.city, path)
        assert "核查结果已登记" in r.words, r.words[:400]
        # A drawn file goes back too, stays drawn, and is decided when it has come back.
        same(decide("send_back").status, 422, "with a reason")
        r = decide("send_back", "佐证与现场记录不一致，请重审")
        assert "已退回市级" in r.words, r.words[:300]
        same(self.state(path), "city")
        same(self.obstacles(path), "")
        self.recommended(batch)
        same(self.state(path), "sample")
        r = decide("sample_pass")
        assert "已通过抽查" in r.words, r.words[:300]
        same({self.state(x.app) for x in [few, *others]}, {"prov_wait"})


class Hebei2021(Tech):
    edition, now, year = "hebei-tech-2021", "2021-03-01T09:00:00+08:00", 2021
    bodies = ("st-130171", "st-130000", "miit-130100", "miit-130000", "st-130100")
    division = "130171"

    def D1_D2_registered_in_a_zone_and_filed_online(self):
        b = self.filed()
        same(self.state(b.app), "city")
        same(self.city.get(self.body_page(b.app)).status, 200)
        for who in (self.neighbour, self.miit_city, self.miit_province):
            same(who.get(self.body_page(b.app)).status, 404)
        same(self.site.sql("SELECT no, city_deadline FROM batch WHERE state = 'open' AND edition = 'hebei-tech-2021'"),
             [(3, "2021-03-25")])

    def D3_each_25th_and_numbers_through_the_year(self):
        numbers = []
        for day, batch_no, doc in (("2021-03-02", 3, "冀科企函〔2021〕21号"), ("2021-04-12", 4, "冀科企函〔2021〕22号")):
            self.site.at(day + "T09:00:00+08:00")
            self.jobs(batch_no)
            batch = self.batch()
            same(self.site.one("SELECT no FROM batch WHERE id = ?", batch), batch_no)
            b = self.filed(batch)
            same(self.obstacles(b.app), "")
            late = batch_no == 4
            if late:
                self.site.at("2021-04-26T09:00:00+08:00")
            url = self.recommended(batch)
            same(self.site.one("SELECT count(*) FROM audit WHERE action = 'recommendation_sent' AND reason = '逾期推荐'"), int(late))
            page = self.province.submit(self.province.get(url), "/decide", {}, ("act", "approve"))
            self.province.submit(page, "/decide", {}, ("act", "go"))
            same(self.state(b.app), "prov_wait")
            pub = self.publicity(self.province, self.province2, batch, "10")
            self.after(pub)
            ends = "2021-03-26" if batch_no == 3 else self.site.now[:10]
            self.site.at(max(ends, self.site.now[:10]) + "T10:00:00+08:00")
            self.announced(batch, doc)
            numbers.append(self.site.one("SELECT t.certificate_no FROM title t JOIN application a ON a.id = t.application_id "
                                         "WHERE a.public_id = ?", b.app.rsplit("/", 1)[1]))
        assert re.fullmatch(r"202113017100\d{6}", numbers[0]) and re.fullmatch(r"202113017100\d{6}", numbers[1]), numbers
        assert numbers[0] < numbers[1]

    def jobs(self, no):
        for _ in range(50):
            if self.site.one("SELECT state FROM batch WHERE edition = ? AND no = ?", self.edition, no) == "open":
                return
            lib.time.sleep(0.1)

    def D10_bodies_as_printed(self):
        page = self.public.get("/bodies")
        with open(os.path.join(lib.ROOT, "sql/reference/agencies/hebei-st.csv"), encoding="utf-8") as f:
            printed = [(r["name"], r["phone"]) for r in csv.DictReader(f) if r["level"] == "city"]
        same(len(printed), 16)
        rows = re.findall(r"<tr>(.*?)</tr>", page.text, re.S)
        for name, phone in printed:
            assert any(name in r and phone in r for r in rows), (name, phone)
        assert "11月10日" in self.city.get("/o/targets").words
        assert "/bodies" in self.public.get("/guide/hebei-tech-2021").text and "/bodies" in self.public.get("/help").text


if __name__ == "__main__":
    lib.run(Henan2025, Henan2026, Hebei2021)
