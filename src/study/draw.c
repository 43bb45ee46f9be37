/*
 * Flow charts: the picture, and the two notations that other programs draw.
 */
#include "study/chart.h"
#include "study/study.h"
#include "study/svg.h"

/* ---- Graphviz ---- */

/* Add a byte of text; what does not print becomes a space. */
static void add_printing(struct text *out, char c)
{
    if ((unsigned char)c < ' ')
        c = ' ';
    text_add_byte(out, c);
}

static void dot_quoted(struct text *out, str s)
{
    text_add_byte(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"' || s.ptr[i] == '\\')
            text_add_byte(out, '\\');
        add_printing(out, s.ptr[i]);
    }
    text_add_byte(out, '"');
}

static void dot_box(
    struct text *out, struct arena *arena, const struct chart *chart, uint32_t index)
{
    const struct chart_box *box = &chart->boxes[index];
    struct text label = text_in(arena);

    text_add(out, STR("  b"));
    text_add_u64(out, index);
    text_add(out, STR(" [label="));
    text_add(&label, box->text);
    if (box->note.len > 0) {
        text_add(&label, STR(" ("));
        text_add(&label, box->note);
        text_add(&label, STR(")"));
    }
    dot_quoted(out, text_str(&label));
    if (box->is_answer) {
        struct chart_tone tone = chart_tone(chart->outcome, box->value);

        text_add(out, STR(", style=\"rounded,filled\", fillcolor="));
        dot_quoted(out, tone.fill);
        text_add(out, STR(", color="));
        dot_quoted(out, tone.line);
        text_add(out, STR(", fontcolor="));
        dot_quoted(out, tone.ink);
    }
    text_add(out, STR("];\n"));
}

static void draw_dot(struct text *out, struct arena *arena, const struct chart *chart)
{
    text_add(out, STR("digraph "));
    dot_quoted(out, chart->outcome->name);
    text_add(out, STR(" {\n  label="));
    dot_quoted(out, chart->outcome->label);
    text_add(out,
        STR(";\n  labelloc=t;\n"
            "  node [shape=box, fontname=\"Helvetica\"];\n"
            "  edge [fontname=\"Helvetica\"];\n"));
    for (uint32_t b = 0; b < chart->box_count; b++)
        dot_box(out, arena, chart, b);
    for (uint32_t e = 0; e < chart->edge_count; e++) {
        text_add(out, STR("  b"));
        text_add_u64(out, chart->edges[e].from);
        text_add(out, STR(" -> b"));
        text_add_u64(out, chart->edges[e].to);
        text_add(out, STR(" [label="));
        dot_quoted(out, chart->edges[e].label);
        text_add(out, STR("];\n"));
    }
    text_add(out, STR("}\n"));
}

/* ---- Mermaid ---- */

/* Whatever has a meaning of its own there is written as an entity. */
static void mermaid_escaped(struct text *out, str s)
{
    static const str special = STR_INIT("\"#&<>`\\|");

    for (size_t i = 0; i < s.len; i++) {
        if (str_find_byte(special, s.ptr[i], 0) == special.len) {
            add_printing(out, s.ptr[i]);
            continue;
        }
        text_add_byte(out, '#');
        text_add_u64(out, (unsigned char)s.ptr[i]);
        text_add_byte(out, ';');
    }
}

static void mermaid_quoted(struct text *out, str s, str note)
{
    text_add_byte(out, '"');
    mermaid_escaped(out, s);
    text_add(out, note.len > 0 ? STR("<br/>") : STR(""));
    mermaid_escaped(out, note);
    text_add_byte(out, '"');
}

static void mermaid_box(struct text *out, const struct chart *chart, uint32_t index)
{
    const struct chart_box *box = &chart->boxes[index];

    text_add(out, STR("  b"));
    text_add_u64(out, index);
    text_add(out, box->is_answer ? STR("([") : STR("["));
    mermaid_quoted(out, box->text, box->note);
    text_add(out, box->is_answer ? STR("]):::v") : STR("]"));
    if (box->is_answer)
        text_add_u64(out, box->value);
    text_add_byte(out, '\n');
}

static void draw_mermaid(struct text *out, const struct chart *chart)
{
    text_add(out, STR("flowchart TD\n"));
    for (uint32_t b = 0; b < chart->box_count; b++)
        mermaid_box(out, chart, b);
    for (uint32_t e = 0; e < chart->edge_count; e++) {
        text_add(out, STR("  b"));
        text_add_u64(out, chart->edges[e].from);
        text_add(out, STR(" -->|"));
        mermaid_quoted(out, chart->edges[e].label, (str){0});
        text_add(out, STR("| b"));
        text_add_u64(out, chart->edges[e].to);
        text_add_byte(out, '\n');
    }
    for (uint32_t v = 0; v < chart->outcome->value_count; v++) {
        struct chart_tone tone = chart_tone(chart->outcome, v);

        text_add(out, STR("  classDef v"));
        text_add_u64(out, v);
        text_add(out, STR(" fill:"));
        text_add(out, tone.fill);
        text_add(out, STR(",stroke:"));
        text_add(out, tone.line);
        text_add(out, STR(",color:"));
        text_add(out, tone.ink);
        text_add_byte(out, '\n');
    }
}

void study_draw(struct arena *arena, struct policy *policy, uint32_t outcome,
    enum study_format format, struct text *out)
{
    struct chart chart = chart_of(arena, policy, outcome);

    switch (format) {
    case STUDY_SVG:
        text_add_svg(out, arena, &chart);
        break;
    case STUDY_DOT:
        draw_dot(out, arena, &chart);
        break;
    case STUDY_MERMAID:
        draw_mermaid(out, &chart);
        break;
    }
}
