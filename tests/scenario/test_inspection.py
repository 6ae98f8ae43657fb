#!/usr/bin/env python3
"""双随机 on the demonstration's province: inspectors are drawn with the enterprises from the same public numbers, computed
again by the program, by the script and by this file; they check by telephone and sign under their own accounts; the
enterprise reads the record and comments.

usage: test_inspection.py [PATH_TO_TIDU] [NAME …]
"""
import hashlib
import hmac
import json
import os
import struct
import sys
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_draw import NUMBERS, WITNESSES, Draw, draw, later, start  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_routes import Demo  # noqa: E402

NEW = "/o/sampling/new?tier=innovative"
EDITION = "inspect-test-2026"


def png(shade):
    chunk = lambda k, d: struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d))  # noqa: E731
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b""))


class Board:
    """The assignment once more, from draw.json alone."""

    def __init__(self, data):
        self.d = data
        self.key = hmac.new(bytes.fromhex(data["codes"][0]), data["numbers"].encode(), hashlib.sha256).digest()
        self.city = {c: s for s, c, _ in data["frame"]}
        self.place = dict(data["places"])
        self.who = {r[0]: r for r in data["inspectors"]}
        self.load = dict.fromkeys(self.who, 0)
        self.barred = {(c, k) for k, c, _ in data["barred"]}
        self.gone, self.on = set(), {}

    def ticket(self, text):
        return hmac.new(self.key, text.encode() + b"\x01", hashlib.sha256).digest()

    def candidates(self, c):
        out = []
        for key, _, _, only, home in self.who.values():
            near = self.d["avoid"] == "county" and home and home == self.place[c]
            if key not in self.gone and only in ("", self.city[c]) and not near and (c, key) not in self.barred and key not in self.on.get(c, []):
                out.append(key)
        return out

    def give(self, c):
        left = sorted(self.candidates(c), key=lambda k: (self.load[k], self.ticket(c + "|" + k)))
        if not left:
            return []
        self.on.setdefault(c, []).append(left[0])
        self.load[left[0]] += 1
        return left[:1]

    def run(self):
        for c in sorted(self.d["drawn"], key=lambda c: (len(self.candidates(c)), self.ticket(c))):
            self.give(c), self.give(c)
        first = {c: sorted(v) for c, v in self.on.items()}
        for kind, c, k, _, _ in self.d["changes"]:
            if kind == "leave":
                self.gone.add(k)
            elif kind == "substitute":
                for x in self.on.pop(k):
                    self.load[x] -= 1
                self.give(c), self.give(c)
            else:
                self.on[c].remove(k)
                self.load[k] -= 1
                if kind == "recuse":
                    self.barred.add((c, k))
                self.give(c)
        return first


