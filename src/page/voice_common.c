/* One way to show a demand or a question to whoever may read it. */
#include "page/voice_page.h"

#include "page/enterprise.h"
#include "page/routes.h"
#include "store/blob.h"

struct view_tag voice_tag(struct str state)
{
	static const char *const kinds[VOICE_STATE__MAX] = {"amber", "blue", "green", "red"};
	enum voice_state s;

	if (!voice_state_parse(state, &s))
		return tag_of("grey", state);
	return tag_of(kinds[s], str_c(voice_state_word(s)));
}

struct str voice_clock(struct ctx *c, struct str state, int64_t waiting_at, int64_t due_at)
{
	int64_t age = voice_age(ctx_services(c), waiting_at, c->now);

	if (!str_eqc(state, voice_state_code(VOICE_WAITING)))
		return STR("—");
	if (!due_at)
		return str_fmt(c->a, "已等 %lld 个工作日", (long long)age);
	return str_fmt(c->a, "%.*s，%.*s", STR_ARG(deadline_text(c->a, due_at)),
		STR_ARG(c->now < due_at ? left_text(c->a, due_at, c->now)
					: str_fmt(c->a, "已逾期，已等 %lld 个工作日", (long long)age)));
}

struct str voice_term(struct ctx *c)
{
	int64_t days = ctx_services(c)->config->answer_days;

	return days ? str_fmt(c->a, "%lld 个工作日（本平台设定）", (long long)days)
		    : STR("文件没有规定答复期限；这里显示已经等了多少个工作日");
}

static struct str said_title(struct ctx *c, const struct q_voice_said_of *s, struct str asker, bool officer)
{
	bool body = str_eqc(s->party, "body");
	enum voice_act act;
	const char *word = voice_act_parse(s->act, &act) ? voice_act_word(act) : "提出";
	struct str person = officer && body ? s->who : STR("");

	return str_fmt(c->a, "%.*s %.*s%s%.*s：%s", STR_ARG(instant_human(c->a, s->at)),
		STR_ARG(body ? s->body : asker), person.n ? " " : "", STR_ARG(person), word);
}

enum rc voice_said_fill(struct ctx *c, struct db *db, int64_t id, struct str asker, const char *room,
	struct view_batch *out, struct err *e)
{
	struct q_voice_said_of_list said;
	struct q_attachments_of_list files;

	TRY(q_voice_said_of(db, &(struct q_voice_said_of_in){.voice_id = id}, &said, e));
	for (size_t i = 0; i < said.n; i++) {
		const struct q_voice_said_of *s = &said.v[i];
		*VEC_ADD(c->a, &out->texts) =
			(struct view_batch_text){said_title(c, s, asker, actor_is(&c->who, ROLE_OFFICER)),
				s->text.n ? s->text : STR("（没有说明）")};
		if (!room)
			continue;
		TRY(q_attachments_of(db,
			&(struct q_attachments_of_in){.owner_kind = STR("voice"), .owner_id = s->id}, &files, e));
		for (size_t k = 0; k < files.n; k++)
			links_add(c, &out->links,
				str_fmt(c->a, "%.*s（%.*s）", STR_ARG(files.v[k].filename),
					STR_ARG(file_size_text(c->a, files.v[k].size))),
				str_fmt(c->a, "%s/voice-file/%.*s", room, STR_ARG(files.v[k].public_id)), false);
	}
	if (out->links.n)
		out->links_title = STR("材料");
	return RC_OK;
}

void voice_kind_field(struct ctx *c, const struct voice_kinds *k, struct view_batch_form *f,
	const struct form_errors *errors)
{
	struct view_choices kind = field_choices("kind", "类别", errors);

	for (size_t i = 0; i < k->n; i++)
		choices_add(c, &kind, k->v[i].id, k->v[i].name, form_get(&c->form, "kind"));
	kind.empty = STR("请选择");
	batch_select(c, f, kind);
}

void voice_words_fields(struct ctx *c, struct view_batch_form *f, const struct form_errors *errors)
{
	struct view_field title = field_text(c, "title", "标题", str_none(), errors),
			  text = field_text(c, "text", "具体情况", str_none(), errors);

	title.width = "full";
	title.hint = str_fmt(c->a, "%d 至 %d 个字", VOICE_TITLE_MIN, VOICE_TITLE_MAX);
	text.rows = 8;
	text.hint = str_fmt(c->a, "%d 至 %d 个字", VOICE_TEXT_MIN, VOICE_TEXT_MAX);
	batch_field(c, f, title);
	batch_area(c, f, text);
}

enum rc page_voice_file(struct ctx *c, struct err *e)
{
	struct voice_paper uc = {.public_id = c->params[0]};
	struct tx_call call = ctx_call(c, STR("/"));
	struct hash h;

	TRY(TX_RUN(&call, voice_paper, &uc, e));
	if (!hash_from_hex(uc.sha256, &h))
		return err_detail(e, RC_DATA, MSG_INTERNAL, "voice paper hash");
	return respond_blob(c, uc.mime, uc.filename, blob_path(c->a, ctx_services(c)->blob_dir, h));
}
