#!/usr/bin/env python3
"""The editions as they work on their days: which batches the calendar makes, whose targets and bodies are shown,
what becomes of an edition that another one follows.

usage: test_editions.py [PATH_TO_TIDU] [NAME …]
"""
import hashlib
import json
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402


def day_of(ms):
    """The last day before an instant that is the end of a day, in China."""
    return lib.datetime.datetime.fromtimestamp(
        ms / 1000 - 1, lib.datetime.timezone(lib.datetime.timedelta(hours=8))).date().isoformat()


class Editions:
    def __init__(self):
        self.site = lib.Site(now="2021-03-01T09:00:00+08:00")

    def at(self, now):
        """Another day on a fresh installation: a calendar makes the batches of its year."""
        self.site.close()
        self.site = lib.Site(now=now)
        self.jobs()

    def jobs(self):
        """The server's own: until the number of batches no longer changes."""
        before = -1
        for _ in range(100):
            lib.time.sleep(0.1)
            n = self.site.one("SELECT count(*) FROM batch WHERE state <> 'planned' OR opens_on > ?", self.site.now[:10])
            if n and n == before:
                return
            before = n

    def batches(self, edition):
        return {no: (opens, day_of(filing), deadline, state) for no, opens, filing, deadline, state in self.site.sql(
            "SELECT no, opens_on, filing_ends_at, city_deadline, state FROM batch WHERE edition = ? ORDER BY no", edition)}

    def officer(self, code, role="province"):
        def work():
            agency = self.site.one("SELECT id FROM agency WHERE code = ?", code)
            return self.site.session(self.site.new_account(f"x-{code}", role, "王芳", agency=agency))
        return self.site.quiet(work)

    def test_D2_D3_every_25th_until_october(self):
        self.at("2021-03-01T09:00:00+08:00")
        made = self.batches("hebei-tech-2021")
        same(list(made), list(range(2, 11)))
        for no in range(2, 11):
            same(made[no][2], f"2021-{no:02d}-25")
        same(made[2], ("2021-02-18", "2021-02-25", "2021-02-25", "closed"))
        same(made[3], ("2021-02-26", "2021-03-25", "2021-03-25", "open"))
        same(made[10], ("2021-09-26", "2021-10-20", "2021-10-25", "planned"))

    def test_C10_window_of_2025(self):
        self.at("2025-07-01T09:00:00+08:00")
        same(self.batches("henan-tech-2025"), {1: ("2025-06-30", "2025-09-30", "2025-10-20", "open")})
        same(self.batches("henan-tech-2026"), {})
        assert "2025年度" in self.site.browser().get("/").text

    def test_E2_windows_of_2023(self):
        self.at("2023-07-26T09:00:00+08:00")
        same(self.batches("hebei-leader-2023"), {1: ("2023-07-20", "2023-07-25", "2023-07-30", "open")})
        guide = self.site.browser().get("/guide/leader").words
        assert "7月20日—7月25日进行“领跑者”入库培育申报和首批137家“领跑者”企业信息更新" in guide
        assert "7月26日—7月30日进行“领跑者”企业认定申报" in guide and "文件未规定" in guide

    def test_C6_targets_of_the_19(self):
        self.at("2025-07-01T09:00:00+08:00")
        page = self.officer("st-410000").get("/o/targets").words
        assert "30,000" in page and "河南省科技型中小企业评价" in page, page[:400]
        for name, n in (("郑州市科技局", "7680"), ("航空港区管委会", "260"), ("南阳市科技局", "6570"),
                        ("济源示范区管委会", "200")):
            assert name in page and n in page, name
        # the other line's officer sees his own, and nothing of this one
        other = self.officer("miit-410000")
        assert "30,000" not in other.get("/o/targets").words
        same(other.get("/o/targets?edition=henan-tech-2025&year=2025").status, 404)

    def test_D10_bodies_as_printed(self):
        self.at("2021-03-01T09:00:00+08:00")
        words = self.site.browser().get("/guide/hebei-tech-2021").words.split("主管部门和联系方式")[1]
        for name, phone in (("石家庄市科学技术局", "0311-66685326"), ("雄安新区改革发展局", "0312-5620786"),
                            ("衡水市科技型中小企业技术创新资金管理中心", "0318-5265200"),
                            ("石家庄高新技术产业开发区科学技术局", "0311-85093609"),
                            ("保定国家高新技术产业开发区管理委员会科技服务局", "0312-3012513")):
            at = words.find(name)
            assert at >= 0 and phone in words[at:at + 80], (name, words[at:at + 120])

    def test_N13_the_day_decides(self):
        self.at("2026-03-31T09:00:00+08:00")
        page = self.site.browser().get("/guide/specialised")
        assert "/rules/specialised-2022" in page.text and "创新型称号" in page.text.replace("“", "")
        self.at("2026-04-01T09:00:00+08:00")
        page = self.site.browser().get("/guide/specialised")
        assert "/rules/specialised-2026" in page.text and "现已停止执行" not in page.text
        old = self.site.browser().get("/guide/hebei-specialised-2022")
        assert "2022年8月1日 至 2026年3月31日" in old.words and "现已停止执行" in old.words
        # still 63号 for the first tier
        assert "/rules/innovative-2022" in self.site.browser().get("/guide/innovative").text

    def test_B18_a_new_rule_ends_the_batches_of_the_old(self):
        """Where the old edition was recorded without a last day, the one that follows ends it all the same."""
        self.site.close()
        self.site = lib.Site(now="2023-03-02T09:00:00+08:00")

        def work():
            db = sqlite3.connect(self.site.path)
            p = json.loads(db.execute("SELECT json FROM rulebook WHERE id = 'hebei-innovative-2023'").fetchone()[0])

            def put(**more):
                q = {**p, **more}
                text = json.dumps(q, sort_keys=True, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
                db.execute("INSERT OR REPLACE INTO rulebook (kind, id, title, hash, json, legal_from, legal_to, recorded_at) "
                           "VALUES ('procedure', ?, 'x', ?, ?, ?, '', 0)",
                           (q["id"], hashlib.sha256(text.encode()).hexdigest(), text, q["legal_from"]))
            db.execute("DELETE FROM batch")
            db.execute("DELETE FROM job")  # due again at once, although the clock stands still
            put(id="old-rule", programme="tech", legal_to="")
            put(id="new-rule", programme="tech", legal_from="2023-06-01", legal_to="")
            db.commit()
            db.close()
        self.site.quiet(work)
        self.jobs()
        same(sorted(self.batches("old-rule")), [1, 2])
        same(self.batches("old-rule")[2][0], "2023-02-28")
        same(sorted(self.batches("new-rule")), [1, 3, 4])  # 1 of the next year opens in December
        same(self.batches("new-rule")[3][0], "2023-06-01")


if __name__ == "__main__":
    lib.run(Editions)
