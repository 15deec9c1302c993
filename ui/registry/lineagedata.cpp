// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/lineagedata.h"

#include "base/json.h"
#include "domain/cardcontent.h"
#include "domain/kinds/evidence.h"

#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostCards = 100;      // read for their licence
constexpr int deploymentsAtOnce = 200; // versions in one query

/// What linkedTo() calls a node that is no version.
QString targetOf(const QString &id)
{
    if (id.startsWith("dataset@"_L1)) {
        // "dataset@sha256:…:name": the name is looked up, the graph then tells the digests apart.
        const qsizetype digestEnd = id.indexOf(u':', id.indexOf(u':') + 1);
        return u"dataset:"_s + id.mid(digestEnd + 1);
    }
    return id.startsWith("base:"_L1) ? u"model:"_s + id.mid(5) : id;
}

class LineageReader
{
public:
    LineageReader(ReadSession &session, int most) : m_session(session), m_most(most) {}

    Result<LineageData> read(const QString &subject)
    {
        if (subject.startsWith("version:"_L1)) {
            const QString key = subject.mid(8);
            if (auto done = readVersion(key, true, true); !done.ok())
                return done.error();
            if (!m_seen.contains(key))
                return {Error::Code::NotFound, u"There is no version '%1' on this machine."_s.arg(key)};
        } else if (auto done = readLinked(targetOf(subject)); !done.ok()) {
            return done.error();
        }
        if (auto done = readAround(); !done.ok())
            return done.error();
        if (auto done = readModels(); !done.ok())
            return done.error();
        if (auto done = readDeployments(); !done.ok())
            return done.error();
        const LineageGraph all = buildLineage(m_versions, m_models, m_deployments, licences());
        LineageData out;
        out.subject = subject;
        const int at = all.indexOf(subject);
        if (at < 0)
            return {Error::Code::NotFound, u"Nothing on this machine names '%1'."_s.arg(subject.section(u':', 1))};
        out.graph = all.around(at, m_most, &out.leftOut);
        out.more = !m_up.isEmpty() || !m_down.isEmpty() || m_cut;
        QSet<QString> unread(m_up.begin(), m_up.end());
        unread += QSet<QString>(m_down.begin(), m_down.end());
        out.leftOut += int((unread - m_seen).size());
        return out;
    }

private:
    /// Takes a version in, once, and notes what is behind it in the given directions.
    Result<void> readVersion(const QString &key, bool up, bool down)
    {
        if (m_seen.contains(key))
            return {};
        const auto record = m_session.record(u"version"_s, key);
        if (!record)
            return record.error().code == Error::Code::NotFound ? Result<void>() : Result<void>(record.error());
        m_seen.insert(key);
        Version version;
        version.model = record->body.value(u"model"_s).toString();
        version.version = record->body.value(u"version"_s).toString();
        version.stage = enumFromText<Version::Stage>(record->body.value(u"stage"_s).toString()).value_or(Version::Draft);
        if (const auto lineage = decode<Lineage>(record->body.value(u"lineage"_s).toObject()); lineage.ok())
            version.lineage = *lineage;
        if (up) {
            m_upstream.append(key);
            for (const QString &next : {version.lineage.baseModel, parentKey(version.model, version.lineage)}) {
                if (!next.isEmpty() && !m_seen.contains(next) && next.contains(u'/'))
                    m_up.append(next);
            }
        }
        if (down) {
            m_downstream.append(key);
            if (auto done = readLinked(u"model:"_s + key); !done.ok())
                return done;
        }
        m_versions.append(std::move(version));
        return {};
    }

    Result<void> readLinked(const QString &target)
    {
        const auto linked = m_session.linkedTo(u"version"_s, target, m_most + 1);
        if (!linked.ok())
            return linked.error();
        m_cut = m_cut || linked->size() > m_most;
        for (const QString &key : *linked) {
            if (!m_seen.contains(key))
                m_down.append(key);
        }
        return {};
    }

    Result<void> readAround()
    {
        while ((!m_up.isEmpty() || !m_down.isEmpty()) && m_versions.size() < m_most) {
            if (m_session.stop().stop_requested())
                return {Error::Code::Cancelled, u"Cancelled."_s};
            if (!m_up.isEmpty()) {
                if (auto done = readVersion(m_up.takeFirst(), true, false); !done.ok())
                    return done;
            }
            if (!m_down.isEmpty()) {
                if (auto done = readVersion(m_down.takeFirst(), false, true); !done.ok())
                    return done;
            }
        }
        return {};
    }

    Result<void> readModels()
    {
        QSet<QString> names;
        for (const Version &version : std::as_const(m_versions)) {
            names.insert(version.model);
            if (version.lineage.baseModel.contains(u'/'))
                names.insert(version.lineage.baseModel.section(u'/', 0, 0));
        }
        for (const QString &name : std::as_const(names)) {
            if (const auto record = m_session.record(u"model"_s, name); record.ok()) {
                Model model;
                model.name = name;
                model.title = record->body.value(u"title"_s).toString();
                m_models.append(model);
            }
        }
        return {};
    }

    /// Of what is downstream: what else runs has nothing to do with the question.
    Result<void> readDeployments()
    {
        for (qsizetype from = 0; from < m_downstream.size(); from += deploymentsAtOnce) {
            QVariantList keys;
            for (const QString &key : m_downstream.mid(from, deploymentsAtOnce))
                keys.append(key);
            const auto records = m_session.records({u"deployment"_s, {{u"version"_s, ListFilter::Op::AnyOf, keys}}, {}, {u"since"_s, true}}, m_most);
            if (!records.ok())
                return records.error();
            for (const Record &record : *records) {
                if (auto body = decode<Deployment>(record.body); body.ok())
                    m_deployments.append({record.id, std::move(*body)});
            }
        }
        return {};
    }

    /// What the newest card of each version says that is on this machine: of the subject and what it came from.
    QHash<QString, QString> licences()
    {
        QHash<QString, QString> out;
        for (const QString &key : m_upstream.mid(0, mostCards)) {
            const auto cards = m_session.records({u"card"_s, {ListFilter::is(u"version"_s, key)}, {}, {u"importedAt"_s, true}}, 1);
            if (!cards.ok() || cards->isEmpty())
                continue;
            const auto bytes = m_session.blob(cards->first().body.value(u"content"_s).toString());
            const auto json = bytes.ok() ? parseJson(*bytes) : Result<QJsonValue>(bytes.error());
            const auto content = json.ok() ? CardContent::fromJson(json->toObject()) : Result<CardContent>(json.error());
            const CardContent::Section *section = content.ok() ? content->section(u"licence") : nullptr;
            if (section)
                out.insert(key, section->value(u"license"));
        }
        return out;
    }

    ReadSession &m_session;
    int m_most;
    bool m_cut = false; ///< more versions name one thing than are read
    QStringList m_up, m_down; ///< still to be read
    QStringList m_upstream, m_downstream;
    QSet<QString> m_seen;
    QList<Version> m_versions;
    QList<Model> m_models;
    QList<RecordedDeployment> m_deployments;
};

} // namespace

Result<LineageData> loadLineage(ReadSession &session, const QString &subject, int most)
{
    return LineageReader(session, most).read(subject);
}

} // namespace countersign
