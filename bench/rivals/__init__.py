"""QQ and OneBot beside an echo bot on NoneBot2, which most people build such bots with."""
