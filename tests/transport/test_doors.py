#!/usr/bin/env python3
"""The same request through every door has the same answer, and each door survives bad guests."""
import csv
import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from doors import ECHO, NGINX, ROOT, Cgi, Fcgi, HttpDoor, Own, Process, connects, multipart, \
    wait_until  # noqa: E402

FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
UPLOAD_LIMIT = 22 << 20
FORM_LIMIT = 1 << 20


def folder():
    d = tempfile.TemporaryDirectory(prefix="doors")
    os.mkdir(os.path.join(d.name, "aa"))
    with open(os.path.join(d.name, "aa", "stored"), "wb") as f:
        f.write(b"%PDF-1.7\n" + bytes(range(256)) * 1000)
    return d


class Equal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = folder()
        cls.doors = [Own(cls.dir.name), Fcgi(cls.dir.name), Cgi(cls.dir.name)]

    @classmethod
    def tearDownClass(cls):
        codes = [d.stop() for d in cls.doors]
        cls.dir.cleanup()
        assert codes == [0, 0, 0], codes

    def same(self, *args, status=200, **kw):
        answers = [d.request(*args, **kw) for d in self.doors]
        for door, a in zip(self.doors, answers):
            self.assertEqual(a.status, status, (door.name, args, a.body[:300]))
            self.assertEqual(a.comparable(), answers[0].comparable(), (door.name, args))
        return answers[0]

    def test_targets(self):
        for target in ("/", "/?a=1&b=%E4%BC%81&c=x+y", "/echo/%E4%BC%81%20x", "/echo/a?", "/?",
                       "/echo/..."):
            self.same("GET", target)
        a = self.same("GET", "/echo/%25?q=%2541")
        self.assertIn("GET /echo/%\n", a.body.decode())

    def test_targets_refused(self):
        for target in ("/echo/%2fx", "/echo/%5cx", "/echo/%ff", "/echo/%0a", "/?a=%zz", "/?%00=1"):
            self.same("GET", target, status=400)
        for target in ("/echo/%zz", "/echo/%00", "/echo/%4"):  # nginx refuses these itself
            for door in self.doors:
                self.assertEqual(door.request("GET", target).status, 400, door.name)
        for target in ("/nowhere", "/echo", "/echo/", "/echo/a/b", "/static/none.css", "//echo/x"):
            self.same("GET", target, status=404)

    def test_encoded_dots_are_read_once(self):
        # nginx refuses what climbs over the root itself
        for target in ("/echo/%2e%2e", "/echo/x/%2e%2e/%2e%2e/etc"):
            for door in self.doors:
                self.assertIn(door.request("GET", target).status, (400, 404), door.name)

    def test_long_targets(self):
        self.same("GET", "/?a=" + "x" * (4096 - 4))
        self.same("GET", "/?a=" + "x" * (4096 - 3), status=414)

    def test_headers(self):
        a = self.same("GET", "/", headers=(("X-Test", "v=w; \"q\""), ("Cookie", "taste=%E8%8C%B6")))
        self.assertIn('x-test v=w; "q"\ncookie 茶\n', a.body.decode())
        self.same("GET", "/", headers=[("X-%d" % i, "y") for i in range(70)], status=431)
        self.same("GET", "/", headers=[("X-Long", "y" * 17000)], status=431)
        self.same("GET", "/cookies")
        self.assertEqual(self.same("GET", "/redirect", status=303).header("location"),
                         "/%E4%BC%81%E4%B8%9A?a=1")

    def test_methods(self):
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
            self.assertEqual(self.same(method, "/", status=405).header("allow"), "GET, HEAD, POST")
        self.same("POST", "/echo/x", body=b"", status=405)
        self.same("POST", "/nowhere", body=b"a=b", headers=FORM, status=404)
        a = self.same("HEAD", "/big/100000")
        self.assertEqual((a.header("content-length"), a.body), ("100000", b""))

    def test_forms(self):
        self.same("POST", "/", headers=FORM, body=b"")
        a = self.same("POST", "/", headers=FORM, body="a=1&b=%E4%BC%81&c=x%0D%0Ay".encode())
        self.assertIn("\nc 3 " + hashlib.sha256(b"x\ny").hexdigest(), a.body.decode())
        for body in (b"a=%zz", b"=1", b"%00=1", b"a=1&" * 301):
            self.same("POST", "/", headers=FORM, body=body,
                      status=413 if body.startswith(b"a=1&") else 400)
        self.same("POST", "/", headers=(("Content-Type", "text/plain"),), body=b"a=b", status=415)
        self.same("POST", "/", headers=(("Content-Type", FORM[0][1] + "; charset=GBK"),),
                  body=b"a=%C6%F3", status=400)
        self.same("POST", "/guarded", headers=FORM, body=b"a=b", status=403)
        self.same("POST", "/guarded", headers=FORM + (("Origin", "http://evil.example"),),
                  body=b"a=b", status=403)

    def test_uploads(self):
        for size in (0, 1, 255 << 10, 256 << 10, 257 << 10, 3 << 20):
            data = os.urandom(size)
            headers, body = multipart((("t", None, "文字".encode()), ("f", "证照.pdf", data)))
            a = self.same("POST", "/upload", headers=headers, body=body)
            self.assertIn("f file 证照.pdf application/pdf %d %s\n" %
                          (size, hashlib.sha256(data).hexdigest()), a.body.decode())

    def test_body_limits(self):
        exact = b"a=" + b"x" * (FORM_LIMIT - 2)
        self.same("POST", "/", headers=FORM, body=exact)
        self.same("POST", "/", headers=FORM, body=exact + b"x", status=413)
        self.same("POST", "/upload", headers=FORM, body=b"x" * (UPLOAD_LIMIT + 1), status=413)
        headers, frame = multipart((("f", "a.pdf", b""),))
        headers, body = multipart((("f", "a.pdf", b"x" * (UPLOAD_LIMIT - len(frame))),))
        self.assertEqual(len(body), UPLOAD_LIMIT)
        self.same("POST", "/upload", headers=headers, body=body)

    def test_big_answers(self):
        for n in (0, 1, 3999, 4000, 4001, *range(7400, 8101, 50), 65000, *range(65100, 65536, 29), 65535,
                  65536, 131070, 5 << 20):
            self.assertEqual(len(self.same("GET", "/big/%d" % n).body), n)

    def test_stored_files(self):
        a = self.same("GET", "/file/stored")
        self.assertTrue(a.body.startswith(b"%PDF-1.7"))
        self.assertEqual(a.header("content-security-policy"), "sandbox; default-src 'none'")
        self.assertIn("filename*=UTF-8''%E8%AF%81%E7%85%A7.pdf", a.header("content-disposition"))
        self.assertEqual(self.same("HEAD", "/file/stored").header("content-length"),
                         str(len(a.body)))
        self.same("GET", "/file/lost", status=500)

    def test_streams(self):
        for n in (0, 16, 99999, 100000, 100001, 65535 * 16, 5 << 20):
            answers = [d.request("GET", "/stream/%d" % n) for d in self.doors]
            for door, a in zip(self.doors, answers):
                self.assertEqual((a.status, len(a.body), a.body), (200, n, answers[0].body), (door.name, n))
                self.assertIn("filename*=UTF-8''%E6%B5%81.txt", a.header("content-disposition"))
                self.assertEqual(a.header("content-security-policy"), "sandbox; default-src 'none'")
        self.assertEqual(self.same("HEAD", "/stream/100000").body, b"")
        self.same("GET", "/stream/x", status=404)
        # What fails before the first byte is a page that says so.
        self.same("GET", "/stream/100000-100000", status=500)

    def test_a_stream_that_breaks_off_is_not_taken_for_whole(self):
        for door in self.doors[:2]:
            with self.assertRaises((http.client.IncompleteRead, ConnectionError), msg=door.name):
                door.request("GET", "/stream/800000-200000")
        self.assertEqual(self.doors[2].request("GET", "/stream/800000-200000").status, 500)

    def test_client_address(self):
        self.assertEqual(self.same("GET", "/ip").body, b"127.0.0.1")
        spoofed = (("X-Forwarded-For", "10.0.0.1"), ("X-Real-IP", "10.0.0.1"),
                   ("Forwarded", "for=10.0.0.1"), ("Proxy", "http://evil.example"))
        self.assertEqual(self.same("GET", "/ip", headers=spoofed).body, b"127.0.0.1")

    def test_hosts(self):
        self.same("GET", "/", host="a.example:8080")
        self.same("GET", "/", host="[::1]:8080")
        for door in self.doors:
            self.assertEqual(door.request("GET", "/", host="a b").status, 400, door.name)
            self.assertEqual(door.request("GET", "/", host="").status, 400, door.name)


