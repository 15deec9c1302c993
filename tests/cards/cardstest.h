// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/cardexport.h"
#include "formats/importer.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTest>

/// What the tests of cards share.
namespace cardstest {

using namespace countersign;
using namespace Qt::StringLiterals;

#define REQUIRE(expression) \
    if (!(expression)) \
        QFAIL("missing: " #expression)

inline QString sharedPath(const QString &below)
{
    QString shared = qEnvironmentVariable("COUNTERSIGN_SHARED");
    if (shared.isEmpty())
        shared = QStringLiteral(COUNTERSIGN_SOURCE_DIR "/../shared");
    const QString path = shared + u'/' + below;
    return QFileInfo::exists(path) ? path : QString();
}

inline QString fixture(const QString &name)
{
    return QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/cards/fixtures/") + name;
}

inline QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline Result<Imported> inspectBytes(const QByteArray &bytes, const QString &format = {})
{
    QByteArray data = bytes;
    QBuffer buffer(&data);
    buffer.open(QIODevice::ReadOnly);
    return inspect({&buffer, {}, {}}, format);
}

/// Every real file that is a card, by its name; empty where there are none.
inline QStringList realCards()
{
    QStringList out;
    for (const QString &folder : {u"modelcard-hf"_s, u"modelcard-mct"_s, u"modelcard-sagemaker"_s, u"mlbom-cyclonedx"_s, u"spdx3-ai"_s,
                                  u"hf-model/granite-3b-code"_s}) {
        const QString path = sharedPath(u"formats/dev/"_s + folder);
        if (path.isEmpty())
            continue;
        for (const QString &name : QDir(path).entryList(QDir::Files, QDir::Name)) {
            if (!name.startsWith(u"SCHEMA"))
                out.append(path + u'/' + name);
        }
    }
    for (const QString &name : {u"spdx-ai/example02/sbom.spdx3.json"_s, u"cyclonedx/valid-machine-learning-considerations-env-1.6.json"_s,
                                u"cyclonedx/valid-machine-learning-considerations-env-1.7.json"_s}) {
        if (const QString path = sharedPath(u"vectors/"_s + name); !path.isEmpty())
            out.append(path);
    }
    return out;
}

/// Our own small files: one a format, and what none of the real ones has.
inline QStringList ownCards()
{
    QStringList out;
    for (const QString &name : QDir(fixture({})).entryList(QDir::Files, QDir::Name))
        out.append(fixture(name));
    return out;
}

inline QStringList groupFacts(const CardContent::Group &group)
{
    QStringList out;
    for (const CardContent::Field &field : group.fields)
        out.append(field.id + u'=' + field.value);
    return out;
}

inline bool holds(const CardContent::Group &whole, const CardContent::Group &part)
{
    QStringList facts = groupFacts(whole);
    return whole.kind == part.kind && [&] {
        for (const QString &fact : groupFacts(part)) {
            if (!facts.removeOne(fact))
                return false;
        }
        return true;
    }();
}

inline bool isDerived(const QString &id)
{
    return id == u"model-index" || id == u"model-index.datasets";
}

/// What of `before` is not in `after`, as sentences: fields, groups and texts. More in `after` is no fault.
inline QStringList gone(const CardContent &before, const CardContent &after)
{
    QStringList out;
    for (const CardContent::Section &section : before.sections) {
        const CardContent::Section *other = after.section(section.id);
        QStringList fields;
        QHash<QString, QList<CardContent::Group>> groups;
        for (const CardContent::Field &field : other ? other->fields : QList<CardContent::Field>())
            fields.append(field.id + u'=' + field.value + u'|' + field.source);
        for (const CardContent::Group &group : other ? other->groups : QList<CardContent::Group>())
            groups[group.kind].append(group);
        for (const CardContent::Field &field : section.fields) {
            if (!fields.removeOne(field.id + u'=' + field.value + u'|' + field.source) && !isDerived(field.id))
                out.append(u"%1/%2"_s.arg(section.id, field.id));
        }
        for (const CardContent::Group &group : section.groups) {
            QList<CardContent::Group> &candidates = groups[group.kind];
            const auto it = std::find_if(candidates.begin(), candidates.end(), [&](const auto &one) { return holds(one, group); });
            if (it == candidates.end())
                out.append(u"%1/%2"_s.arg(section.id, group.kind));
            else
                candidates.erase(it);
        }
        if (!section.text.trimmed().isEmpty() && (!other || other->text.trimmed() != section.text.trimmed()))
            out.append(section.id + u"/text"_s);
    }
    return out;
}

} // namespace cardstest
