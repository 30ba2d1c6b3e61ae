-- Functions, procedures, aggregates, window functions.
CREATE TYPE mood AS ENUM ('ok');
CREATE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT a + b';
CREATE FUNCTION add(a text, VARIADIC b text[]) RETURNS text LANGUAGE sql STABLE AS $$ SELECT a; -- it's $$;
CREATE FUNCTION rows_of(OUT x integer, OUT y mood) RETURNS SETOF record LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog COST 5 ROWS 7 AS $$ SELECT 1, 'ok'::public.mood $$;
CREATE FUNCTION as_table(INOUT a integer) LANGUAGE plpgsql AS $$ BEGIN a := 1; END $$;
CREATE PROCEDURE work(INOUT a integer) LANGUAGE plpgsql AS $$ BEGIN a := 1; END $$;
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
COMMENT ON FUNCTION add(integer, integer) IS 'Adds';
COMMENT ON PROCEDURE work(integer) IS 'Works';
COMMENT ON AGGREGATE total(integer) IS 'Sums';
