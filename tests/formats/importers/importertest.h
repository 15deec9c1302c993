// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formatstest.h"

#include "base/json.h"

#include <QRegularExpression>

#include <cmath>

#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
#define COUNTERSIGN_OTHER_PARSER 1
#endif

/// What the tests of importers of structured reports share.
namespace formatstest {

using Metric = EvaluationReport::Metric;
using State = EvaluationReport::ValueState;
using Verdict = EvaluationReport::Verdict;
using Category = EvaluationReport::Category;
using Direction = EvaluationReport::Direction;
using Completeness = EvaluationReport::Completeness;

inline EvaluationReport reportOf(const QByteArray &json, const QString &format)
{
    const auto imported = inspectBytes(json, format);
    if (!imported.ok())
        qWarning("%s", qPrintable(imported.error().text));
    return imported.ok() && imported->report() ? *imported->report() : EvaluationReport();
}

inline EvaluationReport fixtureReport(const QString &name)
{
    const auto imported = inspectFile(fixture(name));
    if (!imported.ok())
        qWarning("%s", qPrintable(imported.error().text));
    return imported.ok() && imported->report() ? *imported->report() : EvaluationReport();
}

/// The result of this metric, task and slice ("dimension=group, …"), or null.
inline const Metric *result(const EvaluationReport &report, const QString &metric, const QString &task = {}, const QString &slice = {})
{
    for (const Metric &it : report.results) {
        QStringList terms;
        for (const auto &term : it.slice)
            terms.append(term.dimension + u'=' + term.group);
        if (it.metric == metric && it.task == task && terms.join(u", "_s) == slice)
            return &it;
    }
    return nullptr;
}

/// What must hold of anything that is shown: a report survives its codec, and only finite values are numbers.
inline bool isSound(const EvaluationReport &report)
{
    for (const Metric &metric : report.results) {
        if ((metric.valueState == State::Finite) != std::isfinite(metric.value) || (metric.n && *metric.n < 0))
            return false;
        if (metric.interval && !(metric.interval->low <= metric.interval->high))
            return false;
    }
    const auto again = EvaluationReport::fromJson(report.toJson());
    return again.ok() && again->toJson() == report.toJson();
}

/// Where values begin and end in a JSON text: behind every colon and comma and every opening bracket of a list.
inline QList<std::pair<qsizetype, qsizetype>> valuesIn(const QByteArray &json)
{
    QList<std::pair<qsizetype, qsizetype>> out;
    QList<qsizetype> open;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json.at(i);
        if (c == '"') {
            const qsizetype start = i;
            for (++i; i < json.size() && json.at(i) != '"'; ++i)
                i += json.at(i) == '\\';
            qsizetype next = i + 1;
            while (next < json.size() && QByteArrayView(" \n\r\t").contains(json.at(next)))
                ++next;
            if (next >= json.size() || json.at(next) != ':')
                out.append({start, i + 1});
        } else if (c == '{' || c == '[') {
            open.append(i);
        } else if ((c == '}' || c == ']') && !open.isEmpty()) {
            out.append({open.takeLast(), i + 1});
        } else if (c == '-' || (c >= '0' && c <= '9') || c == 't' || c == 'f' || c == 'n') {
            const qsizetype start = i;
            while (i + 1 < json.size() && !QByteArrayView(",]} \n\r\t").contains(json.at(i + 1)))
                ++i;
            out.append({start, i + 1});
        }
    }
    return out;
}

