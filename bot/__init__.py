"""门厅 (menting): the chat-bot front door of a citizen service centre."""

__version__ = "0.1.0"
