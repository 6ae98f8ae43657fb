#!/usr/bin/env python3
"""送达 and who is not reached: first view and receipt, terms that run from it, the outbox, checked contacts.

usage: test_delivery.py [PATH_TO_TIDU] [NAME …]
"""
# san
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_cases import Room  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_henan import Henan  # noqa: E402


class Cases:
    def __init__(self):
        self.room = Room()
        self.site = self.room.site

    def case(self, b, **more):
        case = self.room.propose(self.room.city, b, "forgery")
        r = self.room.notify(case, **more)
        assert "告知书已送出" in r.words, r.words[:600]
        return case

    def row(self, case, columns):
        return self.site.sql(f"SELECT {columns} FROM case_file WHERE public_id = ?", case.rsplit("/", 1)[1])[0]

    def own(self, case):
        return "/e/case/" + case.rsplit("/", 1)[1]

    def L34_first_view_is_recorded_with_a_receipt_and_printed(self):
        room = self.room
        b = room.firm()
        case = self.case(b, count_from="sent")
        due, = self.row(case, "due_at")
        assert due > 0
        assert "尚未查阅" in room.province.get(case).words
        same(self.row(case, "read_at"), (None,))
        # Another enterprise, or a body that reads it, serves nobody.
        same(room.firm().get(self.own(case)).status, 404)
        self.site.at("2024-05-07T10:30:00+08:00")
        words = b.get(self.own(case)).words
        receipt = self.site.one("SELECT receipt_no FROM delivery ORDER BY id LIMIT 1")
        for page in (words, room.province.get(case).words, room.city.get(case).words):
            assert f"2024-05-07 10:30，张三首次查阅（回证 {receipt}）" in page, page[:1500]
        same(self.row(case, "read_at, due_at"), (lib.instant("2024-05-07T10:30:00+08:00"), due))
        self.site.at("2024-05-08T10:30:00+08:00")
        b.legal.get(self.own(case))
        same(self.site.sql("SELECT served_name, served_at FROM delivery"), [("张三", lib.instant("2024-05-07T10:30:00+08:00"))])
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'served'"), 1)

    def L34_term_runs_from_service_where_it_says_so(self):
        room = self.room
        b = room.firm()
        self.site.at("2024-05-08T09:00:00+08:00")
        case = self.case(b, count_from="served", days="5", unit="working")
        same(self.row(case, "due_at, term_n, term_unit, term_from"), (0, 5, "working", "served"))
        assert "自查阅之日起 5 个工作日内答复" in b.get("/e/messages").words
        assert "尚未起算" in room.province.get(case).words
        # Whoever sent it cannot go on while nobody was served, however long.
        self.site.at("2024-06-24T09:00:00+08:00")
        assert not room.province.get(case).has_form("/draft")
        page = b.get("/e/cases").words
        assert "自查阅之日起算" in page, page[:800]
        words = b.get(self.own(case)).words
        same(self.row(case, "due_at"), (lib.instant("2024-07-02T00:00:00+08:00"),), "five working days after 24 June")
        assert "2024年7月1日" in words and "送达之日起" in words, words[:1500]
        self.site.at("2024-07-01T23:00:00+08:00")
        assert not room.province.get(case).has_form("/draft")
        self.site.at("2024-07-02T00:00:01+08:00")
        assert room.province.get(case).has_form("/draft")
        r = room.draft(case, "drop", ground="forgery")
        assert "另一人确认" in r.words, r.words[:600]
        room.confirm(case)
        # The decision is a notice of its own: served when it is opened, after the case is closed.
        same(self.site.one("SELECT count(*) FROM delivery WHERE object = ? AND served_at IS NULL", case.rsplit("/", 1)[1]), 1)
        assert "尚未查阅" in room.province.get(case).words
        b.get(self.own(case))
        same(self.site.one("SELECT count(*) FROM delivery WHERE object = ? AND served_at IS NULL", case.rsplit("/", 1)[1]), 0)

    def L34_other_ways_of_service_are_recorded(self):
        room = self.room
        b = room.firm()
        self.site.at("2024-07-03T09:00:00+08:00")
        case = self.case(b, count_from="served")
        self.site.at("2024-07-20T09:00:00+08:00")
        page = room.province.get(case)
        for values, word in (({"serve_on": "2024-07-02", "serve_way": "邮寄送达"}, "不早于告知之日"),
                             ({"serve_on": "2024-07-21", "serve_way": "邮寄送达"}, "不晚于今天"), ({"serve_on": "2024-07-10", "serve_way": ""}, "送达方式")):
            r = room.province.submit(page, "/serve", values)
            same(r.status, 422, word)
            assert word in r.words, r.words[:600]
        assert not room.city.get(case).has_form("/serve"), "only who decides"
        r = room.province.submit(page, "/serve", {"serve_on": "2024-07-10", "serve_way": "邮寄送达，EMS 1234567"})
        assert "已登记送达" in r.words and "2024-07-10，邮寄送达，EMS 1234567" in r.words, r.words[:1500]
        same(self.row(case, "due_at"), (lib.instant("2024-07-18T00:00:00+08:00"),))
        assert r.has_form("/draft") and not r.has_form("/serve")

    def L28_outbox_shows_what_was_not_received(self):
        room = self.room
        silent = room.firm()
        self.site.quiet(lambda: self.site.sql("UPDATE account SET active = 0 WHERE login IN (?, ?)", f"filler{silent.n}", f"legal_rep{silent.n}"))
        case = self.case(silent)
        other = self.case(room.firm())
        self.site.at("2024-07-26T09:00:00+08:00")
        page = room.province.get("/o/notices?state=open")
        for x, word in ((case, "没有已认证、可以查阅的账号"), (other, "未查阅，已 6 天")):
            row = next(r for r in page.text.split("<tr>") if x.rsplit("/", 1)[1] in r)
            assert word in row, (word, row)
        everything = room.province.get("/o/notices").words
        assert "已送达" in everything and "邮寄送达" in everything
        assert "还没有发出" in room.neighbour.get("/o/notices").words
        assert "送达情况（2 件企业尚未查阅）" in room.province.get("/o").words


