import psycopg2

QUERIES = {
    "all": "SELECT id FROM users",
    "new": "SELECT id FROM users WHERE new",
}
CLEANING = ["DELETE FROM a", "DELETE FROM b"]
SCRIPT = """
    CREATE TABLE one (id integer);
    CREATE TABLE two (id integer);
"""


def run(kind, keep, parts, columns):
    cursor = psycopg2.connect("").cursor()
    cursor.execute(QUERIES["all"])
    cursor.execute(QUERIES[kind])
    cursor.execute(QUERIES.get(kind, "SELECT 1"))
    for statement in QUERIES.values():
        cursor.execute(statement)
    for name, statement in QUERIES.items():
        cursor.execute(statement)
    for number, statement in enumerate(CLEANING):
        cursor.execute(statement)
    for statement in [f"TRUNCATE {table}" for table in ("c", "d")]:
        cursor.execute(statement)
    extra = list(CLEANING)
    if keep:
        extra.append("DELETE FROM e")
    for statement in extra:
        cursor.execute(statement)
    for statement in SCRIPT.split(";"):
        cursor.execute(statement)


def assemble(cursor, names, limit):
    sql = "SELECT "
    for name in ("id", "name"):
        sql += name + ", "
    sql = sql[:-2] + " FROM users"
    cursor.execute(sql)
    marks = "%s, %s, ".rstrip(", ")
    cursor.execute("INSERT INTO users VALUES (" + marks + ")")
    # Too many ways to tell all of them apart.
    where = ""
    for name in names:
        where += " AND " + name + " = 1"
    order = "id" if names else "name" if limit else "age" if where else "born"
    kind = "a" if names else "b" if limit else "c" if where else "d"
    rows = "1" if names else "2" if limit else "3" if where else "4"
    table = "users" if limit else "people"
    cursor.execute("SELECT %s FROM %s WHERE true %s ORDER BY %s LIMIT %s" % (kind, table, where, order, rows))


def told_apart(cursor, mode, last):
    newest = ""
    if last:
        newest = "max(id)"
    if newest:
        cursor.execute("SELECT {} FROM users".format(newest))
    suffix = None
    if mode == "csv":
        suffix = " TO STDOUT csv"
    if suffix is not None:
        cursor.copy_expert("COPY users" + suffix, None)
