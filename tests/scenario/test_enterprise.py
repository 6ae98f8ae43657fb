#!/usr/bin/env python3
"""The enterprise's job through the real program: from “start” to the receipt, corrections and papers.

usage: test_enterprise.py [PATH_TO_TIDU] [NAME …]
"""
# san
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402

NOW = "2023-02-01T09:00:00+08:00"
ANSWERS = {
    "economy": {"revenue-2022": "1206", "revenue-2021": "1100", "main_revenue-2022": "1000",
                "main_revenue-2021": "900", "total_assets-2022": "2480", "total_liabilities-2022": "1000"},
    "innovation": {"rd_expense-2022": "60.3", "ip_high": "0", "ip_class1_own": "1", "ip_class1": "1", "ip_class2": "3"},
    "specialisation": {"sei_field": "true"},
    "direct": {"award_national_rank_3y": "0", "award_provincial_rank_3y": "0", "hightech_valid": "false",
               "innovation_honour_valid": "false", "provincial_institution": "false", "equity_financing-2022": "0",
               "equity_financing-2021": "0", "equity_financing-2020": "0"},
}
PROFILE = {"address": "中山路1号", "established_on": "2015年6月1日", "capital": "500", "industry_code": "3441",
           "ownership": "私营企业", "legal_rep": "李四", "contact": "张三", "contact_phone": "0311-88888888",
           "main_product": "离心泵"}
NEEDED = ("licence", "audit_y1", "audit_y2", "ip_proof", "field_proof")
DECLARED = ["legal_person", "sme", "not_listed", "product", "three_years", "no_ban"]


def same(got, want, what=""):
    assert got == want, f"{what}: got {got!r}, want {want!r}"


