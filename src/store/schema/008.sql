-- Visits found by what was decided last in them, to decide it anew by another edition.

CREATE INDEX event_decided ON event (kind, seq, visit) WHERE kind = 'decision_made';
