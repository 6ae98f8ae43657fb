"""What scenario tests share: the real program on a scratch database, driven over HTTP.

    site = Site(now="2023-02-01T09:00:00+08:00")     init + serve; site.db is an sqlite3 connection of our own
    b = site.browser("login", "password")            signs in through /login
    page = b.get("/e")                               follows redirects; page.status, page.url, page.text
    page = b.submit(page, "/e/start", {...})         the form of the page whose action ends so, with all its fields
    b.upload(page, action, "file", [("a.pdf", b"…")], {"act": "add"})
    site.at("2023-02-27T23:59:59.999+08:00")         restarts the server with another clock, same database

Tests are methods of a class given to run(); the last line printed is `N passed, N failed`.
"""
import datetime
import hashlib
import html
import html.parser
import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TIDU = sys.argv[1] if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else os.environ.get(
    "TIDU", os.path.join(ROOT, "build", "tidu"))
PASSWORD = "ceshi-Mima-2023"
FAR = 253402271999999  # ms: the year 9999


def instant(text):
    """ms UTC of an RFC 3339 time."""
    return round(datetime.datetime.fromisoformat(text).timestamp() * 1000)


def uscc(division, serial):
    """A credit code with the right check character; T in the tenth place marks ours."""
    chars = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91" + division + f"MA0T{serial:05d}"
    weights = [3 ** i % 31 for i in range(17)]
    return body + chars[(31 - sum(chars.index(c) * w for c, w in zip(body, weights)) % 31) % 31]


# --- pages -------------------------------------------------------------------------------------
class Form:
    def __init__(self, attrs):
        self.action = attrs.get("action") or ""
        self.method = (attrs.get("method") or "get").lower()
        self.multipart = attrs.get("enctype") == "multipart/form-data"
        self.fields = []   # (name, value) as a browser would send them untouched
        self.names = set() # every control's name
        self.buttons = []  # (name, value, text)
        self.options = {}  # select or radio name -> values
        self.readonly = set()


