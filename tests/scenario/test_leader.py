#!/usr/bin/env python3
"""Document 004 from the report to the plaque: what the enterprise writes, what the county certifies, who is in the
pool, the summary table with its own columns.

usage: test_leader.py [PATH_TO_TIDU] [NAME …]
"""
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_pool import Pool  # noqa: E402

WINDOW1, WINDOW2 = "2023-07-20T09:00:00+08:00", "2023-07-26T09:00:00+08:00"
COLUMNS = ["序号", "企业名称", "统一社会信用代码", "所属行业", "申报类型", "申报方向", "具体专项条件", "联系人", "联系电话"]


def pdf_text(body):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
        f.write(body)
        f.flush()
        out = subprocess.run(["pdftotext", "-layout", f.name, "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", "", out)


def office_text(body, part):
    xml = zipfile.ZipFile(io.BytesIO(body)).read(part).decode()
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", xml))


class Leader:
    start, sign, state, recommended, list_act = Pool.start, Pool.sign, Pool.state, Pool.recommended, Pool.list_act
    firm, filed, fill, passes = Pool.firm, Pool.filed, Pool.fill, Pool.passes

    def __init__(self):
        Pool.__init__(self)

    def when(self, now):
        if self.site.now != now:
            self.site.at(now)

    def pooled(self):
        self.when(WINDOW1)
        *people, app = self.filed()
        self.passes(self.county, app)
        self.passes(self.city, app)
        same(self.state(app), "pool")
        return (*people, app)

    def chosen(self):
        got = self.pooled()
        self.when(WINDOW2)
        r = self.list_act(self.city, self.batch, "select", "select", [got[-1]])
        assert "已办理 1 家" in r.words, r.words[:400]
        return got

    def E2_update_of_first_batch(self):
        """A holder of the first batch updates its information: to the city and no further, the title stays."""
        self.when(WINDOW1)
        filler, legal = self.firm(cluster=None)
        name, uscc = self.site.sql("SELECT name, uscc FROM enterprise ORDER BY id DESC LIMIT 1")[0]
        path = os.path.join(self.site.dir, "first.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write(f"company_name,uscc,prefecture\n{name},{uscc},石家庄市\n")
        self.site.offline("import", "titles", path, "--title", "县域特色产业集群“领跑者”企业", "--tier", "leader", "--year", "2022",
                          "--province", "河北省", "--source", "首批137家“领跑者”企业名单")
        self.site.quiet(lambda: self.site.sql(
            "INSERT INTO enterprise_fact (enterprise_id, fact, year, value, source, updated_at) SELECT id, 'staff', 2022, '88', '上次申报', 0"
            " FROM enterprise WHERE uscc = ?", uscc))
        page = filler.get(f"/e/start/{self.batch}")
        for want in ("信息更新", "首批137家", "7月20日", "7月25日", "开始填报"):
            assert want in page.words, (want, page.words[:1200])
        assert "现在不能申报" not in page.words
        app = self.start(filler, self.batch)
        number = app.rsplit("/", 1)[1]
        same(self.site.one("SELECT kind FROM application WHERE public_id = ?", number), "update")
        path = filler.get(app)
        assert "确认入库" in path.words and "择优推荐" not in path.words and "专家评审" not in path.words, path.words[:900]
        self.fill(filler, app)
        sign = legal.get(app + "/sign")
        assert 'name="eligible"' not in sign.text, "an update declares no conditions"
        r = legal.submit(sign, "/sign", {"truth": "1"}, ("act", "submit"))
        assert r.url.endswith("/receipt"), r.words[:800]
        self.passes(self.county, app)
        assert "信息更新" in self.city.get("/o/app/" + number).words
        assert "原称号继续有效" in self.city.get(f"/o/app/{number}/pass").words
        self.passes(self.city, app)
        same(self.state(app), "updated")
        assert "原称号继续有效" in filler.get(app).words
        same(self.site.sql("SELECT state, ended_on FROM title WHERE uscc = ?", uscc), [("valid", "")])
        same(self.site.one("SELECT pooled_at FROM application WHERE public_id = ?", number), None)
        # One update in a window, and none outside of it: the document's days are said.
        same(self.start(filler, self.batch), app)
        other, _ = self.firm(cluster=None)
        code = self.site.one("SELECT uscc FROM enterprise ORDER BY id DESC LIMIT 1")
        self.site.quiet(lambda: self.site.sql("UPDATE title SET uscc = ? WHERE uscc = ?", code, uscc))
        self.when(WINDOW2)
        page = other.get(f"/e/start/{self.batch}")
        assert "信息更新的时间为2023年7月20日至2023年7月25日" in page.words and 'name="batch"' not in page.text, page.words[:900]
        r = other.post("/e/start", lib.csrf(other, "/e") + [("batch", str(self.batch))])
        same(self.site.one("SELECT count(*) FROM application a JOIN enterprise e ON e.id = a.enterprise_id WHERE e.uscc = ?", code), 0)

    def E7_summary_table_with_the_columns_of_the_annex(self):
        app = self.chosen()[-1]
        url = self.recommended(self.batch)
        same(self.state(app), "expert")
        name, uscc = self.site.sql("SELECT name, uscc FROM enterprise ORDER BY id DESC LIMIT 1")[0]
        got = {k: self.city.get(f"{url}/summary.{k}").body for k in ("docx", "pdf", "xlsx")}
        texts = {"docx": office_text(got["docx"], "word/document.xml"), "pdf": pdf_text(got["pdf"]),
                 "xlsx": office_text(got["xlsx"], "xl/worksheets/sheet1.xml")}
        for kind, text in texts.items():
            assert "推荐“领跑者”企业培育及认定申报汇总表" in text, (kind, text[:300])
            # On paper the cells of a row wrap side by side: only what fits one line is found as it stands.
            cells = [] if kind == "pdf" else [name, "“领跑者”企业认定", "科技创新发展", "2021年省级企业技术中心"]
            for want in (*COLUMNS, uscc, *cells):
                assert want in text, (kind, want, text[:900])
            assert "注：申报类型分为入库培育和" in text, kind
            assert "是否符合直通条件" not in text and "评分" not in text, kind
        at = [texts["docx"].index(c) for c in COLUMNS]
        same(at, sorted(at), "order of columns")
        assert "附件2" in texts["docx"] and "附件1" not in texts["docx"]


if __name__ == "__main__":
    lib.run(Leader)
