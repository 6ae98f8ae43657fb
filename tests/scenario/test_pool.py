#!/usr/bin/env python3
"""Document 004 as far as the bodies go: inside the cluster statistics, compared by the county, into the pool by the
city, chosen from the pool, one filing for both.

usage: test_pool.py [PATH_TO_TIDU] [NAME …]
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import PROFILE, same  # noqa: E402
from test_henan import FACTS, Henan  # noqa: E402

NOW = "2023-07-20T09:00:00+08:00"
REPORT = {
    "introduction": "公司是民营企业，法定代表人李四，注册资金三千万元，股东为两名自然人，主导产品为离心泵，信用良好，属石家庄装备制造产业集群。",
    "finance": "近三年营业收入分别为9000万元、10000万元、12000万元，年均增长约15%，利润和上交税金同步增长。",
    "market": "主导产品占省内市场的15%，行业需求平稳增长，与集群内十余家企业有稳定合作。",
    "research": "建有省级企业技术中心，研发强度约6%，与两所高校开展产学研合作。",
    "management": "从业人员200人，通过质量管理体系认证，已完成股份制改造，积极履行社会责任。",
    "direction": "选择科技创新发展方向：2021年6月首次获得省级企业技术中心，长期有效，2023年3月复核通过。",
}


class Pool:
    start, sign, state, recommended, list_act = Henan.start, Henan.sign, Henan.state, Henan.recommended, Henan.list_act

    def __init__(self):
        self.site = lib.Site(now=NOW)
        self.serial = 0

        def officer(login, role, code):
            agency = self.site.one("SELECT id FROM agency WHERE code = ?", code)
            return self.site.session(self.site.new_account(login, role, login, agency=agency))

        def work():
            county = self.site.one("SELECT ag.code FROM agency_area AS aa JOIN agency AS ag ON ag.id = aa.agency_id "
                                   "WHERE aa.line = 'miit' AND aa.division_code = '130102' AND aa.level = 'county'")
            return [officer("xian", "county", county), officer("shi1", "city", "miit-130100"),
                    officer("shi2", "city", "miit-130100"), officer("sheng", "province", "miit-130000")]
        self.county, self.city, self.city2, self.province = self.site.quiet(work)
        self.batch = self.site.one("SELECT id FROM batch WHERE edition = 'hebei-leader-2023'")

    def firm(self, cluster="石家庄装备制造产业集群"):
        self.serial += 1
        n = self.serial

        def work():
            e = self.site.new_enterprise(f"石家庄集群部件{n:03d}有限公司", n, "130102")
            if cluster:
                uscc, name = self.site.sql("SELECT uscc, name FROM enterprise WHERE id = ?", e)[0]
                self.site.insert("cluster_member", province="13", year=2022, uscc=uscc, cluster=cluster, name=name,
                                 division_code="130102", source="test", recorded_at=0)
            return [self.site.session(self.site.new_account(f"{role}{n}", role, person, enterprise=e))
                    for role, person in (("filler", "张三"), ("legal_rep", "李四"))]
        filler, legal = self.site.quiet(work)
        filler.submit(filler.get("/e/profile"), "/e/profile", PROFILE)
        lib.list_item(filler, "honours", "enterprise_center", title="省级企业技术中心", number="冀发改〔2021〕1号",
                      granted_on="2021-06-01", level="province")
        return filler, legal

    def filed(self, firm=None):
        filler, legal = firm or self.firm()
        app = self.start(filler, self.batch)
        self.fill(filler, app)
        self.sign(legal, app)
        return filler, legal, app

    def fill(self, filler, app):
        facts = {**FACTS, "direction": "innovation", "net_profit-2021": "1200", "net_profit-2020": "900"}
        for path in sorted({h for h in filler.get(app).links() if h.startswith(app + "/s/")}):
            page = filler.get(path)
            values = {n: facts[n] for n in re.findall(r'name="([a-z0-9_]+(?:-\d{4})?)"', page.text) if n in facts}
            r = filler.submit(page, "/s/" + path.rsplit("/", 1)[1], values, ("go", "stay"), follow=False)
            same(r.status, 303, f"{path}: {r.words[:500]}")
        files = filler.get(app + "/files")
        for slot in sorted(set(re.findall(r"/files/([a-z0-9_]+)\"", files.text))):
            filler.upload(filler.get(app + "/files"), "/files/" + slot, "file", [(slot + ".pdf", lib.pdf(slot))], {"act": "add"})

        self.report(filler, app)

    def report(self, filler, app, skip=()):
        """Each section of the report; `skip` are left unwritten."""
        for path in sorted({h for h in filler.get(app).links() if h.startswith(app + "/report/")}):
            section = path.rsplit("/", 1)[1]
            if section not in skip:
                r = filler.submit(filler.get(path), "/report/" + section, {"text": REPORT[section]}, ("go", "stay"), follow=False)
                same(r.status, 303, f"{path}: {r.words[:500]}")

    def passes(self, b, app):
        page = "/o/app/" + app.rsplit("/", 1)[1]
        r = b.submit(b.get(page), page, {}, ("act", "all_ok"))
        assert "审核意见已保存" in r.words, r.words[:400]
        r = b.submit(b.get(page + "/pass"), "/pass", {"note": "原件与复印件一致"})
        assert "已通过" in r.words, r.words[:500]

    def E1_only_inside_the_cluster_statistics(self):
        filler, _ = self.firm(cluster=None)
        page = filler.get(f"/e/start/{self.batch}")
        assert "不在县域特色产业集群统计名单中" in page.words and "现在不能申报" in page.words, page.words[:900]
        filler.post("/e/start", lib.csrf(filler, "/e") + [("batch", str(self.batch))])
        same(self.site.one("SELECT count(*) FROM application WHERE batch_id = ?", self.batch), 0)

    def E2_the_window_as_printed(self):
        same(self.site.sql("SELECT opens_on, city_deadline, state FROM batch WHERE id = ?", self.batch),
             [("2023-07-20", "2023-07-30", "open")])
        ends = self.site.one("SELECT filing_ends_at FROM batch WHERE id = ?", self.batch)
        same(ends, lib.instant("2023-07-26T00:00:00+08:00"), "filing until 07-25")

    def E3_E6_one_filing_is_compared_enters_the_pool_and_is_chosen(self):
        filler, _, app = self.filed()
        same(self.state(app), "county")
        self.passes(self.county, app)
        same(self.state(app), "city")
        self.passes(self.city, app)
        same(self.state(app), "pool")
        assert "已确认入库培育" in filler.get(app).words, filler.get(app).words[:600]
        # Recognition has its own days: before them nobody is chosen.
        page = self.city.get(f"/o/batch/{self.batch}/list/select")
        assert "7月26日" in page.words, page.words[:800]
        r = self.list_act(self.city, self.batch, "select", "select", [app])
        same(r.status, 409, r.words[:300])
        same(self.state(app), "pool")
        self.site.at("2023-07-26T09:00:00+08:00")
        r = self.list_act(self.city, self.batch, "select", "select", [app])
        assert "已办理 1 家" in r.words, r.words[:400]
        same(self.state(app), "recommend")
        self.recommended(self.batch)
        same(self.state(app), "expert")
        same(self.site.one("SELECT count(*) FROM submission"), 1, "filled in once")


if __name__ == "__main__":
    lib.run(Pool)
