#!/usr/bin/env python3
"""Lists that are taken away: of any length in little memory, one state of the database, the columns that were asked for,
and on record.

usage: test_export.py [PATH_TO_TIDU] [NAME …]
"""
import csv
import hashlib
import html
import io
import json
import os
import re
import socket
import sqlite3
import sys
import time
import urllib.parse
import xml.parsers.expat
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_review import Review  # noqa: E402

ROWS = 100000
FEW = 10000
LIMIT_KB = 64 << 10
CELL = re.compile(r'<c [^>]*?(?:/>|>(?:<v>([^<]*)</v>|<is><t xml:space="preserve">([^<]*)</t></is>)</c>)')
HEAD = ["企业名称", "统一社会信用代码", "所在市", "所在县（区）", "称号", "证书编号", "有效期起", "有效期止", "名单公布日期", "状态"]


def sheet(body):
    """The rows of a workbook's sheets, row by row."""
    z = zipfile.ZipFile(io.BytesIO(body))
    same(z.testzip(), None)
    for name in sorted(n for n in z.namelist() if n.startswith("xl/worksheets/")):
        text = z.read(name)
        xml.parsers.expat.ParserCreate().Parse(text, True)  # XML that stands
        for row in re.finditer(r"<row [^>]*>(.*?)</row>", text.decode(), re.S):
            yield [html.unescape(m[1] or m[2] or "") for m in CELL.finditer(row[1])]


def table(body):
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


