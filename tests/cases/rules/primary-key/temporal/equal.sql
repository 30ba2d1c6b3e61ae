CREATE TABLE t (id int4range, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
