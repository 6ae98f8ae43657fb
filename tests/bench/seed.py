#!/usr/bin/env python3
"""Fills an initialised database for tests/bench/run: seed.py DB FOLDER APPLICATIONS SIGNED
APPLICATIONS files in all states, SIGNED of them waiting for the signature of their legal representative,
everything that the pages of a full province read; sessions, so that nobody has to sign in.
Writes FOLDER/cookies (name <tab> cookie), FOLDER/app (a file to look at), FOLDER/posts (one submission a
line: path, cookie, body). seed.py DB more N: raises the caseload alone to N rows."""
import base64
import hashlib
import hmac
import json
import os
import random
import sqlite3
import sys
import time
import urllib.parse

NOW = int(time.time() * 1000)
DAY = 86_400_000
ALPHABET, WEIGHTS = "0123456789ABCDEFGHJKLMNPQRTUWXY", [pow(3, i, 31) for i in range(17)]
rnd = random.Random(20230701)
STATES = ["draft"] * 10 + ["county"] * 25 + ["city"] * 30 + ["decide"] * 5 + ["recommend"] * 5 + ["prov"] * 10 + \
    ["listed"] * 10 + ["returned"] * 3 + ["refused"] * 2
HOLDER = {"draft": "enterprise", "sign": "enterprise", "returned": "enterprise", "county": "county", "prov": "province",
          "listed": "none", "refused": "none"}
FIRST, SECOND = "恒砺启晟翊琨澜昱钧沐璟卓衡骁禾峻", "砺川岳拓珩曜垣桦岑霖琪浚屹煦"
TRADE = ["机械制造", "电子科技", "新材料", "医疗器械", "环保设备", "精密模具", "智能装备", "生物科技", "信息技术", "轴承"]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def token(n=24):
    return base64.urlsafe_b64encode(rnd.randbytes(n)).rstrip(b"=").decode()


def uscc(division, n):
    body = f"XN{n:06d}"
    total = sum((int(c) if c.isdigit() else ord(c) - 55) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2)))
    check = 11 - total % 11
    code = "91" + division + body + ("X" if check == 10 else "0" if check == 11 else str(check))
    return code + ALPHABET[-sum(ALPHABET.index(c) * w for c, w in zip(code, WEIGHTS)) % 31]


def grams(name):
    s = [c for c in name if c.isalnum()]
    return " ".join(a + b for a, b in zip(s, s[1:]))


def facts_of(year):
    revenue, back = rnd.randint(900, 40000), rnd.uniform(0.75, 0.95)
    last, assets = {"revenue": revenue, "main_revenue": int(revenue * 0.9)}, int(revenue * 1.3)
    f = {"revenue": {year - 1: revenue, year - 2: int(revenue * back)},
         "main_revenue": {year - 1: last["main_revenue"], year - 2: int(revenue * back * 0.9)},
         "total_assets": {year - 1: assets}, "total_liabilities": {year - 1: int(assets * 0.4)},
         "rd_expense": {year - 1: int(revenue * 0.06)}, "ip_high": 1, "ip_class1_own": 3, "ip_class1": 3,
         "ip_class2": rnd.randint(0, 20), "sei_field": True, "award_national_rank_3y": 0,
         "award_provincial_rank_3y": 0, "hightech_valid": False, "innovation_honour_valid": False,
         "provincial_institution": False, "equity_financing": {year - 1: 0, year - 2: 0, year - 3: 0}}
    return f


def fact_rows(facts):
    for fact, value in facts.items():
        for year, v in value.items() if isinstance(value, dict) else [(0, value)]:
            yield fact, year, str(v).lower() if isinstance(v, bool) else str(v)


