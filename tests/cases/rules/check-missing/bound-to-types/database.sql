CREATE TABLE t (id serial PRIMARY KEY, flag smallint, mood varchar(5) NOT NULL, level varchar(6), amount integer CONSTRAINT a_name_that_is_longer_than_the_sixty_three_bytes_that_the_server_keeps CHECK (amount > 0),
  CONSTRAINT moods CHECK (mood IN ('sad', 'happy')), CONSTRAINT levels CHECK (level IN ('low', 'high', 'medium')));
