import psycopg2


class Report:
    QUERY = None
    LIMIT = "SELECT 1 LIMIT 10"

    def __init__(self):
        self.cursor = psycopg2.connect("").cursor()

    def statement(self):
        raise NotImplementedError

    @property
    def heading(self):
        return "SELECT title FROM headings"

    def run(self):
        self.cursor.execute(self.QUERY)
        self.cursor.execute(self.statement())
        self.cursor.execute(self.heading)
        self.cursor.execute(self.LIMIT)


class Users(Report):
    QUERY = "SELECT id FROM users"
    LIMIT = "SELECT 1 LIMIT 20"

    def statement(self):
        return "SELECT name FROM users"


class Orders(Report):
    QUERY = "SELECT id FROM orders"

    def statement(self):
        return "SELECT total FROM orders"
