/* Invented enterprises that say so: a name nobody bears, a code whose body no register has issued
 * (XN…: 虚拟) and whose check digits are right, figures that hang together. */
#include "service/demo_make.h"

#include "base/embedded.h"
#include "base/env.h"
#include "base/reftable.h"
#include "base/vec.h"
#include "domain/uscc.h"
#include "store/q.h"

uint64_t demo_next(struct demo_random *r)
{
	r->s ^= r->s << 13;
	r->s ^= r->s >> 7;
	r->s ^= r->s << 17;
	return r->s;
}

int64_t demo_between(struct demo_random *r, int64_t low, int64_t high)
{
	return low + (int64_t)((demo_next(r) >> 11) % (uint64_t)(high - low + 1));
}

bool demo_chance(struct demo_random *r, int64_t percent)
{
	return demo_between(r, 1, 100) <= percent;
}

static enum rc table(struct arena *a, struct str path, const char *const *columns, size_t n,
	struct reftable *t, struct err *e)
{
	struct str csv;

	if (!embedded_find(path, &csv))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "no %.*s", STR_ARG(path));
	return reftable_parse(a, csv, columns, n, t, e);
}

enum rc demo_words_load(struct arena *a, struct demo_words *out, struct err *e)
{
	static const char *const word_columns[] = {"kind", "word"};
	static const char *const trade_columns[] = {"trade", "industry", "product", "sei"};
	struct {
		const char *kind;
		struct strs *list;
	} kinds[] = {{"first", &out->first}, {"second", &out->second}, {"surname", &out->surname},
		{"given", &out->given}, {"street", &out->street}};
	struct reftable t;

	*out = (struct demo_words){0};
	TRY(table(a, STR("sql/reference/demo/words.csv"), word_columns, 2, &t, e));
	for (size_t i = 0; i < t.n; i++)
		for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
			if (str_eqc(reftable_cell(&t, i, 0), kinds[k].kind))
				VEC_PUSH(a, kinds[k].list, reftable_cell(&t, i, 1));
	TRY(table(a, STR("sql/reference/demo/trades.csv"), trade_columns, 4, &t, e));
	out->trades = ARENA_NEW_N(a, struct demo_trade, t.n);
	for (size_t i = 0; i < t.n; i++)
		out->trades[i] = (struct demo_trade){reftable_cell(&t, i, 0), reftable_cell(&t, i, 1),
			reftable_cell(&t, i, 2), str_eqc(reftable_cell(&t, i, 3), "yes")};
	out->trades_n = t.n;
	return RC_OK;
}

static struct str pick(struct demo_random *r, const struct strs *list)
{
	return list->v[demo_between(r, 0, (int64_t)list->n - 1)];
}

static struct str person(struct arena *a, struct demo_random *r, const struct demo_words *w)
{
	return str_cat(a, pick(r, &w->surname), pick(r, &w->given));
}

/* 91 + region + XN000123 + its check + check. */
static struct str code_of(struct arena *a, struct str region, int64_t n)
{
	struct str body = str_fmt(a, "XN%06lld", (long long)n);
	struct str first17 = str_fmt(
		a, "91%.*s%.*s%c", STR_ARG(region), STR_ARG(body), uscc_org_check_char(body));

	return str_fmt(a, "%.*s%c", STR_ARG(first17), uscc_check_char(first17));
}

static enum rc accounts_of(struct db *db, const struct demo_founding *f, struct demo_enterprise *en,
	struct err *e)
{
	struct arena *a = db_arena(db);
	struct q_demo_account_put made;
	bool named = f->filler_login.n > 0;
	struct q_demo_account_put_in in = {.role = STR("filler"), .name = en->contact,
		.login = named ? f->filler_login : str_fmt(a, "demo-e%lld", (long long)f->n),
		.password = named ? f->password : STR(""), .enterprise_id = some_i64(en->id),
		.now = f->now};

	TRY(q_demo_account_put(db, &in, &made, e));
	en->filler_id = made.id;
	in.role = STR("legal_rep");
	in.name = en->legal_rep;
	in.login = named ? f->legal_login : str_fmt(a, "demo-l%lld", (long long)f->n);
	TRY(q_demo_account_put(db, &in, &made, e));
	en->legal_id = made.id;
	return RC_OK;
}

