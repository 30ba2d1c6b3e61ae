CREATE TABLE roles (id serial PRIMARY KEY);
CREATE TABLE permissions (id serial PRIMARY KEY);
CREATE TABLE users (id serial PRIMARY KEY);
CREATE TABLE role_permissions (role_id integer REFERENCES roles, permission_id integer REFERENCES permissions, PRIMARY KEY (role_id, permission_id));
CREATE TABLE user_roles (user_id integer REFERENCES users, role_id integer REFERENCES roles, PRIMARY KEY (user_id, role_id));
