// SPDX-License-Identifier: GPL-3.0-or-later
// Our own normalised card, as `inspect --json` prints it and `export card --format json` writes it.
#include "formats/cards/cardmaker.h"
#include "formats/cards/cardsource.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

class CountersignCard final : public Importer
{
public:
    QString id() const override { return u"countersign-card"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "Normalised model card"); }

    Match probe(QByteArrayView head) const override
    {
        const QStringList members = cardMembers(head);
        const QStringList own{u"kind"_s, u"sections"_s, u"missing"_s};
        return std::all_of(own.begin(), own.end(), [&](const QString &name) { return members.contains(name); }) ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        WarningList warnings;
        const Result<QJsonObject> json = readCardObject(input, warnings);
        if (!json)
            return json.error();
        Result<CardContent> card = CardContent::fromJson(*json);
        if (!card)
            return card.error();
        for (const CardContent::Section &section : card->sections) {
            if (!cardSectionInfo(section.id))
                warnings.add(u"notUnderstood"_s, QCoreApplication::translate("Import", "There is no section “%1” in a card.").arg(section.id.left(80)), u"/sections"_s);
        }
        card->sections.removeIf([](const CardContent::Section &section) { return !cardSectionInfo(section.id); });
        *card = withoutPlaceholders(std::move(*card));
        card->warnings += warnings.take();
        return Imported{std::move(*card)};
    }
};

} // namespace

std::unique_ptr<const Importer> countersigncardImporter()
{
    return std::make_unique<CountersignCard>();
}

} // namespace countersign
