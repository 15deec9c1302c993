// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/junitsuites.h"
#include "formats/textfile.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// The name of the first element, past declaration, comments and a document type.
QByteArray firstElement(const QByteArray &text)
{
    qsizetype at = 0;
    while ((at = text.indexOf('<', at)) >= 0) {
        const QByteArrayView rest = QByteArrayView(text).sliced(at);
        qsizetype end = -1;
        if (rest.startsWith("<?"))
            end = text.indexOf("?>", at);
        else if (rest.startsWith("<!--"))
            end = text.indexOf("-->", at + 4);
        else if (rest.startsWith("<!"))
            // A document type may hold declarations in brackets.
            end = text.indexOf('[', at) >= 0 && text.indexOf('[', at) < text.indexOf('>', at) ? text.indexOf("]>", at) : text.indexOf('>', at);
        else
            break;
        if (end < 0)
            return {};
        at = end + 1;
    }
    qsizetype end = at + 1;
    while (at >= 0 && end < text.size() && (std::isalnum(uchar(text[end])) || text[end] == '-' || text[end] == '_' || text[end] == ':'))
        ++end;
    return at < 0 ? QByteArray() : text.mid(at + 1, end - at - 1);
}

class JUnit final : public Importer
{
public:
    QString id() const override { return u"junit"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "JUnit XML"); }

    Match probe(QByteArrayView head) const override
    {
        const QByteArray text = probeText(head.first(std::min<qsizetype>(head.size(), 256 * 1024)));
        if (!text.trimmed().startsWith('<'))
            return Match::No;
        const QByteArray name = firstElement(text);
        return name == "testsuite" || name == "testsuites" ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        ReportDraft draft(input.options, id(), u"junit"_s);
        JUnitReader reader(input, draft);
        if (const auto problem = reader.read())
            return *problem;
        draft.warnings.add(u"modelUnknown"_s, QCoreApplication::translate("Import", "The file does not say which model was tested."));
        return draft.take();
    }
};

} // namespace

std::unique_ptr<const Importer> junitImporter()
{
    return std::make_unique<JUnit>();
}

} // namespace countersign
