/* One sheet, landscape, with the QR code that leads to the page that tells whether it is true today. */
#include "page/paper_certificate.h"

#include "document/pdf.h"
#include "page/common.h"
#include "page/routes.h"

enum rc certificate_pdf(
	struct arena *a, const struct certificate *cert, struct canvas_fonts *fonts, struct str *out, struct err *e)
{
	struct pdf_certificate p = {.fonts = fonts,
		.title = cert->title,
		.subtitle = cert->specimen ? STR("证书（样张）") : STR("证书"),
		.number = STR_JOIN(a, cert->number_label, STR("："), cert->number),
		.body = cert->body,
		.holder = cert->holder,
		.valid = str_cat(a, STR("有效期："), cert->valid),
		.issuer = cert->issuer,
		.date = cert->date,
		.note = STR_JOIN(a, STR("扫码核验　核验码 "), cert->check_code, cert->log.n ? STR("\n日志") : STR(""), cert->log),
		.url = cert->url,
		.plaque = cert->plaque,
		.plaque_date = cert->plaque_date,
		.created = cert->issued_at};

	return pdf_certificate_render(a, &p, out, e);
}

enum rc certificate_respond(
	struct ctx *c, const struct certificate *cert, struct str filename, struct err *e)
{
	struct str bytes;

	TRY(certificate_pdf(c->a, cert, NULL, &bytes, e));
	return respond_download(c, STR("application/pdf"), filename, bytes);
}

/* /cert/NUMBER.pdf */
enum rc page_certificate(struct ctx *c, struct err *e)
{
	struct str name = c->params[0];
	struct certificate cert;
	struct db *db;

	if (!str_ends(name, STR(".pdf")))
		return err_set(e, RC_NOT_FOUND, MSG_PAGE_NOT_FOUND);
	struct str number = str_sub(name, 0, name.n - 4);
	TRY(ctx_db(c, &db, e));
	TRY(certificate_load(db, ctx_services(c), &c->who, number, form_get(&c->query, "code"),
		&cert, e));
	return certificate_respond(c, &cert, name, e);
}
