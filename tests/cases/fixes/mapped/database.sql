CREATE TABLE teams (id serial PRIMARY KEY, name varchar(60), motto varchar NOT NULL, size bigint, founded date);
CREATE TABLE players (id serial PRIMARY KEY, team_id int NOT NULL REFERENCES teams (id), nick_name varchar NOT NULL, born timestamp,
                      goals int NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX players_nick ON players (lower(nick_name));
COMMENT ON TABLE players IS 'who plays where';
