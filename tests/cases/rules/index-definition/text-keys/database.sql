CREATE TABLE t (id serial PRIMARY KEY, a text, b text, c int, "Mixed Name" text);
CREATE INDEX i1 ON t (lower(a) varchar_pattern_ops);
CREATE INDEX i2 ON t (lower(a) COLLATE "C" text_pattern_ops DESC NULLS LAST, c);
CREATE INDEX i3 ON t (c DESC NULLS LAST);
CREATE INDEX i4 ON t (a text_pattern_ops, lower(b) DESC);
CREATE INDEX i5 ON t ("Mixed Name" COLLATE "C");
CREATE INDEX i6 ON t (a COLLATE "C");
CREATE INDEX i7 ON t ((a || ', ' || b) DESC);
