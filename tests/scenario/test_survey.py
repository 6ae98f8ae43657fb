#!/usr/bin/env python3
"""季度调查 through the real program: the printed months, who answers, who has not.

usage: test_survey.py [PATH_TO_TIDU] [NAME …]
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_tech import Hebei2021  # noqa: E402

ANSWERS = {"revenue": "1,200.5", "rd_expense": "60", "staff": "22", "tech_staff": "7", "orders": "增加", "cash": "正常"}


class Survey:
    def __init__(self):
        self.tech = Hebei2021()
        self.site = self.tech.site

    def at(self, day):
        self.site.at(day + "T09:00:00+08:00")
        for _ in range(50):
            if self.site.sql("SELECT 1 FROM job WHERE name = 'survey' AND last_at >= ?", lib.instant(day + "T00:00:00+08:00")):
                return
            lib.time.sleep(0.1)
        raise AssertionError("the job did not run on " + day)

    def holders(self):
        """Two enterprises in the library since January, one since April only."""
        def work():
            batch = self.tech.batch()
            city, province = (self.site.one("SELECT id FROM agency WHERE code = ?", c) for c in ("st-130171", "st-130000"))
            out = []
            for n, begins in ((91, "2021-01-20"), (92, "2021-01-20"), (93, "2021-04-02")):
                e = self.site.new_enterprise(f"秦皇岛虚构仪器{n}有限公司", n, "130171")
                a = self.site.insert("application", public_id=f"sv{n}", enterprise_id=e, batch_id=batch, edition="hebei-tech-2021",
                                     standard="tech-2017", standard_hash="0" * 64, year=2021, state="listed", live=1,
                                     city_agency_id=city, province_agency_id=province, holder="none", due_at=0, created_at=0,
                                     updated_at=0)
                self.site.insert("title", public_id=f"sv{n}", enterprise_id=e, application_id=a, tier="tech", edition="hebei-tech-2021",
                                 tier_name="科技型中小企业", batch_title="2021年第1批", name=f"秦皇岛虚构仪器{n}有限公司", province="河北省",
                                 city="x", county="x", certificate_no=f"20211301710000{n}", valid_from=begins,
                                 valid_to="2021-12-31", state="valid", source="test", recorded_at=0)
                out.append(self.site.session(self.site.new_account(f"wj{n}", "filler", "张三", enterprise=e)))
            return out
        return self.site.quiet(work)

    def survey(self):
        return self.site.one("SELECT public_id FROM survey ORDER BY id DESC LIMIT 1")

    def D8_quarterly_survey_in_the_printed_months(self):
        first, second, later = self.holders()
        # March has begun: the round is there for those who held the title on its first day.
        self.at("2021-03-02")
        same(self.site.sql("SELECT title, first_on, last_on FROM survey"), [("2021年第1季度科技型中小企业调查", "2021-03-01", "2021-03-31")])
        path = f"/e/survey/{self.survey()}"
        assert path in first.get("/e").text and path in second.get("/e").text
        same(later.get(path).status, 404)
        assert "没有需要填写" in later.get("/e/surveys").words
        # What is wrong is said beside each question, and nothing is kept.
        r = first.submit(first.get(path), path, {**ANSWERS, "staff": "2.5", "orders": "", "rd_expense": "很多"}, follow=False)
        same(r.status, 422)
        assert "请填整数" in r.words and "请填写或选择" in r.words and "1,200.5" in r.text, r.words[:900]
        r = first.submit(first.get(path), path, {**ANSWERS, "tech_staff": "23"}, follow=False)
        same(r.status, 422)
        assert "不能大于“上月末职工总数”（22人），请核对" in r.words and 'value="23"' in r.text, r.words[:900]
        same(self.site.one("SELECT count(*) FROM survey_value"), 0)
        r = first.submit(first.get(path), path, ANSWERS)
        assert "已提交" in r.words, r.words[:400]
        assert path not in first.get("/e").text.split("<h2>")[0]
        # Corrected before the end.
        first.submit(first.get(path), path, {**ANSWERS, "revenue": "1300"})
        same(self.site.one("SELECT text FROM survey_value WHERE question = 'revenue'"), "1300")

        desk = f"/o/survey/{self.survey()}"
        for who in (self.tech.city, self.tech.province):
            assert desk in who.get("/o/surveys").text
            words = who.get(desk).words
            assert "应填 2" in words and "已填 1" in words and "50%" in words, words[:900]
            assert "合计 1,300 万元" in words and "增加 1 家" in words, words[:1500]
            assert "秦皇岛虚构仪器92" in words and "秦皇岛虚构仪器91" not in words
        csv = self.tech.city.get(desk + "/late.csv").text
        assert "秦皇岛虚构仪器92" in csv and "仪器91" not in csv
        # The neighbour sees the round with nobody in it, the other line nothing.
        words = self.tech.neighbour.get(desk).words
        assert "没有需要填写的企业" in words and "仪器9" not in words, words[:600]
        for who in (self.tech.miit_city, self.tech.miit_province):
            same(who.get(desk).status, 404)
            same(who.get(desk + "/late.csv").status, 404)
        same(first.get(desk).status, 403)

    def D8_reminded_twice_then_late_and_the_next_quarter(self):
        told = lambda: self.site.sql("SELECT c.login, count(*) FROM message m JOIN account c ON c.id = m.account_id "  # noqa: E731
                                     "WHERE m.kind = 'survey' GROUP BY c.login ORDER BY c.login")
        same(told(), [("wj91", 1), ("wj92", 1)])
        for day in ("2021-03-24", "2021-03-25", "2021-03-30"):
            self.at(day)
            self.at(day)
        same(told(), [("wj91", 1), ("wj92", 3)], "only who has not answered, once a week and once a day before the end")
        second = self.site.session(self.site.one("SELECT id FROM account WHERE login = 'wj92'"))
        path = f"/e/survey/{self.survey()}"
        page = second.get(path)
        self.at("2021-04-01")
        r = second.submit(page, path, ANSWERS)
        assert "已经截止" in r.words, r.words[:300]
        assert "这次没有填写" in second.get(path).words
        same(self.site.one("SELECT count(*) FROM survey_value v JOIN survey_due d USING (survey_id, enterprise_id) WHERE d.answered_at = 0"), 0)
        # A server that stood still over the first of the month opens the round when it wakes; again it does nothing.
        self.at("2021-06-17")
        self.at("2021-06-18")
        same(self.site.sql("SELECT first_on, (SELECT count(*) FROM survey_due d WHERE d.survey_id = s.id) FROM survey s ORDER BY id"),
             [("2021-03-01", 2), ("2021-06-01", 3)])
        # The edition takes no more filings in December; its titles still answer.
        self.at("2021-12-03")
        same(self.site.one("SELECT title FROM survey ORDER BY id DESC LIMIT 1"), "2021年第4季度科技型中小企业调查")
        self.at("2022-03-05")
        same(self.site.one("SELECT count(*) FROM survey"), 3)  # the titles ran out with the year


if __name__ == "__main__":
    lib.run(Survey)