class FormParser(html.parser.HTMLParser):
    """Forms with the values that a browser would send."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms, self.form = [], None
        self.select = self.area = self.button = None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.form = Form(a)
            self.forms.append(self.form)
        if self.form is None:
            return
        name = a.get("name")
        if name and tag in ("input", "select", "textarea"):
            self.form.names.add(name)
            if "readonly" in a:
                self.form.readonly.add(name)
        if tag == "input" and name:
            kind = a.get("type", "text")
            if kind in ("checkbox", "radio"):
                self.form.options.setdefault(name, []).append(a.get("value", "on"))
                if "checked" in a:
                    self.form.fields.append((name, a.get("value", "on")))
            elif kind not in ("file", "submit", "button"):
                self.form.fields.append((name, a.get("value", "")))
        elif tag == "select" and name:
            self.select = [name, None, None]
            self.form.options.setdefault(name, [])
        elif tag == "option" and self.select:
            value = a.get("value", "")
            self.form.options[self.select[0]].append(value)
            if self.select[1] is None:
                self.select[1] = value
            if "selected" in a:
                self.select[2] = value
        elif tag == "textarea" and name:
            self.area = [name, ""]
        elif tag == "button":
            self.button = [a.get("name"), a.get("value", ""), ""]

    def handle_data(self, data):
        if self.area:
            self.area[1] += data
        if self.button:
            self.button[2] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif self.form is None:
            return
        elif tag == "select" and self.select:
            value = self.select[2] if self.select[2] is not None else self.select[1]
            if value is not None:
                self.form.fields.append((self.select[0], value))
            self.select = None
        elif tag == "textarea" and self.area:
            self.form.fields.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "button" and self.button:
            self.form.buttons.append(tuple(self.button))
            self.button = None


class Page:
    def __init__(self, status, headers, body, url):
        self.status, self.headers, self.body, self.url = status, headers, body, url

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def words(self):
        """What a person reads: tags out, blanks squeezed."""
        t = re.sub(r"<(script|style)\b.*?</\1>", " ", self.text, flags=re.S)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", t))).strip()

    @property
    def forms(self):
        p = FormParser()
        p.feed(self.text)
        return p.forms

    def form(self, action):
        """The form whose action ends with `action`."""
        for f in self.forms:
            if f.action == action or f.action.endswith(action):
                return f
        raise AssertionError(f"no form …{action} on {self.url} ({self.status}); "
                             f"there are {[f.action for f in self.forms]}")

    def has_form(self, action):
        return any(f.action.endswith(action) for f in self.forms)

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    def links(self):
        return [html.unescape(h) for h in re.findall(r'href="([^"]*)"', self.text)]


# --- a person with a browser -------------------------------------------------------------------
class Browser:
    def __init__(self, site):
        self.site, self.cookies = site, {}

    def request(self, method, path, body=None, headers=None):
        """One request, no redirects followed."""
        h = {"Host": f"127.0.0.1:{self.site.port}"}
        if self.cookies:
            h["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if method == "POST":
            h["Origin"] = f"http://127.0.0.1:{self.site.port}"
        h.update(headers or {})
        c = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        try:
            c.request(method, path, body=body, headers=h)
            r = c.getresponse()
            page = Page(r.status, r.getheaders(), r.read(), path)
        finally:
            c.close()
        for k, v in page.headers:
            if k.lower() == "set-cookie":
                name, value = v.split(";")[0].split("=", 1)
                if value == "" or "max-age=0" in v.lower():
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = value
        return page

    def follow(self, page, hops=8):
        while page.status in (301, 302, 303, 307) and hops:
            page = self.request("GET", page.header("Location").split("#")[0])
            hops -= 1
        return page

    def get(self, path, follow=True):
        page = self.request("GET", path)
        return self.follow(page) if follow else page

    def post(self, path, fields, follow=True, headers=None):
        body = urllib.parse.urlencode(list(fields.items()) if isinstance(fields, dict) else fields)
        h = {"Content-Type": "application/x-www-form-urlencoded"}
        h.update(headers or {})
        page = self.request("POST", path, body.encode(), h)
        return self.follow(page) if follow else page

    @staticmethod
    def filled(form, values=None, button=None):
        """What the browser would send with these values typed: a list value is several boxes,
        None leaves the field out."""
        values = dict(values or {})
        fields = [(n, v) for n, v in form.fields if n not in values]
        for n, v in values.items():
            if isinstance(v, (list, tuple)):
                fields += [(n, x) for x in v]
            elif v is not None:
                fields.append((n, v))
        if button:
            fields.append(button)
        return fields

    def submit(self, page, action, values=None, button=None, follow=True):
        form = page.form(action)
        return self.post(form.action.split("#")[0], self.filled(form, values, button), follow)

    def upload(self, page, action, name, files, values=None, follow=True):
        """files: (filename, bytes) or (filename, bytes, type)."""
        form = page.form(action)
        mark = "----tidu" + os.urandom(8).hex()
        out = b""
        for n, v in self.filled(form, values):
            out += f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode()
        for f in files:
            kind = f[2] if len(f) > 2 else "application/octet-stream"
            out += (f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{f[0]}"\r\n'
                    f"Content-Type: {kind}\r\n\r\n").encode() + f[1] + b"\r\n"
        out += f"--{mark}--\r\n".encode()
        page = self.request("POST", form.action.split("#")[0], out,
                            {"Content-Type": f"multipart/form-data; boundary={mark}"})
        return self.follow(page) if follow else page

    def sign_in(self, login, password=PASSWORD):
        page = self.get("/login")
        form = page.form("/login")
        names = [n for n, _ in form.fields if not n.startswith("_")]
        secret = next(n for n in names if "pass" in n)
        user = next(n for n in names if n in ("login", "user", "name", "account"))
        page = self.submit(page, "/login", {user: login, secret: password})
        assert page.status == 200 and "/logout" in page.text, f"{login} cannot sign in: {page.words[:300]}"
        return self


# --- the program -------------------------------------------------------------------------------
def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Site:
    """The program on a database of its own, with a clock that stands still."""

    def __init__(self, now="2023-02-01T09:00:00+08:00", config=None):
        self.dir = tempfile.mkdtemp(prefix="tidu-")
        self.path = os.path.join(self.dir, "t.db")
        self.now, self.process, self.port = now, None, None
        self.config = None
        if config:
            self.config = os.path.join(self.dir, "tidu.conf")
            with open(self.config, "w", encoding="utf-8") as f:
                f.write(config)
        self.run("init")
        self.start()

    def run(self, command, *args, stdin="", ok=True, timed=True):
        """A command of the program; the server must not run while it writes."""
        line = [TIDU, command, *args, "--db", self.path]
        if timed and command not in ("init",):
            line += ["--now", self.now]
        if self.config:
            line += ["--config", self.config]
        r = subprocess.run(line, input=stdin, capture_output=True, text=True, timeout=120)
        if ok and r.returncode != 0:
            raise AssertionError(f"{' '.join(line)}: exit {r.returncode}\n{r.stdout}{r.stderr}")
        return r

    def start(self):
        self.port = free_port()
        line = [TIDU, "serve", "--db", self.path, "--listen", f"127.0.0.1:{self.port}", "--now", self.now]
        if self.config:
            line += ["--config", self.config]
        self.log = open(os.path.join(self.dir, "serve.log"), "ab")
        self.process = subprocess.Popen(line, stdout=self.log, stderr=self.log)
        for _ in range(200):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not start:\n" + self.log_text())

    def log_text(self):
        with open(os.path.join(self.dir, "serve.log"), encoding="utf-8", errors="replace") as f:
            return f.read()[-4000:]

    def stop(self, how=signal.SIGTERM):
        if self.process:
            self.process.send_signal(how)
            self.process.wait(20)
            self.log.close()
            self.process = None

    def at(self, now):
        """Another time: the server starts again on the same database."""
        self.stop()
        self.now = now
        self.start()

    def offline(self, command, *args, **more):
        """A command while the server stands still."""
        self.stop()
        try:
            return self.run(command, *args, **more)
        finally:
            self.start()

    def close(self):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    # -- the database as an auditor sees it
    def sql(self, text, *args):
        db = sqlite3.connect(self.path, timeout=10)
        try:
            rows = db.execute(text, args).fetchall()
            db.commit()
            return rows
        finally:
            db.close()

    def one(self, text, *args):
        rows = self.sql(text, *args)
        return rows[0][0] if rows else None

    # -- people and things that a test needs and is not about; what it is about goes through the pages
    def quiet(self, work):
        """Runs `work` while the server stands still: nobody else holds the database."""
        self.stop()
        try:
            return work()
        finally:
            self.start()

    def insert(self, table, **values):
        """A row; returns its number."""
        db = sqlite3.connect(self.path, timeout=10)
        try:
            names = ", ".join(values)
            marks = ", ".join("?" * len(values))
            n = db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values())).lastrowid
            db.commit()
            return n
        finally:
            db.close()

    def new_enterprise(self, name, serial, division="130102", identity="verified"):
        """An enterprise with its bodies; returns its number. Who is verified at once never registered by itself."""
        area = {level: agency for level, agency in self.sql(
            "SELECT level, agency_id FROM agency_area WHERE line = 'miit' AND division_code = ?", division)}
        city = area.get("city")
        province = self.one("SELECT parent_id FROM agency WHERE id = ?", city)
        return self.insert("enterprise", public_id=f"ent-{serial}", uscc=uscc(division, serial), name=name,
                           division_code=division, county_agency_id=area.get("county"), city_agency_id=city,
                           province_agency_id=province, identity=identity, source="demo" if identity == "verified" else "register",
                           created_at=0, updated_at=0)

    def new_account(self, login, role, name, enterprise=None, agency=None):
        return self.insert("account", login=login, role=role, name=name, password="", enterprise_id=enterprise,
                           agency_id=agency, created_at=0)

    def session(self, account):
        """A browser that is signed in as this account, without the sign-in page."""
        token = secrets.token_urlsafe(32)
        self.insert("session", token_hash=hashlib.sha256(token.encode()).hexdigest(), account_id=account,
                    epoch=self.one("SELECT epoch FROM account WHERE id = ?", account),
                    csrf_secret=secrets.token_urlsafe(32), created_at=0, seen_at=FAR, expires_at=FAR)
        b = Browser(self)
        b.cookies["sid"] = token
        return b

    def new_batch(self, year=2023, no=1, opens="2023-01-13", deadline="2023-02-27", edition="hebei-innovative-2023"):
        """The batch of the procedure's calendar, open; the one that is there when it is there."""
        known = self.one("SELECT id FROM batch WHERE edition = ? AND year = ? AND no = ?", edition, year, no)
        ends = instant(deadline + "T00:00:00+08:00") + 86400000
        if known:
            self.sql("UPDATE batch SET state = 'open', opens_on = ?, filing_ends_at = ?, city_deadline = ?, city_ends_at = ? "
                     "WHERE id = ?", opens, ends, deadline, ends, known)
            return known
        return self.insert("batch", edition=edition, year=year, no=no, title=f"{year}年第{'一二三四'[no - 1]}批", opens_on=opens,
                           filing_ends_at=ends, city_deadline=deadline, city_ends_at=ends, state="open",
                           province_agency_id=self.one("SELECT id FROM agency WHERE code = 'miit-130000'"), created_at=0)

    # -- people
    def browser(self, login=None, password=PASSWORD):
        b = Browser(self)
        return b.sign_in(login, password) if login else b

    def add_user(self, login, role, name, agency=None, uscc=None):
        """Through `tidu user add`; the server is stopped for it (one holder of the database)."""
        args = ["add", login, "--role", role, "--name", name]
        if agency:
            args += ["--agency", agency]
        if uscc:
            args += ["--enterprise", uscc]
        return self.offline("user", *args, "--password-stdin", stdin=PASSWORD + "\n")


