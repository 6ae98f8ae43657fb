#!/usr/bin/env python3
"""Keeping it: demonstration, backup while the server runs, check that finds what was changed, kill -9 between acknowledged acts.

usage: test_ops.py [PATH_TO_TIDU] [NAME …]
"""
import glob
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import ANSWERS, Enterprise, same  # noqa: E402


CHAIN = os.path.join(lib.ROOT, "tests", "tools", "verify-chain.py")


def chain(db, *kept):
    """The log as somebody verifies it who has none of our code."""
    return subprocess.run([sys.executable, CHAIN, db, *kept], capture_output=True, text=True, timeout=120)


def tidu(*args):
    return subprocess.run([lib.TIDU, *args], capture_output=True, text=True, timeout=120)


class Ops:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="tidu-ops-")
        self.site = None
        self.db = os.path.join(self.dir, "demo.db")
        r = tidu("demo", "--db", self.db, "--now", "2026-11-21T10:00:00+08:00", "--enterprises", "150")
        same(r.returncode, 0, r.stderr)
        self.said = r.stdout

    def __del__(self):
        shutil.rmtree(self.dir, ignore_errors=True)

    def copy(self, name):
        to = os.path.join(self.dir, name)
        same(tidu("backup", to, "--db", self.db).returncode, 0)
        return os.path.join(to, "tidu.db")

    def test_demonstration_is_alive_whole_and_says_so(self):
        assert "2026年第四批" in self.said and "demo-city-a" in self.said, self.said
        db = sqlite3.connect(self.db)
        states = {s for s, in db.execute("SELECT DISTINCT state FROM application")}
        for s in ("draft", "county", "returned", "city", "decide", "pub_city", "recommend", "record", "listed", "refused"):
            assert s in states, (s, states)
        # the edition of that day wants a tenth of each city's list visited, by two people
        for agency, n, seen in db.execute(
                "SELECT p.agency_id, count(*), sum(EXISTS (SELECT 1 FROM site_check s WHERE s.state = 'done' AND "
                "s.application_id = i.application_id AND s.inspector1 <> s.inspector2)) "
                "FROM publicity p JOIN batch b ON b.id = p.batch_id AND b.edition = 'hebei-innovative-2024' "
                "JOIN publicity_item i ON i.publicity_id = p.id GROUP BY p.id"):
            assert seen * 10 >= n, (agency, n, seen)
        same(db.execute("SELECT count(*) FROM enterprise WHERE name NOT LIKE '%（虚构）'").fetchone()[0], 0)
        codes = [c for c, in db.execute("SELECT uscc FROM enterprise")]
        db.close()
        same(tidu("uscc", *codes).returncode, 0, "every code is well formed")
        r = tidu("check", "--db", self.db)
        same(r.returncode, 0, r.stdout)
        r = tidu("demo", "--db", self.db)
        assert r.returncode == 1 and "已有账号" in r.stderr, r.stderr

    def test_demonstration_says_one_thing_of_an_enterprise_wherever_it_is_asked(self):
        db = sqlite3.connect(self.db)
        told = db.execute("SELECT v.enterprise_id, s.first_on, v.question, CAST(v.text AS REAL) FROM survey_value v JOIN survey s ON s.id = v.survey_id "
                          "WHERE v.number IS NOT NULL").fetchall()
        assert len(told) >= 4 * 4, told
        for who, first, question, value in told:
            was, = db.execute("SELECT CAST(value AS REAL) FROM enterprise_fact WHERE enterprise_id = ? AND fact = ? AND year = ?",
                              (who, question, int(first[:4]) - 1)).fetchone()
            if question.endswith("staff"):
                same(value, was, (who, question))
            else:  # of the year so far
                share = (int(first[5:7]) - 1) / 12
                assert 0.75 * share * was < value < 1.3 * share * was, (who, question, value, was)
        filed = db.execute("SELECT u.enterprise_id, u.year, u.facts, (SELECT s.facts FROM submission s JOIN application a ON a.id = s.application_id "
                           "WHERE a.enterprise_id = u.enterprise_id ORDER BY s.id DESC LIMIT 1) FROM update_filing u").fetchall()
        assert len(filed) > 10, len(filed)
        for who, year, now, then in filed:
            now, then = (json.loads(x)["facts"] for x in (now, then))
            for fact, values in then.items():
                for y, v in (values.items() if isinstance(values, dict) else ()):
                    same(now[fact].get(y), v, f"{who} {fact} {y}")
            assert now["revenue"][str(year - 1)] > now["revenue"][str(year - 2)] > 0
        db.close()

    def test_demonstration_has_a_move_and_cases_at_the_ministry(self):
        db = sqlite3.connect(self.db)
        same(db.execute("SELECT m.cases, m.voices, substr(m.from_division, 1, 4) <> substr(m.to_division, 1, 4), "
                        "(SELECT group_concat(v.state, ' ') FROM (SELECT state FROM voice v WHERE v.enterprise_id = m.enterprise_id ORDER BY state) v) "
                        "FROM enterprise_move m").fetchall(), [(1, 2, 1, "answered waiting")])
        same(db.execute("SELECT c.state, t.state FROM case_national n JOIN case_file c ON c.id = n.case_id JOIN title t ON t.id = n.title_id ORDER BY 1").fetchall(),
             [("answered", "valid"), ("decided", "cancelled"), ("reported", "valid")])
        days = db.execute("SELECT min(on_date), max(on_date), count(*), sum(events > 0) FROM audit_day").fetchone()
        assert days[1] == "2026-11-20" and days[2] > 400 and days[3] > 20, days
        db.close()

    def test_check_finds_a_changed_byte_of_evidence_and_of_the_log(self):
        db = self.copy("changed")
        same(tidu("check", "--db", db).returncode, 0)
        file = next(f for f in glob.glob(db + ".files/**/*", recursive=True) if os.path.isfile(f) and os.path.getsize(f) > 200)
        os.chmod(file, 0o600)
        with open(file, "r+b") as f:
            f.seek(100)
            b = f.read(1)
            f.seek(100)
            f.write(bytes([b[0] ^ 1]))
        r = tidu("check", "--db", db)
        assert r.returncode == 1 and "校验值不符" in r.stdout, r.stdout
        db = self.copy("forged")
        c = sqlite3.connect(db)
        c.execute("DROP TRIGGER audit_immutable")
        c.execute("UPDATE audit SET reason = 'x' WHERE seq = 40")
        c.commit()
        c.close()
        r = tidu("check", "--db", db)
        assert r.returncode == 1 and "第 40 条" in r.stdout, r.stdout

    def L17_the_log_is_verified_without_our_code(self):
        db = self.copy("stranger")
        r = chain(db)
        same(r.returncode, 0, r.stderr)
        n = sqlite3.connect(db).execute("SELECT count(*) FROM audit").fetchone()[0]
        assert n > 500 and r.stdout.startswith(f"{n} events, head {n}:"), r.stdout
        head = r.stdout.split("head ")[1].strip()
        # the head that an announcement printed long ago is still in it
        kept = sqlite3.connect(db).execute("SELECT chain_seq || ':' || chain_hash FROM announcement").fetchone()[0]
        same(chain(db, kept).returncode, 0, kept)
        # what somebody with the file in hand might do
        for name, act, kept, says in (
                ("word", "UPDATE audit SET reason = reason || '。' WHERE seq = 40", (), "event 40: was changed"),
                ("time", "UPDATE audit SET at = at + 1 WHERE seq = 41", (), "event 41: was changed"),
                ("gone", "DELETE FROM audit WHERE seq = 42", (), "event 42 is missing"),
                ("swap", "UPDATE audit SET hash = (SELECT hash FROM audit WHERE seq = 44) WHERE seq = 43", (), "event 43: was changed"),
                ("tail", f"DELETE FROM audit WHERE seq > {n - 5}", (head,), "its tail was cut")):
            bad = self.copy("chain-" + name)
            c = sqlite3.connect(bad)
            for trigger, in c.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'").fetchall():
                c.execute(f"DROP TRIGGER {trigger}")
            c.execute(act)
            c.commit()
            c.close()
            r = chain(bad, *kept)
            assert r.returncode == 1 and says in r.stderr, (name, r.stdout, r.stderr)

    def test_workflow_is_printed_for_auditors(self):
        r = tidu("workflow", "hebei-innovative-2023")
        assert "pub_city\tundisputed\tsystem\trecommend" in r.stdout, r.stdout[:500]
        assert "digraph" in tidu("workflow", "hebei-innovative-2023", "--dot").stdout
        r = tidu("workflow", "nosuch")
        assert r.returncode == 1 and "hebei-innovative-2023" in r.stderr

    def test_an_acknowledged_submission_survives_kill_9(self):
        hands = Enterprise()
        site = hands.site
        try:
            kept = []
            for _ in range(4):
                filler, legal, app = hands.ready()
                r = hands.sign(legal, app, follow=False)
                same(r.status, 303, "acknowledged")
                site.stop(signal.SIGKILL)
                site.start()
                kept.append(app)
                for a in kept:
                    same(hands.row(a, "state"), "county")
                    same(site.one("SELECT count(*) FROM submission WHERE application_id = ?", hands.row(a, "id")), 1)
            copy = os.path.join(self.dir, "live")
            same(tidu("backup", copy, "--db", site.path).returncode, 0, "while the server runs")
            same(tidu("check", "--db", copy + "/tidu.db").returncode, 0)
            r = tidu("check", "--db", site.path)
            assert r.returncode == 3 and "正被另一个进程使用" in r.stderr, r.stderr
            same(chain(copy + "/tidu.db").returncode, 0, "the chain goes on over every kill")
            assert ANSWERS
        finally:
            site.close()


if __name__ == "__main__":
    lib.run(Ops)
