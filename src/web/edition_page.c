/*
 * GET /protocols/{name}/editions/{digest}: an edition as a page, in force or not; the
 * document as it was written; and what is proved of it.
 *
 * A program that is newer than an edition may find mistakes in it that the older one did
 * not know.  What it decided stands all the same: its image is kept with it.
 */
#include "web/editions.h"
#include "web/pages.h"

/* An edition, opened for study. */
struct opened_edition {
    const struct compiled *in_force; /* of the same protocol */
    const struct edition_item *item;
    struct room_edition *room;
    const struct compiled *document; /* NULL: this program finds mistakes in it */
    str source;
};

static bool open_edition(
    struct caller *caller, struct opened_edition *out, struct err *err)
{
    struct editions editions;
    str hex = http_part(caller->request, STR("digest"));

    *out = (struct opened_edition){0};
    if (!caller_editions(caller, &out->in_force, &editions, err) ||
        !caller_edition(caller, &editions, hex, &out->item, &out->source, err))
        return false;
    out->room = room_open(&caller->site->room, out->source);
    return out->room->diags.errors > 0 ||
        room_compiled(out->room, out->in_force->name, &out->document, err);
}

static struct banner_view banner_of(const struct opened_edition *edition)
{
    if (str_equal(edition->item->source, edition->in_force->source_digest))
        return (struct banner_view){SAY("This edition is in force"),
            SAY("What is decided now is decided by it.")};
    return (struct banner_view){SAY("This edition is not in force now"),
        SAY("It is kept because decisions were made by it. They stand, and can be made "
            "again from it.")};
}

/* Its proofs, and what has become of it since. */
static void add_links(
    const struct caller *caller, const struct opened_edition *e, struct read_view *view)
{
    struct link_view *links = ARENA_ARRAY(caller->arena, struct link_view, 2);
    struct text proofs = text_in(caller->arena);

    text_add(&proofs, STR("editions/"));
    text_add(&proofs, edition_hex(e->item->source));
    text_add(&proofs, STR("/proofs"));
    links[view->link_count++] =
        (struct link_view){room_address(caller, e->in_force->name, text_str(&proofs)),
            SAY("What is proved of it")};
    if (!str_equal(e->item->source, e->in_force->source_digest))
        links[view->link_count++] = (struct link_view){
            compare_address(caller, e->in_force->name, edition_hex(e->item->source),
                edition_hex(e->in_force->source_digest)),
            SAY("What is otherwise in the edition in force")};
    view->links = links;
}

bool show_edition(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_edition edition;
    struct read_view view = {0};
    struct text source = text_in(caller->arena);
    struct html html;

    if (!open_edition(caller, &edition, err))
        return false;
    if (edition.document == NULL)
        return show_edition_source(caller, answer, err);
    html = room_begin(caller, edition.document, ROOM_EDITIONS, &view.head);
    read_fill(caller, edition.document, edition.room, &view);
    text_add(&source, STR("editions/"));
    text_add(&source, edition_hex(edition.item->source));
    text_add(&source, STR("/source"));
    view.source = room_address(caller, edition.in_force->name, text_str(&source));
    view.banner = banner_of(&edition);
    add_links(caller, &edition, &view);
    view_read(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

bool show_edition_source(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_edition edition;

    if (!open_edition(caller, &edition, err))
        return false;
    source_answer(edition.source, answer);
    return true;
}

bool show_edition_proofs(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct opened_edition edition;
    struct proofs_view view = {0};
    struct html html;

    if (!open_edition(caller, &edition, err))
        return false;
    if (edition.document == NULL)
        return err_set(err, ERR_NOT_FOUND,
            SAY("this program finds mistakes in the edition; the one that it was made "
                "for proved it"));
    proofs_fill(caller, edition.room, &view);
    html = room_begin(caller, edition.document, ROOM_EDITIONS, &view.head);
    view_proofs(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
