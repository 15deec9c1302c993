// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/controlmapping.h"

#include "domain/controlrules.h"
#include "domain/strictobject.h"

#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

ControlFramework::Control readControl(const QJsonValue &value, const QString &pointer, QSet<QString> &seen, QList<FieldError> &errors)
{
    StrictObject in(value, pointer, errors);
    ControlFramework::Control out;
    out.id = in.text(u"id"_s);
    out.title = in.text(u"title"_s);
    out.asks = in.text(u"asks"_s);
    out.supportedBy = in.texts(u"supportedBy"_s);
    out.remark = in.text(u"remark"_s);
    in.finish();
    if (out.id.isEmpty() || out.title.isEmpty() || out.asks.isEmpty())
        errors.append({pointer, u"A control needs an id, a title and what it asks."_s});
    if (seen.contains(out.id))
        errors.append({pointer, u"The control '%1' is there twice."_s.arg(out.id)});
    seen.insert(out.id);
    if (out.supportedBy.isEmpty())
        errors.append({in.at(u"supportedBy"_s), u"A control needs at least one rule; 'notKept:…' says that nothing here supports it."_s});
    for (qsizetype i = 0; i < out.supportedBy.size(); ++i) {
        if (const auto problem = controlRuleProblem(out.supportedBy[i]))
            errors.append({in.at(u"supportedBy"_s) + u'/' + QString::number(i), *problem});
        if (out.supportedBy.indexOf(out.supportedBy[i]) != i)
            errors.append({in.at(u"supportedBy"_s) + u'/' + QString::number(i), u"This rule is there twice."_s});
    }
    return out;
}

ControlAssessment::Line assessControl(const ControlFramework::Control &control, const ControlEvidence &evidence)
{
    ControlAssessment::Line out;
    out.control = control;
    int held = 0, kept = 0;
    QStringList missing;
    for (const QString &rule : control.supportedBy) {
        const ControlRuleFinding finding = findForControl(rule, evidence);
        out.pieces += finding.pieces;
        kept += finding.kept ? 1 : 0;
        held += finding.kept && finding.missing.isEmpty() ? 1 : 0;
        if (!finding.missing.isEmpty() && !missing.contains(finding.missing))
            missing.append(finding.missing);
    }
    out.missing = missing.join(u' ');
    if (kept == 0)
        out.state = ControlAssessment::NotKeptHere;
    else if (held == control.supportedBy.size())
        out.state = ControlAssessment::Supported;
    else
        out.state = held > 0 ? ControlAssessment::Partly : ControlAssessment::Gap;
    return out;
}

} // namespace

Result<ControlFramework> ControlFramework::fromJson(const QJsonObject &json)
{
    QList<FieldError> errors;
    StrictObject in(json, QString(), errors);
    ControlFramework out;
    out.id = in.text(u"id"_s);
    out.title = in.text(u"title"_s);
    out.edition = in.text(u"edition"_s);
    out.source = in.text(u"source"_s);
    out.asOf = QDate::fromString(in.text(u"asOf"_s), Qt::ISODate);
    out.note = in.text(u"note"_s);
    QSet<QString> seen;
    in.each(u"controls"_s, [&](const QJsonValue &value, const QString &pointer) {
        out.controls.append(readControl(value, pointer, seen, errors));
    });
    in.finish();
    if (!out.asOf.isValid())
        in.wrong(in.at(u"asOf"_s), "a date (YYYY-MM-DD)");
    const std::pair<QString, QString> needed[] = {{u"id"_s, out.id}, {u"title"_s, out.title}, {u"edition"_s, out.edition},
                                                  {u"source"_s, out.source}, {u"note"_s, out.note}};
    for (const auto &[name, text] : needed) {
        if (text.isEmpty())
            in.wrong(in.at(name), "a text that is not empty");
    }
    if (out.controls.isEmpty())
        in.wrong(in.at(u"controls"_s), "a list with at least one control");
    if (!errors.isEmpty())
        return Error{Error::Code::Invalid, u"The control framework is wrong at %1: %2"_s.arg(errors.first().pointer, errors.first().message), {}, false, errors};
    return out;
}

qsizetype ControlAssessment::count(State state) const
{
    return std::count_if(lines.begin(), lines.end(), [state](const Line &line) { return line.state == state; });
}

ControlAssessment assess(const ControlFramework &framework, const ControlEvidence &evidence)
{
    ControlAssessment out;
    out.framework = framework;
    out.framework.controls.clear();
    out.version = evidence.version.key();
    out.manifestDigest = evidence.version.manifestDigest;
    out.at = evidence.at;
    for (const ControlFramework::Control &control : framework.controls)
        out.lines.append(assessControl(control, evidence));
    return out;
}

} // namespace countersign