# --- what an enterprise lists; facts are counted from it --------------------------------------------
def list_item(b, listing, kind, **values):
    """One item of /e/ip or /e/honours: list_item(b, "ip", "invention", title=…, granted_on=…)."""
    more = {"title": "测试项目", "related": "1", "applied": "1", "obtained": "own"} if listing == "ip" else {"title": "测试项目"}
    page = b.get(f"/e/{listing}/new?kind={kind}")
    names = {n for n, _ in page.form(f"/new?kind={kind}").fields} | {"related", "applied", "obtained"}
    more.update(values)
    more = {k: v for k, v in more.items() if k in names or k in values}
    return b.upload(page, f"/new?kind={kind}", "file", [], more)


def list_usual(b, hightech_until=None):
    """What most scenarios need: an invention of its own that is applied, and no honours (or a certificate)."""
    list_item(b, "ip", "invention", title="一种叶轮", number="ZL201810000001.X", granted_on="2018-05-06", rank="1")
    if hightech_until:
        list_item(b, "honours", "hightech", title="高新技术企业", number="GR000001", granted_on="2021-11-01",
                  valid_until=hightech_until)
    else:
        list_none(b, "honours")


def list_none(b, listing):
    """我单位没有…"""
    return b.submit(b.get(f"/e/{listing}"), f"/e/{listing}", button=("act", "none"))


