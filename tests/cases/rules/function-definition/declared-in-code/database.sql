CREATE TABLE accounts (id serial PRIMARY KEY, email text, touched timestamptz);
CREATE INDEX ix_lower ON accounts (lower(email)) WHERE email IS NOT NULL;
CREATE FUNCTION shout(some_text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(some_text) || '!' $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched = now(); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts FOR SELECT USING (email = CURRENT_USER);
CREATE VIEW loud AS SELECT shout(email) FROM accounts;
