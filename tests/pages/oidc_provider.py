"""A login service on this machine that speaks OpenID Connect, as Feide and Entra do, and asks nobody anything."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "innstillingsmote"


class Provider:
    """Logs in whoever `user` says, at once. Use it as a context manager."""

    def __init__(self) -> None:
        self.user: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}  # what each code was given out for
        self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Provider":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def metadata(self) -> dict[str, Any]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {name: f"{self.url}/{path}" for name, path in places.items()} | {
            "issuer": self.url,
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes on to, with a code."""
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        return asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]})

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Return the signed answer about the user; None to who cannot show that it asked for the code."""
        asked = self.asked.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        about = {"iss": self.url, "aud": CLIENT, "sub": "1", "nonce": asked["nonce"], "iat": now, "exp": now + 300}
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, about | self.user, self.key)
        return {"token_type": "Bearer", "access_token": "x", "expires_in": 300, "id_token": signed}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(_one_each(parts.query)))
                self.end_headers()
            elif parts.path == "/jwks":
                self._tell({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._tell(provider.metadata())

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = provider.token(_one_each(form))
            self._tell(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def _tell(self, answer: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def _one_each(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
