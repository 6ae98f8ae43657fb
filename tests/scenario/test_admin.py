"""Administration: bodies, accounts of officers, the calendar, rules, reference data, the log."""
import re

from lib import PASSWORD, Site, run

CALENDAR = """date,type,name
2027-01-01,holiday,元旦
2027-01-02,holiday,元旦
2027-01-03,holiday,元旦
2027-02-05,holiday,春节
2027-02-08,holiday,春节
2027-02-09,holiday,春节
2027-02-13,makeup,春节
"""


def once_password(page):
    return re.search(r'class="number">([^<]+)<', page.text).group(1)


class Admin:
    def __init__(self):
        self.site = Site(now="2026-11-16T09:00:00+08:00")
        self.site.add_user("root-one", "admin", "管理员甲")
        self.admin = self.site.browser("root-one")

    def test_overview_says_what_is_missing(self):
        page = self.admin.get("/a")
        assert page.status == 200
        assert "没有在用账号的机构" in page.words and "缺 2027 年" in page.words, page.words[:900]
        assert page.text.count("<h1") == 1

    def test_every_page_of_the_room_opens_and_is_closed_to_others(self):
        pages = ["/a", "/a/org", "/a/accounts", "/a/accounts/new", "/a/calendar", "/a/rules",
                 "/a/reference", "/a/log", "/a/jobs"]
        stranger = self.site.browser()
        for p in pages:
            assert self.admin.get(p).status == 200, p
            assert stranger.get(p, follow=False).status == 303, p
        self.site.add_user("county-one", "county", "县甲", agency="miit-130102")
        officer = self.site.browser("county-one")
        for p in pages:
            assert officer.get(p).status == 403, p

    def test_body_is_maintained(self):
        page = self.admin.get("/a/org")
        assert "石家庄市工业和信息化局" in page.text and "没有账号" in page.text
        href = re.search(r'href="(/a/org/\d+)">[^<]*长安区', page.text).group(1)
        page = self.admin.get(href)
        assert "长安区" in page.words and "县甲" in page.words
        bad = self.admin.submit(page, href, {"name": "", "phone": "电话"})
        assert bad.status == 422 and "请填写名称" in bad.text and "电话" in bad.text
        page = self.admin.submit(page, href, {"phone": "0311-86040000", "address": "中山东路 1 号"})
        assert page.status == 200 and "机构信息已保存" in page.text and "0311-86040000" in page.text
        assert self.site.one("SELECT phone FROM agency WHERE code = 'miit-130102'") == "0311-86040000"
        # The public sees whom to ask.
        assert "0311-86040000" in self.site.browser().get("/recover?city=130100").text

    def test_bodies_without_anybody(self):
        page = self.admin.get("/a/org?without=1")
        assert "桥西区工业和信息化局" in page.text and ">长安区工业和信息化局" not in page.text

    def test_officer_account_from_making_to_disabling(self):
        agency = self.site.one("SELECT id FROM agency WHERE code = 'miit-130100'")
        page = self.admin.get(f"/a/accounts/new?agency={agency}")
        # A role that does not fit the body is refused, and what was typed stays.
        wrong = self.admin.submit(page, "/a/accounts/new",
                                  {"role": "county", "login": "city-one", "name": "市甲", "agency": str(agency)})
        assert wrong.status == 422 and "层级与角色不符" in wrong.text and 'value="city-one"' in wrong.text
        made = self.admin.submit(wrong, "/a/accounts/new",
                                 {"role": "city", "login": "city-one", "name": "市甲", "agency": str(agency)})
        assert made.status == 200 and "只显示这一次" in made.text
        first = once_password(made)
        assert first not in self.admin.get("/a/accounts").text
        # First sign-in: nothing but the own account until the password is changed.
        officer = self.site.browser()
        page = officer.get("/login")
        page = officer.submit(page, "/login", {"login": "city-one", "password": first})
        assert page.url == "/me" and "由他人设置" in page.text
        assert officer.get("/o/queue").url == "/me"
        page = officer.submit(officer.get("/me"), "/me/password",
                              {"current": first, "password": PASSWORD, "again": PASSWORD})
        assert page.status == 200 and officer.get("/o").url == "/o"
        # Disabled: the session ends with the next click.
        number = self.site.one("SELECT id FROM account WHERE login = 'city-one'")
        href = f"/a/accounts/{number}"
        page = self.admin.submit(self.admin.get(href), href + "/active", {"reason": "调离"})
        assert "账号已停用" in page.text and "调离" in page.text
        assert officer.get("/o", follow=False).header("Location").startswith("/login")
        page = officer.get("/login")
        page = officer.submit(page, "/login", {"login": "city-one", "password": PASSWORD})
        assert page.status == 422 and "登录名或密码不正确" in page.text
        # Enabled again, password reset: the old one is worth nothing.
        self.admin.submit(self.admin.get(href), href + "/active", {})
        second = once_password(self.admin.submit(self.admin.get(href), href + "/password", {}))
        page = officer.submit(officer.get("/login"), "/login", {"login": "city-one", "password": PASSWORD})
        assert page.status == 422
        page = officer.submit(officer.get("/login"), "/login", {"login": "city-one", "password": second})
        assert page.url == "/me"

    def test_taken_login_and_last_administrator(self):
        page = self.admin.get("/a/accounts/new")
        page = self.admin.submit(page, "/a/accounts/new",
                                 {"role": "admin", "login": "ROOT-ONE", "name": "管理员乙", "agency": ""})
        assert page.status == 422 and "已被使用" in page.text
        number = self.site.one("SELECT id FROM account WHERE login = 'root-one'")
        page = self.admin.get(f"/a/accounts/{number}")
        assert not page.has_form("/active")
        form = self.admin.get("/a/accounts/new").form("/a/accounts/new")
        token = dict(form.fields)["_csrf"]
        page = self.admin.post(f"/a/accounts/{number}/active", {"active": "0", "_csrf": token})
        assert page.status == 409 and "不能停用自己" in page.text

    def test_double_click_makes_one_account(self):
        page = self.admin.get("/a/accounts/new")
        form = page.form("/a/accounts/new")
        fields = self.admin.filled(form, {"role": "admin", "login": "root-two", "name": "管理员乙", "agency": ""})
        assert "只显示这一次" in self.admin.post("/a/accounts/new", fields).text
        again = self.admin.post("/a/accounts/new", fields, follow=False)
        assert again.status == 303 and again.header("Location") == "/a/accounts"
        assert self.site.one("SELECT count(*) FROM account WHERE login = 'root-two'") == 1

    def test_enterprise_account_is_not_the_administrators(self):
        b = self.site.browser()
        page = b.get("/register?city=130100")
        page = b.submit(page, "/register", {
            "login": "firm-one", "kind": "企业法人", "uscc": "91130102MA0G9TQD8J", "uscc_insist": "1",
            "name": "石家庄甲乙科技有限公司", "legal_rep": "张三", "division_code": "130102", "contact": "李四",
            "contact_phone": "0311-1234567", "password": PASSWORD, "again": PASSWORD, "agree": "1"})
        assert page.url == "/identity", page.words[:600]
        number = self.site.one("SELECT id FROM account WHERE login = 'firm-one'")
        assert self.admin.get(f"/a/accounts/{number}").status == 404
        token = dict(self.admin.get("/a/accounts/new").form("/a/accounts/new").fields)["_csrf"]
        assert self.admin.post(f"/a/accounts/{number}/password", {"_csrf": token}).status == 404

    def test_calendar_preview_refusals_import(self):
        page = self.admin.get("/a/calendar")
        broken = CALENDAR + "2027-03-03,makeup,错\n2027-13-01,holiday,错\n2027-01-01,holiday,重复\n2027-05-01,?,错\n"
        page = self.admin.submit(page, "/a/calendar", {"csv": broken, "source": "演练"}, ("act", "preview"))
        assert page.status == 422
        for line, why in (("第 9 行", "周六或周日"), ("第 10 行", "日期不正确"), ("第 11 行", "日期重复"),
                          ("第 12 行", "类型应为")):
            assert line in page.text and why in page.text, (line, why)
        assert not [b for b in page.form("/a/calendar").buttons if b[1] == "import"]
        known = self.admin.submit(page, "/a/calendar", {"csv": CALENDAR.replace("2027", "2026"), "source": "演练"},
                                  ("act", "preview"))
        assert known.status == 422 and "2026 年的安排已经导入" in known.text
        assert self.admin.submit(page, "/a/calendar", {"csv": "什么", "source": "演练"}, ("act", "preview")).status == 422
        page = self.admin.submit(page, "/a/calendar", {"csv": CALENDAR, "source": "国办发明电〔2026〕7号"},
                                 ("act", "preview"))
        assert page.status == 200 and "2027 年，共 7 天" in page.text and "周六" in page.text
        assert self.site.one("SELECT count(*) FROM calendar_year WHERE year = 2027") == 0
        page = self.admin.submit(page, "/a/calendar", {}, ("act", "import"))
        assert page.status == 200 and "7 天已导入" in page.text, page.words[:500]
        assert self.site.one("SELECT count(*) FROM calendar_day WHERE year = 2027") == 7
        assert "缺 2027 年" not in self.admin.get("/a").text  # in use at once, without a restart

    def test_calendar_by_file(self):
        page = self.admin.get("/a/calendar")
        csv = CALENDAR.replace("2027-02-13", "2028-02-12").replace("2027", "2028").encode()
        page = self.admin.upload(page, "/a/calendar", "file", [("2028.csv", b"\xef\xbb\xbf" + csv, "text/csv")],
                                 {"source": "演练", "act": "preview"})
        assert page.status == 200 and "2028 年，共 7 天" in page.text, page.words[:700]

    def test_rules_show_what_is_not_printed(self):
        page = self.admin.get("/a/rules")
        links = [h for h in page.links() if h.startswith("/a/rules/")]
        assert any("/standard/" in h for h in links) and any("/procedure/" in h for h in links)
        for h in links:
            one = self.admin.get(h)
            assert one.status == 200 and "校验码" in one.text and one.text.count("<h1") == 1, h
        procedure = self.admin.get(next(h for h in links if "/procedure/" in h))
        assert "县级初审" in procedure.text and "待核实" in procedure.text
        assert self.admin.get("/a/rules/procedure/none").status == 404

    def test_log_by_object_and_person(self):
        page = self.admin.get("/a/log")
        assert "导入节假日历" in page.text and "重置密码" in page.text
        page = self.admin.get("/a/log?q=city-one")
        assert "停用账号" in page.text and "导入节假日历" not in page.text
        page = self.admin.get("/a/log?q=root-one&acts=1")
        assert "维护机构信息" in page.text
        assert "没有这样的" in self.admin.get("/a/log?q=nobody-here").text
        assert self.admin.get("/a/log?q=%27%20OR%201=1").status == 200

    def test_log_in_portions(self):
        for i in range(60):
            self.site.browser("root-one")
        page = self.admin.get("/a/log")
        nxt = next(h for h in page.links() if "before=" in h)
        older = self.admin.get(nxt)
        rows = lambda p: re.findall(r'<th scope="row">(\d+)</th>', p.text)
        assert len(rows(page)) == 25 and int(rows(older)[0]) == int(rows(page)[-1]) - 1

    def test_chain_is_intact_after_all_this(self):
        out = self.site.offline("check")
        assert out.returncode == 0


if __name__ == "__main__":
    run(Admin)
