-- Events found by what they are about: the editions that were put in force, and the
-- decisions that another edition might have made otherwise.

CREATE INDEX event_edition ON event (seq) WHERE kind = 'edition_published';
CREATE INDEX event_decision ON event (seq) WHERE kind = 'decision_made';
