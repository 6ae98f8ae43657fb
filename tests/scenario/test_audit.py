#!/usr/bin/env python3
"""The log in public: heads of each day, proofs for who is concerned, and a log that was cut or rewritten.

usage: test_audit.py [PATH_TO_TIDU] [NAME …]
"""
import base64
import hashlib
import importlib.util
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402

spec = importlib.util.spec_from_file_location("chain", os.path.join(lib.ROOT, "tests", "tools", "verify-chain.py"))
chain = importlib.util.module_from_spec(spec)
spec.loader.exec_module(chain)

DAY = "2026-11-21"
DEMO = "tidu-demo-only"


def tidu(*args):
    return subprocess.run([lib.TIDU, *args], capture_output=True, text=True, timeout=120)


def root_of(alg, leaves):
    """RFC 9162, 2.1.1, as it is written there."""
    h = lambda b: hashlib.new(alg, b).digest()
    if not leaves:
        return h(b"")
    if len(leaves) == 1:
        return h(b"\0" + leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return h(b"\1" + root_of(alg, leaves[:k]) + root_of(alg, leaves[k:]))


def roots(links):
    return ":".join(root_of(alg, [bytes.fromhex(x.split(":")[k]) for x in links]).hex()
                    for k, alg in enumerate(("sha256", "sm3")))


class Served(lib.Site):
    """The program on a database that is there already."""

    def __init__(self, path, now):
        self.dir = os.path.dirname(path)
        self.path, self.now, self.process, self.port, self.config = path, now, None, None, None
        self.start()


class Audit:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="tidu-audit-")
        self.site = None
        self.db = os.path.join(self.dir, "demo.db")
        r = tidu("demo", "--db", self.db, "--now", DAY + "T10:00:00+08:00", "--enterprises", "60")
        same(r.returncode, 0, r.stderr)
        r = tidu("tick", "--db", self.db, "--now", DAY + "T23:00:00+08:00", "--until", "2026-11-25")
        same(r.returncode, 0, r.stderr)

    def __del__(self):
        shutil.rmtree(self.dir, ignore_errors=True)

    def copy(self, name):
        to = os.path.join(self.dir, name)
        same(tidu("backup", to, "--db", self.db).returncode, 0)
        return os.path.join(to, "tidu.db")

    def served(self, name, now="2026-11-25T23:30:00+08:00"):
        return Served(self.copy(name), now)

    def saved(self, db, name="heads.txt"):
        """What somebody downloaded."""
        site = Served(db, "2026-11-25T23:30:00+08:00")
        try:
            path = os.path.join(os.path.dirname(db), name)
            with open(path, "wb") as f:
                f.write(lib.Browser(site).get("/audit/" + name).body)
            return path
        finally:
            site.stop()

    # --- published ----------------------------------------------------------------------------------
    def B5_audit_heads_are_public(self):
        site = self.served("public")
        try:
            b = lib.Browser(site)
            page = b.get("/audit")
            same(page.status, 200)
            text = b.get("/audit/heads.txt").body.decode()
            days = json.loads(b.get("/audit/heads.json").body)["days"]
            rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
            same([r[0] for r in rows][-4:], ["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"])
            same([[d["date"], str(d["events"]), str(d["last_seq"]), d["root"], d["head"]] for d in days], rows)
            shown = [page.text.index(f">{r[0]}<") for r in rows[-20:]]
            same(shown[:-1], sorted(shown[:-1], reverse=True), "newest first; the last is said above the list too")
            assert rows[-1][3].split(":")[0] in page.text and rows[-1][4].split(":")[1] in page.text
            assert "/audit" in b.get("/stats").text
        finally:
            site.stop()
        db = sqlite3.connect(site.path)
        before = 0
        for date, events, last, root, head in rows:
            links = [h for h, in db.execute("SELECT hash FROM audit WHERE seq > ? AND seq <= ? ORDER BY seq", (before, last))]
            same(len(links), int(events), date)
            same(roots(links), root, date)
            same(db.execute("SELECT hash FROM audit WHERE seq = ?", (last,)).fetchone()[0], head)
            before = int(last)
        assert int(last) > 2000, last
        for sql in ("UPDATE audit_day SET root = head", "DELETE FROM audit_day"):
            try:
                db.execute(sql)
                raise AssertionError("a published head can be changed")
            except sqlite3.IntegrityError:
                db.rollback()

    def N5_days_are_closed_in_order_after_downtime_and_once(self):
        db = os.path.join(self.dir, "late.db")
        same(tidu("demo", "--db", db, "--now", DAY + "T10:00:00+08:00", "--enterprises", "60").returncode, 0)
        read = lambda: sqlite3.connect(db).execute("SELECT * FROM audit_day ORDER BY on_date").fetchall()
        old = read()
        same(old[-1][0], "2026-11-20", "a demonstration has published every day but today")
        for day, _, last, _, _, _ in old:
            same(sqlite3.connect(db).execute("SELECT coalesce(max(seq), 0) FROM audit WHERE at < unixepoch(? || 'T24:00:00+08:00') * 1000", (day,)).fetchone(),
                 (last,), "nothing is written into a day that is published")
        tidu("tick", "--db", db, "--now", DAY + "T23:59:59.999+08:00")
        same(read(), old, "the day is not over")
        r = tidu("tick", "--db", db, "--now", "2026-12-25T12:00:00+08:00")
        same(r.returncode, 0, r.stderr)
        once = read()[len(old):]
        same(len(once), 34)
        same([x[0] for x in once][:2], [DAY, "2026-11-22"])
        same(once[1][1], 0, "nothing happened on that day")
        same(once[1][3], roots([]))
        same(once[1][4], once[0][4], "its head is that of the day before")
        tidu("tick", "--db", db, "--now", "2026-12-25T12:00:00+08:00")
        tidu("tick", "--db", db, "--now", "2026-12-01T12:00:00+08:00")  # a clock set back
        same(read(), old + once)
        same(tidu("check", "--db", db).returncode, 0)

    # --- proofs -------------------------------------------------------------------------------------
    def proof(self, site, login="demo-enterprise"):
        b = lib.Browser(site).sign_in(login, DEMO)
        who, = sqlite3.connect(site.path).execute(
            "SELECT enterprise_id FROM account WHERE login = ?", (login,)).fetchone()
        app, id_ = sqlite3.connect(site.path).execute(
            "SELECT a.public_id, a.id FROM application a WHERE a.enterprise_id = ? AND EXISTS (SELECT 1 FROM audit u "
            "WHERE u.object_kind = 'application' AND u.object_id = a.id AND u.action = 'submit')", (who,)).fetchone()
        page = b.get(f"/e/app/{app}/log")
        href = next(h for h in page.links() if h.endswith("/proof.json"))
        answer = b.get(href)
        same(answer.status, 200)
        return answer.body, id_

    def N5_an_enterprise_proves_its_record_without_the_operator(self):
        site = self.served("proof")
        try:
            body, app = self.proof(site)
            proof = json.loads(body)
            db = sqlite3.connect(site.path)
            rows = db.execute("SELECT seq, actor, ip, payload, reason, body FROM audit WHERE object_kind = 'application' "
                              "AND object_id = ? AND shown = 1 ORDER BY seq", (app,)).fetchall()
            same(len(proof["events"]) + proof["pending"], len(rows))
            rows = rows[:len(proof["events"])]
            assert len(rows) > 3, rows
            raw = b"".join(base64.urlsafe_b64decode(e["bytes"] + "==") for e in proof["events"])
            for seq, actor, ip, payload, reason, who in rows:
                assert who.encode() in raw and reason.encode() in raw
                for sealed in (actor, ip, payload):
                    assert len(sealed) < 3 or sealed == who or sealed.encode() not in raw, sealed
            visitor = lib.Browser(site)
            page = visitor.submit(visitor.get("/audit"), "/audit", {"proof": body.decode()}, ("act", "check"))
            same(page.status, 200)
            assert f"{len(rows)} 条记录全部与公布的链头一致" in page.words, page.words[:400]
            page = visitor.upload(visitor.get("/audit"), "/audit", "file", [("proof.json", body)], {"proof": ""})
            assert "全部与公布的链头一致" in page.words, page.words[:400]
            # and what was changed is found
            other = json.loads(body)
            changed = bytearray(base64.urlsafe_b64decode(other["events"][1]["bytes"] + "=="))
            changed[18] ^= 1  # a digit of the time
            other["events"][1]["bytes"] = base64.urlsafe_b64encode(bytes(changed)).decode().rstrip("=")
            other["events"][0]["day"] = "2026-11-23"
            page = visitor.submit(visitor.get("/audit"), "/audit", {"proof": json.dumps(other)}, ("act", "check"))
            assert "有 2 条不一致" in page.words and "与公布的当日根不符" in page.words, page.words[:400]
            page = visitor.submit(visitor.get("/audit"), "/audit", {"proof": "{\"x\": 1}"}, ("act", "check"))
            same(page.status, 422)
            assert "不是记录证明文件" in page.words, page.words[:400]
            same(dict(page.form("/audit").fields)["proof"], "{\"x\": 1}")
            script = os.path.join(site.dir, "verify.py")
            with open(script, "wb") as f:
                f.write(visitor.get("/audit/verify.py").body)
            heads = visitor.get("/audit/heads.txt").body, visitor.get("/audit/heads.json").body
        finally:
            site.stop()
        for k, h in enumerate(heads):
            for name, content, good in (("good", body, True), ("bad", json.dumps(other).encode(), False)):
                path = [os.path.join(site.dir, n) for n in (f"proof-{name}.json", f"heads-{k}")]
                for p, text in zip(path, (content, h)):
                    with open(p, "wb") as f:
                        f.write(text)
                r = subprocess.run([sys.executable, script, *path], capture_output=True, text=True, timeout=60)
                same(r.returncode == 0, good, r.stdout + r.stderr)
                assert f"{len(rows)} events, {0 if good else 2} wrong" in r.stdout, r.stdout

    def N5_what_happened_today_is_not_claimed_to_be_proven(self):
        db = os.path.join(self.dir, "today.db")
        same(tidu("demo", "--db", db, "--now", DAY + "T10:00:00+08:00", "--enterprises", "60").returncode, 0)
        site = Served(db, DAY + "T12:00:00+08:00")
        try:
            body, app = self.proof(site, "demo-st-enterprise")  # what a demonstration plays last is in the log of its day
            proof = json.loads(body)
            same(proof["events"], [])
            assert proof["pending"] > 3, proof
            visitor = lib.Browser(site)
            page = visitor.submit(visitor.get("/audit"), "/audit", {"proof": body.decode()}, ("act", "check"))
            assert "没有可以核验的记录" in page.words, page.words[:300]
            assert "最近公布 2026-11-20" in visitor.get("/audit").words, visitor.get("/audit").words[:600]
        finally:
            site.stop()

    # --- L53 ----------------------------------------------------------------------------------------
    def forge(self, db, change):
        """Somebody with the file, our source and time: changes the log, makes chain and published days anew."""
        c = sqlite3.connect(db)
        for t in ("audit_immutable", "audit_kept", "audit_day_immutable", "audit_day_kept"):
            c.execute("DROP TRIGGER " + t)
        change(c)
        links = {1: ("sha256", bytes(32)), 2: ("sm3", bytes(32))}
        text = lambda: ":".join(h.hex() for _, h in links.values())
        rows = c.execute(f"SELECT {', '.join(chain.COLUMNS)}, salt FROM audit ORDER BY seq").fetchall()
        for n, (*event, salt) in enumerate(rows, 1):
            old, prev = event[0], text()
            event[0] = n
            for a, (name, h) in links.items():
                links[a] = (name, hashlib.new(name, bytes([1, a]) + h + chain.canonical(event, salt)).digest())
            c.execute("UPDATE audit SET seq = ?, prev = ?, hash = ? WHERE seq = ?", (n, prev, text(), old))
        hashes = [h for h, in c.execute("SELECT hash FROM audit ORDER BY seq")]
        before = 0
        for date, end in c.execute("SELECT on_date, unixepoch(on_date || 'T24:00:00+08:00') * 1000 FROM audit_day ORDER BY 1").fetchall():
            last = c.execute("SELECT coalesce(max(seq), 0) FROM audit WHERE at < ?", (end,)).fetchone()[0]
            c.execute("UPDATE audit_day SET events = ?, last_seq = ?, root = ?, head = ? WHERE on_date = ?",
                      (last - before, last, roots(hashes[before:last]), hashes[last - 1], date))
            before = last
        c.commit()
        c.close()

    def found(self, name, change, words):
        db = self.copy(name)
        heads = self.saved(db), self.saved(db, "heads.json")
        r = tidu("check", "--db", db, "--heads", heads[0])
        same(r.returncode, 0, r.stdout)
        self.forge(db, change)
        for h in heads:
            r = tidu("check", "--db", db, "--heads", h)
            same(r.returncode, 1, r.stdout)
            assert words in r.stdout and "保存的链头" in r.stdout, r.stdout
        same(chain.main(db), None, "the chain itself fits: only the saved heads tell")

    def cut(self, name, where):
        """Events are removed and nothing else is made anew."""
        db = self.copy(name)
        c = sqlite3.connect(db)
        c.execute("DROP TRIGGER audit_kept")
        c.execute("DELETE FROM audit WHERE " + where)
        c.commit()
        c.close()
        return db

    def L53_cut_tail_is_found(self):
        self.found("tail", lambda c: c.execute("DELETE FROM audit WHERE seq > 500"), "有记录被截去")

    def L53_cut_head_is_found(self):
        self.found("head", lambda c: c.execute("DELETE FROM audit WHERE seq <= 20"), "记录被改写")

    def L53_a_cut_head_that_nobody_renumbered_breaks_the_chain(self):
        db = self.cut("gap", "seq <= 20")
        r = tidu("check", "--db", db)
        assert r.returncode == 1 and "第 21 条：序号不连续" in r.stdout and "公布的链头" in r.stdout and "记录被删去" in r.stdout, r.stdout

    def L53_a_full_rewrite_is_found(self):
        self.found("rewrite", lambda c: c.execute("UPDATE audit SET reason = reason || '。' WHERE seq = 700"), "记录被改写")

    def L53_a_changed_or_removed_event_in_the_middle_is_found(self):
        self.found("middle", lambda c: c.execute("DELETE FROM audit WHERE seq = 300"), "与日志不符")

    def L53_without_forged_days_the_published_heads_tell(self):
        db = self.cut("half", "seq > 500")
        r = tidu("check", "--db", db)
        assert r.returncode == 1 and "条，日志只到第 500 条：有记录被截去" in r.stdout, r.stdout

    def L53_the_segment_that_no_saved_head_covers_is_named(self):
        db = self.copy("unanchored")
        heads = self.saved(db)
        with open(heads, encoding="utf-8") as f:
            lines = f.readlines()
        with open(heads, "w", encoding="utf-8") as f:
            f.writelines(lines[:3])  # the first day only
        first = int(lines[2].split("\t")[2])
        last, = sqlite3.connect(db).execute("SELECT max(seq) FROM audit").fetchone()
        assert last > first
        r = tidu("check", "--db", db, "--heads", heads)
        same(r.returncode, 0, r.stdout)
        assert f"第 1–{first} 条与之相符；第 {first + 1}–{last} 条没有相符的链头" in r.stdout, r.stdout
        with open(heads, "w", encoding="utf-8") as f:
            f.write("not a list")
        r = tidu("check", "--db", db, "--heads", heads)
        assert r.returncode != 0 and "不是保存的链头清单" in r.stderr, r.stderr


