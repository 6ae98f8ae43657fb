#!/usr/bin/env python3
"""意见诉求 of enterprises and 咨询 of anybody: raised, answered, handed on, rated, raised again; what the public sees.

usage: test_voice.py [PATH_TO_TIDU] [NAME …]
"""
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402

NOW = "2023-02-06T09:00:00+08:00"  # a Monday
SECRET = "我公司核心配方的中试放大缺少资金，银行要求抵押"
WORDS = {"kind": "finance", "title": "中试放大缺少流动资金", "text": SECRET}
QUESTION = {"kind": "conditions", "title": "分公司能不能参加评价", "text": "我们是外地公司在本地的分公司，张三想问能不能参加评价？",
            "name": "热心人", "phone": "13812345678", "publish": "yes"}
ANSWER = "已与合作银行对接，请于本周五前提交材料清单。"


class House:
    """Two cities of a province with a county each, the other line, another province; an enterprise in each city."""

    def __init__(self, config=None):
        self.site = s = lib.Site(now=NOW, config=config)
        self.agency = {}
        for code in ("130102", "130202"):
            for level, agency in s.sql("SELECT level, agency_id FROM agency_area WHERE line = 'miit' AND division_code = ?", code):
                self.agency[level + code] = agency
        self.agency["province"] = s.one("SELECT id FROM agency WHERE code = 'miit-130000'")
        self.agency["st"] = s.one("SELECT agency_id FROM agency_area WHERE line = 'st' AND division_code = '130102' AND level = 'city'")
        self.agency["elsewhere"] = s.one("SELECT id FROM agency WHERE code = 'miit-410000'")
        self.a, self.b = (s.new_enterprise(f"某泵业{i}有限公司（虚构）", 50 + i, code) for i, code in enumerate(("130102", "130202")))
        s.stop()
        roles = {"province": "province", "elsewhere": "province", "st": "city"}
        for key, agency in self.agency.items():
            setattr(self, "o_" + key, s.session(s.new_account("o" + key, roles.get(key, key.rstrip("0123456789")), "经办" + key, agency=agency)))
        self.filler = s.session(s.new_account("filler-a", "filler", "填报甲", enterprise=self.a))
        self.legal = s.session(s.new_account("legal-a", "legal_rep", "法人甲", enterprise=self.a))
        self.other = s.session(s.new_account("filler-b", "filler", "填报乙", enterprise=self.b))
        s.start()
        self.county, self.city, self.far_city, self.far_county = self.o_county130102, self.o_city130102, self.o_city130202, self.o_county130202
        self.province, self.st, self.elsewhere, self.public = self.o_province, self.o_st, self.o_elsewhere, s.browser()

    def raised(self, who=None, **more):
        who = who or self.filler
        page = who.get("/e/voice/new")
        r = who.upload(page, "/e/voice/new", "file", more.pop("files", []), {**WORDS, **more})
        same(r.status, 200)
        assert "意见诉求已提交" in r.words, r.words[:500]
        return r.url.rsplit("/", 1)[1]

    def asked(self, body="miit-130100", **more):
        b = self.site.browser()
        r = b.submit(b.get("/ask/new?body=" + body), "/ask/new", {**QUESTION, **more})
        assert r.url.startswith("/ask/receipt/"), (r.status, r.words[:500])
        return r.url.rsplit("/", 1)[1], re.search(r"ZX\d{13}", r.words).group(0)

    def act(self, who, one, act, fields, button=None):
        path = "/o/voice/" + one
        return who.submit(who.get(path), f"{path}/{act}", fields, button or ("act", act))

    def answer(self, who, one, text=ANSWER):
        r = self.act(who, one, "answer", {"answer_text": text})
        assert "答复已送出" in r.words, r.words[:500]

    def rate(self, one, act, text="", who=None):
        who = who or self.filler
        path = "/e/voice/" + one
        name = "again_text" if act == "reopen" else "rate_text"
        page = who.get(path)
        form = next(f for f in page.forms if name in f.names)
        return who.post(path, who.filled(form, {name: text}, ("act", act)))

    def state(self, one):
        return self.site.one("SELECT state FROM voice WHERE public_id = ?", one)