class Seed:
    def __init__(self, path, folder, applications, signed):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.path, self.folder, self.n, self.signed = path, folder, applications, signed
        self.db.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-200000; BEGIN;")
        kind, procedure = self.db.execute(
            "SELECT id, json FROM rulebook WHERE kind = 'procedure' AND id LIKE '%innovative%' ORDER BY id").fetchone()
        self.procedure = json.loads(procedure)
        self.edition, self.standard = kind, self.procedure["standard"]
        self.hash = self.db.execute("SELECT hash FROM rulebook WHERE kind = 'standard' AND id = ?",
                                    (self.standard,)).fetchone()[0]
        self.slots = [s["id"] for s in json.loads(self.db.execute(
            "SELECT json FROM rulebook WHERE kind = 'standard' AND id = ?", (self.standard,)).fetchone()[0])["evidence"]
            if s["for"] != "direct"]
        self.year = time.gmtime(NOW / 1000 + 8 * 3600).tm_year
        self.cookies, self.posts = {}, []

    def batch(self):
        row = self.db.execute("SELECT id, filing_ends_at, city_ends_at, province_agency_id FROM batch WHERE edition = ? AND state"
                              " = 'open' ORDER BY id DESC", (self.edition,)).fetchone()
        if row:
            self.batch_id, _, _, self.province = row
        else:
            self.province = self.db.execute(
                "SELECT id FROM agency WHERE level = 'province' AND line = ? AND id IN (SELECT agency.parent_id FROM agency)"
                " ORDER BY id", (self.procedure["line"],)).fetchone()[0]
            self.batch_id = self.db.execute(
                "INSERT INTO batch (edition, year, no, title, opens_on, filing_ends_at, city_deadline, city_ends_at, state,"
                " province_agency_id, created_at) VALUES (?, ?, 9, ?, ?, 0, ?, 0, 'open', ?, ?) RETURNING id",
                (self.edition, self.year, f"{self.year}年第九批", day(-30), day(60), self.province, NOW)).fetchone()[0]
        self.ends = NOW + 60 * DAY
        self.db.execute("UPDATE batch SET filing_ends_at = ?, city_ends_at = ? WHERE id = ?",
                        (self.ends, self.ends, self.batch_id))

    def session(self, account):
        value, secret = token(), token()
        self.db.execute("INSERT INTO session (token_hash, account_id, epoch, csrf_secret, created_at, seen_at, expires_at)"
                        " VALUES (?, ?, 1, ?, ?, ?, ?)",
                        (hashlib.sha256(value.encode()).hexdigest(), account, secret, NOW, NOW, NOW + 8 * 3_600_000))
        mac = hmac.new(secret.encode(), b"form", "sha256").digest()
        return "sid=" + value, base64.urlsafe_b64encode(mac).rstrip(b"=").decode()

    def account(self, login, role, agency=None, enterprise=None):
        return self.db.execute(
            "INSERT INTO account (login, role, name, password, agency_id, enterprise_id, created_at)"
            " VALUES (?, ?, '测量员', '', ?, ?, ?) RETURNING id", (login, role, agency, enterprise, NOW)).fetchone()[0]

    def blob(self):
        self.sha = hashlib.sha256(PDF).hexdigest()
        place = os.path.join(self.path + ".files", self.sha[:2], self.sha[2:4])
        os.makedirs(place, exist_ok=True)
        with open(os.path.join(place, self.sha), "wb") as f:
            f.write(PDF)

    def places(self):
        """(division, county agency or None, city agency, city, county) of the province."""
        rows = self.db.execute(
            "SELECT d.code, cnt.agency_id, city.agency_id, p.name, d.name FROM agency_area city"
            " JOIN agency a ON a.id = city.agency_id AND a.parent_id = ? JOIN division d ON d.code = city.division_code"
            " LEFT JOIN division p ON p.code = d.parent_code"
            " LEFT JOIN agency_area cnt ON cnt.line = city.line AND cnt.division_code = city.division_code"
            " AND cnt.level = 'county' WHERE city.level = 'city' AND city.line = ? ORDER BY d.code",
            (self.province, self.procedure["line"])).fetchall()
        return rows

    def enterprise(self, i, place):
        name = f"{place[3]}{FIRST[i % 16]}{SECOND[i // 16 % 14]}{FIRST[i // 224 % 16]}{TRADE[i % 10]}有限公司"
        code = uscc(place[0][:6].ljust(6, "0"), i)
        return self.db.execute(
            "INSERT INTO enterprise (public_id, uscc, name, division_code, county_agency_id, city_agency_id,"
            " province_agency_id, address, established_on, capital, industry_code, ownership, legal_rep, contact,"
            " contact_phone, main_product, identity, source, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, '测试路1号',"
            " '2012-05-06', '1000', '3411', '私营企业', '张测', '李量', '0311-0000000', '专用设备', 'verified', 'demo', ?, ?)"
            " RETURNING id", (token(9), code, name, place[0], place[1], place[2], self.province, NOW, NOW)).fetchone()[0], name, code

    def application(self, i, place):
        state = "sign" if i < self.signed else STATES[i % len(STATES)]
        if state == "county" and place[1] is None:
            state = "city"
        eid, name, code = self.enterprise(i, place)
        due, sent = NOW + rnd.randint(1, 40) * DAY, state not in ("draft", "sign")
        facts, public = facts_of(self.year), token(9)
        result = ("pass", "score", 100_000_000) if state != "draft" else ("open", "", 0)
        at = NOW - rnd.randint(1, 20) * DAY if sent else None
        aid = self.db.execute(
            "INSERT INTO application (public_id, no, enterprise_id, batch_id, edition, standard, standard_hash, year, state,"
            " live, county_agency_id, city_agency_id, province_agency_id, holder, due_at, score_min, score_max, result, route,"
            " created_at, updated_at, submitted_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING id",
            (public, f"CL{i:08d}" if sent else None, eid, self.batch_id, self.edition, self.standard, self.hash, self.year, state,
             int(state != "refused"), place[1], place[2], self.province, HOLDER.get(state, "city"), due, result[2], 100_000_000,
             result[0], result[1], NOW, NOW, at)).fetchone()[0]
        self.db.executemany("INSERT INTO application_fact VALUES (?, ?, ?, ?, ?)",
                            [(aid, f, y, v, NOW) for f, y, v in fact_rows(facts)])
        area = place[3] + place[4]
        for body in filter(None, (place[1], place[2], self.province)):
            self.load.append((body, state, due, aid, public, self.batch_id, place[1] or 0, place[2], name, code, area,
                              result[2], result[1], at or 0))
        evidence = self.evidence(aid, eid) if sent or state == "sign" else []
        if sent:
            self.submission(aid, i, facts, evidence, name, code, area, at)
        if state == "sign":
            self.to_sign(i, aid, eid, public)
        if state == "listed":
            self.title(i, eid, aid, name, code, place)
        if state == "city" and not os.path.exists(os.path.join(self.folder, "app")) and place[2] == self.city:
            with open(os.path.join(self.folder, "app"), "w") as f:
                f.write(public)
        return state

    def evidence(self, aid, eid):
        out = []
        for slot in self.slots:
            public = token(9)
            self.db.execute("INSERT INTO evidence (public_id, owner_kind, owner_id, slot, filename, mime, size, sha256,"
                            " enterprise_id, uploaded_by, uploaded_at) VALUES (?, 'application', ?, ?, ?, 'application/pdf', ?, ?, ?, 1, ?)",
                            (public, aid, slot, slot + ".pdf", len(PDF), self.sha, eid, NOW))
            out.append({"slot": slot, "file": public, "name": slot + ".pdf", "sha256": self.sha, "size": len(PDF)})
        return out

    def submission(self, aid, i, facts, evidence, name, code, area, at):
        dense = {"ensure_ascii": False, "separators": (",", ":")}
        doc = [json.dumps({"year": self.year, "facts": facts}, **dense), json.dumps(evidence, **dense),
               json.dumps({"name": name, "uscc": code, "area": area, "industry": "", "address": "测试路1号", "contact": "李量"}, **dense)]
        content = hashlib.sha256("\n".join(doc).encode()).hexdigest()
        sid = self.db.execute(
            "INSERT INTO submission (application_id, seq, receipt_no, facts, evidence, profile, content_hash, engine,"
            " explanation_hash, result, route, score_min, score_max, signed_by, signed_name, submitted_at)"
            " VALUES (?, 1, ?, ?, ?, ?, ?, '1', ?, 'pass', 'score', 100000000, 100000000, 1, '张测', ?) RETURNING id",
            (aid, f"HZ{i:08d}", *doc, content, content, at)).fetchone()[0]
        self.db.execute("UPDATE application SET submission_id = ? WHERE id = ?", (sid, aid))

    def to_sign(self, i, aid, eid, public):
        cookie, csrf = self.session(self.account(f"bench-l{i}", "legal_rep", None, eid))
        form = [("_csrf", csrf), ("_once", token(16)), ("version", "1"), ("act", "sign"), ("truth", "1"), ("note", "")]
        form += [("eligible", x["id"]) for x in self.procedure["eligibility"]]
        self.posts.append(f"/e/app/{public}/sign\t{cookie}\t{urllib.parse.urlencode(form)}")

    def title(self, i, eid, aid, name, code, place):
        public = token(9)
        tid = self.db.execute(
            "INSERT INTO title (public_id, enterprise_id, application_id, tier, tier_name, edition, batch_title, name, uscc,"
            " province, city, county, certificate_no, valid_from, valid_to, state, source, recorded_at) VALUES (?, ?, ?,"
            " 'innovative', '创新型中小企业', ?, '上一批', ?, ?, '', ?, ?, ?, ?, ?, 'valid', 'bench', ?) RETURNING id",
            (public, eid, aid, self.edition, name, code, place[3], place[4], f"CE{i:08d}", day(-10), day(1080), NOW)).fetchone()[0]
        self.register("title", tid, public, name, code, place, "innovative", "创新型中小企业", "valid", f"CE{i:08d}")

    def register(self, kind, ref, public, name, code, place, tier, tier_name, state, certificate):
        rid = self.db.execute(
            "INSERT INTO registry (kind, ref_id, public_id, name, names, uscc, city, county, tier, tier_name, state, valid_from,"
            " valid_to, certificate_no) VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (kind, ref, public, name, code, place[3], place[4], tier, tier_name, state, day(-10) if tier else "",
             day(1080) if tier else "", certificate)).fetchone()[0]
        self.db.execute("INSERT INTO registry_gram (rowid, grams) VALUES (?, ?)", (rid, grams(name)))

    def old_list(self, places, n):
        """The register is mostly older lists."""
        for i in range(n):
            place = places[i % len(places)]
            name = f"{place[3]}{SECOND[i % 14]}{FIRST[i // 14 % 16]}{SECOND[i // 224 % 14]}{TRADE[i // 7 % 10]}股份有限公司{i}"
            public = token(9)
            tid = self.db.execute(
                "INSERT INTO title (public_id, tier, tier_name, batch_title, name, province, city, county, certificate_no,"
                " valid_from, valid_to, state, source, recorded_at) VALUES (?, 'innovative', '创新型中小企业', '以往各批', ?, '', ?,"
                " ?, ?, ?, ?, 'valid', 'bench', ?) RETURNING id",
                (public, name, place[3], place[4], f"OL{i:08d}", day(-400), day(690), NOW)).fetchone()[0]
            self.register("title", tid, public, name, "", place, "innovative", "创新型中小企业", "valid", f"OL{i:08d}")

    def run(self):
        self.batch()
        self.blob()
        places = self.places()
        self.city = next(p[2] for p in places if p[1])
        self.load = []
        for i in range(self.n):
            self.application(i, places[i % len(places)])
        load_rows(self.db, self.load)
        self.old_list(places, 20000)
        self.cookies["city"] = self.session(self.account("bench-city", "city", self.city))[0]
        self.cookies["province"] = self.session(self.account("bench-province", "province", self.province))[0]
        self.cookies["public"] = "pre=" + token(16)
        self.db.execute("INSERT INTO registry_gram (registry_gram) VALUES ('optimize')")
        finish(self.db)
        with open(os.path.join(self.folder, "cookies"), "w") as f:
            f.writelines(f"{k}\t{v}\n" for k, v in self.cookies.items())
        rnd.shuffle(self.posts)
        with open(os.path.join(self.folder, "posts"), "w") as f:
            f.writelines(p + "\n" for p in self.posts)
        print(f"{self.n} applications, {len(self.load)} caseload rows, {self.db.execute('SELECT count(*) FROM registry').fetchone()[0]} in the register")