class Oversight:
    """监督: reads everything of its province, writes nothing."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="tidu-oversight-")
        self.db = os.path.join(self.dir, "demo.db")
        same(tidu("demo", "--db", self.db, "--now", DAY + "T10:00:00+08:00", "--enterprises", "60").returncode, 0)
        self.site = Served(self.db, "2026-11-22T23:30:00+08:00")
        self.read = sqlite3.connect(self.db)

    def close(self):
        self.site.stop()

    def one(self, sql, *values):
        return self.read.execute(sql, values).fetchone()[0]

    def auditor(self):
        return lib.Browser(self.site).sign_in("demo-auditor", DEMO)

    def another(self):
        """An overseer of the other province, made by the administrator on the page."""
        admin = lib.Browser(self.site).sign_in("demo-admin", DEMO)
        other = self.one("SELECT a.id FROM agency a JOIN account x ON x.agency_id = a.id WHERE x.login = 'demo-b-province-a'")
        page = admin.submit(admin.get("/a/accounts/new"), "/a/accounts/new",
                            {"agency": other, "role": "auditor", "login": "jiandu-b", "name": "钱守正", "phone": ""})
        assert page.status == 200 and "jiandu-b" in page.text, page.words[:400]
        self.site.stop()
        b = lib.Browser(self.site)
        token, secret = "t" * 43, "s" * 43
        c = sqlite3.connect(self.db)
        c.execute("UPDATE account SET must_change = 0 WHERE login = 'jiandu-b'")
        c.execute("UPDATE account SET password = (SELECT password FROM account WHERE login = 'demo-auditor'), demo = 1 WHERE login = 'jiandu-b'")
        c.commit()
        c.close()
        self.site.start()
        return b.sign_in("jiandu-b", DEMO)

    def B5_the_overseer_sees_the_state_of_the_log_and_every_figure_leads_to_rows(self):
        b = self.auditor()
        page = b.get("/s")
        same((page.status, page.url), (200, "/s"))
        same(b.get("/").status, 200)
        assert "第 " in page.words and "操作日志全部" in page.words or "还没有核对" in page.words, page.words[:500]
        for path in ("/s/log", "/s/acts?kind=time", "/s/acts?kind=quick", "/s/acts?kind=bulk", "/s/acts?kind=points",
                     "/s/acts?kind=pairs", "/s/clocks", "/s/verify", "/s/replay"):
            answer = b.get(path)
            same((path, answer.status), (path, 200))
        assert "/s/clocks" in page.links() and "/s/verify" in page.links(), page.links()
        over = b.get("/s/clocks")
        href = next((h for h in over.links() if h.startswith("/s/clocks?body=")), None)
        assert href, over.words[:500]
        rows = b.get(href)
        same(rows.status, 200)
        no = next(h for h in rows.links() if h.startswith("/s/log?q="))
        assert "签署声明并报送" in b.get(no).words
        verify = b.get("/s/verify").words
        assert "重算一致" in verify and "存档" not in verify.replace("不看存档的结论", ""), verify[:600]
        # a Saturday, so whatever was decided then is asked about
        assert "休息日" in b.get("/s/acts?kind=time").words
        pairs = b.get("/s/acts?kind=pairs").words
        assert "总是同一人确认" in pairs or "—" in pairs, pairs[:400]

    def B5_a_forged_list_and_a_shortened_window_are_found(self):
        id_, hash_ = self.read.execute("SELECT p.id, p.list_hash FROM publicity p JOIN batch b ON b.id = p.batch_id JOIN account x "
                                       "ON x.agency_id = b.province_agency_id WHERE x.login = 'demo-auditor' AND p.state = 'closed'").fetchone()
        b = self.auditor()
        self.site.stop()
        c = sqlite3.connect(self.db)
        for t in ("publicity_item_frozen", "publicity_frozen"):
            c.execute("DROP TRIGGER " + t)
        c.execute("UPDATE publicity_item SET name = name || '2' WHERE publicity_id = ? AND seq = 1", (id_,))
        c.execute("UPDATE publicity SET last_on = first_on, ends_at = ends_at - 86400000 WHERE id = ?", (id_,))
        c.commit()
        try:
            self.site.start()
            page = b.get("/s/verify").words
            assert "名单校验码：存档 " + hash_ in page and "公示最后一天：" in page, page[:800]
            assert "1 次" in b.get("/s").words.split("公示核对不符")[1][:20] or "公示核对不符 1" in b.get("/s").words, b.get("/s").words[:600]
        finally:
            self.site.stop()
            c.execute("UPDATE publicity_item SET name = substr(name, 1, length(name) - 1) WHERE publicity_id = ? AND seq = 1", (id_,))
            c.commit()
            c.close()
            self.site.start()

    def B5_the_log_is_searched_by_object_person_and_act_reading_included(self):
        county = lib.Browser(self.site).sign_in("demo-county", DEMO)
        b = self.auditor()
        words = b.get("/s/log?act=signed_in").words
        assert "登录" in words and "没有符合条件" not in words, words[:400]
        by = b.get("/s/log?q=demo-county").words
        assert "这个账号办理的" in by and "登录" in by, by[:400]
        no, name = self.read.execute(
            "SELECT a.no, e.name FROM application a JOIN enterprise e ON e.id = a.enterprise_id JOIN account x ON x.enterprise_id = e.id "
            "WHERE x.login = 'demo-enterprise' AND a.no <> ''").fetchone()
        words = b.get("/s/log?q=" + no).words
        assert "签署声明并报送" in words and name in words, words[:400]
        assert "没有这样的" in b.get("/s/log?q=nobody-of-that-name").words
        for wrong in ("from=%E6%98%A8%E5%A4%A9", "to=2026-02-30"):
            page = b.get("/s/log?" + wrong)
            assert page.status == 422 and "日期不正确" in page.words, (wrong, page.status, page.words[:300])
        same(county.get("/s").status, 403)

    def B5_the_overseer_can_write_nothing(self):
        b = self.auditor()
        before = self.one("SELECT max(seq) FROM audit")
        table = [line.split() for line in tidu("routes").stdout.splitlines()]
        posts = [r[1] for r in table if r and r[0] == "POST"]
        assert len(posts) > 100, posts[:5]
        token = next(v for n, v in b.get("/me").form("/me/contact").fields if n == "_csrf") if b.get("/me").has_form("/me/contact") else ""
        mine = ("/me/", "/logout", "/login", "/register", "/recover")
        for path in posts:
            if path.startswith(mine):
                continue
            roles = next(r[2] for r in table if r[1] == path and r[0] == "POST")
            if "public" in roles.split(","):
                continue
            page = b.request("POST", path.replace("{", "").replace("}", ""), f"_csrf={token}".encode(),
                             {"Content-Type": "application/x-www-form-urlencoded"})
            same(page.status, 403, path)
            assert "auditor" not in roles.split(","), path
        same(self.one("SELECT max(seq) FROM audit"), before)
        for path in ("/o", "/a", "/e", "/x", "/o/queue", "/a/log", "/o/replay"):
            same(b.get(path).status, 403, path)

    def B5_the_overseer_sees_its_own_province_only(self):
        no = self.one("SELECT a.no FROM application a JOIN account x ON x.enterprise_id = a.enterprise_id WHERE x.login = 'demo-enterprise' AND a.no <> ''")
        mine = self.auditor()
        assert "签署声明并报送" in mine.get("/s/log?q=" + no).words
        over = next(h for h in mine.get("/s/clocks").links() if h.startswith("/s/clocks?body="))
        replay = next(h for h in mine.get("/s/replay").links() if h.startswith("/s/replay?batch="))
        same(mine.get(replay).status, 200)
        b = self.another()
        assert "没有符合条件的记录" in b.get("/s/log?q=" + no).words
        assert "没有符合条件的记录" in b.get("/s/log?q=demo-county").words
        assert "没有超期的材料" in b.get(over).words
        same(b.get(replay).status, 404)
        same(b.get("/s/replay?no=" + no).status, 404)
        page = b.get("/s/log").words
        assert "石家庄" not in page, page[:400]


if __name__ == "__main__":
    lib.run(Audit, Oversight)
