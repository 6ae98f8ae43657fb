"""The three doors of the same site, for the transport tests: own server, nginx + FastCGI, CGI.

Nothing but the standard library. BUILD names the build's folder (default: build)."""
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, os.environ.get("BUILD", "build"))
ECHO = os.path.join(BUILD, "unit/transport/echo_site")
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")

NGINX_CONF = """
daemon off; master_process off; worker_processes 1;
pid {dir}/nginx.pid; error_log {dir}/nginx.err warn;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {dir}/nb; fastcgi_temp_path {dir}/nf;
  proxy_temp_path {dir}/np; uwsgi_temp_path {dir}/nu; scgi_temp_path {dir}/ns;
  client_max_body_size 25m; large_client_header_buffers 4 32k;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      fastcgi_pass unix:{socket};
      fastcgi_param REQUEST_METHOD $request_method; fastcgi_param REQUEST_URI $request_uri;
      fastcgi_param QUERY_STRING $query_string; fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length; fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param HTTPS $https if_not_empty; fastcgi_param SERVER_PROTOCOL $server_protocol;
    }}
    # of our headers nginx keeps only a few when it sends the file: these are said again
    location /_files/ {{ internal; alias {files}/;
      add_header Content-Security-Policy "sandbox; default-src 'none'" always;
      add_header X-Content-Type-Options nosniff always; }}
  }}
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def connects(address):
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as s:
        try:
            s.connect(address)
            return True
        except OSError:
            return False


class Process:
    """A child that is stopped by its own id and must end well."""

    def __init__(self, argv, env=None, ready=None):
        self.log = tempfile.TemporaryFile()
        self.child = subprocess.Popen(argv, env={**os.environ, **(env or {})}, cwd=ROOT,
                                      stdout=self.log, stderr=self.log)
        if ready and not wait_until(lambda: ready() or self.child.poll() is not None):
            raise RuntimeError("not ready: %s" % argv)
        if self.child.poll() is not None:
            raise RuntimeError("ended at once: %s: %s" % (argv, self.output()))

    def output(self):
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")

    def stop(self, sig=signal.SIGTERM, seconds=15):
        if self.child.poll() is None:
            self.child.send_signal(sig)
        try:
            code = self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            raise
        finally:
            self.log.close()
        return code


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def comparable(self):
        """What must be equal behind every door."""
        skip = {"date", "server", "connection", "keep-alive", "transfer-encoding"}
        headers = sorted((k.lower(), re.sub(r"^((?:__Host-)?pre)=[\w-]{22};", r"\1=X;", v))
                         for k, v in self.headers if k.lower() not in skip)
        body = re.sub("请求编号：[0-9A-Z]{8}".encode(), "请求编号：X".encode(), self.body)
        return self.status, headers, body

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


class HttpDoor:
    """A door with a TCP port."""

    def request(self, method, target, headers=(), body=None, host="site.test"):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            c.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            c.putheader("Host", host)
            for k, v in headers:
                c.putheader(k, v)
            if body is not None:
                c.putheader("Content-Length", str(len(body)))
            c.endheaders()
            try:
                if body:
                    c.send(body)
            except OSError:
                pass  # refused before it was read: the answer is there
            r = c.getresponse()
            return Answer(r.status, r.getheaders(), r.read())
        finally:
            c.close()

    def raw(self, data, seconds=20):
        """Everything that comes back, or None when the peer hangs."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as s:
            try:
                s.sendall(data)
            except OSError:
                pass
            got = b""
            try:
                while True:
                    chunk = s.recv(65536)
                    if not chunk:
                        return got
                    got += chunk
                    if answers_complete(got):
                        s.shutdown(socket.SHUT_WR)
            except socket.timeout:
                return got or None
            except OSError:
                return got


def answers_complete(got):
    """True when the bytes end exactly behind an answer with a length."""
    while got:
        head, sep, rest = got.partition(b"\r\n\r\n")
        m = re.search(rb"(?im)^content-length: *(\d+)", head)
        if not sep or not m or len(rest) < int(m[1]):
            return False
        got = rest[int(m[1]):]
    return True


class Own(HttpDoor):
    name = "own server"

    def __init__(self, folder, **env):
        self.port = free_port()
        self.process = Process([ECHO, "serve", "127.0.0.1:%d" % self.port],
                               {"ECHO_DIR": folder, **env},
                               lambda: connects(("127.0.0.1", self.port)))

    def stop(self):
        return self.process.stop()


class Fcgi(HttpDoor):
    name = "nginx + FastCGI"

    def __init__(self, folder, workers=4, **env):
        self.port = free_port()
        self.socket = os.path.join(folder, "fcgi.sock")
        self.process = Process([ECHO, "fcgi", self.socket, str(workers)],
                               {"ECHO_DIR": folder, **env}, lambda: connects(self.socket))
        # nginx runs as root in a container and as somebody else elsewhere
        conf = os.path.join(folder, "nginx.conf")
        with open(conf, "w") as f:
            f.write(("user root;" if os.getuid() == 0 else "") + NGINX_CONF.format(
                dir=folder, port=self.port, socket=self.socket, files=folder))
        self.nginx = Process([NGINX, "-c", conf, "-p", folder], None,
                             lambda: connects(("127.0.0.1", self.port)))

    def stop(self):
        self.nginx.stop(signal.SIGQUIT)
        return self.process.stop()


class Cgi:
    name = "CGI"

    def __init__(self, folder):
        self.folder = folder

    def request(self, method, target, headers=(), body=None, host="site.test"):
        env = {"ECHO_DIR": self.folder, "REQUEST_METHOD": method, "REQUEST_URI": target,
               "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": host, "GATEWAY_INTERFACE": "CGI/1.1",
               "SERVER_PROTOCOL": "HTTP/1.1"}
        for k, v in headers:
            name = k.upper().replace("-", "_")
            env[name if name == "CONTENT_TYPE" else "HTTP_" + name] = v
        if body is not None:
            env["CONTENT_LENGTH"] = str(len(body))
        p = subprocess.run([ECHO, "cgi"], env=env, input=body or b"", capture_output=True,
                           timeout=30)
        if p.returncode != 0:
            raise RuntimeError(p.stderr)
        head, _, rest = p.stdout.partition(b"\r\n\r\n")
        lines = [tuple(l.split(": ", 1)) for l in head.decode("latin-1").split("\r\n")]
        assert lines[0][0] == "Status", lines
        return Answer(int(lines[0][1].split()[0]), lines[1:], rest)

    def stop(self):
        return 0


def multipart(parts, boundary="xyz"):
    out = b""
    for name, filename, data in parts:
        out += b"--" + boundary.encode() + b"\r\nContent-Disposition: form-data; name=\""
        out += name.encode() + b'"'
        if filename is not None:
            out += b'; filename="' + filename.encode() + b'"\r\nContent-Type: application/pdf'
        out += b"\r\n\r\n" + data + b"\r\n"
    return (("Content-Type", "multipart/form-data; boundary=" + boundary),), \
        out + b"--" + boundary.encode() + b"--\r\n"