class Export:
    def __init__(self):
        self.site = lib.Site()
        self.b = self.site.browser()
        self.cost = {}

    def memory(self, key="VmHWM"):
        with open(f"/proc/{self.site.process.pid}/status", encoding="ascii") as f:
            return int(re.search(key + r":\s+(\d+) kB", f.read())[1])

    def filled(self):
        if self.cost:
            return
        self.cost[0] = 0
        db = sqlite3.connect(self.site.path, isolation_level=None, timeout=10)
        # One name is a formula, one has what a CSV must quote; every row is told from every other.
        db.execute(
            "WITH RECURSIVE k(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM k WHERE k < ?)"
            " INSERT INTO registry (kind, ref_id, public_id, names, name, uscc, city, county, tier, tier_name, state, valid_from,"
            " valid_to, certificate_no) SELECT 'title', 1000000 + k, 'x' || k, '', CASE k WHEN 7 THEN '=1+1 有限公司' WHEN 8 THEN"
            " '甲,\"乙\"有限公司' ELSE '第' || k || '号精密制造有限公司' END, '9' || printf('%017d', k), '石家庄市', '某某区',"
            " CASE WHEN k <= ? THEN 'few' ELSE 'many' END, '创新型中小企业', 'valid', '2022-10-01', '2025-09-30', 'N' || k FROM k",
            (ROWS, FEW))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()

    def taken(self, path, browser=None):
        """An export, the seconds that it took and by how many KiB the server's memory grew at its highest."""
        b = browser or self.b
        b.get(path.split("?")[0] + "?q=0000")  # what a first export needs once
        with open(f"/proc/{self.site.process.pid}/clear_refs", "w", encoding="ascii") as f:
            f.write("5")
        before, began = self.memory(), time.monotonic()
        r = b.get(path)
        seconds, grown = time.monotonic() - began, self.memory() - before
        same(r.status, 200)
        assert r.header("Content-Disposition").startswith("attachment")
        return r, seconds, grown

    def hashed(self):
        rows = self.site.sql("SELECT name, uscc, city, county, tier_name, certificate_no, valid_from, valid_to, listed_on FROM registry"
                             " WHERE kind = 'title' ORDER BY id")
        return [[*r, "有效"] for r in rows]

    # --- what is promised ----------------------------------------------------------------------------
    def L29_a_hundred_thousand_rows_as_csv(self):
        self.filled()
        r, seconds, grown = self.taken("/registry.csv")
        assert grown < LIMIT_KB, f"{grown} KiB"
        assert r.body.startswith("\ufeff企业名称,".encode())
        rows = table(r.body)
        same((rows[0], len(rows)), (HEAD, ROWS + 1))
        want = self.hashed()
        want[6][0] = "'=1+1 有限公司"  # defused
        same(hashlib.sha256(repr(rows[1:]).encode()).hexdigest(), hashlib.sha256(repr(want).encode()).hexdigest())
        # Ten times the rows, no more than some twenty times the time of a tenth: no row costs more for those before it.
        few, tenth, _ = self.taken("/registry.csv?tier=few")
        same(len(table(few.body)), FEW + 1)
        assert seconds < 20 * tenth + 1, (seconds, tenth)

    def L29_a_hundred_thousand_rows_as_workbook(self):
        self.filled()
        r, _, grown = self.taken("/registry.xlsx")
        assert grown < LIMIT_KB, f"{grown} KiB"
        rows = sheet(r.body)
        assert next(rows)[0] == "名单" and next(rows)[0].startswith("截至")
        same(next(rows), HEAD)
        h, n = hashlib.sha256(), 0
        for row in rows:
            h.update(repr(row).encode())
            n += 1
        want = hashlib.sha256()
        for row in self.hashed():
            want.update(repr(row).encode())
        same((n, h.hexdigest()), (ROWS, want.hexdigest()))

    def L29_columns_are_chosen_and_stand_in_the_address(self):
        self.filled()
        page = self.b.get("/registry?tier=few")
        link = next(x for x in page.links() if "choose=1" in x)
        page = self.b.get(link)
        form = page.form("/registry.csv")
        same((form.method, form.options["col"]), ("get", ["name", "uscc", "city", "county", "tier", "certificate", "from", "to", "listed", "state"]))
        same([v for n, v in form.fields if n == "col"], form.options["col"], "all are ticked at first")
        assert ("tier", "few") in form.fields and '/registry.xlsx' in page.text
        query = urllib.parse.urlencode([("tier", "few"), ("col", "state"), ("col", "name")])
        rows = table(self.b.get("/registry.csv?" + query).body)
        same((rows[0], rows[1], len(rows)), (["企业名称", "状态"], ["第1号精密制造有限公司", "有效"], FEW + 1))
        same(next(x for i, x in enumerate(sheet(self.b.get("/registry.xlsx?" + query).body)) if i == 3), rows[1])
        # The choice comes back ticked; a column that is no more is passed over.
        page = self.b.get("/registry.csv?choose=1&" + query)
        same([v for n, v in page.form("/registry.csv").fields if n == "col"], ["name", "state"])
        same(table(self.b.get("/registry.csv?tier=few&col=gone&col=uscc").body)[0], ["统一社会信用代码"])
        same(table(self.b.get("/registry.csv?tier=few&col=gone").body)[0], HEAD)
        same(self.b.request("HEAD", "/registry.csv").body, b"")

    def L29_one_state_of_the_database_however_slow_the_line(self):
        """A visitor who reads slowly gets the rows of the beginning; meanwhile others write and the log is checkpointed."""
        self.filled()
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
            s.settimeout(30)
            s.connect(("127.0.0.1", self.site.port))
            s.sendall(f"GET /registry.csv HTTP/1.0\r\nHost: 127.0.0.1:{self.site.port}\r\n\r\n".encode())
            got = s.recv(1000)
            db = sqlite3.connect(self.site.path, isolation_level=None, timeout=10)
            db.execute("UPDATE registry SET name = '改名' WHERE id = (SELECT max(id) FROM registry)")
            same(self.b.get("/registry?q=0000").status, 200, "others are served")
            db.execute("PRAGMA busy_timeout = 50")
            held = True
            for _ in range(100):
                # 0 in the first column: no reader stands in the way any more.
                busy, log, done = db.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
                held = busy != 0
                if not held:
                    break
                got += s.recv(1 << 14)
                time.sleep(0.1)
            db.close()
            assert not held, "the snapshot is let go although the visitor is not ready"
            while True:
                more = s.recv(1 << 20)
                if not more:
                    break
                got += more
        rows = table(got.split(b"\r\n\r\n", 1)[1])
        same((len(rows), rows[-1][0]), (ROWS + 1, f"第{ROWS}号精密制造有限公司"))
        self.site.sql("UPDATE registry SET name = ? WHERE name = '改名'", f"第{ROWS}号精密制造有限公司")

    def L29_who_goes_away_leaves_nothing_behind(self):
        self.filled()
        for _ in range(12):
            with socket.create_connection(("127.0.0.1", self.site.port), timeout=30) as s:
                s.sendall(f"GET /registry.csv HTTP/1.1\r\nHost: 127.0.0.1:{self.site.port}\r\n\r\n".encode())
                assert b" 200 " in s.recv(1000)
        # More than the slots and readers there are: all of them were given back.
        same(len(table(self.b.get("/registry.csv?tier=few").body)), FEW + 1)


