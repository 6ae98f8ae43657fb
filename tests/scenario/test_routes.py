#!/usr/bin/env python3
"""The table that `tidu routes` prints, held against the running program: every route by every role with objects
of its own, of others, and with values that are no object at all.

Nothing here lists the routes. A route with a placeholder that is not in OBJECTS, or a role that is not in PEOPLE,
fails with the line to add.

usage: test_routes.py [PATH_TO_TIDU] [NAME …]
"""
# san
import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import types
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
import test_expert  # noqa: E402

NOW = "2026-11-21T10:00:00+08:00"
ENTERPRISE, OFFICER, PUBLIC = {"filler", "legal_rep"}, {"county", "city", "province"}, "public"

# Who tries: name -> (role, which account). The second of a role has other objects than the first.
PEOPLE = {
    "visitor": (PUBLIC, None),
    "filler": ("filler", "SELECT id FROM account WHERE login = 'demo-enterprise'"),
    "legal": ("legal_rep", "SELECT id FROM account WHERE login = 'demo-legal'"),
    "filler-2": ("filler", "SELECT id FROM account WHERE login = 'demo-enterprise2'"),
    "county": ("county", "SELECT id FROM account WHERE login = 'demo-county'"),
    "county-2": ("county", "SELECT c.id FROM account c JOIN agency a ON a.id = c.agency_id WHERE c.role = 'county' AND EXISTS "
                           "(SELECT 1 FROM caseload k JOIN application p ON p.id = k.application_id WHERE k.agency_id = a.id) "
                           "ORDER BY c.id DESC LIMIT 1"),
    "city": ("city", "SELECT id FROM account WHERE login = 'demo-city-a'"),
    "city-2": ("city", "SELECT c.id FROM account c JOIN objection o ON o.agency_id = c.agency_id WHERE c.role = 'city' "
                       "AND o.agency_id <> (SELECT agency_id FROM account WHERE login = 'demo-city-a') LIMIT 1"),
    "city-elsewhere": ("city", "SELECT id FROM account WHERE login = 'demo-b-city-a'"),
    "city-st": ("city", "SELECT id FROM account WHERE login = 'demo-st-city-a'"),
    "province": ("province", "SELECT id FROM account WHERE login = 'demo-province-a'"),
    "province-2": ("province", "SELECT id FROM account WHERE login = 'demo-b-province-a'"),
    "province-st": ("province", "SELECT id FROM account WHERE login = 'demo-st-province-a'"),
    "admin": ("admin", "SELECT id FROM account WHERE login = 'demo-admin'"),
    "auditor": ("auditor", "SELECT id FROM account WHERE login = 'demo-auditor'"),
    "expert": ("expert", "SELECT x.account_id FROM expert x JOIN panel_sheet s ON s.expert_id = x.id ORDER BY x.id LIMIT 1"),
    "expert-2": ("expert", "SELECT x.account_id FROM expert x JOIN panel_sheet s ON s.expert_id = x.id ORDER BY x.id DESC LIMIT 1"),
}


class Of:
    """Which values of a placeholder somebody may open (`own`) and which exist but are others' (`foreign`): SQL with
    :enterprise, :agency and :account of the person, or a list. No `foreign`: everybody of the role may open all."""

    def __init__(self, own, foreign=None):
        self.own, self.foreign = own, foreign


CASE = "FROM application a JOIN caseload k ON k.application_id = a.id AND k.agency_id = :agency WHERE k.submitted_at > 0"
BELOW = "(p.agency_id = :agency OR p.agency_id IN (SELECT id FROM agency WHERE parent_id = :agency))"
BATCH = Of("SELECT id FROM batch WHERE province_agency_id IN (:agency, (SELECT parent_id FROM agency WHERE id = :agency)) ORDER BY id",
           "SELECT id FROM batch WHERE province_agency_id NOT IN "
           "(:agency, ifnull((SELECT parent_id FROM agency WHERE id = :agency), 0))")
PROVINCE_BATCH = Of("SELECT id FROM batch WHERE province_agency_id = :agency ORDER BY id",
                    "SELECT id FROM batch WHERE province_agency_id <> :agency")


REPORT_CODE = "route-report-code-0123456789"
IN_CASE = ":agency IN (ifnull(c.county_agency_id, 0), ifnull(c.city_agency_id, 0), c.province_agency_id)"
IN_VOICE = "EXISTS (SELECT 1 FROM voice_scope x WHERE x.voice_id = v.id AND x.agency_id = :agency)"
VOICE_PAPER = ("evidence f JOIN voice_said s ON f.owner_kind = 'voice' AND s.id = f.owner_id JOIN voice v ON v.id = s.voice_id")
CASE_PAPER = ("evidence v JOIN case_statement s ON v.owner_kind = 'case' AND s.id = v.owner_id JOIN case_file c ON c.id = s.case_id")


def of_body(table):
    return Of(f"SELECT p.public_id FROM {table} p WHERE {BELOW} ORDER BY p.id DESC LIMIT 3",
              f"SELECT p.public_id FROM {table} p WHERE NOT {BELOW} LIMIT 1")


def of_case(table, join):
    """Files whose owner leads to an application of the caseload."""
    case = "EXISTS (SELECT 1 FROM caseload k WHERE k.application_id = a.id AND k.agency_id = :agency AND k.submitted_at > 0)"
    return Of(f"SELECT v.public_id FROM {table} v {join} WHERE {case} LIMIT 1",
              f"SELECT v.public_id FROM {table} v {join} WHERE NOT {case} LIMIT 1")


def of_item(listing):
    return Of(f"SELECT public_id FROM list_item WHERE list = '{listing}' AND enterprise_id = :enterprise LIMIT 1",
              f"SELECT public_id FROM list_item WHERE list = '{listing}' AND enterprise_id <> :enterprise LIMIT 1")


