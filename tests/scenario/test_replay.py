#!/usr/bin/env python3
"""复算: every decision keeps what it rested on; a stored byte that was changed is found and named.

usage: test_replay.py [PATH_TO_TIDU] [NAME …]
"""
# san
import hashlib
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_review import Review  # noqa: E402


class Replay:
    def __init__(self):
        self.hands = Review()
        self.site = self.hands.site
        self.city, self.province = self.hands.city, self.hands.province

    # --- hands -------------------------------------------------------------------------------------
    def played(self):
        """A file that the county passed as declared and the city with a value of its own; its number."""
        _, _, app, page = self.hands.at_city()
        # Another figure, still enough to pass.
        r = self.city.submit(self.city.get(page), page, {"v.rd_expense.2022": "61.5", "w.v.rd_expense.2022": "专项审计报告第3页"},
                             ("act", "all_ok"))
        assert "审核意见已保存" in r.words, r.words[:400]
        r = self.city.submit(self.city.get(page + "/pass"), "/pass", {"note": ""})
        assert "已通过" in r.words, r.words[:400]
        return self.hands.hands.row(app, "id"), self.hands.hands.row(app, "no")

    def decisions(self, n):
        return self.site.sql("SELECT level, act, facts, facts_hash, explanation_hash, standard_hash, result FROM decision "
                             "WHERE application_id = ? ORDER BY id", n)

    def replay(self, *args):
        return self.site.offline("replay", *args, ok=False, timed=True)

    def change(self, table, n, old, new):
        """One byte of stored facts, as somebody with the file in hand could do it."""
        def work():
            db = sqlite3.connect(self.site.path)
            text = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table + "_immutable",)).fetchone()[0]
            db.execute(f"DROP TRIGGER {table}_immutable")
            facts = db.execute(f"SELECT facts FROM {table} WHERE id = ?", (n,)).fetchone()[0]
            assert facts.count(old) == 1 and len(old) == len(new), facts
            db.execute(f"UPDATE {table} SET facts = ? WHERE id = ?", (facts.replace(old, new), n))
            db.execute(text)
            db.commit()
            db.close()
        self.site.quiet(work)

    # --- what is promised ----------------------------------------------------------------------------
    def B5_L20_a_decision_keeps_the_facts_that_its_level_recognised(self):
        n, _ = self.played()
        county, city = self.decisions(n)
        same(county[:2], ("county", "pass"))
        same(city[:2], ("city", "pass"))
        same([city[6], county[6]], ["pass", "pass"])
        facts, explanation = self.site.sql("SELECT facts, explanation_hash FROM submission WHERE application_id = ?", n)[0]
        # The county recognised everything as declared: the same facts, the same explanation.
        same(county[2], facts)
        same(county[4], explanation)
        assert '"rd_expense":{"2022":61.5}' in city[2] and '"rd_expense":{"2022":60.3}' in county[2], city[2]
        assert city[4] != county[4]
        for row in (county, city):
            same(row[3], hashlib.sha256(row[2].encode()).hexdigest())
            same(row[5], self.site.one("SELECT standard_hash FROM application WHERE id = ?", n))

    def B5_decisions_cannot_be_changed_or_removed(self):
        n, _ = self.played()

        def work():
            db = sqlite3.connect(self.site.path)
            for text in ("UPDATE decision SET result = 'fail' WHERE application_id = ?", "DELETE FROM decision WHERE application_id = ?"):
                try:
                    db.execute(text, (n,))
                    raise AssertionError(text)
                except sqlite3.IntegrityError:
                    pass
            db.close()
        self.site.quiet(work)

    def N3_a_played_file_replays_clean(self):
        self.played()
        r = self.replay()
        same(r.returncode, 0, r.stdout)
        sent, decided = self.site.one("SELECT count(*) FROM submission"), self.site.one("SELECT count(*) FROM decision")
        assert f"报送 {sent} 次、决定 {decided} 件" in r.stdout and "全部相同" in r.stdout, r.stdout
        r = self.replay("--since", "2033-01-01")
        assert "报送 0 次、决定 0 件" in r.stdout, r.stdout
        same(self.replay("--since", "昨天").returncode, 1)

    def N3_province_computes_again_and_sees_both_results_beside_todays(self):
        _, no = self.played()
        page = self.province.submit(self.province.get("/o/replay"), "/o/replay", {"no": ""}, ("act", "run"))
        assert "全部与存档一致" in page.words, page.words[:600]
        same(self.site.one("SELECT differences FROM replay_run ORDER BY id DESC"), 0)
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'replayed'"), 1)
        assert "复算警示" not in self.province.get("/o").words
        page = self.province.get(f"/o/replay?no={no}")
        for words in ("存档结果", "复算结果", "按现行规则", "企业报送", "审核通过（县级）", "审核通过（市级）", "一致"):
            assert words in page.words, (words, page.words[:1500])
        batch = self.site.one("SELECT batch_id FROM application WHERE no = ?", no)
        assert no in self.province.get(f"/o/replay?batch={batch}").words
        # By number; a wrong one is said beside the field.
        r = self.province.submit(self.province.get("/o/replay"), "/o/replay", {"no": no}, ("act", "file"))
        assert r.url.endswith(f"no={no}"), r.url
        r = self.province.submit(self.province.get("/o/replay"), "/o/replay", {"no": "X1"}, ("act", "file"), follow=False)
        same(r.status, 422)
        assert "没有这个编号" in r.words
        same(self.city.get("/o/replay").status, 403)

    def N3_one_changed_byte_is_found_named_and_alarms_the_province(self):
        n, no = self.played()
        row = self.site.one("SELECT id FROM decision WHERE application_id = ? AND level = 'city'", n)
        self.change("decision", row, '"rd_expense":{"2022":61.5}', '"rd_expense":{"2022":61.6}')
        try:
            r = self.replay()
            same(r.returncode, 1)
            lines = r.stdout.strip().split("\n")
            same(len(lines), 2, r.stdout)
            assert lines[0].startswith(f"{no} 的决定（decision {row}）") and "数据校验码" in lines[0], r.stdout
            assert "1 件与存档不同" in lines[1], r.stdout
            # The night finds it by itself.
            before = self.site.now
            self.site.at("2023-02-08T03:00:00+08:00")
            words = self.province.get("/o").words
            assert "复算警示：有 1 份" in words, words[:600]
            words = self.province.get("/o/replay").words
            assert no in words and "数据校验码" in words, words[:900]
            assert "1 项不同" in self.province.get(f"/o/replay?no={no}").words or "2 项不同" in self.province.get(f"/o/replay?no={no}").words
            # Once a night, not once a round.
            runs = self.site.one("SELECT count(*) FROM replay_run")
            self.site.at("2023-02-08T04:00:00+08:00")
            same(self.site.one("SELECT count(*) FROM replay_run"), runs)
            # Another province's officers are not alarmed by it.
            other = self.site.quiet(lambda: self.site.session(self.site.new_account(
                "yusheng", "province", "豫省", agency=self.site.one(
                    "SELECT id FROM agency WHERE level = 'province' AND line = 'miit' AND code <> 'miit-130000' ORDER BY id"))))
            assert "复算警示" not in other.get("/o").words
            same(other.get(f"/o/replay?no={no}").status, 404)
            self.site.at(before)
        finally:
            self.change("decision", row, '"rd_expense":{"2022":61.6}', '"rd_expense":{"2022":61.5}')
        same(self.replay().returncode, 0)

    def N3_a_changed_submission_is_named_too(self):
        n, no = self.played()
        row = self.site.one("SELECT id FROM submission WHERE application_id = ?", n)
        self.change("submission", row, '"rd_expense":{"2022":60.3}', '"rd_expense":{"2022":60.4}')
        r = self.replay()
        same(r.returncode, 1)
        assert f"{no} 的报送（submission {row}）" in r.stdout and "报送内容校验码" in r.stdout, r.stdout
        self.change("submission", row, '"rd_expense":{"2022":60.4}', '"rd_expense":{"2022":60.3}')


if __name__ == "__main__":
    lib.run(Replay)
