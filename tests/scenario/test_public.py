#!/usr/bin/env python3
"""Everybody's pages: without an account, with whitelisted fields only, right on every date."""
import io
import json
import zipfile

from lib import Site, run

NOW = "2023-02-20T09:00:00+08:00"
PHONE, BOSS, PAPER = "13987654321", "赵钱孙代表", "机密产品名录"
PAGES = ["/", "/guide", "/guide/innovative", "/check/innovative", "/rules", "/rules/innovative-2022",
         "/rules/hebei-innovative-2023", "/news", "/registry", "/verify", "/sitemap", "/a11y", "/report", "/help",
         "/help/public", "/help/enterprise", "/help/county", "/help/city", "/help/province", "/help/admin", "/calc"]


def site_with_a_list():
    s = Site(now=NOW)

    def fill():
        s.new_batch()
        province = s.one("SELECT id FROM agency WHERE code = 'miit-130000'")
        account = s.new_account("p", "province", "张三", agency=province)
        enterprise = s.new_enterprise("石家庄虚构精密机械有限公司", 1)
        s.sql("UPDATE enterprise SET contact_phone = ?, legal_rep_phone = ?, legal_rep = ?, main_product = ?, source = 'register'",
              PHONE, PHONE, BOSS, PAPER)
        news = s.insert("announcement", public_id="gg1", batch_id=1, agency_id=province, kind="list",
                        doc_no="冀工信企业〔2022〕1号", title="关于公布名单的公告", body="各市：\n<b>现将名单公布</b>。", list_hash="ab" * 32,
                        count=2, chain_seq=7, chain_hash="cd" * 32, issued_on="2022-12-30", published_by=account,
                        published_at=1672380000000)
        for i, (name, start, end, state) in enumerate((
                ("石家庄虚构精密机械有限公司", "2022-12-30", "2025-12-29", "valid"),
                ("定州虚构铸造有限公司", "2019-12-30", "2022-12-29", "valid"),
                ("唐山虚构材料有限公司", "2022-12-30", "2025-12-29", "revoked")), 1):
            code = s.one("SELECT uscc FROM enterprise WHERE id = ?", enterprise) if i == 1 else ""
            t = s.insert("title", public_id=f"t{i}", enterprise_id=enterprise if i == 1 else None, announcement_id=news,
                         tier="innovative", tier_name="创新型中小企业", batch_title="2022年第四批", name=name, uscc=code,
                         province="河北省", city="石家庄市" if i == 1 else "某市", county="长安区" if i == 1 else "某县",
                         certificate_no=f"试{i:05d}", valid_from=start, valid_to=end, state=state, source="", recorded_at=0)
            r = s.insert("registry", kind="title", ref_id=t, public_id=f"t{i}", name=name, names="", uscc=code,
                         city="石家庄市" if i == 1 else "某市", county="长安区" if i == 1 else "某县", tier="innovative",
                         tier_name="创新型中小企业", state=state, valid_from=start, valid_to=end, certificate_no=f"试{i:05d}")
            grams = " ".join(name[k:k + 2] for k in range(len(name) - 1))
            s.insert("registry_gram", rowid=r, grams=grams)
    s.quiet(fill)
    return s


