#!/usr/bin/env python3
"""到期名单: titles that end are listed half a year before, with what each of them waits for; the third tier's dynamic
management follows from its own procedure.

usage: test_cohort.py [PATH_TO_TIDU] [NAME …]
"""
# san
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_henan import Henan  # noqa: E402

TIERS = {"innovative": "创新型中小企业", "specialised": "专精特新中小企业", "little_giant": "专精特新“小巨人”企业"}


class Hands:
    """Enterprises with titles beside those that test_henan plays."""

    def __init__(self):
        self.henan = Henan()
        self.site = self.henan.site
        self.n = 600

    def title(self, uscc, name, tier, valid, division="410102", batch="2020年度", **more):
        self.n += 1
        e = self.site.one("SELECT id FROM enterprise WHERE uscc = ?", uscc)
        return self.site.insert("title", **{**dict(
            public_id=f"cohort-{self.n}", enterprise_id=e, tier=tier, tier_name=TIERS[tier], batch_title=batch, name=name, uscc=uscc,
            province="河南省", city="郑州市", county="中原区", division_code=division, valid_from=valid[0], valid_to=valid[1],
            state="valid", source="test", recorded_at=0, certificate_no=f"DQ{self.n}"), **more})

    def holder(self, division="410102", registered=True, valid=("2022-09-01", "2023-12-31"), tier="specialised", **more):
        self.n += 1
        n, name, code = self.n, f"到期企业{self.n}", lib.uscc(division, self.n)
        people = []
        if registered:
            e = self.site.new_enterprise(name, n, division)
            people = [self.site.new_account(f"dq-{n}-{role}", role, role, enterprise=e) for role in ("filler", "legal_rep")]
        t = self.title(code, name, tier, valid, division, **more)
        return {"name": name, "uscc": code, "t": t, "people": people, "b": self.site.session(people[0]) if people else None}

    def of_firm(self, firm, tier, valid, **more):
        """The title of an enterprise that can file."""
        code, name = self.site.sql("SELECT e.uscc, e.name FROM enterprise e JOIN account a ON a.enterprise_id = e.id WHERE a.login = ?",
                                   f"filler{firm[0].n}")[0]
        return {"name": name, "uscc": code, "b": firm[0], "t": self.title(code, name, tier, valid, **more)}

    def told(self, x, like):
        return self.site.one("SELECT count(*) FROM message WHERE account_id = ? AND subject LIKE ?", x["people"][0], like)

    def end(self, x):
        return self.site.sql("SELECT state, ended_on, ended_cause FROM title WHERE id = ?", x["t"])[0]

    def state(self, page, x):
        """What the list says of an enterprise."""
        row = next(r for r in page.text.split("<tr>") if x["uscc"] in r)
        return lib.Page(200, [], row.encode(), "").words