# Address up to and with the placeholder -> whose objects. A placeholder after another is looked up for
# the object before it (:before).
OBJECTS = {
    "/identity/files/{slot}": Of(["licence"]),
    "/o/identity/{id}": Of("SELECT public_id FROM enterprise WHERE identity = 'pending' AND "
                           ":agency IN (county_agency_id, city_agency_id)",
                           "SELECT public_id FROM enterprise WHERE identity <> 'none' AND ifnull(county_agency_id, 0) <> :agency "
                           "AND ifnull(city_agency_id, 0) <> :agency LIMIT 1"),
    "/o/identity/{id}/file/{file}": Of("SELECT v.public_id FROM evidence v JOIN enterprise e ON e.id = v.owner_id "
                                       "WHERE v.owner_kind = 'enterprise' AND e.public_id = :before",
                                       "SELECT v.public_id FROM evidence v WHERE v.owner_kind = 'application' LIMIT 1"),
    "/a/org/{id}": Of("SELECT id FROM agency LIMIT 2"),
    "/a/accounts/{id}": Of("SELECT id FROM account WHERE role = 'county' ORDER BY id DESC LIMIT 1 OFFSET 9",
                           "SELECT id FROM account WHERE role = 'filler' LIMIT 1"),
    "/a/rules/{kind}": Of(["standard"]),
    "/a/rules/{kind}/{id}": Of(["innovative-2022"], ["hebei-innovative-2024"]),
    "/o/batch/{id}": BATCH,
    "/o/batch/{id}/package/{file}": Of("SELECT 'r.' || p.public_id || '.summary.xlsx' FROM recommendation p WHERE p.batch_id = :before "
                                       f"AND p.state = 'sent' AND {BELOW} LIMIT 1",
                                       f"SELECT 'r.' || p.public_id || '.summary.xlsx' FROM recommendation p WHERE NOT {BELOW} LIMIT 1"),
    "/o/batch/{id}/list/{act}": Of(["select", "record", "nominate", "nation"]),
    "/o/batch/{id}/approve": PROVINCE_BATCH,
    "/o/rules/proposal/{id}": Of("SELECT id FROM rule_proposal WHERE agency_id = :agency", "SELECT id FROM rule_proposal WHERE agency_id <> :agency"),
    "/o/draw/{id}": Of("SELECT public_id FROM draw WHERE agency_id = :agency", "SELECT public_id FROM draw WHERE agency_id <> :agency"),
    "/o/draw/{id}/{step}": Of(["announce", "enter", "confirm", "decide", "recuse", "release", "report"]),
    "/sampling/{id}": Of("SELECT public_id FROM draw"),
    "/o/inspection/{id}": Of("SELECT n.public_id FROM inspection n JOIN draw d ON d.id = n.draw_id WHERE d.agency_id = :agency OR EXISTS "
                             "(SELECT 1 FROM draw_duty y WHERE y.draw_id = n.draw_id AND y.seq = n.seq AND y.account_id = :account)",
                             "SELECT n.public_id FROM inspection n JOIN draw d ON d.id = n.draw_id WHERE d.agency_id <> :agency AND NOT EXISTS "
                             "(SELECT 1 FROM draw_duty y WHERE y.draw_id = n.draw_id AND y.seq = n.seq AND y.account_id = :account)"),
    "/o/inspection/{id}/{step}": Of(["sheet", "countersign", "drop", "recuse"]),
    "/o/inspectors/{key}": Of("SELECT key FROM inspector WHERE keeper_id = :agency", "SELECT key FROM inspector WHERE keeper_id <> :agency"),
    "/e/inspection/{id}": Of("SELECT n.public_id FROM inspection n JOIN draw_item i ON i.draw_id = n.draw_id AND i.seq = n.seq "
                             "JOIN enterprise e ON e.uscc = i.code WHERE n.done_at > 0 AND e.id = :enterprise",
                             "SELECT n.public_id FROM inspection n JOIN draw_item i ON i.draw_id = n.draw_id AND i.seq = n.seq "
                             "JOIN enterprise e ON e.uscc = i.code WHERE n.done_at > 0 AND e.id <> :enterprise"),
    "/o/meeting/{id}": of_body("meeting"),
    "/o/attachment/{id}": Of("SELECT v.public_id FROM evidence v JOIN meeting p ON v.owner_kind = 'meeting' AND p.id = v.owner_id "
                             f"WHERE {BELOW}",
                             "SELECT v.public_id FROM evidence v JOIN meeting p ON v.owner_kind = 'meeting' AND p.id = v.owner_id "
                             f"WHERE NOT {BELOW}"),
    "/o/publicity/{id}": of_body("publicity"),
    "/o/objection/{id}": of_body("objection"),
    "/publicity/{id}": Of("SELECT public_id FROM publicity WHERE state = 'open' LIMIT 1",
                          "SELECT public_id FROM publicity WHERE state IN ('proposed', 'cancelled')"),
    "/objection/{id}": Of("SELECT public_id FROM objection LIMIT 1"),
    "/o/recommendation/{id}": of_body("recommendation"),
    "/o/recommendation/{id}/{paper}": Of(["summary.xlsx"]),
    "/o/publish/{id}": PROVINCE_BATCH,
    "/cert/{no}": Of("SELECT t.certificate_no || '.pdf' FROM title t JOIN enterprise e ON e.id = t.enterprise_id "
                     "WHERE :agency = e.city_agency_id OR :enterprise = e.id LIMIT 1",
                     "SELECT t.certificate_no || '.pdf' FROM title t JOIN enterprise e ON e.id = t.enterprise_id "
                     "WHERE ifnull(:agency, 0) <> e.city_agency_id AND ifnull(:enterprise, 0) <> e.id "
                     # who has moved away is still read by the body that gave the title
                     "AND e.id NOT IN (SELECT enterprise_id FROM enterprise_move) LIMIT 1"),
    "/e/app/{id}": Of("SELECT public_id FROM application WHERE enterprise_id = :enterprise",
                      "SELECT public_id FROM application WHERE enterprise_id <> :enterprise LIMIT 1"),
    "/e/app/{id}/s/{section}": Of(["economy"]),
    "/e/app/{id}/report/{section}": Of(f"SELECT 'market' FROM application WHERE public_id = :before AND edition = '{test_expert.EDITION}'"),
    "/e/app/{id}/files/{slot}": Of(["licence"]),
    # batches are everybody's to read about, also another province's: the page says that it takes nothing from here
    "/e/start/{batch}": Of("SELECT id FROM batch WHERE state = 'open' AND province_agency_id = "
                           "(SELECT province_agency_id FROM enterprise WHERE id = :enterprise) ORDER BY id"),
    "/e/gap/{programme}": Of(["innovative"]),
    # a year in which the enterprise owes nothing is not found
    "/e/update/{year}": Of("SELECT DISTINCT r.year FROM update_duty d JOIN update_round r ON r.id = d.round_id "
                           "WHERE d.enterprise_id = :enterprise", ["2031"]),
    "/e/survey/{id}": Of("SELECT s.public_id FROM survey s JOIN survey_due d ON d.survey_id = s.id WHERE d.enterprise_id = :enterprise",
                         "SELECT public_id FROM survey WHERE id NOT IN (SELECT survey_id FROM survey_due WHERE enterprise_id = :enterprise)"),
    "/o/yearly/{id}": Of("SELECT public_id FROM yearly_report WHERE agency_id = :agency OR (province_agency_id = :agency AND state = 'sent')",
                         "SELECT public_id FROM yearly_report WHERE agency_id <> :agency AND NOT (province_agency_id = :agency AND state = 'sent')"),
    "/o/yearly/{id}/{file}": Of(["report.docx", "report.pdf"]),
    "/o/survey/{id}": Of("SELECT s.public_id FROM survey s JOIN agency g ON g.id = :agency LEFT JOIN agency u ON u.id = g.parent_id "
                         "WHERE s.province_agency_id IN (g.id, g.parent_id, u.parent_id)",
                         "SELECT s.public_id FROM survey s JOIN agency g ON g.id = :agency LEFT JOIN agency u ON u.id = g.parent_id "
                         "WHERE s.province_agency_id NOT IN (g.id, ifnull(g.parent_id, 0), ifnull(u.parent_id, 0))"),
    "/e/file/{id}": Of("SELECT public_id FROM evidence WHERE enterprise_id = :enterprise LIMIT 1",
                       "SELECT public_id FROM evidence WHERE enterprise_id <> :enterprise LIMIT 1"),
    "/e/ip/{id}": of_item("ip"),
    "/e/honours/{id}": of_item("honours"),
    "/e/projects/{year}": Of(["2025"]),
    "/calc/{tier}": Of(["innovative"]),
    "/verify-paper/{hash}": Of("SELECT content_hash FROM submission LIMIT 1"),
    "/o/experts/{id}": Of("SELECT id FROM expert WHERE agency_id = :agency LIMIT 1",
                          "SELECT id FROM expert WHERE agency_id <> :agency LIMIT 1"),
    "/o/panel/{id}": Of("SELECT batch_id FROM panel WHERE agency_id = :agency",
                        "SELECT batch_id FROM panel WHERE agency_id <> :agency"),
    "/x/r/{code}": Of("SELECT f.code FROM panel_file f JOIN panel_sheet s ON s.application_id = f.application_id "
                      "JOIN expert x ON x.id = s.expert_id WHERE x.account_id = :account LIMIT 1",
                      "SELECT f.code FROM panel_file f WHERE NOT EXISTS (SELECT 1 FROM panel_sheet s JOIN expert x "
                      "ON x.id = s.expert_id WHERE x.account_id = :account AND s.application_id = f.application_id) LIMIT 1"),
    "/registry/{id}": Of("SELECT public_id FROM registry LIMIT 1"),
    "/verify/{no}": Of("SELECT certificate_no FROM title WHERE certificate_no <> '' ORDER BY id LIMIT 1"),
    "/news/{id}": Of("SELECT public_id FROM announcement WHERE kind = 'list' UNION SELECT n.public_id FROM announcement n "
                     "JOIN circular c ON c.announcement_id = n.id"),
    "/guide/{tier}": Of(["innovative"]),
    "/check/{tier}": Of(["innovative"]),
    "/rules/{id}": Of(["innovative-2022", "hebei-innovative-2024"]),
    "/help/{role}": Of(["public"]),
    "/o/app/{id}": Of(f"SELECT a.public_id {CASE} GROUP BY a.state",
                      "SELECT public_id FROM application a WHERE submitted_at > 0 AND NOT EXISTS (SELECT 1 FROM caseload k "
                      "WHERE k.application_id = a.id AND k.agency_id = :agency) LIMIT 1"),
    "/o/site/{id}": Of(f"SELECT a.public_id {CASE} GROUP BY a.state",
                       "SELECT public_id FROM application a WHERE submitted_at > 0 AND NOT EXISTS (SELECT 1 FROM caseload k "
                       "WHERE k.application_id = a.id AND k.agency_id = :agency) LIMIT 1"),
    "/o/follow/{id}": Of("SELECT e.public_id FROM enterprise e JOIN application a ON a.enterprise_id = e.id "
                         "JOIN caseload k ON k.application_id = a.id AND k.agency_id = :agency AND k.submitted_at > 0 LIMIT 1",
                         "SELECT e.public_id FROM enterprise e WHERE NOT EXISTS (SELECT 1 FROM application a JOIN caseload k "
                         "ON k.application_id = a.id AND k.agency_id = :agency WHERE a.enterprise_id = e.id) LIMIT 1"),
    "/o/coach/firm/{uscc}": Of("SELECT e.uscc FROM enterprise e JOIN body_place p ON p.division_code = e.division_code "
                               "AND p.agency_id = :agency LIMIT 1",
                               "SELECT e.uscc FROM enterprise e WHERE NOT EXISTS (SELECT 1 FROM body_place p "
                               "WHERE p.division_code = e.division_code AND p.agency_id = :agency) LIMIT 1"),
    "/o/coach/mail/{id}": Of("SELECT public_id FROM coach_mail WHERE agency_id = :agency",
                             "SELECT public_id FROM coach_mail WHERE agency_id <> :agency"),
    "/o/file/{id}": of_case("evidence", "JOIN application a ON v.owner_kind = 'application' AND a.id = v.owner_id"),
    "/o/list-file/{id}": of_case("(SELECT evidence AS public_id, submission_id FROM submission_list_file)",
                                 "JOIN submission s ON s.id = v.submission_id JOIN application a ON a.id = s.application_id"),
    "/o/cases/lift/{id}": Of("SELECT id FROM ban WHERE agency_id = :agency AND case_id IS NOT NULL",
                             "SELECT id FROM ban WHERE agency_id <> :agency"),
    "/o/case/{id}": Of(f"SELECT c.public_id FROM case_file c WHERE {IN_CASE}",
                       f"SELECT c.public_id FROM case_file c WHERE NOT {IN_CASE}"),
    "/o/case/{id}/{act}": Of(["opinion", "accept", "notify", "refuse", "serve", "draft", "confirm", "back", "answer", "settle", "redo"]),
    "/o/national/{id}": Of("SELECT public_id FROM case_national WHERE agency_id = :agency",
                           "SELECT public_id FROM case_national WHERE agency_id <> :agency"),
    "/o/national/{id}/{file}": Of(["letter.docx", "letter.pdf"]),
    "/o/circular/{id}": Of("SELECT c.public_id FROM circular c JOIN agency g ON g.id = :agency LEFT JOIN agency u ON u.id = g.parent_id "
                           "WHERE c.province_agency_id = g.id OR (c.state = 'issued' AND c.province_agency_id IN (g.parent_id, u.parent_id))",
                           "SELECT c.public_id FROM circular c JOIN agency g ON g.id = :agency LEFT JOIN agency u ON u.id = g.parent_id "
                           "WHERE c.province_agency_id <> g.id AND (c.state <> 'issued' OR c.province_agency_id NOT IN "
                           "(ifnull(g.parent_id, 0), ifnull(u.parent_id, 0)))"),
    "/o/circular/{id}/{act}": Of(["edit", "renew", "propose", "issue"]),
    "/o/circular/{id}/{paper}": Of(["circular.docx", "circular.pdf"]),
    "/news/{id}/paper/{paper}": Of("SELECT 'circular.pdf' FROM circular c JOIN announcement n ON n.id = c.announcement_id "
                                   "WHERE n.public_id = :before"),
    "/o/integrity/{id}": Of("SELECT public_id FROM enterprise WHERE :agency IN (county_agency_id, city_agency_id, province_agency_id) LIMIT 2",
                            "SELECT e.public_id FROM enterprise e WHERE NOT EXISTS (SELECT 1 FROM agency g WHERE g.id = :agency AND "
                            "g.id IN (ifnull(e.county_agency_id, 0), ifnull(e.city_agency_id, 0), ifnull(e.province_agency_id, 0))) AND NOT EXISTS "
                            "(SELECT 1 FROM application a JOIN caseload k ON k.application_id = a.id WHERE a.enterprise_id = e.id AND "
                            "k.agency_id = :agency) AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.enterprise_id = e.id) LIMIT 1"),
    "/o/case-file/{id}": Of(f"SELECT v.public_id FROM {CASE_PAPER} WHERE {IN_CASE}",
                            f"SELECT v.public_id FROM {CASE_PAPER} WHERE NOT {IN_CASE}"),
    "/e/objection/{id}": Of("SELECT public_id FROM objection_hearing WHERE enterprise_id = :enterprise",
                            "SELECT public_id FROM objection_hearing WHERE enterprise_id <> :enterprise LIMIT 1"),
    "/e/case/{id}": Of("SELECT public_id FROM case_file WHERE enterprise_id = :enterprise AND told_at > 0",
                       "SELECT public_id FROM case_file WHERE enterprise_id <> :enterprise OR told_at IS NULL"),
    "/e/case-file/{id}": Of(f"SELECT v.public_id FROM {CASE_PAPER} WHERE c.enterprise_id = :enterprise AND s.shown = 1 AND c.told_at > 0",
                            f"SELECT v.public_id FROM {CASE_PAPER} WHERE c.enterprise_id <> :enterprise OR s.shown = 0"),
    "/report/{code}": Of([REPORT_CODE]),
    "/o/voice/{id}": Of(f"SELECT v.public_id FROM voice v WHERE {IN_VOICE}", f"SELECT v.public_id FROM voice v WHERE NOT {IN_VOICE}"),
    "/o/voice/{id}/{act}": Of(["answer", "up", "down", "publish", "withdraw"]),
    "/o/voice-file/{id}": Of(f"SELECT f.public_id FROM {VOICE_PAPER} WHERE {IN_VOICE}", f"SELECT f.public_id FROM {VOICE_PAPER} WHERE NOT {IN_VOICE}"),
    "/e/voice/{id}": Of("SELECT public_id FROM voice WHERE enterprise_id = :enterprise",
                        "SELECT public_id FROM voice WHERE enterprise_id IS NOT :enterprise"),
    "/e/voice-file/{id}": Of(f"SELECT f.public_id FROM {VOICE_PAPER} WHERE v.enterprise_id = :enterprise",
                             f"SELECT f.public_id FROM {VOICE_PAPER} WHERE v.enterprise_id IS NOT :enterprise"),
    "/e/permission/{id}": Of("SELECT public_id FROM permission WHERE enterprise_id = :enterprise",
                             "SELECT public_id FROM permission WHERE enterprise_id <> :enterprise"),
    "/ask/receipt/{id}": Of("SELECT public_id FROM voice WHERE origin = 'public'"),
    "/o/photo/{id}": of_case("evidence", "JOIN site_check s ON v.owner_kind = 'site_check' AND s.id = v.owner_id "
                                         "JOIN application a ON a.id = s.application_id"),
}

