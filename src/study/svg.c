#include "study/svg.h"

#include "study/svg_inside.h"

struct drawing {
    struct text *out;
    const struct picture *picture;
};

/* ---- small parts ---- */

static void add(struct drawing *d, str s)
{
    text_add(d->out, s);
}

static void add_escaped(struct drawing *d, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (c == '&')
            add(d, STR("&amp;"));
        else if (c == '<')
            add(d, STR("&lt;"));
        else if (c == '>')
            add(d, STR("&gt;"));
        else if (c == '"')
            add(d, STR("&quot;"));
        else if ((unsigned char)c < ' ')
            text_add_byte(d->out, ' ');
        else
            text_add_byte(d->out, c);
    }
}

static void add_number(struct drawing *d, double value)
{
    text_add_decimal(d->out, value, 1);
}

/* Add ` name="value"`. */
static void add_size(struct drawing *d, str name, double value)
{
    text_add_byte(d->out, ' ');
    add(d, name);
    add(d, STR("=\""));
    add_number(d, value);
    text_add_byte(d->out, '"');
}

static void add_word(struct drawing *d, str name, str value)
{
    text_add_byte(d->out, ' ');
    add(d, name);
    add(d, STR("=\""));
    add_escaped(d, value);
    text_add_byte(d->out, '"');
}

static void add_point(struct drawing *d, double x, double y)
{
    add_number(d, x);
    text_add_byte(d->out, ' ');
    add_number(d, y);
}

/* How some lines of text are set. */
struct style {
    double size;
    double line; /* from one to the next */
    str ink;
    bool bold;
    bool centred;
};

/* Add lines whose first stands at the top `y`; returns the y below the last. */
static double add_lines(struct drawing *d, const struct lines *lines, double x,
    double y, const struct style *style)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        add(d, STR("<text"));
        add_size(d, STR("x"), x);
        add_size(d, STR("y"), y + style->line / 2 + style->size * 0.35);
        add_size(d, STR("font-size"), style->size);
        add_word(d, STR("fill"), style->ink);
        if (style->bold)
            add(d, STR(" font-weight=\"bold\""));
        if (style->centred)
            add(d, STR(" text-anchor=\"middle\""));
        add(d, STR(">"));
        add_escaped(d, lines->items[i]);
        add(d, STR("</text>\n"));
        y += style->line;
    }
    return y;
}

static void add_circle(struct drawing *d, double x, double y, double radius)
{
    add(d, STR("<circle"));
    add_size(d, STR("cx"), x);
    add_size(d, STR("cy"), y);
    add_size(d, STR("r"), radius);
}

static void add_rect(struct drawing *d, double x, double y, double width, double height)
{
    add(d, STR("<rect"));
    add_size(d, STR("x"), x);
    add_size(d, STR("y"), y);
    add_size(d, STR("width"), width);
    add_size(d, STR("height"), height);
}

/* ---- signs ---- */

/* Add the path of a sign's inside, around its middle. */
static void add_stroke(
    struct drawing *d, double x, double y, str path, str ink, str width)
{
    add(d, STR("<path d=\"M"));
    add_point(d, x, y);
    add(d, path);
    add(d, STR("\" fill=\"none\""));
    add_word(d, STR("stroke"), ink);
    add_word(d, STR("stroke-width"), width);
    add(d, STR(" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n"));
}

/* Add the sign of an answer: no entry, a clock, half a disc, or a tick. */
static void add_sign(
    struct drawing *d, double x, double y, const struct chart_tone *tone)
{
    bool full = tone->sign == SIGN_STOP || tone->sign == SIGN_GO;

    add_circle(d, x, y, SIGN_SIZE / 2.0 - 1);
    add_word(d, STR("fill"), full ? tone->line : STR("#ffffff"));
    add_word(d, STR("stroke"), tone->line);
    add(d, STR(" stroke-width=\"2\"/>\n"));
    if (tone->sign == SIGN_STOP)
        add_stroke(d, x, y, STR(" m-4 0 h8"), STR("#ffffff"), STR("3"));
    else if (tone->sign == SIGN_GO)
        add_stroke(
            d, x, y, STR(" m-4 0.5 l2.8 2.8 l5.2 -6"), STR("#ffffff"), STR("2.2"));
    else if (tone->sign == SIGN_WAIT)
        add_stroke(d, x, y, STR(" m0 -4.5 v4.5 h3.5"), tone->line, STR("2"));
    else
        add_stroke(d, x, y, STR(" m-3 -2 h6 m-6 4 h6"), tone->line, STR("2"));
}

/* ---- boxes ---- */

