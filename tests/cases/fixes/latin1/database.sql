CREATE TABLE sizes (id serial PRIMARY KEY, name varchar(9));
COMMENT ON COLUMN sizes.name IS 'Größe in €';