# As they stand in the address. None of them is an object of anything.
HOSTILE = ["0", "-1", "99999999999999999999", "-9223372036854775808", "..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%00", "1%00",
           "1e3", "+1", "%201", "1%20", "0x1", "%EF%BC%91", "%FF%FE", "%27%20OR%201=1--", "%3Cscript%3E", "null", "x" * 200,
           "x" * 3000]

REFUSED = {400, 404, 414}

# What answers about any value: that there is no such number is the answer.
ANSWERS_ALL = {"/verify/{no}"}

# Forms that name a second object: sent empty they name none, and that is not found.
NAMES_ANOTHER = {"/o/identity/{id}/password": "whose password"}


# What answers with a piece of a page.
FRAGMENTS = ("/autosave",)


class Route:
    def __init__(self, line):
        self.method, self.pattern, roles, self.csrf, _, self.title = line.split("\t")
        self.roles = set(roles.split(","))
        self.keys = [self.pattern[:m.end()] for m in re.finditer(r"\{\w+\}", self.pattern)]

    def __str__(self):
        return f"{self.method} {self.pattern}"

    def address(self, values):
        values = iter(values)
        return urllib.parse.quote(re.sub(r"\{\w+\}", lambda _: str(next(values)), self.pattern), safe="/%+")


class Demo(lib.Site):
    """The demonstration's province in place of an empty one."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="tidu-routes-")
        self.path, self.now, self.config = os.path.join(self.dir, "t.db"), NOW, None
        self.process = self.port = None
        self.run("demo", "--enterprises", "150")


def add_what_the_demonstration_lacks(s):
    """An enterprise that waits for its body, papers beside a meeting, a visit, a list; experts of two provinces."""
    mime, size, digest = s.sql("SELECT mime, size, sha256 FROM evidence LIMIT 1")[0]
    serial = iter(range(1000))

    def file(kind, owner, slot, enterprise=None):
        name = f"route-file-{next(serial)}"
        s.insert("evidence", public_id=name, owner_kind=kind, owner_id=owner, slot=slot, filename="材料.pdf", mime=mime, size=size,
                 sha256=digest, enterprise_id=enterprise, uploaded_by=1, uploaded_at=0)
        return name

    county = s.one("SELECT agency_id FROM account WHERE login = 'demo-county'")
    city = s.one("SELECT agency_id FROM account WHERE login = 'demo-city-a'")
    top = s.one("SELECT agency_id FROM account WHERE login = 'demo-province-a'")
    elsewhere = s.one("SELECT agency_id FROM account WHERE login = 'demo-b-province-a'")
    for i, body in enumerate((county, None)):
        e = s.insert("enterprise", public_id=f"route-ent-{i}", uscc=lib.uscc("130102", 900 + i), name=f"某待核验企业{i}（虚构）",
                     division_code="130102", county_agency_id=body, city_agency_id=city, province_agency_id=top,
                     identity="pending", source="demo", created_at=0, updated_at=0)
        file("enterprise", e, "licence", e)
    # the certificate of a list needs its owner, an honour somebody who has one
    for i, login in enumerate(("demo-enterprise", "demo-enterprise2")):
        s.insert("list_item", public_id=f"route-honour-{i}", list="honours", kind="hightech", title="高新技术企业", number="GR1",
                 enterprise_id=s.one("SELECT enterprise_id FROM account WHERE login = ?", login), rank=0, level="", obtained="",
                 transferred_on="", granted_on="2025-01-01", valid_until="2027-12-31", related=0, applied=0, ground=0, created_at=0,
                 updated_at=0)
    for m, in s.sql("SELECT id FROM meeting"):
        file("meeting", m, "minutes")
    for c, in s.sql("SELECT id FROM site_check"):
        file("site_check", c, "photo")
    # visits and lists of files that a county has seen, too
    for n, a in s.sql("SELECT max(s.id), a.id FROM submission s JOIN application a ON a.id = s.application_id "
                      "GROUP BY a.county_agency_id, a.city_agency_id"):
        s.insert("submission_list_file", evidence=file("enterprise", 1, "ip", 1), submission_id=n)
        agency = s.one("SELECT city_agency_id FROM application WHERE id = ?", a)
        c = s.insert("site_check", application_id=a, agency_id=agency, state="done", planned_on="2026-11-01", inspector1="甲",
                     inspector2="乙", created_by=1, created_at=0, updated_at=0)
        file("site_check", c, "photo")
    a, code, name, batch = s.sql("SELECT a.id, e.uscc, e.name, a.batch_id FROM application a JOIN enterprise e ON e.id = a.enterprise_id "
                                 "WHERE a.submitted_at > 0 LIMIT 1")[0]
    for agency, account in ((top, "demo-province-a"), (elsewhere, "demo-b-province-a")):
        d = s.insert("draw", public_id=f"route-draw-{agency}", batch_id=batch, agency_id=agency, seq=1, title="一次抽查", state="frozen",
                     share_percent=10, secret="ab" * 32, commitment="cd" * 32, frame_hash="ef" * 32, count=1, frozen_at=1,
                     frozen_by=s.one("SELECT id FROM account WHERE login = ?", account))
        s.insert("draw_item", draw_id=d, seq=1, application_id=a, stratum="某市", code=code, name=name, compulsory="")
    for agency, login in ((top, "demo-province-a"), (elsewhere, "demo-b-province-a")):
        account = s.one("SELECT id FROM account WHERE login = ?", login)
        s.insert("rule_proposal", kind="procedure", rule="no-such", body=f"route-{agency}", agency_id=agency, path="legal_from", item="施行日期",
                 mark="未核实", vals='["2026-01-01"]', in_force="2099-01-01", source="某文件", reason="核对", proposed_by=account, proposed_at=0)
    add_inspections(s, top, elsewhere)
    add_cases(s, file)
    for i, (o, login) in enumerate(zip([o for o, in s.sql("SELECT id FROM objection WHERE id NOT IN (SELECT objection_id FROM objection_hearing) "
                                                          "ORDER BY id LIMIT 2")], ("demo-enterprise", "demo-enterprise2"))):
        s.insert("objection_hearing", objection_id=o, public_id=f"route-hearing-{i}", text="请说明", term_n=3, term_unit="working", due_at=lib.FAR,
                 enterprise_id=s.one("SELECT enterprise_id FROM account WHERE login = ?", login), asked_by=1, asked_at=0)
    add_voices(s, file)
    add_update(s, top, elsewhere)
    p = s.sql("SELECT batch_id, agency_id, days, unit, list_hash, contact, proposed_by FROM publicity LIMIT 1")[0]
    s.insert("publicity", public_id="route-proposed", batch_id=p[0], agency_id=p[1], level="city", title="尚未公示", state="proposed",
             days=p[2], unit=p[3], provisional=0, list_hash=p[4], contact=p[5], proposed_by=p[6], proposed_at=0)
    for i, agency in enumerate((top, top, top, elsewhere)):
        account = s.new_account(f"zj{i}", "expert", f"专家{i}")
        s.insert("expert", agency_id=agency, account_id=account, name=f"专家{i}", employer=f"研究院{i}", title="高工", fields="C",
                 division_code="", phone="", created_at=0, updated_at=0)


def add_inspections(s, top, elsewhere):
    """Checks of two enterprises of the demonstration after a draw, and one elsewhere; inspectors of three bodies."""
    titles = []
    for i, (e, code, name) in enumerate(s.sql("SELECT e.id, e.uscc, e.name FROM enterprise e JOIN account a ON a.enterprise_id = e.id "
                                              "WHERE a.login IN ('demo-enterprise', 'demo-enterprise2') ORDER BY a.login")):
        columns = [c for _, c, *_ in s.sql("PRAGMA table_info(title)")]
        row = dict(zip(columns, s.sql(f"SELECT {', '.join(columns)} FROM title WHERE uscc <> '' LIMIT 1")[0]))
        row.update(public_id=f"route-title-{i}", uscc=code, name=name, enterprise_id=e, application_id=None, certificate_no=f"ROUTE{i}")
        del row["id"]
        titles.append((s.insert("title", **row), code, name))
    titles += s.sql("SELECT id, uscc, name FROM title WHERE uscc <> '' ORDER BY id LIMIT 1")
    people = [s.sql("SELECT id, agency_id FROM account WHERE login = ?", f"demo-{x}")[0]
              for x in ("province-a", "city-a", "county", "b-province-a", "st-province-a")]
    pool = dict(s.sql("SELECT account_id, id FROM inspector"))  # the demonstration's own
    for i, (a, g) in enumerate(people):
        if a not in pool:
            pool[a] = s.insert("inspector", key=f"9{i:03}", keeper_id=g, account_id=a, added_by="甲", added_at=0)
    for agency, rows in ((top, titles[:2]), (elsewhere, titles[2:])):
        d = s.insert("draw", public_id=f"route-titles-{agency}", tier="innovative", edition="hebei-innovative-2024", agency_id=agency, seq=9,
                     title="一次集中抽查", state="drawn", share_percent=10, secret="ab" * 32, commitment="cd" * 32, frame_hash="ef" * 32,
                     count=len(rows), numbers="1", witnesses="甲；乙", rounds=1, frozen_at=1, drawn_at=1, frozen_by=1)
        for seq, (title, code, name) in enumerate(rows, 1):
            s.insert("draw_item", draw_id=d, seq=seq, title_id=title, stratum="某市", code=code, name=name, compulsory="", taken=1, done=1)
            s.insert("inspection", public_id=f"route-sheet-{agency}-{seq}", draw_id=d, seq=seq, turn=0, saved_at=1, done_at=1)
            s.insert("title_check", draw_id=d, seq=seq, title_id=title, done_on="2026-01-01", inspector1="甲", inspector2="乙",
                     enterprise_side="", findings="情况", result="fit", recorded_by=1, recorded_name="甲", recorded_at=1)
            for i, (a, g) in enumerate(people[:3] if agency == top else people[3:]):
                if seq == 1:
                    s.insert("draw_inspector", draw_id=d, key=f"9{i:03}", inspector_id=pool[a], account_id=a, name="甲", unit="某局", stratum="", place="")
                    s.insert("draw_duty", draw_id=d, seq=seq, key=f"9{i:03}", account_id=a)


def add_voices(s, file):
    """A demand with a paper, and something asked of each of two enterprises, and of one elsewhere."""
    firms = s.sql("SELECT e.id, e.name, e.county_agency_id, e.city_agency_id, e.province_agency_id FROM enterprise e "
                  "JOIN account a ON a.enterprise_id = e.id WHERE a.login IN ('demo-enterprise', 'demo-enterprise2') ORDER BY a.login")
    other = s.one("SELECT agency_id FROM account WHERE login = 'demo-b-province-a'")
    third = s.one("SELECT id FROM enterprise WHERE id NOT IN (?, ?) LIMIT 1", firms[0][0], firms[1][0])
    for i, (e, name, *bodies) in enumerate([*firms, (third, "某企业", other)]):
        bodies = [b for b in bodies if b]
        v = s.insert("voice", public_id=f"route-voice-{i}", no=f"SQ{i}", origin="enterprise", enterprise_id=e, name=name, phone="", may_publish=0,
                     kind="land", title="一件诉求", agency_id=bodies[0], state="waiting", raised_at=0, waiting_at=0, due_at=0)
        for b in bodies:
            s.insert("voice_scope", agency_id=b, voice_id=v)
        s.insert("permission", public_id=f"route-permission-{i}", enterprise_id=e, agency_id=bodies[0], purpose="publicity", on_date="2026-12-01",
                 what="一次报道", state="asked", asked_at=0, asked_by=1)
        file("voice", s.insert("voice_said", voice_id=v, party="asker", act="raise", text="情况说明", account_id=1, at=0), "raise")


def add_cases(s, file):
    """One that waits for its enterprise, one inside the bodies, one of another province; a ban of each province."""
    firms = s.sql("SELECT e.id, e.uscc, e.name, e.county_agency_id, e.city_agency_id, e.province_agency_id FROM enterprise e "
                  "JOIN account a ON a.enterprise_id = e.id WHERE a.login IN ('demo-enterprise', 'demo-enterprise2') ORDER BY a.login")
    other = s.one("SELECT agency_id FROM account WHERE login = 'demo-b-province-a'")
    rows = [("notice", firms[0], 1), ("province", firms[1], None), ("notice", (None, "x", "x", None, None, other), 1)]
    for i, (state, (e, code, name, county, city, province), told) in enumerate(rows):
        c = s.insert("case_file", public_id=f"route-case-{i}", no=f"CX{i}", kind="sanction", uscc=code, name=name, enterprise_id=e,
                     programme="innovative", edition="hebei-innovative-2024", ground="forgery", county_agency_id=county,
                     city_agency_id=city, province_agency_id=province, handler_agency_id=province, state=state, told_at=told,
                     due_at=lib.FAR, opened_by=1, opened_at=0)
        said = s.insert("case_statement", case_id=c, party="body", act="notify", text="拟作处理", shown=1 if told else 0, account_id=1,
                        agency_id=province, at=0)
        file("case", said, "notify")
        s.insert("case_national", case_id=c, public_id=f"route-letter-{i}", title_id=s.one("SELECT min(id) FROM title"), agency_id=province,
                 ministry="部", doc_no="报告〔2026〕1号", title="报告", body="正文", reported_on="2026-01-01", reported_at=0)
        if i == 1:
            s.insert("case_person", case_id=c, person="某", person_id="x", phone="1", secret_hash=hashlib.sha256(REPORT_CODE.encode()).hexdigest())
        s.insert("ban", uscc=code, programmes="innovative", cause="数据造假", clause="第十六条", from_on="2026-01-01", to_on="2028-12-31",
                 agency_id=province, case_id=c, created_by=1, created_at=lib.instant(NOW))


def add_update(s, *bodies):
    """A year's update that is under way: owed by enterprises with accounts, or by somebody of another province."""
    firms = s.sql("SELECT e.id, e.name, e.uscc, e.county_agency_id, e.city_agency_id FROM enterprise e JOIN account a "
                  "ON a.enterprise_id = e.id WHERE a.login IN ('demo-enterprise', 'demo-enterprise2') ORDER BY a.login")
    title = s.one("SELECT id FROM title ORDER BY id LIMIT 1")
    for body, edition in zip(bodies, ("hebei-innovative-2024", "henan-innovative-2023")):
        r = s.insert("update_round", window_id="route", edition=edition, kind="update", programme="innovative", holders="innovative",
                     province_agency_id=body, year=2026, opens_on="2026-11-01", closes_on="2026-12-31",
                     ends_at=lib.instant("2027-01-01T00:00:00+08:00"), clause="每年更新", effect="recheck_lost", state="open", reminded=1,
                     opened_at=0)
        for i, (e, name, code, county, city) in enumerate(firms if body == bodies[0] else []):
            s.insert("update_duty", round_id=r, title_id=title + i, enterprise_id=e, name=name, uscc=code, county_agency_id=county,
                     city_agency_id=city, province_agency_id=body, state="due")


