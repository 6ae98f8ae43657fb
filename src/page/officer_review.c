/* 审核页: declared and recognised values side by side, the checklist, what may happen next. */
#include "page/counted_view.h"
#include "page/officer.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/comparison.h"
#include "service/claims.h"
#include "service/cross_check.h"
#include "service/site.h"

static struct str show(struct ctx *c, size_t fact, struct fact_value v)
{
	return v.state == FACT_KNOWN ? fact_show(c->a, fact, v) : str_none();
}

/* For an input: what can be read again, so numbers without unit. */
static struct str editable(struct ctx *c, size_t fact, struct fact_value v)
{
	bool words = fact_at(fact)->type == FACT_BOOL || fact_at(fact)->type == FACT_WORD;

	return v.state != FACT_KNOWN ? str_none()
	       : words               ? fact_show(c->a, fact, v)
	                             : fact_text(c->a, fact, v);
}

static struct str value_id(struct ctx *c, const struct review_value *v)
{
	struct str id = fact_at(v->fact)->id;

	return v->year ? STR_JOIN(c->a, STR("v."), id, STR("."), str_i64(c->a, v->year))
	               : str_cat(c->a, STR("v."), id);
}

static struct str value_label(struct ctx *c, const struct review *r, const struct review_value *v)
{
	struct str name = standard_fact(r->file.standard, v->fact).name;

	return v->year ? STR_JOIN(c->a, name, STR("（"), str_i64(c->a, v->year), STR("年）")) : name;
}

/* Why levels recognise another value; the level that acts now has its own words in the input. */
static struct str reasons(struct ctx *c, const struct review_value *v, bool mine)
{
	bool county = v->county_reason.n && !(mine && actor_is(&c->who, ROLE_COUNTY));
	bool city = v->city_reason.n && !(mine && actor_is(&c->who, ROLE_CITY));

	if (county && city)
		return STR_JOIN(c->a, STR("县级："), v->county_reason, STR("；市级："),
		        v->city_reason);
	return county ? str_cat(c->a, STR("县级："), v->county_reason)
	       : city ? str_cat(c->a, STR("市级："), v->city_reason)
	              : str_none();
}

static void value_fields(struct ctx *c, const struct review_value *v,
        const struct review_save *saved, struct view_o_value *o)
{
	struct str id = value_id(c, v), why = str_cat(c->a, STR("w."), id), reason;
	struct fact_value own = review_own_value(v, &c->who, &reason);

	o->field = (struct view_field){.id = id,
	        .label = str_cat(c->a, o->label, STR(" 认定值")),
	        .value = field_typed(c, str_cstr(c->a, id), editable(c, v->fact, own))};
	o->why = (struct view_field){
	        .id = why, .value = field_typed(c, str_cstr(c->a, why), reason)};
	for (size_t k = 0; saved && k < saved->typed_n; k++)
		if (str_eq(saved->typed[k].fact, fact_at(v->fact)->id) &&
		        saved->typed[k].year == v->year)
			o->field.error = saved->typed[k].error;
}

static void values(struct ctx *c, const struct review *r, const struct review_save *saved,
        struct view_o_review *out)
{
	for (size_t i = 0; i < r->values_n; i++) {
		const struct review_value *v = &r->values[i];
		struct view_o_value *o = VEC_ADD(c->a, &out->values);
		struct str declared = show(c, v->fact, v->declared);
		if (i == 0 || v->section != r->values[i - 1].section)
			o->section = r->file.standard->sections.v[v->section].title;
		o->label = value_label(c, r, v);
		o->declared = declared.n ? declared : STR("未填");
		o->county = show(c, v->fact, v->county);
		o->city = show(c, v->fact, v->city);
		o->differs = v->county.state == FACT_KNOWN || v->city.state == FACT_KNOWN;
		o->reasons = reasons(c, v, out->mine);
		o->changed = v->changed;
		o->before = show(c, v->fact, v->before);
		if (v->changed && !o->before.n)
			o->before = STR("未填");
		if (out->mine)
			value_fields(c, v, saved, o);
	}
	out->own_county = out->mine && actor_is(&c->who, ROLE_COUNTY);
	out->own_city = out->mine && actor_is(&c->who, ROLE_CITY);
}

