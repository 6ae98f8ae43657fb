#!/usr/bin/env python3
"""After a move (B13, document 001 art. 15): what is still to be done goes to the bodies of the new place, what is over stays
with the old ones.

usage: test_move.py [PATH_TO_TIDU] [NAME …]
"""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
import test_cases  # noqa: E402
import test_henan  # noqa: E402
from test_inspection import png  # noqa: E402
from test_enterprise import same  # noqa: E402


class Office(test_cases.Room):
    now = "2024-02-27T09:00:00+08:00"  # before the window of the year opens
    report, opinions, below = test_cases.Change.report, test_cases.Change.opinions, test_cases.Change.below

    def body(self, code):
        return self.site.one("SELECT id FROM agency WHERE code = ?", code)

    def place(self, code, line="miit"):
        """A county-level place of a city's body that no county body answers for, else any."""
        return self.site.one("SELECT division_code FROM agency_area WHERE line = ? AND level = 'city' AND agency_id = ? "
                             "ORDER BY division_code LIMIT 1", line, self.body(code))

    def decided_move(self, b, day="2024-04-01"):
        self.report(b, kind="move", day=day, division=self.place("miit-410300"))
        case = self.newest()
        self.opinions(case)
        self.draft(case, "unchanged", reason="迁移属实，称号不变，由迁入地继续管理。")
        r = self.confirm(case)
        assert "决定已作出并生效" in r.words, r.words[:600]
        return case

    def duties(self, b):
        """Rows about the enterprise that are still to be done: survey of the other line, a demand, an event."""
        st, city = self.body("st-410000"), self.body("st-410100")
        form = '{"questions":[]}'
        for i, closes in enumerate((lib.FAR, 1)):
            s = self.site.insert("survey", public_id=f"survey{b.n}-{i}", edition=f"henan-tech-2025-{b.n}", province_agency_id=st, title="季度调查",
                                 first_on=f"2024-0{4 - i}-01", last_on="2024-04-30", closes_at=closes, form=form, opened_at=0)
            self.site.insert("survey_due", survey_id=s, enterprise_id=b.id, province_agency_id=st, city_agency_id=city, county_agency_id=0)
        own = self.body("miit-410100")
        for state in ("waiting", "solved"):
            v = self.site.insert("voice", public_id=f"voice{b.n}-{state}", no=f"YJ{b.n}{state}", origin="enterprise", enterprise_id=b.id, name=b.name,
                                 phone="", may_publish=0, kind="other", title=f"用电报装{state}", agency_id=own, state=state, raised_at=0,
                                 waiting_at=0, due_at=0)
            for agency in (own, self.body("miit-410000")):
                self.site.insert("voice_scope", agency_id=agency, voice_id=v)
        tag = self.site.insert("follow_tag", public_id=f"tag{b.n}", enterprise_id=b.id, agency_id=own, kind="loan", on_date="2024-01-02",
                               amount="", note="", created_by=1, created_at=0)
        self.site.insert("follow_scope", agency_id=own, tag_id=tag)


