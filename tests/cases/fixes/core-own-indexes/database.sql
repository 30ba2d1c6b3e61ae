CREATE TABLE codebases (id character varying(256) PRIMARY KEY, label character varying(50));
CREATE TABLE changes (
  id serial PRIMARY KEY,
  branch character varying(256),
  author text NOT NULL,
  revision character varying(256),
  complete integer DEFAULT 1,
  codebase character varying(256) NOT NULL REFERENCES codebases ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE
);
CREATE INDEX changes_branch ON changes (branch DESC, author);
CREATE UNIQUE INDEX changes_revision ON changes (revision, branch);
CREATE INDEX changes_codebase ON changes (lower(codebase), branch);
CREATE INDEX changes_author ON changes (author) WHERE author <> 'nobody';
CREATE INDEX codebases_slug ON codebases (label);
