ID_LEN = 250
NAME_LEN = ID_LEN + 5
STATES = ["new", "old"]
DEFAULT_STATE = STATES[0]


class Limits:
    TITLE = 120
