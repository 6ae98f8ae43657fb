#!/usr/bin/env python3
"""Review by experts through the real program: pool, declaration, assignment, blind sheets, a third opinion,
the proposed list by two people. What an expert can open names nobody.

usage: test_expert.py [PATH_TO_TIDU] [NAME …]
"""
import json
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402

EDITION, NOW = "hebei-leader-2023", "2023-08-02T10:00:00+08:00"
FIRMS = [  # name, division, legal representative, contact, industry
    ("石家庄星辰机械有限公司", "130102", "王建国", "刘敏芝", "3441"),
    ("唐山海港新材料股份有限公司", "130202", "赵铁林", "孙小雨", "3091"),
    ("沧州渤海管道装备有限公司", "130902", "李振华", "周文静", "3311"),
    ("邢台古顺食品有限公司", "130502", "陈守义", "吴亚男", "1431"),
]
PHONES = ["13803110001", "0311-87803327"]
EXPERTS = [  # name, employer, fields, city
    ("何教授", "燕山大学", "34 35", "秦皇岛市"),
    ("高研究员", "省机械科学研究院", "33 34", "石家庄市"),
    ("郭高工", "沧州渤海管道装备有限公司", "33", "沧州市"),
    ("林博士", "华北理工大学", "30 14", "唐山"),
    ("罗主任", "省食品检验院", "14 C", ""),
]
CRITERIA = ["introduction", "finance", "market", "research", "management", "direction"]
FULL = dict(zip(CRITERIA, (10, 20, 20, 25, 10, 15)))


def points(total):
    """Points of the criteria that add up to a total."""
    out, left = {}, total
    for c in CRITERIA:
        out[c] = min(FULL[c], left)
        left -= out[c]
    return out