class Public:
    def __init__(self):
        self.site = site_with_a_list()
        self.b = self.site.browser()

    def test_D_pages_answer_without_an_account(self):
        for path in PAGES:
            p = self.b.get(path)
            assert p.status == 200, f"{path}: {p.status}"
            assert p.text.count("<h1") == 1, path
            assert len(p.text.encode()) < 60000, path
        for path in ("/guide/none", "/rules/none", "/news/none", "/registry/none", "/help/none", "/check/none"):
            assert self.b.get(path).status == 404, path

    def test_D_no_link_of_a_public_page_is_dead(self):
        seen, dead = set(), []
        for path in PAGES + ["/news/gg1", "/registry/t1"]:
            for link in self.b.get(path).links():
                link = link.split("#")[0]
                if link.startswith("/") and not link.startswith(("/static", "/senior")) and link not in seen:
                    seen.add(link)
                    if self.b.get(link).status >= 400:
                        dead.append((path, link))
        assert not dead, dead
        assert {"/publicity", "/register"} <= seen, sorted(seen)

    def test_L_only_whitelisted_fields(self):
        for path in PAGES + ["/news/gg1", "/news/gg1/list.csv", "/registry/t1", "/registry?q=虚构", "/verify/试00001",
                             "/registry.csv", "/registry.json"]:
            p = self.b.get(path.replace("虚构", "%E8%99%9A%E6%9E%84").replace("试", "%E8%AF%95"))
            assert p.status == 200, path
            for canary in (PHONE, BOSS, PAPER, "张三"):
                assert canary not in p.text, f"{canary} on {path}"

    def test_D_home_says_what_is_open_and_until_when(self):
        p = self.b.get("/")
        assert "2023年第一批正在受理" in p.text and "2023年2月27日（周一）24:00" in p.text and "7 天" in p.text
        assert "关于公布名单的公告" in p.text
        self.site.at("2023-02-28T00:00:00+08:00")
        assert "第一批正在受理" not in self.b.get("/").text
        self.site.at(NOW)

    def test_D_search_by_any_two_characters(self):
        for q, n in (("%E8%99%9A%E6%9E%84", 3), ("%E7%B2%BE%E5%AF%86", 1), ("%E8%AF%9500002", 1), ("%E6%97%A0%E6%AD%A4", 0)):
            rows = json.loads(self.b.get("/registry.json?q=" + q).text)["entries"]
            assert len(rows) == n, (q, rows)
        p = self.b.get("/registry?status=valid")
        assert "石家庄虚构" in p.text and "定州虚构" not in p.text and "唐山虚构" not in p.text
        p = self.b.get("/registry?status=valid&asof=2021-01-01")
        assert "定州虚构" in p.text and "石家庄虚构" not in p.text
        assert self.b.get("/registry?q=%22%20OR%20*").status == 200
        assert self.b.get("/registry?after=-5").status == 200
        for page, status in (("/registry", 422), ("/stats", 422), ("/registry.csv", 400), ("/registry.json", 400)):
            p = self.b.get(page + "?asof=xx")
            assert p.status == status and "日期不正确" in p.words, p.words[:300]
        assert self.b.get("/registry.csv").header("Content-Disposition").startswith("attachment")

    def test_D_certificate_on_dates(self):
        def ask(no, on=""):
            return self.b.get(f"/verify?no=%E8%AF%95{no}&on={on}").text
        assert "有效" in ask("00001") and "2022-12-30 至 2025-12-29" in ask("00001")
        assert "未生效" in ask("00001", "2022-12-29") and "已到期" in ask("00001", "2025-12-30")
        assert "截至2025年12月29日：有效" in ask("00001", "2025-12-29")
        assert "已到期" in ask("00002") and "截至2022年12月29日：有效" in ask("00002", "2022-12-29")
        assert "已撤销" in ask("00003") and "没有这个编号" in ask("99999")
        assert "核验码不符" in self.b.get("/verify/%E8%AF%9500001?code=AAAAAAAA").text
        assert self.b.get("/verify?no=x&on=%E6%98%8E%E5%A4%A9").status == 422

    def test_L_announcement_is_text_never_markup_and_immutable(self):
        p = self.b.get("/news/gg1")
        assert "&lt;b&gt;现将名单公布&lt;/b&gt;" in p.text and "冀工信企业〔2022〕1号" in p.text
        assert "ab" * 32 in p.text and "cd" * 32 in p.text and 'name="PubDate" content="2022-12-30"' in p.text
        csv = self.b.get("/news/gg1/list.csv").text
        assert csv.count("\n") == 4 and "试00001" in csv
        book = self.b.get("/news/gg1/list.xlsx")
        with zipfile.ZipFile(io.BytesIO(book.body)) as z:
            text = b"".join(z.read(n) for n in z.namelist()).decode("utf-8", "replace")
        assert "定州虚构铸造有限公司" in text and "关于公布名单的公告" in text
        for act in ("UPDATE announcement SET title = 'x'", "DELETE FROM announcement"):
            try:
                self.site.quiet(lambda: self.site.sql(act))
            except Exception as e:  # noqa: BLE001
                assert "announcement" in str(e)
            else:
                raise AssertionError(act)

    def test_D_precheck_stops_early_with_the_clause(self):
        yes = "&".join(f"{k}=yes" for k in ("legal_person", "sme", "not_listed", "product", "three_years", "no_ban"))
        assert "可以申报" in self.b.get("/check/innovative?go=1&" + yes).text
        no = self.b.get("/check/innovative?go=1&" + yes.replace("sme=yes", "sme=no"))
        assert no.status == 200 and "暂不符合" in no.text and "《优质中小企业梯度培育管理暂行办法》第三条" in no.text
        half = self.b.get("/check/innovative?go=1&sme=yes")
        assert half.status == 422 and "第 1 题" in half.text and "checked" in half.text

    def test_D_guide_has_every_element(self):
        p = self.b.get("/guide/innovative").text
        for word in ("事项名称", "设定依据", "申请条件", "办理材料", "办理流程与期限", "收费", "办理地点", "办理时间", "联系方式", "常见问题",
                     "2023年第一批", "2023年2月27日", "石家庄市工业和信息化局", "长安区工业和信息化局"):
            assert word in p, word


if __name__ == "__main__":
    run(Public)