class Move:
    def __init__(self):
        self.o = Office()
        self.site = self.o.site

    def B13_what_is_to_be_done_goes_along_and_history_stays(self):
        o, s = self.o, self.site
        b = o.firm(valid_to="2024-09-30")
        over = o.firm(titles=1, valid_to="2024-09-30")  # does not move
        s.quiet(lambda: o.duties(b))
        self.gone = o.firm(valid_to="2024-08-31")
        s.at("2024-04-11T09:00:00+08:00")
        old, new = o.city, o.neighbour

        def lists(path):
            return [b.name in x.get(path).words for x in (old, new)]
        expiring = "/o/expiring?list=" + str(s.one("SELECT i.cohort_id FROM cohort_item i JOIN title t ON t.id = i.title_id WHERE t.uscc = ?", b.code))
        same(lists(expiring), [True, False])
        same(lists("/o/updates"), [True, False])
        same([x.get(f"/o/voice/voice{b.n}-waiting").status for x in (old, new)], [200, 404])
        o.decided_move(b)
        # Titles that end, updates owed, demands: with the new body from now on; nobody else's moved.
        same(lists(expiring), [False, True])
        same(lists("/o/updates"), [False, True])
        assert over.name in old.get(expiring).words and over.name not in new.get(expiring).words
        assert b.name in o.province.get(expiring).words, "the province keeps it"
        same([x.get(f"/o/voice/voice{b.n}-waiting").status for x in (old, new)], [200, 200])
        page = new.get(f"/o/voice/voice{b.n}-waiting")
        assert "随企业迁移移交" in page.words and "转洛阳市" in page.words, page.words[:900]
        same([x.has_form("/answer") for x in (old.get(f"/o/voice/voice{b.n}-waiting"), page)], [False, True])
        same(new.get(f"/o/voice/voice{b.n}-solved").status, 404, "what is over is the old body's")
        # In each line to the body of that line; only what runs.
        same(s.sql("SELECT g.code FROM survey_due d JOIN agency g ON g.id = d.city_agency_id WHERE d.enterprise_id = ? ORDER BY d.survey_id", b.id),
             [("st-410300",), ("st-410100",)])
        same(s.sql("SELECT g.code FROM follow_scope x JOIN agency g ON g.id = x.agency_id JOIN follow_tag t ON t.id = x.tag_id "
                   "WHERE t.enterprise_id = ? AND g.level = 'city' ORDER BY g.code", b.id), [("miit-410100",), ("miit-410300",)])
        # One line for both, the file of the enterprise for the new one.
        for who, way in ((old, "迁出"), (new, "迁入")):
            page = who.get("/o/moves")
            assert b.name in page.words and way in page.words and "2 项未办更新或调查" in page.words and "1 个将到期称号" in page.words, page.words[:900]
        # Who has turned over to the end of a list finds back to its beginning.
        for page, first in (("/o/moves?before=1", "/o/moves"), ("/o/cases?state=closed&before=1", "/o/cases?state=closed&amp;kind=")):
            assert f'<a href="{first}">首页</a>' in new.get(page).text, page
        file = next(h for h in new.get("/o/moves").links() if h.startswith("/o/integrity/"))
        same([x.get(file).status for x in (old, new, o.foreign)], [200, 200, 404], "the old body reads what it had a case of")
        same([h for h in old.get("/o/moves").links() if h.startswith("/o/integrity/")], [])
        assert b.name not in o.foreign.get("/o/moves").words
        # The new body presses; the old one has nobody of its own left but the other.
        r = new.submit(new.get(expiring), "/o/expiring")
        assert "1 家" in r.words or "已催办" in r.words, r.words[:600]

    def B13_the_list_keeps_its_place_and_says_that_it_moved(self):
        o, s = self.o, self.site
        b = o.firm()
        o.decided_move(b, day="2024-04-02")
        words = o.public.get("/verify/" + b.number).words
        assert "2024-04-02 迁至洛阳市" in words and "郑州市" in words, words[:900]
        assert "迁至" not in o.public.get(f"/verify/{b.number}?on=2024-04-01").words
        same(s.one("SELECT city FROM title WHERE uscc = ?", b.code), "郑州市")

    def B13_what_ended_before_stays_with_who_saw_it(self):
        o, s = self.o, self.site
        b = self.gone
        ended = s.one("SELECT id FROM title WHERE uscc = ?", b.code)
        s.quiet(lambda: o.title(b.id, b.n, 7, "410102", valid_to="2025-12-31"))
        s.stop()
        with sqlite3.connect(s.path) as con:
            con.execute("UPDATE title SET state = 'expired', ended_on = '2024-04-09', ended_cause = '新名单公布' WHERE id = ?", (ended,))
            con.execute("UPDATE update_duty SET state = 'over', settled_at = 1 WHERE title_id = ?", (ended,))
        con.close()
        s.start()
        o.decided_move(b, day="2024-04-03")
        for table in ("cohort_item", "update_duty"):
            same(s.one(f"SELECT g.code FROM {table} x JOIN agency g ON g.id = x.city_agency_id WHERE x.title_id = ?", ended), "miit-410100", table)


class Round(test_henan.Henan):
    """A round of the year before, and the hands by which an enterprise moves."""
    report, opinions, below, newest = test_cases.Change.report, test_cases.Change.opinions, test_cases.Change.below, test_cases.Room.newest
    draft, confirm = test_cases.Room.draft, test_cases.Room.confirm

    def refused(self):
        """A file with a certificate and a photograph, visited and refused by the city."""
        self.filler, legal = self.firm()
        self.filler.upload(self.filler.get("/e/ip/new?kind=utility_model"), "/new?kind=utility_model", "file", [("证书.pdf", lib.pdf("utility"))],
                           {"title": "一种主轴", "number": "ZL201920000001.X", "granted_on": "2019-05-06", "rank": "1", "related": "1",
                            "applied": "1", "obtained": "own"})
        batch = self.call("henan-innovative-2023", "2023-04-03", "2023-04-28", "2023-05-31")
        app = "/o/app/" + self.filed(batch, (self.filler, legal)).rsplit("/", 1)[1]
        site, who = "/o/site/" + app.rsplit("/", 1)[1], {"on": self.site.now[:10], "inspector1": "王一", "inspector2": "刘二"}
        self.city.submit(self.city.get(site), site, who)
        r = self.city.upload(self.city.get(site), site, "photo", [("车间.png", png(1))], {**who, "findings": "无生产设备。", "result": "bad"})
        same(r.status, 200, r.words[:600])
        r = self.city.submit(self.city.get(app + "/refuse"), "/refuse", {"clause": "第九条", "fact": "现场无生产设备", "remedy": "可以在三十日内申请复核"})
        assert "已作出不予通过的决定" in r.words, r.words[:600]
        return app


