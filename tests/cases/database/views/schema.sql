-- Views with options, columns, rules and triggers; materialized views.
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, price numeric(9,2));
CREATE VIEW plain AS SELECT u.id, u.name AS title, count(*) OVER () AS n FROM users u WHERE u.price > 1;
COMMENT ON VIEW plain IS 'Plain';
COMMENT ON COLUMN plain.title IS 'of the user';
CREATE VIEW guarded WITH (security_barrier = true) AS SELECT * FROM users WHERE id > 0 WITH LOCAL CHECK OPTION;
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
CREATE MATERIALIZED VIEW totals WITH (fillfactor = 80) AS SELECT name, sum(price) AS total FROM users GROUP BY name;
CREATE UNIQUE INDEX totals_name ON totals (name);
COMMENT ON MATERIALIZED VIEW totals IS 'Sums';
CREATE MATERIALIZED VIEW not_yet AS SELECT 1 AS one WITH NO DATA;
ALTER VIEW plain ALTER COLUMN title SET DEFAULT 'nobody';
CREATE RULE swallow AS ON DELETE TO plain DO INSTEAD NOTHING;
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER instead INSTEAD OF UPDATE ON plain FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE RULE log AS ON INSERT TO users DO ALSO (SELECT 1; SELECT 2);
COMMENT ON RULE log ON users IS 'Twice';
CREATE TRIGGER changed AFTER INSERT OR UPDATE OF name ON users FOR EACH ROW
  WHEN (NEW.name <> 'x') EXECUTE FUNCTION nothing('an argument');
COMMENT ON TRIGGER changed ON users IS 'Watch';
CREATE CONSTRAINT TRIGGER late AFTER DELETE ON users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nothing();
ALTER TABLE users DISABLE TRIGGER changed;
