#!/usr/bin/env python3
"""What happens after the list, by cases: titles and library numbers taken back, bans and their lifting, reports under a
real name, major changes, the integrity file (documents 001, 002, 003).

usage: test_cases.py [PATH_TO_TIDU] [NAME …]
"""
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402

FACTS = "经抽查核实，申报的研发人员名册与社保记录不符，涉及十七人。"


class Room:
    """A site with the bodies of one line; titles are given, what happens to them goes through the pages."""
    now, line, edition = "2024-05-06T09:00:00+08:00", "miit", "henan-specialised-2023"
    programme, tier, number = "specialised", "专精特新中小企业", "2023ZJTX"
    valid = ("2023-07-01", "2026-06-30")

    def __init__(self):
        self.site = lib.Site(now=self.now)
        self.serial = 0

        def officer(login, code):
            level, agency = self.site.sql("SELECT level, id FROM agency WHERE code = ?", f"{self.line}-{code}")[0]
            return self.site.session(self.site.new_account(login, level, login, agency=agency))
        people = (("shi1", "410100"), ("shi2", "410100"), ("sheng1", "410000"), ("sheng2", "410000"),
                  ("linshi", "410300"), ("waisheng", "130000"))
        (self.city, self.city2, self.province, self.province2, self.neighbour,
         self.foreign) = self.site.quiet(lambda: [officer(*x) for x in people])
        self.public = self.site.browser()

    # --- hands -----------------------------------------------------------------------------------
    def firm(self, titles=1, division="410102", **more):
        self.serial += 1
        n = self.serial

        def work():
            e = self.site.new_enterprise(f"嵩山传感{n:03d}有限公司", n, division)
            for i in range(titles):
                self.title(e, n, i, division, **more)
            return e, [self.site.session(self.site.new_account(f"{role}{n}", role, person, enterprise=e))
                       for role, person in (("filler", "张三"), ("legal_rep", "李四"))]
        e, (filler, legal) = self.site.quiet(work)
        filler.legal = legal
        filler.n, filler.id = n, e
        filler.code = lib.uscc(division, n)
        filler.name = f"嵩山传感{n:03d}有限公司"
        filler.number = f"{self.number}{n:04d}0"
        return filler

    def title(self, e, n, i, division, **more):
        row = {"public_id": f"t{n}-{i}", "enterprise_id": e, "tier": self.programme, "tier_name": self.tier,
               "edition": self.edition, "batch_title": "2023年第一批", "name": f"嵩山传感{n:03d}有限公司", "uscc": lib.uscc(division, n),
               "province": "河南省", "city": "郑州市", "county": "中原区", "division_code": division,
               "certificate_no": f"{self.number}{n:04d}{i}", "valid_from": self.valid[0], "valid_to": self.valid[1],
               "state": "valid", "source": "test", "recorded_at": 0}
        return self.site.insert("title", **{**row, **more})

    def ground(self, page, form):
        return page.form(form).options["ground"]

    def propose(self, who, b, ground, text=FACTS, files=()):
        page = who.submit(who.get("/o/cases"), "/o/cases", {"code": b.code}, ("act", "find"))
        link = next(h for h in page.links() if "/o/cases/new?title=" in h)
        page = who.get(link)
        r = who.upload(page, "/o/cases/new", "file", files, {"ground": ground, "text": text})
        same(r.status, 200, r.words[:600])
        return self.newest()

    def newest(self):
        return "/o/case/" + self.site.one("SELECT public_id FROM case_file ORDER BY id DESC LIMIT 1")

    def state(self, case):
        return self.site.one("SELECT state FROM case_file WHERE public_id = ?", case.rsplit("/", 1)[1])

    def notify(self, case, who=None, **more):
        who = who or self.province
        values = {"notify_text": "拟因研发人员名册不实作出处理，请在期限内陈述申辩。", "days": "5", "unit": "working", **more}
        action = "/accept" if who.get(case).has_form("/accept") else "/notify"
        return who.submit(who.get(case), action, values)

    def draft(self, case, outcome, who=None, files=(), **more):
        who = who or self.province
        self.serial_no = getattr(self, "serial_no", 0) + 1
        values = {"outcome": outcome, "reason": "经核实名册虚列十七人，企业申辩不能成立。",
                  "doc_no": f"豫工信函〔2024〕{self.serial_no}号", **more}
        names = who.get(case).form("/draft").names
        return who.upload(who.get(case), "/draft", "file", files, {k: v for k, v in values.items() if k in names or k == "outcome"})

    def confirm(self, case, who=None):
        who = who or self.province2
        return who.submit(who.get(case), "/confirm", {}, ("act", "confirm"))

    def decided(self, b, ground, outcome, **more):
        """The whole way, the enterprise silent."""
        case = self.propose(self.city, b, ground)
        r = self.notify(case)
        assert "告知书已送出" in r.words, r.words[:600]
        due = self.site.one("SELECT due_at FROM case_file WHERE public_id = ?", case.rsplit("/", 1)[1])
        self.site.at(self.clock(due + 3600000))
        r = self.draft(case, outcome, ground=ground, **more)
        assert "请本单位另一人确认" in r.words, r.words[:900]
        r = self.confirm(case)
        assert "决定已作出并生效" in r.words, r.words[:900]
        return case

    def call(self, edition, last, deadline):
        page = self.province.get(f"/o/batches/new?edition={edition}")
        r = self.province.submit(page, "/o/batches/new", {"edition": edition, "opens_on": self.site.now[:10], "filing_last": last,
                                                          "city_deadline": deadline}, ("act", "call"))
        assert r.url.startswith("/o/batch/"), r.words[:600]
        return r.url.rsplit("/", 1)[1]

    @staticmethod
    def clock(ms):
        import datetime
        zone = datetime.timezone(datetime.timedelta(hours=8))
        return datetime.datetime.fromtimestamp(ms / 1000, zone).isoformat()


