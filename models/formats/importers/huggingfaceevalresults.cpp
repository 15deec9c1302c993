// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/huggingfaceresults.h"
#include "formats/textfile.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

class EvalResultsImporter final : public Importer
{
public:
    QString id() const override { return u"huggingface-eval-results"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "Hugging Face evaluation results"); }
    Match probe(QByteArrayView head) const override
    {
        static const QRegularExpression entry(u"\\A(?:\\s*#[^\\n]*\\n|\\s*\\n|---\\s*\\n)*- +(?:dataset|value|date|source|notes|verifyToken):"_s),
            dataset(u"^[- ] +dataset:"_s, QRegularExpression::MultilineOption), value(u"^[- ] +value:"_s, QRegularExpression::MultilineOption);
        const QString text = QString::fromUtf8(probeText(head));
        const bool fits = entry.match(text).hasMatch() && dataset.match(text).hasMatch() && value.match(text).hasMatch();
        return fits ? Match::Sure : Match::No;
    }
    Result<Imported> read(const ImportInput &input) const override { return readEvalResults(input); }
};

} // namespace

std::unique_ptr<const Importer> huggingfaceevalresultsImporter()
{
    return std::make_unique<EvalResultsImporter>();
}

} // namespace countersign