class Contacts:
    def __init__(self):
        self.henan = Henan()
        self.site = self.henan.site

        def admin():
            self.admin = self.site.session(self.site.new_account("guanli", "admin", "管理员"))
        self.site.quiet(admin)

    def L28_unverified_contact_is_on_the_first_screen(self):
        city = self.henan.city
        assert "您没有留下电话和电子邮箱" in city.get("/o").words
        city.submit(city.get("/me"), "/me/contact", {"name": "王一", "phone": "13812345678"})
        assert "联系方式还没有核实" in city.get("/o").words
        b, _ = self.henan.firm()
        assert "您没有留下电话和电子邮箱" in b.get("/e").words
        assert "您没有留下电话和电子邮箱" in self.admin.get("/a").words

    def L28_accounts_that_receive_nothing_are_listed_and_checked(self):
        page = self.admin.get("/a/contacts")
        same(page.status, 200)
        assert "shi1" in page.words and "联系方式未核实" in page.words and "没有联系方式" in page.words, page.words[:1500]
        same(self.henan.city.get("/a/contacts").status, 403)
        n = self.site.one("SELECT id FROM account WHERE login = 'shi1'")
        blank = self.site.one("SELECT id FROM account WHERE login = 'shi2'")
        assert f'value="{n}"' in page.text and f'value="{blank}"' not in page.text, "without a contact there is nothing to check"
        r = self.admin.submit(page, "/a/contacts", {"id": [str(n), str(blank)]}, ("act", "checked"))
        same(r.status, 409)
        same(self.site.one("SELECT count(*) FROM account WHERE contact_ok_at IS NOT NULL"), 0)
        r = self.admin.submit(page, "/a/contacts", {"id": [str(n)]}, ("act", "checked"))
        assert "已登记 1 个账号" in r.words and "shi1" not in r.words.replace("filler", ""), r.words[:900]
        assert "还没有核实" not in self.henan.city.get("/o").words
        # A contact that changed has to be checked again; one that was saved unchanged has not.
        city = self.henan.city
        city.submit(city.get("/me"), "/me/contact", {})
        same(self.site.one("SELECT contact_ok_at IS NOT NULL FROM account WHERE id = ?", n), 1)
        city.submit(city.get("/me"), "/me/contact", {"phone": "13900000000"})
        same(self.site.one("SELECT contact_ok_at FROM account WHERE id = ?", n), None)

    def L28_officers_read_their_messages_and_old_ones_are_noticed(self):
        n = self.site.one("SELECT id FROM account WHERE login = 'shi1'")

        def tell():
            self.site.sql("UPDATE account SET contact_ok_at = 1 WHERE id = ?", n)
            self.site.insert("message", account_id=n, at=lib.instant(self.site.now), kind="case", subject="案件待办理", body="请处理", link="/o/cases")
        self.site.quiet(tell)
        assert "消息（1 条未读）" in self.henan.city.get("/o").words
        assert "shi1" not in self.admin.get("/a/contacts?of=body").words
        self.site.at("2023-04-11T09:00:00+08:00")
        page = self.admin.get("/a/contacts?of=body")
        assert "shi1" in page.words and "1 条消息未读，最早 2023-04-03" in page.words, page.words[:1200]
        page = self.henan.city.get("/me/messages")
        assert "案件待办理" in page.words and "/o/cases" in page.links()
        self.henan.city.submit(page, "/me/messages", {}, ("act", "read"))
        assert "（1 条未读）" not in self.henan.city.get("/o").words
        assert "shi1" not in self.admin.get("/a/contacts?of=body").words

    def L34_a_return_is_served_when_the_file_is_opened(self):
        henan = self.henan
        batch = henan.call("henan-innovative-2023")
        firm = henan.firm()
        app = henan.filed(batch, firm)
        path = "/o/app/" + app.rsplit("/", 1)[1]
        r = henan.city.submit(henan.city.get(path + "/return"), "/return",
                              {"item": ["fact:rd_expense.2022"], "r.fact:rd_expense.2022": "mismatch", "n.fact:rd_expense.2022": "与审计报告不一致"})
        same(henan.state(app), "returned", r.words[:900])
        same(self.site.sql("SELECT subject, served_at FROM delivery"), [("申报状态：退回补正", None)])
        firm[0].get("/e")
        same(self.site.one("SELECT served_at FROM delivery"), None, "the list of the first page is no view")
        firm[0].get(app + "/fix")
        same(self.site.sql("SELECT served_name, served_at FROM delivery"), [("张三", lib.instant(self.site.now))])
        receipt = self.site.one("SELECT receipt_no FROM delivery")
        for words in (firm[0].get(app + "/log").words, henan.city.get(path + "/log").words):
            assert "送达" in words and f"回证编号 {receipt}" in words, words[:1500]


if __name__ == "__main__":
    lib.run(Cases, Contacts)
