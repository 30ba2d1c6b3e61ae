-- name: get_user
SELECT id, name FROM users WHERE id = :id;

-- name: add_user
INSERT INTO users (name) VALUES (:name)
RETURNING id;
