"""Why a file cannot be read, and how much of one is read at all."""

from dekom.i18n import Message

MAX_SHEETS = 60
MAX_ROWS = 20_000  # with content, of a sheet
MAX_COLUMNS = 200
MAX_CELLS = 200_000  # of a file, the empty ones to the left of content counted


class Unreadable(Exception):
    """A file or a sheet that cannot be read whole and with certainty; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def broken_off() -> Unreadable:
    return Unreadable(Message("Filen er ikke hel. Hent den på nytt der den kom fra, og last den opp igjen."))


def damaged() -> Unreadable:
    message = "Innholdet er skadet og kan ikke leses. Åpne filen i Excel, lagre den og last den opp på nytt."
    return Unreadable(Message(message))


def too_big() -> Unreadable:
    message = "Arbeidsboken er for stor til å leses. Kopier bare tabellene til en ny arbeidsbok, og last opp den."
    return Unreadable(Message(message))


def too_many_sheets() -> Unreadable:
    message = "Arbeidsboken har flere enn {limit:tall} ark. Kopier arkene du trenger til en ny fil, og last opp den."
    return Unreadable(Message(message, {"limit": MAX_SHEETS}))


def too_many_rows() -> Unreadable:
    message = "Tabellen har flere enn {limit:tall} rader. Kopier radene du trenger til en ny fil, og last opp den."
    return Unreadable(Message(message, {"limit": MAX_ROWS}))


def too_many_columns() -> Unreadable:
    message = (
        "Tabellen har flere enn {limit:tall} kolonner. Kopier kolonnene du trenger til en ny fil, og last opp den."
    )
    return Unreadable(Message(message, {"limit": MAX_COLUMNS}))


def too_many_cells() -> Unreadable:
    message = "Filen har flere enn {limit:tall} celler. Kopier tabellene du trenger til en ny fil, og last opp den."
    return Unreadable(Message(message, {"limit": MAX_CELLS}))
