// SPDX-License-Identifier: GPL-3.0-or-later
// What lies beside a Hugging Face card: config.json (architecture) and a safetensors index (weights and their files).
#include "formats/cards/cardtables.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView filesId{"huggingface-model-files"};

void readConfig(const QJsonObject &config, CardMaker &out)
{
    for (auto it = config.begin(); it != config.end(); ++it) {
        if (it->isObject() && !it->toObject().isEmpty()) {
            out.warnings.add(u"notUnderstood"_s, QCoreApplication::translate("Import", "“%1” has no place in a card; it is only in the raw file.").arg(it.key().left(120)),
                             u'/' + it.key());
            continue;
        }
        const QJsonArray list = it->toArray();
        for (const QJsonValue &item : list)
            out.addField(u"architecture"_s, it.key(), cardScalar(item));
        if (!it->isArray())
            out.addField(it.key() == u"_name_or_path" ? u"lineage"_s : u"architecture"_s, it.key(), cardScalar(*it));
    }
}

void readIndex(const QJsonObject &index, CardMaker &out)
{
    const QJsonObject map = index.value(u"weight_map").toObject(), metadata = index.value(u"metadata").toObject();
    QMap<QString, qsizetype> shards;
    for (const QJsonValue &shard : map)
        ++shards[shard.toString()];
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        out.addField(u"artifacts"_s, it.key(), cardScalar(*it));
    out.addField(u"artifacts"_s, u"tensors"_s, QString::number(map.size()));
    out.addField(u"artifacts"_s, u"shards"_s, QString::number(shards.size()));
    for (auto it = shards.begin(); it != shards.end(); ++it)
        out.addGroup(u"artifacts"_s, u"file"_s, {{u"name"_s, it.key()}, {u"tensors"_s, QString::number(it.value())}});
}

class HuggingFaceFiles final : public Importer
{
public:
    QString id() const override { return filesId; }
    QString title() const override { return QCoreApplication::translate("Import", "Hugging Face model files (config.json, safetensors index)"); }

    Match probe(QByteArrayView head) const override
    {
        const QStringList members = cardMembers(head);
        if (members.contains(u"weight_map"_s) && members.contains(u"metadata"_s))
            return Match::Sure;
        return members.contains(u"model_type"_s) && (members.contains(u"architectures"_s) || members.contains(u"transformers_version"_s)) ? Match::Sure
                                                                                                                                          : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        CardMaker out;
        const Result<QJsonObject> json = readCardObject(input, out.warnings);
        if (!json)
            return json.error();
        if (json->value(u"weight_map").isObject())
            readIndex(*json, out);
        else if (json->contains(u"model_type") || json->contains(u"architectures"))
            readConfig(*json, out);
        if (out.empty())
            return nothingFound(title());
        return Imported{out.finish(filesId)};
    }
};

} // namespace

std::unique_ptr<const Importer> huggingfacefilesImporter()
{
    return std::make_unique<HuggingFaceFiles>();
}

} // namespace countersign