class Files:
    def __init__(self):
        self.h = Round()
        self.site = self.h.site

    def B13_what_is_over_is_read_by_who_is_competent_now_and_by_who_decided(self):
        h, s = self.h, self.site
        app = h.refused()
        e, uscc, division, public = s.sql("SELECT id, uscc, division_code, public_id FROM enterprise WHERE id = "
                                          "(SELECT enterprise_id FROM application WHERE public_id = ?)", app.rsplit("/", 1)[1])[0]

        def title():
            s.insert("title", public_id="holder", enterprise_id=e, tier="specialised", tier_name="专精特新中小企业", edition="henan-specialised-2023",
                     batch_title="2022年", name="x", uscc=uscc, province="河南省", city="郑州市", county="中原区", division_code=division,
                     certificate_no="2022ZJTX0001", valid_from="2022-07-01", valid_to="2025-06-30", state="valid", source="test", recorded_at=0)
            agency = s.one("SELECT id FROM agency WHERE code = 'miit-410200'")
            return s.session(s.new_account("kaifeng", "city", "kaifeng", agency=agency))
        third = s.quiet(title)
        page = h.city.get(app)
        of_file = [app, app + "/log", app + "/checks"] + [
            next(x for x in page.links() if x.startswith(kind)) for kind in ("/o/file/", "/o/list-file/", "/o/photo/")]
        record = "/o/integrity/" + public

        def read(who):
            return {who.get(x).status for x in of_file}
        same([read(x) for x in (h.city, h.neighbour, third, h.foreign)], [{200}, {404}, {404}, {404}])
        there = s.one("SELECT division_code FROM agency_area WHERE line = 'miit' AND level = 'city' AND agency_id = "
                      "(SELECT id FROM agency WHERE code = 'miit-410300') ORDER BY division_code LIMIT 1")
        h.report(h.filler, kind="move", day="2023-04-02", division=there)
        case = h.newest()
        h.opinions(case)
        h.draft(case, "unchanged", reason="迁移属实，称号不变。")
        assert "决定已作出并生效" in h.confirm(case).words
        # Both read, in full; who has nothing to do with it neither before nor after.
        same([read(x) for x in (h.city, h.neighbour, third, h.foreign)], [{200}, {200}, {404}, {404}])
        mine, new = h.city.get(app).words, h.neighbour.get(app).words
        assert "办结" not in mine.split("报送时间")[0] and "这件申报由郑州市" in new and "供查阅" in new, (mine[:600], new[:600])
        # It is found from the record of the enterprise, which the moves lead to.
        assert record in h.neighbour.get("/o/moves").links()
        for who in (h.city, h.neighbour):
            assert app in who.get(record).links(), who.get(record).words[:900]
        same((third.get(record).status, h.foreign.get(record).status), (404, 404))
        # Reading is no act, and the queue is what it was.
        for who in (h.neighbour,):
            same([who.get(app + x).status for x in ("/pass", "/return", "/refuse")], [404, 404, 404])
            same(who.get("/o/site/" + app.rsplit("/", 1)[1]).status, 404)
            same(who.post(app, lib.csrf(who, app) + [("act", "all_ok"), ("version", "9")]).status, 404)
            same(who.post(app + "/refuse", lib.csrf(who, app) + [("clause", "x"), ("fact", "y"), ("remedy", "z")]).status, 404)
        same(s.one("SELECT count(*) FROM caseload c JOIN agency g ON g.id = c.agency_id JOIN application a ON a.id = c.application_id "
                   "WHERE a.public_id = ? AND g.code = 'miit-410300'", app.rsplit("/", 1)[1]), 0)
        # What the new body downloads is on record as what it downloaded.
        same(s.one("SELECT count(*) > 0 FROM audit u JOIN agency g ON g.id = u.agency_id WHERE g.code = 'miit-410300' AND u.object_kind = 'application' "
                   "AND u.object_id = (SELECT id FROM application WHERE public_id = ?)", app.rsplit("/", 1)[1]), 1)

    def B13_what_is_on_its_way_is_read_by_who_has_it(self):
        """A file that is not over is in the caseload of the new body and in nobody else's."""
        s = self.site
        same(s.sql("SELECT count(*) FROM application a WHERE a.holder <> 'none' AND EXISTS (SELECT 1 FROM file_reader r WHERE r.application_id = a.id "
                   "AND NOT EXISTS (SELECT 1 FROM caseload c WHERE c.application_id = a.id AND c.agency_id = r.agency_id))"), [(0,)])


if __name__ == "__main__":
    lib.run(Move, Files)
