/*
 * The papers of a visit: to attach one with a telephone's camera, and to read it.
 *
 * A file is never shown as a page of this host: a picture stands in one of our own, a PDF
 * is handed over to be kept.  Neither its name nor the type that its sender gave it counts.
 */
#include "web/pages.h"
#include "web/visits.h"

/* What it may look like, in the record's words and in ours. */
static const struct {
    str name;
    str words;
} looks[] = {
    {STR_INIT("search_warrant"), SAY_INIT("A search warrant")},
    {STR_INIT("arrest_warrant"), SAY_INIT("An arrest warrant")},
    {STR_INIT("administrative_warrant"),
        SAY_INIT("A warrant of an agency, not of a court")},
    {STR_INIT("court_order"), SAY_INIT("An order of a court")},
    {STR_INIT("subpoena"), SAY_INIT("A subpoena")},
    {STR_INIT("grand_jury_subpoena"), SAY_INIT("A subpoena of a grand jury")},
    {STR_INIT("administrative_subpoena"),
        SAY_INIT("A subpoena of an agency, not of a court")},
    {STR_INIT("detainer"), SAY_INIT("A detainer")},
    {STR_INIT("consent"), SAY_INIT("A consent, signed by a parent or student")},
    {STR_INIT("identification"), SAY_INIT("A badge or an identity card")},
    {STR_INIT("card"), SAY_INIT("A business card")},
    {STR_INIT("letter"), SAY_INIT("A letter")},
    {STR_INIT("other"), SAY_INIT("Something else")},
    {STR_INIT("unreadable"), SAY_INIT("It cannot be read")},
};

str paper_words(str appears)
{
    for (size_t i = 0; i < COUNT_OF(looks); i++)
        if (str_equal(looks[i].name, appears))
            return looks[i].words;
    return appears;
}

/* ---- lists ---- */

static str paper_address(
    struct arena *arena, const struct visit *visit, int64_t n, str tail)
{
    struct text text = text_in(arena);

    text_add(&text, STR("papers/"));
    text_add_i64(&text, n);
    text_add(&text, tail);
    return visit_address(arena, visit, text_str(&text));
}

struct papers_view papers_of(struct caller *caller, const struct visit *visit)
{
    struct arena *arena = caller->arena;
    struct paper_view *papers =
        ARENA_ARRAY(arena, struct paper_view, visit->document_count);
    bool sees = caller_may(caller, MAY_SEE_PAPER, visit->school);
    struct papers_view view = {.papers = papers};

    for (size_t i = 0; sees && i < visit->document_count; i++) {
        const struct visit_document *document = &visit->documents[i];
        struct text note = text_in(arena);

        text_add(&note, document->by);
        text_add(&note, STR(", "));
        text_add(&note, second_words(caller, document->mark.at));
        papers[view.count++] = (struct paper_view){.title = document->title,
            .appears = paper_words(document->appears),
            .note = text_str(&note),
            .digest = document->file,
            .address = paper_address(arena, visit, document->mark.n, (str){0})};
    }
    if (caller_may(caller, MAY_ATTACH_PAPER, visit->school))
        view.add = visit_address(arena, visit, STR("papers"));
    return view;
}

/* Where they came from: the desk's page, the board's, or the first of all. */
static str back_of(struct caller *caller, const struct visit *visit)
{
    struct text text = text_in(caller->arena);

    if (caller_may(caller, MAY_JOIN_VISIT, visit->school))
        return visit_address(
            caller->arena, visit, visit->is_open ? STR("answer") : STR("record"));
    if (!caller_may(caller, MAY_SEE_VISIT, visit->school))
        return STR("/");
    text_add(&text, STR("/board/visits/"));
    text_add(&text, visit->id);
    return text_str(&text);
}

/* ---- attaching ---- */

static const struct choice_view *choices_of(struct arena *arena, str chosen)
{
    struct choice_view *choices =
        ARENA_ARRAY(arena, struct choice_view, COUNT_OF(looks));

    for (size_t i = 0; i < COUNT_OF(looks); i++)
        choices[i] = (struct choice_view){.value = looks[i].name,
            .label = looks[i].words,
            .is_chosen = str_equal(looks[i].name, chosen)};
    return choices;
}

static void ask_paper(struct caller *caller, const struct visit *visit,
    const struct err *wrong, struct http_answer *answer)
{
    struct arena *arena = caller->arena;
    bool is_wrong = wrong->kind != ERR_NONE;
    const struct link_view mistake = {
        STR("#photo"), is_wrong ? caller_wrong(caller, wrong) : (str){0}};
    struct attach_view view = {.back = back_of(caller, visit),
        .mistakes = {&mistake, is_wrong},
        .papers = papers_of(caller, visit),
        .may_attach = caller_may(caller, MAY_ATTACH_PAPER, visit->school),
        .looks = choices_of(arena, caller_field(caller, STR("appears"))),
        .look_count = COUNT_OF(looks),
        .title = caller_field(caller, STR("title")),
        .from = caller_field(caller, STR("from"))};
    struct html html = caller_page(caller, SAY("Papers"), &view.frame);

    view.papers.add = (str){0};
    view.form = caller_form(caller, visit_address(arena, visit, STR("papers")));
    view.frame.is_wrong = is_wrong;
    view_attach(&html, &view);
    site_answer(caller->request, &html, is_wrong ? 422 : 200, answer);
}

bool show_papers(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct visit *visit;

    if (!visit_asked(caller, MAY_SEE_PAPER, &visit, err))
        return false;
    ask_paper(caller, visit, &(struct err){0}, answer);
    return true;
}