static struct str item_points(struct ctx *c, const struct review *r, const struct review_item *item)
{
	const struct score_indicator *own, *declared;

	if (item->kind != REVIEW_INDICATOR)
		return str_none();
	declared = &r->declared.indicators[item->of];
	own = &r->city.indicators[item->of];
	if (declared->points.lo == own->points.lo && declared->points.hi == own->points.hi)
		return str_cat(c->a, score_interval(c->a, declared->points), STR(" 分"));
	return STR_JOIN(c->a, STR("申报 "), score_interval(c->a, declared->points),
	        STR(" 分，认定 "), score_interval(c->a, own->points), STR(" 分"));
}

/* The files of the slots that prove this item. */
static void item_files(struct ctx *c, const struct review *r, const struct review_item *item,
        struct view_links *out)
{
	const struct standard *s = r->file.standard;

	for (size_t i = 0; i < s->evidence.n; i++) {
		const struct standard_evidence *ev = &s->evidence.v[i];
		bool of = (item->kind == REVIEW_SLOT && item->of == i) ||
		          (item->kind == REVIEW_INDICATOR && ev->kind == EVIDENCE_INDICATOR &&
		                  ev->of == item->of) ||
		          (item->kind == REVIEW_DIRECT && ev->kind == EVIDENCE_DIRECT &&
		                  ev->of == item->of);
		for (size_t k = 0; of && k < r->sub.files.n; k++)
			if (str_eq(r->sub.files.v[k].slot, ev->id))
				links_add(c, out, r->sub.files.v[k].name,
				        str_cat(c->a, STR("/o/file/"), r->sub.files.v[k].file),
				        false);
	}
}

/* The reasons with none chosen, which is most of them, are the same list everywhere. */
static void reason_options(struct ctx *c, struct str stored, struct view_choices *none,
        struct view_choices *out)
{
	bool own = stored.n || c->req->method == HTTP_POST;
	struct view_choices *to = own ? out : none;

	for (size_t i = 0; to->options.n < review_reasons_n; i++)
		choices_add(c, to, str_c(review_reasons[i].code), str_c(review_reasons[i].word),
		        stored);
	out->options = to->options;
}

static void item_fields(struct ctx *c, const struct review_item *item, bool compares,
        const struct review_verdict *own, struct view_choices *none, struct view_o_item *o)
{
	static const char *const codes[] = {"ok", "bad", "unclear"};
	struct str id = str_cat(c->a, STR("d."), item->id),
	           rid = str_cat(c->a, STR("r."), item->id);
	struct str nid = str_cat(c->a, STR("n."), item->id);

	bool compared = compares && item->kind == REVIEW_SLOT;
	o->verdict = field_choices(
	        str_cstr(c->a, id), compared ? "原件与复印件" : "审核结论", NULL);
	o->verdict.inline_row = true;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		choices_add(c, &o->verdict, str_c(codes[i]),
		        str_c(compared ? comparison_word(str_c(codes[i]))
		                       : review_verdict_word(str_c(codes[i]))),
		        own->verdict);
	o->reason = field_choices(str_cstr(c->a, rid), "原因（不符合或需补充时选择）", NULL);
	o->reason.empty = STR("请选择");
	o->reason.optional = true;
	reason_options(c, own->reason_code, none, &o->reason);
	o->note = field_text(c, str_cstr(c->a, nid), "说明", own->note, NULL);
	o->note.optional = true;
}

static struct str verdict_words(struct ctx *c, const struct review_verdict *v)
{
	if (!v || !v->verdict.n)
		return str_none();
	return STR_JOIN(c->a, str_c(review_verdict_word(v->verdict)),
	        v->reason_code.n ? STR("，") : STR(""), str_c(review_reason_word(v->reason_code)),
	        v->note.n ? STR("：") : STR(""), v->note);
}

