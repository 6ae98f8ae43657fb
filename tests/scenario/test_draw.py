#!/usr/bin/env python3
"""Draws that anybody can repeat: frozen and published before, drawn by two people, computed again by the program, by
the script that the public page offers, and by this file.

usage: test_draw.py [PATH_TO_TIDU] [NAME …]
"""
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lib  # noqa: E402
from test_enterprise import same  # noqa: E402

NUMBERS = "03 11 17 22 28 31 + 09"


def start(h, batch, share="20"):
    """Frozen, announced, entered: until the second person draws. `h` has province, province2, site, public."""
    path = f"/o/batch/{batch}/draw"
    page = h.province.submit(h.province.get(path), "/draw", {"share": share}, ("act", "freeze"))
    assert page.url.startswith("/o/draw/"), page.words[:500]
    url = page.url
    page = h.province.submit(page, "/announce", {"source": "双色球下一期开奖号码，开奖前公布"}, ("act", "announce"))
    assert "号码来源已公布" in page.words, page.words[:400]
    page = h.province.submit(page, "/enter", {"numbers": NUMBERS, "witnesses": "周见证（省纪委）、吴见证（公证处）"}, ("act", "enter"))
    assert "号码已录入" in page.words, page.words[:400]
    return url


def draw(h, url):
    page = h.province2.submit(h.province2.get(url), "/confirm", {"numbers": NUMBERS}, ("act", "confirm"))
    assert "抽中" in page.words, page.words[:400]
    return page


def visit(h, app):
    path = "/o/site/" + app
    on = h.site.now[:10]
    who = {"on": on, "inspector1": "孙一", "inspector2": "李二"}
    assert "已安排实地核查" in h.province.submit(h.province.get(path), path, who).words
    return h.province.upload(h.province.get(path), path, "photo", [], {**who, "findings": "省级抽查，现场查看。", "result": "ok"})


def through(h, batch, apps):
    """A draw in which every file goes on."""
    url = start(h, batch)
    page = draw(h, url)
    for app in [a.rsplit("/", 1)[1] for a in apps]:
        if h.site.one("SELECT state FROM application WHERE public_id = ?", app) == "sample":
            r = visit(h, app)
            assert "核查结果已登记" in r.words, r.words[:400]
            page = h.province.get(url)
            r = h.province.post(url + "/decide", lib.csrf(h.province, url) + [("file", app), ("act", "sample_pass")])
            assert "已通过抽查" in r.words, r.words[:400]
    return page


