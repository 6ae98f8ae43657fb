#!/usr/bin/env python3
"""County and city at work through the real program: queue, checklist, return, refusal, visits, bulk, scope, races.

usage: test_review.py [PATH_TO_TIDU] [NAME …]
"""
# san
import os
import re
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import Enterprise, same  # noqa: E402


class Review:
    def __init__(self):
        self.hands = Enterprise()
        self.site = self.hands.site

        def officer(login, role, code):
            agency = self.site.one("SELECT id FROM agency WHERE code = ?", code)
            return self.site.session(self.site.new_account(login, role, login, agency=agency))

        def work():
            code = self.site.one("SELECT ag.code FROM agency_area AS aa JOIN agency AS ag ON ag.id = aa.agency_id "
                                 "WHERE aa.line = 'miit' AND aa.division_code = '130102' AND aa.level = 'county'")
            other = self.site.one("SELECT ag.code FROM agency_area AS aa JOIN agency AS ag ON ag.id = aa.agency_id "
                                  "WHERE aa.line = 'miit' AND aa.division_code = '130104' AND aa.level = 'county'")
            return (officer("xian", "county", code), officer("linxian", "county", other),
                    officer("shi1", "city", "miit-130100"), officer("shi2", "city", "miit-130100"),
                    officer("waishi", "city", "miit-130200"), officer("sheng", "province", "miit-130000"))
        self.county, self.neighbour, self.city, self.colleague, self.stranger, self.province = self.site.quiet(work)

    # --- hands -------------------------------------------------------------------------------------
    def file(self):
        filler, legal, app = self.hands.submitted()
        return filler, legal, app, "/o/app/" + app.rsplit("/", 1)[1]

    def state(self, app):
        return self.hands.row(app, "state")

    @staticmethod
    def all_ok(b, page):
        r = b.submit(b.get(page), page, {}, ("act", "all_ok"))
        assert "审核意见已保存" in r.words, r.words[:400]

    def passes(self, b, page):
        self.all_ok(b, page)
        r = b.submit(b.get(page + "/pass"), "/pass", {"note": "材料齐全"})
        assert "已通过" in r.words, r.words[:400]

    def at_city(self):
        filler, legal, app, page = self.file()
        self.passes(self.county, page)
        return filler, legal, app, page

    # --- the work ----------------------------------------------------------------------------------
    def A6_county_checks_against_the_list_and_passes_on(self):
        _, _, app, page = self.file()
        queue = self.county.get("/o/queue")
        assert page in " ".join(queue.links()), queue.words[:400]
        assert "待县级初审" in queue.words
        review = self.county.get(page)
        for words in ("与主导产品相关的有效知识产权数量", "营业执照", "申报值", "县级认定", "没有审核结论"):
            assert words in review.words, words
        # Without a verdict on each item nothing passes.
        r = self.county.submit(self.county.get(page + "/pass"), "/pass", {"note": ""}, follow=False)
        same(r.status, 422)
        assert "没有审核结论" in r.words
        self.passes(self.county, page)
        same(self.state(app), "city")
        assert page not in " ".join(self.county.get("/o/queue?state=county").links())
        assert page in " ".join(self.city.get("/o/queue?state=city").links())

    def A6_city_recognises_values_and_both_results_stand_side_by_side(self):
        _, _, app, page = self.at_city()
        r = self.city.submit(self.city.get(page), page, {"v.rd_expense.2022": "12.06"}, ("act", "all_ok"), follow=False)
        same(r.status, 422)
        assert "请写明认定值与申报值不同的原因" in r.words and "12.06" in r.text
        r = self.city.submit(r, page, {"v.rd_expense.2022": "12.06", "w.v.rd_expense.2022": "专项审计报告第3页"},
                             ("act", "all_ok"))
        same(r.status, 200, r.words[:900])
        review = self.city.get(page)
        assert "60.3" in review.words and 'value="12.06"' in review.text and "与申报不同" in review.words, review.words[:1200]
        seen = self.county.get(page).words
        assert "60.3" in seen and "12.06" in seen and "市级：专项审计报告第3页" in seen, seen[:1500]
        n = self.hands.row(app, "submission_id")
        same(self.site.sql("SELECT level, fact, year, value FROM recognised WHERE submission_id = ?", n),
             [("city", "rd_expense", 2022, "12.06")])
        same(self.site.one("SELECT reason FROM recognised WHERE submission_id = ?", n), "专项审计报告第3页")
        # Saved again as it stands; 是 and 否 are read as they are shown.
        for _ in range(2):
            r = self.city.submit(self.city.get(page), page, {"v.hightech_valid": "是", "w.v.hightech_valid": "证书"}, ("act", "save"))
            assert r.status == 200 and "审核意见已保存" in r.words, r.words[:600]
        same(self.site.sql("SELECT fact, value FROM recognised WHERE submission_id = ? ORDER BY fact", n),
             [("hightech_valid", "true"), ("rd_expense", "12.06")])
        # The declared value is untouched for ever.
        assert '"rd_expense":{"2022":60.3}' in self.site.one("SELECT facts FROM submission WHERE id = ?", n)

    def L31_bad_values_are_named_and_nothing_is_saved(self):
        _, _, app, page = self.at_city()
        r = self.city.submit(self.city.get(page), page, {"v.rd_expense.2022": "很多", "v.revenue.2022": "1200"},
                             ("act", "save"), follow=False)
        same(r.status, 422)
        assert "很多" in r.text
        same(self.site.one("SELECT count(*) FROM recognised WHERE submission_id = ?", self.hands.row(app, "submission_id")), 0)

    def L26_a_verdict_that_is_not_ok_needs_a_coded_reason(self):
        _, _, _, page = self.at_city()
        r = self.city.submit(self.city.get(page), page, {"d.slot:licence": "bad"}, ("act", "save"), follow=False)
        same(r.status, 422)
        assert "请选择原因" in r.words
        r = self.city.submit(self.city.get(page), page, {"d.slot:licence": "bad", "r.slot:licence": "seal"}, ("act", "save"))
        same(r.status, 200)
        # A necessary paper that does not fit stands in the way.
        self.all_ok(self.city, page)
        r = self.city.submit(self.city.get(page + "/pass"), "/pass", {"note": ""}, follow=False)
        assert r.status == 422 and "必要材料不符合" in r.words, r.words[:400]

    def L5_a_return_names_what_is_to_be_corrected(self):
        filler, legal, app, page = self.file()
        form = self.county.get(page + "/return")
        r = self.county.submit(form, "/return", {"message": "请更正"}, follow=False)
        same(r.status, 422, "nothing chosen")
        r = self.county.submit(self.county.get(page + "/return"), "/return",
                               {"item": ["fact:rd_expense.2022", "slot:licence"],
                                "r.fact:rd_expense.2022": "mismatch", "n.fact:rd_expense.2022": "与审计报告不一致",
                                "r.slot:licence": "seal"})
        assert "已退回" in r.words, r.words[:300]
        same(self.state(app), "returned")
        assert "更正 2 处" in filler.get("/e").words
        assert "与审计报告不一致" in filler.get(app + "/fix").words
        filler.submit(filler.get(app + "/s/innovation"), "/s/innovation", {"rd_expense-2022": "70"}, ("go", "next"))
        self.hands.evidence(filler, app, ["licence"])
        assert self.hands.sign(legal, app).url.endswith("/receipt")
        same(self.state(app), "county")
        # The officer sees what changed, with the value before.
        words = self.county.get(page).words
        assert "已更正" in words and "原值 60.3" in words, words[:1500]

    def N9_a_return_stops_the_offices_clock_and_starts_the_enterprises(self):
        stays = lambda: {(r[0], r[1], r[2]): r[3] for r in self.site.sql(  # noqa: E731
            "SELECT ag.level, p.state, p.days, sum(p.n) FROM pace AS p JOIN agency AS ag ON ag.id = p.agency_id GROUP BY 1, 2, 3")}
        before = stays()
        filler, legal, app, page = self.file()
        day = self.site.now
        try:
            self.site.at("2023-02-06T09:00:00+08:00")  # three working days after the 1st
            assert "本环节已用 3 个工作日" in filler.get(app + "/receipt").words
            self.county.submit(self.county.get(page + "/return"), "/return",
                               {"item": ["slot:licence"], "r.slot:licence": "seal", "message": "请更正"})
            same(self.state(app), "returned")
            self.site.at("2023-02-13T09:00:00+08:00")  # five with the enterprise
            self.hands.evidence(filler, app, ["licence"])
            self.hands.sign(legal, app)
            self.site.at("2023-02-14T09:00:00+08:00")
            self.passes(self.county, page)
            got = {k: n - before.get(k, 0) for k, n in stays().items() if n != before.get(k, 0)}
            same(got, {("county", "county", 3): 1, ("city", "returned", 5): 1, ("county", "county", 1): 1})
            # The same three stays on the file itself, for the enterprise and for its bodies, and the one that runs.
            for words in (filler.get(app + "/log").words, self.county.get(page + "/log").words):
                got = re.findall(r"(\d{4}-\d\d-\d\d) (\d{4}-\d\d-\d\d|办理中) (文件未规定|\d+) (\d+)", words)
                same([(x[0], x[1], x[3]) for x in got], [("2023-02-01", "2023-02-06", "3"), ("2023-02-06", "2023-02-13", "5"),
                                                         ("2023-02-13", "2023-02-14", "1"), ("2023-02-14", "办理中", "0")], words[:1500])
                assert got[0][2] != "文件未规定", got
            body = self.site.one("SELECT ag.code FROM pace AS p JOIN agency AS ag ON ag.id = p.agency_id WHERE p.state = 'county'")
            city = self.site.browser().get("/pace?edition=hebei-innovative-2023&year=2023&body=miit-130100")
            same(city.status, 200)
            assert "退回补正" in city.words and "已报送·待县级初审" in city.words, city.words[:900]
            alone = self.site.browser().get(f"/pace?edition=hebei-innovative-2023&year=2023&body={body}").words
            assert re.search(r"已报送·待县级初审 县级 \S+ \d+ \d+ \d+", alone), alone[:900]
            same(self.site.browser().get("/pace?body=none").status, 404)
            assert "还没有办结" in self.site.browser().get("/pace?edition=hebei-innovative-2023&year=2019").words
        finally:
            self.site.at(day)

    def C9_who_was_listed_after_submission_passes_only_when_taken_off(self):
        filler, _, app, page = self.file()
        self.all_ok(self.county, page)
        code = self.site.one("SELECT uscc FROM enterprise WHERE id = ?", filler.enterprise)
        path = os.path.join(self.site.dir, "listed.csv")

        def listed(removed):
            with open(path, "w", encoding="utf-8") as f:
                f.write(f"代码,名录,列入日期,移出日期\n{code},经营异常名录,2023-01-20,{removed}\n")
            self.site.offline("import", "listed", path)
        listed("")
        assert "2023-01-20 起列入经营异常名录" in self.county.get(page).words
        r = self.county.submit(self.county.get(page + "/pass"), "/pass", {"note": "材料齐全"})
        assert "移出后才能通过" in r.words, r.words[:600]
        same(self.state(app), "county")
        assert "列入经营异常名录" in self.city.get("/me/messages").words
        listed("2023-01-31")
        assert "列入经营异常名录" not in self.county.get(page).words
        self.passes(self.county, page)
        same(self.state(app), "city")

    def A6_refusal_needs_clause_fact_and_remedy_and_is_shown_to_the_enterprise(self):
        filler, _, app, page = self.at_city()
        r = self.city.submit(self.city.get(page + "/refuse"), "/refuse", {"clause": "", "fact": "不符"}, follow=False)
        same(r.status, 422)
        self.city.submit(self.city.get(page + "/refuse"), "/refuse",
                         {"clause": "评价标准指标一", "fact": "知识产权与主导产品无关", "remedy": "可提出陈述申辩"})
        same(self.state(app), "refused")
        words = filler.get(app + "/log").words
        for w in ("评价标准指标一", "知识产权与主导产品无关", "可提出陈述申辩"):
            assert w in words, w

    def A6_site_visit_by_two_different_people(self):
        _, _, app, page = self.at_city()
        visit = page.replace("/o/app/", "/o/site/")
        r = self.city.submit(self.city.get(visit), visit,
                             {"on": "2023-02-03", "inspector1": "甲", "inspector2": "甲"}, follow=False)
        same(r.status, 422)
        self.city.submit(self.city.get(visit), visit, {"on": "2023-02-03", "inspector1": "甲", "inspector2": "乙"})
        same(self.state(app), "site")
        form = self.city.get(visit)
        self.city.upload(form, visit, "photo", [], {"on": "2023-02-01", "inspector1": "甲", "inspector2": "乙",
                                                       "findings": "现场与申报一致，设备齐全", "result": "ok"})
        same(self.state(app), "city")
        assert "现场与申报一致" in self.city.get(page).words

    def L22_bulk_shows_first_runs_each_and_reports_each(self):
        ready = [self.at_city()[3] for _ in range(2)]
        open_one = self.at_city()[3]
        for page in ready:
            self.all_ok(self.city, page)
        ids = [p.rsplit("/", 1)[1] for p in ready + [open_one]]
        for wrong, words in (("due=%E4%B8%8B%E5%91%A8", "日期不正确"), ("from=85.5", "整数"), ("to=-1", "整数")):
            for page, status in (("/o/queue", 422), ("/o/queue.csv", 400)):
                p = self.city.get(f"{page}?state=city&{wrong}")
                assert p.status == status and words in p.words, (page, wrong, p.status, p.words[:300])
        queue = self.city.get("/o/queue?state=city&n=100")
        preview = self.city.submit(queue, "/o/bulk", {"id": ids}, ("act", "preview"))
        assert "其中 2 件可以通过" in preview.words, preview.words[:500]
        assert "还没有审核结论" in preview.words or "没有审核结论" in preview.words
        result = self.city.submit(preview, "/o/bulk", {}, ("act", "run"))
        assert "成功 2 件" in result.words, result.words[:500]
        states = [self.site.one("SELECT state FROM application WHERE public_id = ?", i) for i in ids]
        same(states, ["decide", "decide", "city"])
        csv = self.city.submit(result, "/o/bulk", {}, ("act", "csv"))
        assert "企业,结果,说明" in csv.text.lstrip("\ufeff"), csv.text[:200]

    def L24_the_filter_is_the_address_and_next_walks_it(self):
        pages = [self.at_city()[3] for _ in range(2)]
        view = self.city.submit(self.city.get("/o/queue?state=city"), "/o/views", {"name": "待审", "shared": "1"}, ("act", "save"))
        assert "待审" in view.words
        assert "待审" in self.colleague.get("/o/views").words, "a shared view is the colleagues' too"
        links = [h for h in self.city.get("/o/queue?state=city&n=100").links() if h.startswith("/o/app/")]
        first = self.city.get(links[0])
        assert any(h.split("?")[0] == links[1].split("?")[0] for h in first.links()), "下一件"
        assert "没有符合筛选条件" in self.city.get("/o/queue?state=city&q=%E4%B8%8D%E5%AD%98%E5%9C%A8").words
        assert pages

    def L24_pages_go_both_ways_and_each_condition_is_a_chip(self):
        for _ in range(max(0, 22 - self.site.one("SELECT count(*) FROM caseload AS l JOIN agency AS g ON g.id = l.agency_id "
                                                 "WHERE g.code = 'miit-130100' AND l.state = 'county'"))):
            self.file()
        files = lambda p: [h for h in p.links() if h.startswith("/o/app/")]
        first = self.city.get("/o/queue?state=county")
        same(len(files(first)), 20)
        assert "下一页" in first.words and "上一页" not in first.words
        second = self.city.get(next(h for h in first.links() if "after=" in h))
        assert files(second) and not set(files(first)) & set(files(second))
        back = self.city.get(next(h for h in second.links() if "before=" in h))
        same(files(back), files(first), "上一页 leads back to the same rows")
        assert "上一页" not in back.words
        narrow = self.city.get("/o/queue?state=county&from=1&to=2&route=score&due=2023-03-31&q=%E5%85%AC%E5%8F%B8")
        for words in ("去掉条件： 自评不低于 1 分", "去掉条件： 自评不高于 2 分", "去掉条件： 评分", "去掉条件： 含“公司”", "没有符合筛选条件"):
            assert words in narrow.words, (words, narrow.words[:600])
        wide = [h for h in narrow.links() if h.startswith("/o/queue?state=county&") and "to=2" not in h and "from=1" in h]
        assert wide and "q=%E5%85%AC%E5%8F%B8" in wide[0], narrow.links()
        same(len(files(self.city.get("/o/queue?state=county&n=50&from=1&to=100"))) >= 22, True)
        for junk in ("after=x.y", "before=1", "n=7", "county=x"):
            same(self.city.get("/o/queue?state=county&" + junk).status, 200, junk)
        for junk in ("from=-3", "to=9999999999999999999", "due=31.2."):
            page = self.city.get("/o/queue?state=county&" + junk)
            same((page.status, 'aria-invalid="true"' in page.text), (422, True), junk + ": what nobody can read is said, not left out")

    def L35_two_who_edit_see_both_versions(self):
        _, _, app, page = self.at_city()
        mine, theirs = self.city.get(page), self.colleague.get(page)
        self.colleague.submit(theirs, page, {"v.rd_expense.2022": "50", "w.v.rd_expense.2022": "账册",
                                             "d.slot:licence": "ok"}, ("act", "save"))
        r = self.city.submit(mine, page, {"v.rd_expense.2022": "40", "w.v.rd_expense.2022": "报表",
                                          "d.slot:licence": "unclear", "r.slot:licence": "seal"}, ("act", "save"), follow=False)
        same(r.status, 409)
        row = r.words[r.words.index("两份内容不同之处"):][:400]
        assert "40 50" in row and "需补充，缺少签字或盖章 符合" in row, row
        assert 'value="40"' in r.text and 'value="报表"' in r.text, "what was typed stays"
        # Saved again knowingly, it counts.
        self.city.submit(r, page, {}, ("act", "save"))
        same(self.site.one("SELECT value FROM recognised WHERE submission_id = ?", self.hands.row(app, "submission_id")), "40")

    def A6_the_first_page_says_what_is_next_and_who_is_late(self):
        _, _, app, page = self.file()
        home = self.city.get("/o")
        for words in ("我的待办", "今日到期", "超期", "各县（市、区）进度", "各批次办理到哪一步", "年目标完成"):
            assert words in home.words, (words, home.words[:800])
        county = self.hands.row(app, "county_agency_id")
        link = f"/o/queue?state=county&county={county}"
        assert link in home.links(), home.links()
        assert page in [h.split("?")[0] for h in self.city.get(link + "&n=100").links()]
        self.site.sql("UPDATE caseload SET due_at = 1 WHERE application_id = ? AND agency_id = "
                      "(SELECT id FROM agency WHERE code = 'miit-130100')", self.hands.row(app, "id"))
        assert "1 个有超期" in self.city.get("/o").words
        prov = self.province.get("/o")
        for words in ("各市进度", "按进度应完成", "落后于时间进度", "各批次办理到哪一步"):
            assert words in prov.words, (words, prov.words[:800])
        city = self.site.one("SELECT id FROM agency WHERE code = 'miit-130100'")
        drill = self.province.get(f"/o/queue?state=county&city={city}&n=100")
        assert "去掉条件：" in drill.words and page in [h.split("?")[0] for h in drill.links()]
        other = self.site.one("SELECT id FROM agency WHERE code = 'miit-130200'")
        assert "没有符合筛选条件" in self.province.get(f"/o/queue?state=county&city={other}").words

    # --- limits ------------------------------------------------------------------------------------
    def L51_scope_holds_on_every_address(self):
        _, _, app, page = self.at_city()
        file = self.site.one("SELECT public_id FROM evidence WHERE owner_kind = 'application' AND owner_id = ? LIMIT 1",
                             self.hands.row(app, "id"))
        for who in (self.neighbour, self.stranger):
            paths = [page, page + "/log", page + "/pass", page + "/return", "/o/file/" + file]
            if who is self.stranger:
                paths += [page + "/refuse", "/o/site/" + page.rsplit("/", 1)[1]]
            for path in paths:
                same(who.get(path).status, 404, path)
        token = dict(self.stranger.get("/o/queue?state=all").forms[0].fields).get("_csrf", "")
        ident = page.rsplit("/", 1)[1]
        for path in (page, page + "/pass", page + "/return", page + "/refuse", "/o/site/" + ident):
            r = self.stranger.post(path, {"_csrf": token, "version": "1", "act": "all_ok", "clause": "x", "fact": "x",
                                          "remedy": "x", "on": "2023-02-03", "inspector1": "a", "inspector2": "b",
                                          "item": "slot:licence", "r.slot:licence": "seal"})
            same(r.status, 404, path)
        r = self.stranger.post("/o/bulk", {"_csrf": token, "act": "run", "id": ident, "query": "state=city"})
        assert "没有找到这份材料" in r.words and self.hands.row(app, "no") not in r.words, r.words[:400]
        r = self.stranger.post("/o/views", {"_csrf": token, "act": "remove", "remove": "1"})
        same(r.status, 404, "a saved view of another body")
        same(self.state(app), "city")
        same(self.province.get(page).status, 200, "the province looks into any file")
        same(self.city.get("/o/file/" + file).status, 200)
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'file_viewed' AND object_id = ?",
                           self.hands.row(app, "id")), 1, "a look at evidence is on record")

    def L51_drafts_are_nobodys_to_read(self):
        filler, _ = self.hands.firm()
        app = self.hands.start(filler)
        same(self.county.get("/o/app/" + app.rsplit("/", 1)[1]).status, 404)

    def test_two_reviewers_one_wins(self):
        for _ in range(5):
            _, _, app, page = self.at_city()
            self.all_ok(self.city, page)
            forms = [(b, b.get(page + "/pass")) for b in (self.city, self.colleague)]
            answers = []

            def press(b, form):
                answers.append(b.submit(form, "/pass", {"note": ""}, follow=False).status)
            threads = [threading.Thread(target=press, args=f) for f in forms]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
            same(sorted(answers), [303, 409])
            same(self.site.one("SELECT count(*) FROM audit WHERE action = 'pass' AND object_id = ? AND agency_id = "
                               "(SELECT id FROM agency WHERE code = 'miit-130100')", self.hands.row(app, "id")), 1)


if __name__ == "__main__":
    lib.run(Review)
