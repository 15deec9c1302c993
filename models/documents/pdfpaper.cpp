// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/pdfpaper.h"

#include "documents/papertext.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr double unit = PageFlow::unit;

void drawFrame(QPainter &painter, const PaperFrame &frame, const QString &section, int page, int of)
{
    const QFont font = PageFlow::font(7.5);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    const double left = PageFlow::side * unit, width = PageFlow::width * unit;
    const auto line = [&](double y, const QString &leftText, const QString &rightText) {
        const double right = metrics.horizontalAdvance(rightText);
        painter.setPen(inkColour(Ink::Muted));
        painter.drawText(QPointF(left, y * unit), metrics.elidedText(leftText, Qt::ElideRight, width - right - 12 * unit));
        painter.drawText(QPointF(left + width - right, y * unit), rightText);
    };
    const auto hairline = [&](double y) {
        painter.setPen(QPen(inkColour(Ink::Hairline), 0.6 * unit));
        painter.drawLine(QPointF(left, y * unit), QPointF(left + width, y * unit));
    };
    const QString head = page == 1 || section.isEmpty() ? frame.left : frame.left + u"  ·  "_s + section;
    line(40, head, frame.right);
    hairline(47);
    hairline(PageFlow::pageHeight - 46);
    //: at the foot of a printed page
    line(PageFlow::pageHeight - 34, frame.footer, documentTr("page %1 of %2").arg(page).arg(of));
}

QByteArray pdfText(const QString &text)
{
    QByteArray out = "<FEFF";
    for (const QChar c : text)
        out += QByteArray::number(c.unicode(), 16).rightJustified(4, '0').toUpper();
    return out + '>';
}

QByteArray pdfDate(const QDateTime &time)
{
    return time.toUTC().toString(u"'D:'yyyyMMddHHmmss"_s).toLatin1();
}

/// QPdfWriter stamps the clock's time into the file and knows no author. The stamp is overwritten digit by digit, and the
/// information dictionary is replaced by an incremental update (ISO 32000-1, 7.5.6), so that equal input gives equal bytes.
Result<QByteArray> withFacts(QByteArray pdf, const PaperFrame &frame, const PaperOptions &options)
{
    const QByteArray date = pdfDate(options.created);
    const qsizetype stamp = pdf.indexOf("/CreationDate (D:");
    if (stamp >= 0 && date.size() == 16)
        pdf.replace(stamp + 15, 16, date);
    const auto number = [&](QByteArrayView key) -> qint64 {
        const qsizetype at = pdf.lastIndexOf(key);
        if (at < 0)
            return -1;
        qsizetype end = at + key.size();
        while (end < pdf.size() && pdf[end] >= '0' && pdf[end] <= '9')
            ++end;
        return pdf.mid(at + key.size(), end - at - key.size()).toLongLong();
    };
    const qint64 info = number("/Info "), size = number("/Size "), root = number("/Root "), previous = number("startxref\n");
    if (stamp < 0 || info <= 0 || size <= 0 || root <= 0 || previous <= 0)
        return {Error::Code::Internal, documentTr("The PDF that was written has an unexpected form.")};
    if (!pdf.endsWith('\n'))
        pdf += '\n';
    const qsizetype object = pdf.size();
    pdf += QByteArray::number(info) + " 0 obj\n<<\n/Title " + pdfText(frame.title) + "\n/Author " + pdfText(options.software) + "\n/Creator "
        + pdfText(options.software) + "\n/Producer " + pdfText(options.software) + "\n/CreationDate (" + date + "Z)\n>>\nendobj\n";
    const qsizetype table = pdf.size();
    pdf += "xref\n" + QByteArray::number(info) + " 1\n" + QByteArray::number(object).rightJustified(10, '0') + " 00000 n \ntrailer\n<<\n/Size "
        + QByteArray::number(size) + "\n/Root " + QByteArray::number(root) + " 0 R\n/Info " + QByteArray::number(info) + " 0 R\n/Prev "
        + QByteArray::number(previous) + "\n>>\nstartxref\n" + QByteArray::number(table) + "\n%%EOF\n";
    return pdf;
}

Error stoppedPrinting()
{
    return {Error::Code::Cancelled, documentTr("The document was not finished.")};
}

} // namespace

Result<QByteArray> printPages(const PageFlow &flow, const PaperFrame &frame, const PaperOptions &options)
{
    if (QGuiApplication::platformName().isEmpty())
        return {Error::Code::Unsupported, documentTr("A PDF needs fonts, which this program has not loaded.")};
    if (flow.stopped())
        return stoppedPrinting();
    QByteArray pdf;
    QBuffer buffer(&pdf);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPdfVersion(QPagedPaintDevice::PdfVersion_1_4);
    writer.setResolution(qRound(unit * 72));
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF(0, 0, 0, 0), QPageLayout::Point));
    writer.setTitle(frame.title);
    writer.setCreator(options.software);
    QPainter painter;
    if (!painter.begin(&writer))
        return {Error::Code::Internal, documentTr("The PDF cannot be written.")};
    painter.setRenderHint(QPainter::Antialiasing);
    const auto &pages = flow.pages();
    for (qsizetype i = 0; i < pages.size(); ++i) {
        if (options.stop.stop_requested())
            return stoppedPrinting();
        if (i > 0)
            writer.newPage();
        drawFrame(painter, frame, pages[i].section, int(i) + 1, int(pages.size()));
        for (const PageFlow::Draw &draw : pages[i].things) {
            painter.save();
            draw(painter);
            painter.restore();
        }
        if (options.progress)
            options.progress(int(i) + 1, int(pages.size()));
    }
    painter.end();
    return withFacts(pdf, frame, options);
}

} // namespace countersign
