CREATE TABLE sizes (
    id serial PRIMARY KEY,
    width bigint NOT NULL,
    height bigint,
    label character varying(40) UNIQUE
);