class Title(Room):
    def B14_forged_data_cancelled_and_shut_out_for_three_years(self):
        b = self.firm()
        # Only bodies that answer for the place, and only grounds of the document.
        page = self.city.get("/o/cases/new?code=" + b.code)
        link = next(h for h in page.links() if "/o/cases/new?title=" in h)
        r = self.neighbour.upload(self.neighbour.get(link), "/o/cases/new", "file", [], {"ground": "forgery", "text": FACTS})
        same(r.status, 403)
        r = self.city.upload(self.city.get(link), "/o/cases/new", "file", [], {"text": FACTS})
        same(r.status, 422)
        assert "数据造假" in r.words and "至少 3 年内不得申报" in r.words and "实施细则（暂行）》第十六条" in r.words, r.words[:1500]
        case = self.propose(self.city, b, "forgery", files=[("名册.pdf", lib.pdf("list"))])
        same(self.state(case), "province", "the city proposes, the province decides")
        words = self.public.get("/verify/" + b.number).words
        assert "日：有效" in words, "nothing turns before the decision"
        same(b.get("/e/case/" + case.rsplit("/", 1)[1]).status, 404, "not told yet")
        same(self.foreign.get(case).status, 404)
        same(self.neighbour.get(case).status, 404)
        # A second case on the same title is refused.
        r = self.province.upload(self.province.get(link), "/o/cases/new", "file", [], {"ground": "forgery", "text": FACTS})
        same(r.status, 409, r.words[:300])
        # Nothing against the enterprise before it was told.
        page = self.province.get(case)
        same(sorted(page.form("/draft").options["outcome"]), ["drop"])
        r = self.draft(case, "cancel", ground="forgery", ban_to="2027-05-05")
        same(r.status, 409)
        assert "须先告知企业" in r.words, r.words[:600]
        # 告知: the document prints no term, so it is typed; served when first read.
        r = self.notify(case, days="")
        same(r.status, 422)
        assert "文件未规定期限" in r.words
        r = self.notify(case)
        same(self.state(case), "notice")
        same(self.city.get(case).has_form("/draft"), False, "the province handles it")
        assert "尚未查阅" in self.province.get(case).words
        mine = "/e/case/" + case.rsplit("/", 1)[1]
        listed = b.get("/e/cases").words
        assert "请答复" in listed and "下一步：答复" in listed and "2024年5月11日（周六）24:00" in listed, listed[:400]
        told = b.get("/e/messages").words
        assert "00:00 前" not in told, "a term is told by its last day"
        page = b.get(mine)
        assert "2024年5月11日（周六）24:00" in page.words and "请在期限内陈述申辩" in page.words, page.words[:900]
        assert FACTS not in page.words, "the body's proposal is not the notice"
        assert self.site.one("SELECT read_at FROM case_file WHERE public_id = ?", mine.rsplit("/", 1)[1])
        assert "尚未查阅" not in self.province.get(case).words
        other = self.firm(titles=0)
        same(other.get(mine).status, 404)
        # In the term the body waits.
        same(self.province.get(case).has_form("/draft"), False)
        r = b.upload(page, mine, "file", [("说明.pdf", lib.pdf("why"))], {"text": "名册由代理机构编制，我单位已自查更正，请予从轻。"})
        assert "答复已于" in r.words and "回执编号" in r.words, r.words[:900]
        same(b.get(mine).has_form(mine), False, "once")
        r = self.draft(case, "cancel", ground="forgery", ban_to="2027-05-04")
        same(r.status, 422)
        assert "不早于 2027-05-05" in r.words, r.words[:900]
        r = self.draft(case, "no_recheck", ground="forgery", ban_to="2027-05-05")
        same(r.status, 422, "not what this ground leads to")
        r = self.draft(case, "cancel", ground="forgery", ban_to="2027-05-05")
        same(self.state(case), "signing")
        same(self.province.get(case).has_form("/confirm"), False)
        token = lib.csrf(self.province, "/o/cases")
        r = self.province2.post(case + "/confirm", lib.csrf(self.province2, "/o/cases") + [("act", "confirm")])
        same(r.status, 409, "who does not say what he saw has seen nothing")
        seen = [f for f in self.province2.get(case).form("/confirm").fields if f[0] == "version"]
        r = self.province.post(case + "/confirm", token + seen + [("act", "confirm")])
        same(r.status, 403)
        r = self.province2.submit(self.province2.get(case), "/back", {"back_text": "请补充社保记录的核对经过，再报。"})
        same(self.state(case), "heard")
        r = self.draft(case, "cancel", ground="forgery", ban_to="2027-05-05")
        r = self.confirm(case)
        assert "决定已作出并生效" in r.words, r.words[:900]
        # At once: certificate page, register, signed list, announcement, the enterprise.
        words = self.public.get("/verify/" + b.number).words
        assert "已取消" in words, words[:600]
        assert f"{b.number}\tcancelled" in self.public.get("/revoked.txt").text
        news = next(h for h in self.province.get(case).links() if h.startswith("/news/"))
        words = self.public.get(news).words
        assert b.name in words and "取消公告或认定" in words and "2027年5月5日" in words and "张三" not in words, words[:900]
        assert "取消公告或认定" in b.get(mine).words and "行政复议" in b.get(mine).words
        b.case = case
        self.banned = b

    def B14_three_years_are_counted_from_the_decision_not_from_its_draft(self):
        now, b = self.site.now, self.firm()
        case = self.propose(self.province, b, "forgery")
        self.notify(case, days="1", unit="calendar")
        self.site.at("2024-05-08T09:00:00+08:00")
        self.draft(case, "cancel", ground="forgery", ban_to="2027-05-07")
        assert "不得申报至 2027-05-07" in self.province2.get(case).words
        # The second person comes five days later: the least that the document asks for begins with his decision.
        self.site.at("2024-05-13T09:00:00+08:00")
        words = self.province2.get(case).words
        assert "不得申报至 2027-05-12" in words and "拟定的 2027-05-07 不足" in words, words[:1500]
        assert "2027年5月12日" in words, "the announcement that he reads before confirming"
        r = self.confirm(case)
        assert "决定已作出并生效" in r.words, r.words[:600]
        same(self.site.sql("SELECT from_on, to_on FROM ban WHERE uscc = ?", b.code), [("2024-05-13", "2027-05-12")])
        assert "2027-05-12" in self.province.get(case).words and "2027-05-12" in b.get("/e/integrity").words
        # The last day still shuts out, the next one does not.
        for day, told in (("2027-05-12T23:59:00+08:00", "不得申报至 2027-05-12"), ("2027-05-13T00:00:00+08:00", "没有不得申报的记录")):
            self.site.at(day)
            words = b.get("/e/gap/innovative").words + b.get("/e/gap/specialised").words
            assert told in words, (day, words[:1200])
        self.site.at(now)

    def B14_ban_is_enforced_and_lifted_only_by_two_people(self):
        b = getattr(self, "banned", None)
        if b is None:
            self.B14_forged_data_cancelled_and_shut_out_for_three_years()
            b = self.banned
        batch = self.call("henan-specialised-2023", "2024-06-28", "2024-07-31")
        words = b.get(f"/e/start/{batch}").words
        assert "不得申报至 2027-05-05" in words and "数据造假" in words, words[:900]
        r = b.post("/e/start", lib.csrf(b, "/e") + [("batch", batch)], follow=False)
        assert "/e/app/" not in (r.header("Location") or "")
        page = self.province.get("/o/cases/new?code=" + b.code)
        lift = next(h for h in page.links() if "/o/cases/lift/" in h)
        same(self.city.get(lift).status, 404, "only the body that decided it")
        r = self.province.submit(self.province.get(lift), "/lift/" + lift.rsplit("/", 1)[1],
                                 {"text": "经行政复议，原决定认定的十七人中十五人有误。"})
        case = self.newest()
        assert "不得申报至 2027-05-05" in b.get(f"/e/start/{batch}").words, "proposed is not lifted"
        self.draft(case, "lift")
        same(self.province.get(case).has_form("/confirm"), False)
        r = self.confirm(case)
        assert "决定已作出并生效" in r.words, r.words[:600]
        assert "没有不得申报的记录" in b.get(f"/e/start/{batch}").words
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'ban_lifted'"), 1)
        assert "已取消" in self.public.get("/verify/" + b.number).words, "the title stays cancelled"

    def B14_silence_ends_with_the_term_and_late_answers_are_refused(self):
        b = self.firm()
        case = self.propose(self.province, b, "accident")
        self.notify(case, days="3", unit="calendar")
        mine = "/e/case/" + case.rsplit("/", 1)[1]
        page = b.get(mine)
        due = self.site.one("SELECT due_at FROM case_file WHERE public_id = ?", mine.rsplit("/", 1)[1])
        self.site.at(self.clock(due - 1000))
        same(b.get(mine).has_form(mine), True)
        same(self.province.get(case).has_form("/draft"), False)
        self.site.at(self.clock(due))
        assert "答复期限已届满" in b.get(mine).words
        r = b.upload(page, mine, "file", [], {"text": "迟到的说明，仍希望得到考虑。"})
        same(r.status, 409 if r.status == 409 else 410, r.words[:300])
        self.draft(case, "drop")
        self.confirm(case)
        assert "有效" in self.public.get("/verify/" + b.number).words
        same(self.site.one("SELECT count(*) FROM ban WHERE uscc = ?", b.code), 0)

    def C9_who_only_registered_the_code_learns_and_does_nothing(self):
        """Anybody may type a code that a list names: what hangs on it waits until a body has seen the licence."""
        b = self.firm()
        known = "UPDATE enterprise SET identity = ?, source = 'register' WHERE id = ?"
        self.site.quiet(lambda: self.site.sql(known, "pending", b.id))
        case = self.propose(self.city, b, "forgery")
        r = self.notify(case)
        same(r.status, 200)
        assert "企业没有已认证、可以查阅的账号" in self.province.get(case).words, self.province.get(case).words[:900]
        mine = "/e/case/" + case.rsplit("/", 1)[1]
        for path in (mine, mine + "/proof.json", "/e/cases", "/e/integrity", "/e/change", "/e/update", "/e/surveys", "/e/permissions"):
            r = b.get(path, follow=False)
            same((r.status, r.header("Location")), (303, "/identity"), path)
        same(self.site.one("SELECT count(*) FROM delivery WHERE served_at IS NOT NULL AND enterprise_id = ?", b.id), 0, "nobody was served")
        for path in ("/e", "/e/messages"):
            assert "陈述申辩" not in b.get(path).words and "拟" not in b.get(path).words, b.get(path).words[:900]
        token = lib.csrf(b, "/identity")
        for path in (mine, "/e/change", "/e/consent"):
            r = b.post(path, token)
            same(r.status, 403, path)
            assert "企业认证通过后" in r.words, r.words[:400]
        self.site.quiet(lambda: self.site.sql(known, "verified", b.id))
        assert "陈述申辩" in b.get("/e").words
        same(b.get(mine).has_form(mine), True)
        same(self.site.one("SELECT count(*) FROM delivery WHERE served_at IS NOT NULL AND enterprise_id = ?", b.id), 1)

    def C9_integrity_file_and_the_right_that_comes_back(self):
        b = self.firm()
        case = self.decided(b, "dishonest", "cancel", ban_to="2027-12-31")
        path = os.path.join(self.site.dir, "listed.csv")

        def load(removed):
            with open(path, "w", encoding="utf-8") as f:
                f.write(f"代码,名录,列入日期,移出日期,原因,来源\n{other.code},abnormal,2024-03-01,{removed},未按期公示年报,公示系统\n")
            self.site.offline("import", "listed", path)
        file = next(h for h in self.city.get(case).links() if h.startswith("/o/integrity/"))
        for page in (self.city.get(file), self.province.get(file), b.get("/e/integrity")):
            for words in ("严重失信、偷漏税", "至 2027-12-31，期间不能申报", "已取消", "取消公告或认定", "没有办结的异议", "没有登记荣誉资质"):
                assert words in page.words, (words, page.words[:1500])
        same([x.get(file).status for x in (self.neighbour, self.foreign)], [404, 404])
        assert "张三" not in self.city.get(file).words
        # 联合惩戒: listed shuts out, removal gives the right back.
        other = self.firm()
        batch = self.call("henan-specialised-2023", "2024-09-30", "2024-10-31")
        load("")
        assert "移出前不能申报" in other.get("/e/integrity").words
        assert "2024-03-01 起列入经营异常名录" in other.get(f"/e/start/{batch}").words
        load("2024-05-01")
        assert "2024-05-01 移出，可以正常申报" in other.get("/e/integrity").words
        assert "起列入经营异常名录" not in other.get(f"/e/start/{batch}").words

    def C9_the_province_imports_the_list_in_the_browser(self):
        b, gone = self.firm(), self.firm(titles=0)
        away = self.site.quiet(lambda: self.site.new_enterprise("冀州外省有限公司", 8801, "130102")) and lib.uscc("130102", 8801)
        head = "统一社会信用代码,名录,列入日期,移出日期,原因,来源\n"

        def read(rows, who=self.province):
            return who.upload(who.get("/o/listed"), "/o/listed", "file", [("名单.csv", (head + rows).encode())], {"act": "preview"})
        same(self.city.get("/o/listed").has_form("/o/listed"), False, "the province imports")
        same(self.city.post("/o/listed", lib.csrf(self.city, "/o/cases") + [("act", "preview")]).status, 403)
        for bad, words in ((b"", "请选择名单文件"), (b"%PDF-1.4", ""), ("名称,日期\n甲,2024\n".encode(), "统一社会信用代码")):
            r = self.province.upload(self.province.get("/o/listed"), "/o/listed", "file", [("a.csv", bad)], {"act": "preview"})
            same(r.status, 422, bad)
            assert words in r.words, (bad, r.words[:400])
        rows = (f"{b.code},经营异常名录,2024-03-01,,未按期公示年报,公示系统\n{gone.code},严重失信主体名单,2024-04-01,,,\n"
                f"{away},经营异常名录,2024-03-01,,,\n{b.code},黑名单,2024-03-01,,,\n{b.code},经营异常名录,2099-01-01,,,\n")
        page = read(rows)
        assert "导入这 2 行" in page.text and "企业不在本单位辖区" in page.words and "不能晚于今天" in page.words, page.words[:1500]
        same(self.site.one("SELECT count(*) FROM listed WHERE uscc IN (?, ?)", b.code, gone.code), 0, "a preview writes nothing")
        r = self.province.submit(page, "/o/listed", {}, ("act", "import"))
        assert "新增 2 行，更新 0 行，未变 0 行，未导入 3 行" in r.words, r.words[:400]
        # Everybody who is concerned reads it; others do not.
        for who in (self.province, self.city):
            words = who.get("/o/listed").words
            assert b.name in words and "未按期公示年报（公示系统）" in words and gone.name in words, words[:900]
        for who in (self.neighbour, self.foreign):
            assert b.name not in who.get("/o/listed").words
        assert f"{b.name}：2024-03-01 起列入经营异常名录" in self.city.get("/me/messages").words
        assert "移出前不能申报" in b.get("/e/messages").words
        assert "/o/cases/new?code=" + b.code in self.city.get("/o/listed").text, "a title that is in force leads to its case"
        # The same file again changes nothing and tells nobody.
        told = self.site.one("SELECT count(*) FROM message WHERE kind = 'listed'")
        same("导入这" in read(rows).text, False)
        # Taken off: the right is back, the row stays.
        page = read(f"{b.code},经营异常名录,2024-03-01,2024-05-01,未按期公示年报,公示系统\n")
        r = self.province.submit(page, "/o/listed", {}, ("act", "import"))
        assert "更新 1 行" in r.words, r.words[:300]
        assert b.name not in self.city.get("/o/listed").words and b.name in self.city.get("/o/listed?state=off").words
        assert "可以正常申报" in b.get("/e/messages").words
        same(self.site.one("SELECT count(*) FROM message WHERE kind = 'listed'") > told, True)

    def B13_lost_right_to_recheck_is_no_end_of_the_title(self):
        b = self.firm(valid_to="2024-09-30")
        self.decided(b, "late_change", "no_recheck")
        same(self.site.sql("SELECT state, recheck_lost_on <> '' FROM title WHERE uscc = ?", b.code), [("valid", 1)])
        batch = self.call("henan-specialised-2023", "2024-06-28", "2024-07-31")
        r = b.post("/e/start", lib.csrf(b, "/e") + [("batch", batch)])
        assert "已取消复核资格" in r.words and "2024-09-30" in r.words, r.words[:600]


