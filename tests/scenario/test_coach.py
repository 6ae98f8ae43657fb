#!/usr/bin/env python3
"""培育辅导 through the real program: holders of a certificate that have not filed, who began and has not sent, the
entry rate, the record of what a body did, one text to many.

usage: test_coach.py [PATH_TO_TIDU] [NAME …]
"""
import csv
import io
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_tech import Hebei2021, Henan2025  # noqa: E402

CERTIFIED = "/o/coach?list=certified"
VALID = {"number": "GR202341000777", "granted_on": "2023-11-22", "valid_until": "2026-11-21"}
OVER = {"number": "GR202241000001", "granted_on": "2022-06-03", "valid_until": "2025-06-03"}


def rows(who, path):
    return list(csv.DictReader(io.StringIO(who.get(path).body.decode("utf-8-sig"))))


class Certified:
    """In the order written: a programme whose document wants holders of certificates to file."""

    def __init__(self):
        self.tech = Henan2025()
        self.site = self.tech.site
        t = self.tech
        self.city, self.province, self.neighbour, self.miit = t.city, t.province, t.neighbour, t.miit_city

    # --- hands -----------------------------------------------------------------------------------
    def code(self, b):
        return self.tech.code(b)

    def name(self, b):
        return f"中原微型泵业{b.n:03d}有限公司"

    def listed(self, who, more=""):
        return [r["企业名称"] for r in rows(who, "/o/coach.csv?list=certified" + more)]

    def imported(self, text, kind="hightech", ok=True):
        path = os.path.join(self.site.dir, "list.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return self.site.offline("import", "certificates", path, "--kind", kind, "--source", "高企公告", ok=ok)

    def mail(self, who, codes, act="some", path=CERTIFIED, **more):
        """Preview, then send; the preview and the page of results."""
        page = who.get(path)
        preview = who.submit(page, "/o/coach/mail", {"to": codes}, ("act", act))
        same(preview.status, 200, preview.words[:400])
        return preview, who.submit(preview, "/o/coach/mail", more, ("act", "send"))

    def told(self, b):
        return self.site.one("SELECT count(*) FROM message m JOIN account a ON a.id = m.account_id WHERE m.kind = 'coach' "
                             "AND a.login = ?", f"filler{b.n}")

    # --- tests -----------------------------------------------------------------------------------
    def C7_who_holds_a_certificate_and_has_not_filed(self):
        t = self.tech
        same(self.listed(self.city), [])
        assert "名单中没有企业" in self.city.get(CERTIFIED).words
        self.idle, self.over = t.firm(hightech=VALID), t.firm(hightech=OVER)
        self.begun, self.away = t.firm(hightech=VALID), t.firm(hightech=VALID, division="410302")
        self.filed, self.plain = t.filed(hightech=VALID), t.firm()
        t.start(self.begun)
        same(sorted(self.listed(self.city)), sorted(map(self.name, (self.idle, self.begun))))
        same(self.listed(self.neighbour), [self.name(self.away)])
        same(len(self.listed(self.province)), 3)
        same(self.listed(self.miit), [], "the other line has no such programme")
        page = self.city.get(CERTIFIED)
        assert "动员辖区内有效期内的高新技术企业" in page.words and "持有有效证书 3 家" in page.words, page.words[:900]
        assert "已起草未报送" in page.words and "已登记未起草" in page.words
        # Contacts are for the bodies of the place.
        phone = self.site.one("SELECT contact_phone FROM enterprise WHERE uscc = ?", self.code(self.idle))
        assert phone and phone in page.text and phone not in self.province.get(CERTIFIED).text
        assert phone not in self.province.get("/o/coach.csv?list=certified").text
        # One that withdraws before anybody looked has filed; the next year asks anew.
        same(len(self.listed(self.city, "&edition=henan-tech-2026&year=2026")), 3)

    def C7_the_list_of_the_authority_by_credit_code(self):
        new = lib.uscc("410102", 88001)
        head = "企业名称,统一社会信用代码,证书编号,发证日期,有效期至,行政区划代码\n"
        good = (f"郑州未登记科技有限公司,{new},GR1,2024-01-02,2027-01-01,410102\n"
                f"别名也行,{self.code(self.plain)},GR2,2024/1/2,2027年1月1日,\n"
                f"已过期的有限公司,{lib.uscc('410102', 88002)},GR3,2020-01-01,2022-12-31,410102\n")
        r = self.imported(head + good)
        same([line.split("\t")[1] for line in r.stdout.splitlines()], ["新增"] * 3)
        r = self.imported(head + good)
        same([line.split("\t")[1] for line in r.stdout.splitlines()], ["未变"] * 3, "again it changes nothing")
        bad = (f"坏码有限公司,91410102MA0T880019,GR4,2024-01-02,2027-01-01,410102\n"
               f"无处可去有限公司,{lib.uscc('410102', 88003)},GR5,2024-01-02,2027-01-01,\n"
               f"日期倒置有限公司,{lib.uscc('410102', 88004)},GR6,2024-01-02,2023-01-01,410102\n"
               f"无编号有限公司,{lib.uscc('410102', 88005)},,2024-01-02,2027-01-01,410102\n")
        r = self.imported(head + bad, ok=False)
        same((r.returncode, len(re.findall("未导入", r.stdout))), (1, 4), r.stdout)
        assert "没有这种证书" in self.imported(head + good, kind="没有的", ok=False).stderr
        same(self.site.one("SELECT count(*) FROM certified"), 3)
        names = self.listed(self.city)
        assert "郑州未登记科技有限公司" in names and self.name(self.plain) in names, names
        assert "已过期的有限公司" not in names and "别名也行" not in names, names
        self.unknown = new
        page = self.city.get(CERTIFIED)
        assert "未在平台登记" in page.words
        assert f'value="{new}"' not in page.text, "who has no account cannot be ticked"
        assert f"/o/coach/firm/{new}" in page.text

    def C7_the_record_of_what_was_done(self):
        path = f"/o/coach/firm/{self.code(self.idle)}"
        page = self.city.get(path)
        assert "还没有辅导记录" in page.words, page.words[:600]
        good = {"on": "2025-06-30", "person": "王辅导", "method": "visit", "content": "讲解信息表和研发费用归集", "result": "企业同意本月报送",
                "next_step": "复核研发费用辅助账", "next_on": "2025-07-15"}
        for wrong in ({"on": "2025-07-02"}, {"on": "昨天"}, {"person": ""}, {"method": "梦里"}, {"content": "x"}, {"result": ""},
                      {"next_on": "2025-06-01"}, {"content": "长" * 601}):
            r = self.city.submit(self.city.get(path), path, {**good, **wrong}, ("act", "add"))
            same(r.status, 422, wrong)
            assert good["next_step"] in r.text, "what was typed stays"
        r = self.city.submit(page, path, good, ("act", "add"))
        assert "辅导记录已登记" in r.words and "讲解信息表和研发费用归集" in r.words, r.words[:900]
        same(self.site.one("SELECT count(*) FROM coaching"), 1)
        # The province and the enterprise see it; neighbours and the other line find no such enterprise.
        assert "王辅导" in self.province.get(path).words
        for other in (self.neighbour, self.miit):
            same(other.get(path).status, 200 if other is self.miit else 404)
            assert "王辅导" not in other.get(path).words
        own = self.idle.get("/e/follow").words
        assert "讲解信息表和研发费用归集" in own and "复核研发费用辅助账（2025-07-15）" in own, own[:900]
        assert "讲解信息表" not in self.begun.get("/e/follow").words
        assert "2025-06-30" in next(r["最近辅导"] for r in rows(self.city, "/o/coach.csv?list=certified") if r["企业名称"] == self.name(self.idle))
        same(self.neighbour.post(path, lib.csrf(self.neighbour, CERTIFIED) + [("act", "add")] + list(good.items())).status, 404)
        # Also of one that is not registered here: it is there when it registers. Nothing is taken back.
        stranger = f"/o/coach/firm/{self.unknown}"
        r = self.city.submit(self.city.get(stranger), stranger, good, ("act", "add"))
        assert "没有，请电话联系" in r.words and "王辅导" in r.words
        for text in ("UPDATE coaching SET result = 'x'", "DELETE FROM coaching"):
            try:
                self.site.sql(text)
                raise SystemError(text)
            except Exception as why:  # noqa: BLE001
                assert "kept" in str(why), why
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'coaching_added'"), 2)
        for junk in ("mail", "x", "0", "%27", lib.uscc("110101", 1)):
            same(self.city.get(f"/o/coach/firm/{junk}").status, 404, junk)

    def C7_one_text_to_many_and_not_twice(self):
        a, b = self.code(self.idle), self.code(self.begun)
        preview, done = self.mail(self.city, [a])
        assert "还没有发送" in preview.words and "选中 1 家" in preview.words, preview.words[:900]
        assert "群发结果" in done.words and "已发送 1 家" in done.words, done.words[:900]
        same((self.told(self.idle), self.told(self.begun)), (1, 0))
        assert "持有有效的证书" in self.idle.get("/e/messages").words
        # The same once more says who had it, and sends to the other alone.
        preview, done = self.mail(self.city, [a, b])
        assert "近期已发过 1 家" in preview.words and "近期已发过，不发" in preview.words
        assert "近期已发过，未发 1 家" in done.words and "已发送 1 家" in done.words, done.words[:900]
        same((self.told(self.idle), self.told(self.begun)), (1, 1))
        # The province does not double the city's; confirmed it does, on record.
        self.mail(self.province, [a])
        same(self.told(self.idle), 1)
        preview, done = self.mail(self.province, [a], again="1")
        same(self.told(self.idle), 2)
        assert "近期已发过的也发" in done.words
        # The form sent twice is one sending; days later it is due again.
        page = self.city.get(CERTIFIED)
        preview = self.city.submit(page, "/o/coach/mail", {"to": [a]}, ("act", "some"))
        fields = self.city.filled(preview.form("/o/coach/mail"), {"again": "1"}, ("act", "send"))
        self.city.post("/o/coach/mail", fields)
        self.city.post("/o/coach/mail", fields)
        same(self.told(self.idle), 3)
        self.site.at("2025-07-08T09:00:00+08:00")
        preview, done = self.mail(self.city, [a])
        assert "近期已发过，不发" not in preview.words or self.told(self.idle) == 4, preview.words[:600]
        same(self.told(self.idle), 4)
        # Nobody chosen, no text, others' enterprises: nothing goes out.
        n = self.site.one("SELECT count(*) FROM coach_mail")
        for values, act in (({"to": [a], "subject": ""}, 422), ({"to": [a], "body": "x"}, 422)):
            preview = self.city.submit(self.city.get(CERTIFIED), "/o/coach/mail", {"to": [a]}, ("act", "some"))
            r = self.city.submit(preview, "/o/coach/mail", {k: v for k, v in values.items() if k != "to"}, ("act", "send"))
            same(r.status, act)
        away = self.code(self.away)
        for who, code in ((self.city, away), (self.neighbour, a), (self.city, "x"), (self.miit, away)):
            r = who.post("/o/coach/mail", lib.csrf(self.city if who is self.city else who, "/o/follow")
                         + [("act", "some"), ("to", code), ("list", "certified")])
            assert r.status == 404 or who is self.miit, (r.status, code)
        same(self.site.one("SELECT count(*) FROM coach_mail"), n)
        # Results are the sender's body's.
        url = done.url.split("?")[0]
        same((self.city.get(url).status, self.neighbour.get(url).status, self.province.get(url).status), (200, 404, 404))

    def C7_all_that_match_and_what_was_cut_off(self):
        page = self.city.get(CERTIFIED)
        preview = self.city.submit(page, "/o/coach/mail", {}, ("act", "all"))
        assert "选中 3 家" in preview.words, preview.words[:600]
        assert "郑州未登记" not in preview.words
        # The process ends after the list was fixed: the job sends each once, and nothing the next time.
        before = {b.n: self.told(b) for b in (self.idle, self.begun, self.plain)}

        def cut():
            now = lib.instant(self.site.now)
            agency, account = self.site.sql("SELECT agency_id, id FROM account WHERE login = 'shi1'")[0]
            m = self.site.insert("coach_mail", public_id="cut", agency_id=agency, account_id=account, programme="tech", subject="标题",
                                 body="内容", again=1, count=3, at=now)
            for i, b in enumerate((self.idle, self.begun, self.plain)):
                self.site.insert("coach_mail_item", mail_id=m, seq=i + 1, uscc=self.code(b), name="x",
                                 outcome="sent" if i == 0 else "waiting")
        self.site.quiet(cut)
        assert "还没有发完" in self.city.get("/o/coach/mail/cut").words
        self.site.stop()
        self.site.now = "2025-07-08T09:05:00+08:00"
        self.site.run("tick")
        self.site.run("tick")
        self.site.start()
        same({b.n: self.told(b) - before[b.n] for b in (self.idle, self.begun, self.plain)},
             {self.idle.n: 0, self.begun.n: 1, self.plain.n: 1})
        words = self.city.get("/o/coach/mail/cut").words
        assert "已发送 3 家" in words and "还没有发完" not in words, words[:600]


class Unfinished:
    """An edition of the line whose document asks for coaching and for the entry rate."""

    def __init__(self):
        self.tech = Hebei2021()
        self.site = self.tech.site
        self.city, self.province, self.neighbour = self.tech.city, self.tech.province, self.tech.neighbour

    def listed(self, who, more=""):
        return {r["企业名称"]: r["情况"] for r in rows(who, "/o/coach.csv?list=unfinished" + more)}

    def name(self, b):
        return f"中原微型泵业{b.n:03d}有限公司"

    def D5_registered_or_begun_and_not_sent(self):
        t = self.tech
        registered, begun, half = t.firm(), t.firm(), t.firm()
        t.start(begun)
        app = t.start(half)
        t.fill(half, app)
        sent = t.filed()
        self.begun, self.half, self.registered, self.sent = begun, half, registered, sent
        same(self.listed(self.city), {self.name(registered): "已登记，没有申报材料", self.name(begun): "草稿", self.name(half): "草稿"})
        same(self.listed(self.neighbour), {})
        same(self.listed(self.province), self.listed(self.city))
        same(list(self.listed(self.city, "&state=none")), [self.name(registered)])
        same(len(self.listed(self.city, "&state=draft")), 2)
        page = self.city.get("/o/coach")
        row = lambda b: next(x for x in page.text.split("<tr>") if self.name(b) in x)  # noqa: E731
        assert re.search(r"佐证材料 \d+ 项", row(begun)) and " 项" in row(begun), row(begun)
        assert "佐证材料" not in row(half) and "企业信息" not in row(half), row(half)
        # Page by page every one once.
        same(self.city.get("/o/coach?after=130171.99999999").words.count("中原微型泵业"), 0)
        for junk in ("after=x", "after=.", "state=%27", "below=-1", "year=x", "list=x", "below=99999999999999999999"):
            same(self.city.get("/o/coach?" + junk).status, 200, junk)
        same(self.city.get("/o/coach?edition=henan-tech-2025").status, 404)
        assert "持证未申报" not in page.words, "this document names no certificate"

    def D5_the_entry_rate_counted_by_hand(self):
        t, city, province = self.tech, *(self.site.one("SELECT id FROM agency WHERE code = ?", c) for c in ("st-130171", "st-130000"))

        def work():
            batch = t.batch()
            for i, (state, kind) in enumerate((("listed", "first"), ("listed", "first"), ("refused", "first"), ("listed", "update"),
                                               ("prov", "first"))):
                e = self.site.new_enterprise(f"入库率{i}有限公司", 9100 + i, "130171")
                self.site.insert("application", public_id=f"er{i}", enterprise_id=e, batch_id=batch, edition="hebei-tech-2021", kind=kind,
                                 standard="tech-2017", standard_hash="0" * 64, year=2021, state=state, live=0, city_agency_id=city,
                                 province_agency_id=province, holder="none", due_at=0, created_at=0, updated_at=0, submitted_at=1)
            # The first of them twice: withdrawn, then announced. One enterprise.
            e = self.site.one("SELECT enterprise_id FROM application WHERE public_id = 'er0'")
            self.site.insert("application", public_id="er9", enterprise_id=e, batch_id=batch, edition="hebei-tech-2021", standard="tech-2017",
                             standard_hash="0" * 64, year=2021, state="withdrawn", live=0, city_agency_id=city,
                             province_agency_id=province, holder="none", due_at=0, created_at=0, updated_at=0)
        self.site.quiet(work)
        # By hand: begun = begun, half, sent, er0, er1, er2, er4 = 7; sent = 5; entered = er0, er1 = 2; 2 / 7 = 28.5 %.
        words = self.city.get("/o/coach").words
        assert "参与评价 7 家 已报送 5 家 已入库 2 家 入库率 28.5%" in words, words[:900]
        name = self.site.one("SELECT short_name FROM agency WHERE code = 'st-130171'")
        assert re.search(rf"{name} 7 5 2 2 28\.5%", self.province.get("/o/coach").words), self.province.get("/o/coach").words[:2500]
        words = self.neighbour.get("/o/coach").words
        assert "参与评价 0 家" in words and "入库率 —" in words, words[:600]

    def D5_told_and_coached(self):
        code = self.tech.code(self.begun)
        preview = self.city.submit(self.city.get("/o/coach"), "/o/coach/mail", {"to": [code]}, ("act", "some"))
        done = self.city.submit(preview, "/o/coach/mail", {"body": "请在10月20日前报送"}, ("act", "send"))
        assert "已发送 1 家" in done.words
        assert "请在10月20日前报送" in self.begun.get("/e/messages").words
        assert "请在10月20日前报送" not in self.half.get("/e/messages").words
        same(self.city.get("/o/coach").status, 200)
        assert "最近的群发" in self.city.get("/o/coach").words and "最近的群发" not in self.neighbour.get("/o/coach").words


if __name__ == "__main__":
    lib.run(Certified, Unfinished)
