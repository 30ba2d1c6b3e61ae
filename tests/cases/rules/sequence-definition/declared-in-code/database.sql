CREATE SEQUENCE invoice_numbers START 1000 INCREMENT BY 10;
CREATE SEQUENCE tickets MAXVALUE 5000 CYCLE;
CREATE SEQUENCE legacy MINVALUE 5 CACHE 20;
CREATE SEQUENCE by_hand;
CREATE TABLE invoices (id serial PRIMARY KEY, number integer DEFAULT nextval('invoice_numbers'), ticket integer);
