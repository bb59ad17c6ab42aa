"""What the doors turn into answers: 409 for "not now", with a sentence that says what to do."""


class Refused(Exception):
    """The act is well formed and the person may do such things, but not now; str() is for the reader."""

    def __init__(self, sentence: str, link: tuple[str, str] | None = None) -> None:
        """`link`, where it helps to see something: its address, and what it is called."""
        super().__init__(sentence)
        self.link = link
