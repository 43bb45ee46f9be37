/*
 * record: what an event is: its kinds and fields, its leaf in the log, its sealed
 * fields and how they are disclosed.
 *
 * Pure: hashing, signing and randomness come in as functions, the clock as a number.
 * Nothing that is read is trusted.
 *
 * May include base, json, ledger.
 */
#ifndef VESTIBULE_RECORD_H
#define VESTIBULE_RECORD_H

#include "record/disclosure.h"
#include "record/event.h"
#include "record/kinds.h"
#include "record/leaf.h"
#include "record/object.h"
#include "record/plain.h"

/* Write the JSON Schema (draft 2020-12) of a leaf's payload, or of an event whose
 * fields have all been disclosed. */
void record_write_payload_schema(struct text *text);
void record_write_event_schema(struct text *text);

/* Write the table of kinds as Markdown, for docs/record.md. */
void record_write_table(struct text *text);

#endif
