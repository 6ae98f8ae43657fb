#!/usr/bin/env python3
"""定时任务: done once, by one process, in the order in which it was due, whatever the clock and the machine do.

usage: test_jobs.py [PATH_TO_TIDU] [NAME …]
"""
# san
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402

DAY = 86400000
LEASE = 10 * 60 * 1000


def same(a, b, more=""):
    assert a == b, f"{a!r} instead of {b!r} {more}"


class Jobs:
    def __init__(self):
        self.site = lib.Site(now="2023-02-01T09:00:00+08:00")
        self.site.add_user("root-one", "admin", "管理员甲")
        self.admin = self.site.browser("root-one")
        self.serial = 100

    # --- hands -------------------------------------------------------------------------------------
    def titles(self, n, valid_to, firm=False):
        """Titles that end on a day; numbers."""
        self.serial += 1
        s, name = self.serial, f"测试企业{self.serial}"
        e = self.site.new_enterprise(name, s) if firm else None
        db = sqlite3.connect(self.site.path)
        rows = [db.execute(
            "INSERT INTO title (public_id, enterprise_id, tier, tier_name, edition, batch_title, name, uscc, province, city, county,"
            " valid_from, valid_to, state, source, recorded_at) VALUES (?, ?, 'innovative', '创新型中小企业', 'hebei-innovative-2023',"
            " '名单', ?, ?, '河北省', '石家庄市', '长安区', '2020-01-01', ?, 'valid', 'test', 0)",
            (f"t-{s}-{i}", e, f"{name}-{i}", f"U{s}-{i}", valid_to)).lastrowid for i in range(n)]
        db.commit()
        db.close()
        return rows

    def tick(self, now, *args, ok=True):
        """tidu tick at another time; what it said."""
        line = [lib.TIDU, "tick", "--db", self.site.path, "--now", now, *args]
        if self.site.config:
            line += ["--config", self.site.config]
        r = subprocess.run(line, capture_output=True, text=True, timeout=120)
        assert not ok or r.returncode == 0, r.stdout + r.stderr
        return r

    def job(self, name, column):
        return self.site.one(f"SELECT {column} FROM job WHERE name = ?", name)

    def ended(self, t):
        return self.site.sql("SELECT seq, reason FROM audit WHERE action = 'title_ended' AND object_id = ? ORDER BY seq", t)

    # --- the page ------------------------------------------------------------------------------------
    def test_administrator_sees_every_job_with_last_run_result_and_next(self):
        page = self.admin.get("/a/jobs")
        same(page.status, 200)
        for words in ("建立批次", "批次开放与截止", "公示期满", "逾期未报", "称号到期", "清理", "复算", "核对日志链", "备份",
                      "2023-02-01 09:00", "没有写 backup_dir", "没有待办", "2023-02-02 02:00"):
            assert words in page.words, (words, page.words[:2000])
        same(page.text.count("<h1"), 1)
        assert "定时任务" in self.admin.get("/a").words

    def test_run_now_is_recorded_and_done_once(self):
        page = self.admin.get("/a/jobs")
        before = self.site.one("SELECT count(*) FROM replay_run")
        page = self.admin.submit(page, "/a/jobs", {}, ("job", "replay"))
        assert page.url == "/a/jobs" and "已运行" in page.words, page.words[:400]
        assert "复算报送 0 次、决定 0 件、年度更新 0 份，不一致 0 处" in page.words
        same(self.site.one("SELECT count(*) FROM replay_run"), before + 1)
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'job_run' AND reason = '复算'"), 1)
        page = self.admin.submit(page, "/a/jobs", {}, ("job", "verify"))
        assert "链完整" in page.words
        assert "立即办理定时任务" in self.admin.get("/a/log").words
        for job, status in (("backup", 409), ("nothing", 404)):
            same(self.admin.submit(page, "/a/jobs", {}, ("job", job)).status, status)

    def L51_only_the_administrator_runs_jobs(self):
        county = self.site.quiet(lambda: self.site.session(self.site.new_account(
            "xian-jia", "county", "县甲", agency=self.site.one("SELECT id FROM agency WHERE code = 'miit-130102'"))))
        same(county.get("/a/jobs").status, 403)
        token = dict(county.get("/o").forms[0].fields).get("_csrf", "")
        same(county.post("/a/jobs", {"job": "replay", "_csrf": token}).status, 403)

    # --- time ----------------------------------------------------------------------------------------
    def L48_nothing_is_due_twice_and_a_clock_set_back_does_nothing(self):
        def work():
            t = self.titles(1, "2023-03-10", firm=True)[0]
            assert "称号到期 1" in self.tick("2023-03-11T00:00:00+08:00").stdout
            runs = self.job("replay", "last_at"), self.site.one("SELECT count(*) FROM audit")
            for now in ("2023-03-11T00:00:00+08:00", "2023-03-05T03:00:00+08:00", "2022-12-31T23:59:59+08:00",
                        "2023-03-10T23:59:00+08:00", "2023-03-11T00:00:01+08:00"):
                same(self.tick(now).stdout.strip(), "没有到期的事项", now)
            same((self.job("replay", "last_at"), self.site.one("SELECT count(*) FROM audit")), runs)
            same(len(self.ended(t)), 1)
            same(self.site.one("SELECT ended_on FROM title WHERE id = ?", t), "2023-03-11")
        self.site.quiet(work)

    def L48_the_last_second_counts(self):
        def work():
            t = self.titles(1, "2023-03-20")[0]
            same(self.tick("2023-03-20T23:59:59.999+08:00").stdout.strip(), "没有到期的事项")
            same(len(self.ended(t)), 0)
            self.tick("2023-03-21T00:00:00+08:00")
            same(len(self.ended(t)), 1)
        self.site.quiet(work)

    def L48_after_forty_days_of_standstill_everything_comes_in_its_order(self):
        """The same history is written whether the program ran every day or stood still."""
        def work():
            self.titles(3, "2023-04-02")
            self.titles(2, "2023-04-20")
            batch = self.site.new_batch(year=2030, no=1, opens="2023-04-10", deadline="2023-04-15")
            self.site.sql("UPDATE batch SET state = 'planned' WHERE id = ?", batch)
            self.tick("2023-03-25T09:00:00+08:00")
            other = self.site.path + ".daily"
            shutil.copy(self.site.path, other)
            last = self.site.one("SELECT max(seq) FROM audit")
            self.tick("2023-05-04T09:00:00+08:00")
            late = self.site.sql("SELECT action, object_kind, object_id, reason FROM audit WHERE seq > ? AND action <> 'replayed' "
                                 "ORDER BY seq", last)
            subprocess.run([lib.TIDU, "tick", "--db", other, "--now", "2023-03-25T09:00:00+08:00", "--until", "2023-05-04"],
                           check=True, capture_output=True, timeout=120)
            db = sqlite3.connect(other)
            daily = db.execute("SELECT action, object_kind, object_id, reason FROM audit WHERE seq > ? AND action <> 'replayed' "
                               "ORDER BY seq", (last,)).fetchall()
            same(late, daily)
            same(db.execute("SELECT id, state, ended_on, ended_cause FROM title ORDER BY id").fetchall(),
                 self.site.sql("SELECT id, state, ended_on, ended_cause FROM title ORDER BY id"))
            db.close()
            kinds = [k for k, *_ in late]
            # A batch whose days lie between the ends of two titles is opened and closed between them.
            same(kinds, ["title_ended"] * 3 + ["batch_opened", "batch_closed"] + ["title_ended"] * 2 +
                 [k for k in kinds if k == "update_closed"])
            assert kinds[-1] == "update_closed"  # of the first of May
        self.site.quiet(work)

    # --- leases --------------------------------------------------------------------------------------
    def L48_a_job_that_another_process_holds_is_left_alone_until_its_lease_ends(self):
        def work():
            t = self.titles(1, "2023-05-10")[0]
            now = lib.instant("2023-05-11T09:00:00+08:00")
            self.site.sql("UPDATE job SET leased_by = 'other', leased_until = ? WHERE name = 'term'", now + LEASE)
            assert "称号到期" not in self.tick("2023-05-11T09:00:00+08:00").stdout
            assert "称号到期" not in self.tick("2023-05-11T09:09:59+08:00").stdout
            same(self.job("term", "leased_by"), "other")
            same(len(self.ended(t)), 0)
            # Nobody may hold it for longer than a lease: such an end comes from a clock that was set back.
            assert "称号到期 1" in self.tick("2023-05-11T09:10:00+08:00").stdout
            same((self.job("term", "leased_by"), len(self.ended(t))), ("", 1))
            t = self.titles(1, "2023-05-11")[0]
            self.site.sql("UPDATE job SET leased_by = 'other', leased_until = ? WHERE name = 'term'", now + 40 * DAY)
            assert "称号到期 1" in self.tick("2023-05-12T09:00:00+08:00").stdout
        self.site.quiet(work)

    def L48_killed_within_a_job_nothing_is_lost_and_nothing_done_twice(self):
        n = 12000

        def count():
            try:
                return self.site.one("SELECT count(*) FROM title WHERE state = 'expired' AND valid_to = '2023-06-10'")
            except sqlite3.OperationalError:
                return 0

        def work():
            self.titles(n, "2023-06-10")
            p = subprocess.Popen([lib.TIDU, "tick", "--db", self.site.path, "--now", "2023-06-11T09:00:00+08:00"],
                                 stdout=subprocess.DEVNULL)
            end = time.monotonic() + 60
            while count() == 0 and p.poll() is None and time.monotonic() < end:
                time.sleep(0.005)
            p.send_signal(signal.SIGKILL)
            p.wait()
            half = count()
            assert 0 < half < n and half % 200 == 0, half  # whole steps
            same(self.job("term", "last_result") == "称号到期 %d" % n, False)
            assert self.job("term", "leased_by") != "", "the lease of the dead is still there"
            self.tick("2023-06-11T09:05:00+08:00")
            same(count(), half)  # held, nobody knows that its holder is dead
            assert f"称号到期 {n - half}" in self.tick("2023-06-11T09:10:00+08:00").stdout
            same(count(), n)
            same(self.site.one("SELECT count(*) FROM audit AS a JOIN title AS t ON t.id = a.object_id "
                               "WHERE a.action = 'title_ended' AND t.valid_to = '2023-06-10'"), n)
            same(self.site.run("check").returncode, 0)
        self.site.quiet(work)

    # --- what goes wrong -------------------------------------------------------------------------------
    def L48_a_failure_is_told_does_not_stop_the_others_and_is_tried_again(self):
        def work():
            broken = self.titles(1, "2023-07-0X")[0]  # a day that is none
            ok = self.titles(1, "2023-07-20")[0]
            batch = self.site.new_batch(year=2031, no=1, opens="2023-07-22", deadline="2023-12-31")
            self.site.sql("UPDATE batch SET state = 'planned' WHERE id = ?", batch)
            self.site.sql("UPDATE title SET valid_to = '2023-06-31' WHERE id = ?", broken)
            r = self.tick("2023-07-22T09:00:00+08:00", ok=False)
            same(r.returncode, 1)
            assert "称号到期" in r.stderr, r.stderr
            same(self.site.one("SELECT state FROM batch WHERE id = ?", batch), "open")  # the other job ran
            same((self.job("term", "failures"), len(self.ended(ok))), (1, 0))
            # Not at once again, then with a growing pause; told once.
            self.tick("2023-07-22T09:00:30+08:00")
            same(self.job("term", "failures"), 1)
            same(self.tick("2023-07-22T09:01:00+08:00", ok=False).returncode, 1)
            same(self.job("term", "failures"), 2)
            same(self.site.one("SELECT count(*) FROM message WHERE kind = 'job'"), 1)
            self.site.now = "2023-07-22T09:01:30+08:00"
            return broken, ok
        broken, ok = self.site.quiet(work)
        self.admin = self.site.browser("root-one")
        page = self.admin.get("/a/jobs")
        assert "没有办成" in page.words and "第 2 次失败" in page.words and f"title {broken}" in page.words, page.words[:1500]
        assert "1 项没有办成" in self.admin.get("/a").words
        self.site.quiet(lambda: self.site.sql("UPDATE title SET valid_to = '2023-06-30' WHERE id = ?", broken))
        page = self.admin.submit(self.admin.get("/a/jobs"), "/a/jobs", {}, ("job", "term"))
        page = self.admin.get("/a/jobs")
        self.site.at("2023-07-22T10:30:00+08:00")
        same((self.job("term", "failures"), len(self.ended(ok)), len(self.ended(broken))), (0, 1, 1))
        assert "没有办成" not in self.admin.get("/a/jobs").words

    def L48_a_changed_log_is_found_in_the_night(self):
        def work():
            self.tick("2023-08-01T03:00:00+08:00")
            memory = self.job("verify", "memory")
            assert memory.startswith("2023-08 "), memory
            self.titles(1, "2023-08-01")
            self.tick("2023-08-02T03:00:00+08:00")
            assert "操作日志新增" in self.job("verify", "last_result"), self.job("verify", "last_result")
            db = sqlite3.connect(self.site.path)
            text = db.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_immutable'").fetchone()[0]
            db.execute("DROP TRIGGER audit_immutable")
            head, was = db.execute("SELECT seq, reason FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
            db.execute("UPDATE audit SET reason = '改' WHERE seq = ?", (head,))
            db.commit()
            r = self.tick("2023-08-03T03:00:00+08:00", ok=False)
            assert r.returncode == 0 or "链" in r.stderr, r.stderr  # the last verified link may be before or behind it
            # Whatever was verified before: the first night of the next month walks all of it.
            r = self.tick("2023-09-01T03:00:00+08:00", ok=False)
            same(r.returncode, 1)
            assert f"操作日志第 {head} 条" in r.stderr, r.stderr
            db.execute("UPDATE audit SET reason = ? WHERE seq = ?", (was, head))
            db.execute(text)
            db.commit()
            db.close()
            self.tick("2023-09-01T05:00:00+08:00")
            same(self.job("verify", "failures"), 0)
        self.site.quiet(work)

    def test_the_night_makes_a_copy_that_can_be_checked(self):
        folder = os.path.join(self.site.dir, "copies")
        config = os.path.join(self.site.dir, "with-backup.conf")
        with open(config, "w", encoding="utf-8") as f:
            f.write(f"backup_dir = {folder}\n")

        def work():
            self.site.config = config
            self.site.now = "2023-10-01T09:00:00+08:00"
            assert "备份 1" in self.tick("2023-10-01T03:00:00+08:00").stdout
            assert "备份" not in self.tick("2023-10-01T04:00:00+08:00").stdout
            same(os.listdir(folder), ["2023-10-01-0300"])
            r = subprocess.run([lib.TIDU, "check", "--db", os.path.join(folder, "2023-10-01-0300", "tidu.db")],
                               capture_output=True, text=True, timeout=60)
            same(r.returncode, 0, r.stdout)
        try:
            self.site.quiet(work)
            assert "已备份到" in self.site.browser("root-one").get("/a/jobs").words
        finally:
            self.site.config = None


if __name__ == "__main__":
    lib.run(Jobs)
