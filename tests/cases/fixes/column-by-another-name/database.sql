CREATE TABLE studies (id serial PRIMARY KEY, name varchar(80), note varchar(40));
CREATE TABLE trials (id serial PRIMARY KEY, state varchar(20) NOT NULL, number integer);
CREATE TABLE study_tags (study_id integer NOT NULL REFERENCES studies(id), tag varchar(40) NOT NULL, PRIMARY KEY (study_id, tag));
