-- The files of papers.

-- paper_insert(seq int, place int, sealed blob) -> none
INSERT INTO paper (seq, place, sealed) VALUES (:seq, :place, :sealed);

-- paper_get(seq int, place int) -> one
SELECT sealed FROM paper WHERE seq = :seq AND place = :place;

-- paper_erase(seq int, place int) -> none
UPDATE paper SET sealed = zeroblob(length(sealed)) WHERE seq = :seq AND place = :place;