class Inspection:
    def __init__(self):
        self.site = Demo()
        # The demonstration's own inspectors are gone: the pool of this test is made by hand.
        self.site.sql("UPDATE inspector SET left_at = 1, left_by = '甲', left_reason = '调离' WHERE left_at IS NULL")
        self.site.start()
        # A procedure whose rule and term are data.
        def rule():
            text = self.site.one("SELECT json FROM rulebook WHERE kind = 'procedure' AND id = 'hebei-innovative-2024'")
            p = json.loads(text)
            p["id"], p["legal_from"] = EDITION, "2026-01-01"
            p["inspection"] = {"avoid": "county", "comment": {"days": 5, "unit": "working"}}
            p.pop("legal_to", None)
            text = json.dumps(p, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
            self.site.insert("rulebook", kind="procedure", id=EDITION, title="核查测试", json=text, recorded_at=0,
                             hash=hashlib.sha256(text.encode()).hexdigest(), legal_from=p["legal_from"], legal_to="")
        self.site.quiet(rule)
        self.people = {}
        who = lambda login: self.site.session(self.site.one("SELECT id FROM account WHERE login = ?", login))  # noqa: E731
        self.a, self.b, self.city, self.county, self.public = self.site.quiet(lambda: [
            *(who(f"demo-{x}") for x in ("province-a", "province-b", "city-a", "county")), self.site.browser()])

    def files_agree(self, good=True, change=None):
        return Draw.check_files(self, self.id, good, change)

    def account(self, key):
        return self.site.one("SELECT account_id FROM inspector WHERE key = ?", key)

    def browser(self, key):
        if key not in self.people:
            self.people[key] = self.site.quiet(lambda: self.site.session(self.account(key)))
        return self.people[key]

    def duties(self, code):
        return [k for k, in self.site.sql("SELECT y.key FROM draw_duty y JOIN draw d ON d.id = y.draw_id JOIN draw_item i ON i.draw_id = y.draw_id "
                                          "AND i.seq = y.seq WHERE d.public_id = ? AND i.code = ? AND y.ended = 0 ORDER BY y.key", self.id, code)]

    def sheet(self, code):
        return "/o/inspection/" + self.site.one("SELECT n.public_id FROM inspection n JOIN draw d ON d.id = n.draw_id JOIN draw_item i ON "
                                                "i.draw_id = n.draw_id AND i.seq = n.seq WHERE d.public_id = ? AND i.code = ? "
                                                "ORDER BY n.turn DESC LIMIT 1", self.id, code)

    def fields(self, verdict="fit", **more):
        return {"on": self.site.now[:10], "side": "张总", "findings": "现场查看研发场所和账目，与填报一致。", "result": verdict, **more}

    def waiting(self):
        return [c for c, in self.site.sql("SELECT i.code FROM draw_item i JOIN draw d ON d.id = i.draw_id WHERE d.public_id = ? AND i.taken = 1 "
                                          "AND i.done = 0 ORDER BY i.seq", self.id)]

    def C8_the_pool_is_kept_with_place_and_recusal(self):
        same(self.county.get("/o/inspectors").status, 403)
        page = self.a.get("/o/inspectors")
        overseer = self.site.one("SELECT id FROM account WHERE login = 'demo-auditor'")
        assert str(overseer) not in page.form("/o/inspectors").options["account"], "who oversees does not inspect"
        same(self.a.post("/o/inspectors", lib.csrf(self.a, "/o/inspectors") + [("account", str(overseer))]).status, 422)
        people = page.form("/o/inspectors").options["account"]
        assert len(people) >= 4, people
        same(self.a.submit(page, "/o/inspectors", {"account": people[0], "place": "13"}, ("act", "add")).status, 422)
        same(self.a.post("/o/inspectors", lib.csrf(self.a, "/o/inspectors") +
                         [("account", str(self.site.one("SELECT id FROM account WHERE login = 'demo-b-province-a'")))]).status, 422, "of another province")
        firms = self.site.sql("SELECT uscc, name FROM title WHERE tier = 'innovative' AND state = 'valid' AND uscc <> '' ORDER BY uscc LIMIT 3")
        place = self.site.one("SELECT e.division_code FROM title t JOIN enterprise e ON e.uscc = t.uscc WHERE t.tier = 'innovative' AND "
                              "t.state = 'valid' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
        for i, person in enumerate(people[:6]):
            page = self.a.submit(page, "/o/inspectors", {"account": person, "place": place if i == 0 else "", "employer": firms[0][1] if i == 1 else "",
                                                         "declared": f"{firms[1][0]}\n{firms[2][1]}" if i == 2 else ""}, ("act", "add"))
            assert "已列入核查人员库" in page.words, page.words[:300]
        same(self.a.post("/o/inspectors", lib.csrf(self.a, "/o/inspectors") + [("account", people[0])]).status, 422, "once only")
        self.firms, self.place = firms, place

    def C8_the_roster_stands_before_the_numbers(self):
        page = self.a.submit(self.a.get(NEW), "/o/sampling/new", {"share": "10"}, ("act", "freeze"))
        assert "名单已冻结" in page.words, page.words[:500]
        self.url, self.id = page.url, page.url.rsplit("/", 1)[1]
        before = self.files_agree()
        same((before["format"], before["avoid"], before["assigned"], before["changes"]), ("tidu-draw-2", "county", [], []))
        rows = [["avoid", "county"]] + before["inspectors"] + before["barred"] + before["places"]
        same(hashlib.sha256("".join("\t".join(r) + "\n" for r in rows).encode()).hexdigest(), before["roster_hash"])
        same({c for k, c, _ in before["barred"]}, {c for c, _ in self.firms}, "回避 by employer, code and name")
        public = self.public.get(f"/sampling/{self.id}")
        assert before["roster_hash"] in public.text and "不核查本县（市、区）的企业" in public.words
        # Who joins afterwards is on no roster that is frozen.
        page = self.a.get("/o/inspectors")
        extra = page.form("/o/inspectors").options.get("account", [])
        if extra:
            self.a.submit(page, "/o/inspectors", {"account": extra[0]}, ("act", "add"))
            same(len(self.files_agree()["inspectors"]), 6)
        for change in (lambda d: d["inspectors"].pop(), lambda d: d["barred"].pop(), lambda d: d.update(avoid=""), lambda d: d["places"].pop()):
            self.files_agree(False, change)
        def frozen():
            for wrong in ("UPDATE draw SET avoid = ''", "UPDATE draw SET roster_hash = ''", "UPDATE draw_inspector SET place = ''",
                          "DELETE FROM draw_bar", "UPDATE draw_item SET place = 'x'"):
                try:
                    self.site.sql(wrong)
                except Exception as e:
                    assert "frozen" in str(e), (wrong, e)
                else:
                    raise AssertionError(wrong)
        self.site.quiet(frozen)

    def C8_inspectors_are_drawn_with_the_enterprises(self):
        self.a.submit(self.a.get(self.url), "/announce", {"source": "双色球下一期开奖号码，红球由小到大", "source_on": later(self)}, ("act", "announce"))
        self.site.at(later(self) + "T09:00:00+08:00")
        self.a.submit(self.a.get(self.url), "/enter", {"numbers": NUMBERS, **WITNESSES}, ("act", "enter"))
        self.b.submit(self.b.get(self.url), "/confirm", {"numbers": NUMBERS}, ("act", "confirm"))
        data = self.files_agree()
        board = Board(data)
        same({c: sorted(keys.split()) for c, keys in data["assigned"]}, board.run())
        same(sorted(board.on), sorted(data["drawn"]))
        for c in data["drawn"]:
            same(self.duties(c), sorted(board.on[c]))
            same(len(board.on[c]), 2)
        assert max(board.load.values()) - min(board.load.values()) <= 2, board.load
        home = {k: p for k, _, _, _, p in data["inspectors"]}
        place = dict(data["places"])
        assert not any(home[k] and home[k] == place[c] for c, v in board.on.items() for k in v)
        for change in (lambda d: d["assigned"].pop(), lambda d: d["assigned"][0].__setitem__(1, d["assigned"][0][1][:4]),
                       lambda d: d["changes"].append(["recuse", d["assigned"][0][0], d["assigned"][0][1][:4], "", "x"])):
            self.files_agree(False, change)
        public = self.public.get(f"/sampling/{self.id}")
        assert 'data-label="核查人员"' in public.text and "怎样抽取核查人员" in public.words
        assert "核查人员" in self.public.get(f"/sampling/{self.id}/list.csv").body.decode("utf-8-sig").splitlines()[0]
        some = data["assigned"][0][1].split()[0]
        page = self.browser(some).get("/o/inspections")
        assert "待核查" in page.words, page.words[:400]
        assert self.site.one("SELECT count(*) FROM message WHERE kind = 'draw' AND account_id = ?", self.account(some)) == 1

    def C8_recusal_and_leaving_take_the_next_by_the_same_order(self):
        code = self.waiting()[0]
        keys = self.duties(code)
        one, other = self.browser(keys[0]), next(k for k in Board(self.files_agree()).who if k not in keys)
        path = self.sheet(code)
        if not self.site.one("SELECT 1 FROM account WHERE id = ? AND role = 'province'", self.account(other)):
            same(self.browser(other).get(path).status, 404, "not on it")
        page = one.get(path)
        same(one.submit(page, "/recuse", {"key": keys[0], "reason": "因"}, ("act", "recuse")).status, 422)
        r = one.submit(page, "/recuse", {"key": keys[0], "reason": "配偶在该企业任职"}, ("act", "recuse"))
        assert "已登记回避，接替的是" in r.words, r.words[:400]
        data = self.files_agree()
        board = Board(data)
        board.run()
        same(self.duties(code), sorted(board.on[code]))
        assert keys[0] not in board.on[code]
        same(data["changes"][-1][:3], ["recuse", code, keys[0]])
        assert "配偶在该企业任职" in self.public.get(f"/sampling/{self.id}").words
        self.files_agree(False, lambda d: d["changes"][-1].__setitem__(3, keys[1]))
        self.files_agree(False, lambda d: d["changes"].pop() and d["changes"].append(["replace", code, keys[0], "", "x"]))
        # Who leaves hands over everything that waits.
        gone = max(board.load, key=lambda k: (board.load[k], k))
        n = sum(gone in self.duties(c) for c in self.waiting())
        page = self.a.get(f"/o/inspectors/{gone}")
        same(self.a.submit(page, f"/o/inspectors/{gone}", {"reason": ""}, ("act", "leave")).status, 422)
        r = self.a.submit(page, f"/o/inspectors/{gone}", {"reason": "调离核查岗位"}, ("act", "leave"))
        assert f"已退出；{n} 家由下一名接替" in r.words, r.words[:300]
        data = self.files_agree()
        board = Board(data)
        board.run()
        for c in self.waiting():
            same(self.duties(c), sorted(board.on[c]))
            assert gone not in board.on[c]
        same(board.load[gone], 0)
        same(self.a.get(f"/o/inspectors/{gone}").status, 404)

    def C8_a_substitute_gets_its_inspectors(self):
        free = next(c for c in self.waiting() if not self.site.one("SELECT i.compulsory FROM draw_item i JOIN draw d ON d.id = i.draw_id WHERE "
                                                                   "d.public_id = ? AND i.code = ?", self.id, c)
                    and self.site.one("SELECT count(*) FROM draw_item i JOIN draw_item j ON j.draw_id = i.draw_id AND j.stratum = i.stratum AND "
                                      "j.taken = 0 JOIN draw d ON d.id = i.draw_id WHERE d.public_id = ? AND i.code = ?", self.id, c))
        link = next(x for x in self.a.get(self.sheet(free)).links() if "#substitute" in x)
        page = self.a.get(link.split("#")[0])
        title = link.split("file=")[1].split("#")[0]
        r = self.a.submit(page, "/decide", {f"reason-{title}": "企业已注销，无法核查"}, ("act", "substitute"))
        assert "已按规则替补" in r.words, r.words[:400]
        data = self.files_agree()
        board = Board(data)
        board.run()
        new = data["substitutes"][-1]["code"]
        same(self.duties(new), sorted(board.on[new]))
        same((self.duties(free), len(self.duties(new))), ([], 2))
        assert "企业已注销" in self.public.get(f"/sampling/{self.id}").words
        page = self.a.get(self.sheet(free))
        assert "已替补" in page.words and not page.has_form("/sheet")
        self.files_agree(False, lambda d: d["changes"].pop())

    def check(self, code, verdict="fit", **more):
        """Signed by the two of them, each under the own account."""
        path = self.sheet(code)
        first, second = (self.browser(k) for k in self.duties(code))
        r = first.submit(first.get(path), "/sheet", self.fields(verdict, **more), ("act", "sign"))
        assert "已签名，已请另一名核查人员核对签名" in r.words, r.words[:500]
        r = second.submit(second.get(path), "/countersign", {}, ("act", "countersign"))
        assert "两人已签名" in r.words, r.words[:500]
        return path

    def C8_the_sheet_is_kept_photographed_and_signed_by_both(self):
        office = {self.site.one("SELECT id FROM account WHERE login = ?", f"demo-province-{x}") for x in "ab"}
        code = next(c for c in self.waiting() if not office <= {self.account(k) for k in self.duties(c)})
        path, keys = self.sheet(code), self.duties(code)
        one, two = (self.browser(k) for k in keys)
        for key in keys:
            assert path in self.browser(key).get("/o/inspections").links()
        # Who was not drawn for it does not write on it, not even at the body that draws.
        stranger = next(x for x in (self.a, self.b) if x.get(path).status == 200 and not x.get(path).has_form("/sheet"))
        same(stranger.post(path + "/sheet", lib.csrf(stranger, path) + list(self.fields().items()) + [("act", "sign")]).status, 403)
        same(self.public.get(path, follow=False).status, 303)
        page = one.get(path)
        r = one.submit(page, "/sheet", {"findings": "半句"}, ("act", "save"))
        assert "已保存，尚未签名" in r.words and "半句" in r.text
        for wrong in ("on", "recheck_on"):
            r = one.submit(one.get(path), "/sheet", {wrong: "上周五", "findings": "另半句"}, ("act", "save"))
            same(r.status, 422, "what is no date is not dropped")
            assert "日期不正确" in r.words and "上周五" in r.text and "另半句" in r.text, r.words[:400]
        # A photograph is a request of its own; the session may end in between.
        page = one.get(path)
        r = one.upload(page, "/photo", "photo", [("a.pdf", b"%PDF-1.4\n%%EOF\n")], {"note": ""})
        same(r.status, 422, r.words[:300])
        r = one.upload(one.get(path), "/photo", "photo", [("现场1.png", png(1)), ("现场2.png", png(2))], {"note": "一号车间"})
        assert "照片已上传" in r.words and "一号车间" in r.words, r.words[:600]
        self.site.quiet(lambda: self.site.sql("DELETE FROM session WHERE account_id = ?", self.account(keys[0])))
        same(one.get(path, follow=False).status, 303)
        del self.people[keys[0]]
        one = self.browser(keys[0])
        page = one.get(path)
        assert "半句" in page.text and page.words.count("一号车间") >= 2
        photos = [x for x in page.links() if x.startswith("/o/photo/")]
        same(len(photos), 2)
        same(one.get(photos[0]).body[:4], b"\x89PNG")
        foreign = self.site.quiet(lambda: self.site.session(self.site.one("SELECT id FROM account WHERE login = 'demo-b-province-a'")))
        same((foreign.get(photos[0]).status, foreign.get(path).status), (404, 404))
        assert self.site.one("SELECT count(*) FROM audit WHERE action = 'file_viewed' AND object_kind = 'draw'") == 1
        page = one.get(path)
        drop = page.form("/drop").options["photo_id"][-1]
        r = one.submit(page, "/drop", {"photo_id": drop}, ("act", "drop"))
        assert "照片已移除" in r.words
        # The script keeps what is typed; the version goes with it.
        form = dict(one.get(path).form("/sheet").fields)
        r = one.post(path + "/autosave", [*one.filled(one.get(path).form("/sheet"), self.fields()), ("_autosave", "1")])
        same(r.status, 200)
        assert "与填报一致" in one.get(path).text
        r = one.post(path + "/autosave", [(k, v) for k, v in form.items()] + [("_autosave", "1")])
        same(r.status, 409, "an older version does not win")
        for wrong in ({"findings": "好"}, {"on": "2026-01-01"}, {"result": ""}, {"result": "rectify", "recheck_on": ""}):
            same(one.submit(one.get(path), "/sheet", self.fields(**wrong), ("act", "sign")).status, 422, wrong)
        r = one.submit(one.get(path), "/sheet", self.fields(), ("act", "sign"))
        assert "请另一名核查人员核对签名" in r.words, r.words[:400]
        # The first cannot sign twice; what changes after it was signed must be signed again.
        version = dict(one.get(path).form("/sheet").fields)["version"]
        same(one.post(path + "/countersign", lib.csrf(one, path) + [("version", version)]).status, 403)
        stale = dict(two.get(path).form("/countersign").fields)["version"]
        one.upload(one.get(path), "/photo", "photo", [("现场3.png", png(3))], {"note": "二号车间"})
        same(two.post(path + "/countersign", lib.csrf(two, path) + [("version", stale)]).status, 409)
        one.submit(one.get(path), "/sheet", self.fields(), ("act", "sign"))
        same(self.site.one("SELECT count(*) FROM title_check WHERE draw_id = (SELECT id FROM draw WHERE public_id = ?)", self.id), 0)
        r = two.submit(two.get(path), "/countersign", {}, ("act", "countersign"))
        assert "两人已签名" in r.words, r.words[:400]
        s1, s2 = self.site.sql("SELECT signed1, signed2 FROM title_check WHERE draw_id = (SELECT id FROM draw WHERE public_id = ?)", self.id)[0]
        names = [self.site.one("SELECT name FROM account WHERE id = ?", self.account(k)) for k in keys]
        assert s1.startswith(names[0]) and s2.startswith(names[1]), (s1, s2, names)
        page = one.get(path)
        assert not page.has_form("/sheet") and not page.has_form("/photo")
        same(one.post(path + "/sheet", lib.csrf(one, path) + list(self.fields().items()) + [("act", "sign")]).status, 409)
        pdf = one.get(path + "/record.pdf")
        same((pdf.status, pdf.body[:5]), (200, b"%PDF-"))
        self.done = code

    def C8_rectification_is_checked_again_and_the_enterprise_comments(self):
        own = self.site.one("SELECT e.uscc FROM account a JOIN enterprise e ON e.id = a.enterprise_id JOIN draw_item i ON i.code = e.uscc "
                            "JOIN draw d ON d.id = i.draw_id WHERE d.public_id = ? AND i.taken = 1 AND i.done = 0 LIMIT 1", self.id)
        code = own or self.waiting()[0]

        def account():
            e = self.site.one("SELECT id FROM enterprise WHERE uscc = ?", code)
            found = self.site.one("SELECT id FROM account WHERE enterprise_id = ? LIMIT 1", e) if own else None
            if not found:
                self.site.sql("UPDATE account SET enterprise_id = ?, epoch = epoch WHERE login = 'demo-enterprise'", e)
                found = self.site.one("SELECT id FROM account WHERE login = 'demo-enterprise'")
            return self.site.session(found)
        firm = self.site.quiet(account)
        again = later(self, 30)
        path = self.check(code, "rectify", recheck_on=again, findings="研发费用未单独归集，要求一个月内整改。")
        assert "待复查" in self.a.get(self.url).words and again in self.a.get(self.url).words
        page = firm.get("/e/integrity")
        link = next(x for x in page.links() if x.startswith("/e/inspection/"))
        assert "责令整改" in page.words and again in page.words
        page = firm.get(link)
        assert "研发费用未单独归集" in page.words and "提出意见的期限" in page.words
        same(firm.submit(page, link, {"text": "短"}, ("act", "comment")).status, 422)
        r = firm.submit(page, link, {"text": "研发费用已按项目归集，请以复查为准。"}, ("act", "comment"))
        assert "意见已提交核查单位" in r.words
        assert "已按项目归集" in self.a.get(path).words
        assert "已按项目归集" not in self.public.get(f"/sampling/{self.id}").words
        same(self.a.get(link).status, 403)
        # The day of the re-check: a sheet of its own, the same two people.
        self.site.at(again + "T09:00:00+08:00")
        r = firm.submit(firm.get(link.split("#")[0]), link, {}, None) if firm.get(link).has_form(link) else None
        assert r is None, "five working days are over"
        same(firm.post(link, lib.csrf(firm, "/e/integrity") + [("text", "过了期限以后再提出的意见")]).status, 409)
        second = self.check(code, "fit", findings="整改完成，研发费用已单独归集。")
        assert second != path
        same(self.site.sql("SELECT turn, result FROM title_check k JOIN draw_item i ON i.draw_id = k.draw_id AND i.seq = k.seq WHERE i.code = ? "
                           "AND k.draw_id = (SELECT id FROM draw WHERE public_id = ?) ORDER BY turn", code, self.id), [(0, "rectify"), (1, "fit")])
        assert "整改完成" in self.a.get(self.url).words

    def C8_who_no_longer_fits_leads_to_a_case_and_the_outcome_is_told(self):
        left = self.waiting()
        unfit = next(c for c in left if not self.site.one("SELECT 1 FROM case_file WHERE uscc = ?", c))
        self.check(unfit, "unfit", findings="停产半年，研发人员均已离职，不再符合第四条。")
        title = self.site.one("SELECT k.title_id FROM title_check k WHERE k.result = 'unfit' AND k.draw_id = (SELECT id FROM draw WHERE public_id = ?)", self.id)
        page = self.a.get(f"/o/cases/new?title={title}")
        assert "停产半年" in dict(page.form("/o/cases/new").fields)["text"]
        for c in self.waiting():
            self.check(c)
        page = self.a.submit(self.a.get(self.url), "/report", {}, ("act", "report"))
        words = "".join(v for _, v in page.form("/edit").fields)
        assert "1家不再符合认定条件" in words and "{" not in words, words
        self.files_agree()


class Visit:
    """The same for a file of a batch, whose visit has its own page."""

    def __init__(self):
        from test_henan import Henan
        self.h = Henan()
        self.site = self.h.site

    def C8_who_was_drawn_visits_the_file_and_nobody_else(self):
        h = self.h
        for _ in range(2):
            page = h.city.get("/o/inspectors")
            person = page.form("/o/inspectors").options["account"][0]
            assert "已列入核查人员库" in h.city.submit(page, "/o/inspectors", {"account": person}, ("act", "add")).words
        batch = h.call("henan-innovative-2023", "2023-04-03", "2023-04-28", "2023-05-31")
        app = h.filed(batch)
        h.visit(h.city, app)
        h.passes(h.city, app)
        h.after(h.publicity(h.city, h.city2, batch))
        h.recommended(batch)
        same(h.state(app), "sample")
        draw(h, start(h, batch))
        path = "/o/site/" + app.rsplit("/", 1)[1]
        page = h.province.get(path)
        same([v for n, v in page.form(path).fields if n.startswith("inspector")], ["shi1", "shi2"])
        on, others = {"on": h.site.now[:10]}, {"inspector1": "孙一", "inspector2": "李二"}
        r = h.province.submit(page, path, {**on, **others})
        same(r.status, 422)
        assert "核查人员由抽取确定：shi1、shi2" in r.words and "孙一" in r.text, r.words[:400]
        assert "已安排实地核查" in h.province.submit(h.province.get(path), path, on).words
        done = {**on, "findings": "省级抽查，现场查看。", "result": "ok"}
        same(h.province.upload(h.province.get(path), path, "photo", [], {**done, **others}).status, 422)
        r = h.province.upload(h.province.get(path), path, "photo", [("现场.png", png(1))], done)
        assert "核查结果已登记" in r.words, r.words[:400]


if __name__ == "__main__":
    lib.run(Inspection, Visit)
