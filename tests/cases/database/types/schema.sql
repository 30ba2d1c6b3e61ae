-- Enums, domains, composite, range and other types; types hidden by another of the same name.
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('z-first', 'a,second', 'it''s "third"', '');
ALTER TYPE mood ADD VALUE 'between' AFTER 'z-first';
COMMENT ON TYPE mood IS 'How one feels';
CREATE TYPE other.shade AS ENUM ('dark');
CREATE DOMAIN email AS text COLLATE "C" DEFAULT 'nobody' NOT NULL
  CONSTRAINT has_at CHECK (VALUE ~ '@') CHECK (length(VALUE) < 100);
COMMENT ON DOMAIN email IS 'An address';
COMMENT ON CONSTRAINT has_at ON DOMAIN email IS 'Roughly';
CREATE DOMAIN emails AS email[];
CREATE DOMAIN loose AS varchar(10);
ALTER DOMAIN loose ADD CONSTRAINT unchecked CHECK (VALUE <> 'x') NOT VALID;
CREATE TYPE address AS (street text, "Zip code" varchar(10), shade other.shade, lines text[]);
COMMENT ON TYPE address IS 'Where';
COMMENT ON COLUMN address.street IS 'and number';
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE name_range AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
COMMENT ON TYPE float_range IS 'From, to';
CREATE TYPE unfinished;
CREATE TYPE text AS ENUM ('shadowed by pg_catalog');
CREATE TABLE uses (
  mood mood, moods mood[], shade other.shade, email email, emails emails, address address, addresses address[],
  range float_range, hidden public.text, plain text
);
CREATE COLLATION backwards (provider = libc, locale = 'C');
CREATE TABLE collated (a text COLLATE backwards);
CREATE INDEX collated_a ON collated (a, a COLLATE "C");
