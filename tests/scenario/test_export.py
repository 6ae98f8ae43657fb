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
HEAD = ["企业名称", "统一社会信用代码", "所在市", "所在县（区）", "称号", "证书编号", "有效期起", "有效期止", "状态"]


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
            " INSERT INTO registry (kind, ref_id, public_id, name, uscc, city, county, tier, tier_name, state, valid_from,"
            " valid_to, certificate_no) SELECT 'title', 1000000 + k, 'x' || k, CASE k WHEN 7 THEN '=1+1 有限公司' WHEN 8 THEN"
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
        rows = self.site.sql("SELECT name, uscc, city, county, tier_name, certificate_no, valid_from, valid_to FROM registry"
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
        same((form.method, form.options["col"]), ("get", ["name", "uscc", "city", "county", "tier", "certificate", "from", "to", "state"]))
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


if __name__ == "__main__":
    lib.run(Export)
