/* Disclosures: RFC 9901's own, and every abuse of ours. */
#include "naive_sdjwt.h"
#include "record_made.h"
#include "test.h"

static str digest_of(struct arena *arena, str disclosure)
{
    struct hasher hasher = made_hasher();
    struct hash hash = hash_bytes(&hasher, disclosure);
    struct text text = text_in(arena);

    text_add_base64url(&text, hash.bytes, sizeof(hash.bytes));
    return text_str(&text);
}

TEST(record_disclosure, reads_those_of_rfc_9901)
{
    struct arena arena = {0};
    str lines = made_file(&arena, STR("tests/data/rfc9901/disclosures.txt"));
    struct record_disclosure read;
    struct err err = {0};
    size_t count = 0;
    str line;

    for (; str_split(&lines, '\n', &line); count++) {
        str text = str_slice(line, 44, line.len);

        CHECK_STR(digest_of(&arena, text), str_slice(line, 0, 43));
        CHECK(record_disclosure_parse(&arena, text, &read, &err));
        if (count == 0) {
            CHECK_STR(read.salt, STR("_26bc4LT-ac6q2KI6cBW5es"));
            CHECK_STR(read.name, STR("family_name"));
            CHECK_STR(read.value.text,
                STR("M\xc3\xb6"
                    "bius"));
        }
        if (count == 1)
            CHECK(read.is_paragraph && str_equal(read.value.text, STR("FR")));
    }
    CHECK_U64(count, 18);
    arena_clear(&arena);
}

/* Section 4.2.1: other spellings of the same are other disclosures, and good ones. */
TEST(record_disclosure, reads_other_spellings_of_rfc_9901)
{
    static const str spellings[] = {
        STR_INIT("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJN"
                 "XHUwMGY2Yml1cyJd"),
        STR_INIT("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2"
                 "Yml1cyJd"),
        STR_INIT("WwoiXzI2YmM0TFQtYWM2cTJLSTZjQlc1ZXMiLAoiZmFtaWx5X25hbWUiLAoi"
                 "TcO2Yml1cyIKXQ"),
    };
    struct arena arena = {0};
    struct record_disclosure read;
    struct err err = {0};

    for (size_t i = 0; i < COUNT_OF(spellings); i++) {
        CHECK(record_disclosure_parse(&arena, spellings[i], &read, &err));
        CHECK_STR(read.value.text,
            STR("M\xc3\xb6"
                "bius"));
    }
    arena_clear(&arena);
}

TEST(record_presentation, takes_those_of_rfc_9901_apart)
{
    static const char *const ignored[] = {NULL};
    struct arena arena = {0};
    struct record_presentation parts;
    struct record_leaf leaf;
    struct text text = text_in(&arena);
    struct err err = {0};
    str whole = str_trim(made_file(&arena, STR("tests/data/rfc9901/presented.txt")));
    str processed = made_file(&arena, STR("tests/data/rfc9901/processed.json"));

    CHECK_OR_STOP(record_presentation_parse(&arena, whole, &parts, &err));
    CHECK_U64(parts.count, 4);
    record_add_presentation(&text, parts.leaf, parts.disclosures, parts.count);
    CHECK_STR(text_str(&text), whole);
    CHECK(!record_leaf_parse(&arena, parts.leaf, &leaf, &err));
    CHECK_STR(
        err_text(&err), STR("the leaf names the algorithm `ES256`; only EdDSA counts"));
    /* The oracle that the next tests use agrees with the RFC. */
    text_add_byte(&text, 0);
    CHECK(naive_sdjwt_yields(text.ptr, arena_str(&arena, processed).ptr, ignored));
    CHECK(record_presentation_parse(&arena,
              str_trim(made_file(&arena, STR("tests/data/rfc9901/issued.txt"))), &parts,
              &err) &&
        parts.count == 10);
    CHECK(!record_presentation_parse(&arena,
        str_trim(made_file(&arena, STR("tests/data/rfc9901/presented_with_key.txt"))),
        &parts, &err));
    arena_clear(&arena);
}

TEST(record_presentation, refuses_what_has_another_form)
{
    static const str wrong[] = {STR_INIT(""), STR_INIT("~"), STR_INIT("a"),
        STR_INIT("a~b"), STR_INIT("~b~"), STR_INIT("a~~"), STR_INIT("a~~b~"),
        STR_INIT("a~b~\n")};
    struct arena arena = {0};
    struct record_presentation parts;
    struct err err = {0};

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        CHECK(!record_presentation_parse(&arena, wrong[i], &parts, &err));
    CHECK(record_presentation_parse(&arena, STR("a~"), &parts, &err));
    CHECK(parts.count == 0);
    arena_clear(&arena);
}

