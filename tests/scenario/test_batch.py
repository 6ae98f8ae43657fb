#!/usr/bin/env python3
"""From the decision to the published list, through the real program: meeting, publicity, objections,
recommendation and its papers, the province, announcement and certificates, targets, the clock.

usage: test_batch.py [PATH_TO_TIDU] [NAME …]
"""
# san
import base64
import csv
import hashlib
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_review import Review  # noqa: E402

MICRO = 10 ** 6
# Two counties of one name in two cities: the list must tell them apart.
PLACES = {"石家庄市桥西区": "130104", "石家庄市长安区": "130102", "石家庄市新华区": "130105"}
OBJECTOR = {"person": "赵异议", "person_id": "11010519491231002X", "phone": "139 1234 5678",
            "content": "该企业申报的研发费用与实际情况不符，请核实。"}
MEETING = {"held_on": "2023-02-06", "place": "三楼会议室", "chair": "王主持", "participants": "王主持、李处长，张干部\n钱干部",
           "minutes": "对照评价标准逐家研究，形成一致意见。"}
ANNOUNCED = "冀工信企业[2023]12号"
HEADS = ["序号", "企业名称", "企业统一社会信用代码", "所在市县（区）", "是否符合直通条件", "评分"]


def instant(text):
    return lib.instant(text)