static void items(struct ctx *c, const struct review *r, struct view_o_review *out)
{
	struct view_choices none = {0};

	for (size_t i = 0; i < r->items_n; i++) {
		const struct review_item *item = &r->items[i];
		const struct review_verdict *own = review_own(item, &c->who);
		struct view_o_item *o = VEC_ADD(c->a, &out->items);
		o->id = item->id;
		o->title = item->title;
		o->shows = item->shows;
		o->points = item_points(c, r, item);
		o->edit = out->mine;
		item_files(c, r, item, &o->evidence);
		if (!actor_is(&c->who, ROLE_COUNTY))
			o->county = verdict_words(c, &item->county);
		const struct review_verdict *seen = own ? own : &item->city;
		o->own_word = verdict_words(c, seen);
		o->kind = str_eqc(seen->verdict, "ok")        ? "ok"
		          : str_eqc(seen->verdict, "bad")     ? "bad"
		          : str_eqc(seen->verdict, "unclear") ? "warn"
		                                              : "";
		if (out->mine && own)
			item_fields(c, item, out->compares, own, &none, o);
	}
}

static void table_head(struct ctx *c, struct view_table *t, const char *const *heads, size_t n)
{
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(c->a, &t->heads, ((struct view_head){.text = str_c(heads[i])}));
}

static void table_row(struct ctx *c, struct view_table *t, const struct view_cell *cells, size_t n)
{
	struct view_cells *row = VEC_ADD(c->a, &t->rows);

	for (size_t i = 0; i < n; i++) {
		struct view_cell cell = cells[i];
		cell.label = t->heads.v[i].text;
		VEC_PUSH(c->a, row, cell);
	}
}

static void files(struct ctx *c, const struct review *r, struct view_table *t)
{
	static const char *const heads[] = {"文件", "用途", "大小", "校验码"};

	t->caption = str_fmt(c->a, "报送时冻结的 %zu 个文件", r->sub.files.n);
	t->empty = STR("没有佐证材料");
	table_head(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < r->sub.files.n; i++) {
		const struct submitted_file *f = &r->sub.files.v[i];
		int slot = evidence_slot(r->file.standard, f->slot);
		struct view_cell cells[] = {
		        {.text = review_file_new(r, f)
		                         ? str_cat(c->a, f->name, STR("（本次更正时提交）"))
		                         : f->name,
		                .href = str_cat(c->a, STR("/o/file/"), f->file)},
		        {.text = slot >= 0 ? r->file.standard->evidence.v[slot].title : f->slot},
		        {.text = file_size_text(c->a, f->size)},
		        {.text = str_sub(f->sha256, 0, 16)},
		};
		table_row(c, t, cells, ARRAY_LEN(cells));
	}
}

static enum rc photos(
        struct ctx *c, struct db *db, int64_t visit, struct view_links *out, struct err *e)
{
	struct q_photos_of_list rows;

