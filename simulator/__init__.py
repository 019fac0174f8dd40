"""A stand-in for WeChat, for development: a phone page and a fake API that speak the real protocol to the real webhook.

Its rule: it knows of the project only what WeChat knows (the webhook's address, token and key), keeps everything under
`sim:` in Redis, and does not exist in production.
"""