/* ---- an event with two sealed fields and a clear one, made by hand ---- */

struct forged {
    struct arena arena;
    str disclosures[8];
    size_t count;
    str digests[8];
    size_t digest_count;
};

static str encode(struct arena *arena, str json)
{
    struct text text = text_in(arena);

    text_add_base64url(&text, (const uint8_t *)json.ptr, json.len);
    return text_str(&text);
}

/* Hand in a disclosure; with `placed`, the leaf has its digest. */
static str give(struct forged *f, str json, bool placed)
{
    str text = encode(&f->arena, json);
    str digest = digest_of(&f->arena, text);

    f->disclosures[f->count++] = text;
    if (placed)
        f->digests[f->digest_count++] = digest;
    return digest;
}

static void sort(str *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (str_compare(texts[i], texts[j]) > 0) {
                str held = texts[i];

                texts[i] = texts[j];
                texts[j] = held;
            }
}

/* A leaf of `kind` with the digests that were placed, and others up to `wanted`. */
static str leaf_of(struct forged *f, str kind, str clear, size_t wanted)
{
    struct text payload = text_in(&f->arena);

    while (f->digest_count < wanted) {
        char number[2] = {(char)('0' + f->digest_count), 0};

        f->digests[f->digest_count] =
            digest_of(&f->arena, arena_str(&f->arena, (str){number, 1}));
        f->digest_count++;
    }
    sort(f->digests, f->digest_count);
    text_add(&payload, STR("{\"_sd\":["));
    for (size_t i = 0; i < f->digest_count; i++) {
        text_add(&payload, i > 0 ? STR(",\"") : STR("\""));
        text_add(&payload, f->digests[i]);
        text_add(&payload, STR("\""));
    }
    text_add(&payload,
        STR("],\"_sd_alg\":\"sha-256\",\"at\":\"2025-01-24T17:15:00Z\","
            "\"kind\":\""));
    text_add(&payload, kind);
    text_add(&payload, STR("\",\"log\":\"school.example/vestibule\","));
    text_add(&payload, clear);
    text_add(&payload, STR("}"));
    return made_forgery(&f->arena,
        STR("{\"alg\":\"EdDSA\",\"kid\":\"7c256809\","
            "\"typ\":\"vestibule-event+sd-jwt\"}"),
        text_str(&payload));
}

/* Open what was handed in; "" when it opens, or the error. */
static str opens(struct forged *f, str leaf_text, struct record_opened *out)
{
    struct hasher hasher = made_hasher();
    struct record_leaf leaf;
    struct err err = {0};

    if (!record_leaf_parse(&f->arena, leaf_text, &leaf, &err) ||
        !record_open(&f->arena, &hasher, &leaf, f->disclosures, f->count, out, &err))
        return arena_str(&f->arena, err_text(&err));
    return (str){0};
}

static str overridden(struct forged *f)
{
    return leaf_of(f, STR("overridden"), STR("\"v\":1,\"what\":\"hold_lifted\""), 4);
}

static const str good_by = STR_INIT("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"by\",\"desk\"]");

TEST(record_open, lays_open_what_is_given_and_lists_the_rest)
{
    struct forged f = {0};
    struct record_opened out;

    give(&f, good_by, true);
    CHECK_STR(opens(&f, overridden(&f), &out), STR(""));
    CHECK_U64(out.event.fields.count, 2);
    CHECK_STR(record_value(&out.event, STR("by"))->text, STR("desk"));
    CHECK_STR(record_value(&out.event, STR("what"))->text, STR("hold_lifted"));
    CHECK_U64(out.withheld_count, 3);
    CHECK(out.withheld[0].field == NULL && out.withheld[0].paragraph == -1);
    arena_clear(&f.arena);
}

/* One disclosure, its digest in the leaf, that must be refused with `words`. */
static void refuses_placed(str json, str words)
{
    struct forged f = {0};
    struct record_opened out;

    give(&f, json, true);
    CHECK_STR(opens(&f, overridden(&f), &out), words);
    arena_clear(&f.arena);
}

