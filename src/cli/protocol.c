/*
 * Opening what a command works on.
 */
#include "cli/protocol.h"

#include "crypto/crypto.h"
#include "os/os.h"

str shown_path(str path)
{
    return str_equal(path, STR("-")) ? STR("standard input") : path;
}

/* Make an opened image ready to decide. */
static bool prepare(
    struct session *session, struct protocol *out, str bytes, struct err *err)
{
    uint8_t digest[SHA256_BYTES];
    struct text text = text_in(session->arena);

    if (!image_open(&out->image, bytes.ptr, bytes.len, err) ||
        !crypto_sha256(bytes, digest, err))
        return err_while(err, out->shown);
    text_add(&text, STR("sha256:"));
    text_add_hex(&text, digest, sizeof(digest));
    out->digest = text_str(&text);
    out->pages_size = eval_scratch_wanted(&out->image);
    out->pages = os_pages_new(out->pages_size);
    out->scratch = ARENA_NEW(session->arena, struct eval_scratch);
    eval_scratch_init(out->scratch, &out->image, out->pages, out->pages_size);
    return true;
}

static bool read_source(
    struct session *session, str path, struct protocol *out, struct err *err)
{
    *out = (struct protocol){.path = path, .shown = shown_path(path)};
    return os_read_file(session->arena, path, PROTOCOL_MAX_BYTES, &out->source, err);
}

static bool compile(struct session *session, struct protocol *out, struct err *err)
{
    out->is_document = true;
    if (!policy_compile(session->arena, out->source, &out->diags, &out->policy)) {
        diags_sort(&out->diags);
        return true;
    }
    diags_sort(&out->diags);
    return prepare(session, out, out->policy.image, err);
}

/* Show the mistakes of a document that a command cannot work with. */
static bool refuse(struct session *session, const struct protocol *p, struct err *err)
{
    for (size_t i = 0; i < p->diags.count; i++)
        if (p->diags.items[i].severity == SEVERITY_ERROR)
            page_diag(&session->talk, p->shown, p->source, &p->diags.items[i]);
    err_set(err, ERR_INVALID, p->shown);
    err_add(err, STR(" has "));
    err_add_i64(err, (int64_t)p->diags.errors);
    err_add(err, p->diags.errors == 1 ? STR(" mistake") : STR(" mistakes"));
    return err_add(
        err, STR("; correct what is shown above, `vestibule check` tells more"));
}

/* Whether the file looks like an image rather than a document. */
static bool looks_like_image(str source)
{
    return str_starts(source, STR("VSTB"));
}

bool protocol_compile(
    struct session *session, str path, struct protocol *out, struct err *err)
{
    if (!read_source(session, path, out, err))
        return false;
    if (looks_like_image(out->source)) {
        err_set(err, ERR_INVALID,
            STR("this is an image; this command wants the document it was built from"));
        return err_while(err, out->shown);
    }
    return compile(session, out, err);
}

bool protocol_require(
    struct session *session, str path, struct protocol *out, struct err *err)
{
    if (!protocol_compile(session, path, out, err))
        return false;
    return out->diags.errors == 0 || refuse(session, out, err);
}

bool protocol_open(
    struct session *session, str path, struct protocol *out, struct err *err)
{
    if (!read_source(session, path, out, err))
        return false;
    if (looks_like_image(out->source))
        return prepare(session, out, out->source, err);
    if (!compile(session, out, err))
        return false;
    return out->diags.errors == 0 || refuse(session, out, err);
}

void protocol_close(struct protocol *protocol)
{
    if (protocol->pages != NULL)
        os_pages_free(protocol->pages, protocol->pages_size);
    if (protocol->is_document)
        policy_clear(&protocol->policy);
    *protocol = (struct protocol){0};
}

/* ---- diagnostics ---- */

static bool is_caret_line(str line)
{
    str marks = str_trim(line);

    for (size_t i = 0; i < marks.len; i++)
        if (marks.ptr[i] != '^')
            return false;
    return marks.len > 0;
}

/* "FILE:3:7: error P042: message", the word for the severity standing out. */
static void title_line(
    struct page *page, str line, const struct diag *diag, enum style style)
{
    struct text mark = text_fixed((char[40]){0}, 40);
    size_t at;

    text_add_byte(&mark, ' ');
    text_add(&mark, severity_name(diag->severity));
    text_add_byte(&mark, ' ');
    text_add(&mark, diag->code);
    at = str_find(line, text_str(&mark), 0);
    page_add(page, STYLE_BOLD, str_slice(line, 0, at));
    page_add(page, style, str_slice(line, at, at + mark.len));
    page_line(page, STYLE_PLAIN, str_slice(line, at + mark.len, line.len));
}

void page_diag(struct page *page, str path, str source, const struct diag *diag)
{
    enum style style = diag->severity == SEVERITY_ERROR ? STYLE_RED : STYLE_YELLOW;
    struct text plain = text_in(page->text.arena);
    str rest;
    str line;

    text_add_diag(&plain, path, source, diag);
    rest = text_str(&plain);
    if (str_split(&rest, '\n', &line))
        title_line(page, line, diag, style);
    while (str_split(&rest, '\n', &line))
        page_line(page, is_caret_line(line) ? style : STYLE_PLAIN, line);
}
