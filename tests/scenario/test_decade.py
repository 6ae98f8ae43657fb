#!/usr/bin/env python3
"""Ten years of one province, day by day: 5,000 enterprises, every programme, everybody acting through the use cases of the
pages; what must hold is asked each evening, by statements that know nothing of the code that writes. And each of these
questions is put to a database in which one row is wrong on purpose. Rehearsals that do not need each other run side by
side, two at a time, the longest first.

usage: test_decade.py [PATH_TO_TIDU] [NAME …]
"""
import atexit
import concurrent.futures
import datetime
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402

MEMORY = "/dev/shm"  # a rehearsal is thrown away: its disk may be memory
CHAIN = os.path.join(lib.ROOT, "tests", "tools", "verify-chain.py")
PROVINCE, START, END = "410000", "2023-03-14", "2033-03-13"


def tidu(*args, timeout=900):
    return subprocess.run([lib.TIDU, *args], capture_output=True, text=True, timeout=timeout)


def rehearse(db, until, enterprises, *more, start=START, province=PROVINCE):
    return tidu("rehearse", "--db", db, "--division", province, "--now", start + "T00:00:00+08:00", "--until", until,
                "--enterprises", str(enterprises), *more)


DIR = tempfile.mkdtemp(prefix="tidu-decade-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
atexit.register(shutil.rmtree, DIR, ignore_errors=True)
FEW = ("2027-12-31", 400, "--seed", "7")


def forgetful(db):
    """Something in the program forgets the cause of a lapse."""
    same(tidu("init", "--db", db, "--now", START + "T00:00:00+08:00").returncode, 0)
    con = sqlite3.connect(db)
    con.execute("CREATE TRIGGER forgets AFTER UPDATE OF state ON title WHEN new.state = 'expired' "
                "BEGIN UPDATE title SET ended_cause = '' WHERE id = new.id; END")
    con.commit()
    con.close()
    return rehearse(db, *FEW)


PLAYS = {
    "decade": lambda db: rehearse(db, END, 5000),
    "few": lambda db: rehearse(db, *FEW),
    "again": lambda db: rehearse(db, *FEW),
    "other": lambda db: rehearse(db, "2024-12-31", 600, province="130000", start="2021-02-18"),
    "stops": forgetful,
}
POOL = concurrent.futures.ThreadPoolExecutor(2)
PLAYED = {}


def timed(name):
    began = time.monotonic()
    return PLAYS[name](os.path.join(DIR, name + ".db")), time.monotonic() - began


def play(name):
    """Begins the rehearsal unless it has begun."""
    if name not in PLAYED:
        PLAYED[name] = POOL.submit(timed, name)
    return PLAYED[name]


class Room:
    def __init__(self):
        self.site = self  # closed by the runner
        if len(sys.argv) <= 2:  # all tests: all rehearsals, in the order of the table
            for name in PLAYS:
                play(name)

    def log_text(self):
        return ""

    def close(self):
        pass

    def path(self, name):
        return os.path.join(DIR, name)

    def played(self, name):
        """What the command said, and its database."""
        run, took = play(name).result()
        print(f"     {name} in {took:.0f} s: {run.stdout.strip()}", flush=True)
        return run, self.path(name + ".db")


def rows(db, text, *values):
    con = sqlite3.connect(db)
    try:
        return con.execute(text, values).fetchall()
    finally:
        con.close()


def one(db, text, *values):
    return rows(db, text, *values)[0][0]


class Spoiler:
    """Copies of a database with one row that is not as it should be."""

    def __init__(self, db):
        self.db = db

    def spoil(self, *statements):
        """A copy with the statements run on it, whatever triggers say; its path."""
        copy = self.db + ".spoilt"
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(copy + suffix):
                os.remove(copy + suffix)
        shutil.copy(self.db, copy)
        if not os.path.exists(copy + ".files"):
            shutil.copytree(self.db + ".files", copy + ".files")
        con = sqlite3.connect(copy)
        kept = con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            con.execute(f"DROP TRIGGER {name}")
        for text in statements:
            assert con.execute(text).rowcount == 1, text
        for _, text in kept:
            con.execute(text)
        con.commit()
        con.close()
        return copy

    def found(self, phrase, *statements, who=None):
        r = tidu("check", "--db", self.spoil(*statements))
        lines = [x for x in r.stdout.split("\n") if x.startswith(phrase + "：")]
        assert r.returncode == 1 and lines, (phrase, r.stdout[-1500:], r.stderr)
        name = who and one(self.db, who)
        assert not name or any(name in x for x in lines), (name, lines)


class Decade(Room):
    def __init__(self):
        super().__init__()
        self.run, self.db = self.played("decade")

    def test_ten_years_hold_every_day(self):
        same(self.run.returncode, 0, self.run.stdout + self.run.stderr)
        assert f"演练到 {END}：企业 5000 家" in self.run.stdout and "各项关系每天成立" in self.run.stdout, self.run.stdout
        same(one(self.db, "SELECT count(*) FROM enterprise"), 5000)
        # The night ran every night.
        same(one(self.db, "SELECT count(*) FROM replay_run"), 3653)
        same(one(self.db, "SELECT coalesce(sum(differences), 0) FROM replay_run"), 0)

    def B1_every_programme_of_the_province_gave_titles(self):
        given = dict(rows(self.db, "SELECT tier, count(*) FROM title GROUP BY tier"))
        same(set(given), {"innovative", "specialised", "little_giant", "tech"})
        assert all(n > 20 for n in given.values()), given
        # The tier below came first, always.
        same(one(self.db, "SELECT count(*) FROM title t WHERE t.tier = 'little_giant' AND NOT EXISTS (SELECT 1 FROM title o "
                 "WHERE o.uscc = t.uscc AND o.tier = 'specialised' AND o.valid_from <= t.valid_from)"), 0)

    def B6_each_batch_was_judged_by_the_rules_of_its_day(self):
        found = dict(rows(self.db, "SELECT edition, count(*) FROM application WHERE state = 'listed' GROUP BY edition"))
        for edition in ("henan-innovative-2023", "henan-specialised-2023", "henan-specialised-2026", "henan-little-giant-2023",
                        "henan-little-giant-2026", "henan-tech-2025", "henan-tech-2026"):
            assert found.get(edition), (edition, found)
        same(one(self.db, "SELECT count(*) FROM application a JOIN batch b ON b.id = a.batch_id WHERE a.edition <> b.edition"), 0)

    def B11_renewed_lapsed_and_refused_each_with_its_cause(self):
        causes = dict(rows(self.db, "SELECT ended_cause, count(*) FROM title WHERE state = 'expired' GROUP BY ended_cause"))
        assert "" not in causes and sum("新名单" in c for c in causes) == 1 and len(causes) >= 3, causes
        assert one(self.db, "SELECT count(*) FROM application WHERE kind = 'recheck' AND state = 'listed'") > 100
        assert one(self.db, "SELECT count(*) FROM application WHERE kind = 'recheck' AND state = 'refused'") > 0
        assert one(self.db, "SELECT count(*) FROM title WHERE state = 'renewing' OR valid_to < ended_on") > 0

    def B12_updates_filed_and_missed(self):
        assert one(self.db, "SELECT count(*) FROM update_filing") > 500
        missed = one(self.db, "SELECT count(*) FROM update_duty WHERE state = 'missed'")
        assert missed > 20, missed
        # Who missed it and still held the title on that day lost 复核, on record.
        same(one(self.db, "SELECT count(*) FROM title t WHERE t.recheck_lost_on <> '' AND NOT EXISTS (SELECT 1 FROM audit u "
                 "WHERE u.object_kind = 'title' AND u.object_id = t.id AND u.action = 'recheck_lost') "
                 "AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.title_id = t.id AND c.outcome = 'no_recheck')"), 0)

    def B13_renames_and_moves_kept_code_and_history(self):
        assert one(self.db, "SELECT count(*) FROM enterprise_name WHERE to_on = ''") > 20
        assert one(self.db, "SELECT count(*) FROM audit WHERE action = 'enterprise_moved'") > 10
        same(one(self.db, "SELECT count(*) FROM enterprise_name n JOIN enterprise e ON e.id = n.enterprise_id "
                 "WHERE n.to_on = '' AND (e.name <> n.name OR e.uscc <> n.uscc)"), 0)

    def B14_who_is_shut_out_was_turned_away(self):
        assert one(self.db, "SELECT count(*) FROM ban") > 5
        assert one(self.db, "SELECT count(*) FROM title WHERE state IN ('cancelled', 'revoked')") > 10
        assert "不准申报 0 次" not in self.run.stdout, self.run.stdout
        same(one(self.db, "SELECT count(*) FROM case_file WHERE confirmed_by = proposed_by"), 0)
        # Whose title was taken back and who was given another one in the same year holds it from that day on.
        again = rows(self.db, "SELECT o.ended_on, n.valid_from FROM title o JOIN title n ON n.uscc = o.uscc AND n.tier = o.tier "
                     "AND n.id > o.id WHERE o.state IN ('cancelled', 'revoked')")
        assert again and all(ended <= begun for ended, begun in again), again

    def B14_bans_were_lifted(self):
        assert one(self.db, "SELECT count(*) FROM ban WHERE lifted_at IS NOT NULL") > 3

    def C8_checked_and_told(self):
        # Titles of the year end with it: in May nobody holds one that could be checked.
        same({t for t, in rows(self.db, "SELECT tier FROM draw WHERE tier <> '' AND state = 'drawn'")},
             {"innovative", "specialised", "little_giant"})
        assert one(self.db, "SELECT count(*) FROM title_check") > 50
        assert one(self.db, "SELECT count(*) FROM circular WHERE state = 'issued'") > 40

    def B15_reports_were_closed(self):
        assert one(self.db, "SELECT count(*) FROM case_file WHERE kind = 'report' AND state = 'decided'") > 5

    def test_the_whole_is_checked_once_more(self):
        """By the commands for people, and by somebody who has none of our code."""
        r = tidu("check", "--db", self.db)
        same(r.returncode, 0, r.stdout[-2000:] + r.stderr)
        r = tidu("replay", "--db", self.db)
        assert r.returncode == 0 and "全部相同" in r.stdout, r.stdout[-2000:]
        r = subprocess.run([sys.executable, CHAIN, self.db], capture_output=True, text=True, timeout=300)
        same(r.returncode, 0, r.stdout[-2000:] + r.stderr)


class Wrong(Room):
    """A few years, and then one row that is not as it should be."""

    def __init__(self):
        super().__init__()
        self.run, self.db = self.played("few")
        same(self.run.returncode, 0, self.run.stdout + self.run.stderr)
        spoiler = Spoiler(self.db)
        self.spoil, self.found = spoiler.spoil, spoiler.found

    def test_unspoilt_is_clean(self):
        r = tidu("check", "--db", self.spoil())
        same(r.returncode, 0, r.stdout)

    def test_title_without_decision(self):
        some = "(SELECT min(id) FROM title WHERE state = 'valid')"
        self.found("称号没有决定依据", f"UPDATE title SET application_id = NULL WHERE id = {some}", who=f"SELECT name FROM title WHERE id = {some}")
        self.found("称号没有决定依据", "DELETE FROM decision WHERE outcome = 'listed' AND application_id = "
                   f"(SELECT application_id FROM title WHERE id = {some})", who=f"SELECT name FROM title WHERE id = {some}")

    def test_overlap_of_one_tier(self):
        some = ("(SELECT min(t.id) FROM title t JOIN title o ON o.uscc = t.uscc AND o.tier = t.tier AND o.id > t.id "
                "WHERE t.ended_on = o.valid_from)")
        self.found("同一层级称号重叠", f"UPDATE title SET ended_on = date(ended_on, '+1 day') WHERE id = {some}",
                   who=f"SELECT name FROM title WHERE id = {some}")

    def test_banned_with_a_submission(self):
        s = "(SELECT max(s.id) FROM submission s)"
        who = f"(SELECT e.uscc FROM submission s JOIN application a ON a.id = s.application_id JOIN enterprise e ON e.id = a.enterprise_id WHERE s.id = {s})"
        ban = ("INSERT INTO ban (uscc, programmes, cause, clause, from_on, to_on, agency_id, created_by, created_at) "
               f"SELECT {who}, '%s', 'x', 'x', '2023-01-01', '%s', 1, 1, 0")
        self.found("不得申报期内报送了申报", ban % ("", "2099-12-31"), who=f"SELECT name FROM enterprise WHERE uscc = {who}")
        # Neither after its last day nor for another programme.
        for programmes, to in (("", "2023-02-01"), ("nothing_of_this", "2099-12-31")):
            r = tidu("check", "--db", self.spoil(ban % (programmes, to)))
            same(r.returncode, 0, r.stdout)

    def test_end_without_cause(self):
        some = "(SELECT min(id) FROM title WHERE state = 'expired')"
        for change in ("ended_cause = ''", "state = 'cancelled'", "recheck_lost_on = '2024-05-01'"):
            self.found("称号失效没有原因，或者应当失效而没有失效", f"UPDATE title SET {change} WHERE id = {some}",
                       who=f"SELECT name FROM title WHERE id = {some}")

    def test_register_and_certificate(self):
        some = "(SELECT min(id) FROM title WHERE state = 'expired')"
        name = f"SELECT name FROM title WHERE id = {some}"
        self.found("名单与称号不一致", f"UPDATE registry SET state = 'valid' WHERE kind = 'title' AND ref_id = {some}", who=name)
        self.found("证书没有对应的称号", f"UPDATE registry SET certificate_no = 'X' || certificate_no WHERE kind = 'title' AND ref_id = {some}", who=name)

    def test_queues_and_their_counts(self):
        self.found("待办与申报状态不一致", "UPDATE application SET state = 'refused' WHERE id = (SELECT max(id) FROM application WHERE state = 'listed')",
                   who="SELECT e.name FROM application a JOIN enterprise e ON e.id = a.enterprise_id WHERE a.id = "
                       "(SELECT max(id) FROM application WHERE state = 'listed')")
        self.found("待办计数不符", "UPDATE caseload_count SET n = n + 1 WHERE (agency_id, batch_id, state) = "
                   "(SELECT agency_id, batch_id, state FROM caseload_count ORDER BY 1, 2, 3 LIMIT 1)")
        self.found("待办计数不符", "DELETE FROM caseload_count WHERE (agency_id, batch_id, state) = "
                   "(SELECT agency_id, batch_id, state FROM caseload_count ORDER BY 1, 2, 3 LIMIT 1)")
        con = sqlite3.connect(self.db)
        assert con.execute("SELECT count(*) FROM caseload_count WHERE n = 0").fetchone() == (0,), "what nothing is in has no row"
        con.close()

    def test_log_and_facts(self):
        r = tidu("check", "--db", self.spoil("UPDATE audit SET reason = reason || '.' WHERE seq = 500"))
        assert r.returncode == 1 and "500" in r.stdout, r.stdout
        r = tidu("replay", "--db", self.spoil("UPDATE submission SET result = 'fail' WHERE id = 3"))
        assert r.returncode == 1 and "submission 3" in r.stdout, r.stdout

    def test_what_is_not_asked_again_cannot_have_changed(self):
        """An evening leaves out the questions about titles and queues when nothing was written in the tables that it
        watches for them. That is the same as asking: the engine names no other table in these statements than the watched,
        those to which rows are only added, of which one more makes nothing wrong, and the bodies' names."""
        text = open(os.path.join(lib.ROOT, "sql", "query", "invariant.sql"), encoding="utf-8").read()
        con = sqlite3.connect(self.db)
        watched = {"unfounded": "title registry", "overlap": "title registry", "uncaused": "title registry case_national",
                   "unregistered": "title registry", "certificate": "title registry",
                   "caseload": "application caseload caseload_count", "counts": "application caseload caseload_count",
                   "unasked": "survey survey_due title application", "unverified": "enterprise application submission"}
        for name, tables in watched.items():
            read = set()
            con.set_authorizer(lambda act, table, *_: (act == sqlite3.SQLITE_READ and read.add(table), sqlite3.SQLITE_OK)[1])
            con.execute(re.search(rf"-- :name invariant_{name}\n(?:-- .*\n)*([^;]*);", text).group(1)).fetchall()
            assert read - {"decision", "audit", "case_file", "agency"} <= set(tables.split()), (name, read)
            assert read & set(tables.split()), (name, read)
        con.set_authorizer(None)
        for text in ("UPDATE decision SET outcome = 'x'", "DELETE FROM decision", "UPDATE audit SET action = 'x'", "DELETE FROM audit",
                     "UPDATE case_file SET outcome = '' WHERE state = 'decided'", "DELETE FROM case_file"):
            try:
                con.execute(text)
                raise AssertionError(text)
            except sqlite3.IntegrityError:
                con.rollback()
        con.close()

    def test_it_stops_on_the_day(self):
        """The evening says which day, who and what."""
        r, db = self.played("stops")
        same(r.returncode, 1, r.stdout + r.stderr)
        first = r.stdout.split("\n")[0]
        at, name = rows(db, "SELECT u.at, t.name FROM audit u JOIN title t ON t.id = u.object_id WHERE u.action = 'title_ended' "
                        "AND t.state = 'expired' ORDER BY u.seq LIMIT 1")[0]
        day = (datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=at, hours=8)).date().isoformat()
        assert first.startswith(day + " 称号失效没有原因") and name in r.stdout, (r.stdout, day, name)
        assert f"演练到 {day}" in r.stdout and "有不成立的关系" in r.stdout, r.stdout

    def test_the_same_seed_gives_the_same_years(self):
        r, again = self.played("again")
        same(r.stdout, self.run.stdout)
        text = ("SELECT uscc, tier, valid_from, valid_to, state, ended_on, ended_cause FROM title ORDER BY uscc, tier, valid_from")
        same(rows(again, text), rows(self.db, text))
        text = "SELECT at, action, object_kind, object_id, reason FROM audit ORDER BY seq"
        same(rows(again, text)[-300:], rows(self.db, text)[-300:])

    def L51_never_on_a_real_database(self):
        config = self.path("production.conf")
        with open(config, "w", encoding="utf-8") as f:
            f.write("mode = production\n")
        r = tidu("rehearse", "--config", config, "--db", self.path("p.db"), "--division", PROVINCE, "--now", START + "T00:00:00+08:00",
                 "--until", "2023-04-01")
        assert r.returncode != 0 and "演练到" not in r.stdout and "不能用 --now" in r.stderr, r.stdout + r.stderr
        r = rehearse(self.db, "2027-12-31", 10)
        assert r.returncode != 0 and "演练到" not in r.stdout, r.stdout + r.stderr
        for wrong in (("--until", "2022-01-01"), ("--until", "2099-01-01"), ("--until", "x"), ("--enterprises", "0"), ("--seed", "0")):
            r = tidu("rehearse", "--db", self.path("w.db"), "--division", PROVINCE, "--now", START + "T00:00:00+08:00",
                     *(("--until", "2023-04-01") if wrong[0] != "--until" else ()), *wrong)
            assert r.returncode != 0 and "演练到" not in r.stdout, (wrong, r.stdout)


