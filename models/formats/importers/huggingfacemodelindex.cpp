// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/huggingfaceresults.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

class ModelIndexImporter final : public Importer
{
public:
    QString id() const override { return u"huggingface-model-index"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "Hugging Face model index (in a card)"); }
    /// A card is a card first; its claims are read when asked for.
    Match probe(QByteArrayView) const override { return Match::No; }
    Result<Imported> read(const ImportInput &input) const override { return readModelIndex(input); }
};

} // namespace

std::unique_ptr<const Importer> huggingfacemodelindexImporter()
{
    return std::make_unique<ModelIndexImporter>();
}

} // namespace countersign
