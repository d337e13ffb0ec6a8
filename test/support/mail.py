# A real SMTP server on loopback (aiosmtpd): prints each mail as a line of JSON.
# Arguments: the port, "plain", "starttls" or "tls", and for TLS the certificate and its key. The one user is me, s3cret.
import asyncio, json, ssl, sys
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

port, kind, *files = sys.argv[1:]
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if files else None
if context:
    context.load_cert_chain(*files)


class Mailbox:
    async def handle_DATA(self, server, session, envelope):
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "user": getattr(session, "told_login", None),
            "tls": session.ssl is not None or kind == "tls",
            "content": envelope.content.decode(),
        }
        print(json.dumps(mail), flush=True)
        return "250 kept"


def check(server, session, envelope, mechanism, data):
    session.told_login = data.login.decode()
    return AuthResult(success=(data.login, data.password) == (b"me", b"s3cret"), handled=False)


class Server(Controller):
    def factory(self):
        # a password is taken in clear too, so that a client which sends one is seen
        return SMTP(
            self.handler,
            authenticator=check,
            auth_require_tls=False,
            tls_context=context if kind == "starttls" else None,
        )


server = Server(Mailbox(), hostname="127.0.0.1", port=int(port), ssl_context=context if kind == "tls" else None)
server.start()
print("ready", flush=True)
asyncio.new_event_loop().run_forever()
