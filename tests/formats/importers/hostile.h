// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formatstest.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace formatstest {

/// What every importer owes to any input: an error with a sentence, or a report that survives its own codec.
inline bool behaves(const QByteArray &bytes, const QString &format)
{
    const auto imported = inspectBytes(bytes, format);
    if (!imported.ok())
        return !imported.error().text.isEmpty();
    return imported->report() && EvaluationReport::fromJson(imported->toJson()).ok();
}

/// Cuts a good file at many places. A document that is cut must not read as a complete run.
inline void cutEverywhere(const QByteArray &good, const QString &format)
{
    const qsizetype step = std::max<qsizetype>(1, good.trimmed().size() / 60);
    for (qsizetype at = 0; at < good.trimmed().size() - 1; at += step) {
        const QByteArray cut = good.left(at);
        QVERIFY2(behaves(cut, format), cut.right(60).constData());
        const auto imported = inspectBytes(cut, format);
        if (imported.ok() && imported->report()->completeness == EvaluationReport::Completeness::Complete)
            QFAIL(qPrintable(u"cut at %1 and still complete: …%2"_s.arg(at).arg(QString::fromUtf8(cut.right(60)))));
    }
}

/// Puts values of wrong types and sizes in the place of every scalar of a good JSON file.
inline void replaceEveryScalar(const QByteArray &good, const QString &format)
{
    static const QRegularExpression scalar(u"(?<=[:\\[,])\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9.eE+-]+|true|false|null)(?=\\s*[,}\\]])"_s);
    const QString text = QString::fromUtf8(good);
    QList<std::pair<qsizetype, qsizetype>> places;
    for (auto it = scalar.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        places.append({match.capturedStart(1), match.capturedLength(1)});
    }
    QVERIFY(!places.isEmpty());
    const qsizetype step = std::max<qsizetype>(1, places.size() / 150);
    for (qsizetype i = 0; i < places.size(); i += step) {
        for (const QString &other : {u"null"_s, u"NaN"_s, u"-1"_s, u"1e999"_s, u"99999999999999999999"_s, u"\"\""_s, u"\"\u202e\u0000x\""_s.remove(QChar(u'\0')),
                                     u"[]"_s, u"{}"_s, u"[[[[1]]]]"_s, u"{\"a\":{\"b\":[null,true]}}"_s, u"true"_s}) {
            const QString changed = text.left(places[i].first) + other + text.mid(places[i].first + places[i].second);
            QVERIFY2(behaves(changed.toUtf8(), format), qPrintable(changed.mid(places[i].first - 40, 100)));
        }
    }
}

inline const EvaluationReport::Metric *findSlice(const EvaluationReport &report, const QString &metric, const QString &dimension, const QString &group,
                                                 const QString &task = {})
{
    for (const auto &it : report.results) {
        for (const auto &term : it.slice) {
            if (it.metric == metric && term.dimension == dimension && term.group == group && (task.isNull() || it.task == task))
                return &it;
        }
    }
    return nullptr;
}

inline EvaluationReport reportOf(const Result<Imported> &imported)
{
    return imported.ok() && imported->report() ? *imported->report() : EvaluationReport();
}

} // namespace formatstest
