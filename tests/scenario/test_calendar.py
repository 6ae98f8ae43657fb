#!/usr/bin/env python3
"""A year without a published calendar, with mode = production and the clock of the machine: no window is opened that
reaches into it, the page says which year is missing, and importing that year in one step is all it needs.

usage: test_calendar.py [PATH_TO_TIDU] [NAME …]
"""
import datetime
import os
import sys
import time
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_batch import Batch, same  # noqa: E402
from test_cli import Production  # noqa: E402

CHINA = datetime.timezone(datetime.timedelta(hours=8))


class Calendar:
    def __init__(self):
        prepared = lib.Site(now=datetime.datetime.now(CHINA).replace(microsecond=0).isoformat())
        prepared.add_user("root-one", "admin", "管理员甲")
        prepared.add_user("shi-a", "city", "市局甲", agency="miit-130100")
        prepared.add_user("shi-b", "city", "市局乙", agency="miit-130100")
        prepared.stop()
        self.site = Production(prepared.dir, prepared.path)
        # A closed batch of long ago: what waits for publicity may still be published.
        self.batch = self.site.new_batch()
        self.year = datetime.datetime.now(CHINA).year
        self.site.sql("DELETE FROM calendar_day WHERE year >= ?", self.year)
        self.site.sql("DELETE FROM calendar_year WHERE year >= ?", self.year)
        hands = types.SimpleNamespace(site=types.SimpleNamespace(
            one=self.site.one, path=self.site.path, quiet=lambda work: work()), serial=7000, batch=self.batch)
        self.files = Batch.rows(hands, 2, "pub_wait")
        self.site.start()
        self.a, self.b = (self.site.session(self.site.one("SELECT id FROM account WHERE login = ?", x)) for x in ("shi-a", "shi-b"))

    def states(self):
        return {self.site.one("SELECT state FROM application WHERE public_id = ?", f["app"]) for f in self.files}

    def test_the_page_says_which_year_is_missing(self):
        page = self.a.get(f"/o/batch/{self.batch}/publicity")
        same(page.status, 200, page.words[:300])
        assert f"{self.year} 年的法定节假日安排尚未导入" in page.words, page.words[:900]
        assert "暂定" not in page.words and "如果今天确认" not in page.words, page.words[:900]

    def test_window_into_an_unpublished_year_is_refused(self):
        """The proposal may be made; the second person cannot open it."""
        page = self.a.submit(self.a.get(f"/o/batch/{self.batch}/publicity"), "/publicity", {"contact": "0311-8000000"})
        assert page.url.startswith("/o/publicity/"), page.words[:500]
        self.__class__.proposal = page.url
        page = self.b.get(page.url)
        r = self.b.submit(page, "/confirm", button=("act", "confirm"))
        assert r.status in (409, 422), (r.status, r.words[:400])
        assert f"{self.year} 年的法定节假日安排尚未导入" in r.words, r.words[:600]
        same(self.site.sql("SELECT state, ends_at, posted_on FROM publicity"), [("proposed", 0, "")])
        same(self.states(), {"pub_wait"})
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'publicity_opened'"), 0)

    def test_one_step_of_the_administrator_is_enough(self):
        admin = self.site.session(self.site.one("SELECT id FROM account WHERE login = 'root-one'"))
        assert f"缺 {self.year} 年" in admin.get("/a").words
        for year in (self.year, self.year + 1):
            csv = "date,type,name\n" + "".join(f"{year}-{day},holiday,节日\n" for day in (
                "01-01", "05-01", "05-02", "05-03", "10-01", "10-02", "10-03"))
            page = admin.submit(admin.get("/a/calendar"), "/a/calendar", {"csv": csv, "source": "演练"}, ("act", "preview"))
            page = admin.submit(page, "/a/calendar", {}, ("act", "import"))
            same(page.status, 200, page.words[:500])
        r = self.b.submit(self.b.get(self.proposal), "/confirm", button=("act", "confirm"))
        assert "已开始公示" in r.words, r.words[:500]
        same(self.site.sql("SELECT state, provisional FROM publicity"), [("open", 0)])
        same(self.states(), {"pub_city"})
        assert self.site.one("SELECT ends_at FROM publicity") > time.time() * 1000
        public = lib.Browser(self.site).get("/publicity")
        assert "暂定" not in public.words and "2023年第一批" in public.words, public.words[:500]


if __name__ == "__main__":
    lib.run(Calendar)
