-- What belongs to no schema, and the rarer kinds in schemas.
CREATE FOREIGN DATA WRAPPER plain OPTIONS (api_token 'hunter2', mode 'x');
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE TABLE') EXECUTE FUNCTION on_ddl();
COMMENT ON EVENT TRIGGER guard IS 'Watch';
ALTER EVENT TRIGGER guard DISABLE;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION selected FOR TABLE t WITH (publish = 'insert, update');
COMMENT ON PUBLICATION selected IS 'Not all';
CREATE STATISTICS together (dependencies, ndistinct) ON a, b FROM t;
COMMENT ON STATISTICS together IS 'Correlated';
CREATE SERVER far FOREIGN DATA WRAPPER plain OPTIONS (host 'far.example', dbname 'app');
CREATE USER MAPPING FOR postgres SERVER far OPTIONS (user 'me', password 'hunter2');
CREATE FOREIGN TABLE far_users (id integer OPTIONS (column_name 'ident') NOT NULL, name text)
  SERVER far OPTIONS (schema_name 'app', table_name 'users');
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION to_pair(integer) RETURNS pair LANGUAGE sql IMMUTABLE AS $$ SELECT $1, $1 $$;
CREATE CAST (integer AS pair) WITH FUNCTION to_pair(integer) AS ASSIGNMENT;
CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
CREATE OPERATOR CLASS strange FOR TYPE integer USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE INDEX t_strange ON t (a strange);
CREATE TEXT SEARCH DICTIONARY english_words (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION mine (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION mine ALTER MAPPING FOR word WITH english_words, simple;
CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
