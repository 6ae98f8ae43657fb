#!/usr/bin/env python3
"""Real lists come in as they were received, are found in the register, and hostile files get one sentence."""
import csv
import io
import os
import resource
import subprocess

from lib import ROOT, TIDU, Site, run

DATA = os.path.join(ROOT, "tests", "data")
LISTS = os.path.join(DATA, "enterprises")
SECONDS = 5  # of processor time, so that a busy machine does not decide
NOW = "2023-02-20T09:00:00+08:00"
TITLES = ["--title", "科技型中小企业", "--tier", "tech", "--year", "2017", "--province", "浙江省",
          "--source", "2017年公布的名单"]
HEAD = "company_name,uscc,reg_region_code,address,established,registered_capital_wan\n"


class Scratch:
    """A database without a server."""

    def __init__(self):
        self.site = Site(now=NOW)
        self.site.stop()

    def go(self, *args, code=0):
        r = self.site.run("import", *args, ok=False)
        assert r.returncode == code, f"exit {r.returncode}, not {code}: {r.stderr[-300:]}"
        rows = [line.split("\t") for line in r.stdout.splitlines()]
        return rows, r.stderr

    def file(self, name, data):
        path = os.path.join(self.site.dir, name)
        with open(path, "wb") as f:
            f.write(data)
        return path

    def count(self, table):
        return self.site.one(f"SELECT count(*) FROM {table}")


def spent():
    u = resource.getrusage(resource.RUSAGE_CHILDREN)
    return u.ru_utime + u.ru_stime


def rows_of(outcomes, word):
    return [r for r in outcomes if r[1] == word]


