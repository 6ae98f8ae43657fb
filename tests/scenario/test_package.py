#!/usr/bin/env python3
"""公文包 and the course of a file: one round of document 001 from the filing to the certificate; then every paper is
opened, every step has its body and its person.

usage: test_package.py [PATH_TO_TIDU] [NAME …]
"""
import csv
import hashlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
import test_draw  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_henan import Henan  # noqa: E402

CITY, PROVINCE = "郑州市工业和信息化局", "河南省工业和信息化厅"
HEADS = ["序号", "企业名称", "企业统一社会信用代码", "所在市县（区）", "是否符合直通条件", "评分"]


def flat(text):
    return re.sub(r"\s+", "", text)


def pdf_text(body):
    """Line by line as it lies on the page, then cell by cell, where a wrapped name is whole."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
        f.write(body)
        f.flush()
        return "".join(flat(subprocess.run(["pdftotext", *how, f.name, "-"], capture_output=True, check=True).stdout.decode())
                       for how in (["-layout"], []))


def pdf_pages(body):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
        f.write(body)
        f.flush()
        info = subprocess.run(["pdfinfo", f.name], capture_output=True, check=True).stdout.decode()
    return int(re.search(r"Pages:\s+(\d+)", info)[1])


def office_text(body):
    """The words of a DOCX or XLSX; each part of it is XML that stands."""
    z = zipfile.ZipFile(io.BytesIO(body))
    same(z.testzip(), None)
    words = []
    for name in z.namelist():
        if name.endswith(".xml") or name.endswith(".rels"):
            root = xml.etree.ElementTree.fromstring(z.read(name))
            if name.startswith(("word/document", "xl/sharedStrings", "xl/worksheets")):
                words += [t.text or "" for t in root.iter() if t.tag.endswith("}t")]
    return flat("".join(words))


class Package:
    def __init__(self):
        self.h = Henan()
        self.site = self.h.site
        self.city, self.city2, self.province, self.province2 = self.h.city, self.h.city2, self.h.province, self.h.province2
        self.batch = self.app = self.draft = None

    def walked(self):
        """Two enterprises from the filing to the list; on the way what the package says is missing."""
        if self.batch:
            return
        h = self.h
        self.batch = h.call("henan-innovative-2023", "2023-04-03", "2023-04-28", "2023-05-31")
        self.home = f"/o/batch/{self.batch}/package"
        self.apps = [h.filed(self.batch), h.filed(self.batch)]
        self.app = self.apps[0]
        page = self.city.get(self.home)
        same(page.status, 200)
        assert "去提请公示" in page.words and "去起草推荐" in page.words and "还没有人导出过" in page.words, page.words[:1500]
        r = self.city.get(self.home + "/package.zip")
        assert r.status == 404 and "还没有正式的材料" in r.words, r.words[:400]
        for app in self.apps:
            h.visit(self.city, app)
            h.passes(self.city, app)
        path = f"/o/batch/{self.batch}/publicity"
        page = self.city.submit(self.city.get(path), "/publicity", {"contact": "中小企业处 0371-60000000", "days": "5", "unit": "working"})
        pub = page.url.rsplit("/", 1)[1]
        # The draft can be read by its body, is marked as one, and nobody else has it.
        self.draft = f"{self.home}/p.{pub}.notice.pdf"
        words = pdf_text(self.city.get(self.draft).body)
        assert "草稿，尚未公示" in words and "年月日" in words, words
        same(self.province.get(self.draft).status, 404, "not sent yet")
        same(self.city.get(self.home + "/package.zip").status, 404, "a draft is in no package")
        self.city2.submit(self.city2.get(page.url), "/confirm", button=("act", "confirm"))
        self.city_pub = pub
        h.after(pub)
        self.recommendation = h.recommended(self.batch).rsplit("/", 1)[1]
        url = test_draw.start(h, self.batch, "100")
        test_draw.draw(h, url)
        for app in [a.rsplit("/", 1)[1] for a in self.apps]:
            assert "核查结果已登记" in test_draw.visit(h, app).words
            self.province.get(url)
            r = self.province.post(url + "/decide", lib.csrf(self.province, url) + [("file", app), ("act", "sample_pass")])
            assert "已通过抽查" in r.words, r.words[:400]
        self.province_pub = h.publicity(self.province, self.province2, self.batch, "7")
        h.after(self.province_pub)
        self.site.at("2023-06-05T09:00:00+08:00")
        page = self.province.get(self.home)
        assert "公告（草稿）" in page.words, page.words[:2500]
        draft = self.province.get(self.home + "/d.plan.notice.docx")
        words = office_text(draft.body)
        assert "关于公布2023年度第一批河南省创新型中小企业名单的公告" in words and "年月日" in words, words[:800]
        assert "草稿" in urllib.parse.unquote(draft.header("Content-Disposition"))
        same(self.city.get(self.home + "/d.plan.notice.docx").status, 404, "the province's draft")
        path = f"/o/publish/{self.batch}"
        page = self.province.submit(self.province.get(path), path, {"doc_no": "豫工信企业〔2023〕99号"}, ("act", "preview"))
        self.province.submit(page, path, {"confirm": "豫工信企业〔2023〕99号"}, ("act", "publish"))
        same({h.state(a) for a in self.apps}, {"listed"})

    def firms(self):
        return self.site.sql("SELECT e.name, e.uscc FROM application a JOIN enterprise e ON e.id = a.enterprise_id WHERE a.batch_id = ?",
                             self.batch)

    def opened(self, b, name="package.zip"):
        r = b.get(f"{self.home}/{name}")
        same((r.status, r.header("Content-Type")), (200, "application/zip"), name)
        z = zipfile.ZipFile(io.BytesIO(r.body))
        same(z.testzip(), None)
        return r.body, z

    def N10_package_has_every_paper(self):
        self.walked()
        body, z = self.opened(self.city)
        index = list(csv.reader(io.StringIO(z.read("目录.csv").decode("utf-8-sig"))))
        same(index[0], ["序号", "文件", "材料", "单位", "SHA-256", "字节数", "页数"])
        same([r[1] for r in index[1:]] + ["目录.csv", "SHA256SUMS.txt"], z.namelist(), "the index names all there is")
        for n, row in enumerate(index[1:], 1):
            data = z.read(row[1])
            same((int(row[0]), row[4], int(row[5])), (n, hashlib.sha256(data).hexdigest(), len(data)), row[1])
            if row[1].endswith(".pdf"):
                same(int(row[6]), pdf_pages(data), row[1])
        sums = dict(reversed(x.split("  ", 1)) for x in z.read("SHA256SUMS.txt").decode().splitlines())
        same(sums, {r[1]: r[4] for r in index[1:]})
        kinds = {(r[2], r[1].rsplit(".", 1)[1]) for r in index[1:]}
        same(kinds, {("公示公告", "docx"), ("公示公告", "pdf"), ("公示名单", "xlsx"), ("公示名单（校验用）", "txt"),
                     ("推荐汇总表", "xlsx"), ("推荐汇总表", "docx"), ("推荐汇总表", "pdf"), ("审核情况报告", "docx"),
                     ("审核情况报告", "pdf"), ("正式推荐意见", "docx"), ("正式推荐意见", "pdf"), ("真实性声明", "docx"),
                     ("真实性声明", "pdf"), ("推荐名单（校验用）", "txt"), ("公告", "docx"), ("公告", "pdf"), ("公告名单", "xlsx"),
                     ("证书", "pdf")})
        self.read = {}
        for row in index[1:]:
            data = z.read(row[1])
            text = pdf_text(data) if row[1].endswith(".pdf") else data.decode() if row[1].endswith(".txt") else office_text(data)
            self.read.setdefault(row[2], []).append(text)
        self.every_text_is_there()
        # The same list, the same bytes, whenever it is made again and whoever takes it.
        same(hashlib.sha256(self.opened(self.city2)[0]).hexdigest(), hashlib.sha256(body).hexdigest())
        self.site.at("2023-06-06T09:00:00+08:00")
        same(hashlib.sha256(self.opened(self.city)[0]).hexdigest(), hashlib.sha256(body).hexdigest(), "on another day")

    def every_text_is_there(self):
        firms = self.firms()
        same(len(firms), 2)
        for kind in ("公示公告", "公示名单", "推荐汇总表", "真实性声明", "公告", "公告名单"):
            for text in self.read[kind]:
                for name, code in firms:
                    assert name in text and code in text, (kind, name, text[:600])
        for text in self.read["推荐汇总表"]:
            at = [text.index(h) for h in HEADS if h != "评分"]
            same(at, sorted(at), "order of columns")
            assert "2023年度第一批河南省创新型中小企业备案汇总表" in text
        for text in self.read["公示公告"]:
            for words in (f"{CITY}2023年度第一批河南省创新型中小企业拟备案名单公示", "共2家，见附件", "5个工作日", "中小企业处0371-60000000",
                          "《河南省优质中小企业梯度培育管理实施细则（暂行）》", "附件：", "企业自评与申请、材料审核、实地核查"):
                assert words in text, (words, text[:800])
            assert "草稿" not in text
        for text in self.read["真实性声明"]:
            for words in ("材料审核及实地核查真实性声明", PROVINCE + "：", "组织了实地核查，所报材料审核及实地核查情况真实", "（签字）",
                          CITY + "（盖章）"):
                assert words in text, (words, text[:800])
        for text in self.read["正式推荐意见"]:
            assert "关于2023年度第一批河南省创新型中小企业备案的报告" in text and "郑工信〔2023〕7号" in text and PROVINCE + "：" in text, text
        for text in self.read["公告"]:
            for words in ("豫工信企业〔2023〕99号", "2023年6月5日", PROVINCE, "共2家", "有效期自2023年1月1日至2025年12月31日"):
                assert words in text, (words, text[:800])
        same(len(self.read["证书"]), 2)

    def N10_paper_and_screen_have_the_same_hash(self):
        """The code in the footer leads to a public page that tells whose list it is, and nothing of what is not public."""
        self.walked()
        public = self.h.public
        rows = self.site.sql("SELECT list_hash FROM recommendation WHERE public_id = ?", self.recommendation)
        page = public.get("/verify-paper/" + rows[0][0])
        same(page.status, 200)
        assert "推荐名单" in page.words and CITY in page.words and "2 家" in page.words, page.words[:900]
        for name, code in self.firms():
            assert name not in page.words and code not in page.words
        listed = self.city.get(f"{self.home}/r.{self.recommendation}.list.txt")
        same(hashlib.sha256(listed.body).hexdigest(), rows[0][0])
        assert rows[0][0][:16] in pdf_text(self.city.get(f"/o/recommendation/{self.recommendation}/summary.pdf").body)
        for table in ("publicity", "announcement"):
            h = self.site.one(f"SELECT list_hash FROM {table} WHERE batch_id = ? LIMIT 1", self.batch)
            page = public.get("/verify-paper/" + h)
            assert page.status == 200 and "2 家" in page.words, (table, page.words[:600])
        same(public.get("/verify-paper/" + "0" * 64).status, 404)

    def N10_scope_and_record(self):
        self.walked()
        files = [self.home, f"{self.home}/package.zip", f"{self.home}/p.{self.city_pub}.notice.docx",
                 f"{self.home}/r.{self.recommendation}.truth.pdf", f"{self.home}/certificates.0.zip"]
        for path in files:
            same(self.city.get(path).status, 200, path)
            same(self.province.get(path).status, 200, path)
            same(self.h.foreign.get(path).status, 404, path)
        same(self.h.neighbour.get(self.home).status, 200, "its own package of the batch")
        for path in files[2:]:
            same(self.h.neighbour.get(path).status, 404, path)
        page = self.h.neighbour.get(self.home)
        assert self.recommendation not in page.text and self.city_pub not in page.text
        _, z = self.opened(self.h.neighbour)
        same({n.split("/")[0] for n in z.namelist()}, {"4 公告", "目录.csv", "SHA256SUMS.txt"}, "what is public")
        for wrong in ("r.x.summary.xlsx", f"r.{self.recommendation}.summary.exe", f"a.{self.recommendation}.notice.pdf",
                      f"q.{self.recommendation}.summary.pdf", "certificates.x.zip", "certificates.99999999.zip", "package.tar", "r."):
            same(self.city.get(f"{self.home}/{wrong}").status, 404, wrong)
        # a paper of this batch under another batch's address is none
        other = self.h.call("henan-innovative-2023", "2023-09-01", "2023-09-28", "2023-10-31")
        same(self.city.get(f"/o/batch/{other}/package/r.{self.recommendation}.summary.pdf").status, 404)
        # who took what away, with the hash of what went out
        before = self.site.one("SELECT count(*) FROM audit WHERE action = 'paper_exported'")
        r = self.city.get(f"{self.home}/r.{self.recommendation}.truth.pdf")
        rows = self.site.sql("SELECT actor, body, reason, json_extract(payload, '$.sha256'), json_extract(payload, '$.size'), at FROM audit "
                             "WHERE action = 'paper_exported' ORDER BY seq DESC")
        same(len(rows), before + 1)
        digest = hashlib.sha256(r.body).hexdigest()
        same(rows[0][:5], ("shi1", CITY, "材料审核及实地核查真实性声明.pdf", digest, len(r.body)))
        words = self.city.get(self.home).words
        recent = words[words.index("最近导出"):]
        assert "shi1" in recent and "材料审核及实地核查真实性声明.pdf" in recent and digest[:16] in recent, recent[:800]
        assert digest[:16] in words[:words.index("最近导出")], "hash beside the paper"
        assert CITY in self.province.get(self.home).words.split("最近导出")[1], "the province sees its cities' exports"
        assert CITY not in self.h.neighbour.get(self.home).words.split("最近导出")[1]

    def N10_all_certificates_in_one_archive(self):
        """More than are drawn at a time; the archive is drawn while it is sent and is whole."""
        self.walked()
        db = sqlite3.connect(self.site.path, timeout=10)
        a, t = db.execute("SELECT application_id, id FROM title WHERE certificate_no IS NOT NULL AND application_id IS NOT NULL").fetchone()
        for table, row, changed in (("application", a, {"live": "0", "no": "NULL", "public_id": "'kopie-a' || k"}),
                                    ("title", t, {"application_id": "900000 + k", "public_id": "'kopie-t' || k",
                                                  "certificate_no": "certificate_no || '-' || k"})):
            names = [c[1] for c in db.execute(f"PRAGMA table_info({table})")]
            cells = ", ".join({"id": "900000 + k", **changed}.get(c, c) for c in names)
            db.execute(f"WITH RECURSIVE k(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM k WHERE k < 28) INSERT INTO {table}"
                       f" ({', '.join(names)}) SELECT {cells} FROM {table}, k WHERE id = ?", (row,))
        db.commit()
        db.close()
        assert "全部证书（ZIP）" in self.province.get(self.home).words
        body, z = self.opened(self.province, "certificates.0.zip")
        index = list(csv.reader(io.StringIO(z.read("目录.csv").decode("utf-8-sig"))))
        same((len(index), index[0][:4]), (31, ["序号", "文件", "证书编号", "企业名称"]))
        same([r[1] for r in index[1:]] + ["目录.csv", "SHA256SUMS.txt"], z.namelist(), "the index names all there is")
        for row in index[1:]:
            same((row[4], int(row[5])), (hashlib.sha256(z.read(row[1])).hexdigest(), len(z.read(row[1]))), row[1])
        assert flat(index[-1][2]) in pdf_text(z.read(index[-1][1]))
        same(self.opened(self.province, "certificates.0.zip")[0], body, "the same certificates, the same bytes")
        payload = json.loads(self.site.one("SELECT payload FROM audit WHERE action = 'paper_exported' ORDER BY seq DESC LIMIT 1"))
        same((payload["sha256"], payload["size"]), (hashlib.sha256(body).hexdigest(), len(body)))
        same(self.site.one("SELECT count(*) FROM audit WHERE action = 'list_export_begun' AND reason LIKE '%证书.zip'") >= 2, True)

    def B5_every_step_bears_body_and_person(self):
        """Who checks, who recommends, who decides: on record with body and person, for good; the public reads the body."""
        self.walked()
        path = "/o/app/" + self.app.rsplit("/", 1)[1] + "/log"
        lines = self.site.sql("SELECT action, body, actor FROM audit WHERE object_kind = 'application' AND object_id = "
                              "(SELECT id FROM application WHERE public_id = ?) ORDER BY seq", self.app.rsplit("/", 1)[1])
        for action, body, actor in lines:
            assert actor and (body or actor == "系统"), (action, body, actor)
        people = {(body, actor) for _, body, actor in lines}
        for pair in ((CITY, "shi1"), (CITY, "shi2"), (PROVINCE, "sheng1"), (PROVINCE, "sheng2")):
            assert pair in people, (pair, people)

        def course(b):
            page = b.get(path)
            same(page.status, 200)
            return page.words[page.words.index("当前办理"):page.words.index("办事指南")]
        before = {name: course(b) for name, b in (("city", self.city2), ("province", self.province2))}
        for seen in before.values():
            for body, actor in people:
                assert f"{body} {actor}".strip() in seen, (body, actor, seen[:1500])
        recommendation = f"/o/recommendation/{self.recommendation}"
        assert "shi1" in self.province2.get(recommendation).words and "shi2" in self.province2.get(recommendation).words
        papers = self.city2.get(self.home).words
        assert "shi1 提请，shi2 确认" in papers, papers[:1500]
        body = hashlib.sha256(self.opened(self.province2)[0]).hexdigest()

        def leave():
            """One is closed and renamed, one is moved to another city."""
            self.site.sql("UPDATE account SET active = 0, epoch = epoch + 1, name = '改名后', phone = '' WHERE login = 'shi1'")
            self.site.sql("UPDATE account SET name = '改名后', agency_id = (SELECT id FROM agency WHERE code = 'miit-410300') "
                          "WHERE login = 'sheng1'")
            self.site.sql("UPDATE account SET role = 'city' WHERE login = 'sheng1'")
            self.site.sql("UPDATE agency SET name = '郑州市新名称局' WHERE code = 'miit-410100'")
        self.site.quiet(leave)
        for name, b in (("city", self.city2), ("province", self.province2)):
            same(course(b), before[name], "for good")
        assert "shi1" in self.province2.get(recommendation).words and "改名后" not in self.province2.get(recommendation).words
        assert "shi1 提请，shi2 确认" in self.city2.get(self.home).words
        same(hashlib.sha256(self.opened(self.province2)[0]).hexdigest(), body, "papers do not change with people and names")
        # The public reads bodies, not people.
        news = self.site.one("SELECT public_id FROM announcement WHERE batch_id = ?", self.batch)
        draw = self.site.one("SELECT public_id FROM draw WHERE batch_id = ?", self.batch)
        register = self.site.one("SELECT public_id FROM registry ORDER BY rowid DESC LIMIT 1")
        for page, body in ((f"/publicity/{self.city_pub}", CITY), (f"/publicity/{self.province_pub}", PROVINCE), (f"/news/{news}", PROVINCE),
                           (f"/sampling/{draw}", PROVINCE), (f"/registry/{register}", None)):
            r = self.h.public.get(page)
            same(r.status, 200, page)
            assert body is None or body in r.words, (page, r.words[:600])
            for person in ("shi1", "shi2", "sheng1", "sheng2", "改名后"):
                assert person not in r.text, (page, person)
        for text in self.read["公示公告"] + self.read["公告"] if getattr(self, "read", None) else []:
            assert not re.search("shi[12]|sheng[12]", text)


if __name__ == "__main__":
    lib.run(Package)
