"""A mail server that keeps what arrives, as FOLDER/1.eml, 2.eml, ...; prints its port.

While FOLDER/hold is there it takes a message but says nothing, as one that hangs.
"""
import asyncio
import email
import email.policy
import os
import sys

from aiosmtpd.smtp import SMTP

folder = sys.argv[1]


class Handler:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        Handler.count += 1
        name = os.path.join(folder, f"{Handler.count}.eml")
        with open(name + ".part", "w", encoding="utf-8") as out:
            out.write(f"Recipient: {envelope.rcpt_tos[0]}\n")
            for field in ("From", "Subject", "Message-ID"):
                out.write(f"{field}: {message[field]}\n")
            out.write("\n" + message.get_body(("plain",)).get_content())
        os.rename(name + ".part", name)
        while os.path.exists(os.path.join(folder, "hold")):
            await asyncio.sleep(0.02)
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