class Enterprise:
    def __init__(self):
        self.site = lib.Site(now=NOW)
        self.serial = 0
        self.site.quiet(self.site.new_batch)

    # --- hands -----------------------------------------------------------------------------------
    def firm(self, identity="verified", division="130102"):
        """A new enterprise with a filler and a legal representative, both signed in."""
        self.serial += 1
        n = self.serial
        name = f"测试水泵{n:03d}有限公司"

        def work():
            e = self.site.new_enterprise(name, n, division, identity)
            return e, [self.site.session(self.site.new_account(f"{role}{n}", role, person, enterprise=e))
                       for role, person in (("filler", "张三"), ("legal_rep", "李四"))]
        e, (filler, legal) = self.site.quiet(work)
        filler.enterprise = e
        return filler, legal

    @staticmethod
    def start(b):
        page = b.submit(b.get("/e"), "/e/start")
        assert re.fullmatch(r"/e/app/[\w-]+", page.url), page.words[:300]
        return page.url

    @staticmethod
    def fill(b, app, answers=None):
        for section, values in (answers or ANSWERS).items():
            page = b.get(f"{app}/s/{section}")
            r = b.submit(page, f"/s/{section}", values, ("go", "stay"), follow=False)
            same(r.status, 303, f"{section}: {r.words[:400]}")

    @staticmethod
    def evidence(b, app, slots=NEEDED):
        for slot in slots:
            r = b.upload(b.get(app + "/files"), "/files/" + slot, "file", [(slot + ".pdf", lib.pdf(slot))], {"act": "add"})
            same(r.status, 200, r.words[:300])

    @staticmethod
    def profile(b, values=None):
        same(b.submit(b.get("/e/profile"), "/e/profile", values or PROFILE).status, 200)

    def ready(self, identity="verified"):
        filler, legal = self.firm(identity)
        app = self.start(filler)
        self.fill(filler, app)
        self.evidence(filler, app)
        self.profile(filler)
        return filler, legal, app

    def sign(self, legal, app, follow=True, **more):
        values = {"eligible": DECLARED, "truth": "1"}
        values.update(more)
        return legal.submit(legal.get(app + "/sign"), "/sign", values, ("act", "submit"), follow)

    def submitted(self):
        filler, legal, app = self.ready()
        r = self.sign(legal, app)
        assert r.url.endswith("/receipt"), r.words[:500]
        return filler, legal, app

    def row(self, app, column):
        return self.site.one(f"SELECT {column} FROM application WHERE public_id = ?", app.rsplit("/", 1)[1])

    # --- drafts ----------------------------------------------------------------------------------
    def L3_second_start_gives_the_same_file(self):
        filler, legal = self.firm()
        app = self.start(filler)
        token = dict(filler.get("/e").form("/logout").fields)["_csrf"]
        for _ in range(2):
            same(filler.post("/e/start", {"batch": "1", "_csrf": token}).url, app, "second start")
        assert "继续填写" in legal.get("/e").words
        token = dict(legal.get("/e").form("/logout").fields)["_csrf"]
        same(legal.post("/e/start", {"batch": "1", "_csrf": token}).url, app, "start by the colleague")
        same(self.site.one("SELECT count(*) FROM application WHERE enterprise_id = ?", filler.enterprise), 1)
        assert "尚未报送" in filler.get(app).words

    def L1_autosave_saves_scores_and_narrows(self):
        filler, _ = self.firm()
        app = self.start(filler)
        widths = [100]
        for section, values in ANSWERS.items():
            form = filler.get(f"{app}/s/{section}").form(f"/s/{section}")
            fields = filler.filled(form, values) + [("_autosave", "1")]
            fields = [f for f in fields if f[0] != "_once"]
            r = filler.post(f"{app}/s/{section}/autosave", fields, follow=False)
            same(r.status, 200, r.words)
            assert re.fullmatch(r"\d\d:\d\d", r.header("X-Saved-At")), r.headers
            assert re.fullmatch(r"[0-9a-f]{16}", r.header("X-Version")), r.headers
            assert 'id="score-panel"' in r.text and "<html" not in r.text
            low, high = self.row(app, "score_min"), self.row(app, "score_max")
            widths.append((high - low) // 10 ** 6)
            # A second autosave from the same form carries the new version.
            fields = [(n, r.header("X-Version") if n == "version" else v) for n, v in fields]
            same(filler.post(f"{app}/s/{section}/autosave", fields, follow=False).status, 200)
        assert widths == sorted(widths, reverse=True) and widths[-1] == 0, widths
        assert "需 60" in filler.get(f"{app}/s/economy").words
        assert 'value="1206"' in filler.get(f"{app}/s/economy").text

    def L2_autosave_after_the_session_ended_says_why(self):
        filler, _ = self.firm()
        app = self.start(filler)
        self.fill(filler, app, {"economy": {"revenue-2022": "1206"}})
        form = filler.get(f"{app}/s/economy").form("/s/economy")
        fields = filler.filled(form, {"revenue-2022": "1300"})
        ended = dict(filler.cookies)
        self.site.quiet(lambda: self.site.sql("DELETE FROM session WHERE account_id IN "
                                              "(SELECT id FROM account WHERE enterprise_id = ?)", filler.enterprise))
        r = filler.post(f"{app}/s/economy/autosave", fields, follow=False)
        same(r.status, 401)
        assert "登录" in json.loads(r.body)["message"], r.text
        same(filler.get(f"{app}/s/economy", follow=False).header("Location"),
             "/login?next=" + f"{app}/s/economy".replace("/", "/"))
        again = self.site.quiet(lambda: self.site.session(
            self.site.one("SELECT id FROM account WHERE enterprise_id = ? AND role = 'filler'", filler.enterprise)))
        assert ended != again.cookies
        # The draft hangs on file and section, not on the session.
        assert 'value="1206"' in again.get(f"{app}/s/economy").text
        r = again.submit(again.get(f"{app}/s/economy"), "/s/economy", {"revenue-2022": "1300"}, ("go", "stay"))
        assert 'value="1300"' in r.text

    def L16_what_cannot_be_read_is_named_and_kept_the_rest_is_saved(self):
        filler, _ = self.firm()
        app = self.start(filler)
        page = filler.get(f"{app}/s/economy")
        r = filler.submit(page, "/s/economy", {"revenue-2022": "三千", "revenue-2021": "１，１００．5",
                                               "total_assets-2022": "1 200"}, ("go", "next"))
        same(r.status, 422)
        assert 'href="#revenue-2022"' in r.text and "错误：" in r.text
        assert 'value="三千"' in r.text and 'aria-invalid="true"' in r.text
        assert "1,100.5 万元" in r.words, "how a full-width number was read"
        facts = dict(self.site.sql("SELECT fact || f.year, f.value FROM application_fact f JOIN application a "
                                   "ON a.id = f.application_id WHERE a.public_id = ?", app.rsplit("/", 1)[1]))
        assert facts.get("revenue2021") == "1100.5" and "revenue2022" not in facts, facts
        # Impossible together: saved, said, not scored.
        r = filler.submit(filler.get(f"{app}/s/economy"), "/s/economy",
                          {"revenue-2022": "100", "main_revenue-2022": "200"}, ("go", "next"))
        same(r.status, 422)
        assert "大于同年" in r.words
        same(self.row(app, "result"), "error")
        # A field twice, a field of no standard, bytes that are no text.
        token = dict(page.form("/logout").fields)["_csrf"]
        base = dict(filler.get(f"{app}/s/economy").form("/s/economy").fields)["version"]
        r = filler.post(f"{app}/s/economy", [("_csrf", token), ("version", base), ("revenue-2022", "1"),
                                             ("revenue-2022", "2")])
        same(r.status, 422)
        filler.post(f"{app}/s/economy", [("_csrf", token), ("local_points", "15"), ("go", "stay")], follow=False)
        same(self.site.one("SELECT count(*) FROM application_fact WHERE fact = 'local_points'"), 0)

    def L35_two_people_at_one_page(self):
        filler, legal = self.firm()
        app = self.start(filler)
        first, second = filler.get(f"{app}/s/economy"), legal.get(f"{app}/s/economy")
        same(filler.submit(first, "/s/economy", {"revenue-2022": "1111"}, ("go", "stay"), follow=False).status, 303)
        r = legal.submit(second, "/s/economy", {"revenue-2022": "2222"}, ("go", "stay"))
        same(r.status, 409)
        assert "1,111 万元" in r.words and "2222" in r.words and 'value="2222"' in r.text
        r = legal.submit(r, "/s/economy", {}, ("go", "stay"))  # deliberately: mine
        assert 'value="2222"' in r.text and r.status == 200
        # Another section is nobody's conflict.
        other = filler.get(f"{app}/s/innovation")
        legal.submit(legal.get(f"{app}/s/economy"), "/s/economy", {"revenue-2022": "3333"}, ("go", "stay"))
        same(filler.submit(other, "/s/innovation", {"ip_high": "1"}, ("go", "stay"), follow=False).status, 303)

    def L19_changed_answers_leave_no_stale_points(self):
        filler, legal, app = self.ready()
        same((self.row(app, "score_min"), self.row(app, "result")), (90000000, "pass"))
        self.fill(filler, app, {"innovation": {"rd_expense-2022": "6", "ip_class1_own": "0", "ip_class1": "0"}})
        same(self.row(app, "score_min"), 60000000, "rd 0, ip 5")  # 0.4975 % and class II only
        same(self.row(app, "result"), "fail")  # innovation 5 of 20
        self.fill(filler, app, {"innovation": {"rd_expense-2022": ""}})
        same((self.row(app, "score_min"), self.row(app, "score_max")), (60000000, 80000000), "an emptied field")
        same(self.row(app, "result"), "open")
        assert "不能报送" in self.sign_page_words(legal, app)
        stored = self.site.sql("SELECT count(*) FROM application_fact f JOIN application a ON a.id = f.application_id "
                               "WHERE a.public_id = ? AND fact NOT IN (SELECT value FROM json_each(?))",
                               app.rsplit("/", 1)[1],
                               json.dumps([k.split("-")[0] for s in ANSWERS.values() for k in s]))
        same(stored, [(0,)], "only answers are stored, nothing derived")

    def sign_page_words(self, legal, app):
        page = legal.get(app + "/sign")
        same(page.has_form("/sign"), False, "no button that cannot work")
        return page.words

    def L20_calculator_file_submission_and_command_give_the_same_bytes(self):
        filler, legal, app = self.ready()
        visitor = lib.Browser(self.site)
        page = visitor.get("/calc/innovative")
        flat = {k: v for s in ANSWERS.values() for k, v in s.items()}
        calc = visitor.post("/calc/innovative/explanation.json", flat).body
        own = filler.get(app + "/score.json").body
        same(calc, own, "explanation")
        digest = hashlib.sha256(own).hexdigest()
        shown = visitor.submit(page, "/calc/innovative", flat)
        assert digest in shown.text and "90" in shown.words and digest in filler.get(app + "/score").text
        self.sign(legal, app)
        facts, stored, total = self.site.sql(
            "SELECT s.facts, s.explanation_hash, s.score_min FROM submission s JOIN application a ON a.id = s.application_id "
            "WHERE a.public_id = ?", app.rsplit("/", 1)[1])[0]
        same(stored, digest, "stored with the submission")
        r = subprocess.run([lib.TIDU, "score", "innovative-2022"], input=facts, capture_output=True, text=True, check=True)
        same((json.loads(r.stdout)["result"], json.loads(r.stdout)["total"]["min"] * 10 ** 6), ("pass", total))
        # Nothing is kept of a calculation, and no session is needed for it.
        same(lib.Browser(self.site).post("/calc/innovative", {"revenue-2022": "abc"}).status, 422)
        same(lib.Browser(self.site).get("/calc/nothing").status, 404)

    def A4_explanation_and_gap_name_rule_fact_value_band_and_clause(self):
        filler, _, app = self.ready()
        words = filler.get(app + "/score").words
        for part in ("研发费用总额（2022年） 60.3 万元", "＝ 1/20 ＝ 5.00%", "工信部企业〔2022〕63号 附件1", "A 5%以上 20 分",
                     "B 档", "满分20分"):
            assert part in words, part
        self.fill(filler, app, {"innovation": {"rd_expense-2022": "6", "ip_class1_own": "0", "ip_class1": "0"}})
        words = filler.get(app + "/gap").words
        assert "达到通过条件的办法" in words and "办法1" in words and "研发费用" in words, words[:600]

    # --- evidence --------------------------------------------------------------------------------
    def L9_each_upload_is_answered_at_once(self):
        filler, _ = self.firm()
        app = self.start(filler)

        def upload(name, body, slot="licence"):
            return filler.upload(filler.get(app + "/files"), "/files/" + slot, "file", [(name, body)], {"act": "add"})
        for name, body, why in (("a.pdf", b"MZ\x90\x00 no pdf", "PDF"), ("a.exe", lib.pdf(), "文件"),
                                ("a.pdf", b"", "选择"), ("a.png", lib.pdf(), "文件")):
            r = upload(name, body)
            same(r.status, 422, name)
            assert why in r.words, (name, r.words[300:600])
        same(self.site.one("SELECT count(*) FROM evidence WHERE enterprise_id = ?", filler.enterprise), 0)
        r = upload("大文件.pdf", lib.pdf() + b"%" + b"0" * (20 << 20))
        same(r.status, 422)
        assert "20 MB" in r.words and "大文件.pdf" in r.words
        page = filler.get(app + "/files")
        r = filler.upload(page, "/files/licence", "file", [("执照 1.pdf", lib.pdf("one")), ("..\\x\\执照2.pdf", lib.pdf("two"))],
                          {"act": "add"})
        assert "已收到 2 个文件" in r.words and "执照 1.pdf" in r.words and "x\\" not in r.words
        digest = hashlib.sha256(lib.pdf("one")).hexdigest()
        assert digest[:8] in r.words
        link = next(h for h in r.links() if h.startswith("/e/file/"))
        got = filler.get(link)
        same((got.status, got.body), (200, lib.pdf("one")))
        assert "attachment" in got.header("Content-Disposition") and got.header("X-Content-Type-Options") == "nosniff"
        # Used again elsewhere, without a second upload; then taken out.
        files = os.path.join(self.site.path + ".files")
        before = sum(len(f) for _, _, f in os.walk(files))
        page = filler.get(app + "/files")
        r = filler.submit(page, "/files/audit_y1", {"reuse": link.rsplit("/", 1)[1]}, ("act", "reuse"))
        same(r.status, 200, r.words[:300])
        same(self.site.sql("SELECT slot, count(*) FROM evidence WHERE sha256 = ? AND enterprise_id = ? GROUP BY slot ORDER BY slot",
                           digest, filler.enterprise), [("audit_y1", 1), ("licence", 1)])
        same(sum(len(f) for _, _, f in os.walk(files)), before)
        r = filler.submit(r, "/files/licence", {}, ("remove", link.rsplit("/", 1)[1]))
        assert "文件已移除" in r.words
        same(filler.get(link).status, 200)  # a submission may still name it
        same(filler.get("/e/files").status, 200)

    # --- refusals --------------------------------------------------------------------------------
    def A4_who_does_not_pass_cannot_submit_and_sees_why(self):
        filler, legal = self.firm()
        app = self.start(filler)
        self.fill(filler, app, {"economy": ANSWERS["economy"]})
        page = filler.get(app + "/check")
        same(page.has_form("/to-sign"), False)
        assert "未达到通过条件" in page.words and "营业执照" in page.words and "通讯地址" in page.words
        token = dict(page.form("/logout").fields)["_csrf"]
        forged = [("_csrf", token), ("version", str(self.row(app, "version"))), ("truth", "1"), ("act", "submit")]
        forged += [("eligible", x) for x in DECLARED]
        same(filler.post(app + "/sign", forged).status, 403)  # not the legal representative
        token = dict(legal.get(app).form("/logout").fields)["_csrf"]
        forged[0] = ("_csrf", token)
        r = legal.post(app + "/sign", forged)
        same(r.status, 422)
        assert "不能报送" in r.words
        same(self.row(app, "state"), "draft")

    def test_evidence_identity_and_declarations_are_asked(self):
        filler, legal, app = self.ready(identity="pending")
        assert "尚未认证" in self.sign_page_words(legal, app)
        token = dict(legal.get(app).form("/logout").fields)["_csrf"]

        def forged(eligible=DECLARED, truth="1"):
            return legal.post(app + "/sign", [("_csrf", token), ("version", str(self.row(app, "version"))),
                                              ("truth", truth), ("act", "submit")] + [("eligible", x) for x in eligible])
        r = forged()
        same(r.status, 422)
        assert "认证" in r.words
        self.site.quiet(lambda: self.site.sql("UPDATE enterprise SET identity = 'verified' WHERE id = ?", filler.enterprise))
        r = forged(eligible=DECLARED[:4])
        assert r.status == 422 and "逐条确认" in r.words
        r = forged(truth="")
        assert r.status == 422 and "真实性声明" in r.words
        page = filler.get(app + "/files")
        link = [h for h in page.links() if h.startswith("/e/file/")][0].rsplit("/", 1)[1]
        slot = self.site.one("SELECT slot FROM evidence WHERE public_id = ?", link)
        filler.submit(page, "/files/" + slot, {}, ("remove", link))
        r = forged()
        assert r.status == 422 and "还缺佐证材料" in r.words
        same(self.site.one("SELECT count(*) FROM submission s JOIN application a ON a.id = s.application_id "
                           "WHERE a.public_id = ?", app.rsplit("/", 1)[1]), 0)

    def L17_the_deadline_second(self):
        filler, legal, app = self.ready()
        late_filler, late_legal, late = self.ready()
        assert "2023年2月27日（周一）24:00" in filler.get("/e").words
        page = late_legal.get(late + "/sign")
        self.site.at("2023-02-27T23:59:59.999+08:00")
        r = self.sign(legal, app)
        assert r.url.endswith("/receipt"), r.words[:400]
        self.site.at("2023-02-28T00:00:00.000+08:00")
        r = late_legal.submit(page, "/sign", {"eligible": DECLARED, "truth": "1"}, ("act", "submit"))
        same(r.status, 409)
        assert "2023年2月27日 24:00" in r.words and "截止" in r.words, r.words[:400]
        assert self.row(late, "state") in ("draft", "lapsed"), "never submitted"
        same(self.site.one("SELECT count(*) FROM application_fact WHERE application_id = ? AND fact = 'revenue'",
                           self.row(late, "id")), 2, "what was filled in is kept")
        token = dict(late_filler.get(late).form("/logout").fields)["_csrf"]
        other, _ = self.firm()
        page = other.get("/e")
        first = self.site.one("SELECT id FROM batch WHERE year = 2023 AND no = 1")
        r = other.post("/e/start", {"batch": str(first), "_csrf": dict(page.form("/logout").fields)["_csrf"]})
        same(r.status, 409)
        assert token and late_filler.get(late).status == 200

        def clock_back():
            """The jobs have closed this batch and opened the next: as it was."""
            self.site.sql("UPDATE batch SET state = 'planned' WHERE no <> 1 OR year <> 2023")
            self.site.new_batch()
        self.site.at(NOW)
        self.site.quiet(clock_back)

    # --- submission ------------------------------------------------------------------------------
    def L11_double_submit_is_one_submission(self):
        filler, legal, app = self.ready()
        page = legal.get(app + "/sign")
        other_tab = legal.get(app + "/sign")
        values = {"eligible": DECLARED, "truth": "1"}
        answers = []

        def press(which):
            answers.append(legal.submit(which, "/sign", values, ("act", "submit"), follow=False))
        threads = [threading.Thread(target=press, args=(page,)) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        same([(r.status, r.header("Location")) for r in answers], [(303, app + "/receipt")] * 4)
        r = legal.submit(other_tab, "/sign", values, ("act", "submit"))
        same(r.status, 409, "another tab, another token")
        same(self.site.one("SELECT count(*) FROM submission s JOIN application a ON a.id = s.application_id "
                           "WHERE a.public_id = ?", app.rsplit("/", 1)[1]), 1)
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'submit' AND object_id = ?", self.row(app, "id")), 1)

    def A4_receipt_says_who_acts_next_and_until_when(self):
        filler, legal, app = self.ready()
        version = self.row(app, "version")
        r = filler.submit(filler.get(app + "/check"), "/to-sign", {"note": "产量翻番"})
        assert "尚未报送" in r.words
        same((self.row(app, "state"), self.row(app, "version")), ("sign", version + 1))
        assert "等待您签署" in legal.get("/e/messages").words
        # Back to the filler with a reason, and again.
        same(legal.submit(legal.get(app + "/sign"), "/sign", {"reason": ""}, ("act", "back")).status, 422)
        r = legal.submit(legal.get(app + "/sign"), "/sign", {"reason": "研发费用请核对"}, ("act", "back"))
        assert self.row(app, "state") == "draft" and "研发费用请核对" in filler.get("/e/messages").words
        filler.submit(filler.get(app + "/check"), "/to-sign", {})
        r = self.sign(legal, app)
        for part in ("HBCX202301", "HBHZ20230201", "长安区工业和信息化局", "办理时限至 2023年2月27日", "内容校验码", "李四"):
            assert part in r.words, part
        same(self.site.sql("SELECT state, score, submitted_at > 0 FROM caseload WHERE public_id = ?", app.rsplit("/", 1)[1]),
             [("county", 90000000, 1)] * 3)
        facts, evidence, profile, digest = self.site.sql(
            "SELECT facts, evidence, profile, content_hash FROM submission s JOIN application a ON a.id = s.application_id "
            "WHERE a.public_id = ?", app.rsplit("/", 1)[1])[0]
        same(hashlib.sha256("\n".join((facts, evidence, profile)).encode()).hexdigest(), digest)
        same(sorted(f["slot"] for f in json.loads(evidence)), sorted(NEEDED))
        same(json.loads(evidence)[0]["sha256"], hashlib.sha256(lib.pdf(json.loads(evidence)[0]["slot"])).hexdigest())
        # Locked now, for both people; the log shows each step.
        page = filler.get(app + "/s/economy")
        same(page.has_form("/s/economy"), False)
        token = dict(page.form("/logout").fields)["_csrf"]
        same(filler.post(app + "/s/economy", {"_csrf": token, "revenue-2022": "9"}).status, 409)
        words = filler.get(app + "/log").words
        for part in ("签署声明并报送", "退回填报人修改", "研发费用请核对", "提交法定代表人签署", "开始自评", "产量翻番"):
            assert part in words, part
        same(lib.Browser(self.site).get("/verify-paper/" + digest).status, 200)
        same(lib.Browser(self.site).get("/verify-paper/" + "0" * 64).status, 404)

    def A8_facts_are_entered_once(self):
        filler, legal, app = self.submitted()
        no = self.row(app, "no")
        batch = self.site.quiet(lambda: self.site.new_batch(2023, 2, "2023-01-20", "2023-05-31"))
        token = dict(filler.get("/e").form("/logout").fields)["_csrf"]
        second = filler.post("/e/start", {"batch": str(batch), "_csrf": token}).url
        assert second != app
        page = filler.get(second + "/s/economy")
        assert 'value="1206"' in page.text and no in page.words, "prefilled, with its source"
        same(self.row(second, "score_min"), 0, "nothing counts before it is saved")
        same(self.site.one("SELECT count(*) FROM application_fact WHERE application_id = ?", self.row(second, "id")), 0)
        filler.submit(page, "/s/economy", {}, ("go", "stay"))
        same(self.row(second, "score_min") > 0, True)
        self.site.quiet(lambda: self.site.sql("UPDATE batch SET state = 'planned' WHERE id = ?", batch))

    # --- papers ----------------------------------------------------------------------------------
    @staticmethod
    def pdf_words(body):
        r = subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True)
        return re.sub(r"\s+", "", r.stdout.decode())

    def A8_papers_have_every_item_of_the_annex(self):
        if not shutil.which("pdftotext"):
            raise AssertionError("poppler-utils is missing")
        filler, _, app = self.submitted()
        digest = self.site.one("SELECT content_hash FROM submission WHERE application_id = ?", self.row(app, "id"))
        form = self.pdf_words(filler.get(app + "/self-evaluation.pdf").body)
        page = filler.get(app + "/application.pdf")
        same((page.status, page.header("Content-Type")), (200, "application/pdf"))
        whole = self.pdf_words(page.body)
        docx = filler.get(app + "/application.docx")
        xml = zipfile.ZipFile(io.BytesIO(docx.body)).read("word/document.xml").decode()
        word = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", xml))
        for part in ("河北省创新型中小企业自评表", "企业名称（盖章）", "法定代表人（签字）", "企业（盖章）", "真实性声明", "有效期内的高新技术企业",
                     "主营业务收入总额", "电子邮箱", "60.3万元", "总分90"):
            assert part in form, part
        for text, kind in ((whole, "pdf"), (word, "docx")):
            for part in ("附件2", "河北省创新型中小企业评价申报书", "1.河北省创新型中小企业自评表", "在“真实性声明”处由法定代表人签字，并在封面加盖公章",
                         "2.企业营业执照复印件", "3.2021、2022年度审计报告（含研发费用），如无年度审计报告", "2021年度、2022年度纳税申报表",
                         "4.自评标准条件的必要佐证材料（含直通条件佐证材料或评分指标相关佐证材料，需加盖企业公章）", "licence.pdf", "ip_proof.pdf",
                         hashlib.sha256(lib.pdf("audit_y1")).hexdigest()[:16], self.row(app, "no")):
                assert part in text, (kind, part)
        assert hashlib.sha256(lib.pdf("audit_y1")).hexdigest() in word
        pages = int(re.search(rb"/Count (\d+)", page.body).group(1)) if re.search(rb"/Count (\d+)", page.body) else 0
        assert "第1页" in whole and (not pages or f"共{pages}页" in whole), pages
        assert digest[:16] in whole or digest[:16] in form
        # A draft says that it is one.
        other, _ = self.firm()
        draft = self.start(other)
        assert "尚未报送" in self.pdf_words(other.get(draft + "/application.pdf").body)

    # --- corrections -----------------------------------------------------------------------------
    def hand_back(self, app, items):
        """The county's return page; `ref` without a year takes every year that the page offers."""
        county = self.row(app, "county_agency_id")
        known = self.site.one("SELECT id FROM account WHERE login = ?", f"hand-{county}")
        officer = self.site.quiet(lambda: self.site.session(
            known or self.site.new_account(f"hand-{county}", "county", "县级审核", agency=county)))
        page = officer.get("/o/app/" + app.rsplit("/", 1)[1] + "/return")
        values = {"item": []}
        for kind, ref, note in items:
            offered = [o for o in page.form("/return").options["item"] if re.fullmatch(rf"{kind}:{ref}(\.\d+)?", o)]
            assert offered, (kind, ref, page.form("/return").options["item"])
            for o in offered:
                values["item"].append(o)
                values["r." + o], values["n." + o] = "mismatch", note
        r = officer.submit(page, "/return", values)
        same((r.status, self.row(app, "state")), (200, "returned"), r.words[:400])

    def L5_a_return_opens_what_it_names_and_nothing_else(self):
        filler, legal, app = self.submitted()
        first = self.site.sql("SELECT facts, evidence, profile, content_hash FROM submission WHERE application_id = ?",
                              self.row(app, "id"))
        self.hand_back(app, [("fact", "rd_expense", "与审计报告不一致"), ("slot", "licence", "请加盖公章")])
        assert "更正 2 处" in filler.get("/e").words
        page = filler.get(app + "/fix")
        assert "与审计报告不一致" in page.words and "需更正" in page.words
        link = next(h for h in page.links() if "#rd_expense-2022" in h)
        page = filler.get(link.split("#")[0])
        form = page.form("/s/innovation")
        same(form.names - {"_csrf", "_once", "version"}, {"rd_expense-2022"}, "the only field")
        assert "只读" in page.words and "Ⅱ类知识产权数" in page.words
        token = dict(form.fields)["_csrf"]
        base = dict(form.fields)["version"]
        r = filler.post(app + "/s/innovation", {"_csrf": token, "version": base, "ip_high": "1"})
        same(r.status, 403)
        assert "没有要求更正" in r.words
        economy = dict(filler.get(app + "/s/economy").form("/s/economy").fields)["version"]
        same(filler.post(app + "/s/economy", {"_csrf": token, "version": economy, "revenue-2022": "9999"}).status, 403)
        files = filler.get(app + "/files")
        locked = {f.action.rsplit("/", 1)[1]: "act" not in [b[0] for b in f.buttons] for f in files.forms if "/files/" in f.action}
        same((locked["licence"], locked["audit_y1"]), (False, True))
        r = filler.upload(files, "/files/audit_y1", "file", [("x.pdf", lib.pdf("x"))], {"act": "add"})
        same(r.status, 403)
        # Corrected, signed again: back to where it came from, as submission 2; the first stays as it was.
        filler.submit(filler.get(app + "/s/innovation"), "/s/innovation", {"rd_expense-2022": "70"}, ("go", "next"))
        self.evidence(filler, app, ["licence"])
        same(filler.get(app + "/fix").words.count("已更正"), 2)
        r = self.sign(legal, app)
        assert r.url.endswith("/receipt"), r.words[:400]
        same((self.row(app, "state"), self.row(app, "no") is not None), ("county", True))
        same(self.site.sql("SELECT seq FROM submission WHERE application_id = ? ORDER BY seq", self.row(app, "id")), [(1,), (2,)])
        same(self.site.sql("SELECT facts, evidence, profile, content_hash FROM submission WHERE application_id = ? AND seq = 1",
                           self.row(app, "id")), first)
        same(self.site.one("SELECT count(*) FROM return_item WHERE application_id = ? AND done_at IS NULL", self.row(app, "id")), 0)
        same(filler.get(app + "/s/economy").has_form("/s/economy"), False)

    # --- others ----------------------------------------------------------------------------------
    def test_someone_elses_file_is_not_found(self):
        filler, legal, app = self.submitted()
        stranger, stranger_legal = self.firm()
        own = self.start(stranger)
        link = next(h for h in filler.get("/e/files").links() if h.startswith("/e/file/"))
        paths = [app + x for x in ("", "/s/economy", "/score", "/score.json", "/gap", "/files", "/check", "/receipt", "/fix",
                                   "/log", "/withdraw", "/self-evaluation.pdf", "/application.pdf", "/application.docx")]
        for path in paths + [link, "/e/app/none"]:
            same(stranger.get(path).status, 404, path)
        same(stranger_legal.get(app + "/sign").status, 404)
        token = dict(stranger.get("/e").form("/logout").fields)["_csrf"]
        for path in ("/s/economy", "/s/economy/autosave", "/to-sign", "/withdraw"):
            r = stranger.post(app + path, {"_csrf": token, "version": "1", "reason": "x", "revenue-2022": "1"})
            same(r.status, 404, path)
        r = stranger.upload(stranger.get(own + "/files"), "/files/licence", "file", [("a.pdf", lib.pdf())], {"act": "add"})
        same(r.status, 200)
        page = stranger.get(own + "/files")
        r = stranger.submit(page, "/files/audit_y1", {"reuse": link.rsplit("/", 1)[1]}, ("act", "reuse"))
        same(r.status, 404, "somebody else's bytes cannot be used")

    def test_withdrawal_is_asked_twice_and_final(self):
        filler, _, app = self.submitted()
        page = filler.get(app + "/withdraw")
        stale = filler.get(app + "/withdraw")
        same(filler.submit(page, "/withdraw", {"reason": " "}).status, 422)
        r = filler.submit(page, "/withdraw", {"reason": "数据需要重新核对"})
        same((r.url, self.row(app, "state"), self.row(app, "live")), ("/e", "withdrawn", 0))
        same(filler.submit(stale, "/withdraw", {"reason": "again"}).status, 409)
        again = self.start(filler)
        assert again != app

    def test_profile_is_checked_and_shared(self):
        filler, legal = self.firm()
        page = filler.get("/e/profile")
        for values, why in (({"industry_code": "9999"}, "小类代码"), ({"capital": "五百"}, "注册资本"),
                            ({"established_on": "2030-01-01"}, "成立日期"), ({"division_code": "110101"}, "主管部门"),
                            ({"contact_phone": "abc"}, "电话")):
            r = filler.submit(page, "/e/profile", values)
            same(r.status, 422, values)
            assert why in r.words, (why, r.words[:400])
        mine, theirs = filler.get("/e/profile"), legal.get("/e/profile")
        same(filler.submit(mine, "/e/profile", {"address": "一号"}).status, 200)
        r = legal.submit(theirs, "/e/profile", {"address": "二号"})
        same(r.status, 409)
        assert "一号" in r.words and 'value="二号"' in r.text
        assert "3441" in filler.get("/e/profile?q=%E6%B3%B5").words
        # Another county before anybody has seen the file: the draft moves along.
        app = self.start(filler)
        same(filler.submit(filler.get("/e/profile"), "/e/profile", {"division_code": "130682"}).status, 200)
        same(self.site.one("SELECT code FROM agency WHERE id = ?", self.row(app, "city_agency_id")), "miit-130682")
        same(self.row(app, "county_agency_id"), None)


if __name__ == "__main__":
    lib.run(Enterprise)