TEST(record_open, refuses_every_abuse_of_a_placed_disclosure)
{
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"desk\"]"),
        STR("the disclosure is of a field, but has two elements instead of three"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\"]"),
        STR("a disclosure is not a list of salt, name and value, or of salt and value"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"by\",\"desk\",1]"),
        STR("a disclosure is not a list of salt, name and value, or of salt and value"));
    refuses_placed(STR("{\"AAAAAAAAAAAAAAAAAAAAAA\":1,\"by\":2,\"desk\":3}"),
        STR("a disclosure is not a list of salt, name and value, or of salt and value"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"_sd\",[]]"),
        STR("a disclosure is named `_sd` or `...`, which no field may be"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"...\",\"x\"]"),
        STR("a disclosure is named `_sd` or `...`, which no field may be"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",7,\"x\"]"),
        STR("a disclosure has a name that is not a text"));
    refuses_placed(
        STR("[7,\"by\",\"x\"]"), STR("a disclosure has a salt that is not a text"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAA\",\"by\",\"x\"]"),
        STR("a disclosure has a salt of less than 128 bits"));
    /* Shadowing: a clear field, a member of every payload. */
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"what\",\"hold_lifted\"]"),
        STR("the disclosure of `what` names what the event has already"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"kind\",\"erased\"]"),
        STR("the disclosure of `kind` names what the event has already"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"_sd_alg\",\"sha-256\"]"),
        STR("the disclosure of `_sd_alg` names what the event has already"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"nationality\",\"x\"]"),
        STR("the disclosure of `nationality` does not fit this kind of event"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"by\",[\"x\"]]"),
        STR("overridden: by: give a text; this is an array"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"by\",{\"_sd\":[]}]"),
        STR("overridden: by: give a text; this is an object"));
    refuses_placed(STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"by\",\"x\"] []"),
        STR("a disclosure: not valid JSON, line 1, column 37: end of file expected "
            "near '['"));
}

TEST(record_open, refuses_a_forged_disclosure_that_no_digest_refers_to)
{
    struct forged f = {0};
    struct record_opened out;

    give(&f, good_by, true);
    give(&f, STR("[\"BBBBBBBBBBBBBBBBBBBBBA\",\"reason\",\"forged\"]"), false);
    CHECK_STR(opens(&f, overridden(&f), &out),
        STR("the disclosure of `reason` belongs to no digest of this leaf; it is "
            "another event's, was changed, or lacks the list that its paragraph stands "
            "in"));
    arena_clear(&f.arena);
}

TEST(record_open, refuses_a_disclosure_or_a_field_that_comes_twice)
{
    struct forged f = {0};
    struct forged g = {0};
    struct record_opened out;

    give(&f, good_by, true);
    give(&f, good_by, false);
    CHECK_STR(
        opens(&f, overridden(&f), &out), STR("the disclosure of `by` is given twice"));
    give(&g, good_by, true);
    give(&g, STR("[\"CCCCCCCCCCCCCCCCCCCCCA\",\"by\",\"another\"]"), true);
    CHECK_STR(opens(&g, overridden(&g), &out),
        STR("the disclosure of `by` names what the event has already"));
    arena_clear(&f.arena);
    arena_clear(&g.arena);
}

TEST(record_open, refuses_padding_and_the_other_alphabet)
{
    struct forged f = {0};
    struct record_opened out;
    str leaf;
    struct text padded = text_in(&f.arena);

    /* Two bytes over: the text wants no padding, and ends in U+FFFF: digits 62, 63. */
    give(&f, STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"by\",\"\xef\xbf\xbf>>>???\"]"), true);
    leaf = overridden(&f);
    CHECK_STR(opens(&f, leaf, &out), STR(""));
    text_add(&padded, f.disclosures[0]);
    text_add_repeated(&padded, '=', (4 - padded.len % 4) % 4);
    CHECK(padded.len > f.disclosures[0].len);
    f.disclosures[0] = text_str(&padded);
    CHECK_STR(
        opens(&f, leaf, &out), STR("a disclosure is not base64url without padding"));
    while (padded.len > 0 && padded.ptr[padded.len - 1] == '=')
        padded.len--;
    for (size_t i = 0; i < padded.len; i++)
        padded.ptr[i] = (char)(padded.ptr[i] == '-' ? '+'
                : padded.ptr[i] == '_'              ? '/'
                                                    : padded.ptr[i]);
    f.disclosures[0] = text_str(&padded);
    CHECK(str_find(f.disclosures[0], STR("/"), 0) < padded.len);
    CHECK_STR(
        opens(&f, leaf, &out), STR("a disclosure is not base64url without padding"));
    arena_clear(&f.arena);
}

