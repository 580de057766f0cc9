"""What `dateline chat` is made of, besides the chat itself in `bot/repl.py`."""