void demo_invent(struct arena *a, struct demo_random *r, const struct demo_founding *f, struct demo_invented *out)
{
	struct demo_invented v = {.en = {.place = f->place,
					  .trade = &f->words->trades[demo_between(r, 0, (int64_t)f->words->trades_n - 1)]}};
	struct str first = pick(r, &f->words->first), second = pick(r, &f->words->second),
		   street = pick(r, &f->words->street);

	v.en.name = str_fmt(a, "%.*s%.*s%.*s%.*s有限公司（虚构）", STR_ARG(f->place->city),
		STR_ARG(first), STR_ARG(second), STR_ARG(v.en.trade->trade));
	v.en.uscc = code_of(a, f->place->division_code, f->n);
	v.en.legal_rep = person(a, r, f->words);
	v.en.contact = person(a, r, f->words);
	struct date founded = {(int16_t)demo_between(r, 2003, 2019), (int8_t)demo_between(r, 1, 12),
		(int8_t)demo_between(r, 1, 28)};
	v.established_on = date_str(a, founded);
	v.address = str_fmt(a, "%.*s%.*s%lld号", STR_ARG(f->place->county), STR_ARG(street),
		(long long)demo_between(r, 1, 399));
	v.capital = str_i64(a, demo_between(r, 2, 60) * 100);
	*out = v;
}

enum rc demo_found(struct db *db, struct demo_random *r, const struct demo_founding *f,
	struct demo_enterprise *out, struct err *e)
{
	static const char *const kinds[] = {"私营有限责任公司", "私营股份有限公司", "其他有限责任公司"};
	struct arena *a = db_arena(db);
	struct q_demo_enterprise_put made;
	struct demo_invented v;

	demo_invent(a, r, f, &v);
	struct demo_enterprise en = v.en;
	TRY(random_token(a, 12, &en.public_id, e));
	TRY(q_demo_enterprise_put(db,
		&(struct q_demo_enterprise_put_in){.public_id = en.public_id, .uscc = en.uscc,
			.name = en.name, .division_code = f->place->division_code,
			.county_agency_id = f->place->county_agency_id
						    ? some_i64(f->place->county_agency_id)
						    : none_i64(),
			.city_agency_id = f->place->city_agency_id,
			.province_agency_id = f->province_agency_id, .address = v.address,
			.postcode = STR("000000"), .established_on = v.established_on,
			.capital = v.capital, .industry_code = en.trade->industry,
			.ownership = str_c(kinds[demo_between(r, 0, ARRAY_LEN(kinds) - 1)]),
			.legal_rep = en.legal_rep, .contact = en.contact,
			.contact_phone = str_fmt(a, "0000-%07lld", (long long)f->n),
			.main_product = en.trade->product,
			.intro = str_fmt(a, "虚构企业，仅供演示。主要从事%.*s的研发、生产和销售。",
				STR_ARG(en.trade->product)),
			.now = f->now},
		&made, e));
	en.id = made.id;
	TRY(accounts_of(db, f, &en, e));
	*out = en;
	return RC_OK;
}

void demo_stranger(struct arena *a, struct demo_random *r, const struct demo_founding *f, struct demo_enterprise *out)
{
	const struct demo_words *w = f->words;
	struct str first = pick(r, &w->first), second = pick(r, &w->second);

	*out = (struct demo_enterprise){.place = f->place,
		.trade = &w->trades[demo_between(r, 0, (int64_t)w->trades_n - 1)]};
	out->name = str_fmt(a, "%.*s%.*s%.*s%.*s有限公司（虚构）", STR_ARG(f->place->city), STR_ARG(first),
		STR_ARG(second), STR_ARG(out->trade->trade));
	out->uscc = code_of(a, f->place->division_code, f->n);
	out->legal_rep = person(a, r, w);
	out->contact = person(a, r, w);
}

struct str demo_city_word(struct arena *a, struct str name)
{
	static const char *const tails[] = {"新区", "市", "地区"};

	for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
		struct str tail = str_c(tails[i]);
		if (str_ends(name, tail) && name.n > tail.n + 3)
			return str_dup(a, str_sub(name, 0, name.n - tail.n));
	}
	return str_dup(a, name);
}

/* Hundredths of 万元 as text. */
static struct str wan(struct arena *a, int64_t hundredths)
{
	return str_fmt(a, "%lld.%02d", (long long)(hundredths / 100), (int)(hundredths % 100));
}

