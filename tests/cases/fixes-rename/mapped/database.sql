CREATE TABLE devices (id serial PRIMARY KEY, serial_number varchar(20) NOT NULL, weight integer NOT NULL, size_mm integer NOT NULL, height integer NOT NULL);
CREATE TABLE names (id serial PRIMARY KEY, given varchar(20) NOT NULL, given_by varchar(30) NOT NULL, last varchar(40) NOT NULL);
