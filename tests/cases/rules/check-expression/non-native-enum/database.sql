CREATE TABLE t (id serial PRIMARY KEY, m varchar(5), CONSTRAINT mood CHECK (m IN ('sad', 'happy')));
