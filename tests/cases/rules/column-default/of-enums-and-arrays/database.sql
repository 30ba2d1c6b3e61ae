CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id serial PRIMARY KEY, m mood NOT NULL DEFAULT 'ok', ms mood[] DEFAULT '{sad,ok}', ts text[] DEFAULT ARRAY['a', 'b'], n numeric(6,2) DEFAULT 1.50, i interval DEFAULT '00:30:00', d date DEFAULT CURRENT_DATE, c timestamptz DEFAULT now() + interval '1 day', x integer DEFAULT -1);