class Report(Room):
    PERSON = {"person": "赵举报", "person_id": "11010519491231002X", "phone": "139 1234 5678",
              "content": "该企业申报的研发人员中有多人从未在该企业上班，附照片和名单。"}

    def report(self, b, files=None, **more):
        page = self.public.get("/report/new")
        files = [("照片.pdf", lib.pdf("proof"))] if files is None else files
        return self.public.upload(page, "/report/new", "file", files, {"code": b.code, **self.PERSON, **more})

    def accepted(self, b):
        r = self.report(b)
        assert "举报已收到" in r.words and "查询码" in r.words, r.words[:800]
        case = self.newest()
        page = self.city.submit(self.city.get(case), "/accept", {"notify_text": "请说明研发人员名册的编制情况并附社保记录。",
                                                                 "days": "5", "unit": "working"})
        assert "已受理并告知企业" in page.words, page.words[:800]
        return case, r.url

    def hidden(self, *pages):
        for p in pages:
            for secret in ("赵举报", "11010519491231002X", "139 1234 5678", "1391234", "照片.pdf", self.PERSON["content"]):
                assert secret not in p.words, (p.url, secret)

    def B15_proof_contact_and_a_receipt_that_only_its_code_opens(self):
        b = self.firm()
        self.site.at(self.site.now)  # the door's counter begins anew
        r = self.report(b, files=[])
        same(r.status, 422)
        assert "请附上" in r.words
        for wrong, words in (({"code": "91410102MA0T99999Z"}, "没有找到"), ({"person_id": "110105194912310021"}, "有效的 18 位")):
            r = self.report(b, **wrong)
            same(r.status, 422)
            assert words in r.words, r.words[:600]
        r = self.report(b)
        receipt = r.url
        assert re.fullmatch(r"/report/[\w-]{20,}", receipt) and "待受理" in r.words, (receipt, r.words[:600])
        assert receipt.rsplit("/", 1)[1] not in str(self.site.sql("SELECT secret_hash FROM case_person")), "only the hash is kept"
        same(self.public.get("/report/" + "x" * 20).status, 404)
        case = self.newest()
        assert 429 in [self.report(b).status for _ in range(6)], "rate-bounded"
        # The body of the place handles it; it alone reads who reported.
        words = self.city.get(case).words
        assert "赵举报" in words and "照片.pdf" in words, words[:900]
        self.hidden(self.province.get(case), b.get("/e/cases"), self.public.get(receipt))
        proof = self.site.one("SELECT public_id FROM evidence WHERE filename = '照片.pdf' ORDER BY id DESC")
        same([x.get("/o/case-file/" + proof).status for x in (self.city, self.province, self.neighbour)], [200, 404, 404])
        same(b.get("/e/case-file/" + proof).status, 404)
        r = self.city.submit(self.city.get(case), "/refuse", {"refuse_text": "所附材料不能看出与该企业有关，请补充后再报。"})
        assert "已不予受理" in r.words
        words = self.public.get(receipt).words
        assert "不予受理" in words and "请补充后再报" in words, words[:600]
        same(b.get("/e/cases").words.count("实名举报"), 0, "a refused report is none of its pages")
        names = self.site.sql("SELECT actor, reason, payload FROM audit")
        assert "赵举报" not in str(names) and "1391234" not in str(names)

    def B15_who_reported_may_take_it_back_and_the_body_decides(self):
        b = self.firm()
        self.site.at(self.site.now)
        case, receipt = self.accepted(b)
        page = self.public.get(receipt)
        r = self.public.submit(page, receipt, {"text": "算了"})
        same(r.status, 422)
        assert "10" in r.words and "算了" in r.text, "what was typed stays"
        why = "双方已经说清楚，我要求撤回这次举报。"
        r = self.public.submit(r, receipt, {"text": why})
        assert "您已撤回举报" in r.words, r.words[:600]
        same(r.has_form(receipt), False, "once")
        words = self.city.get(case).words
        assert "撤回举报" in words and why in words, words[:900]
        for page in (self.province.get(case), b.get("/e/case/" + case.rsplit("/", 1)[1])):
            assert why not in page.words, page.url
        assert why not in str(self.site.sql("SELECT reason, payload FROM audit"))
        # It runs on: the enterprise answers, the body ends it.
        same(self.state(case), "notice")
        mine = "/e/case/" + case.rsplit("/", 1)[1]
        b.upload(b.get(mine), mine, "file", [], {"text": "所指人员均在岗，社保记录可以核对。"})
        self.draft(case, "unfounded", who=self.city, reason="举报人撤回，经核对社保未发现问题。")
        self.confirm(case, self.city2)
        same(self.public.get(receipt).has_form(receipt), False)
        same(self.public.post("/report/" + "x" * 20, lib.csrf(self.public, "/report/new") + [("text", why)]).status, 404)

    def B15_answer_in_the_term_then_rectification_with_a_recheck_day(self):
        b = self.firm()
        self.site.at(self.site.now)
        case, receipt = self.accepted(b)
        mine = "/e/case/" + case.rsplit("/", 1)[1]
        page = b.get(mine)
        assert "请说明研发人员名册" in page.words
        self.hidden(page)
        assert "企业答复中" in self.public.get(receipt).words
        r = b.upload(page, mine, "file", [("社保.pdf", lib.pdf("social"))], {"text": "名册中三人已离职，漏作更新，已更正。"})
        assert "答复已于" in r.words
        assert "漏作更新" not in self.public.get(receipt).words
        r = self.draft(case, "rectify", who=self.city, reason="三人离职未更新属实，责令更正名册并补报。", recheck_on="2024-05-06")
        same(r.status, 422)
        self.draft(case, "rectify", who=self.city, reason="三人离职未更新属实，责令更正名册并补报。", recheck_on="2024-06-06")
        same(self.city.get(case).has_form("/confirm"), False)
        r = self.confirm(case, self.city2)
        same(self.state(case), "rectify")
        assert "2024-06-06" in b.get(mine).words and "责令整改" in b.get(mine).words
        words = self.public.get(receipt).words
        assert "责令整改" in words and "2024-06-06" in words, words[:600]
        self.hidden(b.get(mine))
        assert "有效" in self.public.get("/verify/" + b.number).words
        self.site.at("2024-06-06T10:00:00+08:00")
        assert "案件待办" in self.city.get("/o").words
        self.draft(case, "rectified", who=self.city, reason="复查名册与社保记录一致，整改合格。")
        self.confirm(case, self.city2)
        assert "整改合格" in self.public.get(receipt).words

    def B15_no_answer_leads_on_to_cancelling(self):
        b = self.firm()
        self.site.at(self.site.now)
        case, receipt = self.accepted(b)
        due = self.site.one("SELECT due_at FROM case_file WHERE public_id = ?", case.rsplit("/", 1)[1])
        self.site.at(self.clock(due))
        self.draft(case, "proceed", who=self.city, reason="企业未按要求回复，现场核实名册虚列属实。")
        r = self.confirm(case, self.city2)
        assert "决定已作出并生效" in r.words, r.words[:600]
        follow = self.newest()
        same(self.site.sql("SELECT kind, state, ground FROM case_file WHERE public_id = ?", follow.rsplit("/", 1)[1]),
             [("sanction", "province", "report")])
        assert case in self.province.get(follow).links()
        assert "转入取消程序" in self.public.get(receipt).words
        self.hidden(self.province.get(follow), b.get("/e/case/" + case.rsplit("/", 1)[1]))
        self.notify(follow)
        due = self.site.one("SELECT due_at FROM case_file WHERE public_id = ?", follow.rsplit("/", 1)[1])
        self.site.at(self.clock(due))
        self.draft(follow, "cancel", ground="report")
        self.confirm(follow)
        assert "已取消" in self.public.get("/verify/" + b.number).words

    def C9_unfounded_is_told_to_both(self):
        b = self.firm()
        self.site.at(self.site.now)
        case, receipt = self.accepted(b)
        mine = "/e/case/" + case.rsplit("/", 1)[1]
        b.upload(b.get(mine), mine, "file", [], {"text": "所指人员均在岗，社保记录可以核对。"})
        self.draft(case, "unfounded", who=self.city, reason="经现场核对社保和考勤，所反映的问题不实。")
        self.confirm(case, self.city2)
        for page in (self.public.get(receipt), b.get(mine)):
            assert "举报不实" in page.words and "所反映的问题不实" in page.words, page.words[:900]
        same(self.site.one("SELECT announcement_id FROM case_file WHERE public_id = ?", mine.rsplit("/", 1)[1]), None)


