SELECT * FROM {{ table }};
