CREATE TABLE t (id bigserial PRIMARY KEY, a varchar(36), b numeric(12,4), c double precision, d bytea, e text[], f uuid, g timestamp(3), h char(2), i bit(3), j interval day to second(0), k real);
