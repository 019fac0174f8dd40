"""What every answer carries, whichever door gave it, errors too. A door that shows pages has a POLICY of its own."""

from flask import Response, request

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HSTS = f"max-age={365 * 24 * 3600}"
"""Once a browser came by HTTPS it comes by nothing else for a year."""
_ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
)


def hardened(response: Response) -> Response:
    """After every request, what it does not say itself: nothing from elsewhere, in no frame, no page in a cache."""
    found = response.headers
    said = {name for name, _ in found}
    for name, value in _ALWAYS:
        if name not in said:
            found.add(name, value)
    if request.is_secure:
        found["Strict-Transport-Security"] = HSTS
    if "Cache-Control" not in said and not (request.endpoint or "").endswith("static"):
        found.add("Cache-Control", "no-store")
    return response