class Change(Room):
    def report(self, b, kind="rename", day="2024-04-01", files=None, **more):
        page = b.get("/e/change")
        files = [("执照.pdf", lib.pdf("licence"))] if files is None else files
        return b.upload(page, "/e/change", "file", files, {
            "kind": kind, "happened_on": day, "text": "经登记机关核准变更，主营业务和股权结构没有变化，仍符合条件。", **more})

    def opinions(self, case):
        for who in self.below:
            r = who.submit(who.get(case), "/opinion", {"way": "support", "opinion_text": "已核对营业执照原件，情况属实。"})
            assert "意见已上报" in r.words, r.words[:600]

    @property
    def below(self):
        """County where there is one, then the city."""
        if not hasattr(self, "county"):
            code = self.site.one("SELECT g.code FROM agency g JOIN agency_area a ON a.agency_id = g.id WHERE a.line = 'miit' "
                                 "AND a.level = 'county' AND a.division_code = '410102'")
            self.county = None
            if code:
                agency = self.site.one("SELECT id FROM agency WHERE code = ?", code)
                self.county = self.site.quiet(lambda: self.site.session(self.site.new_account("xian1", "county", "xian1", agency=agency)))
        return [x for x in (self.county, self.city) if x]

    def B13_documents_by_kind_and_three_months(self):
        b = self.firm()
        page = b.get("/e/change")
        same(page.form("/e/change").options["kind"], ["rename", "merger", "restructuring", "move", "abroad", "other"])
        empty = b.submit(page, "/e/change", {}, ("act", "change"))
        same(empty.status, 422)
        for asked in ("请选择发生的变化", "请填写变化发生的日期", "请附上所选变化要求的材料"):
            assert asked in empty.words, (asked, "all that is missing is said at once", empty.words[:400])
        assert "登记机关的变更证明" in page.words and "3 个月内报告" in page.words and "取消复核资格" in page.words, page.words[:1500]
        for wrong, words in (({"day": "2024-05-07"}, "不晚于今天"), ({"kind": "别的"}, "请选择发生的变化"), ({"files": [], "kind": "other"}, "请附上所选变化"),
                             ({"new_name": "甲"}, "4 到 100"), ({"kind": "move"}, "请选择迁入")):
            r = self.report(b, **wrong)
            same(r.status, 422, words)
            assert words in r.words, (words, r.words[:600])
        none = self.firm(titles=0)
        assert "没有需要报告重大变化的称号" in none.get("/e/change").words
        # On the last day it is in time, a day later it is late.
        r = self.report(b, kind="other", day="2024-02-06")
        assert "2024-05-06（按期报告）" in r.words, r.words[:900]
        r = self.report(b, kind="other", day="2024-02-05")
        assert "2024-05-05（逾期报告）" in r.words, r.words[:900]

    def B13_N14_a_rename_keeps_code_number_and_the_old_list(self):
        b = self.firm()
        r = self.report(b, new_name="嵩山智能传感股份有限公司")
        assert "已报告，编号" in r.words and "按期报告" in r.words, r.words[:900]
        case = self.newest()
        same(self.neighbour.get(case).status, 404)
        self.opinions(case)
        same(self.state(case), "province")
        # In time and still fit: nothing against it is open without notice, 取消复核资格 not at all.
        same(self.province.get(case).form("/draft").options["outcome"], ["unchanged"])
        self.draft(case, "unchanged", reason="更名属实，其他条件没有变化，称号不变。")
        assert b.name in b.get("/e").words, "not before the decision"
        self.confirm(case)
        assert "嵩山智能传感股份有限公司" in b.get("/e").words
        today = self.public.get("/registry?q=" + b.code)
        assert "嵩山智能传感股份有限公司" in today.words and b.name not in today.words, today.words[:900]
        before = self.public.get(f"/registry?q={b.code}&asof=2023-12-31")
        assert b.name in before.words and "嵩山智能传感股份有限公司" not in before.words, before.words[:900]
        entry = self.public.get(next(h for h in today.links() if h.startswith("/registry/t")))
        assert "曾用名" in entry.words and b.name in entry.words and b.number in entry.words, entry.words[:900]
        assert "日：有效" in self.public.get("/verify/" + b.number).words
        # Found by either name; which one is not the name of that day is said.
        parts = {"now": "/registry?q=" + urllib.parse.quote("嵩山智能传感"), "was": "/registry?q=" + urllib.parse.quote(b.name)}
        now, was = self.public.get(parts["now"]), self.public.get(parts["was"])
        assert "嵩山智能传感股份有限公司" in now.words and "曾用名" not in now.words, now.words[:900]
        assert "嵩山智能传感股份有限公司" in was.words and f"曾用名：{b.name}（2024-04-01 前）" in was.words, was.words[:900]
        then = self.public.get(parts["now"] + "&asof=2023-12-31")
        assert b.name in then.words and "后来的名称：嵩山智能传感股份有限公司（2024-04-01 起）" in then.words, then.words[:900]
        # A phrase does not run from the end of one name into the beginning of the other.
        across = self.public.get("/registry?q=" + urllib.parse.quote("公司嵩山"))
        assert "没有符合条件的企业" in across.words, across.words[:600]
        same(self.site.sql("SELECT name, from_on, to_on FROM enterprise_name WHERE uscc = ? ORDER BY id", b.code),
             [(b.name, "", "2024-04-01"), ("嵩山智能传感股份有限公司", "2024-04-01", "")])

    def B13_N14_names_stand_in_the_order_of_their_days(self):
        """Two changes decided in another order than they happened in; one change reported for each of two titles."""
        def decide(b, titles=1, **more):
            for n in range(titles):
                title = self.site.sql("SELECT id FROM title WHERE uscc = ? ORDER BY id", b.code)[n][0]
                self.report(b, title=str(title), **more)
                cases.append(self.newest())
        b, cases = self.firm(titles=2, tier="specialised"), []
        self.site.quiet(lambda: self.site.sql("UPDATE title SET tier = 'innovative', tier_name = '创新型中小企业', edition = 'henan-innovative-2023' "
                                              "WHERE public_id = ?", f"t{b.n}-1"))
        decide(b, new_name="嵩山后来的名称有限公司", day="2024-04-01")
        decide(b, titles=2, new_name="嵩山中间的名称有限公司", day="2024-03-01")
        for case in cases:
            self.opinions(case)
            self.draft(case, "unchanged", reason="更名属实，其他条件没有变化，称号不变。")
            r = self.confirm(case)
            assert "决定已作出并生效" in r.words, r.words[:600]
        same(self.site.sql("SELECT name, from_on, to_on FROM enterprise_name WHERE uscc = ? ORDER BY from_on", b.code),
             [(b.name, "", "2024-03-01"), ("嵩山中间的名称有限公司", "2024-03-01", "2024-04-01"), ("嵩山后来的名称有限公司", "2024-04-01", "")])
        same(self.site.one("SELECT name FROM enterprise WHERE id = ?", b.id), "嵩山后来的名称有限公司")
        for day, name in (("2024-02-29", b.name), ("2024-03-01", "嵩山中间的名称有限公司"), ("2024-03-31", "嵩山中间的名称有限公司"),
                          ("2024-04-01", "嵩山后来的名称有限公司")):
            words = self.public.get(f"/registry?q={b.code}&asof={day}").words
            assert name in words, (day, words[:900])

    def B13_late_is_told_and_loses_the_recheck(self):
        b = self.firm()
        self.report(b, kind="restructuring", day="2024-01-01")
        case = self.newest()
        assert "逾期报告" in self.province.get(case).words
        self.opinions(case)
        same(self.province.get(case).form("/draft").options["outcome"], ["unchanged"])
        self.notify(case)
        due = self.site.one("SELECT due_at FROM case_file WHERE public_id = ?", case.rsplit("/", 1)[1])
        self.site.at(self.clock(due))
        assert "no_recheck" in self.province.get(case).form("/draft").options["outcome"]
        self.draft(case, "no_recheck", reason="重组发生于1月1日，5月6日才报告，超过三个月。")
        self.confirm(case)
        same(self.site.sql("SELECT state, recheck_lost_on <> '' FROM title WHERE uscc = ?", b.code), [("valid", 1)])

    def B13_a_move_changes_the_bodies_and_hands_files_over(self):
        b = self.firm()
        batch = self.call("henan-innovative-2023", "2024-06-28", "2024-08-30")
        b.post("/e/start", lib.csrf(b, "/e") + [("batch", batch)])
        there = self.site.one("SELECT division_code FROM agency_area WHERE line = 'miit' AND level = 'city' AND agency_id = "
                              "(SELECT id FROM agency WHERE code = 'miit-410300') ORDER BY division_code LIMIT 1")
        # What is open against it when it moves, and one that is over.
        running = self.propose(self.city, b, "unfit")
        self.report(b, kind="move", division=there)
        case = self.newest()
        self.opinions(case)
        self.draft(case, "unchanged", reason="迁移属实，称号不变，由迁入地继续管理。")
        same((self.city.get(running).status, self.neighbour.get(running).status), (200, 404))
        same(self.site.one("SELECT g.code FROM enterprise e JOIN agency g ON g.id = e.city_agency_id WHERE e.id = ?", b.id), "miit-410100")
        self.confirm(case)
        same(self.site.one("SELECT g.code FROM enterprise e JOIN agency g ON g.id = e.city_agency_id WHERE e.id = ?", b.id), "miit-410300")
        same(self.site.sql("SELECT DISTINCT g.code FROM application a JOIN agency g ON g.id = a.city_agency_id WHERE a.enterprise_id = ?", b.id),
             [("miit-410300",)])
        same((self.city.get(running).status, self.neighbour.get(running).status), (404, 200))
        no = self.site.one("SELECT no FROM case_file WHERE public_id = ?", running.rsplit("/", 1)[1])
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'case_handed_over' AND object_id = "
                           "(SELECT id FROM case_file WHERE no = ?)", no), 1)
        same(self.site.one("SELECT g.code FROM case_file c JOIN agency g ON g.id = c.handler_agency_id WHERE c.no = ?", no), "miit-410000")


