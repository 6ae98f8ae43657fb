#!/usr/bin/env python3
"""Document 004 from the report to the plaque: what the enterprise writes, what the county certifies, who is in the
pool, the summary table with its own columns.

usage: test_leader.py [PATH_TO_TIDU] [NAME …]
"""
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from urllib.parse import quote

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_expert import EXPERTS, Expert  # noqa: E402
from test_henan import Henan  # noqa: E402
from test_pool import Pool  # noqa: E402

WINDOW1, WINDOW2 = "2023-07-20T09:00:00+08:00", "2023-07-26T09:00:00+08:00"
COLUMNS = ["序号", "企业名称", "统一社会信用代码", "所属行业", "申报类型", "申报方向", "具体专项条件", "联系人", "联系电话"]


def pdf_text(body):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
        f.write(body)
        f.flush()
        out = subprocess.run(["pdftotext", "-layout", f.name, "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", "", out)


def office_text(body, part):
    xml = zipfile.ZipFile(io.BytesIO(body)).read(part).decode()
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", xml))


class Leader:
    start, sign, state, recommended, list_act = Pool.start, Pool.sign, Pool.state, Pool.recommended, Pool.list_act
    firm, filed, fill, passes = Pool.firm, Pool.filed, Pool.fill, Pool.passes
    after, text = Henan.after, staticmethod(Henan.text)
    report = Pool.report

    def __init__(self):
        Pool.__init__(self)

    def when(self, now):
        if self.site.now != now:
            self.site.at(now)

    def pooled(self):
        self.when(WINDOW1)
        *people, app = self.filed()
        self.passes(self.county, app)
        self.passes(self.city, app)
        same(self.state(app), "pool")
        return (*people, app)

    def chosen(self):
        got = self.pooled()
        self.when(WINDOW2)
        r = self.list_act(self.city, self.batch, "select", "select", [got[-1]])
        assert "已办理 1 家" in r.words, r.words[:400]
        return got

    def E2_update_of_first_batch(self):
        """A holder of the first batch updates its information: to the city and no further, the title stays."""
        self.when(WINDOW1)
        filler, legal = self.firm(cluster=None)
        name, uscc = self.site.sql("SELECT name, uscc FROM enterprise ORDER BY id DESC LIMIT 1")[0]
        path = os.path.join(self.site.dir, "first.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write(f"company_name,uscc,prefecture\n{name},{uscc},石家庄市\n")
        self.site.offline("import", "titles", path, "--title", "县域特色产业集群“领跑者”企业", "--tier", "leader", "--year", "2022",
                          "--province", "河北省", "--source", "首批137家“领跑者”企业名单")
        self.site.quiet(lambda: self.site.sql(
            "INSERT INTO enterprise_fact (enterprise_id, fact, year, value, source, updated_at) SELECT id, 'staff', 2022, '88', '上次申报', 0"
            " FROM enterprise WHERE uscc = ?", uscc))
        page = filler.get(f"/e/start/{self.batch}")
        for want in ("信息更新", "首批137家", "7月20日", "7月25日", "开始填报"):
            assert want in page.words, (want, page.words[:1200])
        assert "现在不能申报" not in page.words
        app = self.start(filler, self.batch)
        number = app.rsplit("/", 1)[1]
        same(self.site.one("SELECT kind FROM application WHERE public_id = ?", number), "update")
        path = filler.get(app)
        assert "确认入库" in path.words and "择优推荐" not in path.words and "专家评审" not in path.words, path.words[:900]
        self.fill(filler, app)
        sign = legal.get(app + "/sign")
        assert 'name="eligible"' not in sign.text, "an update declares no conditions"
        r = legal.submit(sign, "/sign", {"truth": "1"}, ("act", "submit"))
        assert r.url.endswith("/receipt"), r.words[:800]
        self.passes(self.county, app)
        assert "信息更新" in self.city.get("/o/app/" + number).words
        assert "原称号继续有效" in self.city.get(f"/o/app/{number}/pass").words
        self.passes(self.city, app)
        same(self.state(app), "updated")
        assert "原称号继续有效" in filler.get(app).words
        same(self.site.sql("SELECT state, ended_on FROM title WHERE uscc = ?", uscc), [("valid", "")])
        same(self.site.one("SELECT pooled_at FROM application WHERE public_id = ?", number), None)
        # One update in a window, and none outside of it: the document's days are said.
        same(self.start(filler, self.batch), app)
        other, _ = self.firm(cluster=None)
        code = self.site.one("SELECT uscc FROM enterprise ORDER BY id DESC LIMIT 1")
        self.site.quiet(lambda: self.site.sql("UPDATE title SET uscc = ? WHERE uscc = ?", code, uscc))
        self.when(WINDOW2)
        page = other.get(f"/e/start/{self.batch}")
        assert "信息更新的时间为2023年7月20日至2023年7月25日" in page.words and 'name="batch"' not in page.text, page.words[:900]
        r = other.post("/e/start", lib.csrf(other, "/e") + [("batch", str(self.batch))])
        same(self.site.one("SELECT count(*) FROM application a JOIN enterprise e ON e.id = a.enterprise_id WHERE e.uscc = ?", code), 0)

    def E3_pool_list_by_body_and_choosing_on_its_day(self):
        one, two = self.pooled()[-1], self.pooled()[-1]
        page = self.city.get("/o/pool")
        names = [n for n, in self.site.sql("SELECT name FROM enterprise ORDER BY id DESC LIMIT 2")]
        for want in (*names, "科技创新发展", "2023-07-20", "待择优推荐", "7月26日", "长安区"):
            assert want in page.words, (want, page.words[:1200])
        assert 'name="id"' not in page.text, "nobody is chosen before the printed day"
        assert names[0] in self.county.get("/o/pool").words and "石家庄市" in self.province.get("/o/pool").words
        # Sent back to the enterprise, it is in the pool no more.
        number = two.rsplit("/", 1)[1]
        self.site.quiet(lambda: self.site.sql("UPDATE application SET state = 'returned', pooled_at = NULL WHERE public_id = ?", number))
        assert names[0] not in self.city.get("/o/pool").words
        self.when(WINDOW2)
        page = self.city.get("/o/pool?direction=innovation")
        r = self.city.submit(page, "/list/select", {"id": [one.rsplit("/", 1)[1]]}, ("act", "select"))
        assert "将择优推荐 1 家" in r.words, r.words[:500]
        r = self.city.submit(r, "/list/select", {}, ("act", "go"))
        assert "已办理 1 家" in r.words, r.words[:400]
        same(self.state(one), "recommend")
        assert names[1] in self.city.get("/o/pool?standing=chosen").words
        assert names[1] not in self.city.get("/o/pool?standing=waiting").words
        csv = self.city.get("/o/pool.csv").body.decode("utf-8-sig").splitlines()
        assert csv[0].startswith("企业名称,统一社会信用代码,市,") and names[1] in csv[1] and "已择优推荐" in csv[1], csv
        sheet = office_text(self.province.get("/o/pool.xlsx").body, "xl/worksheets/sheet1.xml")
        assert names[1] in sheet and "入库培育名单" in sheet
        visitor = self.site.browser().get("/o/pool", follow=False)
        assert visitor.status == 303 and visitor.header("Location").startswith("/login"), (visitor.status, visitor.headers)
        assert names[1] not in visitor.words

    def E7_summary_table_with_the_columns_of_the_annex(self):
        app = self.chosen()[-1]
        url = self.recommended(self.batch)
        same(self.state(app), "expert")
        name, uscc = self.site.sql("SELECT name, uscc FROM enterprise ORDER BY id DESC LIMIT 1")[0]
        got = {k: self.city.get(f"{url}/summary.{k}").body for k in ("docx", "pdf", "xlsx")}
        texts = {"docx": office_text(got["docx"], "word/document.xml"), "pdf": pdf_text(got["pdf"]),
                 "xlsx": office_text(got["xlsx"], "xl/worksheets/sheet1.xml")}
        for kind, text in texts.items():
            assert "推荐“领跑者”企业培育及认定申报汇总表" in text, (kind, text[:300])
            # On paper the cells of a row wrap side by side: only what fits one line is found as it stands.
            cells = [] if kind == "pdf" else [name, "“领跑者”企业认定", "科技创新发展", "2021年省级企业技术中心"]
            for want in (*COLUMNS, uscc, *cells):
                assert want in text, (kind, want, text[:900])
            assert "注：申报类型分为入库培育和" in text, kind
            assert "是否符合直通条件" not in text and "评分" not in text, kind
        at = [texts["docx"].index(c) for c in COLUMNS]
        same(at, sorted(at), "order of columns")
        assert "附件2" in texts["docx"] and "附件1" not in texts["docx"]

    def E5_false_filing_is_out(self):
        """The county returns a file with the facts of a false filing: a case of two people, the ban, the files out, entry shut."""
        self.when(WINDOW1)
        top = self.site.one("SELECT id FROM agency WHERE code = 'miit-130000'")
        second = self.site.quiet(lambda: self.site.session(self.site.new_account("shengx", "province", "省厅丙", agency=top)))
        filler, legal, app = self.filed()
        number = app.rsplit("/", 1)[1]
        uscc, name = self.site.sql("SELECT uscc, name FROM enterprise ORDER BY id DESC LIMIT 1")[0]
        page = self.county.get(f"/o/app/{number}/return")
        for want in ("取消申报资格", "虚假申报或隐瞒违法违规行为", "六、其他事项第2项"):
            assert want in page.words, (want, page.words[-900:])
        values = {"item": ["slot:licence"], "r.slot:licence": "unclear", "message": "请补充说明"}
        reason = re.search(r'name="r\.slot:licence".*?<option value="([a-z_]+)"', page.text, re.S).group(1)
        values["r.slot:licence"] = reason
        r = self.county.submit(page, "/return", {**values, "forgery": "假"})
        same(r.status, 422, r.words[:300])
        same((self.state(app), self.site.one("SELECT count(*) FROM case_file")), ("county", 0), "nothing by halves")
        r = self.county.submit(self.county.get(f"/o/app/{number}/return"), "/return",
                               {**values, "forgery": "核对原件发现审计报告系伪造，事务所书面否认出具。"})
        assert "已退回" in r.words, r.words[:400]
        same(self.state(app), "returned")
        case = "/o/case/" + self.site.one("SELECT public_id FROM case_file ORDER BY id DESC LIMIT 1")
        same(self.site.one("SELECT a.public_id FROM case_file c JOIN application a ON a.id = c.application_id"), number)
        r = self.city.submit(self.city.get(case), "/opinion", {"way": "support", "opinion_text": "核查属实，同意提请取消申报资格。"})
        # Meanwhile corrected and sent again, it is back with the county; the case goes on.
        self.site.quiet(lambda: self.site.sql("UPDATE application SET state = 'pool', pooled_at = 1, return_to = '' WHERE public_id = ?", number))
        self.site.quiet(lambda: self.site.sql("UPDATE caseload SET state = 'pool' WHERE public_id = ?", number))
        r = self.province.submit(self.province.get(case), "/notify", {"notify_text": "拟因伪造审计报告取消申报资格，请在期限内陈述申辩。",
                                                                     "days": "3", "unit": "working"})
        assert "告知书已送出" in r.words, r.words[:600]
        self.site.at("2023-07-26T09:00:00+08:00")
        page = self.province.get(case)
        assert page.has_form("/draft"), page.words[:1500]
        form = page.form("/draft")
        values = {"outcome": "ban", "reason": "经核实审计报告系伪造，企业未作申辩。", "doc_no": "冀工信函〔2023〕9号"}
        r = self.province.upload(page, "/draft", "file", [], values)
        same(r.status, 422, "no term is printed: the deciding body types the last day and nobody invents one")
        r = self.province.upload(self.province.get(case), "/draft", "file", [], {**values, "ban_to": "2024-07-25"})
        assert "请本单位另一人确认" in r.words, r.words[:900]
        same(self.state(app), "pool", "one person decides nothing")
        same(self.province.submit(self.province.get(case), "/confirm", {}, ("act", "confirm")).status, 403) if \
            self.province.get(case).has_form("/confirm") else None
        r = second.submit(second.get(case), "/confirm", {}, ("act", "confirm"))
        assert "决定已作出并生效" in r.words, r.words[:900]
        same(self.state(app), "refused")
        same(self.site.one("SELECT pooled_at FROM application WHERE public_id = ?", number), None)
        assert name not in self.city.get("/o/pool").words
        assert "取消申报资格" in self.county.get(f"/o/app/{number}/log").words
        ends = self.site.one("SELECT filing_ends_at FROM batch WHERE id = ?", self.batch)
        self.site.quiet(lambda: self.site.sql("UPDATE batch SET filing_ends_at = ? WHERE id = ?", ends + 9 * 86400000, self.batch))
        page = filler.get(f"/e/start/{self.batch}")
        for want in ("六、其他事项第2项", "不得申报至 2024-07-25", "现在不能申报", "可向作出决定的主管部门提出"):
            assert want in page.words, (want, page.words[:1500])
        filler.post("/e/start", lib.csrf(filler, "/e") + [("batch", str(self.batch))])
        same(self.site.one("SELECT count(*) FROM application a JOIN enterprise e ON e.id = a.enterprise_id WHERE e.uscc = ?", uscc), 1)
        self.site.quiet(lambda: self.site.sql("UPDATE batch SET filing_ends_at = ? WHERE id = ?", ends, self.batch))

    def E6_one_filing_serves_both_steps(self):
        """入库培育 and 认定 by one submission: nothing is asked again, and what the experts see is what was filed."""
        filler, _, app = self.pooled()
        number = app.rsplit("/", 1)[1]
        before = self.site.sql("SELECT s.id, s.content_hash FROM submission s JOIN application a ON a.id = s.application_id "
                               "WHERE a.public_id = ?", number)
        assert "不需要再次填报" in filler.get(app).words
        assert "尚未入库" not in filler.get(f"/e/start/{self.batch}").words and "起在培育库" in filler.get(f"/e/start/{self.batch}").words
        self.when(WINDOW2)
        page = filler.get(app)
        assert "/sign" not in [h.split("?")[0][-5:] for h in page.links()], page.links()
        self.list_act(self.city, self.batch, "select", "select", [app])
        self.recommended(self.batch)
        same(self.state(app), "expert")
        same(self.site.sql("SELECT s.id, s.content_hash FROM submission s JOIN application a ON a.id = s.application_id "
                           "WHERE a.public_id = ?", number), before)
        same(self.site.one("SELECT count(*) FROM application a JOIN enterprise e ON e.id = a.enterprise_id WHERE e.id = "
                           "(SELECT enterprise_id FROM application WHERE public_id = ?)", number), 1)

    def review(self, totals):
        """Experts from the pool of experts to a list by two people; `totals`: points by enterprise."""
        a, b = self.province, self.province2
        for name, employer, fields, city in EXPERTS[:3]:
            a.submit(a.get("/o/experts"), "/o/experts", {"name": name, "employer": employer, "fields": fields, "city": city}, ("act", "save"))
        ids = [str(i) for i, in self.site.sql("SELECT id FROM expert ORDER BY id")]
        for i, n in enumerate(ids):
            a.submit(a.get(f"/o/experts/{n}"), f"/o/experts/{n}/account", {"login": f"zjia{i}"})
        self.site.quiet(lambda: self.site.sql("UPDATE account SET must_change = 0 WHERE role = 'expert'"))
        panel = f"/o/panel/{self.batch}"
        r = a.submit(a.get(panel), "/form", {"ends_on": "2023-08-10", "experts": ids}, ("act", "form"))
        same(r.status, 200, r.words[:400])
        people = {n: self.site.session(acc) for n, acc in self.site.sql("SELECT id, account_id FROM expert")}
        for x in people.values():
            x.submit(x.get("/x/coi"), "/x/coi", {"none": "1", "agree": "1"})
        r = a.submit(a.get(panel + "/assign"), "/assign", button=("act", "assign"))
        same(r.status, 200, r.words[:400])
        for expert, code, app in self.site.sql("SELECT s.expert_id, f.code, a.public_id FROM panel_sheet s JOIN panel_file f ON"
                                               " f.application_id = s.application_id JOIN application a ON a.id = s.application_id"):
            same(Expert.fill(None, people[expert], code, totals[app]).url, "/x")
        r = a.submit(a.get(panel + "/list"), "/list", {"top": "1", "reason": "本年度择优名额一家，按专家评审结果确定"}, ("act", "propose"))
        assert "等待另一位同事确认" in r.words, r.words[:600]
        r = b.submit(b.get(panel + "/list"), "/list", button=("act", "confirm"))
        assert "列入建议名单" in r.words, r.words[:400]

    def E4_recognition_from_pool_to_plaque(self):
        """In one run: three in the pool, two chosen, one recognised with certificate and plaque, one not, one stays."""
        city = self.site.one("SELECT id FROM agency WHERE code = 'miit-130000'")
        self.province2 = self.site.quiet(lambda: self.site.session(self.site.new_account("sheng2", "province", "省厅乙", agency=city)))
        for state in ("pool", "recommend", "expert", "county", "city"):
            self.site.quiet(lambda s=state: self.site.sql("UPDATE application SET state = 'withdrawn', live = 0, pooled_at = NULL WHERE state = ?", s))
            self.site.quiet(lambda s=state: self.site.sql("UPDATE caseload SET state = 'withdrawn' WHERE state = ?", s))
        wins, loses, stays = (self.pooled()[-1] for _ in range(3))
        name = {a: self.site.one("SELECT e.name FROM application a JOIN enterprise e ON e.id = a.enterprise_id WHERE a.public_id = ?",
                                 a.rsplit("/", 1)[1]) for a in (wins, loses, stays)}
        self.when(WINDOW2)
        self.list_act(self.city, self.batch, "select", "select", [wins, loses])
        self.recommended(self.batch)
        same([self.state(a) for a in (wins, loses, stays)], ["expert", "expert", "pool"])
        self.site.at("2023-08-02T10:00:00+08:00")
        self.review({wins.rsplit("/", 1)[1]: 90, loses.rsplit("/", 1)[1]: 80})
        same([self.state(a) for a in (wins, loses, stays)], ["prov_wait", "refused", "pool"])
        # 公示: the document prints no length, the body types it; two people.
        path = f"/o/batch/{self.batch}/publicity"
        r = self.province.submit(self.province.get(path), "/publicity", {"contact": "民营经济发展处 0311-87803327", "days": "5",
                                                                         "unit": "working"})
        r = self.province2.submit(self.province2.get(r.url), "/confirm", button=("act", "confirm"))
        assert "已开始公示" in r.words, r.words[:400]
        shown = self.site.browser().get("/publicity/" + r.url.rsplit("/", 1)[1])
        assert name[wins] in shown.words and name[loses] not in shown.words and name[stays] not in shown.words
        self.after(r.url.rsplit("/", 1)[1])
        same(self.state(wins), "approved")
        specimen = pdf_text(self.province.get(f"/o/publish/{self.batch}/specimen.pdf").body)
        assert "样张" in specimen and "牌匾文字" in specimen and "文件未规定期限" in specimen, specimen
        path = f"/o/publish/{self.batch}"
        page = self.province.submit(self.province.get(path), path, {"doc_no": "冀工信民经函〔2023〕400号"}, ("act", "preview"))
        assert "专家评审" in page.words and "省级公示" in page.words, page.words[:900]
        r = self.province.submit(page, path, {"confirm": "冀工信民经函〔2023〕400号"}, ("act", "publish"))
        same(self.state(wins), "listed", r.words[:500])
        number, uscc = self.site.sql("SELECT certificate_no, uscc FROM title WHERE tier = 'leader' AND source <> '首批137家“领跑者”企业名单'")[0]
        paper = pdf_text(self.city.get("/cert/" + quote(number) + ".pdf").body)
        for want in (name[wins], "河北省县域特色产业集群“领跑者”企业", number, uscc, "牌匾文字，供制作", "2023年8月", "河北省工业和信息化厅"):
            assert want in paper, (want, paper)
        public = self.site.browser()
        assert name[wins] in public.get("/registry?tier=leader&q=" + uscc).words
        assert "有效" in public.get("/verify/" + quote(number)).words
        # The pool says how each has fared, and who stayed is there for the next time.
        page = self.city.get("/o/pool")
        for a, word in ((wins, "recognised"), (loses, "not"), (stays, "waiting")):
            assert name[a] in page.words and name[a] in self.city.get(f"/o/pool?standing={word}").words, (word, page.words[:1500])


if __name__ == "__main__":
    lib.run(Leader)
