-- Visits found by how they began and how they ended: those that are open when a desk
-- starts, and those that are over, newest first; and who came in, or may.

CREATE INDEX event_opened ON event (kind, seq, visit) WHERE kind = 'visit_opened';
CREATE INDEX event_closed ON event (kind, seq, visit) WHERE kind = 'visit_closed';
CREATE INDEX event_access ON event (seq) WHERE kind IN
    ('signed_in', 'sign_in_refused', 'account_changed', 'device_changed');