def add_report(s):
    """A file of the programme that asks for a written report, with an enterprise of the demonstration."""
    e, city, top = s.sql("SELECT e.id, e.city_agency_id, e.province_agency_id FROM enterprise e JOIN account a ON a.enterprise_id = e.id "
                         "WHERE a.login = 'demo-enterprise'")[0]
    batch = s.one("SELECT id FROM batch WHERE edition = ?", test_expert.EDITION)
    std = s.one("SELECT hash FROM rulebook WHERE kind = 'standard' AND id = 'leader-2023'")
    s.insert("application", public_id="route-report", no="", enterprise_id=e, batch_id=batch, edition=test_expert.EDITION,
             standard="leader-2023", standard_hash=std, year=2026, state="draft", city_agency_id=city, province_agency_id=top,
             holder="enterprise", due_at=0, result="", route="", truth_signed=0, created_at=0, updated_at=0, submitted_at=0)


def add_comparisons(s):
    """What each county and city has before it was compared with the originals."""
    for sub, in s.sql("SELECT max(id) AS n FROM submission GROUP BY application_id HAVING n NOT IN (SELECT submission_id FROM comparison) "
                      "LIMIT 200"):
        s.insert("comparison", submission_id=sub, agency_id=s.one("SELECT agency_id FROM account WHERE login = 'demo-county'"), account_id=1,
                 person="甲", items='[{"title":"营业执照","verdict":"ok","note":"","files":[]}]', at=0)


