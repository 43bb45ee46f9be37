"""Mail against a real SMTP server (aiosmtpd), which does what a recipient's name says."""
import asyncio
import email
import email.policy
import logging
import os
import ssl
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tap import NOW, ends, letter, mistake, point, send, settings

SERVER = ("build/tls/server.pem", "build/tls/server.key")


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*SERVER)
    return made


class Handler:
    """Keeps what arrives.  Whoever is called hang answers once somebody else's mail came."""

    def __init__(self):
        self.arrived = []
        self.names = []
        self.others = asyncio.Event()

    async def handle_EHLO(self, server, session, envelope, hostname):
        session.host_name = hostname
        self.names.append(hostname)
        return "250 HELP"

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        said = {
            "gone": "550 5.1.1 <gone@x.example> no such mailbox",
            "closed": "550 5.2.1 closed",
            "spam": "550 5.7.1 we do not like <spam@x.example>",
            "old": "550 go away",
            "full": "452 4.2.2 full",
            "grey": "450 4.7.1 greylisted",
        }.get(address.split("@")[0])
        if said:
            return said
        if address.startswith("hang.rcpt"):
            await self.others.wait()
        if address.startswith("cut.rcpt"):
            server.transport.abort()
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "hang.data":
            await self.others.wait()
        elif name == "bad.words":
            return "554 5.6.0 we do not like the words"
        elif name == "busy":
            return "451 4.3.0 busy"
        elif name == "cut.data":
            server.transport.abort()
            await asyncio.sleep(3600)
        elif not name.startswith("hang"):
            self.others.set()
        self.arrived.append((envelope, session))
        return "250 2.0.0 taken"