/// Puts every kind of wrong value in the place of every value, cuts the file everywhere, and doubles and floods it. What
/// is accepted must be sound; what is refused must say why. Returns what is wrong, or nothing.
inline QString hostile(const QByteArray &good, const QString &format)
{
    const auto check = [&](const QByteArray &bad, bool mustFail) -> QString {
        const auto imported = inspectBytes(bad, format);
        if (imported.ok() && mustFail)
            return u"accepted: "_s + QString::fromUtf8(bad.right(200));
        if (!imported.ok() && imported.error().text.isEmpty())
            return u"refused without a reason: "_s + QString::fromUtf8(bad.left(2000));
        if (imported.ok() && (!imported->report() || !isSound(*imported->report())))
            return u"not sound: "_s + QString::fromUtf8(bad.left(2000));
        return {};
    };
    static const QList<QByteArray> replacements{"null", "true", "-7", "1e999", "NaN", "\"x\"", "\"\\u202e\\u0007\"", "[]", "{}", "[[[]]]", "[{\"a\":[1,{}]}]", "99999999999999999999", "0.5"};
    const auto values = valuesIn(good);
    for (const auto &[start, end] : values) {
        for (const QByteArray &replacement : replacements) {
            if (const QString wrong = check(good.left(start) + replacement + good.mid(end), false); !wrong.isEmpty())
                return wrong;
        }
    }
    const qsizetype size = good.trimmed().size();
    for (qsizetype cut = 1; cut < size; cut += 1 + size / 97) {
        if (const QString wrong = check(good.left(cut), true); !wrong.isEmpty())
            return wrong;
    }
    for (const QByteArray &root : {"[]"_ba, "{}"_ba, "null"_ba, "3"_ba, "\"x\""_ba, "[1,2]"_ba, "[{}]"_ba, "{\"a\":{\"b\":1}}"_ba, ""_ba, good + good}) {
        if (const QString wrong = check(root, true); !wrong.isEmpty())
            return wrong;
    }
    if (good.trimmed().startsWith('{')) {
        QByteArray flood = good.trimmed().chopped(1);
        for (int i = 0; i < 20'000; ++i)
            flood += ",\"key" + QByteArray::number(i) + "\":{\"a\":[1]}";
        if (const QString wrong = check(flood + '}', false); !wrong.isEmpty())
            return wrong.left(400);
    }
    return {};
}

#ifdef COUNTERSIGN_OTHER_PARSER
/// Looks every value up again in the file, at its pointer and by another parser. Returns what differs, or nothing.
inline QString differsFromFile(const EvaluationReport &report, const QByteArray &bytes)
{
    const nlohmann::json file = nlohmann::json::parse(bytes.toStdString(), nullptr, false);
    if (file.is_discarded())
        return u"the other parser refuses the file"_s;
    for (const Metric &metric : report.results) {
        const nlohmann::json::json_pointer pointer(metric.pointer.toStdString());
        if (metric.flags.contains(u"computedHere"_s) || !file.contains(pointer))
            continue;
        const nlohmann::json &value = file[pointer];
        if (value.is_number() && metric.threshold && metric.valueState == State::Missing && metric.threshold->limit == value.get<double>())
            continue; // a limit without a value
        if (value.is_number() && (metric.valueState != State::Finite || metric.value != value.get<double>()))
            return metric.pointer;
        if (value.is_string() && metric.valueState == State::Finite && !QString::fromStdString(value.get<std::string>()).contains(metric.valueText))
            return metric.pointer;
        if (value.is_null() && metric.valueState == State::Finite)
            return metric.pointer;
    }
    for (const auto &attribution : report.attributions) {
        const nlohmann::json::json_pointer pointer(attribution.pointer.toStdString());
        if (file.contains(pointer) && file[pointer].is_number() && attribution.value != file[pointer].get<double>())
            return attribution.pointer;
    }
    return {};
}
#endif

inline void addRealFiles(const QString &folder)
{
    QTest::addColumn<QString>("path");
    const QString path = realFiles(folder);
    if (path.isEmpty())
        QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
    for (const QFileInfo &file : QDir(path).entryInfoList(QDir::Files, QDir::Name))
        QTest::newRow(qPrintable(file.fileName())) << file.filePath();
}

/// Imports one real file as itself and compares every number.
inline EvaluationReport realReport(const QString &path, const QString &format, QString *wrong)
{
    const auto imported = inspectFile(path);
    if (!imported.ok() || !imported->report()) {
        *wrong = imported.ok() ? u"no report"_s : imported.error().text;
        return {};
    }
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const EvaluationReport report = *imported->report();
    if (report.format != format)
        *wrong = report.format;
    else if (!isSound(report))
        *wrong = u"not sound"_s;
#ifdef COUNTERSIGN_OTHER_PARSER
    else if (path.endsWith(u".json"))
        *wrong = differsFromFile(report, bytes);
#endif
    return report;
}

} // namespace formatstest
