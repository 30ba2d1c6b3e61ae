CREATE TABLE things (id serial PRIMARY KEY);
CREATE TABLE "Odd" (id serial PRIMARY KEY, "No" serial, plain serial, "it's" serial);
