#!/usr/bin/env python3
"""年度信息更新: the window, the reminders, what is lost by who misses it and what is not; exempt cohorts.

usage: test_update.py [PATH_TO_TIDU] [NAME …]
"""
# san
import json
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_review import Review  # noqa: E402

FIGURES = {"revenue": 1200, "main_revenue": 1000, "rd_expense": 60, "total_assets": 2000, "total_liabilities": 900}


def same(a, b, more=""):
    assert a == b, f"{a!r} instead of {b!r} {more}"


class Update:
    START = "2023-02-20T09:00:00+08:00"

    def __init__(self):
        self.site = lib.Site(now=self.START)
        self.serial = 500

    # --- hands -------------------------------------------------------------------------------------
    def holder(self, tier="innovative", valid=("2022-12-01", "2025-11-30"), division="130102", batch="2022年第一批", registered=True,
               edition="hebei-innovative-2023"):
        """An enterprise with a title and two accounts; while the server stands still."""
        self.serial += 1
        s, name = self.serial, f"更新企业{self.serial}"
        code = lib.uscc(division, s)
        e = self.site.new_enterprise(name, s, division) if registered else None
        t = self.site.insert("title", public_id=f"title-{s}", enterprise_id=e, tier=tier,
                             tier_name={"innovative": "创新型中小企业", "specialised": "专精特新中小企业", "little_giant": "专精特新“小巨人”企业"}[tier], edition=edition,
                             batch_title=batch, name=name, uscc=code, province="河北省", city="石家庄市", county="长安区",
                             division_code=division, valid_from=valid[0], valid_to=valid[1], state="valid", source="test", recorded_at=0)
        people = []
        if e:
            people = [self.site.new_account(f"gx-{s}-a", "filler", f"填报{s}", enterprise=e),
                      self.site.new_account(f"gx-{s}-b", "legal_rep", f"法人{s}", enterprise=e)]
            for fact, value in FIGURES.items():
                self.site.insert("enterprise_fact", enterprise_id=e, fact=fact, year=2021, value=str(value), source="旧申报", updated_at=0)
        return {"e": e, "t": t, "name": name, "uscc": code, "people": people, "b": self.site.session(people[0]) if people else None}

    def officer(self, code, role):
        self.serial += 1
        agency = self.site.one("SELECT id FROM agency WHERE code = ?", code)
        return self.site.session(self.site.new_account(f"gx-{role}-{self.serial}", role, f"{role}{self.serial}", agency=agency))

    def duty(self, h, column="state", year=2023, kind="update"):
        return self.site.one(f"SELECT d.{column} FROM update_duty d JOIN update_round r ON r.id = d.round_id WHERE d.title_id = ? "
                             "AND r.year = ? AND r.kind = ?", h["t"], year, kind)

    def messages(self, h, like="%"):
        return self.site.one("SELECT count(*) FROM message WHERE account_id = ? AND kind = 'update' AND subject LIKE ?",
                             h["people"][0], like)

    def values(self, page, action, y, **figures):
        """Every field of the form filled plausibly for accounting year y."""
        form, out = page.form(action), {}
        for name in form.names:
            m = re.fullmatch(r"(\w+)-(\d{4})", name)
            if m:
                value = figures.get(m[1]) if int(m[2]) == y else None
                out[name] = str(value if value is not None else FIGURES.get(m[1], 0))
            elif name in form.options:
                out[name] = [v for v in form.options[name] if v][-1]
            elif not name.startswith("_"):
                out[name] = "1" if name == "ip_high" else "0"
        return out

    # --- what is promised ------------------------------------------------------------------------------
    def A1_reminders_30_7_1(self):
        def make():
            self.late, self.done = self.holder(), self.holder()
            self.young = self.holder(valid=("2023-03-15", "2026-03-14"))   # not yet in force on the first day
            self.elsewhere = self.holder(division="130602")                # another city
            self.unknown = self.holder(registered=False)
            self.city, self.county = self.officer("miit-130100", "city"), self.officer("miit-130102", "county")
            self.province, self.other = self.officer("miit-130000", "province"), self.officer("miit-130600", "city")
        self.site.quiet(make)
        same(self.site.one("SELECT count(*) FROM update_round WHERE kind = 'update'"), 0)
        self.site.at("2023-03-01T00:00:00+08:00")
        rows = self.site.sql("SELECT holders, opens_on, closes_on, effect FROM update_round WHERE year = 2023 AND kind = 'update' AND "
                             "province_agency_id = (SELECT id FROM agency WHERE code = 'miit-130000') ORDER BY holders")
        same(rows, [(tier, "2023-03-01", "2023-04-30", "recheck_lost") for tier in ("innovative", "little_giant", "specialised")])
        same([self.duty(h) for h in (self.late, self.done, self.young, self.elsewhere, self.unknown)], ["due", "due", None, "due", "due"])
        same(self.messages(self.late, "%已开放"), 1)
        self.file(self.done)
        same(self.duty(self.done), "done")
        for at, n in (("2023-03-31T08:59:59+08:00", 0), ("2023-03-31T09:00:00+08:00", 1), ("2023-03-31T15:00:00+08:00", 1),
                      ("2023-04-22T23:00:00+08:00", 1), ("2023-04-23T09:00:01+08:00", 2), ("2023-04-29T10:00:00+08:00", 3),
                      ("2023-04-30T10:00:00+08:00", 3), ("2023-04-20T10:00:00+08:00", 3)):
            self.site.at(at)
            same(self.messages(self.late, "%天截止"), n, at)
            same(self.messages(self.done, "%天截止"), 0, at)
        same([s for s, in self.site.sql("SELECT subject FROM message WHERE account_id = ? AND subject LIKE '%天截止' ORDER BY id",
                                        self.late["people"][1])],
             ["2023 年度信息更新还有 %d 天截止" % n for n in (30, 7, 1)])
        # The bodies are told how many of theirs are late: the registered one and the one without an account.
        bodies = self.site.sql("SELECT m.body FROM message m JOIN account a ON a.id = m.account_id JOIN agency g ON g.id = a.agency_id "
                               "WHERE g.code = 'miit-130102' AND m.kind = 'update' ORDER BY m.id")
        same(len(bodies), 3)
        assert all("还有 2 家企业没有办理" in b for b, in bodies), bodies

    def file(self, h, **figures):
        page = h["b"].get("/e/update/2023")
        same(page.status, 200)
        values = self.values(page, "/e/update/2023", 2022, **figures)
        return h["b"].submit(page, "/e/update/2023", values, ("act", "submit"))

    def A1_last_years_figures_beside_changes_explained_scored_at_once(self):
        self.site.at("2023-04-10T09:00:00+08:00")
        h = self.late
        page = h["b"].get("/e/update/2023")
        assert "1,200 万元" in page.words and "2021年" in page.text and "尚未提交" in page.words, page.words[:1500]
        same(page.text.count("<h1"), 1)
        values = self.values(page, "/e/update/2023", 2022, revenue=2400, main_revenue=2300)
        looked = h["b"].submit(page, "/e/update/2023", values, ("act", "check"))
        same(looked.status, 200)
        assert "创新型中小企业：仍符合" in looked.words, looked.words[:2500]
        assert "变动说明" in looked.words and looked.form("/e/update/2023").names >= {"why-revenue", "why-main_revenue"}
        same(self.duty(h), "due")  # looking is not filing
        refused = h["b"].submit(looked, "/e/update/2023", {}, ("act", "submit"))
        same(refused.status, 422)
        assert "比上年变动超过 30%" in refused.words, refused.words[:900]
        same(self.duty(h), "due")
        done = h["b"].submit(refused, "/e/update/2023", {"why-revenue": "新产品投产", "why-main_revenue": "新产品投产"}, ("act", "submit"))
        assert "回执编号" in done.words and "已办理" in done.words, done.words[:1200]
        same(self.duty(h), "done")
        same(self.duty(h, "verdict"), "pass")
        receipt, reasons, facts = self.site.sql("SELECT receipt_no, reasons, facts FROM update_filing WHERE enterprise_id = ?", h["e"])[0]
        same([(r["fact"], r["before"], r["after"], r["text"]) for r in json.loads(reasons)],
             [("revenue", "1200", "2400", "新产品投产"), ("main_revenue", "1000", "2300", "新产品投产")])
        assert '"revenue":{"2021":1200,"2022":2400}' in facts, facts
        same(self.site.sql("SELECT value, source FROM enterprise_fact WHERE enterprise_id = ? AND fact = 'revenue' AND year = 2022", h["e"]),
             [("2400", receipt)])
        # Corrected before the end: a second filing, the first one stays.
        page = h["b"].get("/e/update/2023")
        again = h["b"].submit(page, "/e/update/2023", {"rd_expense-2022": "1", "why-revenue": "甲", "why-main_revenue": "乙", "why-rd_expense": "丙"},
                              ("act", "check"))
        again = h["b"].submit(again, "/e/update/2023", {"why-revenue": "甲", "why-main_revenue": "乙", "why-rd_expense": "丙"}, ("act", "submit"))
        same([s for s, in self.site.sql("SELECT seq FROM update_filing WHERE enterprise_id = ? ORDER BY seq", h["e"])], [1, 2], again.words[:600])

    def A1_missing_figure_is_named(self):
        page = self.done["b"].get("/e/update/2023")
        r = self.done["b"].submit(page, "/e/update/2023", {"revenue-2022": ""}, ("act", "submit"))
        same(r.status, 422)
        assert "营业收入总额（2022年）" in r.words, r.words[:800]
        r = self.done["b"].submit(page, "/e/update/2023", {"revenue-2022": "很多"}, ("act", "submit"))
        same(r.status, 422)

    def A1_body_sees_rate_and_late_list_exports_and_presses(self):
        page = self.city.get("/o/updates")
        same(page.status, 200)
        assert self.unknown["name"] in page.words and self.late["name"] not in page.words and "未在平台登记" in page.words
        assert self.elsewhere["name"] not in page.words
        assert "66.6%" in page.words, page.words[:1500]
        csv = self.city.get(next(h for h in page.links() if "late.csv" in h))
        assert csv.header("Content-Type").startswith("text/csv") and self.unknown["uscc"] in csv.text
        province = self.province.get("/o/updates")
        assert self.elsewhere["name"] in province.words and self.unknown["name"] in province.words and "合计" in province.words
        assert self.unknown["name"] in self.county.get("/o/updates").words
        # Nobody within this city can be told; in the other one somebody can, once a day.
        assert not page.has_form("/o/updates")
        page = self.other.get("/o/updates")
        before = self.messages(self.elsewhere)
        told = self.other.submit(page, "/o/updates", {}, ("act", "press"))
        assert "已向 1 家企业发出提醒" in told.words, told.words[:500]
        same(self.messages(self.elsewhere), before + 1)
        same(self.other.submit(told, "/o/updates", {}, ("act", "press")).status, 429)
        same(self.messages(self.elsewhere), before + 1)
        same(self.city.get("/o/updates?round=999999").status, 404)

    def A1_update_missed_loses_recheck_not_title(self):
        self.site.at("2023-04-30T23:59:59+08:00")
        same(self.duty(self.elsewhere), "due")
        self.site.at("2023-05-01T00:00:00+08:00")
        h = self.elsewhere
        same([self.duty(x) for x in (h, self.late, self.unknown)], ["missed", "done", "missed"])
        state, lost, cause = self.site.sql("SELECT state, recheck_lost_on, recheck_lost_cause FROM title WHERE id = ?", h["t"])[0]
        same((state, lost), ("valid", "2023-05-01"))
        assert "2023 年度信息更新" in cause and "取消复核资格" in cause, cause
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'recheck_lost' AND object_id = ?", h["t"]), 1)
        same(self.site.one("SELECT recheck_lost_on FROM title WHERE id = ?", self.late["t"]), "")
        page = h["b"].get("/e/update/2023")
        assert "已取消复核资格" in page.words and not page.has_form("/e/update/2023"), page.words[:900]
        assert "取消复核资格" in h["b"].get("/e/messages").words
        token = dict(h["b"].get("/e/messages").forms[0].fields).get("_csrf")
        same(h["b"].post("/e/update/2023", {"act": "submit", "_csrf": token}).status, 409)
        assert h["name"] in self.other.get("/o/updates").words
        # Half a year before its end the one may apply for 复核, the other is refused with clause and year.
        self.site.at("2025-07-10T09:00:00+08:00")
        batch = self.site.one("SELECT id FROM batch WHERE state = 'open' AND edition LIKE 'hebei-innovative-%' ORDER BY id DESC")
        people = self.site.quiet(lambda: [self.site.session(x["people"][0]) for x in (h, self.late)])
        refused, may = (b.get(f"/e/start/{batch}") for b in people)
        assert "已取消复核资格" in refused.words and "2023 年度信息更新" in refused.words and "期满后可以重新申报" in refused.words, refused.words[:1500]
        assert "已取消复核资格" not in may.words and "复核" in may.words
        # The windows that nobody could use, because the platform stood still, are not held against anybody.
        same(self.site.one("SELECT count(*) FROM update_round WHERE year = 2024"), 0)

    def A1_not_the_affair_of_others(self):
        b = self.site.quiet(lambda: self.site.session(self.holder(valid=("2026-01-01", "2028-12-31"))["people"][0]))
        same(b.get("/e/update/2023").status, 404)
        same(b.get("/e/update/abc").status, 404)
        assert "没有需要办理的年度事项" in b.get("/e/update").words


