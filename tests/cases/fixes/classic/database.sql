CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL, ip inet, notes jsonb DEFAULT '{}'::jsonb,
                    created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ix_users_created_at ON users (created_at);
CREATE TABLE orders (id serial PRIMARY KEY, user_id int REFERENCES users (id) ON DELETE SET NULL, state varchar(10) DEFAULT 'open',
                     total numeric(10,2) NOT NULL, CONSTRAINT orders_total CHECK (total >= 0), CONSTRAINT one UNIQUE (user_id, state));
COMMENT ON TABLE orders IS 'What was bought';
COMMENT ON COLUMN orders.state IS 'it''s open or closed';
