/*
 * How the events of tests are made.
 */
#include "record_made.h"

#include "os/os.h"
#include "test.h"

#include <openssl/evp.h>

static void sha256(void *context, const str *parts, size_t count, uint8_t *digest)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();

    (void)context;
    REQUIRE(md != NULL && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1);
    for (size_t i = 0; i < count; i++)
        REQUIRE(EVP_DigestUpdate(md, parts[i].ptr, parts[i].len) == 1);
    REQUIRE(EVP_DigestFinal_ex(md, digest, NULL) == 1);
    EVP_MD_CTX_free(md);
}

struct hasher made_hasher(void)
{
    return (struct hasher){sha256, NULL};
}

static EVP_PKEY *key(void)
{
    uint8_t seed[32];
    EVP_PKEY *made;

    memset(seed, 7, sizeof(seed));
    made = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof(seed));
    REQUIRE(made != NULL);
    return made;
}

static void sign(void *context, str message, uint8_t *signature)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY *pair = key();
    size_t len = RECORD_SIGNATURE_BYTES;

    (void)context;
    REQUIRE(md != NULL && EVP_DigestSignInit(md, NULL, NULL, NULL, pair) == 1);
    REQUIRE(EVP_DigestSign(md, signature, &len, (const unsigned char *)message.ptr,
                message.len) == 1);
    EVP_PKEY_free(pair);
    EVP_MD_CTX_free(md);
}

static bool verify(void *context, str message, const uint8_t *signature)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY *pair = key();
    bool good;

    (void)context;
    REQUIRE(md != NULL && EVP_DigestVerifyInit(md, NULL, NULL, NULL, pair) == 1);
    good = EVP_DigestVerify(md, signature, RECORD_SIGNATURE_BYTES,
               (const unsigned char *)message.ptr, message.len) == 1;
    EVP_PKEY_free(pair);
    EVP_MD_CTX_free(md);
    return good;
}

struct record_signer made_signer(void)
{
    return (struct record_signer){sign, NULL, made_key_id};
}

struct record_verifier made_verifier(void)
{
    return (struct record_verifier){verify, NULL, made_key_id};
}

static void fill(void *context, uint8_t *bytes, size_t len)
{
    uint64_t *counter = context;
    uint8_t block[HASH_BYTES];
    str part = {(const char *)counter, sizeof(*counter)};

    for (size_t i = 0; i < len; i++) {
        if (i % HASH_BYTES == 0) {
            ++*counter;
            sha256(NULL, &part, 1, block);
        }
        bytes[i] = block[i % HASH_BYTES];
    }
}

struct record_random made_random(uint64_t *counter)
{
    return (struct record_random){fill, counter};
}

struct json_value made_json(struct arena *arena, str source)
{
    struct json_value value = {0};
    struct err err = {0};

    if (!json_read(arena, source, &value, &err))
        CHECK_STR(err_text(&err), STR(""));
    return value;
}

struct record_event made_event(struct arena *arena, str kind, str fields)
{
    struct record_event event = {.log = STR("school.example/vestibule"),
        .at = 1737738900,
        .fields = made_json(arena, fields)};
    struct err err = {0};

    CHECK(record_find_kind(kind, &event.kind, &err));
    if (record_kind_row(event.kind)->place == RECORD_IN_VISIT) {
        event.visit = STR("Kk8v2mZ4T1eYw0bq3pXjSA");
        event.n = 7;
        memset(event.prev.bytes, 0x5a, HASH_BYTES);
    }
    return event;
}

/* ---- by chance ---- */

static str some_words(struct arena *arena, size_t most, bool lines)
{
    static const str letters[] = {STR_INIT("a"), STR_INIT("Z"), STR_INIT("\""),
        STR_INIT("\\"), STR_INIT("/"), STR_INIT("\xc3\xa9"), STR_INIT("\xe2\x82\xac"),
        STR_INIT("\xf0\x9f\x98\x80"), STR_INIT("\xef\xac\x81"), STR_INIT("~"),
        STR_INIT("."), STR_INIT("\xc2\x80"), STR_INIT(" "), STR_INIT("\n"),
        STR_INIT("\t")};
    size_t inner = COUNT_OF(letters) - (lines ? 0 : 2);
    size_t len = test_random(8) == 0 ? most : 1 + test_random(most < 40 ? most : 40);
    struct text text = text_in(arena);

    for (size_t i = 0; i < len; i++)
        text_add(&text,
            letters[test_random(
                i == 0 || i + 1 == len ? COUNT_OF(letters) - 3 : inner)]);
    return text_str(&text);
}