class Expert:
    def __init__(self):
        self.site = lib.Site(now=NOW)
        s = self.site
        s.add_user("sheng1", "province", "省厅甲", agency="miit-130000")
        s.add_user("sheng2", "province", "省厅乙", agency="miit-130000")
        s.add_user("shi1", "city", "市局甲", agency="miit-130100")
        self.batch = s.quiet(lambda: s.new_batch(edition=EDITION, opens="2023-07-20", deadline="2023-07-30"))
        s.quiet(self.files)
        self.a, self.b = s.browser("sheng1"), s.browser("sheng2")

    def files(self):
        """Files as the cities' recommendation leaves them; how they come there is another test's matter."""
        s = self.site
        std = s.one("SELECT hash FROM rulebook WHERE kind = 'standard' AND id = 'leader-2023'")
        top = s.one("SELECT id FROM agency WHERE code = 'miit-130000'")
        for i, (name, division, rep, contact, industry) in enumerate(FIRMS):
            e = s.new_enterprise(name, 7000 + i, division)
            code = lib.uscc(division, 7000 + i)
            s.sql("UPDATE enterprise SET legal_rep = ?, contact = ?, contact_phone = ?, industry_code = ? WHERE id = ?",
                  rep, contact, PHONES[0], industry, e)
            signer = s.new_account(f"fd{i}", "legal_rep", rep, enterprise=e)
            city = s.one("SELECT city_agency_id FROM enterprise WHERE id = ?", e)
            intro = (f"{name}（统一社会信用代码{code}）由{rep}创办，联系人{contact} {PHONES[0]}，电话 {PHONES[1]}，"
                     f"网址 www.{code.lower()}.cn。我 公 司{name[:4]} {name[4:]}主打“{name[2:4]}”牌产品，近三年收入持续增长。")
            profile = {"name": name, "uscc": code, "area": "某市某区", "industry": "制造业", "legal_rep": rep,
                       "legal_rep_phone": PHONES[0], "contact": contact, "contact_phone": PHONES[0],
                       "contact_email": "a@b.cn", "address": "某路 1 号", "main_product": f"{name[2:4]}牌产品", "intro": intro}
            a = s.insert("application", public_id=f"xa{i}", no=f"N{i}", enterprise_id=e, batch_id=self.batch, edition=EDITION,
                         standard="leader-2023", standard_hash=std, year=2023, state="expert", city_agency_id=city,
                         province_agency_id=top, holder="province", due_at=0, result="pass", route="conditions",
                         truth_signed=1, created_at=0, updated_at=0, submitted_at=1)
            sub = s.insert("submission", application_id=a, seq=1, receipt_no=f"R{i}", facts=json.dumps(
                {"year": 2023, "facts": {"direction": "innovation"}}), evidence=json.dumps(
                [{"slot": "licence", "file": "f1", "name": f"{name}营业执照.pdf", "sha256": "0" * 64, "size": 9}]),
                profile=json.dumps(profile, ensure_ascii=False), content_hash="x", engine="1", explanation_hash="x",
                result="pass", route="conditions", score_min=0, score_max=0, signed_by=signer, signed_name=rep, submitted_at=1)
            s.insert("submission_report", submission_id=sub, json=json.dumps({"market": "报告：" + intro}, ensure_ascii=False))
            s.insert("submission_list", submission_id=sub, json=json.dumps({"as_of": "2023-07-25", "facts": [
                {"fact": "honour_innovation", "items": [
                    {"kind": "企业技术中心", "title": f"{name}企业技术中心", "number": f"冀{i}号-编号", "level": "省级",
                     "granted_on": "2020-05-01", "valid_until": "", "counts": True},
                    {"kind": "企业技术中心", "title": "不计入的项目", "counts": False}]}]}, ensure_ascii=False))
            s.sql("UPDATE application SET submission_id = ? WHERE id = ?", sub, a)
            for body in (city, top):
                s.insert("caseload", agency_id=body, state="expert", due_at=0, application_id=a, public_id=f"xa{i}",
                         batch_id=self.batch, county_agency_id=0, city_agency_id=city, name=name, uscc=code, area="某市某区",
                         score=0, route="conditions", submitted_at=1)

    # --- hands
    def panel(self, rest=""):
        return f"/o/panel/{self.batch}{rest}"

    def signed_in(self, i):
        return self.site.session(self.site.one("SELECT account_id FROM expert WHERE name = ?", EXPERTS[i][0]))

    def sheets(self, state="open"):
        """(expert, code) of every sheet in a state."""
        return self.site.sql("SELECT x.name, f.code FROM panel_sheet s JOIN expert x ON x.id = s.expert_id JOIN panel_file f"
                             " ON f.application_id = s.application_id WHERE s.state = ? ORDER BY s.id", state)

    def fill(self, who, code, total, act="submit"):
        values = {}
        for c, p in points(total).items():
            values[f"p-{c}"], values[f"r-{c}"] = str(p), f"对照指标，材料中的{c}部分情况属实，给此分。"
        page = who.get(f"/x/r/{code}")
        return who.submit(page, f"/x/r/{code}", values, ("act", act))

    # --- the tests, in order: each goes on from the one before
    def test_pool(self):
        for name, employer, fields, city in EXPERTS[:2]:
            p = self.a.submit(self.a.get("/o/experts"), "/o/experts", {"name": name, "employer": employer, "fields": fields,
                                                                       "city": city}, ("act", "save"))
            assert p.status == 200 and name in p.text, p.words[:500]
        p = self.a.submit(self.a.get("/o/experts"), "/o/experts", {"name": "何教授", "employer": "燕山大学", "fields": "34"})
        assert p.status == 422 and "已有这位专家" in p.text, p.words[:500]
        for wrong in ({"fields": "机械"}, {"fields": "34", "city": "上海市"}, {"fields": "34", "employer": ""}):
            p = self.a.submit(self.a.get("/o/experts"), "/o/experts", {"name": "某人", "employer": "某单位", **wrong})
            assert p.status == 422, (wrong, p.words[:300])
        csv = "姓名,工作单位,职称,专业领域,设区市,联系电话\n" + "".join(f"{n},{u},高工,{f},{c},\n" for n, u, f, c in EXPERTS)
        p = self.a.upload(self.a.get("/o/experts"), "/o/experts/import", "file", [("专家.csv", csv.encode("gb18030"))])
        assert "已导入 3 人，2 人原已在库" in p.text, p.words[:600]
        p = self.a.upload(self.a.get("/o/experts"), "/o/experts/import", "file",
                          [("x.csv", (csv + "坏,坏单位,,机械,,\n").encode())])
        assert p.status == 422 and "没有导入任何人" in p.text, p.words[:600]
        for i, (name, *_) in enumerate(EXPERTS):
            n = self.site.one("SELECT id FROM expert WHERE name = ?", name)
            p = self.a.submit(self.a.get(f"/o/experts/{n}"), f"/o/experts/{n}/account", {"login": f"zj{i}"})
            assert p.status == 200 and f"zj{i}" in p.text, p.words[:400]
            self.site.sql("UPDATE account SET must_change = 0 WHERE login = ?", f"zj{i}")
        assert self.site.browser("shi1").get("/o/experts").status == 403

    def test_command_line_account(self):
        self.site.add_user("zj9", "expert", "临时专家")
        self.a, self.b = self.site.browser("sheng1"), self.site.browser("sheng2")
        page = self.site.session(self.site.one("SELECT id FROM account WHERE login = 'zj9'")).get("/x")
        assert page.status == 403 and "没有与在用的专家关联" in page.text, page.words[:300]

    def test_nothing_before_the_declaration(self):
        page = self.a.get(self.panel())
        assert "文件没有列出评审指标和分值" in page.text
        ids = [str(i) for i, in self.site.sql("SELECT id FROM expert ORDER BY id")]
        p = self.a.submit(page, "/form", {"ends_on": "2023-08-10", "experts": ids[:1]}, ("act", "form"))
        assert p.status == 422 and "至少选择 2 位" in p.text, p.words[:300]
        p = self.a.submit(page, "/form", {"ends_on": "2023-08-10", "experts": ids}, ("act", "form"))
        assert p.status == 200 and "未申明，不分派" in p.text, p.words[:600]
        p = self.a.get(self.panel("/assign"))
        assert not p.has_form("/assign") and "缺 8 份评分表的专家" in p.text, p.words[:600]
        x = self.signed_in(0)
        for path in ("/x", "/x/done", "/x/r/ABCDEF", "/x/r/ABCDEF/recuse"):
            page = x.get(path)
            assert page.url == "/x/coi" and page.status == 200, (path, page.url)
        for bad in ({"none": "1"}, {"none": "0", "agree": "1"}, {"none": "1", "interests": "甲公司", "agree": "1"}):
            p = x.submit(x.get("/x/coi"), "/x/coi", bad)
            assert p.status == 422, (bad, p.words[:300])
        for i in range(len(EXPERTS)):
            x = self.signed_in(i)
            said = {"none": "0", "interests": "唐山海港新材料", "agree": "1"} if i == 3 else {"none": "1", "agree": "1"}
            p = x.submit(x.get("/x/coi"), "/x/coi", said)
            assert p.status == 200 and p.url == "/x", p.words[:300]
            assert "唐山海港" not in x.get("/x/coi").text

    def test_assignment_by_rule(self):
        p = self.a.get(self.panel("/assign"))
        assert "工作单位与申报企业相同或关联" in p.text and "本人申明有利害关系" in p.text, p.words[:900]
        q = self.b.get(self.panel("/assign"))
        seen = dict(p.form("/assign").fields)["seen"]
        assert seen == dict(q.form("/assign").fields)["seen"]  # anybody who looks sees the same
        done = self.a.submit(p, "/assign", button=("act", "assign"))
        assert done.status == 200, done.words[:300]
        assert self.b.submit(q, "/assign").status == 409  # nothing is given out twice
        rows = self.site.sql("SELECT x.name, e.name FROM panel_sheet s JOIN expert x ON x.id = s.expert_id JOIN application a"
                             " ON a.id = s.application_id JOIN enterprise e ON e.id = a.enterprise_id")
        assert len(rows) == 8 and len(set(rows)) == 8
        assert ("郭高工", FIRMS[2][0]) not in rows and ("林博士", FIRMS[1][0]) not in rows
        load = [sum(n == name for n, _ in rows) for name, *_ in EXPERTS]
        assert max(load) - min(load) <= 1, load

    def E4_L38_experts_blind(self):
        """Every address that an expert can reach, by links and by guess: no name, code, person, phone, other score."""
        first = self.sheets()[0]
        second = next(r for r in self.sheets() if r[1] == first[1] and r[0] != first[0])
        names = [n for n, *_ in EXPERTS]
        other = self.signed_in(names.index(second[0]))
        watcher = self.signed_in(names.index(first[0]))

        def bare():
            """What stands on one's own pages, but for the tokens of the forms."""
            return [re.sub(r'name="_(csrf|once)" value="[^"]*"', "", watcher.get(p).text) for p in ("/x", "/x/done", "/x/coi", f"/x/r/{first[1]}")]
        before = bare()
        same_again = bare()
        assert before == same_again, "the pages themselves stand still"
        assert self.fill(other, second[1], 83).status == 200
        assert bare() == before, "another's sheet moves nothing: no mean, no count, no order"
        forbidden = [w for name, d, rep, contact, _ in FIRMS for w in (name, rep, contact, name[2:4] + name[4:6])]
        forbidden += [lib.uscc(d, 7000 + i) for i, (_, d, *_) in enumerate(FIRMS)] + PHONES + ["营业执照.pdf", "号-编号", "不计入的项目"]
        me = self.signed_in(names.index(first[0]))
        mine = {c for n, c in self.sheets("open") if n == first[0]}
        forbidden += [n for n in names if n != first[0]]
        todo, seen, texts = ["/x", "/x/coi", "/x/done", "/me", f"/x/r/{first[1]}/recuse", "/me/messages"], set(), {}
        while todo:
            path = todo.pop().split("#")[0]
            if path in seen or not path.startswith("/") or path.startswith(("/logout", "/static", "/registry", "/news", "/guide",
                                                                            "/help", "/rules", "/calc", "/manual")):
                continue
            seen.add(path)
            page = me.get(path)
            texts[path] = page.text + " ".join(f"{k} {v}" for k, v in page.headers)
            if path.startswith(("/x", "/me")):
                todo += page.links()
        assert {f"/x/r/{c}" for c in mine} <= seen and len(seen) > 5, seen
        for path, text in texts.items():
            for w in forbidden:
                assert w not in text and w.lower() not in text.lower(), f"{path} shows {w}"
        sheet = texts[f"/x/r/{first[1]}"]
        assert "×××" in sheet and "近三年收入持续增长" in sheet and "报告：×××" in sheet and "申请报告 （二）市场情况" in sheet and "1 份" in sheet and "×××企业技术中心，省级，取得 2020-05-01" in sheet
        assert "83" not in re.sub(r'value="[^"]*"|\?[a-f0-9]+|[A-Za-z0-9_-]{16,}', "", sheet)
        # not by guess either
        rest = {c for c, in self.site.sql("SELECT code FROM panel_file")} - mine
        for c in rest:
            assert me.get(f"/x/r/{c}").status == 404
        for path in ("/o", "/o/queue", "/o/app/xa0", "/o/file/f1", "/a", "/e", self.panel(), self.panel("/list"), "/o/experts"):
            assert me.get(path).status == 403, path

    def test_drafts_and_finality(self):
        name, code = self.sheets()[0]
        me = self.signed_in([n for n, *_ in EXPERTS].index(name))
        p = me.submit(me.get(f"/x/r/{code}"), f"/x/r/{code}", {"p-finance": "15", "r-finance": "半句"}, ("act", "save"))
        assert p.status == 200 and 'value="15"' in p.text, p.words[:300]
        p = me.submit(p, f"/x/r/{code}", button=("act", "submit"))
        assert p.status == 422 and "请为“申报单位简介”评分" in p.text and "请写明“财务情况”的评分理由" in p.text, p.words[:600]
        for bad in ("21", "-1", "十", "1.5"):
            p = me.submit(me.get(f"/x/r/{code}"), f"/x/r/{code}", {"p-finance": bad}, ("act", "save"))
            assert p.status == 422, bad
        old = me.get(f"/x/r/{code}")
        assert self.fill(me, code, 80).url == "/x"
        assert me.submit(old, f"/x/r/{code}", {"p-finance": "1"}, ("act", "save")).status == 409
        page = me.get(f"/x/r/{code}")
        assert not page.has_form(f"/x/r/{code}") and "合计" in page.text
        try:
            self.site.quiet(lambda: self.site.sql("UPDATE panel_sheet SET total = 1 WHERE state = 'submitted'"))
            raise SystemError
        except sqlite3.DatabaseError:
            pass

    def test_recusal_goes_to_another(self):
        name, code = self.sheets()[0]
        before = len(self.sheets())
        me = self.signed_in([n for n, *_ in EXPERTS].index(name))
        p = me.submit(me.get(f"/x/r/{code}/recuse"), "/recuse", {"reason": "曾为该项目提供咨询"}, ("act", "recuse"))
        assert p.status == 200 and p.url == "/x", p.words[:300]
        assert me.get(f"/x/r/{code}").status == 404
        rows = self.sheets()
        assert len(rows) == before and (name, code) not in rows, rows

    def test_third_on_divergence(self):
        names = [n for n, *_ in EXPERTS]
        left = {}
        for name, code in self.sheets():
            left.setdefault(code, []).append(name)
        far = next(c for c, people in left.items() if len(people) == 2)
        totals = {far: [60, 90]}
        for code, people in left.items():
            for i, name in enumerate(people):
                t = totals.get(code, [81, 82])[i]
                assert self.fill(self.signed_in(names.index(name)), code, t).status == 200
        rest = self.sheets()
        assert [c for _, c in rest] == [far], rest
        assert self.site.one("SELECT third FROM panel_sheet WHERE state = 'open'") == 1
        p = self.a.get(self.panel("/list"))
        assert not p.has_form("/list") and "应交 3 份" in p.text, p.words[:800]
        self.fill(self.signed_in(names.index(rest[0][0])), far, 86)
        assert self.site.one("SELECT result FROM panel_file WHERE code = ?", far) == 8800  # 86 and 90 lie closest

    def test_list_by_two_people(self):
        page = self.a.get(self.panel("/list"))
        assert "各专家的尺度" in page.text
        for bad in ({"reason": "按专家评审结果择优确定"}, {"pass_mark": "82", "top": "2", "reason": "按专家评审结果择优确定"},
                    {"pass_mark": "82"}, {"pass_mark": "101", "reason": "按专家评审结果择优确定"}, {"top": "9", "reason": "按专家评审结果择优确定"}):
            p = self.a.submit(page, "/list", bad, ("act", "propose"))
            assert p.status == 422, (bad, p.words[:300])
        p = self.a.submit(page, "/list", {"top": "1", "reason": "本年度择优名额一家，按专家评审结果确定"}, ("act", "propose"))
        assert p.status == 200 and "等待另一位同事确认" in p.text, p.words[:600]
        seen = re.search(r"[0-9a-f]{64}", p.text).group()
        fields = [f for f in lib.csrf(self.a, self.panel("/list"))] + [("act", "confirm"), ("seen", seen)]
        assert self.a.post(self.panel("/list"), fields).status == 403
        best = self.site.one("SELECT max(result) FROM panel_file")
        p = self.b.submit(self.b.get(self.panel("/list")), "/list", {"reason": "名额有误，重提"}, ("act", "cancel"))
        assert p.status == 200, p.words[:300]
        self.a.submit(self.a.get(self.panel("/list")), "/list", {"pass_mark": f"{best / 100:.2f}", "reason": "按专家评审结果，取得分最高的列入"},
                      ("act", "propose"))
        p = self.b.submit(self.b.get(self.panel("/list")), "/list", button=("act", "confirm"))
        assert p.status == 200 and "列入建议名单" in p.text, p.words[:300]
        want = {i: ("prov_wait" if r >= best else "refused")
                for i, r in self.site.sql("SELECT application_id, result FROM panel_file")}
        got = dict(self.site.sql("SELECT id, state FROM application WHERE edition = ?", EDITION))
        assert got == want and set(want.values()) == {"prov_wait", "refused"}, (got, want)
        for path in (self.panel(), self.panel("/list"), self.panel("/assign"), f"/o/batch/{self.batch}"):
            assert self.a.get(path).status == 200, path

    def test_deadline(self):
        self.site.at("2023-08-11T00:00:00+08:00")
        done = self.sheets("submitted")[0]
        me = self.signed_in([n for n, *_ in EXPERTS].index(done[0]))
        assert me.get(f"/x/r/{done[1]}").status == 200  # one's own sheet stays readable
        x = self.site.one("SELECT id FROM expert WHERE name = ?", done[0])
        a = self.site.session(self.site.one("SELECT id FROM account WHERE login = 'sheng1'"))
        p = a.submit(a.get(f"/o/experts/{x}"), "/active", {"reason": "调离"}, ("act", "active"))
        assert p.status == 200 and "已停用" in p.text, p.words[:300]
        assert me.get("/x").status == 403


