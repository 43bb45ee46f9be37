/*
 * Events for tests: a fixed key, salts that repeat, samples by hand and by chance.
 *
 * Hashing and signing are OpenSSL's here, whatever the program uses.
 */
#ifndef VESTIBULE_TEST_RECORD_MADE_H
#define VESTIBULE_TEST_RECORD_MADE_H

#include "record/record.h"
#include "json/json.h"

/* The id of the key of the seed 0x07, 32 times, under school.example/vestibule. */
static const str made_key_id = STR_INIT("7c256809");

struct hasher made_hasher(void);
struct record_signer made_signer(void);
struct record_verifier made_verifier(void);

/* Bytes that follow from `*counter`, which is moved on. */
struct record_random made_random(uint64_t *counter);

/* Read JSON that must be right. */
struct json_value made_json(struct arena *arena, str source);

/* An event as the sequencer would complete it: kind and fields from JSON. */
struct record_event made_event(struct arena *arena, str kind, str fields);

/* Any event that is valid; every optional field is there or not. */
struct record_event made_event_by_chance(struct arena *arena);

/* An event's leaf and what was sealed. */
struct made {
    str leaf;
    struct record_seal *seals;
    size_t count;
};

/* A leaf that must be made. */
struct made made_leaf(
    struct arena *arena, const struct record_event *event, uint64_t salts);

/* The disclosures of all seals. */
str *made_disclosures(struct arena *arena, const struct made *made);

/* Sign anything as a leaf: header and payload as they are given. */
str made_forgery(struct arena *arena, str header, str payload);

/* A file of the tests, whole. */
str made_file(struct arena *arena, str path);

/* Whether the file `path` holds `wanted`; with BLESS in the environment it is written
 * instead. */
bool made_file_is(struct arena *arena, str path, str wanted);

#endif