static void add_question(struct drawing *d, uint32_t index)
{
    static const struct style text = {
        BOX_SIZE, BOX_LINE, STR_INIT("#16202c"), false, true};
    static const struct style note = {
        NOTE_SIZE, NOTE_LINE, STR_INIT("#51606f"), false, true};
    static const struct style badge = {10, 10, STR_INIT("#2d4a73"), true, true};
    const struct picture *p = d->picture;
    const struct layout_box *box = &p->layout.boxes[index];
    const struct wording *words = &p->boxes[index];
    struct text number = text_in(d->out->arena);
    double left = box->top.x - box->width / 2;
    double words_height = words->text.count * BOX_LINE + words->note.count * NOTE_LINE;
    double y = box->top.y + (box->height - words_height) / 2;
    str digits;

    add_rect(d, left, box->top.y, box->width, box->height);
    add(d, STR(" rx=\"5\" fill=\"#f4f7fb\" stroke=\"#2d4a73\""));
    add(d,
        index == 0 ? STR(" stroke-width=\"2.4\"/>\n")
                   : STR(" stroke-width=\"1.3\"/>\n"));
    y = add_lines(d, &words->text, box->top.x, y, &text);
    (void)add_lines(d, &words->note, box->top.x, y, &note);
    add_circle(d, left + 1, box->top.y + 1, BADGE);
    add(d, STR(" fill=\"#ffffff\" stroke=\"#2d4a73\"/>\n"));
    text_add_u64(&number, words->number);
    digits = text_str(&number);
    (void)add_lines(d, &(struct lines){&digits, 1, 0}, left + 1,
        box->top.y + 1 - badge.line / 2, &badge);
}

