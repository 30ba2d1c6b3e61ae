CREATE SCHEMA sales;
CREATE TABLE customers (id serial PRIMARY KEY);
CREATE TABLE sales.orders (id serial PRIMARY KEY, customer_id integer REFERENCES customers ON DELETE SET NULL, parent_id integer REFERENCES sales.orders DEFERRABLE INITIALLY DEFERRED);
