#!/usr/bin/env python3
"""Mail to people, against a mail server of its own with TLS and sign-in: addresses are confirmed, a running clock is told
at once, the rest once a day, what a server refuses is seen, nothing is lost and nothing is sent twice on purpose.

usage: test_mail.py [PATH_TO_TIDU] [NAME …]
"""
import glob
import json
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_cases import Room  # noqa: E402
from test_enterprise import same  # noqa: E402

SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools", "mail-server.py")
USER, WORD = "tidu", "geheim-Wort-9"


class Post:
    """The mail server: a process with a folder of letters."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, lib.free_port(), None
        os.makedirs(folder)
        self.cert, self.key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", self.key, "-out", self.cert],
                       check=True, capture_output=True)
        self.seen = set()

    def start(self, tls="starttls", user=USER, password=WORD):
        line = ["/usr/bin/python3", SERVER, str(self.port), self.folder]
        if tls:
            line += ["--tls", tls, "--cert", self.cert, "--key", self.key]
        if user:
            line += ["--user", user, "--password", password]
        self.process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=open(os.path.join(self.folder, "log"), "ab"))
        assert self.process.stdout.readline() == b"ready\n", open(os.path.join(self.folder, "log")).read()

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def rules(self, **rules):
        with open(os.path.join(self.folder, "rules.json"), "w", encoding="utf-8") as f:
            json.dump(rules, f)

    def take(self):
        """The letters that came since the last call, oldest first."""
        new = [p for p in sorted(glob.glob(os.path.join(self.folder, "*-*.json"))) if p not in self.seen]
        self.seen.update(new)
        return [json.load(open(p, encoding="utf-8")) for p in new]


def header(letter, name):
    found = [v for k, v in letter["headers"] if k.lower() == name.lower()]
    assert len(found) == 1, (name, letter["headers"])
    return found[0]


class Mail:
    def __init__(self):
        self.room = Room()
        self.site = self.room.site
        self.post = Post(os.path.join(self.site.dir, "post"))

        def admin():
            self.admin = self.site.session(self.site.new_account("guanli", "admin", "管理员"))
        self.site.quiet(admin)
        self.secret = os.path.join(self.site.dir, "mail.password")
        with open(self.secret, "w", encoding="utf-8") as f:
            f.write(WORD + "\n")
        inner = self.site.close

        def close():
            self.post.stop()
            inner()
        self.site.close = close

    # --- hands -------------------------------------------------------------------------------------
    def configure(self, **more):
        """The configuration from now on; None leaves a key out."""
        values = {"site_name": "梯度测试平台", "base_url": "https://tidu.example/", "mail_host": "localhost",
                  "mail_port": self.post.port, "mail_from": "tidu@example.cn", "mail_user": USER,
                  "mail_password_file": self.secret, "mail_ca_file": self.post.cert, **more}
        path = os.path.join(self.site.dir, "mail.conf")
        with open(path, "w", encoding="utf-8") as f:
            f.write("".join(f"{k} = {v}\n" for k, v in values.items() if v is not None))
        self.site.config = path

    def channel(self, now=None):
        if not self.post.process:
            self.post.start()
        self.configure()
        self.site.at(now or self.site.now)

    def tick(self, now=None, ok=True):
        """One round of the jobs at another time; the letters that came of it."""
        if now:
            self.site.now = now
        r = self.site.offline("tick", ok=False)
        assert (r.returncode == 0) == ok, r.stdout + r.stderr
        return self.post.take()

    def account(self, login):
        return self.site.one("SELECT id FROM account WHERE login = ?", login)

    def states(self):
        return dict(self.site.sql("SELECT state, count(*) FROM post_mail GROUP BY state"))

    def link(self, letter, path):
        found = re.search(r"https://tidu\.example(" + path + r"\?t=[\w-]{43})\s", letter["text"])
        assert found, letter["text"]
        return found[1]

    def confirmed(self, b, email):
        """A person with an address of which the letter's link was opened and confirmed."""
        page = b.submit(b.get("/me"), "/me/contact", {"email": email})
        assert "确认邮件将在几分钟内发到新的电子邮箱" in page.words, page.words[:900]
        letter, = [x for x in self.tick() if x["to"] == [email]]
        visitor = self.site.browser()
        page = visitor.get(self.link(letter, "/mail/confirm"))
        page = visitor.submit(page, "/mail/confirm", {})
        assert "电子邮箱已确认" in page.words, page.words[:600]
        return b

    def firm(self, email):
        b = self.room.firm()
        self.confirmed(b, email)
        return b

    def notify(self, b):
        """告知: a clock of the enterprise begins to run."""
        case = self.room.propose(self.room.city, b, "forgery")
        r = self.room.notify(case, count_from="sent")
        assert "告知书已送出" in r.words, r.words[:600]
        return case

    # --- without ------------------------------------------------------------------------------------
    def test_without_a_server_everything_is_as_before(self):
        page = self.admin.get("/a/outbox")
        assert "没有启用邮件" in page.words and "mail_host" in page.words and not page.has_form("/a/outbox")
        assert "没有写 mail_host" in self.admin.get("/a/jobs").words
        assert "没有启用邮件" in self.admin.get("/a/contacts").words
        page = self.room.city.submit(self.room.city.get("/me"), "/me/contact", {"email": "shi1@example.cn"})
        assert "邮件通知" not in page.words and "个人信息已保存" in page.words
        page = self.site.browser().get("/recover")
        assert "不通过网页自动找回" in page.words and not page.has_form("/recover") or page.form("/recover").method == "get"
        same(self.site.one("SELECT count(*) FROM post_mail"), 0)
        same(self.site.offline("tick").returncode, 0)

    def test_configuration_refuses_what_cannot_work(self):
        for more, word in (({"mail_from": "nobody"}, "mail_from"), ({"mail_from": "a@b.cn>\nmail_port = x"}, ""),
                           ({"mail_tls": "none"}, "starttls"), ({"mail_tls": "ssl"}, "mail_tls")):
            self.configure(**more)
            r = subprocess.run([lib.TIDU, "check", "--db", self.site.path, "--config", self.site.config],
                               capture_output=True, text=True)
            assert r.returncode not in (0, 4) and word in r.stderr, (more, r.returncode, r.stderr)
        self.site.config = None

    # --- addresses ------------------------------------------------------------------------------------
    def L28_an_address_is_confirmed_by_a_button_and_not_by_opening_the_link(self):
        self.channel()
        # What was said before there was a channel is not mailed.
        same(self.post.take(), [])
        b = self.room.firm()
        page = b.submit(b.get("/me"), "/me/contact", {"email": "zhang@example.cn"})
        assert "zhang@example.cn 还没有确认" in page.words and page.has_form("/me/mail"), page.words[:1200]
        assert "您的电子邮箱还没有确认" in b.get("/e").words
        letter, = self.tick()
        same((letter["to"], letter["from"], letter["tls"], letter["user"]), (["zhang@example.cn"], "tidu@example.cn", True, USER))
        same(header(letter, "Auto-Submitted"), "auto-generated")
        same(header(letter, "Subject"), "【梯度测试平台】请确认电子邮箱")
        same(header(letter, "From"), "梯度测试平台 <tidu@example.cn>")
        assert re.fullmatch(r"<[\w-]{24}@example\.cn>", header(letter, "Message-ID"))
        assert header(letter, "Content-Type").startswith("multipart/") and "text/plain; charset=utf-8" in letter["raw"]
        link = self.link(letter, "/mail/confirm")
        token = link.split("=")[1]
        assert token not in str(self.site.sql("SELECT * FROM post_token")) + str(self.site.sql("SELECT * FROM post_mail"))
        visitor = self.site.browser()
        for _ in range(3):  # a scanner
            page = visitor.get(link)
            same(page.status, 200)
            assert "z***@example.cn" in page.words and "zhang@" not in page.words, page.words[:600]
        same(self.site.one("SELECT verified_at FROM post_person"), None)
        page = visitor.submit(page, "/mail/confirm", {})
        assert "电子邮箱已确认" in page.words
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'mail_confirmed'"), 1)
        assert "还没有确认" not in b.get("/e").words and "zhang@example.cn 已确认" in b.get("/me").words
        # Once; and nothing else opens it.
        page = visitor.get(link)
        assert "这个链接不能使用" in page.words and not page.has_form("/mail/confirm")
        page = visitor.get("/mail/confirm?t=" + "A" * 43)
        assert "这个链接不能使用" in page.words

    def L28_expert_and_auditor_are_told_of_it_on_their_first_page_too(self):
        s = self.site

        def people():
            body = s.one("SELECT id FROM agency WHERE code = 'miit-410000'")
            expert = s.new_account("zhuanjia1", "expert", "郑五")
            s.insert("expert", agency_id=body, account_id=expert, name="郑五", employer="某研究院", title="高工", fields="C", division_code="",
                     phone="", created_at=0, updated_at=0)
            return s.session(expert), s.session(s.new_account("jiandu1", "auditor", "王六", agency=body))
        for (b, first), address in zip(zip(s.quiet(people), ("/x", "/s")), ("zheng@example.cn", "wang@example.cn")):
            assert "您没有留下电话和电子邮箱" in b.get(first).words, b.get(first).words[:900]
            b.submit(b.get("/me"), "/me/contact", {"email": address})
            page = b.get(first)
            assert "您的电子邮箱还没有确认" in page.words and "/me#mail" in page.links(), page.words[:900]
            letter, = [x for x in self.tick() if x["to"] == [address]]
            visitor = s.browser()
            visitor.submit(visitor.get(self.link(letter, "/mail/confirm")), "/mail/confirm", {})
            assert "还没有确认" not in b.get(first).words, first

    def L28_a_link_ends_after_two_days_and_with_the_address(self):
        city = self.room.city
        city.submit(city.get("/me"), "/me/contact", {"email": "old@example.cn"})
        letter, = [x for x in self.tick("2024-05-07T09:00:00+08:00") if x["to"] == ["old@example.cn"]]
        page = city.submit(city.get("/me"), "/me/contact", {"email": "new@example.cn"})
        assert "这个链接不能使用" in city.get(self.link(letter, "/mail/confirm")).words
        letter, = self.tick()
        same(letter["to"], ["new@example.cn"])
        link = self.link(letter, "/mail/confirm")
        self.site.at("2024-05-09T09:00:00.001+08:00")
        assert "这个链接不能使用" in city.get(link).words
        page = city.submit(city.get("/me"), "/me/mail", {}, ("act", "again"))
        assert "确认邮件将在几分钟内发到 new@example.cn" in page.words, page.words[:900]
        letter, = self.tick()
        page = city.get(self.link(letter, "/mail/confirm"))
        page = city.submit(page, "/mail/confirm", {})
        assert page.url.startswith("/me") and "new@example.cn 已确认" in page.words
        for _ in range(8):
            page = city.post("/me/mail", {"_csrf": dict(city.get("/me").form("/me/mail").fields)["_csrf"], "act": "again"})
        same(page.status, 409, "confirmed: there is nothing to send")

    def test_no_address_becomes_a_header(self):
        b = self.room.firm()
        for bad in ("a@b.cn\r\nBcc: all@example.cn", "a@b.cn,c@d.cn", "<a@b.cn>", "a b@c.cn", "a@b", "@b.cn", "a@b..cn", "张@b.cn",
                    "a@b.cn>", "a@-b.cn", "\"a\"@b.cn"):
            page = b.submit(b.get("/me"), "/me/contact", {"email": bad})
            same(page.status, 422, bad)
            assert "电子邮箱" in page.words
        same(self.site.one("SELECT email FROM account WHERE login = ?", f"filler{b.n}"), "")
        # A subject is one line whatever stands in it.
        b = self.firm("line@example.cn")

        def evil():
            self.site.insert("message", account_id=self.account(f"filler{b.n}"), at=lib.instant(self.site.now), kind="case", urgent=1,
                             subject="办理\r\nBcc: all@example.cn\r\n\r\n正文", body="x", link="//evil.example/\r\nx")
        self.site.quiet(evil)
        letter, = self.tick()
        same((letter["to"], [k for k, _ in letter["headers"] if k.lower() in ("bcc", "cc")]), (["line@example.cn"], []))
        assert "Bcc" in header(letter, "Subject")

    # --- when -----------------------------------------------------------------------------------------
    def L27_a_running_clock_is_told_at_once_without_any_content(self):
        b = self.firm("clock@example.cn")
        case = self.notify(b)
        letter, = [x for x in self.tick() if x["to"] == ["clock@example.cn"]]
        same(header(letter, "Subject"), "【梯度测试平台】拟对贵企业作出处理，请陈述申辩")
        text = letter["text"]
        assert "现在由贵企业办理" in text and re.search(r"截止：2024年5月\d+日（周.）24:00", text), text
        assert "https://tidu.example/e/case/" + case.rsplit("/", 1)[1] in text
        for secret in ("名册", b.code, "嵩山传感", "张三", "CX2024", "shi1"):
            assert secret not in text, (secret, text)
        # The address leads to the place, after signing in; the letter is no service.
        page = self.site.browser().get("/e/case/" + case.rsplit("/", 1)[1], follow=False)
        assert page.status == 303 and "next=" in page.header("Location"), page.header("Location")
        same(self.site.one("SELECT served_at FROM delivery ORDER BY id DESC LIMIT 1"), None)
        # Once: not with the next round, nor with the daily letter.
        same(self.tick(), [])
        same(self.tick("2024-05-10T08:00:01+08:00"), [])

    def L27_everything_else_is_one_letter_a_day(self):
        province = self.room.province
        self.site.at("2024-05-11T09:00:00+08:00")
        self.confirmed(province, "sheng@example.cn")
        one, two = self.room.firm(), self.room.firm()
        self.room.propose(self.room.city, one, "forgery")
        self.room.propose(self.room.city, two, "forgery")
        same([x for x in self.tick("2024-05-12T07:59:59+08:00") if x["to"] == ["sheng@example.cn"]], [])
        letter, = [x for x in self.tick("2024-05-12T08:00:00+08:00") if x["to"] == ["sheng@example.cn"]]
        same(header(letter, "Subject"), "【梯度测试平台】2 条未读消息")
        same(letter["text"].count("https://tidu.example/o/case/"), 2, letter["text"])
        assert "嵩山传感" not in letter["text"]
        for now in ("2024-05-12T08:30:00+08:00", "2024-05-12T23:00:00+08:00", "2024-05-13T09:00:00+08:00"):
            same([x for x in self.tick(now) if x["to"] == ["sheng@example.cn"]], [], now)
        # What was read in the product needs no letter.
        self.room.propose(self.room.city, self.room.firm(), "forgery")
        province.submit(province.get("/me/messages"), "/me/messages", {}, ("act", "read"))
        same([x for x in self.tick("2024-05-14T09:00:00+08:00") if x["to"] == ["sheng@example.cn"]], [])

    def L27_a_person_chooses(self):
        self.site.at("2024-05-15T09:00:00+08:00")
        b = self.firm("choice@example.cn")
        province = self.room.province
        page = b.get("/me")
        assert "逾期的后果由本人承担" in page.words
        page = b.submit(page, "/me/mail", {"mode": "none"}, ("act", "mode"))
        assert "通知方式已保存" in page.words
        province.submit(province.get("/me"), "/me/mail", {"mode": "urgent"}, ("act", "mode"))
        self.notify(b)
        same([x["to"] for x in self.tick()], [])
        same([x["to"] for x in self.tick("2024-05-16T09:00:00+08:00")], [])
        same(b.submit(b.get("/me"), "/me/mail", {"mode": "weekly"}, ("act", "mode")).status, 422)
        # Going back to letters tells nothing of the time without.
        b.submit(b.get("/me"), "/me/mail", {"mode": "daily"}, ("act", "mode"))
        province.submit(province.get("/me"), "/me/mail", {"mode": "daily"}, ("act", "mode"))
        same([x["to"] for x in self.tick("2024-05-17T09:00:00+08:00")], [])

    def L28_nothing_goes_to_an_address_that_is_not_confirmed(self):
        b = self.room.firm()
        b.submit(b.get("/me"), "/me/contact", {"email": "stranger@example.cn"})
        self.notify(b)
        letters = self.tick() + self.tick("2024-05-18T09:00:00+08:00")
        same([header(x, "Subject") for x in letters if x["to"] == ["stranger@example.cn"]], ["【梯度测试平台】请确认电子邮箱"])
        # A letter that was written for an address goes to no other.
        b = self.firm("first@example.cn")
        self.post.rules(rcpt={"first@example.cn": "451 4.2.1 later"})
        self.notify(b)
        self.tick()
        b.submit(b.get("/me"), "/me/contact", {"email": "second@example.cn"})
        self.post.rules()
        letters = self.tick("2024-05-18T10:00:00+08:00")
        same([(x["to"], header(x, "Subject")) for x in letters], [(["second@example.cn"], "【梯度测试平台】请确认电子邮箱")])
        same(self.site.one("SELECT error FROM post_mail WHERE state = 'dropped' AND email = 'first@example.cn'"), "电子邮箱已修改")

    # --- what servers say -----------------------------------------------------------------------------
    def test_later_is_tried_again_with_growing_waits(self):
        self.site.at("2024-05-20T09:00:00+08:00")
        b = self.firm("grey@example.cn")
        self.post.rules(rcpt={"grey@example.cn": "451 4.7.1 greylisted, come back"})
        self.notify(b)
        same(self.tick(), [])
        page = self.admin.get("/a/outbox?state=retry")
        assert "451 4.7.1 greylisted" in page.words and "2024-05-20 09:05 再试" in page.words, page.words[:1200]
        same(self.tick("2024-05-20T09:04:59+08:00"), [])
        same(self.tick("2024-05-20T09:05:00+08:00"), [])
        assert "2024-05-20 09:20 再试" in self.admin.get("/a/outbox?state=retry").words
        self.post.rules()
        letter, = self.tick("2024-05-20T09:20:00+08:00")
        same(letter["to"], ["grey@example.cn"])
        same(self.site.sql("SELECT state, attempts FROM post_mail WHERE email = 'grey@example.cn' AND kind = 'notice'"), [("sent", 3)])

    def L28_an_address_that_is_refused_is_marked_and_its_account_listed(self):
        b = self.firm("gone@example.cn")
        self.post.rules(rcpt={"gone@example.cn": "550 5.1.1 no such user"})
        self.notify(b)
        same(self.tick(), [])
        page = self.admin.get("/a/outbox")
        assert "550 5.1.1 no such user" in page.words and "gone@example.cn" in page.words, page.words[:1500]
        row = next(r for r in self.admin.get("/a/contacts?of=enterprise").text.split("<tr>") if f"filler{b.n}<" in r)
        assert "邮件被退回" in row and "联系方式未核实" in row, row
        assert "邮件被退回" in b.get("/e").words and "已停发" in b.get("/me").words
        # Nothing more goes there until its owner asks.
        self.post.rules()
        self.notify(self.room.firm())
        same([x for x in self.tick("2024-05-21T09:00:00+08:00") if x["to"] == ["gone@example.cn"]], [])
        # 重试 by the administrator: the mailbox is there again.
        page = self.admin.get("/a/outbox")
        number = self.site.one("SELECT id FROM post_mail WHERE state = 'failed' AND email = 'gone@example.cn'")
        page = self.admin.submit(page, "/a/outbox?state=failed", {"id": [str(number)]}, ("act", "again"))
        assert "1 封邮件将重新发送" in page.words, page.words[:600]
        letter, = [x for x in self.tick() if x["to"] == ["gone@example.cn"]]
        assert "拟对贵企业作出处理" in header(letter, "Subject")
        assert "邮件被退回" not in b.get("/e").words

    def test_a_server_that_is_down_loses_nothing(self):
        self.site.at("2024-05-22T09:00:00+08:00")
        b, c = self.firm("down1@example.cn"), self.firm("down2@example.cn")
        self.post.stop()
        self.notify(b)
        self.notify(c)
        self.tick(ok=False)
        page = self.admin.get("/a/jobs")
        assert "没有办成" in page.words and "邮件服务器没有接受发送" in page.words, page.words[:1500]
        same(self.site.sql("SELECT state, attempts FROM post_mail WHERE kind = 'notice' AND email LIKE 'down%' ORDER BY id"),
             [("retry", 0), ("waiting", 0)])
        self.post.start()
        same(self.tick(), [], "no sooner than a minute later")
        letters = self.tick("2024-05-22T09:01:01+08:00")
        same(sorted(x["to"][0] for x in letters if "拟对" in header(x, "Subject")), ["down1@example.cn", "down2@example.cn"])
        same(self.admin.get("/a/jobs").words.count("没有办成"), 0)

    def test_a_process_that_dies_in_the_middle_loses_nothing(self):
        self.site.at("2024-05-23T09:00:00+08:00")
        firms = [self.firm(f"kill{i}@example.cn") for i in range(3)]
        for b in firms:
            self.notify(b)
        self.post.rules(hold=20)
        self.site.stop()
        p = subprocess.Popen([lib.TIDU, "tick", "--db", self.site.path, "--now", self.site.now, "--config", self.site.config])
        for _ in range(200):
            first = self.post.take()
            if first:
                break
            time.sleep(0.05)
        p.send_signal(signal.SIGKILL)
        p.wait()
        self.post.stop()
        self.post.rules()
        self.post.start()
        same(len(first), 1)
        same(self.site.sql("SELECT state, count(*) FROM post_mail WHERE kind = 'notice' AND email LIKE 'kill%' GROUP BY state ORDER BY 1"),
             [("sending", 1), ("waiting", 2)])
        self.site.now = "2024-05-23T09:11:00+08:00"
        letters = self.tick()
        same(sorted(x["to"][0] for x in letters), [f"kill{i}@example.cn" for i in range(3)])
        again = next(x for x in letters if x["to"] == first[0]["to"])
        same(header(again, "Message-ID"), header(first[0], "Message-ID"), "whoever has both can see that they are one")
        same(self.tick(), [])

    def test_no_password_and_no_letter_without_a_server_that_is_known(self):
        self.site.at("2024-05-24T09:00:00+08:00")
        b = self.firm("tls@example.cn")
        for now, more, word in (("2024-05-24T10:00:00+08:00", {"mail_ca_file": None}, "certificate"),
                                ("2024-05-24T12:00:00+08:00", {"mail_host": "127.0.0.1"}, ""),
                                ("2024-05-24T14:00:00+08:00", {"mail_password_file": "/nowhere"}, "mail_password_file"),
                                ("2024-05-24T16:00:00+08:00", {"mail_user": "other"}, "")):
            self.configure(**more)
            if word == "certificate":
                self.notify(b)
            same(self.tick(now, ok=False), [], more)
            error = self.site.one("SELECT error FROM job WHERE name = 'post'")
            assert word in error and WORD not in error and WORD not in self.site.log_text(), error
        # A server that offers no TLS gets nothing either.
        self.post.stop()
        self.post.start(tls=None, user=None)
        self.configure(mail_user=None, mail_password_file=None)
        same(self.tick("2024-05-24T18:00:00+08:00", ok=False), [])
        # TLS from the first byte.
        self.post.stop()
        self.post.start(tls="implicit", user=None)
        self.configure(mail_tls="tls", mail_user=None, mail_password_file=None)
        letter, = [x for x in self.tick("2024-05-24T20:00:00+08:00") if x["to"] == ["tls@example.cn"]]
        same(letter["tls"], True)
        # A relay on this machine, without.
        self.post.stop()
        self.post.start(tls=None, user=None)
        self.configure(mail_tls="none", mail_user=None, mail_password_file=None)
        self.notify(self.firm("plain@example.cn"))
        letter, = self.tick()
        same((letter["to"], letter["tls"], letter["user"]), (["plain@example.cn"], False, ""))
        self.post.stop()
        self.channel("2024-05-25T09:00:00+08:00")

    def L28_administrator_sees_the_outbox_and_tests_the_settings(self):
        same(self.room.city.get("/a/outbox").status, 403)
        page = self.admin.get("/a/outbox")
        same(page.text.count("<h1"), 1)
        page = self.admin.submit(page, "/a/outbox", {}, ("act", "test"))
        same(page.status, 409, "no address yet")
        self.confirmed(self.admin, "admin@example.cn")
        page = self.admin.submit(self.admin.get("/a/outbox"), "/a/outbox", {}, ("act", "test"))
        assert "测试邮件将在一分钟内发到 admin@example.cn" in page.words and "测试" in page.words, page.words[:900]
        letter, = [x for x in self.tick() if x["to"] == ["admin@example.cn"]]
        same(header(letter, "Subject"), "【梯度测试平台】测试邮件")
        assert "已交付" in self.admin.get("/a/outbox?state=sent").words
        assert "/a/outbox" in self.admin.get("/a/jobs").links()

    # --- a forgotten password ---------------------------------------------------------------------------
    def ask(self, login):
        b = self.site.browser()
        page = b.get("/recover")
        form = next(f for f in page.forms if f.action == "/recover" and f.method == "post")
        fields = dict(form.fields)
        fields["login"] = login
        page = b.post("/recover", fields)
        return re.sub(r'value="[^"]*"|请求编号 \w+', "", page.text), page

    def C11_a_forgotten_password_by_a_link_once(self):
        b = self.firm("forgot@example.cn")
        login = f"filler{b.n}"
        answers = {self.ask(x)[0] for x in (login, "nobody-at-all", b.code, f"legal_rep{b.n}", "guanli")}
        same(len(answers), 1, "every login gets the same words")
        letters = self.tick()
        same([x["to"] for x in letters], [["forgot@example.cn"]] * 2, "login and credit code; not who has no address, nor the administrator")
        links = [self.link(x, "/recover/reset") for x in letters]
        visitor = self.site.browser()
        page = visitor.get(links[0])
        for first, second in (("kurz", "kurz"), ("neue-Worte-2024", "andere-Worte-2024"), (login + "xx-11", login + "xx-11")):
            r = visitor.submit(page, "/recover/reset", {"password": first, "again": second})
            same(r.status, 422, first)
        r = visitor.submit(page, "/recover/reset", {"password": "neue-Worte-2024", "again": "neue-Worte-2024"})
        assert "新密码已设置" in r.words and r.url == "/login", r.words[:600]
        assert b.get("/e", follow=False).status == 303, "sessions of before are over"
        self.site.browser(login, "neue-Worte-2024")
        for link in links:
            assert "这个链接不能使用" in visitor.get(link).words, "one use of any ends all"
        same(visitor.submit(page, "/recover/reset", {"password": "dritte-Worte-2024", "again": "dritte-Worte-2024"}).status, 409)

    def C11_a_link_ends_after_an_hour_and_there_are_few_a_day(self):
        b = self.firm("often@example.cn")
        for _ in range(7):
            self.ask(f"filler{b.n}")
        letters = [x for x in self.tick() if x["to"] == ["often@example.cn"]]
        same(len(letters), 5)
        link = self.link(letters[0], "/recover/reset")
        self.site.at("2024-05-25T10:00:00.001+08:00")
        assert "这个链接不能使用" in self.site.browser().get(link).words

    def test_log_of_all_this_is_intact(self):
        r = self.site.offline("check", ok=False)  # the titles were put in by hand, not announced
        assert "操作日志" not in r.stdout and "链" not in r.stdout, r.stdout
        same({k for k in self.states() if k not in ("sent", "dropped", "failed")}, set())


if __name__ == "__main__":
    lib.run(Mail)
