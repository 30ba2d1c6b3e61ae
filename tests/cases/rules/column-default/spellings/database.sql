-- requires: 13
CREATE TABLE t (id serial PRIMARY KEY, a integer NOT NULL DEFAULT 0, b boolean NOT NULL DEFAULT false, c timestamptz DEFAULT now(), d jsonb DEFAULT '{}', e text DEFAULT 'x', f uuid DEFAULT gen_random_uuid(), g interval DEFAULT '1 day', h text[] DEFAULT '{}');