class Lived(Room):
    """The other province: quarterly batches with a county and a meeting, filing instead of approval, rounds by the month,
    clusters, a pool, experts, surveys - and what goes on beside files, each with one row that is wrong."""

    def __init__(self):
        super().__init__()
        self.run, self.db = self.played("other")
        same(self.run.returncode, 0, self.run.stdout + self.run.stderr)
        spoiler = Spoiler(self.db)
        self.spoil, self.found = spoiler.spoil, spoiler.found

    def count(self, what):
        return one(self.db, "SELECT count(*) FROM " + what)

    def test_every_programme_gave_titles(self):
        given = dict(rows(self.db, "SELECT edition, count(*) FROM title GROUP BY edition"))
        for edition in ("hebei-tech-2021", "hebei-innovative-2023", "hebei-innovative-2024", "hebei-leader-2023"):
            assert given.get(edition), (edition, given)

    def test_unspoilt_is_clean(self):
        r = tidu("check", "--db", self.spoil())
        same(r.returncode, 0, r.stdout)

    def test_registered_and_verified_first(self):
        assert self.count("enterprise WHERE source = 'register' AND identity = 'verified'") > 10
        assert self.count("audit WHERE action = 'identity_refused'") > 0
        some = "(SELECT min(e.id) FROM enterprise e JOIN application a ON a.enterprise_id = e.id JOIN submission s ON s.application_id = a.id WHERE e.source = 'register')"
        self.found("未经核验的企业报送了申报", "UPDATE audit SET action = 'x' WHERE action = 'identity_verified' AND object_kind = 'enterprise' "
                   f"AND object_id = {some}", who=f"SELECT name FROM enterprise WHERE id = {some}")

    def D8_who_owes_a_survey_is_on_its_list(self):
        assert self.count("survey_due WHERE answered_at > 0") > 10 and self.count("survey_due WHERE answered_at = 0") > 0
        late = "survey_due WHERE (survey_id, enterprise_id) = (SELECT survey_id, enterprise_id FROM survey_due WHERE answered_at = 0 LIMIT 1)"
        some = "(survey_id, enterprise_id) = (SELECT survey_id, enterprise_id FROM survey_due WHERE answered_at > 0 LIMIT 1)"
        self.found("应当填写季度调查而不在名单", "DELETE FROM " + late)
        for change in ("answered_at = 0", "answered_at = (SELECT closes_at FROM survey WHERE id = survey_id)", "answered_at = 1",
                       "account_id = 1"):
            self.found("季度调查的名单与答复不一致", f"UPDATE survey_due SET {change} WHERE {some}")
        self.found("季度调查的名单与答复不一致", "UPDATE " + late.replace(" WHERE", " SET answered_at = (SELECT closes_at - 1 FROM survey "
                   "WHERE id = survey_id) WHERE", 1))

    def B14_a_ban_is_lifted_by_two(self):
        assert self.count("ban WHERE lifted_at IS NOT NULL") > 0
        lift = "id = (SELECT min(id) FROM case_file WHERE kind = 'lift' AND state = 'decided')"
        for change in ("outcome = 'drop'", "ban_id = NULL", "confirmed_by = NULL"):
            self.found("不得申报没有两人决定就解除", f"UPDATE case_file SET {change} WHERE {lift}")
        self.found("没有不得申报却被取消申报", "UPDATE audit SET action = 'bar' WHERE seq = (SELECT min(u.seq) FROM audit u "
                   "JOIN application a ON u.object_kind = 'application' AND u.object_id = a.id JOIN enterprise e ON e.id = a.enterprise_id "
                   "JOIN ban b ON b.uscc = e.uscc WHERE u.action = 'submit' AND u.at < b.created_at)")

    def B17_nothing_is_told_without_consent(self):
        assert self.count("permission WHERE state = 'done'") > 0 and self.count("permission WHERE state IN ('declined', 'withdrawn')") > 0
        self.found("未经同意的宣传", "UPDATE permission SET answered_by = asked_by WHERE id = (SELECT min(id) FROM permission WHERE state = 'done')")
        self.found("未经同意的宣传", "UPDATE permission SET answered_at = NULL WHERE id = (SELECT min(id) FROM permission WHERE state = 'done')")
        self.found("未经同意的宣传", "UPDATE consent SET withdrawn_at = given_at, withdrawn_by = given_by WHERE id = (SELECT max(n.id) FROM consent n "
                   "JOIN yearly_case y ON y.enterprise_id = n.enterprise_id JOIN yearly_report r ON r.id = y.report_id "
                   "WHERE n.purpose = 'example' AND r.state = 'sent' AND n.given_at <= r.sent_at)")
        self.found("未经同意的宣传", "UPDATE voice SET may_publish = 0 WHERE id = (SELECT min(voice_id) FROM voice_public)")

    def C8_what_two_people_do_was_done_by_two(self):
        assert self.count("title_check") > 3 and self.count("circular WHERE state = 'issued'") > 5
        assert self.count("circular WHERE kind = 'sample' AND state = 'issued'") > 0
        alone = "应由两人办理而没有两人"
        self.found(alone, "UPDATE draw SET confirmed_by = entered_by WHERE id = (SELECT min(id) FROM draw WHERE tier <> '' AND state = 'drawn')")
        check = "(draw_id, seq) = (SELECT draw_id, seq FROM title_check ORDER BY 1, 2 LIMIT 1)"
        self.found(alone, f"UPDATE title_check SET enterprise_side = inspector1 WHERE {check}")
        self.found(alone, f"UPDATE draw_item SET taken = 0 WHERE {check}")
        issued = "id = (SELECT min(id) FROM circular WHERE state = 'issued')"
        self.found(alone, f"UPDATE circular SET issued_by = NULL WHERE {issued}")
        self.found(alone, f"UPDATE circular SET no = '' WHERE {issued}")

    def D9_reports_were_sent_by_a_second_person(self):
        assert self.count("yearly_report WHERE state = 'sent'") > 3 and self.count("yearly_report WHERE state <> 'sent'") > 0
        sent = "id = (SELECT min(id) FROM yearly_report WHERE state = 'sent')"
        self.found("应由两人办理而没有两人", f"UPDATE yearly_report SET confirmed_by = NULL WHERE {sent}")
        self.found("应由两人办理而没有两人", "UPDATE yearly_report SET confirmed_by = (SELECT min(c.id) FROM account c "
                   f"WHERE c.agency_id <> yearly_report.agency_id) WHERE {sent}")

    def B4_what_was_raised_was_answered(self):
        for state in ("answered", "solved", "unsolved"):
            assert self.count(f"voice WHERE state = '{state}'") > 0, state
        assert self.count("voice_said WHERE act = 'up'") > 0 and self.count("voice WHERE reopened = 1") > 0
        solved = "id = (SELECT min(id) FROM voice WHERE state = 'solved')"
        self.found("意见诉求的状态与答复不一致", f"UPDATE voice SET state = 'waiting' WHERE {solved}")
        self.found("意见诉求的状态与答复不一致", f"UPDATE voice SET waiting_at = waiting_at + 86400000000 WHERE {solved}")

    def E4_experts_judge_whom_they_may(self):
        assert self.count("panel_sheet WHERE state = 'submitted'") > 10 and self.count("panel_sheet WHERE state = 'recused'") > 0
        wrong = "专家评审不合规则"
        sheet = ("SELECT s.panel_id, s.expert_id, e.name FROM panel_sheet s JOIN application a ON a.id = s.application_id "
                 "JOIN enterprise e ON e.id = a.enterprise_id WHERE s.state = 'submitted' ORDER BY s.id LIMIT 1")
        panel, expert, name = rows(self.db, sheet)[0]
        member = f"panel_id = {panel} AND expert_id = {expert}"
        self.found(wrong, f"UPDATE panel_expert SET interests = '{name}' WHERE {member}", who=f"SELECT '{name}'")
        self.found(wrong, f"UPDATE panel_expert SET declared_at = NULL WHERE {member}")
        self.found(wrong, "UPDATE panel_sheet SET total = 80 WHERE id = (SELECT min(id) FROM panel_sheet WHERE state = 'recused')")
        self.found(wrong, "UPDATE panel_file SET result = NULL WHERE application_id = (SELECT min(application_id) FROM title WHERE tier = 'leader')")


if __name__ == "__main__":
    lib.run(Decade, Wrong, Lived)
