/* The first page: what is open now and until when, what is in publicity, the three ways most visitors
 * want, the newest announcements, and how many titles each city has.
 */
#include "base/vec.h"
#include "page/common.h"
#include "page/public.h"
#include "page/routes.h"
#include "page/tmpl.h"
#include "service/registry.h"
#include "service/terms.h"
#include "store/q.h"

#define HOME_NEWS 6
#define SOON_DAYS 7
#define BAR_LEFT 150 /* room for the names of cities */
#define BAR_SPAN 500
#define BAR_STEP 30
#define BAR_HIGH 18

static enum rc batches_fill(struct ctx *c, struct db *db, struct view_home *v, struct err *e)
{
	const struct rules *rules = ctx_services(c)->rules;
	struct q_batches_in_state_list list;

	TRY(q_batches_in_state(db, &(struct q_batches_in_state_in){.state = STR("open")}, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		const struct q_batches_in_state *b = &list.v[i];
		const struct procedure *p = rules_procedure(rules, b->edition, rules_pin(b->opens_on));
		struct view_home_batch *out;

		if (!p || b->filing_ends_at <= c->now)
			continue;
		struct date last = date_of_instant(b->filing_ends_at - 1);
		int64_t left = date_days(last) - date_days(date_of_instant(c->now));
		out = VEC_ADD(c->a, &v->batches);
		out->tier = p->tier_full_name;
		out->title = b->title;
		out->until = str_cat(c->a, STR("截止 "), deadline_of_day(c->a, last));
		out->left = left ? str_fmt(c->a, "%lld 天", (long long)left) : STR("不到 1 天");
		out->kind = left <= SOON_DAYS ? "warn" : "";
		out->start_href = STR("/e");
		out->guide_href = str_cat(c->a, STR("/guide/"), p->id);
	}
	return RC_OK;
}

/* Day n of the window; before its first day, when it begins. */
static struct str day_text(struct ctx *c, const struct q_public_publicity_running *p)
{
	const char *unit = str_eqc(p->unit, "working") ? "个工作日" : "天";
	struct date first, today = date_of_instant(c->now);

	if (!date_parse(p->first_on, &first) || date_cmp(today, first) < 0)
		return str_fmt(c->a, "%.*s 起，共 %lld %s", STR_ARG(p->first_on),
			(long long)p->days, unit);
	if (str_eqc(p->unit, "working"))
		return str_fmt(c->a, "共 %lld 个工作日", (long long)p->days);
	int64_t day = date_days(today) - date_days(first) + 1;
	if (day > p->days) /* run on to the next working day */
		return str_fmt(c->a, "共 %lld 天，顺延", (long long)p->days);
	return str_fmt(c->a, "第 %lld/%lld 天", (long long)day, (long long)p->days);
}

static enum rc publicity_fill(struct ctx *c, struct db *db, struct view_home *v, struct err *e)
{
	struct q_public_publicity_running_list list;

