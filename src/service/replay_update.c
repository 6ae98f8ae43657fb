/* 年度信息更新 computed again: one set of figures, a result for every title that it was filed for. */
#include "service/replay.h"

#include "base/json.h"
#include "base/vec.h"
#include "service/application.h"
#include "service/decision.h"

/* `of`: one of the stored results, {"programme","standard","standard_hash","result","explanation_hash"}. */
static void part(const struct rules *rules, const struct facts *facts, const struct json *of, struct arena *a,
	struct strs *out)
{
	struct str hash = json_str(of, "standard_hash", STR("")), id = json_str(of, "standard", STR(""));
	const struct standard *s = rules_standard_hashed(rules, hash);
	struct score_result now;

	if (!s) {
		VEC_PUSH(a, out, str_cat(a, STR("没有当时的评价标准 "), id));
		return;
	}
	score_evaluate(s, facts, SCORE_RECHECK, a, &now);
	replay_differ(a, out, str_fmt(a, "按 %.*s 的结果", STR_ARG(id)).p,
		json_str(of, "result", STR("")), score_verdict_name(now.verdict));
	replay_differ(a, out, str_fmt(a, "按 %.*s 的评分说明校验码", STR_ARG(id)).p,
		json_str(of, "explanation_hash", STR("")), hash_hex(a, score_explain_hash(a, &now)));
}

void replay_update(
	const struct rules *rules, const struct q_replay_updates *row, struct arena *a, struct strs *out)
{
	struct json *results = NULL;
	struct facts *facts;
	struct err e = {0};

	replay_differ(a, out, "更新内容校验码", row->content_hash,
		submission_hash(a, row->facts, row->reasons, row->results));
	replay_differ(a, out, "计算程序版本", row->engine, STR(SCORE_ENGINE_VERSION));
	if (decision_facts(a, row->facts, &facts, &e) != RC_OK ||
		json_parse(a, row->results, &results, &e) != RC_OK || results->type != JSON_ARRAY) {
		VEC_PUSH(a, out, STR("数据不能读取"));
		return;
	}
	for (const struct json *of = results->first; of; of = of->next)
		part(rules, facts, of, a, out);
}
