"""A sentence that does not hold, by its name. Knows no programme."""


class Broken(AssertionError):
    """A sentence that does not hold."""

    def __init__(self, sentence: str, detail: str) -> None:
        self.sentence = sentence
        super().__init__(f"{sentence.replace('_', ' ')}: {detail}")


def hold(true: object, sentence: str, detail: str) -> None:
    if not true:
        raise Broken(sentence, detail)