def finish(db):
    for statement in ("COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)"):
        db.execute(statement).fetchall()


def day(offset):
    t = time.gmtime((NOW + offset * DAY) / 1000 + 8 * 3600)
    return f"{t.tm_year:04d}-{t.tm_mon:02d}-{t.tm_mday:02d}"


def load_rows(db, rows):
    """Caseload rows without the counting trigger, which is put back; the counts once, at the end."""
    trigger = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'caseload_added'").fetchone()[0]
    db.execute("DROP TRIGGER caseload_added")
    db.executemany("INSERT INTO caseload VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", sorted(rows))
    db.execute("DELETE FROM caseload_count")
    db.execute("INSERT INTO caseload_count SELECT agency_id, batch_id, state, count(*) FROM caseload GROUP BY 1, 2, 3")
    db.execute(trigger)


def more(path, n):
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-200000; BEGIN;")
    rows, start = db.execute("SELECT * FROM caseload ORDER BY 1, 2, 3, 4").fetchall(), 10_000_000
    times = max(0, n - len(rows)) // len(rows)
    trigger = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'caseload_added'").fetchone()[0]
    db.execute("DROP TRIGGER caseload_added")
    for r in rows:
        db.executemany("INSERT INTO caseload VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                       [(*r[:2], r[2] + k * 1000, start + r[3] * 64 + k, f"{r[4]}-{k}", *r[5:]) for k in range(1, times + 1)])
    db.execute("DELETE FROM caseload_count")
    db.execute("INSERT INTO caseload_count SELECT agency_id, batch_id, state, count(*) FROM caseload GROUP BY 1, 2, 3")
    db.execute(trigger)
    finish(db)
    print(db.execute("SELECT count(*) FROM caseload").fetchone()[0], "caseload rows")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[2] == "more":
        more(sys.argv[1], int(sys.argv[3]))
    elif len(sys.argv) == 5:
        Seed(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])).run()
    else:
        sys.exit(__doc__)