def list_year(b, year, projects=(), quarters=None):
    """projects: (name, expense); quarters: four times (staff begin, end, tech begin, end)."""
    path = f"/e/projects/{year}"
    for name, expense in projects:
        b.post(path, [*csrf(b, path), ("name", name), ("expense", expense), ("act", "project")])
    if quarters:
        words = ("staff-begin", "staff-end", "tech-begin", "tech-end")
        b.post(path, csrf(b, path) + [(f"q{q + 1}-{w}", str(v)) for q, row in enumerate(quarters) for w, v in zip(words, row)]
               + [("act", "quarters")])


def csrf(b, path):
    """The two tokens of a form of this page."""
    f = next(f for f in b.get(path).forms if any(n == "_once" for n, _ in f.fields))
    return [(n, v) for n, v in f.fields if n in ("_csrf", "_once")]


# --- sample material ---------------------------------------------------------------------------
def pdf(text="sample"):
    """A small PDF that is one."""
    body = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "
            b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"]
    stream = b"BT /F 12 Tf 10 50 Td (" + text.encode("ascii", "replace") + b") Tj ET"
    body.append(b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for i, b in enumerate(body, 1):
        offsets.append(len(out))
        out += str(i).encode() + b" 0 obj\n" + b + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n" + str(start).encode() + b"\n%%EOF\n"


# --- running -----------------------------------------------------------------------------------
def run(*classes):
    """Every method whose name begins with an obligation (A2_, L5_ …) or test_; names on the command
    line choose among them."""
    wanted = [a for a in sys.argv[2:] if not a.startswith("-")]
    passed = failed = 0
    for cls in classes:
        names = [n for n in dir(cls) if re.match(r"(test_|[A-Z]{1,2}\d+_)", n)]
        names.sort(key=lambda n: getattr(cls, n).__code__.co_firstlineno)
        case = None
        try:
            for n in names:
                if wanted and not any(w in n for w in wanted):
                    continue
                try:
                    case = case or cls()
                    getattr(case, n)()
                    passed += 1
                    print(f"ok   {cls.__name__}.{n}", flush=True)
                except Exception:  # noqa: BLE001 - a test reports whatever went wrong
                    failed += 1
                    print(f"FAIL {cls.__name__}.{n}\n{traceback.format_exc()}", flush=True)
        finally:
            if case and getattr(case, "site", None):
                if failed:
                    print(case.site.log_text(), flush=True)
                case.site.close()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