class Number(Room):
    now, line, edition = "2025-10-21T09:00:00+08:00", "st", "henan-tech-2025"
    programme, tier, number, valid = "tech", "科技型中小企业", "2025410102A00", ("2025-10-21", "2025-12-31")

    def D7_the_city_proposes_the_province_revokes_six_grounds(self):
        b = self.firm()
        page = self.city.get("/o/cases/new?title=" + str(self.site.one("SELECT id FROM title WHERE uscc = ?", b.code)))
        same(self.ground(page, "/o/cases/new"), ["unfit", "forgery", "research", "accident", "listed", "not_updated"])
        case = self.decided(b, "research", "revoke", ban_to="2025-12-31")
        words = self.public.get("/verify/" + b.number).words
        assert "已撤销" in words, words[:600]
        assert f"{b.number}\trevoked" in self.public.get("/revoked.txt").text
        assert "撤销登记编号" in self.city.get(case).words
        same(self.city.get(case).has_form("/draft"), False)
        # Never used again: the number stays with its title.
        try:
            self.site.quiet(lambda: self.title(b.id, 99, 0, "410102", certificate_no=b.number))
            raise AssertionError("used twice")
        except lib.sqlite3.IntegrityError:
            pass

    def C9_a_revoked_number_shuts_the_year_and_no_more(self):
        b = self.firm()
        self.decided(b, "unfit", "revoke", ban_to="2025-12-31")
        same(self.site.sql("SELECT programmes, to_on FROM ban WHERE uscc = ?", b.code), [("tech", "2025-12-31")])
        batch = self.site.one("SELECT id FROM batch WHERE edition = 'henan-tech-2025' ORDER BY id DESC")
        assert "不得申报至 2025-12-31" in b.get(f"/e/start/{batch}").words
        self.site.at("2026-06-02T09:00:00+08:00")
        batch = self.call("henan-tech-2026", "2026-08-31", "2026-09-30")
        assert "没有不得申报的记录" in b.get(f"/e/start/{batch}").words, b.get(f"/e/start/{batch}").words[:900]


if __name__ == "__main__":
    lib.run(Title, Report, Change, Number)
