#!/usr/bin/env python3
"""Manuals through the real program: each role's own, one click from its first page.

usage: test_manual.py [PATH_TO_TIDU] [NAME …]
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402

# first page, the word that the manual's title bears, the body of an officer
ROLES = {"filler": ("/e", "企业", None), "legal_rep": ("/e", "企业", None), "county": ("/o", "县级", "county"),
         "city": ("/o", "市级", "miit-130100"), "province": ("/o", "省级", "miit-130000"), "admin": ("/a", "管理员", None),
         "expert": ("/x", "专家", None),
         "auditor": ("/s", "监督", "miit-130000")}


class Manual:
    def __init__(self):
        self.site = lib.Site(now="2023-02-01T09:00:00+08:00")

    def people(self):
        s = self.site
        county = s.one("SELECT ag.code FROM agency_area AS aa JOIN agency AS ag ON ag.id = aa.agency_id "
                       "WHERE aa.line = 'miit' AND aa.division_code = '130102' AND aa.level = 'county'")
        firm = s.new_enterprise("石家庄虚构阀门有限公司", 1)

        def person(role, body):
            agency = body and s.one("SELECT id FROM agency WHERE code = ?", county if body == "county" else body)
            account = s.new_account("m-" + role, role, "张三", agency=agency,
                                    enterprise=firm if role in ("filler", "legal_rep") else None)
            if role == "expert":
                s.insert("expert", agency_id=s.one("SELECT id FROM agency WHERE code = 'miit-130000'"), account_id=account, name="张三",
                         employer="某研究院", title="高工", fields="C", division_code="", phone="", created_at=0, updated_at=0)
            return s.session(account)
        return s.quiet(lambda: {role: person(role, body) for role, (_, _, body) in ROLES.items()})

    def E12_each_role_has_its_manual_one_click_from_its_first_page(self):
        for role, b in self.people().items():
            first, word, _ = ROLES[role]
            page = b.get(first)
            assert page.status == 200, (role, page.status, page.url)
            links = sorted({h for h in page.links() if h.startswith("/help")})
            assert links, (role, "no link to a manual")
            titles = [t.words for t in (b.get(h) for h in links) if t.status == 200]
            assert any("使用手册：" in t and word in t.split("使用手册：", 1)[1][:30] for t in titles), (role, links, [t[:200] for t in titles])
        public = self.site.browser()
        assert any(h.startswith("/help") for h in public.get("/").links())


if __name__ == "__main__":
    lib.run(Manual)
