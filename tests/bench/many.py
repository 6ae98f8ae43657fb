#!/usr/bin/env python3
"""Fills a demonstration database with N submitted files of N enterprises, each with one decision of its city: many.py DB N.
Every file is a copy of one of the demonstration under another enterprise, so facts, hashes and results are true.
For `tidu replay` and 规则试算; not part of make test."""
import sqlite3
import sys


def main(path, n):
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-200000;")
    base = 10 ** 7
    # Files that a city passed, of enterprises with one file.
    db.execute("CREATE TEMP TABLE pick AS SELECT a.id AS a, a.enterprise_id AS e, a.submission_id AS s, max(d.id) AS d"
               " FROM application AS a JOIN decision AS d ON d.application_id = a.id AND d.level = 'city'"
               " AND d.submission_id = a.submission_id WHERE a.submission_id IS NOT NULL"
               " GROUP BY a.id HAVING a.enterprise_id IN (SELECT enterprise_id FROM application GROUP BY 1 HAVING count(*) = 1)")
    number = f"{base} + k.k"
    made = {"id": number}
    # The four sets stand in one order, so that the k-th rows belong together.
    db.executescript("".join(
        f"CREATE TEMP TABLE src_{t} AS SELECT s.* FROM {t} AS s JOIN pick AS p ON p.{c} = s.id ORDER BY p.a;"
        for t, c in (("enterprise", "e"), ("application", "a"), ("submission", "s"), ("decision", "d"))))
    for table, changed in (
            ("enterprise", {"public_id": "'many-e' || k.k", "uscc": "'9' || printf('%017d', k.k)", "name": "x.name || k.k"}),
            ("application", {"public_id": "'many-a' || k.k", "no": "'MANY' || k.k", "enterprise_id": number, "submission_id": number}),
            ("submission", {"application_id": number, "receipt_no": "'MANYR' || k.k"}),
            ("decision", {"application_id": number, "submission_id": number})):
        names = [c[1] for c in db.execute(f"PRAGMA table_info({table})")]
        cells = ", ".join({**made, **changed}.get(c, f"x.{c}") for c in names)
        db.execute(
            f"INSERT INTO main.{table} ({', '.join(names)}) WITH RECURSIVE k(k) AS"
            f" (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k < {n} - 1)"
            f" SELECT {cells} FROM k JOIN src_{table} AS x ON x.rowid = k.k % (SELECT count(*) FROM pick) + 1")
    db.execute("ANALYZE")
    print({t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("enterprise", "application", "submission", "decision")})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
