-- The access log tells also of who read what is kept of visits.

DROP INDEX event_access;
CREATE INDEX event_access ON event (seq) WHERE kind IN
    ('signed_in', 'sign_in_refused', 'account_changed', 'device_changed', 'looked_at');
