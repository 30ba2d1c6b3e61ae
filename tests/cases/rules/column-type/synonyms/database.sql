CREATE TABLE t (id serial PRIMARY KEY, a real, b double precision, c numeric(10,2), d bigint, e timestamptz, f varchar(5)[], g smallint);
