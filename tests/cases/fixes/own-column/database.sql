CREATE TABLE things (id serial PRIMARY KEY, a varchar(10), b varchar(10), c varchar(10), d varchar(10), e varchar(10), f varchar(10),
  g varchar(10), h varchar(10), i varchar(10) NOT NULL, j varchar(10));
