/* Leaves: made byte for byte as ever, read with suspicion. */
#include "record_made.h"
#include "test.h"

/* The golden record: the events of a file, chained as a sequencer would. */
static str golden(struct arena *arena)
{
    str lines = made_file(arena, STR("tests/data/record/events.jsonl"));
    struct hasher hasher = made_hasher();
    struct text text = text_in(arena);
    struct hash prev = {{0}};
    int64_t n = 0;
    str line;

    for (int64_t i = 0; str_split(&lines, '\n', &line); i++) {
        struct json_value given = made_json(arena, line);
        struct record_event event =
            made_event(arena, json_find(&given, STR("kind"))->text, STR("{}"));
        struct made made;

        event.fields = *json_find(&given, STR("fields"));
        event.at += 60 * i;
        event.exercise = event.kind == RECORD_ERASED;
        event.has_anchor = event.kind == RECORD_DECISION_MADE;
        event.anchor_root = hash_leaf(&hasher, STR("an older tree"));
        event.anchor_size = 3;
        if (event.kind == RECORD_DOCUMENT_ATTACHED)
            event.visit = STR("Kk8v2mZ4T1eYw0bq3pXjSA");
        event.n = event.visit.len > 0 ? n : 0;
        event.prev = prev;
        made = made_leaf(arena, &event, (uint64_t)i * 1000);
        if (event.visit.len > 0) {
            prev = hash_leaf(&hasher, made.leaf);
            n++;
        }
        record_add_presentation(
            &text, made.leaf, made_disclosures(arena, &made), made.count);
        text_add_byte(&text, '\n');
    }
    return text_str(&text);
}

TEST(record_leaf, is_made_byte_for_byte_as_ever)
{
    struct arena arena = {0};

    CHECK(made_file_is(&arena, STR("tests/data/record/golden.txt"), golden(&arena)));
    arena_clear(&arena);
}

/* Without line ends: the documentation breaks long lines. */
static str in_one_line(struct arena *arena, str s)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '\n')
            text_add_byte(&text, s.ptr[i]);
    return text_str(&text);
}

TEST(record_leaf, is_shown_in_the_documentation)
{
    struct arena arena = {0};
    str lines = made_file(&arena, STR("tests/data/record/golden.txt"));
    str page = in_one_line(&arena, made_file(&arena, STR("docs/record.md")));
    struct record_presentation parts;
    struct err err = {0};
    uint8_t *bytes = ARENA_ARRAY(&arena, uint8_t, RECORD_LEAF_MAX);
    size_t len = 0;
    str line;
    str rest;
    str piece;

    while (str_split(&lines, '\n', &line) && str_find(page, line, 0) == page.len)
        ; /* to the one that is shown */
    CHECK_OR_STOP(str_find(page, line, 0) < page.len);
    CHECK_OR_STOP(record_presentation_parse(&arena, line, &parts, &err));
    rest = parts.leaf;
    CHECK(str_split(&rest, '.', &piece) && str_split(&rest, '.', &piece));
    CHECK(base64url_read(piece, bytes, RECORD_LEAF_MAX, &len));
    CHECK(str_find(page, (str){(char *)bytes, len}, 0) < page.len);
    for (size_t i = 0; i < parts.count; i++) {
        CHECK(base64url_read(parts.disclosures[i], bytes, RECORD_LEAF_MAX, &len));
        CHECK(str_find(page, (str){(char *)bytes, len}, 0) < page.len);
    }
    arena_clear(&arena);
}

TEST(record_leaf, is_written_as_the_documentation_says)
{
    struct arena arena = {0};
    struct record_event event = made_event(&arena, STR("overridden"),
        STR("{\"what\": \"signed_without_witness\", \"reason\": \"r\", "
            "\"by\": \"o\"}"));
    struct made made = made_leaf(&arena, &event, 1);
    str header = str_slice(made.leaf, 0, str_find(made.leaf, STR("."), 0));
    char bytes[512];
    size_t len = 0;

    CHECK(base64url_read(header, (uint8_t *)bytes, sizeof(bytes), &len));
    CHECK_STR(((str){bytes, len}),
        STR("{\"alg\":\"EdDSA\",\"kid\":\"7c256809\","
            "\"typ\":\"vestibule-event+sd-jwt\"}"));
    CHECK_U64(made.count, 2);
    CHECK(base64url_read(
        made.seals[0].disclosure, (uint8_t *)bytes, sizeof(bytes), &len));
    CHECK_STR(((str){bytes + 25, len - 25}), STR(",\"reason\",\"r\"]"));
    arena_clear(&arena);
}

