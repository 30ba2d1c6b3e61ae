from sqlalchemy import text

from different import Note, Room


def years(connection):
    # The database's name, and nowhere the model's, which has a word in common with it.
    return connection.execute(text("SELECT a.year_of_opening FROM accounts a ORDER BY a.id"))


def pages(connection):
    # Both names: which is meant is not certain.
    connection.execute(text("SELECT number_of_release FROM pages"))
    return connection.execute(text("SELECT pages.number_released FROM pages"))


def colours(session):
    # A name of the database that the class does not have.
    return session.query(Note.colour).all()


def upstairs(session):
    # The class's own name is in use.
    session.query(Room).filter(Room.storey > 0)
    return session.query(Room.floor)


def doors(connection):
    # Names that have nothing in common: a column that came and one that went.
    return connection.execute(text("SELECT lock FROM doors"))