class Batch:
    def __init__(self):
        self.hands = Review()
        self.site = self.hands.site
        self.a, self.b, self.stranger = self.hands.city, self.hands.colleague, self.hands.stranger
        self.province, self.county = self.hands.province, self.hands.county
        self.public = self.site.browser()
        self.serial = 5000
        self.batch = self.site.one("SELECT id FROM batch WHERE year = 2023 AND no = 1")

    # --- hands -----------------------------------------------------------------------------------
    def rows(self, n, state="decide", batch=None, city="miit-130100"):
        """n files in a state, as review leaves them; their own way there is test_review's matter."""
        def work():
            site, out = self.site, []
            std = site.one("SELECT hash FROM rulebook WHERE kind = 'standard' AND id = 'innovative-2022'")
            body = site.one("SELECT id FROM agency WHERE code = ?", city)
            top = site.one("SELECT parent_id FROM agency WHERE id = ?", body)
            db = sqlite3.connect(site.path, timeout=10)
            for i in range(n):
                self.serial += 1
                name = f"批次测试{self.serial:05d}有限公司"
                area, division = list(PLACES.items())[i % len(PLACES)]
                code, direct, score = lib.uscc(division, self.serial), i % 4 == 0, (60 + i % 40) * MICRO + (MICRO // 2 if i % 2 else 0)
                e = db.execute("INSERT INTO enterprise (public_id, uscc, name, division_code, city_agency_id, province_agency_id,"
                               " identity, source, created_at, updated_at) VALUES (?,?,?,?,?,?,'verified','register',0,0)",
                               (f"be{self.serial}", code, name, division, body, top)).lastrowid
                app = f"ba{self.serial}"
                a = db.execute("INSERT INTO application (public_id, no, enterprise_id, batch_id, edition, standard, standard_hash, year,"
                               " state, city_agency_id, province_agency_id, holder, due_at, score_min, score_max, result, route,"
                               " truth_signed, created_at, updated_at, submitted_at)"
                               " VALUES (?,?,?,?,'hebei-innovative-2023','innovative-2022',?,2023,?,?,?,'city',0,?,?,'pass',?,1,0,0,1)",
                               (app, f"N{self.serial}", e, batch or self.batch, std, state, body, top, score, score,
                                "direct" if direct else "score")).lastrowid
                for agency in (body, top):
                    db.execute("INSERT INTO caseload (agency_id, state, due_at, application_id, public_id, batch_id, county_agency_id,"
                               " city_agency_id, name, uscc, area, score, route, submitted_at) VALUES (?,?,0,?,?,?,0,?,?,?,?,?,?,1)",
                               (agency, state, a, app, batch or self.batch, body, name, code, area, score,
                                "direct" if direct else "score"))
                out.append({"app": app, "name": name, "uscc": code, "area": area, "direct": direct, "score": score, "id": a})
            db.commit()
            db.close()
            return out
        return self.site.quiet(work)

    def clear(self):
        """Nothing of an earlier test stands in the way of the next."""
        def work():
            self.site.sql("UPDATE publicity SET state = 'cancelled' WHERE state = 'proposed'")
            self.site.sql("UPDATE publicity SET state = 'closed' WHERE state = 'open'")
            self.site.sql("UPDATE recommendation SET state = 'cancelled' WHERE state = 'proposed'")
            for table, more in (("caseload", ""), ("application", ", live = 0")):
                self.site.sql(f"UPDATE {table} SET state = 'withdrawn'{more} WHERE state NOT IN ('listed', 'refused', 'lapsed')")
            self.site.sql("UPDATE batch SET state = CASE no WHEN 1 THEN 'open' ELSE 'planned' END WHERE year = 2023")
        self.site.now = "2023-02-06T10:00:00+08:00"
        self.site.quiet(work)
        self.public = self.site.browser()

    def states(self, files):
        marks = ",".join("?" * len(files))
        return dict(self.site.sql(f"SELECT public_id, state FROM application WHERE public_id IN ({marks})", *[f["app"] for f in files]))

    def hub(self, who):
        return who.get(f"/o/batch/{self.batch}")

    def meeting(self, except_=None, head=None):
        """Through both pages; `except_`: {file: (outcome, note)}."""
        path = f"/o/batch/{self.batch}/meeting"
        page = self.a.submit(self.a.get(path), "/meeting", {**MEETING, **(head or {}), "except": list(except_ or {})}, ("act", "preview"))
        same(page.status, 200, page.words[:400])
        values = {}
        for file, (outcome, note) in (except_ or {}).items():
            values[f"outcome-{file}"], values[f"note-{file}"] = outcome, note
        return page, self.a.submit(page, "/meeting", values, ("act", "record"))

    def proposed(self, who=None):
        who = who or self.a
        page = who.submit(who.get(f"/o/batch/{self.batch}/publicity"), "/publicity", {"contact": "市工信局中小企业处 0311-8000000"})
        assert page.url.startswith("/o/publicity/"), page.words[:400]
        return page

    def opened(self):
        page = self.proposed()
        r = self.b.submit(self.b.get(page.url), "/confirm", button=("act", "confirm"))
        assert "已开始公示" in r.words, r.words[:400]
        return page.url.rsplit("/", 1)[1]

    def object(self, publicity, seq, follow=True, **more):
        page = self.public.get(f"/publicity/{publicity}/object?seq={seq}")
        return self.public.submit(page, "/object", {**OBJECTOR, "seq": str(seq), **more}, ("act", "object"), follow)

    def to_recommend(self, n):
        """n files that have been through publicity; the clock stands after the window."""
        files = self.rows(n, "pub_wait")
        self.opened()
        self.site.at("2023-02-14T09:00:00+08:00")
        return files

    def sent(self, files=None):
        page = self.a.submit(self.a.get(f"/o/batch/{self.batch}/recommend"), "/recommend", {"doc_no": "石工信[2023]7号"})
        assert page.url.startswith("/o/recommendation/"), page.words[:600]
        r = self.b.submit(self.b.get(page.url), "/confirm", button=("act", "confirm"))
        assert "已正式推荐" in r.words, r.words[:400]
        return page.url

    # --- the collective decision ---------------------------------------------------------------------
    def A6_meeting_needs_date_chair_three_people_and_minutes(self):
        self.clear()
        self.rows(3)
        path = f"/o/batch/{self.batch}/meeting"
        r = self.a.submit(self.a.get(path), "/meeting", {**MEETING, "chair": "", "minutes": "短"}, ("act", "preview"))
        same(r.status, 422)
        assert 'href="#chair"' in r.text and 'href="#minutes"' in r.text
        assert 'value="三楼会议室"' in r.text, "what was typed stays"
        for wrong, words in (({"participants": "王主持、李处长"}, "三位"), ({"participants": "王主持、王主持，王主持"}, "三位"),
                             ({"held_on": "2023-02-07"}, "不能晚于今天")):
            page = self.a.submit(self.a.get(path), "/meeting", {**MEETING, **wrong}, ("act", "preview"))
            r = self.a.submit(page, "/meeting", {}, ("act", "record"))
            same(r.status, 422, words)
            assert words in r.words, r.words[:400]
        same(self.site.one("SELECT count(*) FROM meeting"), 0)

    def A6_meeting_decides_all_but_the_named_exceptions(self):
        self.clear()
        files = self.rows(8)
        no, back, later = files[1]["app"], files[2]["app"], files[3]["app"]
        # An exception without a reason is refused, with everything typed kept.
        page, r = self.meeting({no: ("no", "不符"), back: ("back", "研发费用需要重新核对")})
        same(r.status, 422)
        assert "写明依据的条款和事实" in r.words and "研发费用需要重新核对" in r.text
        page, r = self.meeting({no: ("no", "第九条：知识产权不属于本企业"), back: ("back", "研发费用需要重新核对"), later: ("later", "")})
        assert "将同意 5 家，例外 3 家" in page.words, page.words[:400]
        assert "同意 5 家，不同意 1 家，退回重审 1 家" in r.words, r.words[:400]
        now = self.states(files)
        same(now[no], "refused")
        same(now[back], "city")
        same(now[later], "decide")
        same(sorted(now.values()), ["city", "decide"] + ["pub_wait"] * 5 + ["refused"])
        record = self.a.get(self.hub(self.a).text and next(h for h in self.hub(self.a).links() if h.startswith("/o/meeting/")))
        for words in ("三楼会议室", "王主持、李处长、张干部、钱干部", "第九条：知识产权不属于本企业"):
            assert words in record.words, words
        # Another city neither sees the record nor the batch's files.
        same(self.stranger.get(record.url).status, 404)
        same(self.province.get(record.url).status, 200)
        same(self.county.get(record.url).status, 403)

    def A6_meeting_on_a_list_that_changed_is_asked_again(self):
        self.clear()
        self.rows(2)
        path = f"/o/batch/{self.batch}/meeting"
        page = self.a.submit(self.a.get(path), "/meeting", MEETING, ("act", "preview"))
        more = self.rows(1)
        r = self.a.submit(page, "/meeting", {}, ("act", "record"))
        same(r.status, 409)
        assert "发生了变化" in r.words and "将同意 3 家" in r.words, r.words[:500]
        same(self.states(more)[more[0]["app"]], "decide")
        r = self.a.submit(r, "/meeting", {}, ("act", "record"))
        assert "同意 3 家" in r.words, r.words[:300]

    def A6_meeting_keeps_the_signed_minutes(self):
        self.clear()
        self.rows(1)
        path = f"/o/batch/{self.batch}/meeting"
        page = self.a.submit(self.a.get(path), "/meeting", MEETING, ("act", "preview"))
        r = self.a.upload(page, "/meeting", "minutes_file", [("纪要.pdf", b"not a pdf")], {"act": "record"})
        same(r.status, 422, "what is no PDF")
        r = self.a.upload(page, "/meeting", "minutes_file", [("纪要.pdf", lib.pdf("minutes"))], {"act": "record"})
        same(r.status, 200, r.words[:300])
        record = self.a.get(next(h for h in r.links() if h.startswith("/o/meeting/")))
        link = next(h for h in record.links() if h.startswith("/o/attachment/"))
        file = self.b.get(link)
        same(file.body, lib.pdf("minutes"))
        assert "attachment" in file.header("Content-Disposition")
        same(self.stranger.get(link).status, 404)

    # --- publicity -----------------------------------------------------------------------------------
    def A6_publicity_is_opened_by_a_second_person(self):
        self.clear()
        files = self.rows(3, "pub_wait")
        page = self.proposed()
        same(set(self.states(files).values()), {"pub_wait"})
        # Not by the one who proposed, not by another city, not by the province; not before it is opened for the public.
        assert not page.has_form("/confirm") and "另一人" in page.words
        token = dict(page.form("/cancel").fields)["_csrf"]
        url = page.url
        r = self.a.post(url + "/confirm", {"_csrf": token, "version": "1"}, follow=False)
        same(r.status, 403)
        assert "另一人确认" in r.words
        foreign = dict(self.stranger.get("/o/batch").form("/logout").fields)["_csrf"]
        same(self.stranger.post(url + "/confirm", {"_csrf": foreign, "version": "1"}, follow=False).status, 404)
        above = dict(self.province.get("/o/batch").form("/logout").fields)["_csrf"]
        same(self.province.post(url + "/confirm", {"_csrf": above, "version": "1"}, follow=False).status, 404)
        same(self.public.get(url.replace("/o/", "/")).status, 404)
        same(self.stranger.get(url).status, 404)
        # A second list cannot be proposed beside it.
        r = self.b.get(f"/o/batch/{self.batch}/publicity")
        r = self.b.submit(r, "/publicity", {"contact": "0311-8000000"}, follow=False)
        same(r.status, 409)
        confirm = self.b.get(url)
        stale = self.b.submit(confirm, "/confirm", {"version": "7"}, ("act", "confirm"), follow=False)
        same(stale.status, 409)
        r = self.b.submit(self.b.get(url), "/confirm", button=("act", "confirm"))
        assert "3 家企业已开始公示" in r.words, r.words[:300]
        same(set(self.states(files).values()), {"pub_city"})
        # Posted on Monday the 6th, counted from the 7th, five days end on Saturday the 11th, so on Monday the 13th.
        same(self.site.sql("SELECT posted_on, first_on, last_on, ends_at, provisional FROM publicity WHERE public_id = ?",
                           url.rsplit("/", 1)[1]),
             [("2023-02-06", "2023-02-07", "2023-02-13", instant("2023-02-14T00:00:00+08:00"), 0)])

    def A6_publicity_proposal_is_withdrawn_and_its_list_is_free_again(self):
        self.clear()
        files = self.rows(2, "pub_wait")
        page = self.proposed()
        r = self.a.submit(page, "/cancel", {"reason": ""}, ("act", "cancel"))
        same(r.status, 422)
        r = self.a.submit(page, "/cancel", {"reason": "名单需要补充"}, ("act", "cancel"))
        assert "已撤回" in r.words
        more = self.rows(1, "pub_wait")
        page = self.proposed(self.b)
        assert "3 家" in page.words
        same(set(self.states(files + more).values()), {"pub_wait"})

    def A6_publicity_list_never_changes_once_frozen(self):
        self.clear()
        files = self.rows(4, "pub_wait")
        p = self.opened()
        page = self.public.get(f"/publicity/{p}")
        same(page.status, 200)
        listed = self.public.get(f"/publicity/{p}/list.txt").body
        digest = hashlib.sha256(listed).hexdigest()
        assert digest in page.words, "the hash on the page is that of the file"
        lines = [line.split("\t") for line in listed.decode().rstrip("\n").split("\n")]
        same([line[0] for line in lines], ["1", "2", "3", "4"])
        same(sorted(line[1] for line in lines), sorted(f["name"] for f in files))
        for f in files:
            assert f["name"] in page.words and f["area"] in page.words
        assert "评分" not in page.words and "直通" not in page.words, "no more than is needed"

        def work():
            for text in ("UPDATE publicity_item SET name = 'x'", "UPDATE publicity_item SET seq = seq + 1", "DELETE FROM publicity_item",
                         "UPDATE publicity SET list_hash = 'x' WHERE state = 'open'",
                         "UPDATE publicity SET ends_at = ends_at - 1 WHERE state = 'open'",
                         "INSERT INTO publicity_item (publicity_id, seq, application_id, name, uscc, area, direct, score) "
                         "SELECT publicity_id, 99, application_id, 'x', '', '', 0, 0 FROM publicity_item LIMIT 1"):
                try:
                    self.site.sql(text)
                except sqlite3.IntegrityError as e:
                    assert "frozen" in str(e), e
                else:
                    raise AssertionError(f"went through: {text}")
        self.site.quiet(work)
        same(self.public.get(f"/publicity/{p}/list.txt").body, listed)

    def A6_a_list_of_thousands_is_shown_in_parts_and_kept_whole(self):
        """Every page bounded, every enterprise on exactly one of them; hash, files and acts are of all."""
        n = 3050
        self.clear()
        names = sorted(f["name"] for f in self.rows(n, "pub_wait"))

        def walk(who, path):
            """The names of all pages from the first on; how many pages there were."""
            seen, pages, next_one = [], 0, path
            while next_one:
                page = who.get(next_one)
                assert page.status == 200 and len(page.body) < 400_000, (next_one, page.status, len(page.body))
                seen += re.findall(r">(批次测试\d+有限公司)<", page.text[page.text.index("<table"):])
                pages += 1
                more = re.search(r'href="([^"]+)" rel="next"', page.text)
                next_one = more and more.group(1).split("#")[0]
            return seen, pages

        seen, pages = walk(self.a, f"/o/batch/{self.batch}/publicity")
        same((sorted(seen), pages), (names, 61), "before it is proposed")
        p = self.opened()
        for who, path in ((self.public, f"/publicity/{p}"), (self.a, f"/o/publicity/{p}")):
            seen, pages = walk(who, path)
            same((sorted(seen), pages), (names, 61), path)
        for asked, first in (("0", 1), ("-3", 1), ("x", 1), ("2", 51), ("61", 3001), ("62", 3001), ("99999999999999999999", 1)):
            page = self.public.get(f"/publicity/{p}?page={asked}")
            assert f"本页第 {first} 至" in page.words and f"对 {first} 号提出异议" in page.words, (asked, first)
        listed = self.public.get(f"/publicity/{p}/list.txt").body
        same(listed.count(b"\n"), n)
        assert hashlib.sha256(listed).hexdigest() in self.public.get(f"/publicity/{p}?page=3").words
        book = self.public.get(f"/publicity/{p}/list.xlsx")
        with zipfile.ZipFile(io.BytesIO(book.body)) as z:
            sheet = z.read("xl/worksheets/sheet1.xml").decode()
            text = sheet + "".join(z.read(x).decode() for x in z.namelist() if "sharedStrings" in x)
        same(sorted(set(re.findall(r"批次测试\d+有限公司", text))), names)
        self.site.at("2023-02-14T09:00:00+08:00")
        page = self.a.get(f"/o/batch/{self.batch}/recommend?page=61")
        same(page.text[page.text.index("<table"):].count("批次测试"), 50)
        sent = self.sent()
        same(sorted(walk(self.a, sent)[0]), names)
        seen, pages = walk(self.province, sent)
        same((sorted(seen), pages), (names, 16))
        form = next(f for f in self.province.get(sent + "?page=2").forms if "all" in dict(f.fields))
        r = self.province.post(form.action, form.fields + [("act", "approve")])
        assert f"将办理的企业 {n} 家，这里列出前 50 家" in r.words and len(r.body) < 400_000, r.words[:600]
        self.clear()

    def A6_publicity_states_its_legal_clock(self):
        self.clear()
        self.rows(1, "pub_wait")
        p = self.opened()
        for now, words in (("2023-02-06T10:00:00", "2023-02-07 起算，共 5 天"), ("2023-02-07T00:00:00", "第 1/5 天"),
                           ("2023-02-09T12:00:00", "第 3/5 天，截止 2023年2月13日（周一）24:00"), ("2023-02-11T23:59:59", "第 5/5 天"),
                           ("2023-02-12T08:00:00", "顺延"), ("2023-02-13T23:59:59", "顺延"), ("2023-02-14T00:00:00", "公示期满")):
            self.site.at(now + "+08:00")
            page = self.public.get(f"/publicity/{p}")
            assert words in page.words, (now, page.words[:500])
            same(page.has_form("/object"), False)
            same(f"/publicity/{p}/object" in " ".join(page.links()), not now.startswith("2023-02-14"))

    def A6_window_into_an_unpublished_year_is_marked(self):
        self.clear()
        def work():
            return self.site.one("SELECT max(year) FROM calendar_year")
        year = self.site.quiet(work)
        files = self.rows(1, "pub_wait")
        self.site.at(f"{year}-12-30T10:00:00+08:00")
        page = self.a.get(f"/o/batch/{self.batch}/publicity")
        assert "暂定" in page.words, page.words[:500]
        p = self.opened()
        assert "暂定" in self.public.get(f"/publicity/{p}").words
        same(self.site.one("SELECT provisional FROM publicity WHERE public_id = ?", p), 1)
        same(self.states(files)[files[0]["app"]], "pub_city")

    # --- objections ------------------------------------------------------------------------------------
    def L17_objection_in_the_last_second_counts_the_next_one_does_not(self):
        self.clear()
        files = self.rows(3, "pub_wait")
        p = self.opened()
        self.site.at("2023-02-13T23:59:59.999+08:00")
        form = self.public.get(f"/publicity/{p}/object?seq=2")
        r = self.object(p, 1)
        assert "异议已收到" in r.words and re.search(r"YY2023021300001", r.words), r.words[:400]
        receipt = r.url
        self.site.at("2023-02-14T00:00:00+08:00")
        r = self.public.submit(form, "/object", OBJECTOR, ("act", "object"), follow=False)
        assert r.status in (403, 409), r.status  # the visitor's cookie is new after a restart, or too late
        fresh = self.site.browser()
        token = dict(fresh.get("/receipt").form("/receipt").fields)["_csrf"]
        r = fresh.post(f"/publicity/{p}/object", {**OBJECTOR, "seq": "2", "_csrf": token}, follow=False)
        same(r.status, 409)
        assert "2023年2月13日 24:00 截止" in r.words, r.words[:300]
        assert "不再受理" in fresh.get(f"/publicity/{p}/object").words
        same(self.site.one("SELECT count(*) FROM objection o JOIN publicity p ON p.id = o.publicity_id WHERE p.public_id = ?", p), 1)
        # The clock has split the list: one stays behind, alone.
        now = self.states(files)
        same(sorted(now.values()), ["disputed", "recommend", "recommend"])
        same(self.public.get(receipt).status, 200)

    def A6_objection_is_real_named_and_nobody_else_learns_who(self):
        self.clear()
        self.rows(2, "pub_wait")
        p = self.opened()
        self.site.at("2023-02-08T10:00:00+08:00")
        for wrong, field in (({"person": ""}, "person"), ({"person_id": "110105194912310021"}, "person_id"), ({"phone": "电话"}, "phone"),
                             ({"content": "不同意"}, "content"), ({"seq": "3"}, "seq")):
            page = self.public.get(f"/publicity/{p}/object?seq=1")
            r = self.public.submit(page, "/object", {**OBJECTOR, "seq": "1", **wrong}, ("act", "object"))
            same(r.status, 422, field)
            assert f'href="#{field}"' in r.text, (field, r.words[:300])
            if field != "content":
                assert OBJECTOR["content"] in r.text, "what was typed stays"
            self.site.at(self.site.now)  # the door's own brake is not what is tested here
        page = self.public.get(f"/publicity/{p}/object?seq=1")
        r = self.public.upload(page, "/object", "file", [("证据.pdf", lib.pdf("proof"))], {**OBJECTOR, "act": "object"})
        same(r.status, 200, r.words[:300])
        number = re.search(r"YY\d{13}", r.words).group()
        # The body reads everything, with its evidence; nobody else finds it.
        case = self.a.get(next(h for h in self.a.get(f"/o/publicity/{p}").links() if h.startswith("/o/objection/")))
        for words in (OBJECTOR["person"], OBJECTOR["person_id"], OBJECTOR["content"], number):
            assert words in case.words, words
        same(self.a.get(next(h for h in case.links() if h.startswith("/o/attachment/"))).body, lib.pdf("proof"))
        same(self.stranger.get(case.url).status, 404)
        for page in (self.public.get(f"/publicity/{p}"), self.public.get(r.url)):
            assert OBJECTOR["person"] not in page.words and OBJECTOR["person_id"] not in page.words and "5678" not in page.words
        assert OBJECTOR["person"] not in str(self.site.sql("SELECT actor, reason, payload FROM audit"))
        # Asked with number and telephone.
        ask = self.public.get("/receipt")
        same(self.public.submit(ask, "/receipt", {"number": number, "tail": "0000"}).status, 422)
        answer = self.public.submit(self.public.get("/receipt"), "/receipt", {"number": number.lower(), "tail": "5678"})
        assert "已收到·待受理" in answer.words, answer.words[:300]
        assert OBJECTOR["person"] not in answer.words

    def C8_the_enterprise_is_heard_about_an_objection_in_a_term_with_evidence_and_receipt(self):
        self.clear()
        files = self.rows(2, "pub_wait")
        p = self.opened()
        self.site.at("2023-02-08T10:00:00+08:00")
        r = self.public.upload(self.public.get(f"/publicity/{p}/object?seq=1"), "/object", "file", [("证据.pdf", lib.pdf("secret proof"))],
                               {**OBJECTOR, "act": "object"})
        number = re.search(r"YY\d{13}", r.words).group()
        case = next(h for h in self.a.get(f"/o/publicity/{p}").links() if h.startswith("/o/objection/"))
        name = self.site.one("SELECT i.name FROM publicity_item i JOIN publicity p ON p.id = i.publicity_id WHERE p.public_id = ? AND i.seq = 1", p)
        firms = {f["name"]: self.site.one("SELECT enterprise_id FROM application WHERE public_id = ?", f["app"]) for f in files}
        b, other = self.site.quiet(lambda: [self.site.session(self.site.new_account(f"yy-{n}", "filler", "张三", enterprise=firms[n]))
                                            for n in (name, next(x for x in firms if x != name))])
        assert "公示异议" not in b.get("/e/cases").words
        wrong = self.a.submit(self.a.get(case), "/ask", {"ask_text": "请说明", "days": "0"})
        same(wrong.status, 422)
        ask = {"ask_text": "请说明第三项知识产权的权属，并附证书。", "days": "2", "unit": "working"}
        done = self.a.submit(self.a.get(case), "/ask", ask)
        # Wednesday: two working days end on Friday at midnight.
        assert "2023年2月10日（周五）24:00" in done.words and "已受理" in done.words and "尚未查阅" in done.words, done.words[:1500]
        assert not self.a.get(case).has_form("/ask"), "once"
        assert "就公示异议作出说明" in b.get("/e").words, b.get("/e").words[:900]
        assert "请说明" in b.get("/e/messages").words
        mine = next(h for h in b.get("/e/cases").links() if h.startswith("/e/objection/"))
        page = b.get(mine)
        assert "2 个工作日" in page.words and ask["ask_text"] in page.words and "首次查阅" in page.words, page.words[:1200]
        for secret in (OBJECTOR["person"], OBJECTOR["person_id"], OBJECTOR["phone"], OBJECTOR["content"], number, "证据.pdf",
                       case.rsplit("/", 1)[1]):
            assert secret not in page.text, secret
        same([other.get(mine).status, self.stranger.get(case).status], [404, 404])
        same(self.public.get("/objection/" + mine.rsplit("/", 1)[1]).status, 404)
        short = b.upload(page, mine, "file", [], {"text": "无"})
        same(short.status, 422)
        r = b.upload(b.get(mine), mine, "file", [("证书.pdf", lib.pdf("certificate"))], {"text": "第三项知识产权为本企业原始取得，证书附后。"})
        receipt = re.search(r"YS\d{13}", r.words).group()
        assert "证书.pdf" in r.words and not b.get(mine).has_form(mine), r.words[:900]
        desk = self.a.get(case)
        assert "原始取得" in desk.words and receipt in desk.words and "企业说明的材料：证书.pdf" in desk.words, desk.words[:1500]
        paper = next(h for h in desk.links() if h.startswith("/o/attachment/") and self.a.get(h).body == lib.pdf("certificate"))
        same(self.stranger.get(paper).status, 404)
        assert "公示期间收到对贵企业的异议" in self.a.get("/o/notices").words
        self.a.submit(self.a.get(case), case, {"to": "cleared", "outcome": "经核查权属清楚，异议不成立。"}, ("act", "handle"))
        page = b.get(mine)
        assert "异议不成立" in page.words and "经核查权属清楚" in page.words, page.words[:900]
        assert "公示异议已办结" in b.get("/e/messages").words

    def C8_a_term_that_is_over_takes_no_statement(self):
        self.clear()
        files = self.rows(1, "pub_wait")
        p = self.opened()
        self.site.at("2023-02-08T10:00:00+08:00")
        self.object(p, 1)
        case = next(h for h in self.a.get(f"/o/publicity/{p}").links() if h.startswith("/o/objection/"))
        e = self.site.one("SELECT enterprise_id FROM application WHERE public_id = ?", files[0]["app"])
        b = self.site.quiet(lambda: self.site.session(self.site.new_account("yy-late", "filler", "张三", enterprise=e)))
        self.a.submit(self.a.get(case), "/ask", {"ask_text": "请说明第三项知识产权的权属，并附证书。", "days": "1", "unit": "calendar"})
        mine = next(h for h in b.get("/e/cases").links() if h.startswith("/e/objection/"))
        self.site.at("2023-02-09T23:59:59.999+08:00")
        page = b.get(mine)
        assert page.has_form(mine), page.words[:600]
        self.site.at("2023-02-10T00:00:00+08:00")
        r = b.upload(page, mine, "file", [], {"text": "第三项知识产权为本企业原始取得，证书附后。"})
        assert "答复期限已于" in r.words, r.words[:400]
        assert "说明期限已届满" in b.get(mine).words and not b.get(mine).has_form(mine)
        same(self.site.one("SELECT count(*) FROM objection_hearing WHERE replied_at IS NOT NULL AND enterprise_id = ?", e), 0)

    def A6_too_many_objections_from_one_address_are_slowed_down(self):
        self.clear()
        self.rows(1, "pub_wait")
        p = self.opened()
        self.site.at("2023-02-08T10:00:00+08:00")
        seen = [self.object(p, 1, follow=False).status for _ in range(8)]
        assert 429 in seen and seen[:3] == [303] * 3, seen

    def A6_publicity_splits_list(self):
        """N7: 300 with 2 objections ⇒ 298 go on."""
        self.clear()
        files = self.rows(300, "pub_wait")
        p = self.opened()
        self.site.at("2023-02-10T10:00:00+08:00")
        seqs = dict(self.site.sql("SELECT i.seq, a.public_id FROM publicity_item i JOIN application a ON a.id = i.application_id "
                                  "JOIN publicity p ON p.id = i.publicity_id WHERE p.public_id = ?", p))
        for seq in (7, 111, 200):
            assert "异议已收到" in self.object(p, seq).words
        # One of the three is not accepted: it does not count.
        cases = [h for h in self.a.get(f"/o/publicity/{p}").links() if h.startswith("/o/objection/")]
        same(len(cases), 3)
        r = self.a.submit(self.a.get(cases[2]), cases[2], {"to": "rejected", "outcome": ""})
        same(r.status, 422)
        r = self.a.submit(self.a.get(cases[2]), cases[2], {"to": "rejected", "outcome": "没有指明任何事实"})
        assert "不予受理" in r.words
        r = self.a.submit(self.a.get(cases[0]), cases[0], {"to": "accepted", "outcome": ""})
        assert "已受理" in r.words
        self.site.at("2023-02-14T00:00:00+08:00")
        now = self.states(files)
        same(sum(s == "recommend" for s in now.values()), 298)
        same({now[seqs[7]], now[seqs[111]]}, {"disputed"})
        same(now[seqs[200]], "recommend")
        assert "2 家待核实" in self.hub(self.a).words and "298 家待推荐" in self.hub(self.a).words, self.hub(self.a).words[:900]
        # The clock again changes nothing.
        same(self.site.offline("tick").stdout.strip(), "没有到期的事项")
        # One objection proves unfounded, one proves true.
        r = self.a.submit(self.a.get(cases[0]), cases[0], {"to": "cleared", "outcome": "经核对审计报告，研发费用属实"})
        assert "异议不成立" in r.words
        same(self.states(files)[seqs[7]], "recommend")
        self.b.submit(self.b.get(cases[1]), cases[1], {"to": "accepted", "outcome": ""})
        r = self.b.submit(self.b.get(cases[1]), cases[1], {"to": "upheld", "outcome": "经核查，知识产权已经转让"})
        same(self.states(files)[seqs[111]], "refused")
        r = self.b.get(cases[1])
        assert not r.has_form(cases[1]), "a settled case is not opened again"
        shown = self.public.get(f"/publicity/{p}").words
        assert "研发费用属实" in shown and "知识产权已经转让" in shown and "没有指明任何事实" not in shown

    def C9_who_is_listed_while_shown_is_rechecked_like_an_objection(self):
        self.clear()
        files = self.rows(4, "pub_wait")
        codes = [self.site.one("SELECT e.uscc FROM enterprise e JOIN application a ON a.enterprise_id = e.id WHERE a.public_id = ?", f["app"])
                 for f in files]
        head = "统一社会信用代码,名录,列入日期,移出日期,原因,来源\n"

        def listed(i, removed=""):
            page = self.province.upload(self.province.get("/o/listed"), "/o/listed", "file", [(
                "名单.csv", f"{head}{codes[i]},经营异常名录,2023-02-01,{removed},住所无法联系,公示系统\n".encode())], {"act": "preview"})
            r = self.province.submit(page, "/o/listed", {}, ("act", "import"))
            assert "已导入" in r.words, r.words[:400]
        listed(0)  # before the window, when it was reviewed already
        p = self.opened()
        self.site.at("2023-02-08T10:00:00+08:00")
        listed(1)
        cases = [h for h in self.a.get(f"/o/publicity/{p}").links() if h.startswith("/o/objection/")]
        same(len(set(cases)), 2)
        case = {self.site.one("SELECT a.public_id FROM objection o JOIN application a ON a.id = o.application_id WHERE o.public_id = ?",
                              h.rsplit("/", 1)[1]): h for h in set(cases)}
        words = self.a.get(case[files[1]["app"]]).words
        assert "2023-02-01 起列入经营异常名录（住所无法联系；公示系统）" in words and "移出名录" in words, words[:900]
        assert "住所无法联系" not in self.public.get(f"/publicity/{p}").words, "nothing is published before it was looked into"
        listed(0, "2023-02-08")  # taken off in time
        self.site.at("2023-02-14T00:00:00+08:00")
        now = self.states(files)
        same([now[f["app"]] for f in files], ["disputed", "disputed", "recommend", "recommend"])
        for i, to, why in ((0, "cleared", "已按规定移出名录"), (1, "upheld", "期满仍未移出名录")):
            self.a.submit(self.a.get(case[files[i]["app"]]), case[files[i]["app"]], {"to": "accepted", "outcome": ""})
            self.a.submit(self.a.get(case[files[i]["app"]]), case[files[i]["app"]], {"to": to, "outcome": why})
        now = self.states(files)
        same([now[f["app"]] for f in files], ["recommend", "refused", "recommend", "recommend"])

    # --- recommendation ----------------------------------------------------------------------------------
    def A3_recommendation_by_two_people_moves_the_list_to_the_province(self):
        self.clear()
        files = self.to_recommend(5)
        page = self.a.get(f"/o/batch/{self.batch}/recommend")
        for words in ("一、申报情况", "2023年2月7日至2023年2月13日向社会公示，共 5 家企业", "同意推荐"):
            assert words in page.text, words
        r = self.a.submit(page, "/recommend", {"doc_no": "石工信2023-7", "report": "太短"})
        same(r.status, 422)
        assert 'href="#report"' in r.text
        r = self.a.submit(page, "/recommend", {"doc_no": "石工信2023-7"})
        same(r.status, 422)
        assert 'href="#doc_no"' in r.text
        page = self.a.submit(self.a.get(f"/o/batch/{self.batch}/recommend"), "/recommend", {"doc_no": "石工信（2023）7号"})
        assert "石工信〔2023〕7号" in page.words
        same(set(self.states(files).values()), {"recommend"})
        same(self.province.get(page.url).status, 404, "not sent yet")
        token = dict(page.form("/cancel").fields)["_csrf"]
        same(self.a.post(page.url + "/confirm", {"_csrf": token, "version": "1"}, follow=False).status, 403)
        r = self.b.submit(self.b.get(page.url), "/confirm", button=("act", "confirm"))
        assert "已正式推荐 5 家" in r.words and "（逾期" not in r.words
        same(set(self.states(files).values()), {"prov"})
        same(self.province.get(page.url).status, 200)
        same(self.stranger.get(page.url).status, 404)

        def work():
            for text in ("UPDATE recommendation_item SET score = 1", "DELETE FROM recommendation_item",
                         "UPDATE recommendation SET report = 'x' WHERE state = 'sent'"):
                try:
                    self.site.sql(text)
                except sqlite3.IntegrityError as e:
                    assert "frozen" in str(e), e
                else:
                    raise AssertionError(text)
        self.site.quiet(work)

    def A3_late_recommendation_goes_through_as_logged_lateness(self):
        self.clear()
        files = self.to_recommend(2)
        self.site.at("2023-02-28T00:00:00+08:00")  # the first instant after the city's deadline
        page = self.a.get(f"/o/batch/{self.batch}/recommend")
        assert "逾期" in page.words
        url = self.sent()
        same(set(self.states(files).values()), {"prov"})
        assert "（逾期）" in self.province.get(url).words
        assert "已推荐（逾期）" in self.province.get(f"/o/batch/{self.batch}/approve").words
        same(self.site.one("SELECT json_extract(payload, '$.late') FROM audit WHERE action = 'recommendation_sent' ORDER BY seq DESC LIMIT 1"), 1)

    def A3_the_calendar_opens_and_closes_batches(self):
        self.clear()
        want = [(1, "2023-01-13", "2023-02-27"), (2, "2023-02-28", "2023-05-31"), (3, "2023-06-01", "2023-08-31"), (4, "2023-09-01", "2023-11-30")]
        same(self.site.sql("SELECT no, opens_on, city_deadline FROM batch WHERE edition = 'hebei-innovative-2023' AND year = 2023"
                           " ORDER BY no"), want)

        def states():
            return [s for s, in self.site.sql("SELECT state FROM batch WHERE edition = 'hebei-innovative-2023' AND year = 2023 ORDER BY no")]
        for now, expected in (("2023-02-27T23:59:59", ["open", "planned", "planned", "planned"]),
                              ("2023-02-28T00:00:00", ["closed", "open", "planned", "planned"]),
                              ("2023-06-01T00:00:00", ["closed", "closed", "open", "planned"])):
            self.site.at(now + "+08:00")
            same(states(), expected, now)

    def L17_what_lies_with_the_enterprise_lapses_when_filing_is_over(self):
        self.clear()
        filler, legal, app = self.hands.hands.ready()
        self.site.at("2023-02-27T23:59:59.999+08:00")
        same(self.hands.hands.row(app, "state"), "draft")
        self.site.at("2023-02-28T00:00:00+08:00")
        same(self.hands.hands.row(app, "state"), "lapsed")
        words = filler.get("/e/messages").words
        assert "逾期未报" in words and "2023年2月27日 24:00截止" in words, words[:500]

    def A7_summary_table_has_the_columns_of_the_annex(self):
        self.clear()
        files = self.to_recommend(6)
        url = self.sent()
        folder = tempfile.mkdtemp(prefix="tidu-a7-")
        try:
            got = {name: self.b.get(f"{url}/{name}") for name in
                   ("summary.xlsx", "summary.docx", "summary.pdf", "report.docx", "report.pdf", "opinion.docx", "opinion.pdf", "package.zip")}
            for name, page in got.items():
                same(page.status, 200, name)
                with open(os.path.join(folder, name), "wb") as f:
                    f.write(page.body)
            title = "2023年第一批河北省创新型中小企业推荐汇总表"
            disposition = urllib.parse.unquote(got["summary.xlsx"].header("Content-Disposition"))
            assert title in disposition, disposition
            # XLSX as LibreOffice reads it.
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
                            "--outdir", folder, os.path.join(folder, "summary.xlsx")], check=True, capture_output=True, timeout=120)
            with open(os.path.join(folder, "summary.csv"), encoding="utf-8", newline="") as f:
                table = list(csv.reader(f))
            same(table[0][0], title)
            seal = "".join(table[1])
            assert "市级工业和信息化主管部门（盖章）：" in seal and re.search(r"年\s*月\s*日", seal), seal
            same(table[2], HEADS)
            want = sorted(files, key=lambda f: (PLACES[f["area"]], f["name"].encode()))
            for n, (row, f) in enumerate(zip(table[3:], want), 1):
                same(row[:5], [str(n), f["name"], f["uscc"], f["area"], "是" if f["direct"] else "否"])
                same(float(row[5]), f["score"] / MICRO)
            # PDF and DOCX: the same table, the same words.
            pdf = subprocess.run(["pdftotext", "-layout", os.path.join(folder, "summary.pdf"), "-"], capture_output=True, check=True).stdout.decode()
            flat = re.sub(r"\s+", "", pdf)
            doc = re.sub(r"<[^>]+>", "", zipfile.ZipFile(io.BytesIO(got["summary.docx"].body)).read("word/document.xml").decode())
            for text in (flat, re.sub(r"\s+", "", doc)):
                assert title in text and "市级工业和信息化主管部门（盖章）：" in text
                at = [text.index(h) for h in HEADS if h != "评分"]
                same(at, sorted(at), "order of columns")
                for f in files:
                    assert f["name"] in text and f["uscc"] in text, f["name"]
            report = subprocess.run(["pdftotext", os.path.join(folder, "report.pdf"), "-"], capture_output=True, check=True).stdout.decode()
            assert "审核情况报告" in re.sub(r"\s+", "", report) and "石工信〔2023〕7号" in report
            # All at once.
            package = zipfile.ZipFile(io.BytesIO(got["package.zip"].body))
            same(package.testzip(), None)
            same(len(package.namelist()), 10, "eight papers, their index, their sums")
            listed = package.read("推荐材料/推荐名单.txt")
            for line in package.read("SHA256SUMS.txt").decode().splitlines():
                digest, name = line.split("  ", 1)
                same(hashlib.sha256(package.read(name)).hexdigest(), digest, name)
            page = self.b.get(url)
            assert hashlib.sha256(listed).hexdigest() in page.words, "hash on paper = hash on screen"
            same(self.stranger.get(f"{url}/summary.xlsx").status, 404)
            same(self.b.get(f"{url}/summary.exe").status, 404)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    # --- the province ----------------------------------------------------------------------------------------
    def A3_province_approves_sends_back_and_refuses(self):
        self.clear()
        files = self.to_recommend(6)
        url = self.sent()
        by = [f["app"] for f in files]

        def some(act, ids):
            form = next(f for f in self.province.get(url).forms if "id" in f.names)
            return self.province.post(form.action, self.province.filled(form, {"id": ids}, ("act", act)))
        r = some("approve", [])
        same(r.status, 422)
        assert "至少选择一家" in r.words
        # One file goes back, with a reason that its city reads.
        preview = some("send_back", [by[0]])
        assert "将省级退回市级 1 家" in preview.words, preview.words[:300]
        r = self.province.submit(preview, "/decide", {"reason": ""}, ("act", "go"))
        same(r.status, 422)
        r = self.province.submit(r, "/decide", {"reason": "第九条：研发费用口径不符"}, ("act", "go"))
        assert "已办理 1 家" in r.words, r.words[:300]
        preview = some("refuse", [by[1]])
        self.province.submit(preview, "/decide", {"reason": "经核查已注销"}, ("act", "go"))
        same([self.states(files)[x] for x in by[:2]], ["city", "refused"])
        # The rest at once; what has changed meanwhile is left alone and said so.
        form = next(f for f in self.province.get(url).forms if "all" in dict(f.fields))
        preview = self.province.post(form.action, self.province.filled(form, {}, ("act", "approve")))
        assert "将省级审定通过 4 家" in preview.words and "不办理" in preview.words
        r = self.province.submit(preview, "/decide", {}, ("act", "go"))
        assert "已办理 4 家，其余状态已变化" in r.words, r.words[:300]
        same(sorted(self.states(files).values()), ["approved"] * 4 + ["city", "refused"])
        # A city does not decide for the province.
        token = dict(self.b.get(url).form("/logout").fields)["_csrf"]
        same(self.b.post(url + "/decide", {"_csrf": token, "act": "approve", "all": "1"}, follow=False).status, 403)

    def A3_province_returns_a_whole_recommendation(self):
        self.clear()
        files = self.to_recommend(3)
        url = self.sent()
        form = next(f for f in self.province.get(url).forms if "all" in dict(f.fields))
        preview = self.province.post(form.action, self.province.filled(form, {}, ("act", "send_back")))
        assert "整份推荐退回市级" in preview.words
        self.province.submit(preview, "/decide", {"reason": "公示材料不全，请补充"}, ("act", "go"))
        same(set(self.states(files).values()), {"city"})
        words = self.a.get(url).words
        assert "已被退回" in words and "公示材料不全" in words

    # --- announcement and certificates -------------------------------------------------------------------------
    def approved(self, n):
        files = self.to_recommend(n)
        url = self.sent()
        form = next(f for f in self.province.get(url).forms if "all" in dict(f.fields))
        preview = self.province.post(form.action, self.province.filled(form, {}, ("act", "approve")))
        self.province.submit(preview, "/decide", {}, ("act", "go"))
        same(set(self.states(files).values()), {"approved"})
        return files

    def publish_preview(self, number=ANNOUNCED, **more):
        page = self.province.get(f"/o/publish/{self.batch}")
        return self.province.submit(page, f"/o/publish/{self.batch}", {"doc_no": number, **more}, ("act", "preview"))

    def A3_publishing_waits_for_the_deadline_and_the_typed_number(self):
        self.clear()
        files = self.approved(2)
        preview = self.publish_preview()
        assert "冀工信企业〔2023〕12号" in preview.text
        r = self.province.submit(preview, f"/o/publish/{self.batch}", {"confirm": ANNOUNCED}, ("act", "publish"), follow=False)
        same(r.status, 409)
        assert "2023年2月27日" in r.words
        self.site.at("2023-03-20T09:00:00+08:00")
        r = self.publish_preview("第十二号")
        same(r.status, 422)
        assert 'href="#doc_no"' in r.text
        # L30: one certificate is looked at before all are issued.
        preview = self.publish_preview()
        specimen = self.province.get(f"/o/publish/{self.batch}/specimen.pdf")
        assert specimen.body.startswith(b"%PDF-"), specimen.words[:100]
        r = self.province.submit(preview, f"/o/publish/{self.batch}", {"confirm": "冀工信企业〔2023〕13号"}, ("act", "publish"))
        same(r.status, 422)
        assert 'href="#confirm"' in r.text
        same(set(self.states(files).values()), {"approved"})
        same(self.site.one("SELECT count(*) FROM announcement"), 0)

    def A3_published_list_titles_certificates_register(self):
        self.clear()
        files = self.approved(3)
        self.site.at("2023-03-20T09:00:00+08:00")
        preview = self.publish_preview()
        r = self.province.submit(preview, f"/o/publish/{self.batch}", {"confirm": "冀工信企业（2023）12号"}, ("act", "publish"))
        assert re.match(r"/news/[\w-]+", r.url), r.words[:300]
        news = self.public.get(r.url)
        names = [n for n, in self.site.sql("SELECT name FROM title WHERE announcement_id IS NOT NULL")]
        same(len(names), len(files))
        for words in ["冀工信企业〔2023〕12号", "关于公布2023年第一批河北省创新型中小企业名单的公告"] + names:
            assert words in news.words, words
        same(set(self.states(files).values()), {"listed"})
        title, number, code, first, last, county = self.site.sql(
            "SELECT tier, certificate_no, check_code, valid_from, valid_to, city || county FROM title ORDER BY id LIMIT 1")[0]
        same((title, number, first, last), ("innovative", "冀创新20230100001", "2023-03-20", "2026-03-19"))
        assert county in PLACES, county
        same(self.site.one("SELECT count(*) FROM registry WHERE certificate_no LIKE '冀创新%'"), len(files))
        same(self.site.one("SELECT state FROM batch WHERE id = ?", self.batch), "published")
        # The number cannot be used twice, the announcement cannot be changed.
        def work():
            for text in ("UPDATE announcement SET title = 'x'", "DELETE FROM announcement"):
                try:
                    self.site.sql(text)
                except sqlite3.IntegrityError as e:
                    assert "announcement" in str(e), e
                else:
                    raise AssertionError(text)
        self.site.quiet(work)
        # Its hash is that of the list.
        listed = "".join(f"{i}\t{n}\t{u}\t{a}\n" for i, (n, u, a) in enumerate(self.site.sql(
            "SELECT name, uscc, city || county FROM title WHERE announcement_id IS NOT NULL ORDER BY id"), 1))
        same(self.site.one("SELECT list_hash FROM announcement"), hashlib.sha256(listed.encode()).hexdigest())
        # The log's head of that moment stands in it and is still in the chain.
        seq, head = self.site.sql("SELECT chain_seq, chain_hash FROM announcement")[0]
        same(self.site.one("SELECT hash FROM audit WHERE seq = ?", seq), head)
        self.certificate(number, code)

    def certificate(self, number, code):
        """L36 L37: verified without signing in, by number, with its check code, on a date."""
        quoted = urllib.parse.quote(number)
        page = self.public.get(f"/verify/{quoted}")
        assert "有效" in page.words and "批次测试" in page.words, page.words[:400]
        assert "批次测试" in self.public.get(f"/verify/{quoted}?on=2026-03-19").words
        self.signature(number, page)
        # The PDF is for whoever holds the paper, its enterprise and its bodies.
        same(self.public.get(f"/cert/{quoted}.pdf").status, 404)
        same(self.public.get(f"/cert/{quoted}.pdf?code=AAAAAAAA").status, 404)
        same(self.stranger.get(f"/cert/{quoted}.pdf").status, 404)
        for page in (self.public.get(f"/cert/{quoted}.pdf?code={code.lower()}"), self.province.get(f"/cert/{quoted}.pdf"), self.a.get(f"/cert/{quoted}.pdf")):
            same(page.status, 200)
            assert page.body.startswith(b"%PDF-")
        with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
            f.write(page.body)
            f.flush()
            text = re.sub(r"\s+", "", subprocess.run(["pdftotext", f.name, "-"], capture_output=True, check=True).stdout.decode())
            info = subprocess.run(["pdfinfo", f.name], capture_output=True, check=True).stdout.decode()
        for words in (number, code, "2023年3月20日至2026年3月19日", "河北省工业和信息化厅", "批次测试"):
            assert words in text, (words, text)
        same(re.search(r"Pages:\s+(\d+)", info).group(1), "1")
        width, height = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info).groups())
        assert width > height, "landscape"

    def signature(self, number, page):
        """N12: who has the public key checks the signature without asking: with openssl alone."""
        quoted = urllib.parse.quote(number)
        signature = re.search(r"数字签名 ([A-Za-z0-9_-]{86})", page.words).group(1)
        uscc, name, start, end = self.site.sql(
            "SELECT uscc, name, valid_from, valid_to FROM title WHERE certificate_no = ?", number)[0]
        statement = "\n".join(["tidu-certificate-1", number, uscc, name, "河北省创新型中小企业", start, end, ""])
        for text, good in ((statement, True), (statement.replace(name, name + "分公司"), False)):
            with tempfile.TemporaryDirectory() as d:
                files = {"key": self.public.get("/verify-key.txt").body, "text": text.encode(),
                         "signature": base64.urlsafe_b64decode(signature + "==")}
                for f, content in files.items():
                    with open(f"{d}/{f}", "wb") as out:
                        out.write(content)
                r = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", f"{d}/key", "-rawin", "-in", f"{d}/text",
                                    "-sigfile", f"{d}/signature"], capture_output=True)
                same(r.returncode == 0, good, r.stdout + r.stderr)
        assert "与二维码一致" in self.public.get(f"/verify/{quoted}?s={signature}").words
        wrong = self.public.get(f"/verify/{quoted}?s={'B' if signature[0] == 'A' else 'A'}{signature[1:]}")
        assert "签名不符" in wrong.words, wrong.words[:600]
        same(self.public.get("/revoked.txt").body.decode().split("\n")[0], "tidu-revoked-1")

    def A3_document_number_is_used_once(self):
        self.clear()
        self.approved(1)
        self.site.at("2023-03-21T09:00:00+08:00")
        preview = self.publish_preview()
        files = [f for f, in self.site.sql("SELECT public_id FROM application WHERE state = 'approved'")]
        if not self.site.one("SELECT count(*) FROM announcement WHERE doc_no = '冀工信企业〔2023〕12号'"):
            self.site.quiet(lambda: self.site.insert(
                "announcement", public_id="x", agency_id=1, kind="notice", doc_no="冀工信企业〔2023〕12号", title="x", body="x", list_hash="", count=0,
                chain_seq=0, chain_hash="", issued_on="2023-03-20", published_by=1, published_at=0))
        r = self.province.submit(preview, f"/o/publish/{self.batch}", {"confirm": ANNOUNCED}, ("act", "publish"))
        same(r.status, 422)
        assert "已经用过" in r.words, r.words[:300]
        same(self.states([{"app": f} for f in files]), {f: "approved" for f in files}, "nothing has happened")

    # --- targets ---------------------------------------------------------------------------------------------
    def A2_targets_as_printed_and_the_pace(self):
        self.clear()
        page = self.province.get("/o/targets?year=2023")
        assert "11,000" in page.words
        targets = dict(self.site.sql("SELECT g.short_name, t.n FROM target t JOIN agency g ON g.id = t.agency_id "
                                     "WHERE t.edition = 'hebei-innovative-2023' AND t.year = 2023"))
        same(sum(targets.values()), 11000)
        same(len(targets), 14)
        for name, n in targets.items():
            assert re.search(rf"{name} {n} ", page.words), name
        # On 6 February 37 of 365 days are over: 1400 × 37 / 365 = 141.
        listed = self.site.one("SELECT count(*) FROM title WHERE announcement_id IS NOT NULL")
        line = re.search(r"石家庄市工信局 1400 12\.73% (\d+) (\d+) (\d+) (\d+) (\d+) [\d.]+% 落后 (\d+)", page.words)
        assert line, page.words[:2500]
        same((int(line[1]), int(line[5])), (listed, 141))
        same(int(line[6]), 141 - int(line[1]) - int(line[2]))
        # A city sees itself alone.
        own = self.a.get("/o/targets?year=2023").words
        assert "石家庄市工信局 1400" in own and "唐山市工信局" not in own
        assert "年度目标" in self.county.get("/o/targets?year=2023").words and "唐山市工信局" not in self.county.get("/o/targets?year=2023").words

    def A2_province_sees_who_has_not_recommended(self):
        self.clear()
        self.site.at("2023-02-28T09:00:00+08:00")
        words = self.hub(self.province).words
        assert "逾期未推荐" in words and re.search(r"石家庄市工信局 .* 已推荐", words), words[:1500]

    # --- who may ---------------------------------------------------------------------------------------------
    def A6_every_step_is_its_bodys(self):
        self.clear()
        self.rows(1)
        for path in ("meeting", "publicity", "recommend"):
            url = f"/o/batch/{self.batch}/{path}"
            # The province publishes too in other programmes; in this one it has no such step.
            same(self.province.get(url).status, 409 if path == "publicity" else 403, url)
            same(self.county.get(url).status, 403, url)
            same(self.public.get(url, follow=False).status, 303, url)
            # Another city works on its own files of the same batch: none of these.
            assert "批次测试" not in self.stranger.get(url).words
        for url in (f"/o/publish/{self.batch}", f"/o/batch/{self.batch}/approve", "/o/publish"):
            same(self.a.get(url).status, 403, url)
        same(self.a.get("/o/batch/999999").status, 404)
        same(self.a.get("/o/batch/x").status, 404)
        # A batch of another province.
        other = self.site.quiet(lambda: self.site.insert(
            "batch", edition="hebei-innovative-2023", year=2030, no=1, title="x", opens_on="2030-01-01", filing_ends_at=1, city_deadline="2030-02-01",
            city_ends_at=1, state="closed", province_agency_id=self.site.one("SELECT id FROM agency WHERE code = 'miit-410000'"), created_at=0))
        for who in (self.a, self.province):
            same(who.get(f"/o/batch/{other}").status, 404)

    def A6_every_act_is_in_the_log(self):
        acts = {a for a, in self.site.sql("SELECT DISTINCT action FROM audit")}
        for act in ("meeting_recorded", "decide_yes", "decide_no", "decide_back", "publicity_proposed", "publicity_opened", "publicity_cancelled",
                    "publicity_closed", "objection_received", "objection_handled", "undisputed", "disputed", "cleared", "upheld",
                    "recommendation_proposed", "recommendation_sent", "recommendation_returned", "recommend", "approve", "send_back",
                    "publish", "announcement_published", "batch_opened", "batch_closed", "lapse"):
            assert act in acts, act


if __name__ == "__main__":
    lib.run(Batch)
