-- What the expressions of the lists beside this file speak of.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE "Mixed Case" AS ENUM ('A', 'B');
CREATE DOMAIN short_text AS varchar(20);
CREATE SEQUENCE ticket_numbers;
CREATE FUNCTION double_it(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE TABLE things (
  id integer PRIMARY KEY,
  small smallint, big bigint, quantity integer, other_quantity integer,
  price numeric(10,2), amount numeric, ratio double precision, weight real,
  name varchar(50), title text, code char(3), nick short_text, "Quoted" text, "user" text,
  status varchar(20), feeling mood, mixed "Mixed Case",
  active boolean, deleted boolean,
  born date, started_at timestamp, ended_at timestamp, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz,
  opens time, span interval, spare interval,
  tags text[], labels varchar(10)[], scores integer[], moods mood[],
  data jsonb, raw json, address inet, key uuid, body bytea, period tstzrange, size int4range, point point
);