def add_yearly(s):
    """A yearly report that is sent, one that is not, of two provinces."""
    form = json.dumps({"due": "12-20", "opens": "11-01", "level": "city", "title": "{body}{year}年度总结", "clause": "于12月20日前报送",
                       "sections": [{"id": "overview", "title": "总体情况", "text": "已公告 {listed} 家"}]})
    for edition, top in (("hebei-innovative-2024", "miit-130000"), ("hebei-tech-2021", "st-130000"), ("henan-innovative-2023", "miit-410000")):
        province = s.one("SELECT id FROM agency WHERE code = ?", top)
        r = s.insert("yearly_round", public_id=f"route-yearly-{province}", programme="route", edition=edition, province_agency_id=province,
                     year=2026, due_on="2026-12-20", ends_at=lib.FAR, form=form, opened_at=0)
        cities = s.sql("SELECT id FROM agency WHERE parent_id = ? AND level = 'city' ORDER BY sort, id", province)
        for i, (city,) in enumerate(cities):
            signed = {} if i else {"state": "sent", "sent_at": 1, "proposed_by": s.new_account(f"route-one-{city}", "city", "甲", agency=city),
                                   "confirmed_by": s.new_account(f"route-two-{city}", "city", "乙", agency=city)}
            s.insert("yearly_report", public_id=f"route-yearly-{province}-{city}", round_id=r, agency_id=city, province_agency_id=province,
                     texts='{"overview":"好 {listed}"}', saved_at=1, **signed)


