/* The parts of the package around the text: what every document has alike. */
#include "document/docx_parts.h"

#include "base/buf.h"
#include "base/time.h"
#include "document/xml.h"

#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

static const char content_types[] = DOCX_XML_HEAD
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Default Extension=\"png\" ContentType=\"image/png\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD_TYPE "document.main+xml\"/>"
        "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD_TYPE "styles+xml\"/>"
        "<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD_TYPE "footer+xml\"/>"
        "<Override PartName=\"/docProps/core.xml\" "
        "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";

static const char package_rels[] = DOCX_XML_HEAD
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" DOCX_REL_TYPE
        "officeDocument\" Target=\"word/document.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/"
        "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
        "</Relationships>";

static void add_types(struct archive_writer *zip, struct arena *a, int charts)
{
	struct buf b;

	buf_init(&b, a, 65536);
	buf_c(&b, content_types);
	for (int i = 1; i <= charts; i++)
		buf_printf(&b,
		        "<Override PartName=\"/word/charts/chart%d.xml\" ContentType=\"application/"
		        "vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>",
		        i);
	buf_lit(&b, "</Types>");
	archive_writer_add(zip, "[Content_Types].xml", buf_view(&b));
}

static void add_styles(struct archive_writer *zip, const struct doc *d, int half_points)
{
	archive_writer_add(zip, "word/styles.xml",
	        str_fmt(d->a,
	                DOCX_XML_HEAD
	                "<w:styles " DOCX_W_NS "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts "
	                "w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "
	                "w:eastAsia=\"%s\" w:cs=\"Times New Roman\"/><w:sz w:val=\"%d\"/>"
	                "<w:szCs w:val=\"%d\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
	                "</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type=\"paragraph\" "
	                "w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>"
	                "</w:styles>",
	                d->meta.style == DOC_LETTER ? "仿宋" : "宋体", half_points, half_points));
}

static void put_field(struct buf *b, const char *name)
{
	buf_printf(b,
	        "<w:r><w:rPr><w:sz w:val=\"18\"/></w:rPr><w:fldChar w:fldCharType=\"begin\"/>"
	        "</w:r><w:r><w:rPr><w:sz w:val=\"18\"/></w:rPr><w:instrText "
	        "xml:space=\"preserve\"> %s "
	        "</w:instrText></w:r><w:r><w:rPr><w:sz w:val=\"18\"/></w:rPr>"
	        "<w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:rPr><w:sz "
	        "w:val=\"18\"/></w:rPr>"
	        "<w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
	        name);
}

static void put_small(struct buf *b, struct arena *a, struct str text)
{
	buf_lit(b, "<w:r><w:rPr><w:sz w:val=\"18\"/></w:rPr><w:t xml:space=\"preserve\">");
	xml_put(b, doc_clean(a, text));
	buf_lit(b, "</w:t></w:r>");
}

static void add_footer(struct archive_writer *zip, const struct doc *d)
{
	struct buf b;

	buf_init(&b, d->a, 65536);
	buf_lit(&b, DOCX_XML_HEAD "<w:ftr " DOCX_W_NS "><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>");
	if (d->meta.footer_code.n) {
		put_small(&b, d->a, STR("校验码 "));
		put_small(&b, d->a, d->meta.footer_code);
		put_small(&b, d->a, STR("　　"));
	}
	put_small(&b, d->a, STR("第 "));
	put_field(&b, "PAGE");
	put_small(&b, d->a, STR(" 页 共 "));
	put_field(&b, "NUMPAGES");
	put_small(&b, d->a, STR(" 页"));
	buf_lit(&b, "</w:p></w:ftr>");
	archive_writer_add(zip, "word/footer1.xml", buf_view(&b));
}

static void add_core(struct archive_writer *zip, const struct doc *d)
{
	const struct doc_meta *m = &d->meta;
	struct str when = instant_str(d->a, m->created - CST_OFFSET_MS);
	struct buf b;

	buf_init(&b, d->a, 65536);
	buf_lit(&b, DOCX_XML_HEAD
	        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/"
	        "2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
	        "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
	        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
	xml_put(&b, doc_clean(d->a, m->title));
	buf_lit(&b, "</dc:title><dc:creator>");
	xml_put(&b, doc_clean(d->a, m->author));
	/* UTC: instant_str writes China time, so it is given eight hours less. */
	buf_printf(&b,
	        "</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">%.19sZ"
	        "</dcterms:created></cp:coreProperties>",
	        when.p);
	archive_writer_add(zip, "docProps/core.xml", buf_view(&b));
}

void docx_parts_add(struct archive_writer *zip, const struct doc *d, int half_points, int charts)
{
	add_types(zip, d->a, charts);
	archive_writer_add(zip, "_rels/.rels", str_c(package_rels));
	add_styles(zip, d, half_points);
	add_footer(zip, d);
	add_core(zip, d);
}
