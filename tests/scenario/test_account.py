#!/usr/bin/env python3
"""Accounts: registration, verification, signing in and out, passwords, sessions, who rules over whom.

usage: test_account.py [PATH_TO_TIDU] [NAME …]
"""
import os
import re
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import PASSWORD, Browser, Site, pdf, run  # noqa: E402

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(n):
    """A valid credit code of 长安区."""
    body = f"{n:08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    c = (11 - sum(int(d) * w for d, w in zip(body, weights)) % 11) % 11
    code = "91130102" + body + ("X" if c == 10 else str(c))
    s = sum(ALPHABET.index(ch) * pow(3, i, 31) for i, ch in enumerate(code))
    return code + ALPHABET[(31 - s % 31) % 31]


def form_of(login, code, **more):
    values = {"login": login, "kind": "企业法人", "uscc": code, "name": "石家庄甲乙科技有限公司", "legal_rep": "张三",
              "division_code": "130102", "contact": "李四", "contact_phone": "0311-1234567",
              "password": PASSWORD, "again": PASSWORD, "agree": "1"}
    values.update(more)
    return values


def once_password(page):
    return re.search(r'class="number">([^<]+)<', page.text).group(1)


class Account:
    def __init__(self):
        self.site = Site(now="2023-02-01T09:00:00+08:00")
        self.site.add_user("chang-an", "county", "县甲", agency="miit-130102")
        self.site.add_user("qiaoxi", "county", "县乙", agency="miit-130104")
        self.site.add_user("sjz-city", "city", "市甲", agency="miit-130100")
        self.site.add_user("root-one", "admin", "管理员")
        self.n = 0

    def register(self, login=None, **more):
        self.n += 1
        b = self.site.browser()
        page = b.get("/register?city=130100")
        page = b.submit(page, "/register", form_of(login or f"firm-{self.n}", uscc(self.n), **more))
        assert page.url == "/identity", page.words[:600]
        return b, page

    def try_sign_in(self, login, password, browser=None):
        b = browser or self.site.browser()
        return b, b.submit(b.get("/login"), "/login", {"login": login, "password": password})

    # --- registering -----------------------------------------------------------------------------
    def C12_registration_in_two_steps_with_the_printed_fields(self):
        b = self.site.browser()
        page = b.get("/register")
        assert "河北省　石家庄市" in page.text
        page = b.get("/register?city=130100")
        form = page.form("/register")
        assert {"login", "kind", "uscc", "name"} <= form.names
        assert "130102" in form.options["division_code"]
        assert b.get("/register?city=999999").status == 404
        page = b.submit(page, "/register", {"name": "只填名称有限公司"})
        assert page.status == 422 and 'value="只填名称有限公司"' in page.text
        for what in ("登录名", "统一社会信用代码", "法定代表人", "联系人", "联系电话"):
            assert f"请填写{what}" in page.text, what
        assert "错误：企业注册" in page.text
        b, page = self.register()
        assert page.url == "/identity" and "尚未提交" in page.text, page.words[:600]
        assert self.site.one("SELECT county_agency_id IS NOT NULL AND city_agency_id IS NOT NULL FROM enterprise")
        assert b.get("/e").status == 200

    def A1_doubtful_code_is_explained_and_kept_for_an_officer(self):
        b = self.site.browser()
        good = uscc(700)
        bad = good[:-1] + ("1" if good[-1] != "1" else "2")
        page = b.submit(b.get("/register?city=130100"), "/register", form_of("doubtful", bad))
        assert page.status == 422 and f"应为“{good[-1]}”" in page.text and "uscc_insist" in page.text
        short = b.submit(page, "/register", form_of("doubtful", good[:-1]))
        assert short.status == 422 and "uscc_insist" not in short.form("/register").names
        page = b.submit(page, "/register", form_of("doubtful", bad, uscc_insist="1"))
        assert page.url == "/identity"
        assert f"应为“{good[-1]}”" in self.site.one("SELECT uscc_doubt FROM enterprise WHERE uscc = ?", bad)

    def test_second_registration_of_a_code_tells_nothing_of_the_first(self):
        self.register("first-one", contact="秘密联系人")
        b = self.site.browser()
        page = b.submit(b.get("/register?city=130100"), "/register", form_of("second-one", uscc(self.n)))
        assert page.status == 422 and "已经注册" in page.text
        assert "first-one" not in page.text and "秘密联系人" not in page.text
        assert self.site.one("SELECT count(*) FROM account WHERE login = 'second-one'") == 0
        page = b.submit(b.get("/register?city=130100"), "/register", form_of("FIRST-ONE", uscc(701)))
        assert page.status == 422 and "登录名已被使用" in page.text

    def test_imported_enterprise_is_taken_over_by_name_or_by_explanation(self):
        for n, name in ((801, "名单上的企业（河北）有限公司"), (802, "原来的名称有限公司")):
            self.site.sql("INSERT INTO enterprise (public_id, uscc, name, division_code, source, created_at, updated_at) "
                          "VALUES (?, ?, ?, '', 'import', 1, 1)", f"imported{n}", uscc(n), name)
        b = self.site.browser()
        page = b.submit(b.get("/register?city=130100"), "/register",
                        form_of("listed-one", uscc(801), name="名单上的企业(河北)有限公司"))
        assert page.url == "/identity", page.words[:500]
        assert self.site.one("SELECT name FROM enterprise WHERE uscc = ?", uscc(801)) == "名单上的企业（河北）有限公司"
        b = self.site.browser()
        page = b.submit(b.get("/register?city=130100"), "/register",
                        form_of("listed-two", uscc(802), name="现在的名称有限公司"))
        assert page.status == 422 and "原来的名称有限公司" in page.text
        page = b.submit(page, "/register",
                        form_of("listed-two", uscc(802), name="现在的名称有限公司", renamed_why="2022年5月更名"))
        assert page.url == "/identity"
        # The public register keeps the listed name until a body has seen the licence.
        assert self.site.one("SELECT name FROM enterprise WHERE uscc = ?", uscc(802)) == "原来的名称有限公司"
        page = b.upload(page, "/identity/files/licence", "file", [("执照.pdf", pdf())], {"act": "add"})
        page = b.submit(page, "/identity", {})
        assert "待核验" in page.text
        officer = self.site.browser("chang-an")
        href = "/o/identity/" + self.site.one("SELECT public_id FROM enterprise WHERE uscc = ?", uscc(802))
        page = officer.get(href)
        assert "2022年5月更名" in page.text and "现在的名称有限公司" in page.text
        page = officer.submit(page, href, {}, ("act", "verify"))
        assert page.status == 422 and "存疑" in page.text
        officer.submit(page, href, {"override": "核对准予变更登记通知书"}, ("act", "verify"))
        assert self.site.one("SELECT name FROM enterprise WHERE uscc = ?", uscc(802)) == "现在的名称有限公司"

    def test_password_that_everybody_could_guess(self):
        for password, why in (("short1!", "至少 10 个字符"), ("abababababab", "重复的字符"),
                              ("xx-firm-guess-xx", "不能含有登录名"), (uscc(703).lower() + "!", "统一社会信用代码")):
            b = self.site.browser()
            page = b.submit(b.get("/register?city=130100"), "/register",
                            form_of("firm-guess", uscc(703), password=password, again=password))
            assert page.status == 422 and why in page.text, (password, page.words[:500])
            assert password not in page.text

    # --- verification ----------------------------------------------------------------------------
    def C12_manual_verification_from_licence_to_decision(self):
        b, page = self.register()
        assert "长安区工业和信息化局" in page.text
        page = b.submit(page, "/identity", {})
        assert page.status == 422 and "请先上传营业执照" in page.text
        bad = b.upload(page, "/identity/files/licence", "file", [("执照.pdf", b"MZ no pdf at all")], {"act": "add"})
        assert bad.status == 422
        assert b.upload(page, "/identity/files/licence", "file", [("执照.pdf", pdf())], {"act": "add"}).status == 200
        page = b.submit(b.get("/identity"), "/identity", {})
        assert "待核验" in page.text and "2023年2月8日" in page.text, page.words[:700]
        home = b.get("/e")
        assert "长安区工业和信息化局核验" in home.text and "2023年2月8日" in home.text
        assert not page.has_form("/identity/files/licence") or "选择文件" not in page.text
        public = self.site.one("SELECT public_id FROM enterprise ORDER BY id DESC LIMIT 1")
        href = f"/o/identity/{public}"
        # Another county's officer, a province's, an administrator's: not theirs.
        other = self.site.browser("qiaoxi")
        assert other.get(href).status == 404
        assert public not in other.get("/o/identity").text
        assert self.site.browser("root-one").get(href).status == 403
        officer = self.site.browser("chang-an")
        page = officer.get("/o/identity")
        assert public in page.text
        page = officer.get(href)
        file = next(h for h in page.links() if "/file/" in h)
        got = officer.get(file)
        assert got.status == 200 and got.body.startswith(b"%PDF") and "attachment" in got.header("Content-Disposition")
        assert other.get(file).status == 404
        assert self.site.one("SELECT count(*) FROM audit WHERE action = 'file_viewed'") == 1
        page = officer.submit(page, href, {}, ("act", "refuse"))
        assert page.status == 422 and "请写明未通过的原因" in page.text
        stale = officer.get(href)
        page = officer.submit(page, href, {"reason": "执照没有盖章，请盖章后重新上传"}, ("act", "refuse"))
        assert page.status == 200 and "原因已告知企业" in page.text
        assert officer.submit(stale, href, {}, ("act", "verify")).status == 409
        page = b.get("/identity")
        assert "执照没有盖章" in page.text and page.has_form("/identity")
        assert "企业认证未通过" in b.get("/e/messages").text
        assert "去认证" in b.get("/e").text
        page = b.submit(page, "/identity", {})
        # The city-level body may decide as well.
        city = self.site.browser("sjz-city")
        page = city.submit(city.get(href), href, {}, ("act", "verify"))
        assert "已通过认证" in page.text, page.words[:500]
        assert "已认证" in b.get("/identity").text and not b.get("/identity").has_form("/identity")
        assert "企业认证已通过" in b.get("/e/messages").text
        assert "　企业认证" not in b.get("/e").words and "预计在" not in b.get("/e").text

    def test_name_and_code_can_be_corrected_until_handed_in(self):
        b, page = self.register(name="石家庄错字科技有限公司")
        code = uscc(900)
        b.upload(page, "/identity/files/licence", "file", [("a.pdf", pdf())], {"act": "add"})
        taken = self.site.one("SELECT uscc FROM enterprise ORDER BY id LIMIT 1")
        page = b.submit(b.get("/identity"), "/identity", {"uscc": taken})
        assert page.status == 422 and "已经注册" in page.text
        page = b.submit(page, "/identity", {"uscc": code.lower(), "name": "石家庄正字科技有限公司"})
        assert "石家庄正字科技有限公司" in page.text and code in page.text
        token = dict(b.get("/me").form("/me/contact").fields)["_csrf"]
        assert b.post("/identity", {"_csrf": token, "uscc": code, "name": "又改一次有限公司", "legal_rep": "张三"}).status == 409

    # --- the enterprise's people -----------------------------------------------------------------
    def L8_legal_representative_and_handing_over(self):
        b, _ = self.register("handover")
        page = b.get("/me/org")
        assert "还没有法定代表人的账号" in page.text
        page = b.submit(page, "/me/org", {"role": "legal_rep", "login": "handover-legal", "name": "张三"})
        first = once_password(page)
        second = b.submit(b.get("/me/org"), "/me/org", {"role": "legal_rep", "login": "legal-two", "name": "王五"})
        assert second.status == 422 and "已有在用的法定代表人账号" in second.text
        legal, page = self.try_sign_in("handover-legal", first)
        assert page.url == "/me" and legal.get("/e").url == "/me", "must change first"
        token = dict(page.form("/me/password").fields)["_csrf"]
        assert legal.post("/e/messages", {"_csrf": token}).status == 403
        page = legal.submit(page, "/me/password", {"current": first, "password": first, "again": first})
        assert page.status == 422 and "与当前密码相同" in page.text
        legal.submit(page, "/me/password", {"current": first, "password": PASSWORD, "again": PASSWORD})
        assert legal.get("/e").url == "/e"
        # The colleague who left is stopped by the other: the session ends with the next click.
        number = self.site.one("SELECT id FROM account WHERE login = 'handover'")
        page = legal.get("/me/org")
        page = legal.post("/me/org/active", {"_csrf": dict(page.form("/me/org").fields)["_csrf"],
                                             "id": str(number), "active": "0"})
        assert "账号已停用" in page.text
        assert b.get("/e", follow=False).header("Location").startswith("/login")
        # Nobody else's people: not found.
        other, _ = self.register()
        token = dict(other.get("/me/org").form("/me/org").fields)["_csrf"]
        assert other.post("/me/org/active", {"_csrf": token, "id": str(number), "active": "1"}).status == 404
        assert self.site.one("SELECT active FROM account WHERE id = ?", number) == 0

    def test_body_lets_its_enterprise_in_again(self):
        b, _ = self.register("forgetful")
        public = self.site.one("SELECT public_id FROM enterprise ORDER BY id DESC LIMIT 1")
        number = self.site.one("SELECT id FROM account WHERE login = 'forgetful'")
        officer = self.site.browser("chang-an")
        href = f"/o/identity/{public}"
        page = officer.get(href)
        new = once_password(officer.post(href + "/password",
                                         {"_csrf": dict(page.form(href + "/password").fields)["_csrf"], "id": str(number)}))
        assert b.get("/e", follow=False).status == 303, "the old session is over"
        _, page = self.try_sign_in("forgetful", new)
        assert page.url == "/me" and "由他人设置" in page.text
        other = self.site.browser("qiaoxi")
        token = dict(other.get("/me").form("/me/contact").fields)["_csrf"]
        assert other.post(href + "/password", {"_csrf": token, "id": str(number)}).status == 404
        officer_id = self.site.one("SELECT id FROM account WHERE login = 'qiaoxi'")
        token = dict(officer.get("/me").form("/me/contact").fields)["_csrf"]
        assert officer.post(href + "/password", {"_csrf": token, "id": str(officer_id)}).status == 404

    # --- signing in ------------------------------------------------------------------------------
    def C11_sign_in_by_login_name_or_credit_code_and_last_time_is_shown(self):
        self.register("by-code")
        code = uscc(self.n)
        b, page = self.try_sign_in(code.lower(), PASSWORD)
        assert page.url == "/e", page.words[:400]
        b, page = self.try_sign_in(" BY-CODE ", PASSWORD)
        assert page.url == "/e" and "上次登录：2023-02-01 09:00，来自 127.0.0.1" in page.text
        assert b.get("/login").url == "/e", "signed in already"

    def test_unknown_and_wrong_look_the_same(self):
        def answer(login):
            _, p = self.try_sign_in(login, "wrong-password-1")
            return p.status, re.sub(r'value="[^"]*"|请求编号 \w+', "", p.text)
        self.register("known-one")
        assert answer("known-one") == answer("nobody-one")

    def test_unknown_takes_as_long_as_wrong(self):
        def seconds(login):
            took = []
            for _ in range(4):
                b = self.site.browser()
                page = b.get("/login")
                start = time.monotonic()
                b.submit(page, "/login", {"login": login, "password": "not the password"})
                took.append(time.monotonic() - start)
            return min(took)
        known, unknown = seconds("sjz-city"), seconds("nobody-two")
        self.site.sql("DELETE FROM throttle")
        assert known > 0.03 and unknown > known / 2, (known, unknown)

    def test_after_sign_in_back_to_where_one_wanted_to_go_and_nowhere_else(self):
        b = self.site.browser()
        page = b.get("/o/identity?state=verified")
        assert page.url.startswith("/login?next=")
        page = b.submit(page, "/login", {"login": "chang-an", "password": PASSWORD}, follow=False)
        assert page.header("Location") == "/o/identity?state=verified"
        for evil in ("//evil.example/x", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
            b = self.site.browser()
            page = b.get("/login")
            page = b.submit(page, "/login", {"login": "chang-an", "password": PASSWORD, "next": evil}, follow=False)
            to = page.header("Location")
            assert to.startswith("/") and not to.startswith("//") and "\\" not in to, (evil, to)

    def test_throttle_by_login_with_growing_wait_and_reset(self):
        self.register("guessed")
        for _ in range(5):
            _, page = self.try_sign_in("guessed", "not the password")
            assert page.status == 422
        b, page = self.try_sign_in("guessed", PASSWORD)
        assert page.status == 429 and "1 分钟后再试" in page.text, page.words[:400]
        assert self.site.one("SELECT count(*) FROM audit WHERE action = 'sign_in_locked'") == 1
        # The credit code is no way around it.
        _, page = self.try_sign_in(uscc(self.n), PASSWORD)
        assert page.status == 429
        self.site.at("2023-02-01T09:01:01+08:00")
        _, page = self.try_sign_in("guessed", "not the password")
        assert page.status == 422
        _, page = self.try_sign_in("guessed", PASSWORD)
        assert page.status == 429 and "2 分钟后再试" in page.text
        self.site.at("2023-02-01T09:04:00+08:00")
        _, page = self.try_sign_in("guessed", PASSWORD)
        assert page.url == "/e"
        assert self.site.one("SELECT count(*) FROM throttle WHERE key LIKE 'login:%' AND failures >= 5") == 0

    def test_throttle_by_address(self):
        self.site.sql("DELETE FROM throttle")
        for i in range(20):
            self.try_sign_in(f"somebody-{i}", "not the password")
        _, page = self.try_sign_in("chang-an", PASSWORD)
        assert page.status == 429
        self.site.sql("DELETE FROM throttle")
        _, page = self.try_sign_in("chang-an", PASSWORD)
        assert page.url == "/o"

    def test_many_at_once_are_served_or_told_to_wait(self):
        statuses = []

        def one():
            b = Browser(self.site)
            statuses.append(self.try_sign_in("chang-an", PASSWORD, b)[1].status)
        threads = [threading.Thread(target=one) for _ in range(12)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        assert set(statuses) <= {200, 503} and 200 in statuses, statuses

    # --- sessions --------------------------------------------------------------------------------
    def test_session_is_new_after_sign_in_and_gone_after_sign_out(self):
        b = self.site.browser()
        b.get("/login")
        b.cookies["sid"] = "A" * 43  # fixation: a value that somebody else chose
        _, page = self.try_sign_in("chang-an", PASSWORD, b)
        sid = b.cookies["sid"]
        assert sid != "A" * 43 and len(sid) == 43
        first = sid
        b.submit(b.get("/o"), "/logout", {})
        assert "sid" not in b.cookies
        thief = self.site.browser()
        thief.cookies["sid"] = first
        assert thief.get("/o", follow=False).status == 303
        assert self.site.one("SELECT count(*) FROM session WHERE token_hash = ?", first) == 0, "only hashes are stored"

    def test_forms_need_their_token(self):
        b = self.site.browser("chang-an")
        assert b.post("/me/contact", {"name": "改名"}).status == 403
        page = b.get("/me")
        other = self.site.browser("qiaoxi")
        foreign = dict(other.get("/me").form("/me/contact").fields)["_csrf"]
        assert b.post("/me/contact", {"name": "改名", "_csrf": foreign}).status == 403
        own = dict(page.form("/me/contact").fields)["_csrf"]
        assert b.post("/me/contact", {"name": "改名", "_csrf": own}, headers={"Origin": "https://evil.example"}).status == 403
        assert self.site.one("SELECT name FROM account WHERE login = 'chang-an'") == "县甲"
        stranger = self.site.browser()
        stranger.get("/login")
        assert stranger.post("/login", {"login": "chang-an", "password": PASSWORD}).status == 403, "sign-in too"

    def test_password_change_ends_the_other_sessions(self):
        self.register("two-places")
        a, _ = self.try_sign_in("two-places", PASSWORD)
        b, _ = self.try_sign_in("two-places", PASSWORD)
        before = a.cookies["sid"]
        page = a.get("/me")
        assert page.text.count("（本次）") == 1 and page.has_form("/me/sessions")
        page = a.submit(page, "/me/password", {"current": "not the password", "password": "x" * 3, "again": "y"})
        assert page.status == 422 and "不一致" in page.text
        page = a.submit(page, "/me/password", {"current": "not the password", "password": "neue Worte 77", "again": "neue Worte 77"})
        assert page.status == 422 and "当前密码不正确" in page.text
        page = a.submit(page, "/me/password", {"current": PASSWORD, "password": "neue Worte 77", "again": "neue Worte 77"})
        assert "密码已修改" in page.text and a.cookies["sid"] != before
        assert b.get("/e", follow=False).status == 303
        thief = self.site.browser()
        thief.cookies["sid"] = before
        assert thief.get("/e", follow=False).status == 303, "the old cookie is worth nothing"
        assert self.try_sign_in("two-places", PASSWORD)[1].status == 422
        assert self.try_sign_in("two-places", "neue Worte 77")[1].url == "/e"

    def test_sign_out_elsewhere(self):
        a = self.site.browser("sjz-city")
        b = self.site.browser("sjz-city")
        page = a.submit(a.get("/me"), "/me/sessions", {})
        assert "其他设备上的登录已退出" in page.text
        assert b.get("/o", follow=False).status == 303 and a.get("/o").status == 200

    def test_idle_and_absolute_end(self):
        b = self.site.browser("chang-an")
        self.site.at("2023-02-01T09:33:00+08:00")
        assert b.get("/o").status == 200
        self.site.at("2023-02-01T10:02:00+08:00")
        assert b.get("/o").status == 200, "kept alive by use"
        self.site.at("2023-02-01T10:33:00+08:00")
        assert b.get("/o", follow=False).status == 303, "half an hour of silence"
        b = self.site.browser("chang-an")
        hour, minute = 10, 33
        while (hour, minute) < (18, 30):
            minute += 29
            hour, minute = hour + minute // 60, minute % 60
            self.site.at(f"2023-02-01T{hour:02d}:{minute:02d}:00+08:00")
            page = b.get("/o", follow=False)
            if (hour, minute) < (18, 33):
                assert page.status == 200, (hour, minute)
        assert hour == 18
        self.site.at("2023-02-01T18:34:00+08:00")
        assert b.get("/o", follow=False).status == 303, "eight hours are an officer's day"

    def test_contact_is_ones_own(self):
        b = self.site.browser("sjz-city")
        page = b.submit(b.get("/me"), "/me/contact", {"name": "", "phone": "abc", "email": "x"})
        assert page.status == 422 and "请填写姓名" in page.text and 'value="abc"' in page.text
        page = b.submit(page, "/me/contact", {"name": "市甲", "phone": "0311-8888", "email": "x"})
        assert page.status == 422 and "请填写完整的电子邮箱" in page.text, "who is told by mail has an address"
        page = b.submit(page, "/me/contact", {"name": "市甲", "phone": "0311-8888", "email": "a@b.cn"})
        assert "个人信息已保存" in page.text

    def test_recover_tells_whom_to_ask(self):
        page = self.site.browser().get("/recover?city=130100")
        assert "长安区工业和信息化局" in page.text and "系统管理员" in page.text and page.status == 200

    def test_log_of_all_this_is_intact(self):
        assert self.site.offline("check").returncode == 0


if __name__ == "__main__":
    run(Account)
