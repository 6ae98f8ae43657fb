/* Why apart from docx.c: another vocabulary. Elements stand in the order of the schema (ECMA-376, 21.2). */
#include "document/docx_chart.h"

#include "base/buf.h"
#include "document/xml.h"

#define CHART_MAX ((size_t)1 << 20)

static void put_labels(struct buf *b, struct arena *a, const struct doc_bars *bars)
{
	buf_printf(b, "<c:cat><c:strLit><c:ptCount val=\"%zu\"/>", bars->items);
	for (size_t i = 0; i < bars->items; i++) {
		buf_printf(b, "<c:pt idx=\"%zu\"><c:v>", i);
		xml_put(b, doc_clean(a, bars->item[i].label));
		buf_lit(b, "</c:v></c:pt>");
	}
	buf_lit(b, "</c:strLit></c:cat>");
}

static void put_series(struct buf *b, struct arena *a, const struct doc_bars *bars, int no)
{
	static const char *const names[] = {"完成（家）", "目标（家）"}, *const fills[] = {"2E7D4F", "C9D3DE"};

	buf_printf(b,
	        "<c:ser><c:idx val=\"%d\"/><c:order val=\"%d\"/><c:tx><c:v>%s</c:v></c:tx>"
	        "<c:spPr><a:solidFill><a:srgbClr val=\"%s\"/></a:solidFill></c:spPr>"
	        "<c:invertIfNegative val=\"0\"/><c:dLbls><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/>"
	        "<c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/>"
	        "<c:showBubbleSize val=\"0\"/></c:dLbls>",
	        no, no, names[no], fills[no]);
	put_labels(b, a, bars);
	buf_printf(b, "<c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val=\"%zu\"/>",
	        bars->items);
	for (size_t i = 0; i < bars->items; i++)
		buf_printf(b, "<c:pt idx=\"%zu\"><c:v>%lld</c:v></c:pt>", i,
		        (long long)(no ? bars->item[i].target : bars->item[i].value));
	buf_lit(b, "</c:numLit></c:val></c:ser>");
}

struct str docx_chart(struct arena *a, const struct doc_bars *bars)
{
	struct buf b;

	buf_init(&b, a, CHART_MAX);
	buf_lit(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	            "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
	            "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
	            "<c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/>"
	            "<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>");
	for (int no = 0; no < 2; no++)
		put_series(&b, a, bars, no);
	buf_lit(&b, "<c:gapWidth val=\"60\"/><c:axId val=\"101\"/><c:axId val=\"102\"/></c:barChart>"
	            "<c:catAx><c:axId val=\"101\"/><c:scaling><c:orientation val=\"maxMin\"/></c:scaling>"
	            "<c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorTickMark val=\"none\"/>"
	            "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"102\"/>"
	            "<c:crosses val=\"autoZero\"/></c:catAx>"
	            "<c:valAx><c:axId val=\"102\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/>"
	            "</c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" "
	            "sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
	            "<c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"101\"/><c:crosses val=\"max\"/></c:valAx>"
	            "</c:plotArea><c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>"
	            "<c:plotVisOnly val=\"1\"/></c:chart></c:chartSpace>");
	return buf_view(&b);
}