class Figures:
    """Files of enterprises as a city takes them away: figures, queue, record."""

    def __init__(self):
        self.hands = Review()
        self.site = self.hands.site
        self.city, self.province = self.hands.city, self.hands.province
        for _ in range(2):
            self.hands.at_city()

    def records(self):
        return [(a, f, json.loads(p)) for a, f, p in self.site.sql(
            "SELECT action, reason, payload FROM audit WHERE object_kind = 'agency' AND action LIKE 'list_export%' ORDER BY seq")]

    def figures(self, b, programme="innovative", ending="csv", more=""):
        r = b.get(f"/o/figures.{ending}?programme={programme}{more}")
        same(r.status, 200)
        return table(r.body) if ending == "csv" else list(sheet(r.body))[2:]

    def refs(self, *standards):
        """(fact, back) that the standards ask for, by the key of the column."""
        out = set()
        for std in standards:
            for section in json.loads(self.site.one("SELECT json FROM rulebook WHERE kind = 'standard' AND id = ?", std))["sections"]:
                out |= set(section["facts"])
        return out

    def choices(self, programme):
        form = self.city.get(f"/o/figures.csv?programme={programme}&choose=1").form("/o/figures.csv")
        return form.options["col"]

    def L29_all_figures_are_those_that_were_submitted(self):
        page = self.city.get("/o/queue?state=city")
        assert "/o/figures" in page.links() and any(x.startswith("/o/queue.csv?") for x in page.links())
        assert "全部指标数据" in self.city.get("/o/figures").words
        keys = self.choices("innovative")
        same(set(keys[11:]), self.refs("innovative-2022"), "columns come from the rulebook")
        rows = self.figures(self.city)
        same((len(rows), len(rows[0]), rows[0][:2]), (3, len(keys), ["申报编号", "批次"]))
        assert "营业收入总额（上年度，万元）" in rows[0], rows[0]
        for row in rows[1:]:
            of = dict(zip(keys, row))
            year, facts = self.site.sql("SELECT a.year, s.facts FROM application a JOIN submission s ON s.id = a.submission_id WHERE a.no = ?", of["no"])[0]
            facts = json.loads(facts)["facts"]
            for key in keys[11:]:
                name, back = key.split(".y") if ".y" in key else (key, None)
                value = facts.get(name)
                if back is not None and value is not None:
                    value = value.get(str(year - int(back)))
                if value is None:
                    same(of[key], "", key)
                elif not isinstance(value, (bool, str)):
                    same(float(of[key]), float(value), key)
                else:
                    assert of[key], key
        same(self.figures(self.city, ending="xlsx"), rows, "the workbook says the same")
        same([r[0] for r in self.figures(self.province)], [r[0] for r in rows])
        same(len(self.figures(self.hands.stranger)), 1, "another city has none of them")

    def L29_union_over_editions_and_after_a_changed_rule(self):
        """A file of an older standard keeps its row; what it was not asked is blank, and no column shifts."""
        no = self.site.one("SELECT min(no) FROM application")
        self.site.sql("UPDATE application SET edition = 'hebei-specialised-2022', standard = 'specialised-2022' WHERE no = ?", no)
        keys = self.choices("specialised")
        old, new = self.refs("specialised-2022"), self.refs("specialised-2026")
        same(set(keys[11:]), old | new)
        assert new - old, "the newer one asks for something else"
        rows = self.figures(self.city, "specialised")
        same([r[0] for r in rows[1:]], [no])
        of = dict(zip(keys, rows[1]))
        submitted = json.loads(self.site.one("SELECT s.facts FROM application a JOIN submission s ON s.id = a.submission_id WHERE a.no = ?", no))["facts"]
        same([k for k in new - old if k.split(".")[0] not in submitted and of[k]], [], "never asked: blank")
        assert of["revenue.y1"], of
        # A new version of the procedure in force: the same address, the same row.
        self.site.add_user("sheng2", "province", "省级二", agency="miit-130000")
        second = self.site.browser("sheng2")
        url = next(x for x in self.province.get("/o/rules").links() if "rule=specialised-2022&at=" in x)
        page = self.province.submit(self.province.get(url), "/o/rules/item", {
            "source": "工信部企业〔2022〕63号附件2", "reason": "与公布的扫描件逐字核对", "in_force": "2023-02-02"}, ("act", "propose"))
        second.submit(second.get(page.url), page.url, {}, ("act", "confirm"))
        same(self.site.one("SELECT count(*) FROM rulebook WHERE id = 'specialised-2022'"), 2)
        # Ways to ask that somebody kept from before go on working.
        same(self.figures(self.city, "specialised", more="&col=no&col=revenue.y1&col=gone"), [[rows[0][0], rows[0][keys.index("revenue.y1")]], [no, of["revenue.y1"]]])
        same(self.figures(self.city, "specialised"), rows)
        self.site.sql("UPDATE application SET edition = 'hebei-innovative-2023', standard = 'innovative-2022' WHERE no = ?", no)

    def L29_queue_as_it_is_filtered(self):
        rows = table(self.city.get("/o/queue.csv?state=city").body)
        same((len(rows), rows[0][:3]), (3, ["企业名称", "统一社会信用代码", "所在市县（区）"]))
        name = rows[1][0]
        same([r[0] for r in table(self.city.get("/o/queue.csv?state=city&q=" + urllib.parse.quote(name)).body)[1:]], [name])
        same(len(table(self.city.get("/o/queue.csv?state=listed").body)), 1)
        same(len(table(self.hands.stranger.get("/o/queue.csv?state=all").body)), 1, "another city's queue is empty")
        assert self.site.browser().get("/o/queue.csv").header("Content-Disposition") is None, "not without signing in"

    def L29_each_download_of_an_officer_is_on_record(self):
        before = len(self.records())
        r = self.city.get("/o/queue.xlsx?state=city&col=name&col=state")
        begun, done = self.records()[before:]
        same((begun[0], done[0]), ("list_export_begun", "list_exported"))
        same((begun[1], done[1]), ("审核队列.xlsx", "审核队列.xlsx"))
        same((begun[2]["columns"], begun[2]["query"], begun[2]["no"]), (["企业名称", "状态"], "state=city&col=name&col=state", done[2]["no"]))
        same((done[2]["rows"], done[2]["size"], done[2]["sha256"]), (2, len(r.body), hashlib.sha256(r.body).hexdigest()))
        self.city.get("/o/queue.xlsx?state=city&choose=1")
        self.city.request("HEAD", "/o/queue.xlsx?state=city")
        self.site.browser().get("/registry.csv")
        same(len(self.records()), before + 2, "a choice, a HEAD and a visitor leave no record")


if __name__ == "__main__":
    lib.run(Export, Figures)
