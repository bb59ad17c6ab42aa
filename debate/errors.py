"""What the doors turn into answers: 409 for "not now", with a sentence that says what to do."""


class Refused(Exception):
    """The act is well formed and the person may do such things, but not now; str() is for the reader.

    `where` is the address at which the sentence can be followed, if there is one.
    """

    def __init__(self, sentence: str, where: str = "") -> None:
        super().__init__(sentence)
        self.where = where