static void put_money(struct arena *a, struct demo_answers *out, enum fact_id f, int back, int64_t v)
{
	out->fact[f][back] = wan(a, v);
}

struct shape {
	int64_t rd_permille, growth_permille, debt_permille, main_permille;
	int64_t ip; /* 0 none, 1 class 2, 2 class 1, 3 own class 1, 4 high value */
};

static struct shape shape_of(struct demo_random *r, enum demo_quality q)
{
	switch (q) {
	case DEMO_GOOD:
		return (struct shape){demo_between(r, 31, 82), demo_between(r, 52, 310),
			demo_between(r, 220, 640), demo_between(r, 720, 985), demo_between(r, 1, 4)};
	case DEMO_EDGE: /* on the boundaries of the bands: 3.0 %, 10.0 %, 55.0 %, 70.0 % */
		return (struct shape){30, 100, 550, 700, 2};
	case DEMO_DIRECT:
		return (struct shape){demo_between(r, 5, 30), demo_between(r, -80, 60),
			demo_between(r, 300, 800), demo_between(r, 500, 900), demo_between(r, 0, 1)};
	case DEMO_POOR:
		return (struct shape){demo_between(r, 0, 18), demo_between(r, -180, 40),
			demo_between(r, 600, 930), demo_between(r, 420, 640), demo_between(r, 0, 1)};
	}
	return (struct shape){0};
}

static struct str yes_no(bool yes)
{
	return yes ? STR("是") : STR("否");
}

void demo_answer(struct arena *a, struct demo_random *r, const struct demo_enterprise *en,
	enum demo_quality q, struct demo_answers *out)
{
	struct shape s = shape_of(r, q);
	int64_t revenue = demo_between(r, 90, 1900) * 1000; /* 900 … 19,000 万元: large in no trade */
	int64_t main1 = revenue * s.main_permille / 1000;
	int64_t main2 = main1 * 1000 / (1000 + s.growth_permille);
	int64_t assets = revenue * demo_between(r, 80, 180) / 100;
	bool direct = q == DEMO_DIRECT;
	int64_t way = direct ? demo_between(r, 0, 2) : -1;

	if (q == DEMO_EDGE)
		main2 = main1 * 10 / 11; /* growth of exactly a tenth */
	*out = (struct demo_answers){0};
	put_money(a, out, FACT_REVENUE, 1, revenue);
	put_money(a, out, FACT_REVENUE, 2, main2 * 1000 / s.main_permille);
	put_money(a, out, FACT_MAIN_REVENUE, 1, main1);
	put_money(a, out, FACT_MAIN_REVENUE, 2, main2);
	put_money(a, out, FACT_TOTAL_ASSETS, 1, assets);
	put_money(a, out, FACT_TOTAL_LIABILITIES, 1, assets * s.debt_permille / 1000);
	put_money(a, out, FACT_RD_EXPENSE, 1, revenue * s.rd_permille / 1000);
	out->fact[FACT_IP_HIGH][0] = str_i64(a, s.ip >= 4 ? 1 : 0);
	out->fact[FACT_IP_CLASS1_OWN][0] = str_i64(a, s.ip >= 3 ? demo_between(r, 1, 3) : 0);
	out->fact[FACT_IP_CLASS1][0] = str_i64(a, s.ip >= 2 ? demo_between(r, 3, 5) : 0);
	out->fact[FACT_IP_CLASS2][0] = str_i64(a, s.ip >= 1 ? demo_between(r, 2, 16) : 0);
	out->fact[FACT_SEI_FIELD][0] = yes_no(en->trade->sei);
	out->fact[FACT_AWARD_NATIONAL_RANK_3Y][0] = STR("0");
	out->fact[FACT_AWARD_PROVINCIAL_RANK_3Y][0] = str_i64(a, way == 0 ? 3 : 0);
	out->fact[FACT_HIGHTECH_VALID][0] = yes_no(way == 1);
	out->fact[FACT_INNOVATION_HONOUR_VALID][0] = yes_no(false);
	out->fact[FACT_PROVINCIAL_INSTITUTION][0] = yes_no(false);
	for (int back = 1; back <= 3; back++)
		out->fact[FACT_EQUITY_FINANCING][back] = STR("0");
	if (way == 2)
		out->fact[FACT_EQUITY_FINANCING][1] = STR("600");
}