# What the table leaves to the program, decided: status, or 0 for a connection closed without one.
DECIDED = {
    "H13": {0, 408}, "H15": {200, 400}, "H51": {415, 417}, "H61": {200, 431}, "H53": {200}, "H57": {400, 404},
    "H59": {404}, "H75": {200, 400}, "H83": {200}, "H85": {200}, "H87": {200}, "H89": {200},
    "H91": {200}, "H95": {200}, "H103": {200, 400}, "H105": {200}, "H107": {200},
    # libmicrohttpd 0.9.75 takes a header without a name for the end of the head (nginx refuses it)
    "H19": {200, 400}, "H69": {404, 416}, "H39": {0, 400, 431}, "H23": {0, 400}, "H21": {0, 400}, "H41": {0, 400},
}


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = folder()
        cls.doors = [Own(cls.dir.name), Fcgi(cls.dir.name)]
        with open(os.path.join(ROOT, "tests/data/http/requests.csv"), encoding="utf-8") as f:
            cls.rows = list(csv.DictReader(f))

    @classmethod
    def tearDownClass(cls):
        codes = [d.stop() for d in cls.doors]
        cls.dir.cleanup()
        assert codes == [0, 0], codes

    def allowed(self, row):
        if row["id"] in DECIDED:
            return DECIDED[row["id"]]
        found = {int(n) for n in re.findall(r"\b[2-5]\d\d\b", row["expected"])}
        if "close" in row["expected"]:
            found.add(0)
        self.assertTrue(found, row)
        return found

    def answers(self, door):
        for row in self.rows:
            if row["id"] == "H13":
                continue  # has a test of its own: it waits
            raw = json.loads(row["raw_json"]).encode("utf-8", "surrogatepass")
            yield row, door.raw(raw)

    def test_own_server(self):
        for row, got in self.answers(self.doors[0]):
            self.assertIsNotNone(got, "hangs: " + row["id"])
            status = int(got[9:12]) if got.startswith(b"HTTP/1.") else 0
            with self.subTest(row["id"] + " " + row["name"]):
                self.assertIn(status, self.allowed(row), got[:200])
            self.check(row["id"], got)

    def check(self, name, got):
        if name == "H53":
            self.assertEqual(len(re.findall(rb"HTTP/1\.1 200", got)), 2)
        if name == "H85":
            self.assertIn("f file 企业.pdf".encode(), got)
        if name == "H83":
            self.assertIn(b"f file a.pdf", got)
        if name == "H95":
            self.assertIn(hashlib.sha256(b"JVBERi0=").hexdigest().encode(), got)

    def test_behind_nginx(self):
        # nginx answers the malformed ones itself; whatever reaches us is answered, nothing hangs.
        for row, got in self.answers(self.doors[1]):
            self.assertIsNotNone(got, "hangs: " + row["id"])
            status = int(got[9:12]) if got.startswith(b"HTTP/1.") else 0
            self.assertNotIn(status, (500, 502, 504), (row["id"], got[:300]))

    def test_conflicting_lengths(self):
        own = self.doors[0]
        head = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
        got = own.raw(head + b"Content-Length: 3\r\n\r\n0\r\n\r\n")
        self.assertTrue(got.startswith(b"HTTP/1.1 400"), got[:100])
        got = own.raw(head + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
                      b"3\r\na=1\r\n0\r\n\r\n")
        self.assertTrue(got.startswith(b"HTTP/1.1 200"), got[:100])
        self.assertIn(b"\na 1 ", got)

    def test_chunked_over_the_limit(self):
        chunk = b"100000\r\n" + b"x" * (1 << 20) + b"\r\n"
        head = b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        got = self.doors[0].raw(head + chunk * 3 + b"0\r\n\r\n")
        self.assertTrue(got in (b"", None) or got.startswith(b"HTTP/1.1 413"), got[:100])
        self.assertEqual(self.doors[0].request("GET", "/").status, 200)


