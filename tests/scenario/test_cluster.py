#!/usr/bin/env python3
"""县域特色产业集群统计名单: it comes in from a file at the command line and in the browser, tells who may apply, and shows
each body who of its area has not filed yet.

usage: test_cluster.py [PATH_TO_TIDU] [NAME …]
"""
import os
import sys
from urllib.parse import quote

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402
from test_pool import Pool  # noqa: E402

HEAD = "序号,集群名称,县（市、区）,设区市,企业名称,统一社会信用代码,统计年度,来源"


class Clusters:
    """In the order written: what one test imports, the next looks at."""
    start, firm = Pool.start, Pool.firm

    def __init__(self):
        Pool.__init__(self)
        s = self.site
        s.quiet(lambda: [s.new_enterprise(n, i, d) for n, i, d in (("唐山集群企业有限公司", 901, "130202"),)])
        s.add_user("sheng-st", "province", "科技厅甲", agency="st-130000")
        s.add_user("yuting", "province", "豫厅甲", agency="miit-410000")

    def file(self, name, lines, head=HEAD):
        path = os.path.join(self.site.dir, name)
        with open(path, "wb") as f:
            f.write("\n".join([head, *lines]).encode("gb18030"))
        return path

    def load(self, path, *more, code=0):
        r = self.site.offline("import", "clusters", path, *more, ok=False)
        same(r.returncode, code, r.stderr[-300:])
        return [line.split("\t") for line in r.stdout.splitlines()]

    def E1_list_by_command_line(self):
        good, other = lib.uscc("130102", 701), lib.uscc("130202", 702)
        lines = [f"1,装备制造集群,长安区,石家庄市,甲部件有限公司,{good},2022,统计",
                 f"2,钢铁集群,130202,,乙钢铁有限公司,{other},2022年,统计",
                 "3,钢铁集群,130202,,坏代码有限公司,91130202MA0000000X,2022,统计",
                 f"4,钢铁集群,无此县,,丙有限公司,{lib.uscc('130202', 703)},2022,统计",
                 f"5,钢铁集群,130202,,丁有限公司,{lib.uscc('130202', 704)},1999,统计",
                 f"6,,130202,,戊有限公司,{lib.uscc('130202', 705)},2022,统计",
                 f"7,登记集群,,,唐山集群企业有限公司,{lib.uscc('130202', 901)},2022,统计"]
        rows = self.load(self.file("a.csv", lines), code=1)
        same([r[1] for r in rows], ["新增", "新增", "未导入", "未导入", "未导入", "未导入", "新增"], rows)
        assert "校验" in rows[2][2] and "所在县" in rows[3][2] and "年" in rows[4][2] and "集群名称" in rows[5][2], rows
        again = self.load(self.file("a.csv", lines), code=1)
        same([r[1] for r in again], ["未变", "未变", "未导入", "未导入", "未导入", "未导入", "未变"])
        # columns in another order, the year of the whole file, one taken off
        rows = self.load(self.file("b.csv", [f"{good},装备制造集群,甲部件股份有限公司,", f"{other},钢铁集群,乙钢铁有限公司,是"],
                                   "信用代码,所属集群,单位名称,移出"), "--year", "2022", code=1)
        same([r[1] for r in rows], ["未导入", "未导入"], "no county and not registered here")
        rows = self.load(self.file("b.csv", [f"{good},装备制造集群,甲部件股份有限公司,130102,", f"{other},钢铁集群,乙钢铁有限公司,130202,是"],
                                   "信用代码,所属集群,单位名称,行政区划代码,移出"), "--year", "2022", "--source", "更正")
        same([r[1] for r in rows], ["更新", "更新"])
        same(self.site.sql("SELECT name, source, division_code, year FROM cluster_member WHERE uscc = ?", good),
             [("甲部件股份有限公司", "更正", "130102", 2022)])
        same(self.site.one("SELECT count(*) FROM cluster_member WHERE uscc = ?", other), 0)
        self.load(self.file("c.csv", ["甲,乙"], "企业名称,代码"), code=1)
        assert self.site.one("SELECT count(*) FROM audit WHERE action = 'clusters_imported'") == 2

    def E1_list_in_the_browser(self):
        page = self.province.get("/o/clusters")
        assert "/o/clusters?import=1" in page.links(), page.links()
        assert "装备制造集群" in page.words and "登记集群" in page.words, page.words[:600]
        line = f"产业集群（县城）,130102,新企业有限公司,{lib.uscc('130102', 711)}"
        data = ("集群名称,县（市、区）,企业名称,统一社会信用代码\n" + line + f"\n豫集群,410102,豫企业有限公司,{lib.uscc('410102', 712)}\n").encode()
        r = self.province.upload(self.province.get("/o/clusters?import=1"), "/o/clusters", "file", [("名单.csv", data)], {"year": "", "source": "", "act": "preview"})
        assert "没有写明统计年度" in r.words, r.words[:900]
        r = self.province.upload(self.province.get("/o/clusters?import=1"), "/o/clusters", "file", [("名单.csv", data)],
                                 {"year": "2023", "source": "2023年统计", "act": "preview"})
        assert "还没有导入" in r.words and "不在本省" in r.words and "新企业有限公司" in r.words, r.words[:900]
        same(self.site.one("SELECT count(*) FROM cluster_member WHERE year = 2023"), 0)
        r = self.province.submit(r, "/o/clusters", {}, ("act", "import"))
        assert "新增 1 行" in r.words, r.words[:400]
        # The newest year counts, and is shown; the one before can still be looked at.
        assert "产业集群（县城）" in r.words and "登记集群" not in r.words
        assert "登记集群" in self.province.get("/o/clusters?year=2022").words
        for bad in ([("x.xlsx", b"PK no")], [("y.csv", b"a,b\n1,2\n")], []):
            r = self.province.upload(self.province.get("/o/clusters?import=1"), "/o/clusters", "file", bad,
                                     {"year": "2023", "source": "", "act": "preview"})
            same(r.status, 422, r.words[:300])
        same(self.city.post("/o/clusters", lib.csrf(self.city, "/o/clusters") + [("act", "import")]).status, 403)

    def E1_members_by_body_and_standing(self):
        self.site.quiet(lambda: self.site.sql("DELETE FROM cluster_member WHERE year = 2023"))
        filler, _ = self.firm()
        self.start(filler, self.batch)
        page = self.city.get("/o/clusters?year=2022&standing=none")
        assert "甲部件股份有限公司" in page.words and "石家庄集群部件" in page.words, page.words[:900]
        assert "唐山集群企业有限公司" not in page.words, "another city's"
        assert "唐山集群企业有限公司" in self.province.get("/o/clusters?q=" + quote("唐山")).words
        assert "石家庄集群部件" in self.county.get("/o/clusters?cluster=" + quote("石家庄装备制造产业集群")).words
        self.site.quiet(lambda: self.site.sql("UPDATE application SET submitted_at = 1, state = 'pool', pooled_at = 1"))
        page = self.county.get("/o/clusters?standing=pool")
        assert "石家庄集群部件" in page.words and "甲部件" not in page.words, page.words[:900]
        csv = self.city.get("/o/clusters.csv?standing=pool").body.decode("utf-8-sig")
        same(len(csv.splitlines()), 2, csv)
        assert "已入库" in csv and "石家庄装备制造产业集群" in csv
        for who in ("sheng-st", "yuting"):
            page = self.site.browser(who).get("/o/clusters")
            b = self.site.browser(who)
            same(b.post("/o/clusters", lib.csrf(b, "/o") + [("act", "import")]).status, 404, who)
            assert "本单位没有集群统计名单" in page.words and "甲部件" not in page.words, (who, page.words[:600])

    def E1_newest_year_decides(self):
        filler, _ = self.firm(cluster="旧集群")
        page = filler.get(f"/e/start/{self.batch}")
        assert "旧集群（2022年统计）" in page.words and "现在不能申报" not in page.words, page.words[:900]
        path = self.file("d.csv", [f"{lib.uscc('130102', 701)},新集群,甲部件股份有限公司,130102"], "信用代码,集群,企业名称,县（市、区）")
        self.load(path, "--year", "2023")
        page = filler.get(f"/e/start/{self.batch}")
        assert "不在县域特色产业集群统计名单中" in page.words and "现在不能申报" in page.words, page.words[:900]


if __name__ == "__main__":
    lib.run(Clusters)
