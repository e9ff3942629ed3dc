"""Two kinds of trouble, two texts: one for a person, with the cure; one reason for the log.

No text here ever quotes a mail or names a person of a referral.
"""


class SettingWrong(Exception):
    """A setting, rule, template, roster or directory row that cannot be used. Exit status 2; nothing is started."""

    def __init__(self, source: str, place: str, trouble: str, cure: str) -> None:
        self.source, self.place, self.trouble, self.cure = source, place, trouble, cure
        super().__init__(f"{source}, {place}: {trouble}. {cure}" if place else f"{source}: {trouble}. {cure}")


class CannotNow(Exception):
    """Something that may work later: a server away, a full disk. `plain` for the person, `reason` for the log."""

    def __init__(self, plain: str, reason: str) -> None:
        self.plain, self.reason = plain, reason
        super().__init__(plain)


class CannotEver(Exception):
    """Something that will not work until somebody changes it: a wrong password, an address that does not exist."""

    def __init__(self, plain: str, reason: str) -> None:
        self.plain, self.reason = plain, reason
        super().__init__(plain)


class SettingsWrong(Exception):
    """Everything that is wrong with the settings, each with its place and its cure."""

    def __init__(self, troubles: "list[SettingWrong]") -> None:
        self.troubles = tuple(troubles)
        super().__init__("\n".join(str(t) for t in troubles))
