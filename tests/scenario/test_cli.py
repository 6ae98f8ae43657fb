#!/usr/bin/env python3
"""Commands around the database: init, user; and what production mode refuses.

usage: test_cli.py [PATH_TO_TIDU] [NAME …]
"""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import PASSWORD, TIDU, Browser, Site, free_port, run  # noqa: E402


def tidu(*args, stdin=""):
    return subprocess.run([TIDU, *args], input=stdin, capture_output=True, text=True, timeout=120)


class Production(Site):
    """A site that serves with mode = production: no fixed clock."""

    def __init__(self, directory, db):
        self.dir, self.path, self.process = directory, db, None
        self.config = os.path.join(directory, "production.conf")
        with open(self.config, "w", encoding="utf-8") as f:
            f.write("mode = production\n")

    def start(self):
        self.port = free_port()
        self.log = open(os.path.join(self.dir, "serve.log"), "ab")
        self.process = subprocess.Popen([TIDU, "serve", "--db", self.path, "--config", self.config,
                                         "--listen", f"127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log)
        for _ in range(100):
            try:
                Browser(self).get("/login")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.log_text())


class Cli:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="tidu-cli-")
        self.db = os.path.join(self.dir, "t.db")

    def __del__(self):
        shutil.rmtree(self.dir, ignore_errors=True)

    def sql(self, text, *args):
        db = sqlite3.connect(self.db)
        try:
            rows = db.execute(text, args).fetchall()
            db.commit()
            return rows
        finally:
            db.close()

    def user(self, *args, stdin=""):
        return tidu("user", *args, "--db", self.db, stdin=stdin)

    def test_nothing_works_before_init_and_says_what_to_do(self):
        for command in (["user", "list"], ["check"]):
            r = tidu(*command, "--db", self.db)
            assert r.returncode == 1 and "建立数据库" in r.stderr, (command, r.stderr)
        assert not os.path.exists(self.db)

    def test_init_twice_changes_nothing(self):
        r = tidu("init", "--db", self.db)
        assert r.returncode == 0 and r.stderr == "", r.stderr
        before = self.sql("SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM agency), (SELECT value FROM secret)")
        r = tidu("init", "--db", self.db)
        assert r.returncode == 0 and "已经存在" in r.stderr
        assert self.sql("SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM agency), (SELECT value FROM secret)") == before
        other = os.path.join(self.dir, "other.db")
        with open(other, "wb") as f:
            f.write(b"SQLite format 3\0" + b"no" * 100)
        assert tidu("init", "--db", other).returncode != 0

    def test_users_from_the_command_line(self):
        r = self.user("add", "root-one", "--role", "admin", "--name", "管理员", "--password-stdin", stdin=PASSWORD + "\n")
        assert r.returncode == 0 and r.stdout == "", r.stderr
        r = self.user("add", "zhang-one", "--role", "county", "--name", "张一", "--agency", "miit-130102")
        assert r.returncode == 0 and len(r.stdout.strip()) == 14, "a password is made and printed once"
        assert self.sql("SELECT must_change FROM account WHERE login = 'zhang-one'") == [(1,)]
        for args, why in ((["add", "Ab", "--role", "admin", "--name", "某某"], "登录名由"),
                          (["add", "root-one", "--role", "admin", "--name", "某某"], "已被使用"),
                          (["add", "city-one", "--role", "city", "--name", "某某", "--agency", "miit-130102"], "层级"),
                          (["add", "city-one", "--role", "city", "--name", "某某", "--agency", "nosuch"], "没有找到"),
                          (["add", "city-one", "--role", "city", "--name", "某某"], "层级"),
                          (["add", "firm-one", "--role", "filler", "--name", "某某", "--enterprise", "91"], "没有找到"),
                          (["disable", "nobody"], "没有这个账号"), (["password", "nobody"], "没有这个账号"),
                          (["disable", "root-one"], "最后一个")):
            r = self.user(*args)
            assert r.returncode == 1 and why in r.stderr and r.stdout == "", (args, r.stdout, r.stderr)
        r = self.user("add", "weak-one", "--role", "admin", "--name", "某某", "--password-stdin", stdin="short\n")
        assert r.returncode == 1 and "至少 10 个字符" in r.stderr
        assert self.user("add", "x").returncode == 2 and self.user("frobnicate").returncode == 2
        assert self.user("add", "x", "--role", "emperor", "--name", "x").returncode == 2
        assert self.user("disable", "ZHANG-ONE").returncode == 0
        assert "zhang-one\tcounty\t张一\t长安区工业和信息化局\t停用\t-" in self.user("list").stdout
        assert self.user("enable", "zhang-one").returncode == 0
        assert self.sql("SELECT epoch FROM account WHERE login = 'zhang-one'") == [(3,)]
        assert PASSWORD not in open(self.db, "rb").read().decode("latin-1")

    def test_production_refuses_a_moved_clock(self):
        config = os.path.join(self.dir, "p.conf")
        with open(config, "w", encoding="utf-8") as f:
            f.write("mode = production\n")
        for command in (["serve", "--listen", "127.0.0.1:1"], ["user", "list"], ["init"], ["tick"]):
            r = tidu(*command, "--db", self.db, "--config", config, "--now", "2023-02-01T09:00:00+08:00")
            assert r.returncode == 1 and "--now" in r.stderr, (command, r.stderr)

    def test_production_refuses_accounts_of_the_demonstration(self):
        r = self.user("add", "demo-like", "--role", "admin", "--name", "演示", "--password-stdin", stdin=PASSWORD + "\n")
        assert r.returncode == 0
        rehearsal = Site.__new__(Site)
        rehearsal.dir, rehearsal.path, rehearsal.process, rehearsal.config = self.dir, self.db, None, None
        rehearsal.now = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
        rehearsal.start()
        b = rehearsal.browser("demo-like")
        assert b.get("/a").status == 200 and "演示环境" in b.get("/a").text
        rehearsal.stop()
        self.sql("UPDATE account SET demo = 1 WHERE login = 'demo-like'")
        site = Production(self.dir, self.db)
        site.start()
        try:
            b.site = site
            assert b.get("/a", follow=False).status == 303, "a session of the rehearsal is none here"
            b = Browser(site)
            page = b.get("/login")
            assert "演示" not in page.text and b.get("/styleguide").status == 404
            page = b.submit(page, "/login", {"login": "demo-like", "password": PASSWORD})
            assert page.status == 422 and "演示账号不能在正式环境使用" in page.text
            page = b.submit(page, "/login", {"login": "root-one", "password": PASSWORD})
            assert page.url == "/a", page.words[:300]
        finally:
            site.stop()

    def test_only_one_process_holds_the_database(self):
        site = Site.__new__(Site)
        site.dir, site.path, site.process, site.config = self.dir, self.db, None, None
        site.now = "2023-02-01T09:00:00+08:00"
        site.start()
        try:
            r = self.user("list")
            assert r.returncode == 3 and "另一个进程" in r.stderr
        finally:
            site.stop()


if __name__ == "__main__":
    run(Cli)