static str some_name(struct arena *arena)
{
    struct text text = text_in(arena);
    size_t len = 1 + test_random(RECORD_NAME_MAX);

    text_add_byte(&text, 'q');
    for (size_t i = 1; i < len; i++)
        text_add_byte(&text, "abcxyz_019"[test_random(10)]);
    return text_str(&text);
}

static str some_choice(str choices)
{
    str word = {0};

    do
        CHECK(str_split(&choices, ' ', &word));
    while (choices.len > 0 && test_random(3) > 0);
    return word;
}

static str some_digest(struct arena *arena, bool hex)
{
    struct text text = text_in(arena);
    uint8_t bytes[HASH_BYTES];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)test_random(256);
    if (hex) {
        text_add(&text, STR("sha256:"));
        text_add_hex(&text, bytes, sizeof(bytes));
    } else {
        text_add_base64url(&text, bytes, sizeof(bytes));
    }
    return text_str(&text);
}

static struct json_value text_value(str text)
{
    return (struct json_value){.kind = JSON_IS_TEXT, .text = text};
}

static struct json_value some_fact_value(struct arena *arena)
{
    int64_t whole = (int64_t)(test_random_u64() >> 11);

    switch (test_random(4)) {
    case 0:
        return (struct json_value){.kind = JSON_IS_NULL};
    case 1:
        return (struct json_value){.kind = JSON_IS_BOOL, .truth = test_random(2) == 1};
    case 2:
        return (struct json_value){
            .kind = JSON_IS_INTEGER, .integer = test_random(2) ? whole : -whole};
    default:
        return text_value(some_words(arena, RECORD_VALUE_MAX, false));
    }
}

static struct json_value some_list(
    struct arena *arena, const struct record_field *field)
{
    size_t most = field->most < 6 ? field->most : 6;
    struct json_value list = {.kind = JSON_IS_ARRAY, .count = 1 + test_random(most)};

    list.items = ARENA_ARRAY(arena, struct json_value, list.count);
    for (size_t i = 0; i < list.count; i++)
        list.items[i] = text_value(field->type == RECORD_NAMES ? some_name(arena)
                : field->type == RECORD_DIGESTS
                ? some_digest(arena, false)
                : some_words(arena, RECORD_PARAGRAPH_MAX, true));
    return list;
}

static struct json_value some_facts(
    struct arena *arena, const struct record_field *field)
{
    struct json_value facts = {.kind = JSON_IS_OBJECT};
    size_t count = test_random(field->most < 6 ? field->most : 6);

    facts.items = ARENA_ARRAY(arena, struct json_value, count);
    facts.names = ARENA_ARRAY(arena, str, count);
    while (facts.count < count) {
        str name = some_name(arena);

        if (json_find(&facts, name) != NULL)
            continue;
        facts.names[facts.count] = name;
        facts.items[facts.count++] = some_fact_value(arena);
    }
    return facts;
}

static struct json_value some_value(
    struct arena *arena, const struct record_field *field)
{
    int64_t most = field->most > 0 ? field->most : record_integer_max;

    switch (field->type) {
    case RECORD_TEXT:
        return text_value(some_words(arena, field->most, false));
    case RECORD_NAME:
        return text_value(some_name(arena));
    case RECORD_CHOICE:
        return text_value(some_choice(field->choices));
    case RECORD_MOMENT:
        return text_value(test_random(2) ? STR("2025-01-24T11:15:00-06:00")
                                         : STR("2024-02-29T23:59:60Z"));
    case RECORD_DATE:
        return text_value(STR("2024-02-29"));
    case RECORD_SHA256:
        return text_value(some_digest(arena, true));
    case RECORD_DIGEST:
        return text_value(some_digest(arena, false));
    case RECORD_INTEGER:
        return (struct json_value){.kind = JSON_IS_INTEGER,
            .integer = (int64_t)(test_random_u64() % ((uint64_t)most + 1))};
    case RECORD_BOOL:
        return (struct json_value){.kind = JSON_IS_BOOL, .truth = test_random(2) == 1};
    case RECORD_VALUE:
        return some_fact_value(arena);
    case RECORD_FACTS:
        return some_facts(arena, field);
    default:
        return some_list(arena, field);
    }
}

