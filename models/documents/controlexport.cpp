// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/controlexport.h"

#include "base/clock.h"
#include "base/json.h"
#include "documents/controlframeworks.h"
#include "documents/papertext.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QJsonObject lineJson(const ControlAssessment::Line &line)
{
    QJsonArray pieces;
    for (const ControlAssessment::Piece &piece : line.pieces) {
        QJsonObject item{{u"rule"_s, piece.rule}, {u"title"_s, piece.title}, {u"kind"_s, piece.kind}, {u"id"_s, piece.id}};
        if (!piece.digest.isEmpty())
            item.insert(u"digest"_s, piece.digest);
        pieces.append(item);
    }
    QJsonObject out{{u"id"_s, line.control.id}, {u"title"_s, line.control.title}, {u"asks"_s, line.control.asks}, {u"state"_s, enumText(line.state)},
                    {u"supportedBy"_s, QJsonArray::fromStringList(line.control.supportedBy)}, {u"evidence"_s, pieces}};
    if (!line.missing.isEmpty())
        out.insert(u"missing"_s, line.missing);
    if (!line.control.remark.isEmpty())
        out.insert(u"remark"_s, line.control.remark);
    return out;
}

} // namespace

QJsonObject controlsJson(const ControlAssessment &assessment)
{
    QJsonArray lines;
    for (const auto &line : assessment.lines)
        lines.append(lineJson(line));
    const auto &framework = assessment.framework;
    QJsonObject coverage;
    for (const auto state : {ControlAssessment::Supported, ControlAssessment::Partly, ControlAssessment::Gap, ControlAssessment::NotKeptHere})
        coverage.insert(enumText(state), assessment.count(state));
    return {{u"framework"_s, framework.id},
            {u"title"_s, framework.title},
            {u"edition"_s, framework.edition},
            {u"source"_s, framework.source},
            {u"asOf"_s, framework.asOf.toString(Qt::ISODate)},
            {u"note"_s, framework.note},
            {u"legalAdvice"_s, false},
            {u"version"_s, assessment.version},
            {u"manifestDigest"_s, assessment.manifestDigest},
            {u"assessedAt"_s, toRfc3339(assessment.at)},
            {u"coverage"_s, coverage},
            {u"controls"_s, lines}};
}

QByteArray controlsJsonText(const QList<ControlAssessment> &assessments)
{
    QJsonArray all;
    for (const ControlAssessment &assessment : assessments)
        all.append(controlsJson(assessment));
    return QJsonDocument(QJsonObject{{u"assessments"_s, all}, {u"legalAdvice"_s, false}}).toJson(QJsonDocument::Indented);
}

QByteArray controlsCsv(const QList<ControlAssessment> &assessments)
{
    QByteArray out = csvLine({u"framework"_s, u"edition"_s, u"as of"_s, u"control"_s, u"title"_s, u"asks"_s, u"state"_s, u"rule"_s, u"evidence"_s, u"kind"_s,
                              u"record"_s, u"digest"_s, u"missing"_s, u"remark"_s, u"version"_s, u"note"_s});
    for (const ControlAssessment &assessment : assessments) {
        const auto &framework = assessment.framework;
        for (const auto &line : assessment.lines) {
            QList<ControlAssessment::Piece> pieces = line.pieces;
            if (pieces.isEmpty())
                pieces.append(ControlAssessment::Piece());
            for (const auto &piece : std::as_const(pieces))
                out += csvLine({framework.id, framework.edition, framework.asOf.toString(Qt::ISODate), line.control.id, line.control.title, line.control.asks,
                                enumText(line.state), piece.rule, piece.title, piece.kind, piece.id, piece.digest, line.missing, line.control.remark,
                                assessment.version, noLegalAdvice()});
        }
    }
    return out;
}

} // namespace countersign
