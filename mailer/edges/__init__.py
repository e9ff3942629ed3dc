"""The only doors to the world: IMAP, SMTP, store, clock, files, log. Impure, and stupid: they decide nothing."""
