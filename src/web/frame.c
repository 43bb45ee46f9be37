/*
 * The frame of every page, and the page that says what went wrong.
 */
#include "web/pages.h"
#include "web/site.h"

/* What may load what: everything from here alone, and no script or style in a page. */
static const str policy =
    STR_INIT("default-src 'self'; object-src 'none'; base-uri 'none'; form-action "
             "'self'; frame-ancestors 'none'");

/* The day of an edition, as its document writes it. */
static str day_of(struct arena *arena, const struct image *image)
{
    struct text text = text_in(arena);

    text_add_date(&text, (int32_t)image->head[HEAD_EDITION]);
    return text_str(&text);
}

bool site_cookie(const struct http_request *request, str name, str *value)
{
    str cookies = {0};
    str piece;

    (void)http_header(request, STR("cookie"), &cookies);
    while (str_split(&cookies, ';', &piece)) {
        size_t equals = str_find_byte(piece, '=', 0);

        if (!str_equal(str_trim(str_slice(piece, 0, equals)), name))
            continue;
        *value = str_trim(str_slice(piece, equals + 1, piece.len));
        return true;
    }
    return false;
}

const struct tongue *site_tongue(const struct http_request *request)
{
    const struct tongue *tongue = NULL;
    const struct tongue *rows;
    str chosen;
    str accepted = {0};
    size_t count;

    if (site_cookie(request, STR("language"), &chosen))
        tongue = tongue_find(chosen);
    if (tongue != NULL)
        return tongue;
    (void)http_header(request, STR("accept-language"), &accepted);
    rows = tongue_rows(&count);
    return tongue_choose(rows, count, accepted);
}

struct html site_page(
    const struct http_request *request, str title, struct frame_view *frame)
{
    const struct site *site = site_of(request);
    const struct compiled *entry = shelf_find(&site->shelf, STR("entry"));
    const struct tongue *tongue = site_tongue(request);

    *frame = (struct frame_view){.title = title,
        .code = tongue->code,
        .direction = tongue->is_rightward ? STR("ltr") : STR("rtl"),
        .path = request->path,
        .assets = asset_folder(request->arena),
        .exercise = site->exercise,
        .unnamed = site->unnamed,
        .sample = site->sample};
    frame->tongues = tongue_rows(&frame->tongue_count);
    if (entry != NULL) {
        frame->edition = day_of(request->arena, &entry->bench.image);
        frame->digest = entry->bench.digest;
    }
    return (struct html){text_in(request->arena), tongue};
}

void site_answer(const struct http_request *request, const struct html *html,
    unsigned status, struct http_answer *answer)
{
    http_say(answer, status, STR("text/html; charset=utf-8"), text_str(&html->text));
    http_set(answer, STR("Content-Language"), html->tongue->code);
    http_set(answer, STR("Content-Security-Policy"), policy);
    http_set(answer, STR("Vary"), STR("Accept-Language, Cookie"));
    http_set(answer, STR("Cross-Origin-Opener-Policy"), STR("same-origin"));
    http_set(answer, STR("Cross-Origin-Resource-Policy"), STR("same-origin"));
    http_set(answer, STR("Permissions-Policy"),
        STR("camera=(), geolocation=(), microphone=()"));
    if (request->encrypted)
        http_set(answer, STR("Strict-Transport-Security"), STR("max-age=31536000"));
}

void site_dress(const struct http_request *request, struct http_answer *answer)
{
    struct error_view view = {.status = answer->status, .words = answer->body};
    struct html html = site_page(request, answer->body, &view.frame);

    view_error(&html, &view);
    site_answer(request, &html, answer->status, answer);
}