class Demands(House):
    def B4_raised_and_answered(self):
        page = self.filler.get("/e/voice/new")
        bodies = page.form("/e/voice/new").options["body"]
        same(bodies[:3], [str(self.agency[k]) for k in ("county130102", "city130102", "province")], "its own county first")
        assert str(self.agency["st"]) in bodies and str(self.agency["city130202"]) not in bodies, bodies
        assert "没有规定答复期限" in page.words, "no document prints a term: none is made up"
        # What is wrong is said beside the field, what was typed stays.
        r = self.filler.upload(page, "/e/voice/new", "file", [], {**WORDS, "text": "太短"})
        same(r.status, 422)
        assert "10 至 2000" in r.words and WORDS["title"] in r.text, r.words[:600]
        r = self.filler.upload(self.filler.get("/e/voice/new"), "/e/voice/new", "file", [], {**WORDS, "kind": "nonsense"})
        same(r.status, 422)
        r = self.filler.upload(self.filler.get("/e/voice/new"), "/e/voice/new", "file", [],
                               {**WORDS, "body": str(self.agency["city130202"])})
        same(r.status, 422, "not of its place")
        one = self.raised(files=[("报价.pdf", lib.pdf("quote"))])
        self.own = one
        same(self.site.sql("SELECT agency_id, due_at, state FROM voice WHERE public_id = ?", one), [(self.agency["county130102"], 0, "waiting")])
        # Its body hears of it, sees it in its queue and on the first page.
        same(self.site.one("SELECT count(*) FROM message m JOIN account a ON a.id = m.account_id WHERE m.kind = 'voice' "
                           "AND a.login = 'ocounty130102'"), 1)
        assert WORDS["title"] in self.county.get("/o/voice").words and "诉求、咨询待答复" in self.county.get("/o").words
        page = self.county.get("/o/voice/" + one)
        assert SECRET in page.words and "已等 0 个工作日" in page.words, page.words[:900]
        paper = next(h for h in page.links() if h.startswith("/o/voice-file/"))
        assert self.county.get(paper).body.startswith(b"%PDF")
        assert self.filler.get(paper.replace("/o/", "/e/")).body.startswith(b"%PDF")
        self.site.at("2023-02-09T15:00:00+08:00")
        assert "已等 3 个工作日" in self.county.get("/o/voice/" + one).words
        r = self.act(self.county, one, "answer", {"answer_text": "好"})
        same(r.status, 422)
        assert "4 至 2000" in r.words
        self.answer(self.county, one)
        same(self.site.sql("SELECT days FROM voice_said WHERE act = 'answer'"), [(3,)])
        page = self.legal.get("/e/voice/" + one)
        assert ANSWER in page.words and "经办county130102" not in page.words, "the answer, not who wrote it"
        assert self.site.one("SELECT count(*) FROM message m JOIN account a ON a.id = m.account_id WHERE a.enterprise_id = ? "
                             "AND m.subject LIKE '%已答复%'", self.a) == 2
        # Rated once.
        r = self.rate(one, "solved", "银行已经放款")
        same(self.state(one), "solved")
        assert "银行已经放款" in self.county.get("/o/voice/" + one).words
        assert not any("rate_text" in f.names for f in r.forms)
        r = self.filler.post("/e/voice/" + one, lib.csrf(self.filler, "/e/voice/new") + [("act", "unsolved")])
        same(r.status, 409, "said already")
        # The log has every act and no word of what was said.
        same([a for a, in self.site.sql("SELECT action FROM audit WHERE object_kind = 'voice' ORDER BY seq")],
             ["voice_raised", "file_viewed", "file_viewed", "voice_answered", "voice_rated"])
        same(self.site.one("SELECT count(*) FROM audit WHERE reason || payload LIKE '%配方%'"), 0)

    def B4_scope(self):
        one = self.raised()
        paper = self.raised(files=[("图纸.pdf", lib.pdf("drawing"))])
        file = next(h for h in self.county.get("/o/voice/" + paper).links() if h.startswith("/o/voice-file/"))
        same(self.city.get("/o/voice/" + one).status, 200, "the body above reads it")
        same(self.province.get("/o/voice/" + one).status, 200)
        assert not any("answer_text" in f.names for f in self.city.get("/o/voice/" + one).forms), "but does not answer it"
        for who in (self.far_city, self.far_county, self.st, self.elsewhere):
            same(who.get("/o/voice/" + one).status, 404)
            same(who.get(file).status, 404)
            assert WORDS["title"] not in who.get("/o/voice?tab=enterprise").words
            own = self.asked({self.far_city: "miit-130200", self.far_county: "miit-130202", self.st: self.code("st"),
                              self.elsewhere: "miit-410000"}[who])[0]
            tokens = lib.csrf(who, "/o/voice/" + own)
            same(who.post(f"/o/voice/{one}/answer", tokens + [("answer_text", ANSWER)]).status, 404)
        same(self.other.get("/e/voice/" + one).status, 404)
        same(self.other.get(file.replace("/o/", "/e/")).status, 404)
        same(self.state(one), "waiting")
        # Who may read but has it not, may not answer either.
        own = self.asked("miit-130100")[0]
        r = self.city.post(f"/o/voice/{one}/answer", lib.csrf(self.city, "/o/voice/" + own) + [("answer_text", ANSWER)])
        same(r.status, 403)
        # Raised with the province: the county that it may be about does not see it.
        above = self.raised(body=str(self.agency["province"]), title="对县里办理速度的意见")
        same(self.county.get("/o/voice/" + above).status, 404)
        same(self.city.get("/o/voice/" + above).status, 404)
        same(self.province.get("/o/voice/" + above).status, 200)
        for path in ("/ask", "/ask?q=" + urllib.parse.quote("中试"), "/", "/sitemap"):
            assert "中试放大" not in self.public.get(path).words
        same(self.public.get("/ask/receipt/" + one).status, 404, "the address of a question, not of a demand")

    def code(self, key):
        return self.site.one("SELECT code FROM agency WHERE id = ?", self.agency[key])

    def B4_handed_up_and_down(self):
        one = self.raised()
        r = self.act(self.county, one, "up", {"up_reason": "额度在市级"})
        assert "已转请上级办理" in r.words and "由" in r.words, r.words[:400]
        same(self.site.one("SELECT agency_id FROM voice WHERE public_id = ?", one), self.agency["city130102"])
        same(self.county.get("/o/voice/" + one).status, 200, "who had it goes on seeing it")
        page = self.filler.get("/e/voice/" + one)
        assert "额度在市级" in page.words, "who asked is told by whom and why"
        # An enterprise's demand goes along its own place only.
        page = self.city.get("/o/voice/" + one)
        same(page.form("/down").options["to"], [str(self.agency["county130102"])])
        path = f"/o/voice/{one}/down"
        other = self.site.one("SELECT id FROM agency WHERE parent_id = ? AND id <> ?", self.agency["city130102"], self.agency["county130102"])
        r = self.city.submit(page, path, {"down_reason": "请就近办理", "to": str(other)}, ("act", "down"))
        same(r.status, 422)
        r = self.act(self.city, one, "down", {"down_reason": "短"})
        same(r.status, 422)
        assert "4 至 500" in r.words
        r = self.act(self.city, one, "down", {"down_reason": "请就近办理"})
        same(self.site.one("SELECT agency_id FROM voice WHERE public_id = ?", one), self.agency["county130102"])
        # Two officers act on what both saw: the second is told.
        stale = self.county.get("/o/voice/" + one)
        self.answer(self.county, one)
        r = self.county.submit(stale, f"/o/voice/{one}/up", {"up_reason": "再转一次"}, ("act", "up"))
        same(r.status, 409)
        # The province has nobody above.
        top = self.raised(body=str(self.agency["province"]))
        assert not self.province.get("/o/voice/" + top).has_form("/up")
        r = self.province.post(f"/o/voice/{top}/up", lib.csrf(self.province, "/o/voice/" + top) + [("up_reason", "再往上转")])
        same(r.status, 409)
        page = self.province.get("/o/voice/" + top)
        same(page.form("/down").options["to"], [str(self.agency["city130102"])])

    def B4_raised_again_once(self):
        one = self.raised()
        assert not any("again_text" in f.names for f in self.filler.get("/e/voice/" + one).forms), "nothing is answered yet"
        self.answer(self.county, one)
        self.rate(one, "unsolved")
        same(self.state(one), "unsolved")
        r = self.rate(one, "reopen", "短")
        same(r.status, 422)
        self.rate(one, "reopen", "银行没有联系我们，问题仍然存在")
        same(self.state(one), "waiting")
        assert WORDS["title"] in self.county.get("/o/voice").words, "in the queue again"
        self.answer(self.county, one, "已再次督促，今天电话联系。")
        page = self.filler.get("/e/voice/" + one)
        assert not any("again_text" in f.names for f in page.forms)
        form = next(f for f in page.forms if "rate_text" in f.names)
        r = self.filler.post("/e/voice/" + one, self.filler.filled(form, {"again_text": "第三次提出同一件事情"}, ("act", "reopen")))
        same(r.status, 409)
        assert "已经再次提出过一次" in r.words, r.words[:300]
        self.rate(one, "solved")
        same(self.state(one), "solved")
        same(self.site.one("SELECT count(*) FROM voice_said s JOIN voice v ON v.id = s.voice_id WHERE v.public_id = ?", one), 6,
             "everything that was said stands")
        for text in ("DELETE FROM voice_said", "UPDATE voice_said SET text = 'x'", "DELETE FROM voice"):
            try:
                self.site.sql(text)
                assert False, text
            except Exception as e:  # noqa: BLE001
                assert "kept" in str(e) or "immutable" in str(e), e

    def B4_figures(self):
        self.raised(kind="land", title="扩建需要工业用地")
        page = self.province.get("/o/voice/figures")
        for word in ("融资", "用地", "中位数", "经营情况", "季度调查"):
            assert word in page.words, (word, page.words[:1500])
        counted = self.site.one("SELECT count(*) FROM voice v JOIN voice_scope s ON s.voice_id = v.id WHERE s.agency_id = ? AND v.state = 'waiting'",
                                self.agency["province"])
        assert f"待答复 {counted} 件" in re.sub(r"(\d+)\s*件", r"\1 件", page.words), (counted, page.words[:600])
        row = next(x for x in page.text.split("<tr>") if "长安" in x or self.short("county130102") in x)
        assert re.search(r"\d", row), row
        assert "用地" not in self.elsewhere.get("/o/voice/figures").words
        only = self.city.get("/o/voice?tab=enterprise&kind=land").words
        assert "扩建需要工业用地" in only and WORDS["title"] not in only, only[:600]
        assert "扩建需要工业用地" in self.city.get("/o/voice?tab=waiting").words

    def B4_longest_wait_first_page_by_page(self):
        """A queue of more than a page: ordered by the wait, not by the number; nothing twice, nothing left out."""
        body = self.agency["far"] = self.agency["county130202"]
        self.site.quiet(lambda: [self.site.insert(
            "voice", public_id=f"queue-{i}", no=f"SQ{i}", origin="enterprise", enterprise_id=self.b, name="某企业", phone="", may_publish=0,
            kind="land", title=f"第{i:02d}件诉求", agency_id=body, state="waiting", raised_at=0, waiting_at=10_000_000 * (70 - i // 2),
            due_at=0) for i in range(60)])
        seen, path = [], "/o/voice"
        while path:
            page = self.far_county.get(path)
            seen += re.findall(r"第\d\d件诉求", page.text)
            path = next((h for h in page.links() if "key=" in h), None)
        own = [t for t, in self.site.sql("SELECT title FROM voice WHERE agency_id = ? AND title LIKE '第%' ORDER BY waiting_at, id", body)]
        same((len(own), seen), (60, own))
        same(own[0][:3], "第58", "raised again or out of order: the wait decides")

    def short(self, key):
        return self.site.one("SELECT short_name FROM agency WHERE id = ?", self.agency[key])


class Term(House):
    """Where the platform sets a term, it runs in working days and is seen."""

    def __init__(self):
        super().__init__("answer_days = 5\n")

    def B4_term_in_working_days(self):
        one = self.raised()
        same(self.site.one("SELECT due_at FROM voice WHERE public_id = ?", one), lib.instant("2023-02-14T00:00:00+08:00"),
             "five working days after Monday 6 February")
        assert "2023年2月13日" in self.filler.get("/e/voice/" + one).words
        self.site.at("2023-02-14T09:00:00+08:00")
        page = self.county.get("/o/voice")
        assert "已逾期，已等 6 个工作日" in page.words and "其中逾期 1 件" in page.words, page.words[:700]
        assert "5 个工作日（本平台设定）" in page.words
        row = next(x for x in self.city.get("/o/voice/figures").text.split("<tr>") if "red" in x)
        assert "1" in row


class Ask(House):
    def test_ask_without_an_account(self):
        page = self.public.get("/ask")
        assert "还没有公开的问答" in page.words and "待答复" in page.words, page.words[:600]
        page = self.public.get("/ask/new")
        assert "/ask/new?body=miit-130000" in page.links(), page.links()
        assert "/ask/new?body=miit-130100" in self.public.get("/ask/new?body=miit-130000").links()
        same(self.public.get("/ask/new?body=nobody").status, 404)
        page = self.public.get("/ask/new?body=miit-130100")
        for wrong, words in (({"text": "短"}, "10"), ({"phone": "12"}, "电话"), ({"name": ""}, "称呼"), ({"publish": None}, "同意公开"),
                             ({"text": "长" * 2001}, "2000"), ({"kind": "finance"}, "类别")):
            r = self.public.submit(page, "/ask/new", {**QUESTION, **wrong})
            same(r.status, 422, wrong)
            assert words in r.words and "分公司能不能" in r.text, (wrong, r.words[:500])
            page = r
        self.one, self.no = self.asked()
        page = self.public.get("/ask/receipt/" + self.one)
        assert self.no in page.words and QUESTION["phone"] not in page.text and QUESTION["name"] not in page.text
        same(self.site.one("SELECT actor FROM audit WHERE action = 'voice_raised'"), "社会公众")
        same(self.site.one("SELECT count(*) FROM audit WHERE payload || reason || actor LIKE '%热心人%' OR payload LIKE '%138123%'"), 0)

    def look(self, number, tail):
        return self.public.submit(self.public.get("/receipt"), "/receipt", {"number": number, "tail": tail})

    def test_ask_answered_by_receipt(self):
        r = self.look(self.no, "5678")
        assert "待答复" in r.words and "已等 0 个工作日" in r.words, r.words[:500]
        same(self.look(self.no, "0000").status, 422)
        same(self.look("ZX2023020699999", "5678").status, 422)
        # The county below does not see it; the city sees how to reach who asked, the province above does not.
        same(self.county.get("/o/voice/" + self.one).status, 404)
        same(self.far_city.get("/o/voice/" + self.one).status, 404)
        assert QUESTION["phone"] in self.city.get("/o/voice/" + self.one).words
        assert QUESTION["phone"] not in self.province.get("/o/voice/" + self.one).text
        # Handed down to any body below, it is that body's to call.
        r = self.act(self.city, self.one, "down", {"down_reason": "由县里答复", "to": str(self.agency["county130102"])})
        assert "已转交下级办理" in r.words, r.words[:300]
        assert QUESTION["phone"] not in self.city.get("/o/voice/" + self.one).text
        assert "由县里答复" in self.look(self.no, "5678").words
        self.site.at("2023-02-08T09:00:00+08:00")
        page = self.public.get("/ask")
        row = next(x for x in page.text.split("<tr>") if self.site.one("SELECT name FROM agency WHERE id = ?", self.agency["county130102"]) in x)
        assert ">2<" in row, "two working days, for everybody to see: " + row
        self.answer(self.county, self.one, "分公司不具有法人资格，由总公司在注册地申报。")
        assert "分公司不具有法人资格" in self.look(self.no, "5678").words
        assert "没有等答复的咨询" in self.public.get("/ask").words

    def test_ask_published_in_other_words(self):
        assert "分公司" not in self.public.get("/ask").words, "an answer alone publishes nothing"
        fields = {"title": "分公司能否申报", "question": "分公司能不能参加评价？", "answer": "不能，由总公司在注册地申报。"}
        page = self.county.get("/o/voice/" + self.one)
        same(dict(page.form("/publish").fields)["question"], QUESTION["text"], "the officer starts from what was asked")
        r = self.act(self.county, self.one, "publish", {**fields, "title": ""})
        same(r.status, 422)
        r = self.act(self.county, self.one, "publish", fields)
        assert "问答已公开" in r.words, r.words[:400]
        page = self.public.get("/ask")
        assert fields["question"] in page.words and fields["answer"] in page.words
        for private in ("张三", QUESTION["name"], QUESTION["phone"], self.no):
            assert private not in page.text, private
        assert fields["question"] in self.public.get("/ask?q=" + urllib.parse.quote("总公司")).words
        assert fields["question"] in self.public.get("/ask?kind=conditions").words
        for nothing in ("/ask?q=" + urllib.parse.quote("没有这样的词"), "/ask?kind=policy"):
            page = self.public.get(nothing)
            assert "没有符合条件的问答" in page.words and fields["question"] not in page.words
        r = self.county.post(f"/o/voice/{self.one}/publish", lib.csrf(self.county, "/o/voice/" + self.one) + list(fields.items()))
        same(r.status, 409, "shown already")
        r = self.act(self.county, self.one, "withdraw", {})
        assert "已撤回公开" in r.words
        assert fields["question"] not in self.public.get("/ask").words

    def test_ask_who_disagrees_is_not_published(self):
        one, _ = self.asked("miit-130100", publish="no", title="另一个问题请教")
        self.answer(self.city, one)
        page = self.city.get("/o/voice/" + one)
        assert "提问人不同意公开" in page.words and not page.has_form("/publish"), page.words[:600]
        fields = [("title", "另一个问题"), ("question", "问题文字"), ("answer", "答复文字")]
        same(self.city.post(f"/o/voice/{one}/publish", lib.csrf(self.city, "/o/voice/" + one) + fields).status, 409)
        # Nor ever what an enterprise raised, by whatever form.
        demand = self.raised()
        self.answer(self.county, demand)
        same(self.county.post(f"/o/voice/{demand}/publish", lib.csrf(self.county, "/o/voice/" + demand) + fields).status, 409)
        same(self.site.one("SELECT count(*) FROM voice_public WHERE withdrawn_at IS NULL"), 0)
        # Only an enterprise rates: there is nobody signed in for a question.
        same(self.filler.get("/e/voice/" + one).status, 404)

    def test_ask_is_throttled(self):
        b = self.site.browser()
        seen = []
        for i in range(8):
            seen.append(b.submit(b.get("/ask/new?body=miit-130100"), "/ask/new", {**QUESTION, "title": f"第{i}次提问请教"}).status)
        assert 429 in seen and seen[0] == 200, seen


if __name__ == "__main__":
    lib.run(Demands, Term, Ask)
