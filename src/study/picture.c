/*
 * From a chart to a page: how wide words may run decides the shape of the whole,
 * so a few widths are tried and the one is kept that fills a sheet best.
 */
#include "study/svg_inside.h"

/* What both A4 and Letter leave within margins, in units of 1/96 inch. */
enum { SHEET_SHORT = 710, SHEET_LONG = 970 };

enum {
    BOX_PAD = 13,
    BOX_LEAST = 96,
    ANSWER_PAD = 11,
    LABEL_PAD = 5,
    LABEL_WRAP = 120,
    PAGE_LEAST = 420,
};

#define READABLE 0.6

static const double wraps[] = {132, 156, 184, 216, 256};

/* Bold letters are wider, in some faces a good deal. */
#define BOLD 1.15

static void measure_box(struct arena *arena, const struct chart_box *box,
    struct wording *words, struct layout_box *place, double wrap)
{
    if (box->is_answer) {
        words->text = measure_lines(arena, box->text, BOX_SIZE * BOLD, wrap);
        place->width = words->text.width + SIGN_SIZE + 3 * ANSWER_PAD;
        place->height = words->text.count * BOX_LINE + 2 * ANSWER_PAD - 2;
        return;
    }
    words->text = measure_lines(arena, box->text, BOX_SIZE, wrap);
    words->note = measure_lines(arena, box->note, NOTE_SIZE, wrap);
    place->width =
        words->text.width > words->note.width ? words->text.width : words->note.width;
    place->width += 2 * BOX_PAD;
    if (place->width < BOX_LEAST)
        place->width = BOX_LEAST;
    place->height =
        words->text.count * BOX_LINE + words->note.count * NOTE_LINE + 2 * BOX_PAD - 4;
}

/* Number the questions from the top, from left to right. */
static void number_questions(struct picture *p)
{
    for (uint32_t i = 0; i < p->chart->box_count; i++) {
        struct point own = p->layout.boxes[i].top;

        p->boxes[i].number = 1;
        for (uint32_t j = 0; j < p->chart->box_count; j++) {
            struct point other = p->layout.boxes[j].top;

            p->boxes[i].number += !p->chart->boxes[j].is_answer &&
                (other.y < own.y || (other.y <= own.y && other.x < own.x));
        }
    }
}

double legend_width(const struct picture *picture, uint32_t value)
{
    return measure_text(picture->chart->outcome->values[value].label, LEGEND_SIZE) +
        SIGN_SIZE + 34;
}

static uint32_t legend_lines(const struct picture *p)
{
    uint32_t lines = 1;
    double x = 0;

    for (uint32_t v = p->chart->outcome->value_count; v-- > 0;) {
        double width = legend_width(p, v);

        if (x > 0 && x + width > p->width - 2 * MARGIN) {
            lines++;
            x = 0;
        }
        x += width;
    }
    return lines;
}

static str edition_of(struct arena *arena, const struct tree *tree)
{
    struct text text = text_in(arena);

    if (!tree->edition.present)
        return (str){0};
    text_add(&text, STR("Edition "));
    text_add_date(&text, tree->edition.date);
    text_add(&text, STR(", in force from "));
    text_add_date(&text, tree->edition.from);
    if (tree->edition.has_until) {
        text_add(&text, STR(" until "));
        text_add_date(&text, tree->edition.until);
    }
    return text_str(&text);
}

/* Put the title above the chart and the legend below it. */
static void make_page(struct arena *arena, struct picture *p)
{
    const struct tree *tree = p->chart->tree;
    double room;

    p->width = p->layout.width < PAGE_LEAST ? PAGE_LEAST : p->layout.width;
    room = p->width;
    p->width += 2 * MARGIN;
    p->title = measure_lines(arena, tree->scan.title, TITLE_SIZE * BOLD, room);
    p->subtitle = measure_lines(arena, p->chart->outcome->label, SUBTITLE_SIZE, room);
    p->edition = measure_lines(arena, edition_of(arena, tree), EDITION_SIZE, room);
    p->chart_left = (p->width - p->layout.width) / 2;
    p->chart_top = MARGIN + p->title.count * TITLE_LINE +
        p->subtitle.count * SUBTITLE_LINE + p->edition.count * EDITION_LINE + MARGIN;
    p->legend_top = p->chart_top + p->layout.height + MARGIN;
    p->height = p->legend_top + legend_lines(p) * LEGEND_LINE + MARGIN / 2.0;
}

static struct picture try_wrap(
    struct arena *arena, const struct chart *chart, double wrap)
{
    struct picture p = {.chart = chart};
    struct layout *layout = &p.layout;

    layout->box_count = chart->box_count;
    layout->edge_count = chart->edge_count;
    layout->boxes = ARENA_ARRAY(arena, struct layout_box, chart->box_count);
    layout->edges = ARENA_ARRAY(arena, struct layout_edge, chart->edge_count);
    p.boxes = ARENA_ARRAY(arena, struct wording, chart->box_count);
    p.labels = ARENA_ARRAY(arena, struct lines, chart->edge_count);
    for (uint32_t b = 0; b < chart->box_count; b++)
        measure_box(arena, &chart->boxes[b], &p.boxes[b], &layout->boxes[b],
            chart->boxes[b].is_answer ? wrap - SIGN_SIZE : wrap);
    for (uint32_t e = 0; e < chart->edge_count; e++) {
        struct layout_edge *edge = &layout->edges[e];

        p.labels[e] =
            measure_lines(arena, chart->edges[e].label, LABEL_SIZE, LABEL_WRAP);
        *edge = (struct layout_edge){.from = chart->edges[e].from,
            .to = chart->edges[e].to,
            .width = p.labels[e].width + 2 * LABEL_PAD,
            .height = p.labels[e].count * LABEL_LINE + 2};
    }
    layout_run(arena, layout);
    make_page(arena, &p);
    return p;
}

/* How much of its size a page keeps on the better side of a sheet. */
static double fit(const struct picture *p)
{
    double upright = SHEET_SHORT / p->width;
    double across = SHEET_LONG / p->width;

    if (SHEET_LONG / p->height < upright)
        upright = SHEET_LONG / p->height;
    if (SHEET_SHORT / p->height < across)
        across = SHEET_SHORT / p->height;
    return upright > across ? upright : across;
}

double picture_scale(const struct picture *picture)
{
    double scale = fit(picture);

    return scale > 1 || scale < READABLE ? 1 : scale;
}

struct picture picture_of(struct arena *arena, const struct chart *chart)
{
    struct picture best = try_wrap(arena, chart, wraps[0]);

    for (size_t i = 1; i < COUNT_OF(wraps); i++) {
        struct picture next = try_wrap(arena, chart, wraps[i]);

        if (fit(&next) > fit(&best))
            best = next;
    }
    number_questions(&best);
    return best;
}
