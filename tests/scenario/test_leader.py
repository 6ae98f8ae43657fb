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
    firm, filed, passes = Pool.firm, Pool.filed, Pool.passes

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