class Again:
    def __init__(self):
        self.hands = Update()
        self.site = self.hands.site

    def N3_every_update_is_computed_again(self):
        """N3: every update is computed again at night, once; a changed byte is found, until it is put right."""
        h = self.site.quiet(self.hands.holder)
        self.site.at("2023-04-10T09:00:00+08:00")
        assert "回执编号" in self.hands.file(h, revenue=1200, main_revenue=1000).words

        def night(day):
            self.site.at(f"2023-{day}T03:00:00+08:00")
            return self.site.sql("SELECT updates, whole, differences FROM replay_run ORDER BY id DESC LIMIT 1")[0]

        def change(old, new):
            def work():
                db = sqlite3.connect(self.site.path)
                text = db.execute("SELECT sql FROM sqlite_master WHERE name = 'update_filing_immutable'").fetchone()[0]
                db.execute("DROP TRIGGER update_filing_immutable")
                db.execute("UPDATE update_filing SET facts = replace(facts, ?, ?) WHERE enterprise_id = ? AND seq = 1", (old, new, h["e"]))
                db.execute(text)
                db.commit()
                db.close()
            self.site.quiet(work)
        n = self.site.one("SELECT count(*) FROM update_filing")
        same(night("04-11"), (n, 1, 0))
        same(night("04-12"), (0, 0, 0))  # what was clean is not computed again
        change('"2022":1200', '"2022":1201')
        same(night("04-13"), (0, 0, 0))
        same(night("05-01"), (n, 1, 1))  # all of it in the month's first night
        receipt, what = self.site.sql("SELECT no, what FROM replay_difference ORDER BY run_id DESC LIMIT 1")[0]
        same(receipt, self.site.one("SELECT receipt_no FROM update_filing WHERE enterprise_id = ? AND seq = 1", h["e"]))
        assert "更新内容校验码" in what and "评分说明校验码" in what, what
        words = self.hands.officer("miit-130000", "province").get("/o/replay").words
        assert receipt in words and "年度更新" in words, words[:900]
        r = self.site.offline("replay", ok=False)
        assert r.returncode == 1 and f"{receipt} 的年度更新（update " in r.stdout, r.stdout
        same(night("05-02"), (n, 1, 1))  # as long as something differs, everything is
        change('"2022":1201', '"2022":1200')
        same(night("05-03"), (n, 1, 0))
        same(night("05-04"), (0, 0, 0))


