#!/usr/bin/env python3
"""The program itself behind its three doors: the public pages are the same, byte for byte."""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import doors  # noqa: E402
from doors import BUILD, NGINX, Answer, HttpDoor, Process, connects, free_port  # noqa: E402

TIDU = os.environ.get("TIDU", os.path.join(BUILD, "tidu"))
NOW = "2023-02-20T09:00:00+08:00"
PAGES = [("GET", t) for t in (
    "/", "/login", "/register", "/registry", "/registry?q=%E7%9F%B3", "/publicity", "/news", "/rules", "/calc",
    "/e", "/o", "/a", "/nowhere", "/%ff", "/login?x=%zz", "/static/css/tidu.css",
    "/static/css/tidu.css?v=00000000", "/static/none")]
PAGES += [("HEAD", "/"), ("POST", "/"), ("POST", "/login"), ("PUT", "/login"), ("OPTIONS", "*")]


def clean(answer):
    """Without what is made anew for every request."""
    status, headers, body = answer.comparable()
    body = re.sub(rb'(name="_(?:csrf|once)"[^>]*value=")[\w-]+', rb"\1X", body)
    body = re.sub("<dt>时间</dt><dd>[^<]*".encode(), b"X", body)  # the minute may change between two doors
    return status, headers, re.sub("<dt>请求编号</dt><dd class=\"code\">[0-9A-Z]{8}".encode(), b"X", body)


class Site(HttpDoor):
    def __init__(self, db, arguments, ready, port):
        self.port = port
        self.process = Process([TIDU, *arguments, "--db", db, "--now", NOW], None, ready)


def serve(db):
    port = free_port()
    return Site(db, ["serve", "--listen", "127.0.0.1:%d" % port],
                lambda: connects(("127.0.0.1", port)), port)


class Equal(unittest.TestCase):
    maxDiff = 3000

    def setUp(self):
        d = tempfile.TemporaryDirectory(prefix="site")
        self.addCleanup(d.cleanup)
        self.dir, self.db = d.name, os.path.join(d.name, "t.db")
        subprocess.run([TIDU, "init", "--db", self.db], check=True, stdout=subprocess.DEVNULL)

    def ask(self, door):
        return {(m, t): door.request(m, t, body=b"" if m == "POST" else None) for m, t in PAGES}

    def own(self):
        site = serve(self.db)
        answers = self.ask(site)
        self.assertEqual(site.process.stop(), 0)
        return answers

    def fcgi(self):
        sock, port = os.path.join(self.dir, "s"), free_port()
        site = Site(self.db, ["fcgi", "--socket", sock, "--workers", "4"], lambda: connects(sock),
                    port)
        conf = os.path.join(self.dir, "nginx.conf")
        with open(conf, "w") as f:
            f.write(("user root;" if os.getuid() == 0 else "") + doors.NGINX_CONF.format(
                dir=self.dir, port=port, socket=sock, files=self.dir))
        nginx = Process([NGINX, "-c", conf, "-p", self.dir], None,
                        lambda: connects(("127.0.0.1", port)))
        answers = self.ask(site)
        nginx.stop(signal.SIGQUIT)
        self.assertEqual(site.process.stop(), 0)
        return answers

    def cgi_one(self, method, target):
        env = {"REQUEST_METHOD": method, "REQUEST_URI": target, "HTTP_HOST": "site.test",
               "REMOTE_ADDR": "127.0.0.1"}
        if method == "POST":
            env["CONTENT_LENGTH"] = "0"
        p = subprocess.run([TIDU, "cgi", "--db", self.db, "--now", NOW], env=env, timeout=30,
                           stdin=subprocess.DEVNULL, capture_output=True)
        self.assertEqual(p.returncode, 0, p.stderr)
        head, _, body = p.stdout.partition(b"\r\n\r\n")
        lines = [tuple(x.split(": ", 1)) for x in head.decode("latin-1").split("\r\n")]
        return Answer(int(lines[0][1].split()[0]), lines[1:], body)

    def test_same_pages(self):
        own, fcgi = self.own(), self.fcgi()
        cgi = {p: self.cgi_one(*p) for p in PAGES}
        for page in PAGES:
            self.assertLess(own[page].status, 500, page)
            # "OPTIONS *" does not get through nginx
            others = [cgi] if page[1] == "*" else [fcgi, cgi]
            for other in others:
                with self.subTest(page):
                    self.assertEqual(clean(own[page]), clean(other[page]))

    def test_the_lock(self):
        site = serve(self.db)
        second = subprocess.run([TIDU, "serve", "--db", self.db, "--listen", "127.0.0.1:0"],
                                capture_output=True, timeout=30)
        self.assertEqual(second.returncode, 3, second.stderr)
        start = time.monotonic()
        busy = self.cgi_one("GET", "/")
        waited = time.monotonic() - start
        self.assertEqual((busy.status, busy.header("retry-after")), (503, "60"))
        self.assertTrue(8 < waited < 15, waited)
        self.assertEqual(site.process.stop(), 0)
        self.assertEqual(self.cgi_one("GET", "/").status, 200)

    def test_routes(self):
        out = subprocess.run([TIDU, "routes"], capture_output=True, check=True).stdout.decode()
        lines = [x.split("\t") for x in out.rstrip("\n").split("\n")]
        self.assertEqual(lines[0], ["METHOD", "PATTERN", "ROLES", "CSRF", "BODY-LIMIT", "TITLE"])
        self.assertEqual(len({tuple(x[:2]) for x in lines}), len(lines))
        for method, pattern, roles, csrf, limit, title in lines[1:]:
            self.assertTrue(roles and title, pattern)
            self.assertEqual((csrf == "-", limit == "0"), (method == "GET",) * 2, pattern)


if __name__ == "__main__":
    if not NGINX:
        sys.exit("nginx is missing")
    result = unittest.main(argv=sys.argv[:1], exit=False, warnings="ignore").result
    wrong = len(result.failures) + len(result.errors)
    print("%d passed, %d failed" % (max(result.testsRun - wrong, 0), wrong))
    sys.exit(1 if wrong else 0)
