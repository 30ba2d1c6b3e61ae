CREATE TABLE bookings (
  id serial PRIMARY KEY, room varchar(20), during tsrange, starts date, ends date,
  CONSTRAINT bookings_during EXCLUDE USING gist (during WITH &&) WHERE (room <> 'a (b'':c' AND id > 0) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT bookings_dates EXCLUDE USING gist (daterange(starts, ends, '[]') WITH &&),
  CONSTRAINT bookings_name EXCLUDE USING btree ((room || ', ' || room) WITH =, id WITH =),
  CONSTRAINT bookings_pattern EXCLUDE (room varchar_pattern_ops WITH =),
  CONSTRAINT bookings_hash EXCLUDE USING hash (lower(room) WITH =),
  CONSTRAINT bookings_more EXCLUDE USING btree (room WITH =) INCLUDE (id),
  CONSTRAINT bookings_c EXCLUDE USING btree (room COLLATE "C" WITH =));
-- a class of its own has the same
CREATE TABLE rentals (id serial PRIMARY KEY, "Begin" date, "End" date,
  CONSTRAINT rentals_dates EXCLUDE USING gist (daterange("Begin", "End") WITH &&),
  CONSTRAINT rentals_end EXCLUDE USING btree ("End" WITH =));
CREATE TABLE odd_rentals (id serial PRIMARY KEY, begin date,
  CONSTRAINT odd_rentals_begin EXCLUDE USING btree (begin WITH =) WITH (fillfactor = 50));