/* The photograph, or the file that was chosen instead. */
static str sent_file(const struct caller *caller)
{
    static const str names[] = {STR_INIT("photo"), SAY_INIT("file")};

    for (size_t k = 0; k < COUNT_OF(names); k++)
        for (size_t i = 0; i < caller->files.count; i++)
            if (str_equal(caller->files.items[i].name, names[k]))
                return caller->files.items[i].value;
    return (str){0};
}

static struct desk_document document_of(const struct caller *caller)
{
    struct desk_document document = {.content = sent_file(caller),
        .title = caller_field(caller, STR("title")),
        .appears = caller_field(caller, STR("appears")),
        .from = caller_field(caller, STR("from")),
        .bytes = -1,
        .pages = -1};
    str media = paper_media(document.content);

    document.copy = document.content.len == 0      ? STR("described")
        : str_equal(media, STR("application/pdf")) ? STR("file")
                                                   : STR("photograph");
    if (document.title.len == 0)
        document.title =
            document.appears.len > 0 ? paper_words(document.appears) : SAY("A paper");
    return document;
}

bool attach_paper(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct visit *visit;
    struct desk_document document = document_of(caller);
    struct desk_done done;
    struct deed deed;

    if (!visit_asked(caller, MAY_ATTACH_PAPER, &visit, err) ||
        !visit_deed(caller, visit, MAY_ATTACH_PAPER, &deed, err))
        return false;
    if (document.content.len == 0 && caller_field(caller, STR("title")).len == 0)
        (void)err_set(err, ERR_INVALID,
            SAY("Take a photograph, choose a file, or write what the paper says"));
    else if (desk_attach(caller->site->desk, &deed.act, &document, &done, err)) {
        http_see_other(
            answer, paper_address(caller->arena, done.visit, done.n, (str){0}));
        return true;
    }
    if (err->kind != ERR_INVALID ||
        !visit_asked(caller, MAY_ATTACH_PAPER, &visit, &(struct err){0}))
        return false;
    ask_paper(caller, visit, err, answer);
    *err = (struct err){0};
    return true;
}

/* ---- reading ---- */

static bool find_paper(struct caller *caller, const struct visit **visit,
    const struct visit_document **out, struct err *err)
{
    int64_t n;

    if (!visit_asked(caller, MAY_SEE_PAPER, visit, err))
        return false;
    if (str_to_i64(http_part(caller->request, STR("n")), &n))
        for (size_t i = 0; i < (*visit)->document_count; i++)
            if ((*visit)->documents[i].mark.n == n) {
                *out = &(*visit)->documents[i];
                return true;
            }
    err_set(err, ERR_NOT_FOUND, SAY("this visit has no such paper"));
    return false;
}

static void add_row(
    struct summary_view *summary, struct row_view *rows, str key, str value, str note)
{
    if (value.len > 0)
        rows[summary->count++] =
            (struct row_view){.key = key, .value = value, .note = note};
}

bool show_paper(struct caller *caller, struct http_answer *answer, struct err *err)
{
    enum { ROWS = 5 };
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, ROWS);
    const struct visit_document *paper;
    struct paper_page_view view = {.summary = {.rows = rows}};
    const struct visit *visit;
    struct html html;

    if (!find_paper(caller, &visit, &paper, err))
        return false;
    html = caller_page(caller, SAY("A paper"), &view.frame);
    view.back = back_of(caller, visit);
    view.title = paper->title;
    add_row(&view.summary, rows, SAY("It looks like"), paper_words(paper->appears),
        paper->appears.len == 0
            ? (str){0}
            : SAY("What the desk saw. What it is, the Law Department says."));
    add_row(&view.summary, rows, SAY("Handed over by"), paper->from, (str){0});
    add_row(&view.summary, rows, SAY("Taken down by"), paper->by,
        exact_words(caller, paper->mark.at));
    add_row(&view.summary, rows, SAY("Its digest"), paper->file,
        SAY("The record names the file by it: no other file has the same."));
    if (paper->file.len > 0) {
        view.file = paper_address(caller->arena, visit, paper->mark.n, STR("/file"));
        view.is_picture = str_starts(paper->media, STR("image/"));
    }
    view_paper_page(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

static str file_name(struct arena *arena, const struct visit_document *paper, str media)
{
    struct text text = text_in(arena);
    size_t slash = str_find_byte(media, '/', 0);

    text_add(&text,
        str_starts(media, STR("image/")) ? STR("inline; filename=\"paper-")
                                         : STR("attachment; filename=\"paper-"));
    text_add_i64(&text, paper->mark.n);
    text_add_byte(&text, '.');
    text_add(&text, str_slice(media, slash + 1, media.len));
    text_add_byte(&text, '"');
    return text_str(&text);
}

bool send_paper(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct visit_document *paper;
    const struct visit *visit;
    str bytes;
    str media;

    if (!find_paper(caller, &visit, &paper, err) ||
        !caller_looks(caller, LOOK_PAPER, visit, err) ||
        !keeper_paper(
            caller->site->keeper, caller->arena, paper->mark.seq, &bytes, err))
        return false;
    media = paper_media(bytes);
    http_say(answer, 200, media, bytes);
    http_set(
        answer, STR("Content-Disposition"), file_name(caller->arena, paper, media));
    http_set(answer, STR("Content-Security-Policy"),
        STR("default-src 'none'; frame-ancestors 'none'; sandbox"));
    http_set(answer, STR("Cross-Origin-Resource-Policy"), STR("same-origin"));
    return true;
}
