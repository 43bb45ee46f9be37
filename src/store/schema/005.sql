-- Events found by what they are about: the editions that were put in force.

CREATE INDEX event_edition ON event (seq) WHERE kind = 'edition_published';