/* ---- paragraphs ---- */

static const str first_paragraph = STR_INIT("[\"DDDDDDDDDDDDDDDDDDDDDA\",\"One.\"]");
static const str second_paragraph = STR_INIT("[\"EEEEEEEEEEEEEEEEEEEEEA\",\"Two.\"]");

static str closed(struct forged *f)
{
    return leaf_of(f, STR("visit_closed"),
        STR("\"n\":0,\"v\":1,\"visit\":\"AAAAAAAAAAAAAAAAAAAAAA\""), 8);
}

/* The list of two paragraphs, as a field's disclosure. */
static str account(struct forged *f, str first, str second)
{
    struct text text = text_in(&f->arena);

    text_add(&text, STR("[\"FFFFFFFFFFFFFFFFFFFFFA\",\"account\",[{\"...\":\""));
    text_add(&text, first);
    text_add(&text, STR("\"},{\"...\":\""));
    text_add(&text, second);
    text_add(&text, STR("\"}]]"));
    return text_str(&text);
}

TEST(record_open, lays_open_single_paragraphs)
{
    struct forged f = {0};
    struct record_opened out;
    str hidden = digest_of(&f.arena, encode(&f.arena, first_paragraph));
    str shown = give(&f, second_paragraph, false);
    const struct json_value *value;

    give(&f, account(&f, hidden, shown), true);
    CHECK_STR(opens(&f, closed(&f), &out), STR(""));
    value = record_value(&out.event, STR("account"));
    CHECK_OR_STOP(value != NULL && value->count == 2);
    CHECK(value->items[0].kind == JSON_IS_NULL);
    CHECK_STR(value->items[1].text, STR("Two."));
    CHECK_U64(out.withheld_count, 8);
    CHECK(out.event.fields.count == 1);
    arena_clear(&f.arena);
}

/* Whether an account with these digests, and both paragraphs given, is refused. */
static void refuses_account(bool in_leaf, bool twice, bool list, str words)
{
    struct forged f = {0};
    struct record_opened out;
    str first = give(&f, first_paragraph, in_leaf);
    str second = give(&f, second_paragraph, false);

    if (list)
        give(&f, account(&f, first, twice ? first : second), true);
    CHECK_STR(opens(&f, closed(&f), &out), words);
    arena_clear(&f.arena);
}

TEST(record_open, refuses_every_abuse_of_a_paragraph)
{
    refuses_account(false, true, true,
        STR("a digest stands twice in the leaf and its disclosures"));
    refuses_account(false, false, false,
        STR("the disclosure belongs to no digest of this leaf; it is another event's, "
            "was changed, or lacks the list that its paragraph stands in"));
    refuses_account(true, false, false,
        STR("the disclosure is of a field, but has two elements instead of three"));
}

TEST(record_open, refuses_lists_that_are_none)
{
    static const str lists[] = {STR_INIT("[]"), STR_INIT("\"x\""), STR_INIT("[\"x\"]"),
        STR_INIT("[{}]"), STR_INIT("[{\"...\":1}]"), STR_INIT("[{\"...\":\"x\"}]"),
        STR_INIT(
            "[{\"...\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"a\":1}]")};

    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        struct forged f = {0};
        struct record_opened out;
        struct text text = text_in(&f.arena);

        text_add(&text, STR("[\"FFFFFFFFFFFFFFFFFFFFFA\",\"account\","));
        text_add(&text, lists[i]);
        text_add(&text, STR("]"));
        give(&f, text_str(&text), true);
        CHECK(opens(&f, closed(&f), &out).len > 0);
        arena_clear(&f.arena);
    }
}

TEST(record_open, refuses_a_field_in_the_place_of_a_paragraph)
{
    struct forged f = {0};
    struct record_opened out;
    str field = give(&f, good_by, false);
    str second = give(&f, second_paragraph, false);

    give(&f, account(&f, field, second), true);
    CHECK_STR(opens(&f, closed(&f), &out),
        STR("the disclosure of `account` is of a paragraph, but has three elements "
            "instead of two"));
    arena_clear(&f.arena);
}
