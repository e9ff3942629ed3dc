"""`demo`: the whole job in front of the reader, on an embedded mail server, and the letters as a page to browse."""

import time
from pathlib import Path

from mailer.outbound.compose import Composed
from mailer.outbound.preview import preview_page


def demo(out: Path) -> int:
    """Plays the story and writes the page. 0; 1 where the demo's own packages are missing."""
    try:
        from mailer.demo.stage import Stage, today_at
        from mailer.demo.story import play
    except ImportError as missing:
        print(
            f"The demo needs the package {missing.name}. Install the project with its demo extra: pip install 'peer-support-mailer[demo]'"
        )
        return 1
    started = time.monotonic()
    print("An embedded mail server, three mailboxes, a made-up organisation. Nothing leaves this machine.", flush=True)
    with Stage(today_at(15)) as stage:
        play(stage, lambda line: print(line, flush=True))
        letters = stage.letters
    out.mkdir(parents=True, exist_ok=True)
    page = out / "index.html"
    made = [(x.name, Composed(x.raw, x.message_id, "", x.to, x.subject)) for x in letters]
    page.write_text(preview_page(made, "The letters of the demo, as they left"), encoding="utf-8")
    print(f"\n{len(letters)} letters left. Read them as they left: {page}")
    print(f"The demo took {time.monotonic() - started:.1f} s.")
    return 0
