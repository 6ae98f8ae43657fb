#!/usr/bin/env python3
"""标准与依据 for anybody: every version with text, force, hash and how sure it is; the difference of any two.

usage: test_rules.py [PATH_TO_TIDU] [NAME …]
"""
# san
import hashlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402


def same(a, b, why=""):
    assert a == b, f"{a!r} is not {b!r} {why}"


class Rules:
    def __init__(self):
        self.site = lib.Site()
        self.b = self.site.browser()

    def N1_every_version_shows_force_hash_and_how_sure_it_is(self):
        books = self.site.sql("SELECT kind, id, title, hash FROM rulebook WHERE kind <> 'counting'")
        assert len(books) > 10
        listed = self.b.get("/rules")
        for kind, name, title, mark in books:
            assert f"/rules/{name}" in listed.links() and title in listed.words, name
            page = self.b.get(f"/rules/{name}")
            same(page.status, 200, name)
            assert mark in page.words and "施行日期" in page.words, name
            assert any(w in page.words for w in ("原文", "据引用数据", "待核实", "办理约定")), name

    def N1_the_published_hash_is_that_of_the_published_text(self):
        for name, mark in self.site.sql("SELECT id, hash FROM rulebook WHERE kind <> 'counting'"):
            text = self.b.request("GET", f"/rules/{name}/text.json")
            same(text.status, 200, name)
            same(hashlib.sha256(text.body).hexdigest(), mark, name)
        same(self.b.request("GET", "/rules/no-such/text.json").status, 404)

    def N1_two_standards_side_by_side(self):
        page = self.b.get("/rules/diff?a=specialised-2022&b=specialised-2026")
        for words in ("施行日期", "2022-08-01", "2026-04-01", "新增", "删去", "修改", "处区别"):
            assert words in page.words, words
        page = self.b.get("/rules/diff?a=innovative-2022&b=innovative-2022")
        assert "没有区别" in page.words and "修改" not in page.words.split("没有区别")[0].split("前者")[-1]

    def N1_two_procedures_side_by_side_from_the_list(self):
        listed = self.b.get("/rules")
        assert 'name="pa"' in listed.text and 'name="a"' in listed.text
        page = self.b.get("/rules/diff?pa=hebei-innovative-2023&pb=hebei-innovative-2024")
        for words in ("流程环节", "条款原文", "停止施行日期", "2024-02-29"):
            assert words in page.words, words
        assert "/rules/diff?a=hebei-innovative-2023&b=hebei-innovative-2024" in self.b.get("/rules/hebei-innovative-2024").links()

    def N1_unequal_kinds_and_unknown_ones_are_refused(self):
        page = self.b.get("/rules/diff?a=innovative-2022&b=hebei-innovative-2023")
        same(page.status, 400)
        assert "评价标准只能与评价标准比较" in page.words
        same(self.b.get("/rules/diff?a=x&b=y").status, 404)
        same(self.b.get("/rules/diff").status, 200)


if __name__ == "__main__":
    lib.run(Rules)