	TRY(q_public_publicity_running(
		db, &(struct q_public_publicity_running_in){.now = c->now}, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		const struct q_public_publicity_running *p = &list.v[i];
		struct date last;
		struct str until = date_parse(p->last_on, &last) ? deadline_of_day(c->a, last) : p->last_on;
		*VEC_ADD(c->a, &v->publicity) = (struct view_home_publicity){
			.title = p->title,
			.href = str_cat(c->a, STR("/publicity/"), p->public_id),
			.agency = p->agency,
			.day = day_text(c, p),
			.until = str_fmt(c->a, "%.*s 止%s", STR_ARG(until),
				p->provisional ? "（暂定）" : ""),
			.count = str_fmt(c->a, "%lld 家", (long long)p->count),
		};
	}
	return RC_OK;
}

static void bar_add(struct ctx *c, struct view_chart *ch, const struct q_public_titles_by_city *r,
	int64_t most)
{
	int y = 8 + (int)ch->bars.n * BAR_STEP;
	struct view_bar *b = VEC_ADD(c->a, &ch->bars);
	struct view_cells *row = VEC_ADD(c->a, &ch->table.rows);

	b->label = r->city;
	b->value = str_i64(c->a, r->n);
	b->x = BAR_LEFT;
	b->y = y;
	b->w = (int)(r->n * BAR_SPAN / most);
	b->w += b->w == 0;
	b->h = BAR_HIGH;
	b->label_x = BAR_LEFT - 10;
	b->value_x = BAR_LEFT + b->w + 8;
	b->label_y = b->value_y = y + 14;
	b->kind = "";
	*VEC_ADD(c->a, row) = (struct view_cell){.text = b->label};
	*VEC_ADD(c->a, row) = (struct view_cell){.text = b->value, .label = STR("家数"), .num = true};
}

static enum rc chart_fill(struct ctx *c, struct db *db, const struct procedure *p, struct view_home *v,
	struct err *e)
{
	struct q_public_titles_by_city_list list;
	int64_t most = 0, all = 0;
	struct view_chart *ch;
	size_t top = 0;

	TRY(q_public_titles_by_city(
		db, &(struct q_public_titles_by_city_in){.tier = p->programme}, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		all += list.v[i].n;
		if (list.v[i].n > most) {
			most = list.v[i].n;
			top = i;
		}
	}
	if (list.n < 2)
		return RC_OK;
	ch = VEC_ADD(c->a, &v->charts);
	ch->id = str_cat(c->a, STR("chart-"), p->programme);
	ch->title = str_fmt(c->a, "%.*s累计公布 %lld 家，%.*s最多", STR_ARG(p->tier_name), (long long)all,
		STR_ARG(list.v[top].city));
	ch->w = BAR_LEFT + BAR_SPAN + 110;
	ch->h = 16 + (int)list.n * BAR_STEP;
	ch->label_anchor = "end";
	ch->value_anchor = "start";
	ch->table.caption = str_cat(c->a, p->tier_name, STR("各市家数"));
	*VEC_ADD(c->a, &ch->table.heads) = (struct view_head){.text = STR("市")};
	*VEC_ADD(c->a, &ch->table.heads) = (struct view_head){.text = STR("家数"), .num = true};
	for (size_t i = 0; i < list.n; i++)
		bar_add(c, ch, &list.v[i], most);
	VEC_PUSH(c->a, &ch->marks,
		((struct view_mark){.x1 = BAR_LEFT, .y1 = 2, .x2 = BAR_LEFT, .y2 = ch->h - 6,
			.kind = "axis"}));
	return RC_OK;
}

/* The chart counts every title of a programme: one for each programme. */
static bool charted(const struct procedure **list, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(list[k]->programme, list[i]->programme))
			return true;
	return false;
}

enum rc page_home_public(struct ctx *c, struct err *e)
{
	const struct procedure **list;
	struct view_home v = {0};
	size_t n = public_procedures(c, &list);
	struct db *db;

	TRY(ctx_db(c, &db, e));
	page_view(c, "首页", &v.page);
	v.page.column = STR("首页");
	v.picture = asset_url(c->app->assets, STR("img/steps.svg"));
	v.search = field_text(c, "q", "企业名称、信用代码或证书编号", STR(""), NULL);
	v.search.width = "w18";
	TRY(batches_fill(c, db, &v, e));
	TRY(publicity_fill(c, db, &v, e));
	TRY(news_items(c, db, INT64_MAX, 0, HOME_NEWS, &v.news, e));
	for (size_t i = 0; i < n; i++) {
		links_add(c, &v.guides, list[i]->title, str_cat(c->a, STR("/guide/"), list[i]->id),
			false);
		if (!charted(list, i))
			TRY(chart_fill(c, db, list[i], &v, e));
	}
	tmpl_public_home(respond_html(c, 200), &v);
	return RC_OK;
}
