-- Weeks of duty, and what differs from them.

-- week_insert(number int, role text, school text, person int, weekdays int, starts int, ends int, rank int, first_day int, last_day int) -> none
INSERT INTO week (number, role, school, person, weekdays, starts, ends, rank,
                  first_day, last_day)
VALUES (:number, :role, :school, :person, :weekdays, :starts, :ends, :rank,
        :first_day, :last_day);

-- week_list() -> many
SELECT number, role, school, person, weekdays, starts, ends, rank, first_day, last_day
FROM week ORDER BY number;

-- week_remove(number int) -> one
DELETE FROM week WHERE number = :number RETURNING number;

-- override_insert(number int, role text, school text, rank int, person int?, starts int, ends int) -> none
INSERT INTO override (number, role, school, rank, person, starts, ends)
VALUES (:number, :role, :school, :rank, :person, :starts, :ends);

-- override_list() -> many
SELECT number, role, school, rank, person, starts, ends FROM override ORDER BY number;

-- override_remove(number int) -> one
DELETE FROM override WHERE number = :number RETURNING number;

-- acting_insert(number int, person int, stand_in int, starts int, ends int) -> none
INSERT INTO acting (number, person, stand_in, starts, ends)
VALUES (:number, :person, :stand_in, :starts, :ends);

-- acting_list() -> many
SELECT number, person, stand_in, starts, ends FROM acting ORDER BY number;

-- acting_remove(number int) -> one
DELETE FROM acting WHERE number = :number RETURNING number;