class Cohorts:
    def __init__(self):
        self.hands = Review()
        self.site = self.hands.site

    def list(self, h, word, code):
        path = os.path.join(self.site.dir, "exempt.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write("uscc\n" + h["uscc"] + "\n")
        r = self.site.run("import", "exempt", path, "--tier", "specialised", "--year", "2023", "--source", "省厅名单", ok=False)
        assert r.returncode == code and word in r.stdout, r.stdout + r.stderr

    def A5_exempt_cohort(self):
        """In the first half-year specialised enterprises evaluate themselves too; the cohort named is exempt, and so is a list."""
        site = self.site
        maker = Update.__new__(Update)
        maker.site, maker.serial = site, 700

        def make():
            self.owes = maker.holder("specialised", batch="2022年第一批", edition="hebei-specialised-2022")
            self.cohort = maker.holder("specialised", batch="2022年第二批", edition="hebei-specialised-2022")
            self.listed = maker.holder("specialised", batch="2021年", edition="hebei-specialised-2022")
            self.late = maker.holder("specialised", batch="2021年", edition="hebei-specialised-2022")
            self.list(self.listed, "新增", 0)
            self.list(self.listed, "未变", 0)
            db = sqlite3.connect(site.path)
            db.execute("DELETE FROM update_duty")
            db.execute("DELETE FROM update_round")
            db.commit()
            db.close()
        site.quiet(make)
        states = [maker.duty(h, kind="self_evaluation") for h in (self.owes, self.cohort, self.listed)]
        same(states, ["due", "exempt", "exempt"])
        row = site.sql("SELECT programme, holders, opens_on, closes_on, effect, clause FROM update_round WHERE kind = 'self_evaluation'")
        same([r[:5] for r in row], [("innovative", "specialised", "2023-01-13", "2023-06-30", "")])
        assert "不含2022年第二批" in row[0][5]
        page = self.cohort["b"].get("/e/update")
        assert "按名单不需办理" in page.words, page.words[:900]
        # A list that comes after the window has opened counts at once; a code that is none is named.
        site.quiet(lambda: self.list(self.late, "新增", 0))
        same([maker.duty(h, kind="self_evaluation") for h in (self.late, self.owes)], ["exempt", "due"])
        site.quiet(lambda: self.list({"uscc": "91130102MA0"}, "未导入", 1))
        assert "自评" in self.owes["b"].get("/e/update").words and "待办理" in self.owes["b"].get("/e/update").words

    def A5_a_submitted_application_settles_it_and_a_missed_one_costs_nothing(self):
        site = self.site
        # An enterprise that files like any other, and holds specialised titles: one that owes it, one of the exempt cohort.
        filler, legal, app = self.hands.hands.ready()
        e = self.hands.hands.row(app, "enterprise_id")

        def titles():
            made = []
            for batch in ("2022年第一批", "2022年第二批"):
                made.append(site.insert("title", public_id=f"own-{batch}", enterprise_id=e, tier="specialised", tier_name="专精特新中小企业",
                                        edition="hebei-specialised-2022", batch_title=batch, name="某企业",
                                        uscc=site.one("SELECT uscc FROM enterprise WHERE id = ?", e), province="河北省", city="石家庄市",
                                        county="长安区", division_code="130102", valid_from="2022-12-01", valid_to="2025-11-30",
                                        state="valid", source="test", recorded_at=0))
            db = sqlite3.connect(site.path)
            db.execute("DELETE FROM update_duty")
            db.execute("DELETE FROM update_round")
            db.commit()
            db.close()
            return made
        owed, exempt = site.quiet(titles)

        def duties():
            return [site.sql("SELECT d.state, d.receipt_no <> '' FROM update_duty d JOIN update_round r ON r.id = d.round_id "
                             "WHERE d.title_id = ? AND r.kind = 'self_evaluation'", t)[0] for t in (owed, exempt)]
        same(duties(), [("due", 0), ("exempt", 0)])
        self.hands.hands.sign(legal, app)
        same(self.hands.hands.row(app, "state"), "county")
        # Submitting settles what is owed; the exempt cohort may file like everybody, and owes nothing all the same.
        same(duties(), [("done", 1), ("exempt", 0)])
        same(site.one("SELECT receipt_no FROM update_duty WHERE title_id = ? AND state = 'done'", owed),
             site.one("SELECT s.receipt_no FROM submission s JOIN application a ON a.id = s.application_id WHERE a.enterprise_id = ?", e))
        site.at("2023-07-01T00:00:00+08:00")
        state = site.sql("SELECT d.state, t.state, t.recheck_lost_on FROM update_duty d JOIN title t ON t.id = d.title_id "
                         "JOIN update_round r ON r.id = d.round_id WHERE d.title_id = ? AND r.kind = 'self_evaluation'", self.owes["t"])
        same(state[0][:2], ("missed", "valid"))
        same(site.one("SELECT count(*) FROM audit WHERE action = 'recheck_lost' AND reason LIKE '%上半年%'"), 0)


class Standstill:
    def __init__(self):
        self.hands = Update()
        self.site = self.hands.site

    def subjects(self, h):
        return [s for s, in self.site.sql("SELECT subject FROM message WHERE account_id = ? AND kind = 'update' ORDER BY id", h["people"][0])]

    def A1_reminders_name_the_days_that_are_left_once_for_all_titles(self):
        m = self.hands

        def make():
            self.two, self.ends = m.holder(), m.holder(valid=("2020-04-11", "2023-04-10"))
            self.site.insert("title", public_id="second", enterprise_id=self.two["e"], tier="specialised", tier_name="专精特新中小企业",
                             edition="hebei-specialised-2022", batch_title="2022年第一批", name=self.two["name"], uscc=self.two["uscc"],
                             province="河北省", city="石家庄市", county="长安区", division_code="130102", valid_from="2022-12-01",
                             valid_to="2025-11-30", state="valid", source="test", recorded_at=0)
            self.city = m.officer("miit-130100", "city")
        self.site.quiet(make)
        self.site.at("2023-03-02T10:00:00+08:00")
        same(self.subjects(self.two), ["2023 年度信息更新已开放"], "one message for two titles")
        # Nobody runs the platform from March to the end of April: the reminder of seven days says how many are left.
        self.site.at("2023-04-27T10:00:00+08:00")
        same(self.subjects(self.two), ["2023 年度信息更新已开放", "2023 年度信息更新还有 3 天截止"])
        self.site.at("2023-04-30T10:00:00+08:00")
        same(self.subjects(self.two)[2:], ["2023 年度信息更新今天截止"])

    def A1_a_title_that_ends_within_the_window_owes_nothing_more(self):
        same(self.site.sql("SELECT state, ended_on FROM title WHERE id = ?", self.ends["t"]), [("expired", "2023-04-11")])
        same(self.hands.duty(self.ends), "over")
        same(self.subjects(self.ends), ["2023 年度信息更新已开放"], "nobody is reminded of what is not owed")
        assert self.ends["name"] not in self.city.get("/o/updates").words
        assert "称号已失效，不再办理" in self.ends["b"].get("/e/update").words


class Giants:
    """优质中小企业 are all three tiers: the little giants too, in a province that has no procedure of its own for them."""

    def __init__(self):
        self.hands = Update()
        self.site = self.hands.site

    def A1_little_giants_owe_it_and_are_judged_by_their_own_standard(self):
        m = self.hands

        def make():
            self.files, self.late = m.holder("little_giant", edition=""), m.holder("little_giant", edition="")
            self.city = m.officer("miit-130100", "city")
        self.site.quiet(make)
        self.site.at("2023-03-02T09:00:00+08:00")
        page = self.files["b"].get("/e/update/2023")
        assert "专精特新“小巨人”企业" in page.words, page.words[:900]
        values = m.values(page, "/e/update/2023", 2022)
        values.update({n: v if v not in ("", "0") else "100" for n, v in values.items() if re.fullmatch(r"\w+-20\d\d", n)})
        r = self.files["b"].submit(page, "/e/update/2023", values, ("act", "submit"))
        if "why-" in r.text:
            r = self.files["b"].submit(r, "/e/update/2023", {n: "首次填报" for n in r.form("/e/update/2023").names if n.startswith("why-")}, ("act", "submit"))
        assert "回执编号" in r.words, r.words[:2500]
        results = json.loads(self.site.one("SELECT results FROM update_filing WHERE enterprise_id = ?", self.files["e"]))
        same([(x["programme"], x["standard"]) for x in results], [("little_giant", "little-giant-2022")])
        same(m.duty(self.files), "done")
        at = self.site.one("SELECT id FROM update_round WHERE holders = 'little_giant' AND year = 2023 AND province_agency_id = "
                           "(SELECT id FROM agency WHERE code = 'miit-130000')")
        desk = self.city.get(f"/o/updates?round={at}")
        assert "2023 年度信息更新：专精特新“小巨人”企业" in desk.words and self.late["name"] in desk.words, desk.words[:900]
        self.site.at("2023-05-01T00:00:00+08:00")
        same([m.duty(h) for h in (self.files, self.late)], ["done", "missed"])
        same(self.site.sql("SELECT recheck_lost_on, state FROM title WHERE id = ?", self.late["t"]), [("2023-05-01", "valid")])
        r = self.site.offline("replay")
        same(r.returncode, 0, r.stdout)


class Newcomers:
    """Holders whom only a published list knows: 尽快完成注册，及时填报数据."""

    def __init__(self):
        self.hands = Update()
        self.site = self.hands.site

    def list(self, name, code, place=("石家庄市", "长安区"), batch="2022"):
        path = os.path.join(self.site.dir, "titles.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write("company_name,uscc,prefecture,county\n" + ",".join((name, code, *place)) + "\n")
        r = self.site.run("import", "titles", path, "--title", "创新型中小企业", "--tier", "innovative", "--year", batch, "--province",
                          "河北省", "--valid-from", "2022-12-01", "--valid-to", "2025-11-30")
        assert "新增" in r.stdout, r.stdout

    def register(self, name, code, login):
        b = self.site.browser()
        page = b.submit(b.get("/register?city=130100"), "/register", {
            "login": login, "kind": "企业法人", "uscc": code, "name": name, "legal_rep": "张三", "division_code": "130102", "contact": "李四",
            "contact_phone": "0311-1234567", "password": lib.PASSWORD, "again": lib.PASSWORD, "agree": "1"})
        same(page.url, "/identity", page.words[:600])
        return b

    def duties(self, code):
        return self.site.sql("SELECT d.state, d.enterprise_id IS NOT NULL FROM update_duty d JOIN title t ON t.id = d.title_id "
                             "WHERE t.uscc = ? ORDER BY d.id", code)

    def A1_who_registers_within_the_window_files_and_keeps_the_recheck(self):
        known, nowhere, after, still = (lib.uscc("130102", n) for n in (811, 812, 813, 814))
        names = {known: "名单有址企业", nowhere: "名单无址企业", after: "名单迟来企业", still: "名单未注册企业"}

        def make():
            self.list(names[known], known)
            self.list(names[nowhere], nowhere, ("", ""))
            self.list(names[still], still, ("石家庄", "长安区"))
            self.city = self.hands.officer("miit-130100", "city")
        self.site.quiet(make)
        self.site.at("2023-03-10T09:00:00+08:00")
        same([self.duties(c) for c in (known, nowhere, still)], [[("due", 0)], [], [("due", 0)]])
        words = self.city.get("/o/updates").words
        assert names[known] in words and "未在平台登记" in words and names[still] in words, words[:1500]
        # A list that comes while the window is open counts at once.
        self.site.quiet(lambda: self.list(names[after], after, batch="2021"))
        same(self.duties(after), [("due", 0)])
        firms = {c: self.register(names[c], c, f"xin-{n}") for n, c in enumerate((known, nowhere, after))}
        for code, b in firms.items():
            same(self.duties(code), [("due", 1)], names[code])
            same(b.get("/e/update/2023").url, "/identity", "a code alone files nothing for who bears it")
        self.site.quiet(lambda: [self.site.sql("UPDATE enterprise SET identity = 'verified' WHERE uscc = ?", c) for c in firms])
        for code, b in firms.items():
            assert "/e/update/2023" in b.get("/e").text, b.get("/e").words[:900]
            assert "创新型中小企业" in b.get("/e/certs").words
        b = firms[known]
        page = b.get("/e/update/2023")
        values = self.hands.values(page, "/e/update/2023", 2022)
        for name in page.form("/e/update/2023").names:
            if re.fullmatch(r"\w+-2021", name):
                values[name] = values[name[:-4] + "2022"]
        done = b.submit(page, "/e/update/2023", values, ("act", "submit"))
        assert "回执编号" in done.words, done.words[:1500]
        same(self.duties(known), [("done", 1)])
        self.site.at("2023-05-01T00:00:00+08:00")
        same([self.site.one("SELECT recheck_lost_on FROM title WHERE uscc = ?", c) for c in names], ["", "2023-05-01", "2023-05-01", "2023-05-01"])
        same(self.site.one("SELECT count(*) FROM message m JOIN account a ON a.id = m.account_id JOIN enterprise e ON e.id = a.enterprise_id "
                           "WHERE e.uscc = ? AND m.subject LIKE '%已取消复核资格'", after), 1)

    def B13_a_title_of_an_old_list_is_governed_by_its_own_province(self):
        code = lib.uscc("130102", 811)
        b = self.site.quiet(lambda: self.site.session(self.site.one(
            "SELECT a.id FROM account a JOIN enterprise e ON e.id = a.enterprise_id WHERE e.uscc = ?", code)))
        page = b.get("/e/change")
        assert page.has_form("/e/change"), page.words[:600]
        r = b.upload(page, "/e/change", "file", [("执照.pdf", lib.pdf("licence"))], {
            "kind": "rename", "happened_on": "2023-04-01", "new_name": "名单有址新名称有限公司",
            "text": "经登记机关核准变更，主营业务和股权结构没有变化，仍符合条件。"})
        assert "已报告，编号" in r.words, r.words[:900]
        same(self.site.sql("SELECT g.code, k.code FROM case_file c JOIN agency g ON g.id = c.province_agency_id JOIN agency k ON k.id = "
                           "c.city_agency_id WHERE c.uscc = ?", code), [("miit-130000", "miit-130100")])


class TwoTitles:
    """Two titles of one enterprise end on one day, each by its own 复核."""

    def __init__(self):
        self.site = lib.Site(now="2025-11-20T09:00:00+08:00")
        self.maker = Update.__new__(Update)
        self.maker.site, self.maker.serial = self.site, 950

    def B11_the_recheck_of_one_tier_does_not_hold_the_title_of_another(self):
        site = self.site

        def make():
            h = self.maker.holder(valid=("2022-12-01", "2025-11-30"))
            second = self.maker.holder("specialised", valid=("2022-12-01", "2025-11-30"), edition="hebei-specialised-2022")
            site.sql("UPDATE title SET enterprise_id = ?, uscc = ?, state = 'renewing' WHERE id = ?", h["e"], h["uscc"], second["t"])
            site.sql("UPDATE title SET state = 'renewing' WHERE id = ?", h["t"])
            batch = site.one("SELECT id FROM batch ORDER BY id LIMIT 1")
            body, top = (site.one("SELECT id FROM agency WHERE code = ?", c) for c in ("miit-130100", "miit-130000"))
            row = {"batch_id": batch, "edition": "hebei-specialised-2022", "standard": "specialised-2022", "standard_hash": "0" * 64, "year": 2025,
                   "kind": "recheck", "city_agency_id": body, "province_agency_id": top, "holder": "city", "due_at": lib.FAR, "created_at": 0,
                   "updated_at": 0}
            site.insert("application", public_id="two-1", enterprise_id=h["e"], state="city", submitted_at=1, **row)
            # Somebody else's was refused; the next one is only a draft.
            draft = self.maker.holder("specialised", valid=("2022-12-01", "2025-11-30"), edition="hebei-specialised-2022")
            site.sql("UPDATE title SET state = 'renewing' WHERE id = ?", draft["t"])
            site.insert("application", public_id="two-2", enterprise_id=draft["e"], state="draft", **row)
            return h["t"], second["t"], draft["t"]
        innovative, specialised, drafted = site.quiet(make)

        def states():
            return [site.sql("SELECT state, ended_on <> '' FROM title WHERE id = ?", t)[0] for t in (innovative, specialised, drafted)]
        site.at("2025-11-30T23:59:59+08:00")
        same(states(), [("renewing", 0)] * 3)
        site.at("2025-12-01T00:00:01+08:00")
        same(states(), [("expired", 1), ("renewing", 0), ("expired", 1)])
        assert "复核未通过或已撤回" in site.one("SELECT ended_cause FROM title WHERE id = ?", innovative)


class Henan:
    def __init__(self):
        self.site = lib.Site(now="2024-02-20T09:00:00+08:00")
        self.maker = Update.__new__(Update)
        self.maker.site, self.maker.serial = self.site, 900

    def B12_update_by_30_april_or_lose_recheck_and_by_31_may_from_2026(self):
        site, m = self.site, self.maker
        h = site.quiet(lambda: m.holder(division="410105", valid=("2023-12-01", "2026-11-30"), edition="henan-innovative-2023"))
        k = site.quiet(lambda: m.holder("specialised", division="410105", valid=("2025-12-01", "2028-11-30"), edition="henan-specialised-2023"))
        site.at("2024-03-05T09:00:00+08:00")
        same(m.duty(h, year=2024), "due")
        site.at("2024-04-30T23:59:59.999+08:00")
        same(m.duty(h, year=2024), "due")
        site.at("2024-05-01T00:00:00+08:00")
        same(m.duty(h, year=2024), "missed")
        lost, cause = site.sql("SELECT recheck_lost_on, recheck_lost_cause FROM title WHERE id = ?", h["t"])[0]
        same(lost, "2024-05-01")
        assert "第十四条" in cause, cause
        site.at("2026-03-02T09:00:00+08:00")
        same(site.sql("SELECT r.programme, r.closes_on FROM update_round r WHERE r.year = 2026 AND r.province_agency_id = "
                      "(SELECT id FROM agency WHERE code = 'miit-410000') ORDER BY 1"),
             [("innovative", "2026-05-31"), ("little_giant", "2026-05-31"), ("specialised", "2026-05-31")])
        site.at("2026-05-01T09:00:00+08:00")
        same(m.duty(k, year=2026), "due")
        site.at("2026-06-01T00:00:00+08:00")
        same(m.duty(k, year=2026), "missed")


if __name__ == "__main__":
    lib.run(Update, Again, Cohorts, Standstill, Giants, Newcomers, TwoTitles, Henan)
