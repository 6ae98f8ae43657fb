#!/usr/bin/env python3
"""交叉核对 through the real program: questions that a submission raises, the reviewer's answers, how often they were right.

usage: test_cross_check.py [PATH_TO_TIDU] [NAME …]
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import ANSWERS, NEEDED, PROFILE, same  # noqa: E402
from test_review import Review  # noqa: E402


class CrossCheck:
    def __init__(self):
        work = Review()
        self.site, self.hands, self.passes = work.site, work.hands, work.passes
        self.county, self.neighbour, self.city = work.county, work.neighbour, work.city
        self.stranger, self.province = work.stranger, work.province

    def clean(self):
        """A filing with nothing that anybody else has: own telephone, own papers, figures far from every band."""
        filler, legal = self.hands.firm()
        app = self.hands.start(filler)
        answers = {k: dict(v) for k, v in ANSWERS.items()}
        answers["innovation"]["rd_expense-2022"] = "75"
        self.hands.fill(filler, app, answers)
        for slot in NEEDED:
            filler.upload(filler.get(app + "/files"), "/files/" + slot, "file", [(slot + ".pdf", lib.pdf(f"{slot} of {app}"))],
                          {"act": "add"})
        self.hands.profile(filler, {**PROFILE, "contact_phone": f"0311-{self.hands.serial:08d}"})
        return filler, legal, app

    def questions(self, app):
        return self.site.sql("SELECT q.kind, q.text FROM cross_question AS q JOIN submission AS s ON s.id = q.submission_id "
                             "JOIN application AS a ON a.id = s.application_id WHERE a.public_id = ? ORDER BY s.seq, q.seq",
                             app.rsplit("/", 1)[1])

    def N8_a_clean_filing_raises_no_question(self):
        filler, legal, app = self.clean()
        self.hands.sign(legal, app)
        same(self.questions(app), [])
        page = "/o/app/" + app.rsplit("/", 1)[1]
        assert "交叉核对" not in self.county.get(page).words
        assert "没有需要核对的问题" in self.county.get(page + "/checks").words

    def N8_one_preparer_of_several_is_asked_about_whatever_contact_is_named(self):
        first, first_legal, earlier = self.clean()
        self.hands.sign(first_legal, earlier)
        filler, legal, app = self.clean()
        self.site.quiet(lambda: [self.site.sql("UPDATE account SET phone = '13900001111' WHERE enterprise_id = ? AND role = 'filler'", e)
                                 for e in (first.enterprise, filler.enterprise)])
        self.hands.sign(legal, app)
        same([k for k, _ in self.questions(app)], ["same_preparer"])
        assert "另外 1 家企业填报账号" in self.questions(app)[0][1]
        words = self.county.get("/o/app/" + app.rsplit("/", 1)[1] + "/checks").words
        name = self.site.one("SELECT name FROM enterprise WHERE id = ?", first.enterprise)
        assert "填报人与其他企业相同" in words and name not in words and "13900001111" not in words, words[:900]
        self.site.quiet(lambda: self.site.sql("UPDATE account SET phone = '' WHERE phone = '13900001111'"))

    def N8_seeded_doubts_are_asked_answered_and_counted(self):
        other, other_legal, earlier = self.clean()
        self.hands.sign(other_legal, earlier)
        name = self.site.one("SELECT name FROM enterprise WHERE id = ?", other.enterprise)
        phone = self.site.one("SELECT contact_phone FROM enterprise WHERE id = ?", other.enterprise)
        filler, legal, app = self.clean()
        # Another figure for 2021 in an earlier filing, the neighbour's telephone and file, 5 % reached by a hair.
        self.site.quiet(lambda: self.site.sql(
            "INSERT INTO enterprise_fact (enterprise_id, fact, year, value, source, updated_at) VALUES (?, 'revenue', 2021, '800', 'A-1', 0)",
            filler.enterprise))
        filler.submit(filler.get(app + "/s/innovation"), "/s/innovation", {"rd_expense-2022": "60.3"}, ("go", "stay"))
        self.hands.profile(filler, {**PROFILE, "contact_phone": phone})
        filler.upload(filler.get(app + "/files"), "/files/licence", "file", [("same.pdf", lib.pdf(f"licence of {earlier}"))],
                      {"act": "add"})
        self.hands.sign(legal, app)
        got = dict(self.questions(app))
        same(set(got), {"stated_before", "same_file", "same_phone", "edge"}, "kinds")
        assert "1,100 万元" in got["stated_before"] and "800 万元" in got["stated_before"] and "A-1" in got["stated_before"], got
        assert "same.pdf" in got["same_file"] and "另外 1 家企业" in got["same_file"], got
        assert phone in got["same_phone"] and "另外 1 家企业" in got["same_phone"], got
        # Whose they are stays with the body that answers for that one.
        assert not any(name in text for text in got.values()), got
        assert "60.3" in got["edge"] and "若少千分之一" in got["edge"], got

        page = "/o/app/" + app.rsplit("/", 1)[1]
        words = self.county.get(page).words
        assert "4 个问题，未核对 4 个" in words and got["edge"] in words, words[:900]
        # A problem is said in words; then each answer stands with who gave it.
        form = self.county.get(page + "/checks")
        r = self.county.submit(form, "/checks", {"answer-1": "problem"}, follow=False)
        same(r.status, 422)
        assert "请写明查到什么" in r.words
        r = self.county.submit(self.county.get(page + "/checks"), "/checks",
                               {"answer-1": "problem", "note-1": "审计报告为 800 万元", "answer-2": "fine"})
        assert "更新 2 项" in r.words and "4 个问题，未核对 2 个" in r.words, r.words[:600]
        # It neither scored nor stopped anything.
        self.passes(self.county, page)
        words = self.city.get(page + "/checks").words
        assert "审计报告为 800 万元" in words
        # The city thinks better of it: the count follows.
        self.city.submit(self.city.get(page + "/checks"), "/checks", {"answer-1": "fine", "note-1": "更正公告一致"})
        same([tuple(x) for x in self.site.sql("SELECT kind, raised, fine, problem FROM cross_rate WHERE kind IN "
                                              "('stated_before', 'same_file') ORDER BY kind")],
             [("same_file", 1, 1, 0), ("stated_before", 1, 1, 0)])
        assert "与此前填报不同 1 1 0 0%" in self.province.get("/o/checks?year=2023").words
        assert "与此前填报不同 1 1 0 0%" in self.county.get("/o/checks?year=2023").words
        assert "与此前填报不同 0 0 0 —" in self.county.get("/o/checks?year=2020").words
        # Nobody else's business.
        same(self.neighbour.get(page + "/checks").status, 404)
        same(self.stranger.get(page + "/checks").status, 404)
        same(filler.get(page + "/checks").status, 403)
        log = self.site.one("SELECT count(*) FROM audit WHERE action = 'cross_answered'")
        same(log, 2)

    def N8_a_correction_of_the_own_file_is_no_surprise(self):
        filler, legal, app = self.clean()
        self.hands.sign(legal, app)
        page = "/o/app/" + app.rsplit("/", 1)[1]
        self.county.submit(self.county.get(page + "/return"), "/return",
                           {"item": ["fact:rd_expense.2022"], "r.fact:rd_expense.2022": "mismatch", "n.fact:rd_expense.2022": "核对"})
        filler.submit(filler.get(app + "/s/innovation"), "/s/innovation", {"rd_expense-2022": "80"}, ("go", "next"))
        self.hands.sign(legal, app)
        same(self.questions(app), [])


if __name__ == "__main__":
    lib.run(CrossCheck)
