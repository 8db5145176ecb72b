"""Where the parts meet: the centre, the sandbox's centre, and the web application over both."""

from bot.app.centre import Centre, Settings, channel_context
from bot.app.sandbox import SandboxCentre
from bot.app.web import web_app

__all__ = ["Centre", "SandboxCentre", "Settings", "channel_context", "web_app"]