def hold():
    """For the browser: a panel half done, the sessions of those who look at it; until standard input closes."""
    t = Expert()
    try:
        for step in (t.test_pool, t.test_command_line_account, t.test_nothing_before_the_declaration):
            step()
        t.test_assignment_by_rule()
        # The draw gives some one sheet only; who has two shows one that is done and one that is open.
        given = [n for n, _ in t.sheets()]
        name, done = next(s for s in t.sheets() if given.count(s[0]) > 1)
        x = t.signed_in([n for n, *_ in EXPERTS].index(name))
        t.fill(x, done, 80)
        code = next(c for n, c in t.sheets() if n == name)
        late = t.site.insert("expert", agency_id=t.site.one("SELECT min(agency_id) FROM expert"), name="新专家", employer="某院",
                             title="", fields="34", division_code="", phone="", created_at=0, updated_at=0,
                             account_id=t.site.one("SELECT id FROM account WHERE login = 'zj9'"))
        t.site.insert("panel_expert", panel_id=1, expert_id=late)
        y = t.site.session(t.site.one("SELECT id FROM account WHERE login = 'zj9'"))
        expert = ["/x", "/x/coi", "/x/done", f"/x/r/{code}", f"/x/r/{done}", f"/x/r/{code}/recuse"]
        pages = [{"sid": x.cookies["sid"], "paths": expert}, {"sid": y.cookies["sid"], "paths": ["/x/coi"]},
                 {"sid": t.a.cookies["sid"], "paths": ["/o/experts", "/o/experts/1", t.panel(), t.panel("/assign"),
                                                       t.panel("/list"), f"/o/batch/{t.batch}"]}]
        print(json.dumps({"url": f"http://127.0.0.1:{t.site.port}", "pages": pages}), flush=True)
        sys.stdin.read()
    finally:
        t.site.close()

if __name__ == "__main__":
    if "--hold" in sys.argv:
        hold()
    else:
        lib.run(Expert)
