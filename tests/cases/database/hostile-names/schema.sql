-- Names and texts that try to break out of whatever they are put into.
CREATE TABLE "with ""quotes""" ("with ""quotes""" integer PRIMARY KEY, CONSTRAINT "cwith ""quotes""" CHECK ("with ""quotes""" > 0));
COMMENT ON TABLE "with ""quotes""" IS 'with "quotes"';
CREATE TABLE "with 'single'" ("with 'single'" integer PRIMARY KEY, CONSTRAINT "cwith 'single'" CHECK ("with 'single'" > 0));
COMMENT ON TABLE "with 'single'" IS 'with ''single''';
CREATE TABLE "new
line" ("new
line" integer PRIMARY KEY, CONSTRAINT "cnew
line" CHECK ("new
line" > 0));
COMMENT ON TABLE "new
line" IS 'new
line';
CREATE TABLE "pipe|pipe" ("pipe|pipe" integer PRIMARY KEY, CONSTRAINT "cpipe|pipe" CHECK ("pipe|pipe" > 0));
COMMENT ON TABLE "pipe|pipe" IS 'pipe|pipe';
CREATE TABLE "`ticks`" ("`ticks`" integer PRIMARY KEY, CONSTRAINT "c`ticks`" CHECK ("`ticks`" > 0));
COMMENT ON TABLE "`ticks`" IS '`ticks`';
CREATE TABLE "</script><b>" ("</script><b>" integer PRIMARY KEY, CONSTRAINT "c</script><b>" CHECK ("</script><b>" > 0));
COMMENT ON TABLE "</script><b>" IS '</script><b>';
CREATE TABLE "[31mred" ("[31mred" integer PRIMARY KEY, CONSTRAINT "c[31mred" CHECK ("[31mred" > 0));
COMMENT ON TABLE "[31mred" IS '[31mred';
CREATE TABLE "select" ("select" integer PRIMARY KEY, CONSTRAINT "cselect" CHECK ("select" > 0));
COMMENT ON TABLE "select" IS 'select';
CREATE TABLE "Größe 名前" ("Größe 名前" integer PRIMARY KEY, CONSTRAINT "cGröße 名前" CHECK ("Größe 名前" > 0));
COMMENT ON TABLE "Größe 名前" IS 'Größe 名前';
CREATE TABLE "; DROP TABLE x; --" ("; DROP TABLE x; --" integer PRIMARY KEY, CONSTRAINT "c; DROP TABLE x; --" CHECK ("; DROP TABLE x; --" > 0));
COMMENT ON TABLE "; DROP TABLE x; --" IS '; DROP TABLE x; --';
CREATE TABLE "back\slash" ("back\slash" integer PRIMARY KEY, CONSTRAINT "cback\slash" CHECK ("back\slash" > 0));
COMMENT ON TABLE "back\slash" IS 'back\slash';
CREATE TABLE "%s {0} $1" ("%s {0} $1" integer PRIMARY KEY, CONSTRAINT "c%s {0} $1" CHECK ("%s {0} $1" > 0));
COMMENT ON TABLE "%s {0} $1" IS '%s {0} $1';
CREATE TABLE " " (" " integer PRIMARY KEY, CONSTRAINT "c " CHECK (" " > 0));
COMMENT ON TABLE " " IS ' ';
CREATE TABLE "tab	here" ("tab	here" integer PRIMARY KEY, CONSTRAINT "ctab	here" CHECK ("tab	here" > 0));
COMMENT ON TABLE "tab	here" IS 'tab	here';
CREATE TABLE "a.b" ("a.b" integer PRIMARY KEY, CONSTRAINT "ca.b" CHECK ("a.b" > 0));
COMMENT ON TABLE "a.b" IS 'a.b';
CREATE TABLE "UPPER" ("UPPER" integer PRIMARY KEY, CONSTRAINT "cUPPER" CHECK ("UPPER" > 0));
COMMENT ON TABLE "UPPER" IS 'UPPER';
CREATE TABLE "{curly,brace}" ("{curly,brace}" integer PRIMARY KEY, CONSTRAINT "c{curly,brace}" CHECK ("{curly,brace}" > 0));
COMMENT ON TABLE "{curly,brace}" IS '{curly,brace}';
CREATE TABLE """" ("""" integer PRIMARY KEY, CONSTRAINT "c""" CHECK ("""" > 0));
COMMENT ON TABLE """" IS '"';
CREATE TABLE "(paren)" ("(paren)" integer PRIMARY KEY, CONSTRAINT "c(paren)" CHECK ("(paren)" > 0));
COMMENT ON TABLE "(paren)" IS '(paren)';
CREATE TABLE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" integer PRIMARY KEY, CONSTRAINT c CHECK ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" > 0));
COMMENT ON TABLE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" IS 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn';
CREATE TABLE "größe_ééééééééééééééééééééééééééé" ("größe_ééééééééééééééééééééééééééé" integer PRIMARY KEY, CONSTRAINT c CHECK ("größe_ééééééééééééééééééééééééééé" > 0));
COMMENT ON TABLE "größe_ééééééééééééééééééééééééééé" IS 'größe_ééééééééééééééééééééééééééé';
CREATE SCHEMA "the ""schema""";
CREATE TYPE "the ""schema"""."a.type" AS ENUM ('with "quotes"', 'with ''single''', 'new
line', 'pipe|pipe', '`ticks`', '</script><b>', '[31mred', 'select', 'Größe 名前', '; DROP TABLE x; --', 'back\slash', '%s {0} $1', ' ', 'tab	here', 'a.b', 'UPPER', '{curly,brace}', '"', '(paren)', 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn', 'größe_ééééééééééééééééééééééééééé');
CREATE TABLE "the ""schema"""."refers.to" (id serial, "kind of" "the ""schema"""."a.type", "kinds of" "the ""schema"""."a.type"[], ref integer REFERENCES "with ""quotes""", "a,b" integer);
CREATE INDEX "index on ""everything""" ON "the ""schema"""."refers.to" ("a,b", (("a,b" + 1)), (id || ', "x"'), ref) WHERE "kind of" = 'with "quotes"';
CREATE FUNCTION "the ""schema"""."f(x)"("an argument" integer, "b""c" text DEFAULT E'\\\n') RETURNS integer LANGUAGE sql AS $body$ SELECT 1 -- ; ' " $body$;
CREATE VIEW "the ""schema"""."view|" AS SELECT id AS "col""1", 'x|y'::text AS "new
line" FROM "the ""schema"""."refers.to";