static void add_answer(struct drawing *d, uint32_t index)
{
    const struct picture *p = d->picture;
    const struct layout_box *box = &p->layout.boxes[index];
    const struct wording *words = &p->boxes[index];
    uint32_t value = p->chart->boxes[index].value;
    struct chart_tone tone = chart_tone(p->chart->outcome, value);
    struct style text = {BOX_SIZE, BOX_LINE, tone.ink, true, false};
    double left = box->top.x - box->width / 2;
    double gap = (box->width - SIGN_SIZE - words->text.width) / 3;

    add_rect(d, left, box->top.y, box->width, box->height);
    add(d, STR(" rx=\"16\""));
    add_word(d, STR("fill"), tone.fill);
    add_word(d, STR("stroke"), tone.line);
    if (tone.sign == SIGN_STOP)
        add(d, STR(" stroke-width=\"2.6\"/>\n"));
    else if (tone.sign == SIGN_GO)
        add(d, STR(" stroke-width=\"1.5\"/>\n"));
    else
        add(d, STR(" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"/>\n"));
    add_sign(d, left + gap + SIGN_SIZE / 2.0, box->top.y + box->height / 2, &tone);
    (void)add_lines(d, &words->text, left + 2 * gap + SIGN_SIZE,
        box->top.y + (box->height - words->text.count * BOX_LINE) / 2, &text);
}

/* ---- lines ---- */

static void add_way(struct drawing *d, const struct layout_edge *edge)
{
    const struct point *end = &edge->way[edge->way_count - 1];

    add(d, STR("<path d=\"M"));
    add_point(d, edge->way[0].x, edge->way[0].y);
    for (uint32_t i = 1; i < edge->way_count; i++) {
        struct point a = edge->way[i - 1];
        struct point b = edge->way[i];

        if (i + 1 == edge->way_count)
            b.y -= 6;
        if (a.x - b.x < 0.1 && b.x - a.x < 0.1) {
            add(d, STR(" L"));
        } else {
            add(d, STR(" C"));
            add_point(d, a.x, (a.y + b.y) / 2);
            text_add_byte(d->out, ' ');
            add_point(d, b.x, (a.y + b.y) / 2);
            text_add_byte(d->out, ' ');
        }
        add_point(d, b.x, b.y);
    }
    add(d,
        STR("\" fill=\"none\" stroke=\"#5b6876\" stroke-width=\"1.4\"/>\n<path d=\"M"));
    add_point(d, end->x, end->y - 1);
    add(d, STR(" l-4 -8 h8 z\" fill=\"#5b6876\"/>\n"));
}

static void add_label(struct drawing *d, uint32_t index)
{
    static const struct style style = {
        LABEL_SIZE, LABEL_LINE, STR_INIT("#2b3642"), false, true};
    const struct layout_edge *edge = &d->picture->layout.edges[index];
    double top = edge->label.y - edge->height / 2;

    add_rect(d, edge->label.x - edge->width / 2, top, edge->width, edge->height);
    add(d, STR(" rx=\"4\" fill=\"#ffffff\"/>\n"));
    (void)add_lines(d, &d->picture->labels[index], edge->label.x, top + 1, &style);
}

/* ---- the page ---- */

static void add_heading(struct drawing *d)
{
    static const struct style title = {
        TITLE_SIZE, TITLE_LINE, STR_INIT("#16202c"), true, false};
    static const struct style subtitle = {
        SUBTITLE_SIZE, SUBTITLE_LINE, STR_INIT("#16202c"), false, false};
    static const struct style edition = {
        EDITION_SIZE, EDITION_LINE, STR_INIT("#51606f"), false, false};
    double y = MARGIN - 4;

    y = add_lines(d, &d->picture->title, MARGIN, y, &title);
    y = add_lines(d, &d->picture->subtitle, MARGIN, y, &subtitle);
    (void)add_lines(d, &d->picture->edition, MARGIN, y, &edition);
}

/* What the signs mean, most permissive first. */
static void add_legend(struct drawing *d)
{
    static const struct style style = {
        LEGEND_SIZE, LEGEND_LINE, STR_INIT("#2b3642"), false, false};
    const struct picture *p = d->picture;
    const struct outcome *outcome = p->chart->outcome;
    double x = MARGIN;
    double y = p->legend_top;

    add(d, STR("<path d=\"M"));
    add_point(d, MARGIN, y - 6);
    add(d, STR(" H"));
    add_number(d, p->width - MARGIN);
    add(d, STR("\" stroke=\"#c5ced8\"/>\n"));
    for (uint32_t v = outcome->value_count; v-- > 0;) {
        struct chart_tone tone = chart_tone(outcome, v);
        struct lines label = {&outcome->values[v].label, 1, 0};
        double width = legend_width(p, v);

        if (x > MARGIN && x + width > p->width - MARGIN) {
            x = MARGIN;
            y += LEGEND_LINE;
        }
        add_sign(d, x + SIGN_SIZE / 2.0, y + LEGEND_LINE / 2.0, &tone);
        (void)add_lines(d, &label, x + SIGN_SIZE + 8, y, &style);
        x += width;
    }
}

static void add_chart(struct drawing *d)
{
    const struct picture *p = d->picture;

    add(d, STR("<g transform=\"translate("));
    add_point(d, p->chart_left, p->chart_top);
    add(d, STR(")\">\n"));
    for (uint32_t e = 0; e < p->layout.edge_count; e++)
        add_way(d, &p->layout.edges[e]);
    for (uint32_t e = 0; e < p->layout.edge_count; e++)
        add_label(d, e);
    for (uint32_t b = 0; b < p->layout.box_count; b++) {
        if (p->chart->boxes[b].is_answer)
            add_answer(d, b);
        else
            add_question(d, b);
    }
    add(d, STR("</g>\n"));
}

/* ---- in words ---- */

/* One question with all that can be answered, and where that leads. */
static void describe_box(struct drawing *d, uint32_t index)
{
    const struct picture *p = d->picture;
    const struct chart *chart = p->chart;
    bool any = false;

    text_add_u64(d->out, p->boxes[index].number);
    add(d, STR(". "));
    add_escaped(d, chart->boxes[index].text);
    if (chart->boxes[index].note.len > 0) {
        add(d, STR(" ("));
        add_escaped(d, chart->boxes[index].note);
        add(d, STR(")"));
    }
    for (uint32_t e = 0; e < chart->edge_count; e++) {
        const struct chart_edge *edge = &chart->edges[e];

        if (edge->from != index)
            continue;
        add(d, any ? STR("; ") : STR(" "));
        add_escaped(d, edge->label);
        add(d, STR(": "));
        if (chart->boxes[edge->to].is_answer) {
            add_escaped(d, chart->boxes[edge->to].text);
        } else {
            add(d, STR("go to "));
            text_add_u64(d->out, p->boxes[edge->to].number);
        }
        any = true;
    }
    add(d, STR("\n"));
}

static void describe(struct drawing *d)
{
    const struct picture *p = d->picture;

    add_escaped(d, p->chart->outcome->label);
    add(d, STR("\n"));
    if (p->chart->boxes[0].is_answer)
        add_escaped(d, p->chart->boxes[0].text);
    for (uint32_t number = 1; number <= p->chart->box_count; number++)
        for (uint32_t b = 0; b < p->chart->box_count; b++)
            if (!p->chart->boxes[b].is_answer && p->boxes[b].number == number)
                describe_box(d, b);
}

static void add_id(struct drawing *d, str part)
{
    add(d, STR("chart-"));
    add(d, d->picture->chart->outcome->name);
    add(d, part);
}

static void add_opening(struct drawing *d)
{
    const struct picture *p = d->picture;
    double scale = picture_scale(p);

    add(d, STR("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    add_size(d, STR("width"), p->width * scale);
    add_size(d, STR("height"), p->height * scale);
    add(d, STR(" viewBox=\"0 0 "));
    add_point(d, p->width, p->height);
    add(d, STR("\" role=\"img\" aria-labelledby=\""));
    add_id(d, STR("-title "));
    add_id(d,
        STR("-words\" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, "
            "'Helvetica Neue', Arial, 'Liberation Sans', sans-serif\">\n"
            "<title id=\""));
    add_id(d, STR("-title\">"));
    add_escaped(d, p->chart->tree->scan.title);
    add(d, STR("</title>\n<desc id=\""));
    add_id(d, STR("-words\">"));
    describe(d);
    add(d, STR("</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"));
}

void text_add_svg(struct text *out, struct arena *arena, const struct chart *chart)
{
    struct picture picture = picture_of(arena, chart);
    struct drawing d = {out, &picture};

    add_opening(&d);
    add_heading(&d);
    add_chart(&d);
    add_legend(&d);
    add(&d, STR("</svg>\n"));
}
