CREATE TABLE calls (id serial PRIMARY KEY, date timestamp, made_on date, ended_on date NOT NULL, since date);
CREATE TABLE bills (id serial PRIMARY KEY, paid date NOT NULL, date date, "Decimal" int);
CREATE TABLE tables (id serial PRIMARY KEY, int int, seats int, "str" varchar(20) NOT NULL);