struct record_event made_event_by_chance(struct arena *arena)
{
    struct record_event event = {
        .kind = (enum record_kind)test_random(RECORD_KIND_COUNT),
        .log = STR("school.example/vestibule"),
        .at = (int64_t)(test_random_u64() % 4102444800u),
        .exercise = test_random(4) == 0,
        .has_anchor = test_random(2) == 0};
    const struct record_kind_row *row = record_kind_row(event.kind);
    struct json_value *fields = &event.fields;
    size_t count = record_field_count(event.kind);

    fields->kind = JSON_IS_OBJECT;
    fields->items = ARENA_ARRAY(arena, struct json_value, count);
    fields->names = ARENA_ARRAY(arena, str, count);
    for (size_t i = 0; i < count; i++) {
        if (!row->fields[i].required && test_random(2) == 0)
            continue;
        fields->names[fields->count] = row->fields[i].name;
        fields->items[fields->count++] = some_value(arena, &row->fields[i]);
    }
    if (event.has_anchor) {
        memset(event.anchor_root.bytes, (int)test_random(256), HASH_BYTES);
        event.anchor_size = (int64_t)test_random(1u << 30);
    }
    if (row->place == RECORD_IN_VISIT ||
        (row->place == RECORD_ANYWHERE && test_random(2) == 0)) {
        event.visit = STR("AAAAAAAAAAAAAAAAAAAAAA");
        event.n = (int64_t)test_random(3);
        memset(event.prev.bytes, event.n > 0 ? 0xc3 : 0, HASH_BYTES);
    }
    return event;
}

/* ---- leaves ---- */

struct made made_leaf(
    struct arena *arena, const struct record_event *event, uint64_t salts)
{
    struct hasher hasher = made_hasher();
    struct record_random random = made_random(&salts);
    struct record_signer signer = made_signer();
    struct record_sealed sealed = {0};
    struct made made = {0};
    struct err err = {0};

    if (!record_seal(arena, event, &hasher, &random, &sealed, &err) ||
        !record_leaf_make(arena, event, &sealed, &signer, &made.leaf, &err))
        CHECK_STR(err_text(&err), STR(""));
    made.seals = sealed.seals;
    made.count = sealed.count;
    return made;
}

str *made_disclosures(struct arena *arena, const struct made *made)
{
    str *texts = ARENA_ARRAY(arena, str, made->count);

    for (size_t i = 0; i < made->count; i++)
        texts[i] = made->seals[i].disclosure;
    return texts;
}

str made_forgery(struct arena *arena, str header, str payload)
{
    struct text text = text_in(arena);
    uint8_t signature[RECORD_SIGNATURE_BYTES];

    text_add_base64url(&text, (const uint8_t *)header.ptr, header.len);
    text_add_byte(&text, '.');
    text_add_base64url(&text, (const uint8_t *)payload.ptr, payload.len);
    sign(NULL, text_str(&text), signature);
    text_add_byte(&text, '.');
    text_add_base64url(&text, signature, sizeof(signature));
    return text_str(&text);
}

/* ---- files ---- */

str made_file(struct arena *arena, str path)
{
    str bytes = {0};
    struct err err = {0};

    if (!os_read_file(arena, path, 1 << 24, &bytes, &err))
        CHECK_STR(err_text(&err), STR(""));
    return bytes;
}

bool made_file_is(struct arena *arena, str path, str wanted)
{
    struct err err = {0};

    if (os_environment("BLESS").len > 0)
        return os_write_file(path, wanted, &err);
    return str_equal(made_file(arena, path), wanted);
}
