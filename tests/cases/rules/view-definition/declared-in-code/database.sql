CREATE TABLE accounts (id serial PRIMARY KEY, email text, active boolean NOT NULL DEFAULT true);
CREATE VIEW active_accounts AS SELECT id, email FROM accounts WHERE active;
CREATE MATERIALIZED VIEW emails AS SELECT lower(email) AS email, count(*) FROM accounts GROUP BY lower(email);
CREATE VIEW by_hand AS SELECT 1 AS one;