class Draw:
    def __init__(self):
        from test_henan import Henan
        self.h = Henan()
        self.site, self.province, self.province2, self.public = self.h.site, self.h.province, self.h.province2, self.h.public

    def files(self, n, batch, cities=("miit-410100", "miit-410300")):
        """n files that wait for the draw; their way there is other tests' matter."""
        def work():
            std = self.site.one("SELECT hash FROM rulebook WHERE kind = 'standard' AND id = 'innovative-2022'")
            top = self.site.one("SELECT id FROM agency WHERE code = 'miit-410000'")
            out = []
            for i in range(n):
                self.h.serial += 1
                k = self.h.serial
                city = self.site.one("SELECT id FROM agency WHERE code = ?", cities[i % len(cities)])
                code = lib.uscc("410102", 70000 + k)
                e = self.site.insert("enterprise", public_id=f"d{k}", uscc=code, name=f"河南抽查部件{k}有限公司", division_code="410102",
                                     city_agency_id=city, province_agency_id=top, identity="verified", source="register",
                                     created_at=0, updated_at=0)
                a = self.site.insert("application", public_id=f"da{k}", no=f"D{k}", enterprise_id=e, batch_id=batch,
                                     edition="henan-innovative-2023", standard="innovative-2022", standard_hash=std, year=2023,
                                     state="sample", city_agency_id=city, province_agency_id=top, holder="province", due_at=0,
                                     score_min=80000000, score_max=80000000, result="pass", route="score", created_at=0, updated_at=0,
                                     submitted_at=1)
                for agency in (city, top):
                    self.site.insert("caseload", agency_id=agency, state="sample", due_at=0, application_id=a, public_id=f"da{k}",
                                     batch_id=batch, county_agency_id=0, city_agency_id=city, name=f"河南抽查部件{k}有限公司",
                                     uscc=code, area="郑州市中原区", score=80000000, route="score", submitted_at=1)
                out.append(f"da{k}")
            return out
        return self.site.quiet(work)

    def state(self, app):
        return self.site.one("SELECT state FROM application WHERE public_id = ?", app)

    def check_files(self, public_id, good=True, change=None):
        """The program, the offered script and this test agree about the published file."""
        data = json.loads(self.public.get(f"/sampling/{public_id}/draw.json").body)
        if change:
            change(data)
        with tempfile.TemporaryDirectory() as d:
            path = os.path.join(d, "draw.json")
            with open(path, "w", encoding="utf-8") as f:
                json.dump(data, f, ensure_ascii=False)
            script = os.path.join(d, "verify.py")
            with open(script, "wb") as f:
                f.write(self.public.get("/sampling-verify.py").body)
            for line in ([lib.TIDU, "draw", "verify", path], [sys.executable, script, path]):
                r = subprocess.run(line, capture_output=True, text=True, timeout=30)
                same(r.returncode == 0, good, f"{line[:2]} {r.stdout} {r.stderr}")
        return data

    def N4_frame_and_commitment_stand_before_the_numbers(self):
        batch = self.h.call("henan-innovative-2023", "2023-04-03", "2023-04-28", "2023-06-30")
        path = f"/o/batch/{batch}/draw"
        assert "没有待抽查的企业" in self.province.get(path).words
        self.files(25, batch)
        r = self.province.submit(self.province.get(path), "/draw", {"share": ""}, ("act", "freeze"))
        same(r.status, 422, "the document prints no share")
        assert "文件没有规定比例" in r.words
        url = start(self.h, batch)
        public_id = url.rsplit("/", 1)[1]
        page = self.public.get(f"/sampling/{public_id}")
        same(page.status, 200)
        before = json.loads(self.public.get(f"/sampling/{public_id}/draw.json").body)
        same((before["codes"], before["numbers"], before["drawn"]), ([], "", []), "nothing of the draw is known yet")
        assert before["frame_hash"] in page.text and before["commitment"] in page.text
        text = "".join(f"{s}\t{c}\t{why}\n" for s, c, why in before["frame"])
        same(hashlib.sha256(text.encode()).hexdigest(), before["frame_hash"])
        # One more file changes the frame, and a frozen frame takes none.
        same(self.province.submit(self.province.get(path), "/draw", {"share": "10"}, ("act", "freeze")).status, 409)
        for wrong in ("UPDATE draw SET share_percent = 99", "UPDATE draw SET source = 'x'", "DELETE FROM draw_item",
                      "UPDATE draw_item SET code = 'x'"):
            try:
                self.site.sql(wrong)
            except Exception as e:
                assert "frozen" in str(e) or "announced" in str(e), e
            else:
                raise AssertionError(wrong)
        # The one who entered the numbers does not draw; numbers typed differently are refused.
        r = self.province.post(url + "/confirm", lib.csrf(self.province, url) + [("numbers", NUMBERS)])
        same(r.status, 403)
        r = self.province2.submit(self.province2.get(url), "/confirm", {"numbers": "1 2 3 4"}, ("act", "confirm"))
        same(r.status, 422)
        same(self.h.foreign.get(url).status, 404)
        same(self.h.city.get(url).status, 403)
        draw(self.h, url)
        after = self.check_files(public_id)
        same(after["commitment"], before["commitment"])
        same(len(after["drawn"]), 3 + 3, "20 % of 13 and of 12, rounded up")
        key = hmac.new(bytes.fromhex(after["codes"][0]), NUMBERS.encode(), hashlib.sha256).digest()
        for stratum in {s for s, _, _ in after["frame"]}:
            codes = [c for s, c, _ in after["frame"] if s == stratum]
            best = sorted(codes, key=lambda c: hmac.new(key, c.encode() + b"\x01", hashlib.sha256).digest())[:3]
            same(sorted(c for c in after["drawn"] if c in codes), sorted(best))

    def N4_a_changed_result_is_found(self):
        public_id = self.site.one("SELECT public_id FROM draw ORDER BY id DESC LIMIT 1")

        def other(d):
            d["drawn"][0] = next(c for _, c, _ in d["frame"] if c not in d["drawn"])

        def seed(d):
            d["numbers"] += "1"

        def code(d):
            d["codes"][0] = "0" * 64

        def frame(d):
            d["frame"].append([d["frame"][0][0], "91410102MA0T99999X", ""])
        for change in (other, seed, code, frame):
            self.check_files(public_id, False, change)

    def B7_the_drawn_wait_for_the_visit_the_others_go_on(self):
        drawn = [a for a, in self.site.sql("SELECT a.public_id FROM draw_item i JOIN application a ON a.id = i.application_id"
                                           " WHERE i.taken = 1 ORDER BY i.seq")]
        others = self.site.sql("SELECT DISTINCT a.state FROM draw_item i JOIN application a ON a.id = i.application_id WHERE i.taken = 0")
        same(others, [("prov_wait",)])
        url = "/o/draw/" + self.site.one("SELECT public_id FROM draw ORDER BY id DESC LIMIT 1")
        form = lib.csrf(self.province, url)
        r = self.province.post(url + "/decide", form + [("file", drawn[0]), ("act", "sample_pass")])
        same(r.status, 409)
        assert "请先安排并登记省级实地核查" in r.words
        same(self.site.one("SELECT count(*) FROM site_check"), 0)
        # One cannot be visited: the next one-time code names the substitute, with the reason in public.
        r = self.province.post(url + "/decide", lib.csrf(self.province, url) + [("file", drawn[1]), ("act", "substitute")])
        same(r.status, 422)
        r = self.province.post(url + "/decide", lib.csrf(self.province, url) + [
            ("file", drawn[1]), ("act", "substitute"), (f"reason-{drawn[1]}", "企业停产检修，无法核查")])
        assert "已按规则替补" in r.words, r.words[:400]
        same(self.state(drawn[1]), "prov_wait")
        public_id = url.rsplit("/", 1)[1]
        data = self.check_files(public_id)
        same(len(data["codes"]), 2)
        same([s["reason"] for s in data["substitutes"]], ["企业停产检修，无法核查"])
        assert "企业停产检修" in self.public.get(f"/sampling/{public_id}").words

        def cheat(d):
            d["substitutes"][0]["code"] = next(c for _, c, _ in d["frame"] if c not in d["drawn"]
                                               and c != d["substitutes"][0]["code"])
        self.check_files(public_id, False, cheat)


if __name__ == "__main__":
    lib.run(Draw)