class BadGuests(unittest.TestCase):
    def setUp(self):
        self.dir = folder()
        self.addCleanup(self.dir.cleanup)

    def test_trickling_head_is_cut(self):
        own = Own(self.dir.name, ECHO_HEAD_MS="1500")
        start = time.monotonic()
        with socket.create_connection(("127.0.0.1", own.port), timeout=10) as s:
            s.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n")
            try:
                while time.monotonic() - start < 8:
                    s.sendall(b"X")
                    time.sleep(0.2)
            except OSError:
                pass
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(own.request("GET", "/").status, 200)
        self.assertEqual(own.stop(), 0)

    def test_short_body_is_no_request(self):
        own = Own(self.dir.name)
        with socket.create_connection(("127.0.0.1", own.port), timeout=30) as s:
            s.sendall(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc")
            s.shutdown(socket.SHUT_WR)
            self.assertNotIn(b" 200 ", s.recv(4096))
        self.assertEqual(own.stop(), 0)
        env = {"ECHO_DIR": self.dir.name, "REQUEST_METHOD": "POST", "REQUEST_URI": "/",
               "HTTP_HOST": "h", "CONTENT_LENGTH": "10"}
        p = subprocess.run([ECHO, "cgi"], env=env, input=b"abc", capture_output=True)
        self.assertTrue(p.stdout.startswith(b"Status: 400 "), p.stdout[:100])

    def test_silent_fastcgi_peers_stop_nobody(self):
        door = Fcgi(self.dir.name, workers=4)
        silent = []
        for _ in range(3):
            s = socket.socket(socket.AF_UNIX)
            s.connect(door.socket)
            s.send(b"\x01\x01\x00\x01\x00\x08\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00")
            silent.append(s)
        start = time.monotonic()
        for _ in range(20):
            self.assertEqual(door.request("GET", "/").status, 200)
        self.assertLess(time.monotonic() - start, 4)
        # and they do not keep the program from ending
        self.assertEqual(door.stop(), 0)
        for s in silent:
            s.close()

    def test_a_peer_that_leaves_ends_the_work(self):
        for door in (Own(self.dir.name), Fcgi(self.dir.name)):
            log = os.path.join(self.dir.name, "streams")
            with socket.create_connection(("127.0.0.1", door.port), timeout=10) as s:
                s.sendall(b"GET /stream/40000000000 HTTP/1.1\r\nHost: h\r\n\r\n")
                self.assertIn(b" 200 ", s.recv(4096))
            self.assertTrue(wait_until(lambda: os.path.exists(log) and os.path.getsize(log)), door.name)
            with open(log, encoding="ascii") as f:
                self.assertGreater(int(f.read().split()[0]), 30000000000, door.name)
            os.unlink(log)
            self.assertEqual(door.stop(), 0)

    def stops_gracefully(self, door, sig):
        result = []
        t = threading.Thread(target=lambda: result.append(door.request("GET", "/slow/1500")))
        t.start()
        time.sleep(0.5)
        door.process.child.send_signal(sig)
        t.join()
        self.assertEqual((result[0].status, result[0].body), (200, b"slept"))
        self.assertEqual(door.stop(), 0)

    def test_requests_under_way_are_finished(self):
        self.stops_gracefully(Own(self.dir.name), signal.SIGTERM)
        self.stops_gracefully(Fcgi(self.dir.name), signal.SIGINT)

    def test_idle_connections_do_not_delay_the_end(self):
        own = Own(self.dir.name)
        idle = [socket.create_connection(("127.0.0.1", own.port)) for _ in range(20)]
        start = time.monotonic()
        self.assertEqual(own.stop(), 0)
        self.assertLess(time.monotonic() - start, 3)
        for s in idle:
            s.close()

    def test_sockets(self):
        door = Fcgi(self.dir.name)
        self.assertEqual(os.stat(door.socket).st_mode & 0o777, 0o660)
        second = subprocess.run([ECHO, "fcgi", door.socket, "1"], capture_output=True, timeout=10,
                                env={"ECHO_DIR": self.dir.name})
        self.assertEqual(second.returncode, 1)
        self.assertIn(b"busy", second.stderr)
        self.assertEqual(door.request("GET", "/").status, 200)
        door.process.child.kill()  # leaves its socket behind
        door.process.child.wait()
        third = Process([ECHO, "fcgi", door.socket, "1"], {"ECHO_DIR": self.dir.name},
                        lambda: connects(door.socket))
        self.assertEqual(door.request("GET", "/").status, 200)
        self.assertEqual(third.stop(), 0)
        self.assertFalse(os.path.exists(door.socket))
        door.nginx.stop(signal.SIGQUIT)

    def test_inherited_socket(self):
        path = os.path.join(self.dir.name, "given.sock")
        with socket.socket(socket.AF_UNIX) as s:
            s.bind(path)
            s.listen(5)
            code = "import os,sys; os.dup2(int(sys.argv[1]),3); " \
                   "os.environ['LISTEN_PID']=str(os.getpid()); os.environ['LISTEN_FDS']='1'; " \
                   "os.execv(sys.argv[2],[sys.argv[2],'fcgi-inherited'])"
            p = subprocess.Popen([sys.executable, "-c", code, str(s.fileno()), ECHO],
                                 pass_fds=(s.fileno(),), stderr=subprocess.PIPE,
                                 env={**os.environ, "ECHO_DIR": self.dir.name})
            wait_until(lambda: connects(path), 5)
            time.sleep(0.3)
            p.send_signal(signal.SIGTERM)
            err = p.communicate(timeout=15)[1]
            self.assertEqual(p.returncode, 0, err)
            self.assertIn(b"fd 3", err)

    def test_port_in_use(self):
        own = Own(self.dir.name)
        p = subprocess.run([ECHO, "serve", "127.0.0.1:%d" % own.port], capture_output=True,
                           timeout=10, env={"ECHO_DIR": self.dir.name})
        self.assertEqual(p.returncode, 1)
        self.assertIn(b"Address already in use", p.stderr)
        for bad in ("nowhere", "127.0.0.1", "999.1.1.1:80", ":80", "127.0.0.1:x"):
            p = subprocess.run([ECHO, "serve", bad], capture_output=True, timeout=10,
                               env={"ECHO_DIR": self.dir.name})
            self.assertEqual(p.returncode, 1, bad)
        self.assertEqual(own.stop(), 0)

    def test_many_at_once(self):
        for door in (Own(self.dir.name), Fcgi(self.dir.name)):
            bad = []

            def work(n, door=door, bad=bad):
                for i in range(40):
                    a = door.request("GET", "/echo/%d-%d" % (n, i))
                    if a.status != 200 or ("/echo/%d-%d\n" % (n, i)).encode() not in a.body:
                        bad.append((a.status, a.body[:100]))

            threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
            self.assertEqual(bad, [], door.name)
            self.assertEqual(door.stop(), 0)

    def test_files_by_nginx(self):
        door = Fcgi(self.dir.name, ECHO_ACCEL="/_files/")
        a = door.request("GET", "/file/stored")
        self.assertEqual((a.status, a.body[:8]), (200, b"%PDF-1.7"))
        self.assertEqual(a.header("content-security-policy"), "sandbox; default-src 'none'")
        self.assertIsNone(a.header("x-accel-redirect"))
        self.assertEqual(door.request("GET", "/_files/aa/stored").status, 404)
        self.assertEqual(door.stop(), 0)


if __name__ == "__main__":
    if not os.path.exists(ECHO):
        subprocess.run(["make", "-s", os.path.relpath(ECHO, ROOT)], cwd=ROOT, check=True)
    if not NGINX:
        sys.exit("nginx is missing")
    result = unittest.main(argv=sys.argv[:1], exit=False, warnings="ignore").result
    wrong = len(result.failures) + len(result.errors)
    print("%d passed, %d failed" % (max(result.testsRun - wrong, 0), wrong))
    sys.exit(1 if wrong else 0)