def add_surveys(s):
    """One of each province's body; each enterprise of the demonstration answers its own province's."""
    form = json.dumps({"months": [12], "questions": [{"id": "staff", "label": "职工总数", "type": "integer"}]}, ensure_ascii=False)
    for agency, edition in s.sql("SELECT id, code FROM agency WHERE level = 'province' AND line IN ('miit', 'st')"):
        n = s.insert("survey", public_id=f"route-survey-{agency}", edition=edition, province_agency_id=agency, title="季度调查",
                     first_on="2026-11-01", last_on="2026-11-30", closes_at=lib.FAR, form=form, opened_at=0)
        for e, city in s.sql("SELECT e.id, e.city_agency_id FROM enterprise e JOIN account a ON a.enterprise_id = e.id "
                             "WHERE e.province_agency_id = ? GROUP BY e.id", agency):
            s.insert("survey_due", survey_id=n, enterprise_id=e, province_agency_id=agency, city_agency_id=city, county_agency_id=0)


def make_panel(s):
    """Through the pages: its first two experts have files."""
    lead = types.SimpleNamespace(site=s, batch=s.one("SELECT id FROM batch WHERE edition = ?", test_expert.EDITION))
    experts = [str(i) for i, in s.sql("SELECT id FROM expert ORDER BY id LIMIT 3")]
    path = f"/o/panel/{lead.batch}"
    b = s.session(s.one("SELECT id FROM account WHERE login = 'demo-province-a'"))
    page = b.submit(b.get(path), "/form", {"ends_on": "2026-12-10", "experts": experts}, ("act", "form"))
    assert page.status == 200, page.words[:500]
    s.sql("UPDATE panel_expert SET declared_at = 1")
    page = b.submit(b.get(path + "/assign"), "/assign", button=("act", "assign"))
    assert page.status == 200 and s.one("SELECT count(*) FROM panel_sheet") > 2, page.words[:500]


