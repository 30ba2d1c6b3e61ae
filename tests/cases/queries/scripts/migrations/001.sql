SELECT old FROM users;
