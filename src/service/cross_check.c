/* Questions come from a table of askers; each looks at one thing and says what it saw in one sentence. */
#include "service/cross_check.h"

#include "base/vec.h"
#include "domain/score_edge.h"
#include "service/audit.h"
#include "service/filing.h"
#include "service/flow.h"
#include "store/q.h"

#define FILE_MOST 20 /* the statement gives one more */
#define PHONE_MOST 21 /* what the statement gives */

struct asking {
	struct tx *tx;
	const struct cross_subject *s;
	struct strs texts;
};
typedef enum rc asker(struct asking *k, struct err *e);

static asker ask_before, ask_files, ask_phone, ask_preparer, ask_edges, ask_unusual;

static const struct {
	const char *code, *word;
	asker *ask;
} kinds[CROSS__MAX] = {
	[CROSS_STATED_BEFORE] = {"stated_before", "与此前填报不同", ask_before},
	[CROSS_SAME_FILE] = {"same_file", "同一文件见于其他企业", ask_files},
	[CROSS_SAME_PHONE] = {"same_phone", "联系电话与其他企业相同", ask_phone},
	[CROSS_SAME_PREPARER] = {"same_preparer", "填报人与其他企业相同", ask_preparer},
	[CROSS_EDGE] = {"edge", "刚过分档线", ask_edges},
	[CROSS_UNUSUAL] = {"unusual", "数值少见", ask_unusual},
};

static const struct {
	const char *code, *word;
} answers[CROSS_ANSWER__MAX] = {
	[CROSS_NONE] = {"", "未核对"},
	[CROSS_FINE] = {"fine", "属实"},
	[CROSS_PROBLEM] = {"problem", "有问题"},
	[CROSS_UNCLEAR] = {"unclear", "无法判断"},
};

const char *cross_kind_word(enum cross_kind k)
{
	return k < CROSS__MAX ? kinds[k].word : "?";
}

const char *cross_answer_code(enum cross_answer_id a)
{
	return a < CROSS_ANSWER__MAX ? answers[a].code : "";
}

const char *cross_answer_word(enum cross_answer_id a)
{
	return a < CROSS_ANSWER__MAX ? answers[a].word : "?";
}

static enum cross_kind kind_of(struct str code)
{
	enum cross_kind k = 0;

	while (k < CROSS__MAX && !str_eqc(code, kinds[k].code))
		k++;
	return k;
}

static enum cross_answer_id answer_of(struct str code)
{
	for (enum cross_answer_id a = CROSS_FINE; a < CROSS_ANSWER__MAX; a++)
		if (str_eqc(code, answers[a].code))
			return a;
	return CROSS_NONE;
}

/* --- askers -------------------------------------------------------------------------------------- */

static void ask(struct asking *k, struct str text)
{
	VEC_PUSH(k->tx->a, &k->texts, text);
}

/* Facts are kept as last submitted; what this file itself said before its correction is no surprise. */
static enum rc ask_before(struct asking *k, struct err *e)
{
	const struct application_file *f = k->s->file;
	struct q_enterprise_facts_list rows;
	struct arena *a = k->tx->a;

