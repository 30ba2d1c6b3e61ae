CREATE TABLE nodes (id serial PRIMARY KEY, label varchar(20), weight float8);
CREATE TABLE edges (a int REFERENCES nodes (id) ON DELETE CASCADE, b int REFERENCES nodes (id), kind text NOT NULL, PRIMARY KEY (a, b));
