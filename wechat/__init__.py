"""The channel: WeChat's bytes in, `bot.message` out, and back. Its rule: nothing of WeChat is known outside of here."""
