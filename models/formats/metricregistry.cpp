// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/metricregistry.h"

#include "base/json.h"
#include "domain/strictobject.h"

#include <QDir>
#include <QFile>

#include <algorithm>

// Resources of a static library are only linked when something names them.
static void initialiseMetrics()
{
    Q_INIT_RESOURCE(metrics);
}

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString normalised(QStringView name)
{
    QString out = name.trimmed().toString().toLower();
    for (QChar &c : out) {
        if (c == u' ' || c == u'-')
            c = u'_';
    }
    return out;
}

MetricInfo readInfo(StrictObject &in)
{
    MetricInfo out;
    out.direction = in.choice(u"direction"_s, EvaluationReport::Direction::Unknown);
    out.unit = in.text(u"unit"_s);
    out.minimum = in.number(u"min"_s);
    out.maximum = in.number(u"max"_s);
    out.target = in.number(u"target"_s);
    if (in.has(u"category"_s))
        out.category = in.choice(u"category"_s, EvaluationReport::Category::Accuracy);
    return out;
}

} // namespace

bool fitsPattern(QStringView pattern, QStringView text)
{
    // The classic two-pointer match: on a mismatch, let the last star take one character more.
    qsizetype p = 0, t = 0, star = -1, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

Result<void> MetricRegistry::fill(Table &table, const QJsonValue &list, const QString &pointer)
{
    QList<FieldError> errors;
    const QJsonArray entries = list.toArray();
    for (qsizetype i = 0; i < entries.size(); ++i) {
        QJsonObject entry = entries.at(i).toObject();
        const bool proportion = entry.take(u"proportion"_s).toBool();
        StrictObject in(entry, pointer + u'/' + QString::number(i), errors);
        const QStringList names = QStringList{in.text(u"name"_s)} + in.texts(u"aliases"_s);
        MetricInfo info = readInfo(in);
        info.proportion = proportion;
        in.finish();
        for (const QString &name : names) {
            if (name.contains(u'*'))
                table.patterns.append({normalised(name), info});
            else if (!table.exact.contains(normalised(name)))
                table.exact.insert(normalised(name), info);
        }
    }
    if (!errors.isEmpty())
        return Error{Error::Code::Invalid, u"The metric registry is damaged."_s, {}, false, errors};
    return {};
}

Result<MetricRegistry> MetricRegistry::fromJson(QByteArrayView json)
{
    MetricRegistry out;
    if (const auto done = out.add(json); !done.ok())
        return done.error();
    return out;
}

Result<void> MetricRegistry::add(QByteArrayView json)
{
    const Result<QJsonValue> parsed = parseJson(json);
    if (!parsed.ok())
        return parsed.error();
    const QJsonObject root = parsed->toObject();
    MetricRegistry out = *this;
    if (const auto done = fill(out.m_general, root.value(u"metrics"_s), u"/metrics"_s); !done.ok())
        return done.error();
    const QJsonObject producers = root.value(u"producers"_s).toObject();
    for (auto it = producers.begin(); it != producers.end(); ++it) {
        if (const auto done = fill(out.m_producers[it.key()], it.value(), u"/producers/"_s + it.key()); !done.ok())
            return done.error();
    }
    QList<FieldError> errors;
    for (const QJsonValue &value : root.value(u"tasks"_s).toArray()) {
        StrictObject in(value, u"/tasks"_s, errors);
        const QString pattern = normalised(in.text(u"pattern"_s));
        TaskInfo info{in.text(u"suite"_s), {}};
        if (in.has(u"category"_s))
            info.category = in.choice(u"category"_s, EvaluationReport::Category::Accuracy);
        out.m_tasks.append({pattern, info});
    }
    if (!errors.isEmpty())
        return Error{Error::Code::Invalid, u"The metric registry is damaged."_s, {}, false, errors};
    *this = std::move(out);
    return {};
}

const MetricRegistry &MetricRegistry::builtIn()
{
    static const MetricRegistry registry = [] {
        initialiseMetrics();
        const QDir folder(u":/countersign/metrics"_s);
        QStringList names = folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name);
        // What holds for everybody first: a producer's own file only adds to it.
        std::stable_partition(names.begin(), names.end(), [](const QString &name) { return name == u"general.json"; });
        MetricRegistry out;
        for (const QString &name : std::as_const(names)) {
            QFile file(folder.filePath(name));
            // A test reads the same files; a damaged one cannot be compiled in unnoticed.
            if (file.open(QIODevice::ReadOnly))
                (void)out.add(file.readAll());
        }
        return out;
    }();
    return registry;
}

std::optional<MetricInfo> MetricRegistry::Table::find(const QString &name) const
{
    if (const auto it = exact.constFind(name); it != exact.constEnd())
        return *it;
    for (const Pattern &pattern : patterns) {
        if (fitsPattern(pattern.pattern, name))
            return pattern.info;
    }
    return {};
}

std::optional<MetricInfo> MetricRegistry::find(QStringView producer, QStringView metric) const
{
    const QString name = normalised(metric);
    if (const auto it = m_producers.constFind(producer.toString()); it != m_producers.constEnd()) {
        if (const auto info = it->find(name))
            return info;
    }
    return m_general.find(name);
}

TaskInfo MetricRegistry::task(QStringView name) const
{
    const QString wanted = normalised(name);
    for (const auto &[pattern, info] : m_tasks) {
        if (fitsPattern(pattern, wanted))
            return info;
    }
    return {};
}

} // namespace countersign
