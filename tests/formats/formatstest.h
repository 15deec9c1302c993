// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/importer.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTest>

/// What the tests of this folder share.
namespace formatstest {

using namespace countersign;
using namespace Qt::StringLiterals;

inline QString fixture(const QString &name)
{
    return QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/formats/fixtures/") + name;
}

inline QByteArray fixtureBytes(const QString &name)
{
    QFile file(fixture(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The folder of real files, or empty where there is none.
inline QString realFiles(const QString &folder)
{
    QString shared = qEnvironmentVariable("COUNTERSIGN_SHARED");
    if (shared.isEmpty())
        shared = QStringLiteral(COUNTERSIGN_SOURCE_DIR "/../shared");
    const QString path = shared + u"/formats/dev/"_s + folder;
    return QDir(path).exists() ? path : QString();
}

inline Result<Imported> inspectBytes(const QByteArray &bytes, const QString &format = {}, const ImportOptions &options = {},
                                     const QString &fileName = {})
{
    QByteArray data = bytes;
    QBuffer buffer(&data);
    buffer.open(QIODevice::ReadOnly);
    return inspect({&buffer, fileName, options}, format);
}

inline const EvaluationReport::Metric *find(const EvaluationReport &report, const QString &task, const QString &metric, const QString &filter = {})
{
    for (const auto &it : report.results) {
        if (it.task == task && it.metric == metric && (filter.isNull() || it.filter == filter))
            return &it;
    }
    return nullptr;
}

inline bool warned(const QList<EvaluationReport::Warning> &warnings, const QString &code)
{
    return std::any_of(warnings.begin(), warnings.end(), [&](const auto &it) { return it.code == code; });
}

inline const CardContent::Section *section(const CardContent &card, const QString &id)
{
    for (const auto &it : card.sections) {
        if (it.id == id)
            return &it;
    }
    return nullptr;
}

inline QString field(const CardContent &card, const QString &sectionId, const QString &id)
{
    if (const auto *in = section(card, sectionId)) {
        for (const auto &it : in->fields) {
            if (it.id == id)
                return it.value;
        }
    }
    return {};
}

#define REQUIRE(expression) \
    if (!(expression)) \
        QFAIL("missing: " #expression)

} // namespace formatstest