class Person:
    def __init__(self, site, name):
        self.site, self.name = site, name
        self.role, sql = PEOPLE[name]
        self.account = site.one(sql) if sql else None
        assert self.account or not sql, f"nobody is {name}: {sql}"
        row = site.sql("SELECT enterprise_id, agency_id FROM account WHERE id = ?", self.account) if sql else []
        self.scope = {"account": self.account, "enterprise": row[0][0] if row else None, "agency": row[0][1] if row else None}
        self.sign_in()

    def sign_in(self):
        self.b = self.site.session(self.account) if self.account else lib.Browser(self.site)
        page = self.b.get("/me" if self.account else "/login")
        self.csrf = next(v for f in page.forms for n, v in f.fields if n == "_csrf")

    def ask(self, route, values, token=True):
        path = route.address(values)
        if route.method == "GET":
            return self.b.request("GET", path)
        fields = {"_once": secrets.token_urlsafe(16), "version": "1"}
        if token:
            fields["_csrf"] = self.csrf if token is True else token
        return self.b.post(path, fields, follow=False)

    def select(self, what, before):
        if what is None:
            return []
        if not isinstance(what, str):
            return list(what)
        return [r[0] for r in self.site.reader.execute(what, {**self.scope, "before": before}).fetchall() if r[0] is not None]