class Cohort:
    def __init__(self):
        self.h = Hands()
        self.site, self.henan = self.h.site, self.h.henan

    def list_exempt(self, x):
        path = os.path.join(self.site.dir, "exempt.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write("uscc\n" + x["uscc"] + "\n")
        self.site.run("import", "exempt", path, "--tier", "specialised", "--year", "2023", "--source", "省厅免复核名单")

    def B11_cohort_is_listed_half_a_year_before_and_told(self):
        h, henan = self.h, self.henan
        self.batch = henan.call("henan-specialised-2023", "2023-04-03", "2023-12-20", "2023-12-31")
        files = [henan.firm(), henan.firm()]

        def make():
            self.idle, self.drafts, self.lost, self.banned, self.exempt, self.elsewhere = (
                h.holder(), h.holder(), h.holder(recheck_lost_on="2023-05-01", recheck_lost_cause="未在 2023-04-30 前完成 2023 年度信息更新"),
                h.holder(), h.holder(), h.holder(division="410302"))
            self.unknown = h.holder(registered=False)
            self.later, self.other = h.holder(valid=("2023-01-01", "2025-12-31")), h.holder(tier="little_giant")
            self.filed = h.of_firm(files[0], "specialised", ("2022-09-01", "2023-12-31"))
            self.old = h.of_firm(files[1], "specialised", ("2021-01-01", "2023-12-31"))
            for x in (self.drafts, self.filed, self.old):  # the tier below is a condition of 复核 too
                h.title(x["uscc"], x["name"], "innovative", ("2022-09-01", "2025-08-31"))
            self.site.insert("ban", uscc=self.banned["uscc"], programmes="specialised", cause="数据造假", clause="第十六条",
                             from_on="2023-06-01", to_on="2026-05-31",
                             agency_id=self.site.one("SELECT id FROM agency WHERE code = 'miit-410000'"), created_by=1, created_at=0)
            self.list_exempt(self.exempt)
        self.site.quiet(make)
        self.files = files
        self.site.at("2023-06-30T23:59:59+08:00")
        same(self.site.one("SELECT count(*) FROM cohort"), 0)
        assert "还没有到期名单" in henan.city.get("/o/expiring").words
        same(h.told(self.idle, "%到期%"), 0)
        self.site.at("2023-07-01T00:00:00+08:00")
        same(self.site.sql("SELECT programme, ends_on FROM cohort ORDER BY programme"), [("little_giant", "2023-12-31"), ("specialised", "2023-12-31")])
        same(self.site.one("SELECT count(*) FROM cohort_item i JOIN title t ON t.id = i.title_id WHERE t.tier = 'specialised'"), 9)
        for x in (self.idle, self.lost, self.elsewhere):
            same(h.told(x, "专精特新中小企业将于 2023-12-31 到期，请复核"), 1)
        same([h.told(x, "%到期%") for x in (self.exempt, self.later)], [0, 0])
        # The enterprise reads what to do, by which standard, why.
        assert "专精特新中小企业将于 2023-12-31 到期，请复核" in self.idle["b"].get("/e").words
        page = self.idle["b"].get("/e/expiring")
        for word in ("未开始", "2023-12-31", "申请复核，通过后有效期延长三年", "第十三条", "专精特新中小企业认定标准", "原名单继续有效"):
            assert word in page.words, (word, page.words[:1800])
        same(page.text.count("<h1"), 1)
        assert f"/e/start/{self.batch}" in page.links()
        assert "不能复核：未在 2023-04-30 前完成" in self.lost["b"].get("/e/expiring").words
        assert "没有将要到期的称号" in self.later["b"].get("/e/expiring").words
        # Again the same day, or a clock set back: nothing twice.
        self.site.at("2023-07-01T12:00:00+08:00")
        self.site.at("2023-07-02T09:00:00+08:00")
        same(h.told(self.idle, "%到期%"), 1)
        same(self.site.one("SELECT count(*) FROM cohort"), 2)

    def B11_cohort_shows_the_state_of_each_to_its_bodies(self):
        h, henan = self.h, self.henan
        self.complete(self.drafts)
        henan.start(self.drafts["b"], self.batch)
        app = henan.filed(self.batch, self.files[0])
        self.app = app
        self.old_app = henan.filed(self.batch, self.files[1])
        page = henan.city.get("/o/expiring?list=%d" % self.cohort())
        same(page.status, 200)
        for x, word in ((self.idle, "未开始"), (self.drafts, "填写中"), (self.filed, "已报送 待市级审核"), (self.lost, "不能申报 未在 2023-04-30"),
                        (self.banned, "不能申报 数据造假，至 2026-05-31"), (self.exempt, "不需办理 省厅免复核名单"), (self.unknown, "未在平台登记")):
            assert word in h.state(page, x), (word, h.state(page, x))
        for x in (self.elsewhere, self.later):
            assert x["uscc"] not in page.text
        assert self.elsewhere["uscc"] in henan.neighbour.get("/o/expiring?list=%d" % self.cohort()).text
        assert self.elsewhere["uscc"] in henan.province.get("/o/expiring?list=%d" % self.cohort()).text
        assert "合计" in henan.province.get("/o/expiring?list=%d" % self.cohort()).words
        same(henan.foreign.get("/o/expiring?list=%d" % self.cohort()).status, 404)
        only = henan.city.get("/o/expiring?list=%d&state=barred" % self.cohort())
        assert self.lost["uscc"] in only.text and self.idle["uscc"] not in only.text
        csv = henan.city.get("/o/expiring/list.csv?list=%d" % self.cohort())
        assert csv.header("Content-Type").startswith("text/csv")
        line = next(r for r in csv.text.splitlines() if self.filed["uscc"] in r)
        assert "已报送" in line and "待市级审核" in line and "2023-12-31" in line, line
        assert self.idle["uscc"] not in henan.city.get("/o/expiring/list.csv?list=%d&state=barred" % self.cohort()).text

    def cohort(self):
        return self.site.one("SELECT id FROM cohort WHERE programme = 'specialised'")

    def complete(self, x):
        from test_enterprise import PROFILE
        x["b"].submit(x["b"].get("/e/profile"), "/e/profile", PROFILE)

    def B11_cohort_is_pressed_in_one_act_once_a_day(self):
        h, henan = self.h, self.henan
        page = henan.city.get("/o/expiring?list=%d" % self.cohort())
        before = h.told(self.idle, "%催办%"), self.site.one("SELECT count(*) FROM message WHERE subject LIKE '%催办%'")
        r = henan.city.submit(page, "/o/expiring", {}, ("act", "press"))
        assert "已向 2 家企业发出催办" in r.words, r.words[:600]  # idle and the draft; not who cannot, need not or has
        same(h.told(self.idle, "%催办%"), before[0] + 1)
        same(self.site.one("SELECT count(*) FROM message WHERE subject LIKE '%催办%'"), before[1] + 4)
        same(henan.city.submit(r, "/o/expiring", {}, ("act", "press")).status, 429)
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'cohort_pressed'"), 1)
        token = dict(henan.foreign.get("/o").form("/logout").fields)["_csrf"]
        same(henan.foreign.post("/o/expiring", {"list": str(self.cohort()), "_csrf": token}).status, 404)

    def B11_cohort_ends_with_the_cause_of_each(self):
        h = self.h
        same(self.site.sql("SELECT state FROM title WHERE id IN (?, ?) ORDER BY id", self.filed["t"], self.old["t"]), [("renewing",), ("valid",)])
        self.site.at("2024-01-01T00:00:00+08:00")
        same(h.end(self.idle), ("expired", "2024-01-01", "有效期满，未申请复核"))
        same(h.end(self.drafts)[0], "expired")
        same(h.end(self.lost), ("expired", "2024-01-01", "有效期满，已于 2023-05-01 取消复核资格"))
        same(h.end(self.exempt), ("expired", "2024-01-01", "有效期满，不需办理复核：省厅免复核名单"))
        same(h.end(self.filed), ("renewing", "", ""))
        # Article 13: recognised before 1 August 2022, it runs out whatever is on its way; the file goes on.
        state, on, cause = h.end(self.old)
        same((state, on), ("expired", "2024-01-01"))
        assert "到期后自动失效" in cause and "第十三条" in cause, cause
        same(self.henan.state(self.old_app), "city")
        page = self.henan.city.get("/o/expiring?list=%d&state=ended" % self.cohort())
        assert "未申请复核" in h.state(page, self.idle), h.state(page, self.idle)


class Giant:
    """Article 18: the third tier follows the national rules, and they are data of its procedure."""

    def __init__(self):
        self.h = Hands()
        self.site, self.henan = self.h.site, self.h.henan

    def shipped(self, edition):
        path = os.path.join(lib.ROOT, "sql", "reference", "procedures", edition + ".json")
        with open(path, encoding="utf-8") as f:
            return json.load(f)

    def read(self, edition, text):
        """A clause as people read it: the document's title in place of its short name."""
        rule = self.shipped(edition)
        for x in rule["basis"] + rule.get("cited", []):
            if x.get("short"):
                text = re.sub(rf"(?<![\d〕]){x['short']}(?=第|附件)", f"《{x['title']}》", text)
        return text

    def B16_duties_follow_from_the_procedure(self):
        rule = self.shipped("henan-little-giant-2026")
        window = next(w for w in rule["annual"]["windows"] if w["from"] == 2026)
        clause = self.read(rule["id"], window["clause"])
        h, henan = self.h, self.henan
        firms = [henan.firm(), henan.firm()]

        def make():
            self.holder = h.of_firm(firms[0], "little_giant", ("2023-07-01", "2026-06-30"))
            h.title(self.holder["uscc"], self.holder["name"], "specialised", ("2024-01-01", "2026-12-31"))
            self.first = h.of_firm(firms[1], "specialised", ("2024-01-01", "2026-12-31"))
        self.site.quiet(make)
        # Re-check: listed as long before as the edition of that day says, under article 18 and the national rules.
        self.site.at("2025-12-28T09:00:00+08:00")
        same(self.site.one("SELECT count(*) FROM cohort WHERE programme = 'little_giant'"), 0)
        self.site.at("2025-12-29T09:00:00+08:00")
        same(self.site.sql("SELECT edition, ends_on FROM cohort WHERE programme = 'little_giant'"), [("henan-little-giant-2023", "2026-06-30")])
        words = self.holder["b"].get("/e/expiring").words
        for text in (self.read("henan-little-giant-2023", self.shipped("henan-little-giant-2023")["renewal"]["clause"]), "复核", "小巨人"):
            assert text in words, (text, words[:1500])
        # Update: the window of the edition that is in force at its end.
        self.site.at("2026-03-01T09:00:00+08:00")
        same(self.site.sql("SELECT closes_on, clause, effect FROM update_round WHERE programme = 'little_giant' AND year = 2026"),
             [("2026-" + window["closes"], clause, "recheck_lost")])
        page = self.holder["b"].get("/e/update/2026")
        assert "小巨人" in page.words and clause in page.words, page.words[:1200]

    def B16_major_change_is_reported_by_the_national_rules(self):
        changes = self.shipped("henan-little-giant-2023")["changes"]
        b = self.holder["b"]
        page = b.get("/e/change?title=%d" % self.holder["t"])
        assert self.read("henan-little-giant-2023", changes["clause"]) in page.words, page.words[:1500]
        r = b.upload(page, "/e/change", "file", [("证明.pdf", lib.pdf("proof"))], {
            "kind": "other", "happened_on": "2025-12-01", "text": "主要股东变更，主营业务没有变化，仍符合认定条件。"})
        assert "2026-03-01（按期报告）" in r.words, r.words[:1200]
        kind, edition, programme, by = self.site.sql("SELECT kind, edition, programme, report_by FROM case_file ORDER BY id DESC LIMIT 1")[0]
        same((kind, edition, programme, by), ("change", "henan-little-giant-2023", "little_giant", "2026-03-01"))
        same(changes["months"], 3)

    def B16_recheck_of_2026_by_the_standard_of_2022(self):
        henan, edition = self.henan, "henan-little-giant-2026"
        self.site.at("2026-04-10T09:00:00+08:00")
        page = henan.province.get(f"/o/batches/new?edition={edition}")
        r = henan.province.submit(page, "/o/batches/new", {"edition": edition, "opens_on": "2026-04-25", "filing_last": "2026-05-25",
                                                           "city_deadline": "2026-06-30"}, ("act", "call"))
        assert r.url.startswith("/o/batch/"), r.words[:600]
        batch = int(r.url.rsplit("/", 1)[1])
        self.site.at("2026-04-26T09:00:00+08:00")
        words = self.holder["b"].get("/e/expiring").words
        assert "117号" in words and "《优质中小企业梯度培育管理暂行办法》附件3" in words, words[:1500]
        of = {}
        for name, x in (("recheck", self.holder), ("first", self.first)):
            app = henan.start(x["b"], batch)
            of[name] = self.site.sql("SELECT kind, standard FROM application WHERE public_id = ?", app.rsplit("/", 1)[1])[0]
        same(of, {"recheck": ("recheck", "little-giant-2022"), "first": ("first", "little-giant-2026")})
        assert "《优质中小企业梯度培育管理暂行办法》附件3" in henan.city.get("/o/expiring").words

    def B16_who_misses_the_update_loses_recheck_on_record(self):
        rule = self.shipped("henan-little-giant-2026")
        self.site.at("2026-06-01T09:00:00+08:00")
        state, lost, cause = self.site.sql("SELECT state, recheck_lost_on, recheck_lost_cause FROM title WHERE id = ?", self.holder["t"])[0]
        same((state, lost), ("valid", "2026-06-01"))
        assert self.read(rule["id"], rule["annual"]["windows"][-1]["clause"]) in cause, cause
        page = self.henan.city.get("/o/expiring")
        assert "不能申报" in self.h.state(page, self.holder) and "2026 年度信息更新" in self.h.state(page, self.holder)
        self.site.at("2026-07-01T09:00:00+08:00")
        same(self.h.end(self.holder), ("expired", "2026-07-01", "有效期满，已于 2026-06-01 取消复核资格"))


if __name__ == "__main__":
    lib.run(Cohort, Giant)