	TRY(q_enterprise_facts(k->tx->db,
		&(struct q_enterprise_facts_in){.enterprise_id = f->enterprise_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_enterprise_facts *r = &rows.v[i];
		int id = fact_find(r->fact);
		int64_t back = f->year - r->year;
		struct fact_value was = {.state = FACT_KNOWN}, now;
		struct err bad = {0};

		/* Only yearly figures: a count or a yes may rightly change from one filing to the next. */
		if (id < 0 || !fact_at((size_t)id)->yearly || back < 0 || back >= FACTS_BACK
			|| str_eq(r->source, f->no))
			continue;
		now = facts_get(k->s->facts, (size_t)id, (size_t)back);
		if (now.state != FACT_KNOWN || fact_parse((size_t)id, r->value, &was.v, &bad) != RC_OK
			|| was.v == now.v)
			continue;
		ask(k, str_fmt(a, "%lld年%.*s：本次填报 %.*s，此前（%.*s）填报 %.*s", (long long)r->year,
			       STR_ARG(fact_at((size_t)id)->name),
			       STR_ARG(fact_show(a, (size_t)id, now)), STR_ARG(r->source),
			       STR_ARG(fact_show(a, (size_t)id, was))));
	}
	return RC_OK;
}

/* Whose file or telephone it is stays with the body that answers for that one: only how many are said. */
static enum rc ask_files(struct asking *k, struct err *e)
{
	const struct evidence_files *files = k->s->files;
	struct arena *a = k->tx->a;

	for (size_t i = 0; i < files->n; i++) {
		struct q_same_file_elsewhere_list rows;

		TRY(q_same_file_elsewhere(k->tx->db,
			&(struct q_same_file_elsewhere_in){.sha256 = files->v[i].sha256,
				.enterprise_id = k->s->file->enterprise_id},
			&rows, e));
		/* What more than FILE_MOST others have is a form or a sample, not a borrowed paper; the
		 * first of a ring are asked all the same. */
		if (rows.n && rows.n <= FILE_MOST)
			ask(k, str_fmt(a, "文件“%.*s”与另外 %zu 家企业上传的文件完全相同",
				       STR_ARG(files->v[i].filename), rows.n));
	}
	return RC_OK;
}

static enum rc ask_phone(struct asking *k, struct err *e)
{
	struct str phone = k->s->profile->v.contact_phone;
	struct q_same_phone_elsewhere_list rows;

	if (phone.n == 0)
		return RC_OK;
	TRY(q_same_phone_elsewhere(k->tx->db,
		&(struct q_same_phone_elsewhere_in){
			.phone = phone, .enterprise_id = k->s->file->enterprise_id},
		&rows, e));
	if (rows.n)
		ask(k, str_fmt(k->tx->a, "联系电话 %.*s 也是另外%s %zu 家企业的电话，请核对是否由他人代为填报",
			       STR_ARG(phone), rows.n >= PHONE_MOST ? "至少" : "", rows.n));
	return RC_OK;
}

/* Who fills in for several has one telephone or address, whatever the forms name as contact. */
static enum rc ask_preparer(struct asking *k, struct err *e)
{
	struct q_same_preparer_elsewhere_list rows;

	TRY(q_same_preparer_elsewhere(k->tx->db,
		&(struct q_same_preparer_elsewhere_in){.enterprise_id = k->s->file->enterprise_id,
			.phone = k->s->profile->v.contact_phone},
		&rows, e));
	if (rows.n)
		ask(k, str_fmt(k->tx->a, "填报账号的电话或电子邮箱也是另外%s %zu 家企业填报账号的，请核对是否由他人代为填报",
			       rows.n >= PHONE_MOST ? "至少" : "", rows.n));
	return RC_OK;
}

static enum rc ask_edges(struct asking *k, struct err *e)
{
	const struct standard *std = k->s->score->standard;
	struct arena *a = k->tx->a;
	struct score_edges edges;

	(void)e;
	score_edges(std, k->s->facts, k->s->score->mode, a, &edges);
	for (size_t i = 0; i < edges.n; i++) {
		const struct score_edge *x = &edges.v[i];
		const struct fact *f = fact_at(x->fact);
		struct fact_value v = facts_get(k->s->facts, x->fact, x->back);

		ask(k, str_fmt(a, "“%.*s”刚过分档线：%d年%.*s %.*s若%s千分之一，该项由 %.*s 分降为 %.*s 分",
			       STR_ARG(std->indicators.v[x->indicator].name),
			       k->s->facts->year - x->back, STR_ARG(f->name),
			       STR_ARG(fact_show(a, x->fact, v)), x->less ? "少" : "多",
			       STR_ARG(score_interval(
				       a, (struct expr_interval){x->points, x->points})),
			       STR_ARG(score_interval(
				       a, (struct expr_interval){x->would, x->would}))));
	}
	return RC_OK;
}

static enum rc ask_unusual(struct asking *k, struct err *e)
{
	(void)e;
	facts_unusual(k->tx->a, k->s->score->standard, k->s->facts, &k->texts);
	return RC_OK;
}

/* --- asking -------------------------------------------------------------------------------------- */

static enum rc rate(struct tx *tx, int64_t agency_id, struct q_cross_rate_add_in r, struct err *e)
{
	r.agency_id = agency_id;
	r.year = date_of_instant(tx->now).y;
	return q_cross_rate_add(tx->db, &r, NULL, e);
}

enum rc cross_check_ask(
	struct tx *tx, const struct cross_subject *s, int64_t submission_id, struct err *e)
{
	int64_t seq = 0;

	for (enum cross_kind kind = 0; kind < CROSS__MAX; kind++) {
		struct asking k = {.tx = tx, .s = s};
		struct str code = str_c(kinds[kind].code);

		TRY(kinds[kind].ask(&k, e));
		for (size_t i = 0; i < k.texts.n && seq < CROSS_MOST; i++) {
			TRY(q_cross_question_put(tx->db,
				&(struct q_cross_question_put_in){.submission_id = submission_id,
					.seq = ++seq, .kind = code, .text = k.texts.v[i]},
				NULL, e));
			TRY(rate(tx, s->file->province_agency_id,
				(struct q_cross_rate_add_in){.kind = code, .raised = 1}, e));
		}
	}
	return RC_OK;
}

/* --- reading and answering ----------------------------------------------------------------------- */

enum rc cross_questions_of(
	struct db *db, int64_t submission_id, struct cross_questions *out, struct err *e)
{
	struct q_cross_questions_list rows;

	*out = (struct cross_questions){0};
	TRY(q_cross_questions(
		db, &(struct q_cross_questions_in){.submission_id = submission_id}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_cross_questions *r = &rows.v[i];
		struct cross_question x = {.seq = r->seq,
			.kind = kind_of(r->kind),
			.text = r->text,
			.answer = answer_of(r->answer),
			.note = r->note,
			.level = r->level,
			.by = r->by_name,
			.at = r->at};
		out->open += x.answer == CROSS_NONE;
		VEC_PUSH(db_arena(db), out, x);
	}
	return RC_OK;
}

/* +1 where the answer goes, -1 where it was. */
static enum rc count_answer(struct tx *tx, const struct review *r, const struct cross_question *q,
	enum cross_answer_id now, struct err *e)
{
	int64_t n[CROSS_ANSWER__MAX] = {0};

	n[q->answer]--;
	n[now]++;
	return rate(tx, r->file.province_agency_id,
		(struct q_cross_rate_add_in){.kind = str_c(kinds[q->kind].code),
			.fine = n[CROSS_FINE],
			.problem = n[CROSS_PROBLEM],
			.unclear = n[CROSS_UNCLEAR]},
		e);
}

static const struct cross_question *asked(const struct cross_questions *all, int64_t seq)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].seq == seq && all->v[i].kind < CROSS__MAX)
			return &all->v[i];
	return NULL;
}

