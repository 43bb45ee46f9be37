/* Signed notes: the examples of the standard and of Go's library, and what both (or
 * only we) refuse. */
#include "note/note.h"

#include "test.h"

#include "note_desk.h"

static const str spec_vkey =
    STR_INIT("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
static const str spec_note = STR_INIT(
    "This is an example message.\n\n\xe2\x80\x94 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1T"
    "nagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n");

static const str peter_vkey =
    STR_INIT("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
static const str enoch_vkey =
    STR_INIT("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop");
static const str quote =
    STR_INIT("If you think cryptography is the answer to your problem,\n"
             "then you don't know what your problem is.\n");
static const str peter_line = STR_INIT(
    "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2"
    "pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
static const str enoch_line = STR_INIT(
    "\xe2\x80\x94 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5"
    "ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n");

/* Open a note with keys; the kind of failure, or ERR_NONE.  `seals` may be NULL. */
static enum err_kind opened(struct desk *desk, str bytes, const struct note_key *keys,
    size_t count, struct note_seal *seals)
{
    struct note_seal own[4];
    struct err err = {0};
    struct note note;

    if (note_read(bytes, &note, &err) &&
        note_verify(&desk->arena, &desk->ed25519, &note, keys, count,
            seals != NULL ? seals : own, &err))
        return ERR_NONE;
    CHECK(err.len > 0);
    return err.kind;
}

static struct note_key key_of(struct desk *desk, str vkey)
{
    struct note_key key = {.id = 0};
    struct err err;

    CHECK(note_key_read(&desk->hasher, vkey, &key, &err));
    return key;
}

TEST(note, opens_the_examples)
{
    struct desk desk;
    struct note_key keys[2];
    struct note_seal seals[2];
    str both;

    desk_init(&desk);
    keys[0] = key_of(&desk, spec_vkey);
    CHECK(opened(&desk, spec_note, keys, 1, NULL) == ERR_NONE);
    keys[0] = key_of(&desk, peter_vkey);
    keys[1] = key_of(&desk, enoch_vkey);
    both = desk_join(
        &desk, desk_join(&desk, quote, STR("\n"), peter_line), enoch_line, STR(""));
    CHECK(opened(&desk, both, keys, 2, seals) == ERR_NONE);
    CHECK(seals[0].is_signed && seals[1].is_signed && seals[0].time == 0);
    /* A key that is not known is left aside; without any, nothing is believed. */
    CHECK(opened(&desk, both, keys, 1, seals) == ERR_NONE);
    CHECK(opened(&desk, both, keys + 1, 1, seals) == ERR_NONE);
    CHECK(opened(&desk, both, keys, 0, NULL) == ERR_DENIED);
    CHECK(opened(&desk, spec_note, keys, 2, seals) == ERR_DENIED);
    CHECK(!seals[0].is_signed);
    desk_clear(&desk);
}

TEST(note, one_bad_signature_of_a_known_key_spoils_it)
{
    struct desk desk;
    struct note_key keys[2];
    str bad;
    str both;

    desk_init(&desk);
    keys[0] = key_of(&desk, peter_vkey);
    keys[1] = key_of(&desk, enoch_vkey);
    /* Well-formed, but too long. */
    bad = desk_join(&desk, str_slice(enoch_line, 0, 60), STR("ABCD"),
        str_slice(enoch_line, 60, enoch_line.len));
    both =
        desk_join(&desk, desk_join(&desk, quote, STR("\n"), peter_line), bad, STR(""));
    CHECK(opened(&desk, both, keys, 1, NULL) == ERR_NONE);
    CHECK(opened(&desk, both, keys, 2, NULL) == ERR_DENIED);
    desk_clear(&desk);
}

TEST(note, every_bit_counts)
{
    struct desk desk;
    struct note_key key;

    desk_init(&desk);
    key = key_of(&desk, spec_vkey);
    for (size_t bit = 0; bit < spec_note.len * 8; bit++) {
        char *bytes = arena_copy(&desk.arena, spec_note.ptr, spec_note.len, 1);

        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
        CHECK(opened(&desk, (str){bytes, spec_note.len}, &key, 1, NULL) != ERR_NONE);
    }
    for (size_t len = 0; len < spec_note.len; len++)
        CHECK(opened(&desk, str_slice(spec_note, 0, len), &key, 1, NULL) != ERR_NONE);
    desk_clear(&desk);
}

TEST(note, refuses_what_is_malformed)
{
    static const str refused[] = {
        STR_INIT(""),
        STR_INIT("\n"),
        STR_INIT("\n\n"),
        STR_INIT("\n\n\xe2\x80\x94 a AAAAAAA=\n"),
        STR_INIT("text\n"),
        STR_INIT("text\n\n"),
        STR_INIT("text\n\xe2\x80\x94 a AAAAAAA=\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAAA=\n\n"), /* an empty line more */
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAAA="),     /* a line feed less */
        STR_INIT("text\r\n\r\n\xe2\x80\x94 a AAAAAAA=\r\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAAA=\r\n"),
        STR_INIT("te\txt\n\n\xe2\x80\x94 a AAAAAAA=\n"),
        STR_INIT("te\xfft\n\n\xe2\x80\x94 a AAAAAAA=\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAAB=\n"), /* unused bits */
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAAA\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a AAAA\n"),     /* too short */
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAA==\n"), /* an ID and nothing else */
        STR_INIT("text\n\n\xe2\x80\x93 a AAAAAAA=\n"), /* another dash */
        STR_INIT("text\n\n- a AAAAAAA=\n"),
        STR_INIT("text\n\n\xe2\x80\x94  a AAAAAAA=\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a  AAAAAAA=\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAAA= \n"),
        STR_INIT("text\n\n\xe2\x80\x94 AAAAAAA=\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a+b AAAAAAA=\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a\xe2\x80\x89z AAAAAAA=\n"), /* a thin space */
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAAA=\nmore\n"),
        STR_INIT("text\n\n\xe2\x80\x94 a AAAAAAA=\n\xe2\x80\x94 b AAAA\n"),
    };
    struct note note;
    struct err err;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        CHECK(!note_read(refused[i], &note, &err));
        CHECK(err.kind == ERR_INVALID && err.len > 0);
    }
    CHECK(note_read(STR("text\n\n\xe2\x80\x94 a AAAAAAA=\n"), &note, &err));
    CHECK_STR(note.text, STR("text\n"));
    CHECK_STR(note.signatures[0].name, STR("a"));
    /* The last empty line divides. */
    CHECK(note_read(STR("a\n\nb\n\n\n\xe2\x80\x94 a AAAAAAA=\n"), &note, &err));
    CHECK_STR(note.text, STR("a\n\nb\n\n"));
}

static str with_lines(struct desk *desk, size_t count, str line)
{
    struct text text = text_in(&desk->arena);

    text_add(&text, quote);
    text_add_byte(&text, '\n');
    for (size_t i = 0; i < count; i++)
        text_add(&text, line);
    return text_str(&text);
}

TEST(note, takes_64_signatures_and_half_a_mebibyte)
{
    struct text long_line;
    uint8_t *bytes;
    struct desk desk;
    struct note_key key;
    struct note note;
    struct err err;

    desk_init(&desk);
    key = key_of(&desk, peter_vkey);
    CHECK(opened(&desk, with_lines(&desk, 17, peter_line), &key, 1, NULL) == ERR_NONE);
    CHECK(opened(&desk, with_lines(&desk, 64, peter_line), &key, 1, NULL) == ERR_NONE);
    CHECK(opened(&desk, with_lines(&desk, 65, peter_line), &key, 1, NULL) == ERR_LIMIT);

    /* Sixteen signatures of 5 kB, as post-quantum ones are. */
    bytes = ARENA_ARRAY(&desk.arena, uint8_t, 5000);
    long_line = text_in(&desk.arena);
    text_add(&long_line, STR("\xe2\x80\x94 example.com/long "));
    text_add_base64(&long_line, bytes, 5000);
    text_add_byte(&long_line, '\n');
    CHECK(note_read(with_lines(&desk, 16, text_str(&long_line)), &note, &err));
    CHECK_U64(note.count, 16);

    /* A mebibyte of text, one of signatures, one of empty lines. */
    long_line = text_in(&desk.arena);
    text_add_repeated(&long_line, 'a', 1 << 20);
    text_add(&long_line, STR("\n\n"));
    text_add(&long_line, peter_line);
    CHECK(opened(&desk, text_str(&long_line), &key, 1, NULL) == ERR_LIMIT);
    CHECK(opened(&desk, with_lines(&desk, 10000, peter_line), &key, 1, NULL) ==
        ERR_LIMIT);
    long_line.len = 0;
    text_add_repeated(&long_line, '\n', 1 << 20);
    CHECK(opened(&desk, text_str(&long_line), &key, 1, NULL) == ERR_LIMIT);
    desk_clear(&desk);
}

TEST(key, reads_and_writes_verifier_keys)
{
    static const str vkeys[] = {
        STR_INIT("school.example/vestibule+7c256809+"
                 "AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"),
        STR_INIT("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"),
        STR_INIT(
            "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"),
    };
    struct note_signer signer;
    struct note_key key;
    struct desk desk;
    struct err err;

    desk_init(&desk);
    for (size_t i = 0; i < COUNT_OF(vkeys); i++) {
        key = key_of(&desk, vkeys[i]);
        CHECK(note_key_is_usable(&key));
        CHECK_STR(desk_vkey(&desk, &key), vkeys[i]);
    }
    signer = desk_signer(&desk, 6, STR("school.example/vestibule"), NOTE_ED25519);
    CHECK_STR(desk_vkey(&desk, &signer.key), vkeys[0]);
    /* Of a type that is not verified here: known, but of no use. */
    CHECK(note_key_read(&desk.hasher,
        STR("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), &key,
        &err));
    CHECK(!note_key_is_usable(&key));
    desk_clear(&desk);
}

TEST(key, refuses_cut_and_changed_keys)
{
    static const str refused[] = {
        STR_INIT("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/"
                 "LDE4izWy10TWBADKEY=="),
        STR_INIT("bananas.sigstore.dev+12344556"),
        STR_INIT("rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!"),
        STR_INIT("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        STR_INIT("a+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
        STR_INIT("a+c74f20a33+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
    };
    struct note_key key;
    struct desk desk;
    struct err err;

    desk_init(&desk);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        CHECK(!note_key_read(&desk.hasher, refused[i], &key, &err));
        CHECK(err.kind == ERR_INVALID);
    }
    for (size_t i = 0; i < peter_vkey.len; i++) {
        char *bytes = arena_copy(&desk.arena, peter_vkey.ptr, peter_vkey.len, 1);
        bool is_type = i == 22; /* the digit that holds the type */

        CHECK(!note_key_read(&desk.hasher, str_slice(peter_vkey, 0, i), &key, &err));
        CHECK(i == 0 ||
            !note_key_read(
                &desk.hasher, str_slice(peter_vkey, i, peter_vkey.len), &key, &err));
        bytes[i]++;
        CHECK(is_type ||
            !note_key_read(&desk.hasher, (str){bytes, peter_vkey.len}, &key, &err));
    }
    desk_clear(&desk);
}

TEST(note, a_cosignature_signs_its_time)
{
    static const str text = STR_INIT("example.com/log\n3\nAAAA\n");
    struct note_signer log;
    struct note_signer witness;
    struct note_seal seals[2];
    struct note_key keys[2];
    struct text bytes;
    struct desk desk;
    char *changed;

    desk_init(&desk);
    log = desk_signer(&desk, 0, STR("example.com/log"), NOTE_ED25519);
    witness = desk_signer(&desk, 1, STR("witness.example"), NOTE_COSIGNATURE);
    keys[0] = log.key;
    keys[1] = witness.key;
    bytes = text_in(&desk.arena);
    note_add_signed(&desk.arena, &bytes, &log, text);
    note_add_signature(&desk.arena, &bytes, &witness, text, 1679315147);
    note_add_signature(&desk.arena, &bytes, &witness, text, 1679315100);
    CHECK(opened(&desk, text_str(&bytes), keys, 2, seals) == ERR_NONE);
    CHECK_U64(seals[1].time, 1679315147);
    CHECK_U64(seals[0].time, 0);
    /* The time stands in digits 6 to 16 of the blob. */
    changed = bytes.ptr + str_find(text_str(&bytes), STR("witness.example "), 0) + 16;
    changed[15] = changed[15] == 'A' ? 'B' : 'A';
    CHECK(opened(&desk, text_str(&bytes), keys, 2, seals) == ERR_DENIED);
    CHECK(opened(&desk, text_str(&bytes), keys, 1, seals) == ERR_NONE);
    desk_clear(&desk);
}
