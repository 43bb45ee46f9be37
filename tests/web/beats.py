"""An address that watches: prints its port, writes a line to FOLDER/beats each time it is
asked, and answers what FOLDER/status says, or 204.
"""
import http.server
import os
import sys
import threading

folder = sys.argv[1]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(os.path.join(folder, "beats"), "a", encoding="utf-8") as out:
            out.write(f"{self.command} {self.path}\n")
        status = 204
        if os.path.exists(os.path.join(folder, "status")):
            with open(os.path.join(folder, "status"), encoding="utf-8") as said:
                status = int(said.read())
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
