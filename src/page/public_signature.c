/* What somebody needs who checks certificates without asking us: the public key, and which certificates no
 * longer hold. The list is signed with the same key. */
#include "base/buf.h"
#include "base/hash.h"
#include "page/act.h"
#include "page/routes.h"
#include "service/publish.h"

/* SubjectPublicKeyInfo of an Ed25519 key (RFC 8410): this prefix, then the 32 bytes. */
static const char spki_prefix[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

static void put_base64(struct buf *b, struct arena *a, struct str bytes)
{
	struct str text = base64url(a, bytes);

	for (size_t i = 0; i < text.n; i++)
		buf_ch(b, text.p[i] == '-' ? '+' : text.p[i] == '_' ? '/' : text.p[i]);
	for (size_t i = text.n; i % 4 != 0; i++)
		buf_ch(b, '=');
}

enum rc page_verify_key(struct ctx *c, struct err *e)
{
	struct str key = sign_public_key(c->a, ctx_services(c)->signing_seed);
	struct str spki = str_cat(c->a, (struct str){spki_prefix, sizeof(spki_prefix)}, key);
	struct buf b;

	(void)e;
	buf_init(&b, c->a, 1024);
	buf_lit(&b, "-----BEGIN PUBLIC KEY-----\n");
	put_base64(&b, c->a, spki);
	buf_lit(&b, "\n-----END PUBLIC KEY-----\n");
	return respond_download(c, STR("text/plain"), STR("verify-key.txt"), buf_view(&b));
}

enum rc page_revoked(struct ctx *c, struct err *e)
{
	struct q_titles_ended_list rows;
	struct db *db;
	struct buf b;

	TRY(ctx_db(c, &db, e));
	TRY(q_titles_ended(db, &rows, e));
	buf_init(&b, c->a, (size_t)8 << 20);
	buf_lit(&b, "tidu-revoked-1\n");
	buf_str(&b, date_str(c->a, date_of_instant(c->now)));
	buf_ch(&b, '\n');
	for (size_t i = 0; i < rows.n; i++) {
		buf_str(&b, rows.v[i].certificate_no);
		buf_ch(&b, '\t');
		buf_str(&b, rows.v[i].state);
		buf_ch(&b, '\n');
	}
	struct str signature = certificate_sign(ctx_services(c), c->a, buf_view(&b));
	buf_str(&b, signature);
	buf_ch(&b, '\n');
	return respond_download(c, STR("text/plain"), STR("revoked.txt"), buf_view(&b));
}
