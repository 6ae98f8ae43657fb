/* The outline as printed: a section's heading once, before the first of its parts. */
#include "page/paper_report.h"

static void text(struct doc *d, struct str body)
{
	struct str rest = body, line;

	if (str_trim(body).n == 0)
		doc_para(d, STR("（未写）"));
	while (str_cut(&rest, '\n', &line))
		if (str_trim(line).n)
			doc_para(d, line);
}

static bool rows_of(struct doc *d, struct arena *a, const struct paper_report *p, const struct json *direction,
	bool begun)
{
	const struct doc_column columns[] = {{STR("申报方向"), 3, DOC_LEFT}, {STR("专项条件"), 5, DOC_LEFT},
		{STR("级别"), 2, DOC_CENTER},
		{STR("首次获得"), 3, DOC_CENTER}, {STR("有效期至"), 3, DOC_CENTER},
		{STR("最近一次复核"), 3, DOC_CENTER}};
	struct str id = json_str(direction, "id", STR(""));
	struct honours h = {0};

	honours_of(a, p->lists, id, &h);
	for (size_t i = 0; i < h.n; i++) {
		const struct honour *x = &h.v[i];
		struct str *cells = ARENA_NEW_N(a, struct str, ARRAY_LEN(columns));
		if (!begun)
			doc_table_begin(d, columns, ARRAY_LEN(columns));
		begun = true;
		cells[0] = str_cat(a, json_str(direction, "name", STR("")),
			str_eq(id, p->main_direction) ? STR("（主申报方向）") : STR(""));
		cells[1] = x->title.n ? x->title : x->kind;
		cells[2] = x->level.n ? x->level : STR("—");
		cells[3] = x->granted_on;
		cells[4] = x->valid_until.n ? x->valid_until : STR("没有期限");
		cells[5] = x->rechecked_on.n ? x->rechecked_on : STR("—");
		doc_table_row(d, cells);
	}
	return begun;
}

static void directions(struct doc *d, struct arena *a, const struct paper_report *p)
{
	const struct json *list = json_get(p->procedure->json, "directions");
	const struct json *own = direction_find(p->procedure, p->main_direction);
	bool begun = own && rows_of(d, a, p, own, false);

	for (const struct json *j = list ? list->first : NULL; j; j = j->next)
		if (j != own)
			begun = rows_of(d, a, p, j, begun);
	if (begun)
		doc_table_end(d);
}

void paper_report(struct doc *d, struct arena *a, const struct paper_report *p)
{
	struct str above = STR("");

	for (size_t i = 0; i < p->report->n; i++) {
		const struct report_part *x = &p->report->v[i];
		if (x->above_title.n && !str_eq(above, x->above_title))
			doc_heading(d, 1, str_fmt(a, "%.*s、%.*s", STR_ARG(x->above_no),
						  STR_ARG(x->above_title)));
		above = x->above_title;
		doc_heading(d, x->above_title.n ? 2 : 1, report_title(a, x));
		text(d, x->text);
	}
	directions(d, a, p);
}