class FreePort(Controller):
    """Takes a free port; to wake up it has to know which."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Server:
    def __init__(self, **options):
        self.handler = Handler()
        self.controller = FreePort(self.handler, hostname="127.0.0.1", port=0, **options)
        self.controller.start()
        self.port = self.controller.port

    def conf(self, more=""):
        return f"mail 127.0.0.1\n    port {self.port}\n    from Vestibule Sánchez <desk@hamline.example>\n{more}"

    def only(self):
        (envelope, session), self.handler.arrived = self.handler.arrived[-1], []
        return envelope, session, email.message_from_bytes(envelope.content, policy=email.policy.default)


def looks(server):
    directory = settings(server.conf())
    words = ("Two officers — of ICE, they say — wait.\n\n.\n..\nFrom here: trailing blanks  \n\ttab\r\n"
             "=3D is no escape. " + "A long line of words. " * 60 + "\nचौथी पंक्ति 🏫\n")
    (one,) = send(directory, [letter("mail", "Ada.L+door@x.example", "v1:callout.2-step_3", words=words,
                                     subject="¿Quién está? " + "Señor Núñez espera en la puerta " * 4)])
    envelope, session, message = server.only()
    point(one["state"] == "handed" and not one["gone"] and one["why"] == "", "a letter is handed over", one)
    point(envelope.mail_from == "desk@hamline.example" and envelope.rcpt_tos == ["Ada.L+door@x.example"],
          "its envelope has one sender and one recipient", vars(envelope))
    point(session.host_name == "hamline.example", "we greet by our own domain", session.host_name)
    point(message["message-id"] == one["reference"] == "<v1=3Acallout=2E2-step_3@hamline.example>",
          "its ID is the key's", message["message-id"])
    point(message["subject"] == ("¿Quién está? " + "Señor Núñez espera en la puerta " * 4).strip(),
          "the subject arrives as it was", message["subject"])
    point(message["from"].addresses[0].display_name == "Vestibule Sánchez"
          and message["from"].addresses[0].addr_spec == "desk@hamline.example", "so does the sender", message["from"])
    point(message["to"].addresses[0].addr_spec == "Ada.L+door@x.example", "and the recipient", message["to"])
    point(message["date"].datetime.timestamp() == NOW - 60, "the date is when it was written", message["date"])
    point(message["auto-submitted"] == "auto-generated" and message["importance"] == "high"
          and message["content-language"] == "en", "it says that a machine wrote it, and that it is urgent", message)
    wanted = words.replace("\r\n", "\n") + "\n\nhttps://desk.hamline.example/c/Zx9\n"
    point(message.get_content().replace("\r\n", "\n") == wanted, "the words arrive as they were", repr(message.get_content()))
    point(not message.defects and not message["subject"].defects, "nothing is malformed", message.defects)
    lines = envelope.original_content.split(b"\r\n")
    point(max(map(len, lines)) <= 76 and b"\n" not in b"".join(lines) and envelope.original_content.isascii(),
          "no line is longer than a line of mail may be", max(map(len, lines)))
    point(len(message.keys()) == 11, "and has the headers that it should have", message.keys())


def injects(server):
    directory = settings(server.conf())
    evil = "a\r\nBcc: eve@x.example\r\n\r\nbody"
    letters = [letter("mail", "ada@x.example", "k1", subject=evil, words="x\r\n.\r\nMAIL FROM:<eve@x.example>\r\n", language=evil)]
    letters += [letter("mail", to, "k2") for to in (
        "ada@x.example>\r\nRCPT TO:<eve@x.example", "ada@x.example\n", "ada", "@x.example", "a b@x.example",
        "ada@x.example, eve@x.example", '"a"@x.example', "ada@[127.0.0.1]", "ada@-x.example", "a..b@x.example",
        "ádá@x.example", "ada@x.example.", "a@" + "x" * 64 + ".example", "a" * 65 + "@x.example", "")]
    letters += [letter("mail", "ada@x.example", key) for key in ("", "a b", "a\r\nb", "k" * 65, "é")]
    results = send(directory, letters)
    _, _, message = server.only()
    point(results[0]["state"] == "handed" and message["subject"] == "a  Bcc: eve@x.example    body"
          and message["bcc"] is None and len(message.keys()) == 10, "nobody adds a header by a subject or a language", message)
    point(message.get_content() .replace("\r\n", "\n") == "x\n.\nMAIL FROM:<eve@x.example>\n\n\nhttps://desk.hamline.example/c/Zx9\n",
          "nor ends a message by its words", repr(message.get_content()))
    point(all(r["state"] == "never" and r["gone"] for r in results[1:16]), "what is no address is never written to", results[1:16])
    point(all(r["state"] == "never" and not r["gone"] for r in results[16:]), "nor is a letter without a key", results[16:])
    point(len(server.handler.arrived) == 0, "and no server hears of it")


def answers(server):
    directory = settings(server.conf())
    rows = [
        ("gone", "never", True, "refused the recipient: 550 5.1.1, there is no such mailbox"),
        ("closed", "never", True, "550 5.2.1"),
        ("spam", "never", False, "refused the recipient: 550 5.7.1"),
        ("old", "never", False, "refused the recipient: 550"),
        ("full", "later", False, "452 4.2.2"),
        ("grey", "later", False, "450 4.7.1"),
        ("bad.words", "never", False, "refused the message: 554 5.6.0"),
        ("busy", "later", False, "refused the message: 451 4.3.0"),
        ("cut.rcpt", "later", False, ""),
        ("cut.data", "later", False, ""),
        ("fine", "handed", False, ""),
    ]
    results = send(directory, [letter("mail", f"{name}@x.example", f"k{i}") for i, (name, *_) in enumerate(rows)])
    for (name, state, gone, why), got in zip(rows, results):
        point(got["state"] == state and got["gone"] == gone and why in got["why"]
              and (got["why"] == "") == (state == "handed") and f"{name}@" not in got["why"]
              and "we do not like" not in got["why"], f"a server that says no in its way: {name}", got)


def hangs(make):
    """Whoever hangs is answered only after the others: if they waited for it, none would ever be."""
    for name in ("hang.rcpt", "hang.data"):
        server = make()
        results = send(settings(server.conf()),
                       [letter("mail", f"{name}{i}@x.example" if name == "hang.rcpt" else f"{name}@x.example", f"h{i}") for i in range(5)]
                       + [letter("mail", f"fine{i}@x.example", f"f{i}") for i in range(3)])
        point([r["state"] for r in results] == ["handed"] * 8, f"no letter waits for another: {name}", results)
        server.controller.stop()
    server = make()
    (never,) = send(settings(server.conf()), [letter("mail", "hang.data@x.example", "k1")], deadline_ms=700)
    point(never["state"] == "later" and "in time" in never["why"], "one that never answers is for later", never)
    server.handler.others.set()
    server.controller.stop()


def secured():
    authorities = os.path.abspath("build/tls/server.pem")
    other = os.path.abspath("build/tls/other.pem")
    logins = []

    def authenticate(server, session, envelope, mechanism, data):
        logins.append((bytes(data.login), bytes(data.password)) if isinstance(data, LoginPassword) else data)
        return AuthResult(success=data.password == b"s3cret", handled=False)

    options = {"tls_context": context(), "require_starttls": True, "authenticator": authenticate, "auth_required": True}
    server = Server(**options)
    login = "    user vestibule\n    secret-file mail.secret\n"
    safe = f"    security starttls\n    authorities {authorities}\n"
    one = send(settings(server.conf(safe + login), mail_secret="s3cret\n"), [letter("mail", "ada@x.example", "k1")])[0]
    envelope, session, _ = server.only() if server.handler.arrived else (None, None, None)
    point(one["state"] == "handed" and session is not None and session.ssl is not None
          and logins[-1:] == [(b"vestibule", b"s3cret")], "we sign in over STARTTLS", one)
    one = send(settings(server.conf(safe + login), mail_secret="wrong"), [letter("mail", "ada@x.example", "k1")])[0]
    point(one["state"] == "later" and "does not let us in: 535" in one["why"] and "wrong" not in one["why"],
          "a wrong password is for later: somebody has to mend it", one)
    one = send(settings(server.conf(safe)), [letter("mail", "ada@x.example", "k1")])[0]
    point(one["state"] != "handed" and "530" in one["why"], "so is none where one is wanted", one)
    seen = len(logins)
    one = send(settings(server.conf(f"    security starttls\n    authorities {other}\n" + login), mail_secret="s3cret"),
               [letter("mail", "ada@x.example", "k1")])[0]
    point(one["state"] == "later" and "certificate" in one["why"], "a wrong certificate is not believed", one)
    one = send(settings(server.conf("    security starttls\n" + login), mail_secret="s3cret"), [letter("mail", "ada@x.example", "k1")])[0]
    point(one["state"] == "later" and "certificate" in one["why"] and len(logins) == seen,
          "nor is one of nobody known, and no password is told", one)
    server.controller.stop()

    server = Server()
    one = send(settings(server.conf(safe)), [letter("mail", "ada@x.example", "k1")])[0]
    point(one["state"] == "later" and server.handler.arrived == [], "a server without TLS gets nothing when TLS is wanted", one)
    server.controller.stop()

    server = Server(ssl_context=context())
    one = send(settings(server.conf(f"    security tls\n    authorities {authorities}\n")), [letter("mail", "ada@x.example", "k1")])[0]
    point(one["state"] == "handed", "TLS from the start works too", one)
    port = server.port
    server.controller.stop()
    one = send(settings(server.conf()), [letter("mail", "ada@x.example", "k1")])[0]
    point(one["state"] == "later" and f"127.0.0.1:{port}" in one["why"], "a server that is down is for later, and is named", one)


def mistakes():
    mail = "mail smtp.hamline.example\n    from desk@hamline.example\n"
    for text, line, said in [
        ("male smtp.hamline.example\n", 1, "did you mean `mail`"),
        ("\nport 25\n", 2, "put it behind `mail`"),
        (mail + "port 0\n", 3, "from 1 to 65535"),
        (mail + "security ssl\n", 3, "`starttls`, `tls` or `none`"),
        ("mail a.example\nfrom Desk\n", 2, "Vestibule <desk@hamline.example>"),
        ("mail a.example\nfrom Desk <desk@a.example>x\n", 2, "Vestibule <desk@hamline.example>"),
        (mail + "user a\nsecret-file none.secret\n", 4, "none.secret"),
        (mail + "from desk@hamline.example\n", 3, "twice"),
        (mail + mail, 3, "above"),
        (mail + "heartbeat nowhere\n", 3, "URL"),
        (mail + "allow-private 10.0.0.1/8\n", 3, "10.20.0.0/16"),
        ("mail\n", 1, "missing"),
        ("mail a\rb\n", 1, "name of the mail server"),
        ("mail smtp://a.example\n", 1, "name of the mail server"),
    ]:
        told = mistake(text)
        point(f"channels.conf: line {line}: " in told and said in told, f"a mistake is told by its line: {text[-30:]!r}", told)
    for text, said in [
        ("mail a.example\n", "needs `from`"),
        (mail + "user a\n", "`secret-file`"),
        (mail + "security none\nuser a\nsecret-file mail.secret\n", "take away `security none`"),
    ]:
        told = mistake(text, mail_secret="s")
        point("channels.conf: " in told and said in told, f"so is what does not belong together: {text[-30:]!r}", told)
    point("status 0" in mistake(""), "no channel at all is right")


def main():
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # the server complains of handshakes that are to fail
    warnings.simplefilter("ignore")
    server = Server()
    looks(server)
    injects(server)
    answers(server)
    server.controller.stop()
    hangs(Server)
    secured()
    mistakes()
    ends()


main()