class Imports:
    def test_B_real_companies_come_in_once(self):
        s = Scratch()
        started = spent()
        first, _ = s.go("enterprises", os.path.join(LISTS, "china_8000.csv"), code=1)
        assert spent() - started < SECONDS
        assert len(first) == 8000
        assert len(rows_of(first, "新增")) > 7800
        assert all(r[2] for r in rows_of(first, "未导入")), "every row that is left out has its reason"
        before = s.count("enterprise"), s.count("registry")
        assert before[0] == before[1] == len(rows_of(first, "新增"))
        again, _ = s.go("enterprises", os.path.join(LISTS, "china_8000.csv"), code=1)
        assert not rows_of(again, "新增") and not rows_of(again, "更新")
        assert (s.count("enterprise"), s.count("registry")) == before
        s.go("enterprises", os.path.join(LISTS, "hebei_henan.csv"), code=1)
        s.site.start()
        page = s.site.browser().get("/registry?q=%E6%99%BA%E8%81%94%E9%82%A6")  # 智联邦
        assert "海南智联邦科技有限公司" in page.text and "91460100687298957Y" in page.text
        s.site.stop()

    def test_B_recognised_list_as_received(self):
        s = Scratch()
        path = os.path.join(LISTS, "recognised_list_2017_as_received_gb18030.csv")
        first, said = s.go("titles", path, *TITLES)
        assert len(rows_of(first, "新增")) == 8775, said
        assert "2.02E+13" in first[0][2] and "损坏" in first[0][2]
        second, _ = s.go("titles", path, *TITLES)
        assert not rows_of(second, "新增") and s.count("title") == 8775
        county = s.site.one("SELECT county FROM title WHERE name = '杭州平祥数字技术有限公司'")
        assert county == "上城区", county
        numbers = s.site.one("SELECT count(*) FROM title WHERE uscc <> '' OR certificate_no IS NOT NULL")
        assert numbers == 0, "a damaged number is not taken"
        third, _ = s.go("titles", os.path.join(LISTS, "recognised_with_uscc.csv"), *TITLES)
        assert len(rows_of(third, "更新")) >= 50, "codes that are known later are filled in"
        assert s.count("title") == 8775 + len(rows_of(third, "新增"))
        s.site.start()
        b = s.site.browser()
        page = b.get("/registry?q=%E5%B9%B3%E7%A5%A5%E6%95%B0%E5%AD%97")  # 平祥数字
        assert "杭州平祥数字技术有限公司" in page.text and "有效期未载明" in page.text
        entry = b.get(next(h for h in page.links() if h.startswith("/registry/")))
        assert "2017年公布的名单" in entry.text and "科技型中小企业" in entry.text
        page = b.get("/registry?q=91330102321907746T")
        assert "杭州资利网络科技有限公司" in page.text
        page = b.get("/registry?place=%E4%B8%8A%E5%9F%8E%E5%8C%BA")  # 上城区
        assert page.text.count('<th scope="row">') == 20 and "下一页" in page.text
        s.site.stop()

    def test_B_encodings_and_order_of_columns(self):
        body = "uscc,备注,company_name\n91460100687298957Y,x,海南智联邦科技有限公司\n"
        for name, data in (("u8.csv", body.encode()), ("bom.csv", body.encode("utf-8-sig")),
                           ("u16.csv", body.encode("utf-16")), ("gb.csv", body.encode("gb18030"))):
            s = Scratch()
            rows, _ = s.go("enterprises", s.file(name, data))
            assert [r[1] for r in rows] == ["新增"], name
            assert s.site.one("SELECT name FROM enterprise") == "海南智联邦科技有限公司"

    def test_B_bad_rows_are_named_good_ones_go_in(self):
        s = Scratch()
        text = HEAD + ("好企业有限公司,91460100687298957Y,460100,,2009-08-06,1000\n"
                       "没有代码有限公司,,460100,,,\n"
                       "短代码有限公司,9146,460100,,,\n"
                       ",91110000560418843A,110000,,,\n"
                       "校验可疑有限公司,91460100687298957X,460100,,,\n"
                       "改过名的企业有限公司,91460100687298957Y,460100,,,\n"
                       "日期不明有限公司,91110000560418843A,110000,,未知,10\n")
        rows, _ = s.go("enterprises", s.file("r.csv", text.encode()), code=1)
        assert [r[1] for r in rows] == ["新增", "未导入", "未导入", "未导入", "新增", "未导入", "未导入"] or \
            [r[1] for r in rows] == ["新增", "未导入", "未导入", "未导入", "新增", "未导入", "新增"], rows
        assert "校验" in rows[4][2] and "第 2 行" in rows[5][2]
        doubt = s.site.one("SELECT uscc_doubt FROM enterprise WHERE name = '校验可疑有限公司'")
        assert "校验" in doubt

    def test_B_twenty_thousand_rows(self):
        s = Scratch()
        chars = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        weights = [3 ** i % 31 for i in range(17)]
        lines = [HEAD]
        for i in range(20000):
            body = f"91130102MA{i:07d}"
            sign = chars[(31 - sum(chars.index(c) * w for c, w in zip(body, weights)) % 31) % 31]
            lines.append(f"第{i}号机械制造有限公司,{body}{sign},130102,某路{i}号,2010-01-02,{i}.5\n")
        path = s.file("many.csv", "".join(lines).encode())
        started = spent()
        rows, _ = s.go("enterprises", path)
        took = spent() - started
        assert len(rows_of(rows, "新增")) == 20000 and took < SECONDS, took
        assert s.site.one("SELECT count(*) FROM enterprise WHERE city_agency_id IS NOT NULL") == 20000

    def test_B_hostile_files_get_one_sentence(self):
        s = Scratch()
        folder = os.path.join(DATA, "hostile")
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            r = subprocess.run(["/bin/sh", "-c", 'ulimit -v 1500000; exec "$@"', "sh", TIDU, "import",
                                "enterprises", path, "--db", s.site.path], capture_output=True, timeout=20)
            said = r.stderr.decode("utf-8").strip()
            assert r.returncode in (0, 1), f"{name}: exit {r.returncode} {said}"
            assert len(said.splitlines()) == 1, f"{name}: {said}"
        assert s.count("registry") == s.count("enterprise")

    def test_B_a_file_that_is_none_is_refused(self):
        s = Scratch()
        for name, data in (("x.xlsx", b"PK\x03\x04 no"), ("y.csv", b"\x89PNG\r\n\x1a\n0000"), ("z.csv", b"")):
            rows, said = s.go("enterprises", s.file(name, data), code=1)
            assert not rows and said.startswith("tidu import enterprises: "), said
        _, said = s.go("enterprises", s.file("h.csv", "甲,乙\n1,2\n".encode()), code=1)
        assert "company_name" in said
        _, said = s.go("enterprises", "/nowhere.csv", code=1)
        _, said = s.go("titles", s.file("t.csv", HEAD.encode()), code=2)
        assert "--title" in said

    def test_B_export_gives_back_what_came_in(self):
        s = Scratch()
        s.go("enterprises", os.path.join(LISTS, "hebei_henan.csv"), code=1)
        r = s.site.run("export", "registry")
        rows = list(csv.reader(io.StringIO(r.stdout.lstrip("\ufeff"))))
        assert len(rows) == 1 + s.count("registry") and rows[0][0] == "企业名称"
        out = os.path.join(s.site.dir, "r.xlsx")
        s.site.run("export", "registry", "--format", "xlsx", "--out", out)
        with open(out, "rb") as f:
            assert f.read(4) == b"PK\x03\x04"
        assert s.site.run("export", "applications").stdout.count("\n") == 1


if __name__ == "__main__":
    run(Imports)