/* Whether a leaf of `payload` is refused with `words`, though well signed. */
static void refuses_payload(str payload, str words)
{
    struct arena arena = {0};
    struct record_leaf leaf;
    struct err err = {0};
    str text = made_forgery(&arena,
        STR("{\"alg\":\"EdDSA\",\"kid\":\"7c256809\","
            "\"typ\":\"vestibule-event+sd-jwt\"}"),
        payload);
    bool read = record_leaf_parse(&arena, text, &leaf, &err);

    CHECK(!read && err.kind == ERR_INVALID);
    if (read || str_find(err_text(&err), words, 0) == err.len)
        CHECK_STR(read ? payload : err_text(&err), words);
    arena_clear(&arena);
}

/* A good payload in which the first `old` is replaced by `new`. */
static str altered(struct arena *arena, str old, str new)
{
    str good =
        STR("{\"_sd\":[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
            "\"BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
            "\"CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
            "\"DAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"],"
            "\"_sd_alg\":\"sha-256\",\"at\":\"2025-01-24T17:15:00Z\","
            "\"kind\":\"overridden\",\"log\":\"school.example/vestibule\",\"v\":1,"
            "\"what\":\"hold_lifted\"}");
    size_t at = str_find(good, old, 0);
    struct text text = text_in(arena);

    CHECK(at < good.len);
    text_add(&text, str_slice(good, 0, at));
    text_add(&text, new);
    text_add(&text, str_slice(good, at + old.len, good.len));
    return text_str(&text);
}

