CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id serial PRIMARY KEY, m mood, n integer, s varchar(9), d date, b boolean, "Mixed Case" integer, i interval, ts timestamptz,
  CONSTRAINT c1 CHECK (m IN ('sad', 'ok')),
  CONSTRAINT c2 CHECK (n = 1 OR n = 2 OR n = 3),
  CONSTRAINT c3 CHECK (NOT (n IS DISTINCT FROM 4)),
  CONSTRAINT c4 CHECK (i > interval '1 day'),
  CONSTRAINT c5 CHECK ("Mixed Case" BETWEEN 1 AND 9),
  CONSTRAINT c6 CHECK (b IS TRUE AND d >= '2020-01-01'),
  CONSTRAINT c7 CHECK (char_length(s) <= 9 AND s NOT LIKE '% %' AND s !~ '^[0-9]'),
  CONSTRAINT c8 CHECK (ts <= CURRENT_TIMESTAMP),
  CONSTRAINT c9 CHECK (coalesce(n, 0) + 1 > 0 AND n::numeric / 2 < 10.50),
  CONSTRAINT ca CHECK (CASE WHEN n > 0 THEN s IS NOT NULL ELSE true END),
  CONSTRAINT cb CHECK ((n IS NULL) <> (s IS NULL)));