	TRY(q_photos_of(db,
	        &(struct q_photos_of_in){.owner_kind = STR("site_check"), .owner_id = visit}, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		links_add(c, out,
		        str_fmt(c->a, "%.*s（%.*s）", STR_ARG(rows.v[i].filename),
		                STR_ARG(file_size_text(c->a, rows.v[i].size))),
		        str_fmt(c->a, "/o/photo/%.*s", STR_ARG(rows.v[i].public_id)), false);
	return RC_OK;
}

/* The report with what was found different, by the names of the items. */
static enum rc found(struct ctx *c, struct db *db, const struct review *r,
        const struct q_site_checks_of *visit, struct str *out, struct err *e)
{
	struct q_site_findings_of_list rows;

	*out = visit->findings;
	TRY(q_site_findings_of(
	        db, &(struct q_site_findings_of_in){.site_check_id = visit->id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct str title = rows.v[i].item;
		if (!str_eqc(rows.v[i].finding, "different"))
			continue;
		for (size_t k = 0; k < r->items_n; k++)
			if (str_eq(r->items[k].id, rows.v[i].item))
				title = r->items[k].title;
		*out = str_fmt(c->a, "%.*s；不一致：%.*s（%.*s）", STR_ARG(*out), STR_ARG(title),
		        STR_ARG(rows.v[i].note));
	}
	return RC_OK;
}

static enum rc visits(struct ctx *c, struct db *db, const struct review *r, struct view_table *t,
        struct view_links *links, struct err *e)
{
	static const char *const heads[] = {"日期", "核查人员", "状态", "结论", "情况"};
	struct q_site_checks_of_list rows;

	TRY(q_site_checks_of(
	        db, &(struct q_site_checks_of_in){.application_id = r->file.id}, &rows, e));
	t->caption = STR("实地核查记录");
	table_head(c, t, heads, ARRAY_LEN(heads));
	for (size_t i = 0; i < rows.n; i++) {
		bool done = str_eqc(rows.v[i].state, "done");
		struct str result = rows.v[i].result, text;
		TRY(found(c, db, r, &rows.v[i], &text, e));
		struct view_cell cells[] = {
		        {.text = done ? rows.v[i].done_on : rows.v[i].planned_on},
		        {.text = str_fmt(c->a, "%.*s、%.*s", STR_ARG(rows.v[i].inspector1),
		                 STR_ARG(rows.v[i].inspector2))},
		        {.text = done ? STR("已完成") : STR("待核查")},
		        {.text = str_eqc(result, "ok")       ? STR("符合")
		                 : str_eqc(result, "bad")    ? STR("不符合")
		                 : str_eqc(result, "partly") ? STR("部分符合")
		                                             : STR("—")},
		        {.text = text},
		};
		table_row(c, t, cells, ARRAY_LEN(cells));
		TRY(photos(c, db, rows.v[i].id, links, e));
	}
	return RC_OK;
}

static void profile(struct ctx *c, const struct review *r, struct view_row_list *rows)
{
	for (size_t i = 0; i < profile_fields_n; i++)
		rows_add(c, rows, profile_fields[i].label,
		        json_str(r->sub.profile, profile_fields[i].name, STR("")));
}

/* “85 分，通过（评分）”, or without points where a standard has none. */
static struct str result_words(struct ctx *c, const struct score_result *r)
{
	struct str verdict = score_verdict_label(r->verdict), route = route_label(r->route);
	struct str points = r->standard->max ? score_interval(c->a, r->total) : str_none();

	return str_fmt(c->a, "%.*s%s%.*s%s%.*s%s", STR_ARG(points), points.n ? " 分，" : "",
	        STR_ARG(verdict), route.n ? "（" : "", STR_ARG(route), route.n ? "）" : "");
}

static void conflict_row(
        struct ctx *c, struct view_table *t, struct str what, struct str mine, struct str theirs)
{
	struct view_cell cells[] = {{.text = what}, {.text = mine.n ? mine : STR("（空）")},
	        {.text = theirs.n ? theirs : STR("（空）")}};

	if (!str_eq(mine, theirs))
		table_row(c, t, cells, ARRAY_LEN(cells));
}

/* Both versions side by side where they differ (L35): what this person typed, what a colleague
 * saved. */
static void conflict(
        struct ctx *c, const struct review *r, const struct review_save *uc, struct view_table *t)
{
	static const char *const heads[] = {"项目", "您填写的", "已由他人保存的"};
	struct str reason;

	t->caption = STR("两份内容不同之处");
	t->empty = STR("您填写的与已保存的内容相同。");
	table_head(c, t, heads, ARRAY_LEN(heads));
	for (size_t k = 0; k < uc->typed_n; k++) {
		for (size_t i = 0; i < r->values_n; i++) {
			const struct review_value *v = &r->values[i];
			if (!str_eq(uc->typed[k].fact, fact_at(v->fact)->id) ||
			        uc->typed[k].year != v->year)
				continue;
			conflict_row(c, t, value_label(c, r, v), uc->typed[k].typed,
			        editable(c, v->fact, review_own_value(v, &c->who, &reason)));
		}
	}
	for (size_t k = 0; k < uc->marks_n; k++) {
		const struct review_mark *m = &uc->marks[k];
		struct review_verdict typed = {m->verdict, m->reason_code, m->note};
		for (size_t i = 0; i < r->items_n; i++)
			if (str_eq(r->items[i].id, m->item))
				conflict_row(c, t, r->items[i].title, verdict_words(c, &typed),
				        verdict_words(c, review_own(&r->items[i], &c->who)));
	}
}

static enum rc claims(
        struct ctx *c, struct db *db, const struct review *r, struct view_o_review *v, struct err *e)
{
	struct claims list = {0};

	TRY(claims_of(db, r, c->now, &list, e));
	v->holder_name = json_str(r->sub.profile, "name", r->file.enterprise_name);
	for (size_t i = 0; i < list.n; i++) {
		struct view_o_claim *o = VEC_ADD(c->a, &v->claims);
		o->title = list.v[i].title;
		for (size_t k = 0; k < list.v[i].rests_on.n; k++)
			VEC_PUSH(c->a, &o->rests_on, list.v[i].rests_on.v[k]);
		for (size_t k = 0; k < list.v[i].questions.n; k++)
			VEC_PUSH(c->a, &o->questions, list.v[i].questions.v[k]);
	}
	return RC_OK;
}

/* Beside the form, so that they are seen before anything is passed. */
static enum rc questions(
        struct ctx *c, struct db *db, const struct review *r, struct view_o_review *v, struct err *e)
{
	struct cross_questions all;

	TRY(cross_questions_of(db, r->sub.id, &all, e));
	for (size_t i = 0; i < all.n; i++)
		VEC_PUSH(c->a, &v->questions,
		        str_fmt(c->a, "%.*s（%s）", STR_ARG(all.v[i].text),
		                cross_answer_word(all.v[i].answer)));
	v->checks_href = o_href(c, r->file.public_id, "/checks", str_none());
	v->checks_state = all.open ? str_fmt(c->a, "%zu 个问题，未核对 %zu 个", all.n, all.open)
	                           : str_fmt(c->a, "%zu 个问题，均已核对", all.n);
	return RC_OK;
}

static enum rc render(struct ctx *c, struct db *db, struct review *r,
        const struct review_save *saved, const struct form_errors *errors, int status,
        struct err *e)
{
	struct view_o_review v = {0};
	struct queue_filter f = c->req->method == HTTP_POST
	                                ? o_filter_of(c, form_get(&c->form, "query"))
	                                : o_filter(&c->query);
	struct queue_neighbours around;
	struct strs obstacles = {0};

	page_view_str(c, r->file.enterprise_name, &v.page);
	v.page.wide = true;
	if (errors)
		v.page.errors = *errors;
	struct str query = o_query(c, &f);
	page_crumb(c, &v.page, STR("审核队列"), str_fmt(c->a, "/o/queue?%.*s", STR_ARG(query)));
	page_crumb(c, &v.page, r->file.enterprise_name, str_none());
	o_case(c, r, &v.file);
	v.mine = r->file.holder == actor_holder(&c->who) &&
	         actor_is(&c->who, ROLE_COUNTY | ROLE_CITY) &&
	         (r->file.state == STATE_COUNTY || r->file.state == STATE_CITY ||
	                 r->file.state == STATE_SITE);
	v.handled_by = r->file.handled_by;
	v.action = o_href(c, r->file.public_id, "", str_none());
	v.version = str_i64(c->a, r->file.version);
	v.query = query;
	v.submitted = instant_human(c->a, r->sub.submitted_at);
	v.hash = r->sub.content_hash;
	v.declared = result_words(c, &r->declared);
	v.recognised = result_words(c, actor_is(&c->who, ROLE_COUNTY) ? &r->county : &r->city);
	v.differs = actor_is(&c->who, ROLE_COUNTY) ? r->county_differs : r->city_differs;
	TRY(o_report(c, db, r, &v, e));
	values(c, r, saved, &v);
	items(c, r, &v);
	files(c, r, &v.files);
	profile(c, r, &v.profile);
	score_explains(c, &r->city, &v.explains);
	TRY(counted_of_submission(c, db, r->sub.id, &v.counted, e));
	TRY(claims(c, db, r, &v, e));
	TRY(questions(c, db, r, &v, e));
	TRY(visits(c, db, r, &v.visits, &v.photos, e));
	TRY(o_timeline(c, db, r->file.id, &v.log, e));
	if (v.mine) {
		TRY(pass_obstacles(
		        db, ctx_services(c)->rules, r, &c->who, c->now, &obstacles, e));
		for (size_t i = 0; i < obstacles.n; i++)
			VEC_PUSH(c->a, &v.obstacles, obstacles.v[i]);
	}
	o_next(c, r, query, v.mine, &v.acts);
	if (status == 409)
		conflict(c, r, saved, &v.conflict);
	TRY(queue_around(db, &c->who, &f, r->file.id, &around, e));
	if (around.prev.n)
		v.bar.prev = o_href(c, around.prev, "", query);
	if (around.next.n)
		v.bar.next = o_href(c, around.next, "", query);
	v.bar.place = f.state < STATE__MAX ? str_c(state_word(f.state)) : STR("");
	tmpl_officer_review(respond_html(c, status), &v);
	return RC_OK;
}

enum rc page_o_review(struct ctx *c, struct err *e)
{
	struct review r;
	struct db *db;

	TRY(o_read(c, &r, &db, e));
	return render(c, db, &r, NULL, NULL, 200, e);
}

/* "v.revenue.2022", "d.indicator:ip" … of the form to the use case. */
static void read_form(struct ctx *c, const struct review *r, struct review_save *uc)
{
	struct review_mark *marks = ARENA_NEW_N(c->a, struct review_mark, r->items_n + 1);
	size_t n = 0;

	uc->typed = ARENA_NEW_N(c->a, struct review_typed, r->values_n + 1);
	for (size_t i = 0; i < r->values_n; i++) {
		struct str id = value_id(c, &r->values[i]);
		struct str typed = form_get(&c->form, str_cstr(c->a, id));
		struct str reason =
		        form_get(&c->form, str_cstr(c->a, str_cat(c->a, STR("w."), id)));
		if (typed.p)
			uc->typed[uc->typed_n++] =
			        (struct review_typed){.fact = fact_at(r->values[i].fact)->id,
			                .year = r->values[i].year,
			                .typed = str_trim(typed),
			                .reason = reason.p ? str_trim(reason) : STR("")};
	}
	for (size_t i = 0; i < r->items_n; i++) {
		struct str id = r->items[i].id;
		struct str verdict =
		        form_get(&c->form, str_cstr(c->a, str_cat(c->a, STR("d."), id)));
		if (!verdict.n)
			continue;
		marks[n++] = (struct review_mark){id, verdict,
		        form_get(&c->form, str_cstr(c->a, str_cat(c->a, STR("r."), id))),
		        str_trim(form_get(&c->form, str_cstr(c->a, str_cat(c->a, STR("n."), id))))};
	}
	uc->marks = marks;
	uc->marks_n = n;
}

static void save_errors(struct ctx *c, const struct review_save *uc, const struct err *e,
        struct form_errors *errors)
{
	for (size_t i = 0; i < uc->typed_n; i++) {
		const struct review_typed *t = &uc->typed[i];
		struct str id = t->year ? str_fmt(c->a, "v.%.*s.%d", STR_ARG(t->fact), t->year)
		                        : str_cat(c->a, STR("v."), t->fact);
		if (t->error.n)
			form_error_add(c->a, errors, str_cstr(c->a, id), t->error);
	}
	if (errors->n == 0)
		form_error_add(c->a, errors, "review", err_text(c->a, e));
}

enum rc page_o_review_post(struct ctx *c, struct err *e)
{
	struct review_save uc = {.application = c->params[0],
		.version = ctx_version(c),
	        .all_ok = str_eqc(form_get(&c->form, "act"), "all_ok")};
	struct queue_filter f = o_filter_of(c, form_get(&c->form, "query"));
	struct form_errors errors = {0};
	struct review r;
	struct db *db;

	TRY(o_load(c, &r, &db, e));
	read_form(c, &r, &uc);
	struct tx_call call = ctx_call(c, o_href(c, c->params[0], "", o_query(c, &f)));
	enum rc rc = TX_RUN(&call, review_save, &uc, e);
	if (rc == RC_INVALID) {
		save_errors(c, &uc, e, &errors);
		TRY(o_load(c, &r, &db, e));
		return render(c, db, &r, &uc, &errors, 422, e);
	}
	if (rc == RC_CONFLICT && e->msg == MSG_STALE) {
		TRY(o_load(c, &r, &db, e));
		return render(c, db, &r, &uc, NULL, 409, e);
	}
	TRY(rc);
	return ctx_done(c, &call, STR("审核意见已保存"));
}