TEST(record_leaf, refuses_a_payload_that_is_not_pinned)
{
    static const struct {
        str old;
        str new;
        str words;
    } cases[] = {
        {STR_INIT("\"v\":1"), STR_INIT("\"v\":2"), STR_INIT("v is not 1")},
        {STR_INIT("\"v\":1"), STR_INIT("\"v\":1.0"), STR_INIT("v is not a whole")},
        {STR_INIT("\"v\":1"), STR_INIT("\"v\":1,\"v\":1"), STR_INIT("duplicate")},
        {STR_INIT("\"v\":1"), STR_INIT("\"V\":1"), STR_INIT("v is missing")},
        {STR_INIT(",\"v\":1"), STR_INIT(",\"v\": 1"), STR_INIT("canonically")},
        {STR_INIT("\"kind\""), STR_INIT("\"k\\u0069nd\""), STR_INIT("canonically")},
        {STR_INIT("\"overridden\""), STR_INIT("\"overriden\""), STR_INIT("did you")},
        {STR_INIT("\"overridden\""), STR_INIT("7"), STR_INIT("kind is not a text")},
        {STR_INIT("school.example/"), STR_INIT("school example/"), STR_INIT("origin")},
        {STR_INIT("17:15:00Z"), STR_INIT("17:15:00+00:00"), STR_INIT("at is not")},
        {STR_INIT("2025-01-24T"), STR_INIT("2025-02-30T"), STR_INIT("at is not")},
        {STR_INIT("sha-256"), STR_INIT("sha-512"), STR_INIT("_sd_alg is not sha-256")},
        {STR_INIT(",\"what\":\"hold_lifted\""), STR_INIT(""), STR_INIT("is missing")},
        {STR_INIT("hold_lifted"), STR_INIT("hold_lfted"), STR_INIT("did you mean")},
        {STR_INIT("\"what\""), STR_INIT("\"reason\":\"r\",\"what\""),
            STR_INIT("reason does not belong there")},
        {STR_INIT("\"what\""), STR_INIT("\"nationality\":\"x\",\"what\""),
            STR_INIT("nationality does not belong there")},
        {STR_INIT("\"what\""),
            STR_INIT("\"visit\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"what\""),
            STR_INIT("visit and n go together")},
        {STR_INIT("\"log\""), STR_INIT("\"exercise\":false,\"log\""),
            STR_INIT("exercise is true or missing")},
        {STR_INIT("\"at\""), STR_INIT("\"anchor\":{\"root\":\"x\",\"size\":1},\"at\""),
            STR_INIT("anchor is not a root and a size")},
        {STR_INIT("\"v\""), STR_INIT("\"prev\":\"x\",\"v\""),
            STR_INIT("prev stands outside of a visit")},
        /* The digests: out of order, twice, too few, other spellings. */
        {STR_INIT("\"BAAA"), STR_INIT("\"EAAA"), STR_INIT("not in ascending order")},
        {STR_INIT("\"BAAA"), STR_INIT("\"AAAA"), STR_INIT("holds one twice")},
        {STR_INIT("[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","), STR_INIT("["),
            STR_INIT("not as many digests")},
        {STR_INIT("AAA\","), STR_INIT("AAB\","), STR_INIT("not a digest")},
        {STR_INIT("AAA\","), STR_INIT("AAA=\","), STR_INIT("not a digest")},
        {STR_INIT("AAA\","), STR_INIT("A+A\","), STR_INIT("not a digest")},
        {STR_INIT("AAA\","), STR_INIT("AA\","), STR_INIT("not a digest")},
    };
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        refuses_payload(altered(&arena, cases[i].old, cases[i].new), cases[i].words);
    refuses_payload(STR("[]"), STR("no object"));
    refuses_payload(STR("{}"), STR("v is missing"));
    refuses_payload(STR("\"x\""), STR("not valid JSON"));
    arena_clear(&arena);
}

static void refuses_leaf(str text, enum err_kind kind, str words)
{
    struct arena arena = {0};
    struct record_leaf leaf;
    struct err err = {0};
    bool read = record_leaf_parse(&arena, text, &leaf, &err);

    CHECK(!read && err.kind == kind);
    if (read || str_find(err_text(&err), words, 0) == err.len)
        CHECK_STR(read ? text : err_text(&err), words);
    arena_clear(&arena);
}

TEST(record_leaf, refuses_another_header_or_spelling)
{
    static const str headers[][2] = {
        {STR_INIT("{\"alg\":\"none\",\"kid\":\"7c256809\","
                  "\"typ\":\"vestibule-event+sd-jwt\"}"),
            STR_INIT("the algorithm `none`; only EdDSA counts")},
        {STR_INIT("{\"alg\":\"HS256\",\"kid\":\"7c256809\","
                  "\"typ\":\"vestibule-event+sd-jwt\"}"),
            STR_INIT("the algorithm `HS256`")},
        {STR_INIT("{\"alg\":\"EdDSA\",\"kid\":\"7C256809\","
                  "\"typ\":\"vestibule-event+sd-jwt\"}"),
            STR_INIT("does not begin with the header")},
        {STR_INIT("{\"alg\":\"EdDSA\",\"kid\":\"7c256809\",\"typ\":\"JWT\"}"),
            STR_INIT("does not begin with the header")},
        {STR_INIT("{\"alg\":\"EdDSA\",\"crit\":[\"b64\"],\"kid\":\"7c256809\","
                  "\"typ\":\"vestibule-event+sd-jwt\"}"),
            STR_INIT("does not begin with the header")},
        {STR_INIT("{ \"alg\":\"EdDSA\",\"kid\":\"7c256809\","
                  "\"typ\":\"vestibule-event+sd-jwt\"}"),
            STR_INIT("does not begin with the header")},
        {STR_INIT("{}"), STR_INIT("does not begin with the header")},
    };
    struct arena arena = {0};

    for (size_t i = 0; i < COUNT_OF(headers); i++)
        refuses_leaf(
            made_forgery(&arena, headers[i][0], STR("{}")), ERR_INVALID, headers[i][1]);
    refuses_leaf(STR(""), ERR_INVALID, STR("three parts"));
    refuses_leaf(STR("a.b"), ERR_INVALID, STR("three parts"));
    refuses_leaf(STR(".."), ERR_INVALID, STR("three parts"));
    refuses_leaf(STR("e30=.e30.e30"), ERR_INVALID, STR("three parts"));
    arena_clear(&arena);
}

TEST(record_leaf, refuses_what_is_hung_on_to_a_good_one)
{
    struct arena arena = {0};
    struct record_event event = made_event_by_chance(&arena);
    str leaf = made_leaf(&arena, &event, 1).leaf;
    static const str ends[] = {STR_INIT("="), STR_INIT("\n"), STR_INIT(" "),
        STR_INIT("."), STR_INIT(".e30"), STR_INIT("A"), STR_INIT("~")};

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct text text = text_in(&arena);

        text_add(&text, leaf);
        text_add(&text, ends[i]);
        refuses_leaf(text_str(&text), ERR_INVALID, STR("64 bytes"));
    }
    refuses_leaf(str_slice(leaf, 0, leaf.len - 1), ERR_INVALID, STR("64 bytes"));
    arena_clear(&arena);
}

/* An erasure of many digests, and words of a length. */
static struct record_event long_event(struct arena *arena, size_t digests, size_t words)
{
    struct record_event event = made_event(arena, STR("erased"),
        STR("{\"entry\": 1, \"schedule\": \"x\", \"by\": \"x\", \"digests\": []}"));
    struct json_value *list = &event.fields.items[3];
    struct text text = text_in(arena);

    text_add_repeated(&text, 'x', words);
    event.fields.items[1].text = text_str(&text);
    list->count = digests;
    list->items = ARENA_ARRAY(arena, struct json_value, digests);
    for (size_t i = 0; i < digests; i++)
        list->items[i] = (struct json_value){.kind = JSON_IS_TEXT,
            .text = STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")};
    return event;
}

/* Make it, if it fits; 0 when it is refused for its length. */
static size_t leaf_len(struct arena *arena, const struct record_event *event)
{
    uint64_t salts = 1;
    struct hasher hasher = made_hasher();
    struct record_random random = made_random(&salts);
    struct record_signer signer = made_signer();
    struct record_sealed sealed;
    struct record_leaf leaf;
    struct err err = {0};
    str text;

    CHECK(record_seal(arena, event, &hasher, &random, &sealed, &err));
    if (!record_leaf_make(arena, event, &sealed, &signer, &text, &err)) {
        CHECK(err.kind == ERR_LIMIT);
        return 0;
    }
    CHECK(record_leaf_parse(arena, text, &leaf, &err));
    return text.len;
}

TEST(record_leaf, fits_into_65535_bytes_or_is_not_made)
{
    struct arena arena = {0};
    size_t digests = 1050;
    size_t words = 1;
    size_t longest = 0;
    struct record_event event;

    for (;; digests++) {
        event = long_event(&arena, digests + 1, words);
        if (leaf_len(&arena, &event) == 0)
            break;
    }
    for (;; words++) {
        size_t len;

        event = long_event(&arena, digests, words);
        len = leaf_len(&arena, &event);
        if (len == 0)
            break;
        longest = len;
    }
    /* A base64 text grows by one or two; the next longer one would be too long. */
    CHECK(longest >= RECORD_LEAF_MAX - 1 && longest <= RECORD_LEAF_MAX);
    arena_clear(&arena);
}

TEST(record_leaf, is_not_even_looked_at_beyond_65535_bytes)
{
    static char bytes[RECORD_LEAF_MAX + 1];

    memset(bytes, 'A', sizeof(bytes));
    refuses_leaf((str){bytes, RECORD_LEAF_MAX}, ERR_INVALID, STR("the leaf"));
    refuses_leaf((str){bytes, RECORD_LEAF_MAX + 1}, ERR_LIMIT, STR("65535"));
}

TEST(record_leaf, is_checked_with_the_key_it_names)
{
    struct arena arena = {0};
    struct record_event event = made_event_by_chance(&arena);
    struct made made = made_leaf(&arena, &event, 1);
    struct record_verifier verifier = made_verifier();
    struct record_leaf leaf;
    struct err err = {0};

    CHECK_OR_STOP(record_leaf_parse(&arena, made.leaf, &leaf, &err));
    CHECK(record_leaf_verify(&leaf, &verifier, &err));
    leaf.signature[0] ^= 1;
    CHECK(!record_leaf_verify(&leaf, &verifier, &err) && err.kind == ERR_DENIED);
    leaf.signature[0] ^= 1;
    verifier.key_id = STR("00000000");
    CHECK(!record_leaf_verify(&leaf, &verifier, &err));
    CHECK_STR(
        err_text(&err), STR("the leaf is signed by the key 7c256809, not by 00000000"));
    arena_clear(&arena);
}

TEST(record_leaf, is_not_made_of_a_wrong_sequence)
{
    struct arena arena = {0};
    struct record_event good = made_event(
        &arena, STR("visit_closed"), STR("{\"end\": \"left\", \"by\": \"desk\"}"));
    struct record_event wrong[5] = {good, good, good, good, good};
    uint64_t salts = 1;
    struct hasher hasher = made_hasher();
    struct record_random random = made_random(&salts);
    struct record_signer signer = made_signer();
    struct record_sealed sealed;
    struct err err = {0};
    str leaf;

    CHECK_OR_STOP(record_seal(&arena, &good, &hasher, &random, &sealed, &err));
    wrong[0].log = STR("");
    wrong[1].log = STR("a b");
    wrong[2].n = -1;
    wrong[3].at = 253402300800;
    wrong[4].has_anchor = true;
    wrong[4].anchor_size = -1;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        err = (struct err){0};
        CHECK(!record_leaf_make(&arena, &wrong[i], &sealed, &signer, &leaf, &err));
        CHECK(err.kind == ERR_INVALID && str_starts(err_text(&err), STR("visit_cl")));
    }
    CHECK(record_leaf_make(&arena, &good, &sealed, &signer, &leaf, &err));
    signer.key_id = STR("7C256809");
    CHECK(!record_leaf_make(&arena, &good, &sealed, &signer, &leaf, &err));
    good.fields.items[0].text = STR("gone");
    CHECK(!record_seal(&arena, &good, &hasher, &random, &sealed, &err));
    CHECK_STR(err_text(&err),
        STR("visit_closed: end: `gone` is not one of its values; there are left, "
            "admitted, entered_anyway, mistaken"));
    arena_clear(&arena);
}
