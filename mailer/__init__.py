"""A confidential peer support programme, run over plain email."""
