/* A letter says that something waits, whose turn it is and until when, and leads to the place: what it is about is read
 * behind the sign-in. */
#include "service/post_text.h"

#include "base/buf.h"
#include "base/time.h"
#include "service/post.h"
#include "service/terms.h"

#define TEXT_MAX ((size_t)32 << 10)
#define LINE "\r\n"

/* base_url without its last slash, then a path of ours. */
static void address(struct buf *b, const struct services *sv, struct str path)
{
	struct str base = sv->config->base_url;

	while (base.n && base.p[base.n - 1] == '/')
		base = str_sub(base, 0, base.n - 1);
	buf_str(b, base);
	buf_str(b, path.n && path.p[0] == '/' ? path : STR("/me/messages"));
}

static void foot(struct buf *b, const struct services *sv)
{
	buf_lit(b, LINE "链接打开后先登录，随后直接到所办的事项。" LINE);
	buf_lit(b, "本邮件只作提醒，内容以平台消息为准；是否送达、何时送达以平台记录为准。请勿回复。" LINE);
	buf_lit(b, "修改通知方式：");
	address(b, sv, STR("/me"));
	buf_lit(b, LINE);
	buf_str(b, sv->config->site_name);
	buf_lit(b, LINE);
}

static struct str headed(const struct services *sv, struct arena *a, struct str subject)
{
	return STR_JOIN(a, STR("【"), sv->config->site_name, STR("】"), subject);
}

static const char *turn_of(struct str role)
{
	static const struct {
		const char *role, *words;
	} turns[] = {{"filler", "现在由贵企业办理。"}, {"legal_rep", "现在由贵企业办理。"},
		{"county", "现在由本单位办理。"}, {"city", "现在由本单位办理。"},
		{"province", "现在由本单位办理。"}, {"expert", "现在由您办理。"}};

	for (size_t i = 0; i < ARRAY_LEN(turns); i++)
		if (str_eqc(role, turns[i].role))
			return turns[i].words;
	return "现在由系统管理员办理。";
}

static struct str term_of(struct arena *a, int64_t due_at)
{
	return due_at == instant_day_end(date_of_instant(due_at - 1)) ? deadline_text(a, due_at) : instant_human(a, due_at);
}

struct post_text post_text_notice(
	const struct services *sv, struct arena *a, const struct q_post_message *m, struct str role)
{
	struct buf b;

	buf_init(&b, a, TEXT_MAX);
	buf_str(&b, m->subject);
	buf_lit(&b, LINE LINE);
	buf_c(&b, turn_of(role));
	buf_lit(&b, LINE);
	if (m->due_at) {
		buf_lit(&b, "截止：");
		buf_str(&b, term_of(a, m->due_at));
		buf_lit(&b, LINE);
	}
	buf_lit(&b, "办理：");
	address(&b, sv, m->link);
	buf_lit(&b, LINE);
	foot(&b, sv);
	return (struct post_text){headed(sv, a, m->subject), buf_view(&b)};
}

struct post_text post_text_digest(
	const struct services *sv, struct arena *a, const struct q_post_digest_messages_list *m)
{
	size_t shown = MIN_OF(m->n, (size_t)POST_DIGEST_LINES);
	struct buf b;

	buf_init(&b, a, TEXT_MAX);
	buf_lit(&b, "您有未读的消息：" LINE);
	for (size_t i = 0; i < shown; i++) {
		buf_lit(&b, LINE);
		buf_str(&b, instant_human(a, m->v[i].at));
		buf_lit(&b, "　");
		buf_str(&b, m->v[i].subject);
		buf_lit(&b, LINE "查看：");
		address(&b, sv, m->v[i].link);
		buf_lit(&b, LINE);
	}
	if (m->n > shown)
		buf_lit(&b, LINE "还有更早的未读消息，请到平台查看。" LINE);
	foot(&b, sv);
	return (struct post_text){
		headed(sv, a, m->n > shown ? STR("有多条未读消息") : str_fmt(a, "%zu 条未读消息", m->n)), buf_view(&b)};
}

struct post_text post_text_link(
	const struct services *sv, struct arena *a, const char *kind, struct str token)
{
	struct str subject = STR("测试邮件");
	struct buf b;

	buf_init(&b, a, TEXT_MAX);
	if (str_eqc(STR("confirm"), kind)) {
		subject = STR("请确认电子邮箱");
		buf_lit(&b, "有人在平台把这个地址填为自己的电子邮箱。如果是您本人，请在 48 小时内打开下面的地址，按“确认”：" LINE LINE);
		address(&b, sv, str_cat(a, STR("/mail/confirm?t="), token));
		buf_lit(&b, LINE LINE "不是您本人的，不必理会，平台不会再向这个地址发信。" LINE);
	} else if (str_eqc(STR("reset"), kind)) {
		subject = STR("重置密码");
		buf_lit(&b, "有人申请重置您在平台的密码。如果是您本人，请在 1 小时内打开下面的地址，设置新密码；地址只能用一次：" LINE LINE);
		address(&b, sv, str_cat(a, STR("/recover/reset?t="), token));
		buf_lit(&b, LINE LINE "不是您本人的，不必理会，密码没有改变；请勿把地址转给他人。" LINE);
	} else {
		buf_lit(&b, "这是系统管理员发给自己的测试邮件。收到即说明邮件设置正确。" LINE);
	}
	foot(&b, sv);
	return (struct post_text){headed(sv, a, subject), buf_view(&b)};
}
