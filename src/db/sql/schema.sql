-- What a database says of its own shape: the first statements of every catalogue.
-- They read SQLite's catalogue; another engine brings its own.

-- schema_objects() -> many
SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name;

-- schema_steps() -> many
SELECT number, text FROM schema_step ORDER BY number;

-- schema_step_insert(number int, text text) -> none
INSERT INTO schema_step (number, text) VALUES (:number, :text);
