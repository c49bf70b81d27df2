"""Refusals: bad input told to a person in one sentence, with nothing changed."""


class Refusal(Exception):
    """Input that is not taken: which file, where in it ("" for the whole), why, and what to do next; all Chinese."""

    def __init__(self, path: object, place: str, reason: str, next_step: str) -> None:
        super().__init__(path, place, reason, next_step)
        self.path = str(path)
        self.place = place
        self.reason = reason
        self.next_step = next_step

    def __str__(self) -> str:
        """One Chinese sentence."""
        where = f"{self.path}，{self.place}" if self.place else self.path
        return f"{where}：{self.reason}。{self.next_step}。"