class Routes:
    def __init__(self):
        s = self.site = Demo()
        add_what_the_demonstration_lacks(s)
        add_surveys(s)
        add_yearly(s)
        s.new_batch(edition=test_expert.EDITION, opens="2026-07-20", deadline="2026-10-30", year=2026)
        test_expert.Expert.files(types.SimpleNamespace(site=s, batch=s.one("SELECT id FROM batch WHERE edition = ?", test_expert.EDITION)))
        add_report(s)
        add_comparisons(s)
        s.start()
        make_panel(s)
        s.reader = lib.sqlite3.connect(s.path, timeout=10)  # kept: to open one costs more than what is asked
        self.before = self.answers_of_check()  # rows were put in by hand
        r = subprocess.run([lib.TIDU, "routes"], capture_output=True, text=True, timeout=60)
        assert r.returncode == 0, r.stderr
        self.routes = [Route(line) for line in r.stdout.splitlines()[1:]]
        known = {role for role, _ in PEOPLE.values()}
        new = {role for route in self.routes for role in route.roles} - known
        assert not new, f"roles without anybody in PEOPLE of this test: {sorted(new)}; add who has it"
        self.people = [Person(s, name) for name in PEOPLE]
        self.wrong = []

    def kind(self, route, key):
        # What only one level may use can have other objects than the address alone says.
        return OBJECTS.get(route.pattern) if len(route.keys) == 1 and route.pattern in OBJECTS else OBJECTS[key]

    def samples(self, route, person):
        """Lists of values that this person may open."""
        out = [[]]
        for key in route.keys:
            out = [v + [x] for v in out for x in person.select(self.kind(route, key).own, v[-1] if v else None)]
        return out

    def note(self, ok, person, path, page, wanted):
        """A page, also one that refuses, has one heading and nothing that was not filled in."""
        if "text/html" in (page.header("Content-Type") or ""):
            text, flaws = page.text, []
            if text.count("<h1") != 1 and not str(path).endswith(FRAGMENTS):
                flaws.append(f"{text.count('<h1')} headings <h1>")
            flaws += [f"the text {x}" for x in re.findall(r"\(null\)|\{\d\}|\{\{.{0,20}", text)]
            if flaws:
                self.wrong.append(f"{person.name}: {path} ({page.status}) has {', '.join(flaws[:3])}")
        if not ok:
            self.wrong.append(f"{person.name}: {path} answers {page.status}, wanted {wanted}: {page.words[:120]}")

    def judge(self):
        wrong, self.wrong = self.wrong, []
        assert not wrong, f"{len(wrong)} wrong answers\n  " + "\n  ".join(wrong[:60])

    def allowed(self, route):
        """Who may call it; a route that is open to all is tried by a visitor and one of each trade."""
        if PUBLIC in route.roles:
            return [p for p in self.people if p.name in ("visitor", "filler", "city", "admin")]
        return [p for p in self.people if p.role in route.roles]

    # --- the table itself
    def test_every_placeholder_is_known(self):
        missing = sorted({f"  {key!r}: Of(own, foreign),   # {route}"
                          for route in self.routes for key in route.keys if key not in OBJECTS})
        assert not missing, "add to OBJECTS of tests/scenario/test_routes.py whose objects these are:\n" + "\n".join(missing)
        used = {key for route in self.routes for key in route.keys} | {route.pattern for route in self.routes}
        assert not set(OBJECTS) - used, f"no route has {sorted(set(OBJECTS) - used)} any more"
        assert len(self.routes) == len({(r.method, re.sub(r'\{\w+\}', '{}', r.pattern)) for r in self.routes})

    def test_without_token_only_what_says_so(self):
        free = {r.pattern for r in self.routes if r.method == "POST" and r.csrf != "csrf"}
        assert free <= {"/calc/{tier}", "/calc/{tier}/explanation.json"}, f"a POST without protection needs a reason here: {free}"

    # --- who
    def test_L3_every_other_role_is_refused(self):
        n = 0
        for route in self.routes:
            values = ["1"] * len(route.keys)
            for p in self.people:
                if PUBLIC in route.roles or p.role in route.roles:
                    continue
                page, n = p.ask(route, values), n + 1
                if p.account:
                    self.note(page.status == 403, p, route, page, 403)
                elif route.method == "GET":
                    at = page.header("Location") or ""
                    self.note(page.status == 303 and at.startswith("/login?next="), p, route, page, "303 to /login")
                else:
                    self.note(page.status in (401, 403), p, route, page, "401 or 403")
        assert n > 500, n
        self.judge()

    def test_post_needs_the_token_of_its_own_session(self):
        n = 0
        for route in self.routes:
            if route.method != "POST" or route.csrf != "csrf":
                continue
            for p in self.allowed(route):
                values = (self.samples(route, p) or [["1"] * len(route.keys)])[0]
                other = next(q for q in self.people if q is not p)
                for token in (False, other.csrf, "", p.csrf[:-1]):
                    page, n = p.ask(route, values, token), n + 1
                    self.note(page.status == 403, p, f"{route.method} {route.address(values)} with token {str(token)[:8]!r}", page, 403)
        assert n > 200, n
        self.judge()

    # --- what
    def test_L3_objects_of_others_are_not_found(self):
        n = 0
        for route in self.routes:
            for at, key in enumerate(route.keys):
                kind, tried = self.kind(route, key), 0
                if kind.foreign is None:
                    continue
                for p in self.allowed(route):
                    before = next((v[:at] for v in self.samples(route, p) if len(v) >= at), None) if at else []
                    if before is None:
                        continue
                    for x in p.select(kind.foreign, before[-1] if before else None):
                        rest = [str((p.select(self.kind(route, k).own, x) or ["1"])[0]) for k in route.keys[at + 1:]]
                        page = p.ask(route, [*before, x, *rest])
                        tried += 1
                        # A form without its fields may be refused before anything is looked for: then what is not there
                        # gets the very same answer.
                        unread = page.status == 400 and route.method == "POST" and \
                            p.ask(route, [*before, "999999999", *rest]).status == 400
                        self.note(page.status == 404 or unread, p, f"{route.method} {route.address([*before, x, *rest])}", page, 404)
                assert tried, f"{route}: there is nothing of others to try {key} with; the demonstration has changed, mend OBJECTS"
                n += tried
        assert n > 200, n
        self.judge()

    def test_values_that_are_no_object(self):
        n = 0
        for route in self.routes:
            refused = REFUSED | ({200} if route.pattern in ANSWERS_ALL else set())
            for at, _ in enumerate(route.keys):
                for p in self.allowed(route):
                    if p.name.endswith(("-2", "-elsewhere", "-st")):
                        continue
                    before = next((v[:at] for v in self.samples(route, p) if len(v) >= at), ["1"] * at)
                    for x in HOSTILE:
                        values = [*before, x, *["1"] * (len(route.keys) - at - 1)]
                        page, n = p.ask(route, values), n + 1
                        self.note(page.status in refused, p, f"{route.method} {route.address(values)[:100]}", page, refused)
        assert n > 1500, n
        self.judge()

    # --- that what is allowed works
    def test_own_objects_open(self):
        for route in self.routes:
            if route.method != "GET":
                continue
            opened, seen = 0, []
            for p in self.allowed(route):
                for values in self.samples(route, p):
                    page = p.ask(route, values)
                    seen.append((p.name, route.address(values), page.status))
                    opened += page.status in (200, 303)
                    # not every page fits every state of an object; what needs no object is there for everybody of the role
                    fits = (200, 303, 404, 409, 422) if values else (200, 303)
                    self.note(page.status in fits, p, route.address(values), page, fits)
            if not opened:
                self.wrong.append(f"nobody can open {route}: {seen[:6]}")
        self.judge()

    def test_empty_forms_get_an_answer(self):
        for route in sorted(self.routes, key=lambda r: r.pattern == "/logout"):
            if route.method != "POST":
                continue
            found, seen = 0, []
            for p in self.allowed(route):
                for values in self.samples(route, p):
                    page = p.ask(route, values)
                    seen.append((p.name, route.address(values), page.status))
                    found += page.status != 403 and (page.status != 404 or not route.keys or route.pattern in NAMES_ANOTHER)
                    self.note(page.status in (200, 303, 400, 403, 404, 409, 413, 415, 422), p, f"POST {route.address(values)}", page,
                              "no fault")
                    if p.account and p.b.request("GET", "/me").status != 200:
                        p.sign_in()
            if not found:
                self.wrong.append(f"nobody can send {route}: {seen[:6]}")
        self.judge()

    def answers_of_check(self):
        """What `tidu check` finds wrong, without its last line of counts."""
        lines = self.site.offline("check", timed=False, ok=False).stdout.splitlines()
        return {x for x in lines if x and not x.startswith("核对")}

    def test_the_chain_of_all_that_holds(self):
        """Nothing that anybody sent broke the log, the evidence or what must hold."""
        new = self.answers_of_check() - self.before
        assert not new, sorted(new)[:20]


if __name__ == "__main__":
    lib.run(Routes)
