"""What every answer carries, whichever door gave it, errors too. A door that shows pages has a POLICY of its own."""

from flask import Response, request

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HSTS = f"max-age={365 * 24 * 3600}"
"""Once a browser came by HTTPS it comes by nothing else for a year."""


def hardened(response: Response) -> Response:
    """After every request: nothing from elsewhere, in no frame, and no page stays in a cache."""
    found = response.headers
    found.setdefault("Content-Security-Policy", POLICY)
    found["X-Content-Type-Options"] = "nosniff"
    found["X-Frame-Options"] = "DENY"
    found["Referrer-Policy"] = "same-origin"
    if request.is_secure:
        found["Strict-Transport-Security"] = HSTS
    if not (request.endpoint or "").endswith("static"):
        found.setdefault("Cache-Control", "no-store")
    return response
