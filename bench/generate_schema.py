"""Writes the DDL of a database of N tables to standard output: 12 columns each, keys, indexes, comments, checks, enums.

Usage: generate_schema.py N
"""
import sys

TABLE = """CREATE TABLE orders_{i} (
  id bigint GENERATED ALWAYS AS IDENTITY,
  code character varying({length}) NOT NULL,
  name text NOT NULL DEFAULT 'unnamed',
  status status_{enum} NOT NULL DEFAULT 'new',
  amount numeric(12,{scale}) NOT NULL DEFAULT 0.0,
  quantity integer DEFAULT {i},
  data jsonb DEFAULT '{{}}'::jsonb,
  tags text[],
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) without time zone,
  parent_id bigint NOT NULL,
  owner_id bigint,
  CONSTRAINT orders_{i}_pkey PRIMARY KEY (id),
  CONSTRAINT orders_{i}_code_key UNIQUE (code),
  CONSTRAINT orders_{i}_amount_check CHECK (amount >= 0 AND quantity > -{i})
);
CREATE INDEX orders_{i}_parent_idx ON orders_{i} (parent_id);
CREATE INDEX orders_{i}_owner_created_idx ON orders_{i} (owner_id, created_at DESC) WHERE owner_id IS NOT NULL;
CREATE INDEX orders_{i}_lower_name_idx ON orders_{i} (lower(name));
COMMENT ON TABLE orders_{i} IS 'Orders, part {i}';
COMMENT ON COLUMN orders_{i}.code IS 'The code of an order in part {i}';
COMMENT ON COLUMN orders_{i}.amount IS 'Amount in cents';
ALTER TABLE orders_{i}
  ADD CONSTRAINT orders_{i}_parent_fk FOREIGN KEY (parent_id) REFERENCES orders_{half} (id) ON DELETE CASCADE,
  ADD CONSTRAINT orders_{i}_owner_fk FOREIGN KEY (owner_id) REFERENCES orders_{third} (id) ON DELETE SET NULL DEFERRABLE;
"""

PROGRAMS = """CREATE VIEW open_orders_{i} AS SELECT o.id, o.code, p.name AS parent_name
  FROM orders_{i} o JOIN orders_{half} p ON p.id = o.parent_id WHERE o.status <> 'deleted';
CREATE FUNCTION order_{i}(wanted bigint, note text DEFAULT 'x') RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT id FROM orders_{i} WHERE id = wanted $$;
CREATE FUNCTION touch_{i}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON orders_{i} FOR EACH ROW EXECUTE FUNCTION touch_{i}();
"""


def main(count):
    enums = max(3, count // 50)
    print("SET client_min_messages = warning;\nSET check_function_bodies = off;")
    for e in range(enums):
        print(f"CREATE TYPE status_{e} AS ENUM ('new', 'active', 'done_{e}', 'deleted');")
    print("BEGIN;")
    for i in range(1, count + 1):
        if i % 500 == 0:
            print("COMMIT;\nBEGIN;")
        half, third = max(1, i // 2), max(1, i // 3)
        print(TABLE.format(i=i, length=20 + i % 80, enum=i % enums, scale=i % 4, half=half, third=third))
        if i % 20 == 0:
            print(PROGRAMS.format(i=i, half=half))
        if i % 50 == 0:
            print(f"CREATE SEQUENCE numbers_{i} START 10 INCREMENT 5;")
    print("COMMIT;\nANALYZE;")


if __name__ == "__main__":
    main(int(sys.argv[1]))
