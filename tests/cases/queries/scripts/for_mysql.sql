SELECT a FROM users;
