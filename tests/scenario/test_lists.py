#!/usr/bin/env python3
"""Intellectual property, honours, projects and quarters as lists: what is counted from them, for whom it
is shown, and that nobody types it.

usage: test_lists.py [PATH_TO_TIDU] [NAME …]
"""
import hashlib
import json
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import ANSWERS, DECLARED, Enterprise, same  # noqa: E402

EDITION, TECH = "lists-test", "lists-tech"
TYPED = {"economy": ANSWERS["economy"], "innovation": {"rd_expense-2022": "60.3"},
         "specialisation": ANSWERS["specialisation"],
         "direct": {k: v for k, v in ANSWERS["direct"].items() if k.startswith("equity")}}


class Lists:
    """The first edition once more, with facts that are counted."""
    firm, sign, row, hand_back = Enterprise.firm, Enterprise.sign, Enterprise.row, Enterprise.hand_back
    fill, evidence, profile = (staticmethod(f) for f in (Enterprise.fill, Enterprise.evidence, Enterprise.profile))

    def __init__(self):
        self.site = lib.Site(now="2023-02-01T09:00:00+08:00")
        self.serial = 0
        self.site.quiet(self.new_edition)

    def new_edition(self):
        db = sqlite3.connect(self.site.path)
        p = json.loads(db.execute("SELECT json FROM rulebook WHERE kind = 'procedure' AND id = 'hebei-innovative-2023'")
                       .fetchone()[0])
        for change in ({"id": EDITION, "derived": ["ip-63", "honours"]},
                       {"id": TECH, "derived": ["ip-115", "honours", "rd-projects", "staff-quarters"], "standard": "tech-2017",
                        "programme": "tech"}):
            p.update(change)
            text = json.dumps(p, sort_keys=True, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
            db.execute("INSERT INTO rulebook (kind, id, title, hash, json, recorded_at) VALUES ('procedure', ?, 'x', ?, ?, 0)",
                       (p["id"], hashlib.sha256(text.encode()).hexdigest(), text))
        db.commit()
        db.close()
        for edition in (EDITION, TECH):
            self.site.new_batch(edition=edition)

    def start(self, b, edition=EDITION):
        """The batch of an edition with lists (the first one has its own)."""
        batch = self.site.one("SELECT id FROM batch WHERE edition = ?", edition)
        return b.post("/e/start", lib.csrf(b, "/e") + [("batch", str(batch))]).url

    def fact(self, app, name):
        return self.site.one("SELECT f.value FROM application_fact f JOIN application a ON a.id = f.application_id "
                             "WHERE a.public_id = ? AND f.fact = ?", app.rsplit("/", 1)[1], name)

    @staticmethod
    def own_invention(b, **more):
        values = {"number": "ZL202010000001.X", "granted_on": "2020-05-06", "rank": "1", **more}
        r = lib.list_item(b, "ip", "invention", **values)
        same(r.status, 200, r.words[:400])
        return r

    # --- the list itself --------------------------------------------------------------------------
    def test_items_are_added_corrected_removed_and_taken_back(self):
        b, _ = self.firm()
        assert "清单还是空的" in b.get("/e/ip").words
        r = lib.list_item(b, "ip", "utility_model", title="水泵叶轮", number="ZL1", granted_on="2021年2月1日", rank="2")
        assert "水泵叶轮" in r.words and "2021-02-01" in r.words, r.words[:500]
        r = lib.list_item(b, "ip", "utility_model", title="再来一次", number="ZL1", granted_on="2021-02-01", rank="2")
        same(r.status, 422)
        assert "同一项只登记一次" in r.words
        r = lib.list_item(b, "ip", "utility_model", title="没有日期", number="ZL2", granted_on="", rank="2")
        assert r.status == 422 and "请填写“授权" in r.words and 'value="没有日期"' in r.text, r.words[:500]
        r = lib.list_item(b, "ip", "utility_model", title="明年", number="ZL2", granted_on="2024-01-01", rank="1")
        assert r.status == 422 and "不能晚于今天" in r.words
        r = lib.list_item(b, "ip", "utility_model", title="买来的", number="ZL2", granted_on="2020-01-01", rank="1",
                          obtained="transfer")
        assert r.status == 422 and "请填写转让日期" in r.words
        item = self.site.one("SELECT public_id FROM list_item WHERE number = 'ZL1'")
        page = b.get(f"/e/ip/{item}")
        r = b.upload(page, f"/e/ip/{item}", "file", [("zl.pdf", lib.pdf("zl"))], {"title": "水泵叶轮二", "related": "1"})
        assert "水泵叶轮二" in r.words and r.status == 200
        r = b.upload(page, f"/e/ip/{item}", "file", [], {"title": "旧页面", "_once": None})
        same(r.status, 409, "an old page")
        r = b.submit(b.get(f"/e/ip/{item}/remove"), "/remove")
        assert "已移除" in r.words or "已从清单中移除" in r.words
        assert "清单还是空的" in r.words
        r = b.submit(r, "/e/ip", button=("back", item))
        assert "水泵叶轮二" in r.words and "已恢复" in r.words
        acts = [a for a, in self.site.sql("SELECT action FROM audit WHERE object_kind = 'list_item' ORDER BY seq")]
        same(acts, ["list_item_saved", "list_item_saved", "list_item_removed", "list_item_restored"])
        # Another enterprise has neither the item nor its certificate.
        other, _ = self.firm()
        same(other.get(f"/e/ip/{item}").status, 404)
        same(other.post(f"/e/ip/{item}/remove", lib.csrf(other, "/e/ip")).status, 404)
        file = self.site.one("SELECT evidence FROM list_item WHERE number = 'ZL1'")
        assert file
        same(b.get(f"/e/file/{file}").status, 200)
        same(other.get(f"/e/file/{file}").status, 404)

    def test_empty_is_unknown_until_declared(self):
        b, _ = self.firm()
        app = self.start(b)
        self.fill(b, app, TYPED)
        assert "暂不能计算" in b.get(app + "/s/innovation").words
        low, high = self.row(app, "score_min"), self.row(app, "score_max")
        assert low < high
        lib.list_none(b, "ip")
        lib.list_none(b, "honours")
        same(self.row(app, "score_min"), self.row(app, "score_max"), "all is known")
        assert self.row(app, "score_max") < high
        self.own_invention(b)
        same(self.site.one("SELECT count(*) FROM list_none WHERE list = 'ip'"), 0)
        r = b.post("/e/ip", lib.csrf(b, "/e/ip") + [("act", "none")])
        same(r.status, 409, "not empty")

    # --- what is counted --------------------------------------------------------------------------
    def test_a_counted_fact_is_not_typed(self):
        b, _ = self.firm()
        app = self.start(b)
        self.own_invention(b)
        page = b.get(app + "/s/innovation")
        names = [n for n, _ in page.form("/s/innovation").fields]
        assert "ip_class1" not in names and "rd_expense-2022" in names, names
        assert "自主研发的Ⅰ类知识产权数" in page.words and "由清单计算" in page.words
        r = b.submit(page, "/s/innovation", {"rd_expense-2022": "60.3", "ip_class1": "7"}, ("go", "stay"), follow=False)
        same(r.status, 400, "typed anyway")
        same(self.fact(app, "ip_class1"), None)
        same(self.fact(app, "rd_expense"), None, "nothing of it is kept")

    def test_C2_direct_route_needs_valid_certificate(self):
        b, legal = self.firm()
        app = self.start(b)
        self.fill(b, app, {**TYPED, "innovation": {"rd_expense-2022": "0"}})  # points alone do not pass
        lib.list_none(b, "ip")
        # Without a number or a last day it is not taken; expired yesterday it does not count.
        r = lib.list_item(b, "honours", "hightech", title="高新技术企业证书", number="", granted_on="2020-02-01",
                          valid_until="2023-01-31")
        assert r.status == 422 and "证书编号" in r.words, r.words[:400]
        lib.list_item(b, "honours", "hightech", title="高新技术企业证书", number="GR202013000001", granted_on="2020-02-01",
                      valid_until="2023-01-31")
        page = b.get(app + "/s/direct")
        assert "已于 2023-01-31 到期" in page.words, page.words[:1500]
        same(self.row(app, "route"), "")
        item = self.site.one("SELECT public_id FROM list_item WHERE kind = 'hightech'")
        b.upload(b.get(f"/e/honours/{item}"), f"/e/honours/{item}", "file", [], {"valid_until": "2023-02-01"})
        same(self.row(app, "route"), "direct", "its last day is today")
        # Tomorrow it has expired: what is signed is judged by the day it is filed.
        self.evidence(b, app, ("licence", "audit_y1", "audit_y2", "honour_proof", "field_proof"))
        self.profile(b)
        page = legal.get(app + "/sign")
        self.site.at("2023-02-02T09:00:00+08:00")
        r = legal.submit(page, "/sign", {"eligible": DECLARED, "truth": "1"}, ("act", "submit"))
        self.site.at("2023-02-01T09:00:00+08:00")
        assert not r.url.endswith("/receipt"), "filed with an expired certificate"
        same(self.site.one("SELECT count(*) FROM submission s JOIN application a ON a.id = s.application_id "
                           "WHERE a.public_id = ?", app.rsplit("/", 1)[1]), 0)
        same(self.fact(app, "hightech_valid"), None)

    def test_submission_pins_what_was_counted_and_officers_see_it(self):
        b, legal = self.firm()
        app = self.start(b)
        self.fill(b, app, TYPED)
        lib.list_none(b, "honours")
        page = b.get("/e/ip/new?kind=invention")
        r = b.upload(page, "/new?kind=invention", "file", [("zs.pdf", lib.pdf("certificate"))],
                     {"title": "测试项目", "number": "ZL202010000001.X", "granted_on": "2020-05-06", "rank": "1", "obtained": "own",
                      "related": "1"})
        same(r.status, 200, r.words[:300])
        r = lib.list_item(b, "ip", "invention", title="买来的发明", number="ZL9", granted_on="2018-01-01", rank="1",
                          obtained="transfer", transferred_on="2022-06-01")
        same(r.status, 200, r.words[:300])
        self.evidence(b, app)
        self.profile(b)
        r = self.sign(legal, app)
        assert r.url.endswith("/receipt"), r.words[:600]
        same([self.fact(app, f) for f in ("ip_high", "ip_class1_own", "ip_class1", "ip_class2", "hightech_valid")],
             ["0", "1", "1", "0", "false"])
        facts = json.loads(self.site.one("SELECT facts FROM submission ORDER BY id DESC LIMIT 1"))["facts"]
        same((facts["ip_class1"], facts["award_national_rank_3y"]), (1, 0))
        pinned = json.loads(self.site.one("SELECT json FROM submission_list ORDER BY submission_id DESC LIMIT 1"))
        same(pinned["as_of"], "2023-02-01")
        counted = {f["fact"]: f for f in pinned["facts"]}
        same([(i["title"], i["counts"]) for i in counted["ip_class1"]["items"]],
             [("测试项目", True), ("买来的发明", False)])
        # The body sees both, and why; what the enterprise changes afterwards does not change it.
        item = self.site.one("SELECT public_id FROM list_item WHERE number = 'ZL9'")
        b.submit(b.get(f"/e/ip/{item}/remove"), "/remove")

        def county():
            agency = self.site.one("SELECT county_agency_id FROM application WHERE public_id = ?", app.rsplit("/", 1)[1])
            return self.site.session(self.site.new_account(f"county{agency}", "county", "王五", agency=agency))
        o = self.site.quiet(county)
        page = o.get("/o/app/" + app.rsplit("/", 1)[1])
        assert "清单与计入情况" in page.words and "买来的发明" in page.words, page.words[-3000:]
        assert "转让未满 1 年（2022-06-01 转入，2023-06-01 起计入）" in page.words
        # The certificate of then stays readable for the body when the item has another now; a look is on record.
        mine = self.site.one("SELECT public_id FROM list_item WHERE title = '测试项目' AND evidence <> ''")
        b.upload(b.get(f"/e/ip/{mine}"), f"/e/ip/{mine}", "file", [("zs2.pdf", lib.pdf("other"))], {})
        link = next(h for h in page.links() if h.startswith("/o/list-file/"))
        same(o.get(link).body, lib.pdf("certificate"))
        newer = self.site.one("SELECT evidence FROM list_item WHERE public_id = ?", mine)
        same(o.get("/o/list-file/" + newer).status, 404, "not part of what was submitted")
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'file_viewed'"), 1)

    def L5_a_correction_counts_again_only_what_it_names(self):
        b, legal = self.firm()
        app = self.start(b)
        self.fill(b, app, TYPED)
        lib.list_usual(b)
        assert "清单：知识产权" in b.get(app).words
        self.evidence(b, app)
        self.profile(b)
        assert self.sign(legal, app).url.endswith("/receipt")
        n = self.row(app, "id")

        def pinned(seq):
            text = self.site.one("SELECT l.json FROM submission_list l JOIN submission s ON s.id = l.submission_id "
                                 "WHERE s.application_id = ? AND s.seq = ?", n, seq)
            return {f["fact"]: (f["value"], len(f["items"])) for f in json.loads(text)["facts"]}
        same(pinned(1)["ip_class1"], ("1", 1))
        lib.list_item(b, "ip", "invention", title="又一项", number="ZL77", granted_on="2021-01-01", rank="1")
        self.hand_back(app, [("fact", "rd_expense", "与审计报告不一致")])
        b.submit(b.get(app + "/s/innovation"), "/s/innovation", {"rd_expense-2022": "61"}, ("go", "next"))
        assert self.sign(legal, app).url.endswith("/receipt")
        same((self.fact(app, "ip_class1"), pinned(2)["ip_class1"]), ("1", ("1", 1)), "not named: as it was")
        self.hand_back(app, [("fact", "ip_class1", "请核对清单")])
        page = b.get(app + "/s/innovation")
        assert 'id="ip_class1"' in page.text and "又一项" in page.words
        assert self.sign(legal, app).url.endswith("/receipt")
        same((self.fact(app, "ip_class1"), pinned(3)["ip_class1"]), ("2", ("2", 2)))
        same(pinned(3)["ip_class1_own"], ("1", 1), "not named either")

    # --- years ------------------------------------------------------------------------------------
    def test_C1_projects_quarters_and_products(self):
        b, _ = self.firm()
        same(b.get("/e/projects").url, "/e/projects/2022")
        lib.list_year(b, 2022, [("叶轮", "10.5"), ("泵壳", "０.0001")],
                      [(10, 11, 3, 3), (11, 12, 3, 4), (12, 12, 4, 4), (12, 13, 4, 4)])
        words = b.get("/e/projects/2022").words
        assert "10.5001 万元" in words, words[:800]
        assert "11.625 人" in words and "3.625 人" in words, words[-600:]
        token = lib.csrf(b, "/e/projects/2022")
        r = b.post("/e/projects/2022", token + [("q1-staff-begin", "3"), ("q1-tech-begin", "4"), ("act", "quarters")])
        assert r.status == 422 and "不能大于同期职工总数" in r.words
        r = b.post("/e/projects/2022", token + [("q1-staff-begin", "3.5"), ("act", "quarters")])
        assert r.status == 422 and "0 以上的整数" in r.words
        r = b.post("/e/projects/2022", token + [("name1", "离心泵"), ("field1", "无"), ("act", "products")])
        assert r.status == 422 and "不能为“无”" in r.words
        b.post("/e/projects/2022", token + [("name1", "离心泵"), ("field1", "先进制造"), ("act", "products")])
        assert 'value="先进制造"' in b.get("/e/projects/2022").text
        project = self.site.one("SELECT public_id FROM rd_project WHERE name = '泵壳'")
        r = b.post("/e/projects/2022", lib.csrf(b, "/e/projects/2022") + [("remove", project)])
        assert "10.5 万元" in r.words
        r = b.post("/e/projects/2022", lib.csrf(b, "/e/projects/2022") + [("back", project)])
        assert "10.5001 万元" in r.words
        for year in ("2023", "2018", "x"):
            same(b.get(f"/e/projects/{year}").status, 404, year)
        lib.list_none(b, "honours")
        r = b.post("/e/projects/2021", lib.csrf(b, "/e/projects/2021") + [("act", "none")])
        assert "已声明" in r.words

    def C1_figures_of_the_technology_form_are_summed_and_averaged(self):
        b, _ = self.firm()
        app = self.start(b, TECH)
        lib.list_none(b, "ip")
        lib.list_none(b, "honours")
        lib.list_item(b, "ip", "software", title="控制软件", number="2022SR1", granted_on="2022-12-01", rank="1")
        lib.list_year(b, 2022, [("叶轮", "50"), ("泵壳", "22.5")], [(20, 20, 6, 6), (20, 22, 6, 6), (22, 22, 6, 7), (22, 23, 7, 7)])
        sections = {h.split("/s/")[1].split("#")[0] for h in b.get(app).links() if "/s/" in h}
        shown, fields = "", set()
        for s in sorted(sections):
            page = b.get(f"{app}/s/{s}")
            shown += page.words
            fields |= {n for n, _ in page.form(f"/s/{s}").fields}
        for text in ("72.5 万元", "21.375 人", "6.375 人", "由清单计算", "Ⅱ类知识产权数"):
            assert text in shown, text
        assert not fields & {"rd_expense-2022", "staff-2022", "tech_staff-2022", "ip115_class1", "hightech_valid"}, fields
        # 科技人员占比 29.82 %: 16 points; one class two item: 6. A project more is seen at once.
        low = self.row(app, "score_min")
        same(low, 22 * 10 ** 6)
        for s in sorted(sections):
            page = b.get(f"{app}/s/{s}")
            names = {n for n, _ in page.form(f"/s/{s}").fields}
            answers = {k: v for k, v in {"revenue-2022": "1206", "cost_expense-2022": "1000", "total_assets-2022": "900"}.items()
                       if k in names}
            answers["rd_basis"] = "revenue" if "rd_basis" in names or "rd_basis" in page.text else None
            answers = {k: v for k, v in answers.items() if v}
            if answers:
                same(b.submit(page, f"/s/{s}", answers, ("go", "stay"), follow=False).status, 303, s)
        same(self.row(app, "score_min"), 72 * 10 ** 6, "6.01 %")
        lib.list_year(b, 2021, [("去年", "1000")])
        same(self.row(app, "score_min"), 72 * 10 ** 6, "another year")
        project = self.site.one("SELECT public_id FROM rd_project WHERE name = '泵壳' ORDER BY id DESC")
        b.post("/e/projects/2022", lib.csrf(b, "/e/projects/2022") + [("remove", project)])
        same(self.row(app, "score_min"), 52 * 10 ** 6, "4.15 %")


if __name__ == "__main__":
    lib.run(Lists)
