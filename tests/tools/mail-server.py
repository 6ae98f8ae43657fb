#!/usr/bin/python3
"""A mail server for tests (aiosmtpd): every letter it takes becomes a file, and it answers as FOLDER/rules.json says.

usage: mail-server.py PORT FOLDER [--tls implicit|starttls --cert FILE --key FILE] [--user NAME --password WORD]
rules.json: {"rcpt": {"a@b.cn": "451 4.2.1 later"}, "data": {...}, "mail": "550 no"}; read at each command.
"""
import argparse
import email
import email.policy
import json
import os
import ssl
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Handler:
    def __init__(self, folder):
        self.folder, self.n = folder, 0

    def rule(self, what, key=None):
        try:
            with open(os.path.join(self.folder, "rules.json"), encoding="utf-8") as f:
                rules = json.load(f)
        except FileNotFoundError:
            return None
        found = rules.get(what)
        return found.get(key) if isinstance(found, dict) else found

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self.rule("mail")
        if answer:
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.rule("rcpt", address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.rule("data", envelope.rcpt_tos[0])
        if answer:
            return answer
        m = email.message_from_bytes(envelope.content, policy=email.policy.default)
        part = m.get_body(("plain",))
        self.n += 1
        out = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": server.transport.get_extra_info("ssl_object") is not None,
               "user": session.auth_data.login.decode() if session.authenticated else "",
               "headers": [(k, str(v)) for k, v in m.items()], "text": part.get_content() if part else "",
               "raw": envelope.content.decode("ascii", "backslashreplace")}
        path = os.path.join(self.folder, f"{time.time_ns()}-{self.n}.json")
        with open(path + ".part", "w", encoding="utf-8") as f:
            json.dump(out, f)
        os.rename(path + ".part", path)
        hold = self.rule("hold")
        if hold:  # taken over, but the answer never comes
            time.sleep(hold)
        return "250 taken"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("port", type=int)
    p.add_argument("folder")
    p.add_argument("--tls", choices=["implicit", "starttls"])
    p.add_argument("--cert")
    p.add_argument("--key")
    p.add_argument("--user")
    p.add_argument("--password")
    a = p.parse_args()
    context, more = None, {}
    if a.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(a.cert, a.key)
    if a.tls == "starttls":
        more.update(tls_context=context, require_starttls=True)
    if a.user:
        def judge(server, session, envelope, mechanism, data):
            return AuthResult(success=(data.login.decode(), data.password.decode()) == (a.user, a.password), auth_data=data)
        more.update(authenticator=judge, auth_required=True, auth_require_tls=bool(a.tls == "starttls"))
    c = Controller(Handler(a.folder), hostname="127.0.0.1", port=a.port,
                   ssl_context=context if a.tls == "implicit" else None, **more)
    c.start()
    print("ready", flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main()