static enum rc answer_one(struct tx *tx, const struct review *r, const struct cross_question *q,
	const struct cross_given *g, struct err *e)
{
	if (g->answer == CROSS_PROBLEM && g->note.n == 0)
		return err_field(e, RC_INVALID, MSG_CROSS_NOTE,
			str_fmt(tx->a, "note-%lld", (long long)g->seq).p);
	TRY(q_cross_answer_put(tx->db,
		&(struct q_cross_answer_put_in){.submission_id = r->sub.id, .seq = g->seq,
			.answer = str_c(cross_answer_code(g->answer)), .note = g->note,
			.level = str_c(holder_code(actor_holder(tx->who))),
			.account_id = tx->who->account_id, .now = tx->now},
		NULL, e));
	return count_answer(tx, r, q, g->answer, e);
}

static struct str payload_of(struct tx *tx, const struct cross_check_answer *uc)
{
	struct buf b;

	buf_init(&b, tx->a, 1 << 14);
	buf_ch(&b, '{');
	for (size_t i = 0; i < uc->n; i++) {
		if (uc->v[i].answer == CROSS_NONE)
			continue;
		if (buf_view(&b).n > 1)
			buf_ch(&b, ',');
		buf_printf(&b, "\"%lld\":", (long long)uc->v[i].seq);
		json_put_str(&b, str_c(cross_answer_code(uc->v[i].answer)));
	}
	buf_ch(&b, '}');
	return buf_view(&b);
}

enum rc cross_check_answer(struct tx *tx, struct cross_check_answer *uc, struct err *e)
{
	struct cross_questions all;
	struct review r;

	TRY(review_open(tx, uc->application, uc->version, &r, e));
	TRY(cross_questions_of(tx->db, r.sub.id, &all, e));
	for (size_t i = 0; i < uc->n; i++) {
		const struct cross_given *g = &uc->v[i];
		const struct cross_question *q = asked(&all, g->seq);

		if (!q || g->answer == CROSS_NONE
			|| (g->answer == q->answer && str_eq(g->note, q->note)))
			continue;
		TRY(answer_one(tx, &r, q, g, e));
		uc->changed++;
	}
	if (uc->changed == 0)
		return RC_OK;
	return audit_append(tx,
		&(struct audit_event){.action = "cross_answered", .object_kind = "application",
			.object_id = r.file.id, .payload = payload_of(tx, uc)},
		e);
}

enum rc cross_rates_of(struct db *db, const struct actor *who, int64_t year,
	struct cross_rate out[CROSS__MAX], struct err *e)
{
	struct q_cross_rates_list rows;

	for (size_t i = 0; i < CROSS__MAX; i++)
		out[i] = (struct cross_rate){0};
	TRY(q_cross_rates(db,
		&(struct q_cross_rates_in){.agency_id = who->agency_id, .year = year}, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct q_cross_rates *r = &rows.v[i];
		enum cross_kind k = kind_of(r->kind);
		if (k < CROSS__MAX)
			out[k] = (struct cross_rate){
				r->raised, r->fine + r->problem + r->unclear, r->problem};
	}
	return RC_OK;
}
