// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/words.h"

#include "ui/widgets/numberformat.h"

#include <QCoreApplication>

namespace countersign::registry {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Registry", text);
}

ChipState chipStateOf(Request::State state)
{
    switch (state) {
    case Request::InReview:
        return ChipState::InReview;
    case Request::ChangesRequested:
        return ChipState::ChangesRequested;
    case Request::Approved:
        return ChipState::Approved;
    case Request::Rejected:
        return ChipState::Rejected;
    case Request::Withdrawn:
        return ChipState::Withdrawn;
    case Request::Expired:
        return ChipState::Expired;
    case Request::Revoked:
        return ChipState::Revoked;
    }
    return ChipState::Waiting;
}

} // namespace

ChipSpec criticalityChip(Criticality::Level level)
{
    switch (level) {
    case Criticality::Low:
        return chipFor(ChipState::Low);
    case Criticality::Medium:
        return chipFor(ChipState::Medium);
    case Criticality::High:
        return chipFor(ChipState::High);
    case Criticality::Critical:
        return chipFor(ChipState::Critical);
    }
    return {};
}

ChipSpec stageChip(Version::Stage stage)
{
    switch (stage) {
    case Version::Draft:
        return chipFor(ChipState::Draft, stageWord(stage));
    case Version::Candidate:
        return chipFor(ChipState::Waiting, stageWord(stage));
    case Version::InService:
        return chipFor(ChipState::Deployed, stageWord(stage));
    case Version::Retired:
        return chipFor(ChipState::Retired, stageWord(stage));
    }
    return {};
}

QString stageWord(Version::Stage stage)
{
    switch (stage) {
    case Version::Draft:
        //: where a version is in its life
        return tr("draft");
    case Version::Candidate:
        //: where a version is in its life
        return tr("candidate");
    case Version::InService:
        //: where a version is in its life: it runs somewhere
        return tr("in service");
    case Version::Retired:
        //: where a version is in its life
        return tr("retired");
    }
    return {};
}

ChipSpec cardChip(Card::Status status)
{
    switch (status) {
    case Card::Draft:
        return chipFor(ChipState::Draft);
    case Card::PendingReview:
        return chipFor(ChipState::InReview);
    case Card::Approved:
        return chipFor(ChipState::Approved);
    case Card::Archived:
        return chipFor(ChipState::Closed, tr("Archived"));
    }
    return {};
}

ChipSpec decisionChip(Decision::Status status)
{
    switch (status) {
    case Decision::Proposed:
        return chipFor(ChipState::Draft, tr("Proposed"));
    case Decision::Accepted:
        return chipFor(ChipState::Approved, tr("Accepted"));
    case Decision::Superseded:
        return chipFor(ChipState::Superseded);
    }
    return {};
}

ChipSpec approvalChip(const QString &environment, Request::State state)
{
    return chipFor(chipStateOf(state), environment);
}

ChipSpec requestStateChip(const Request &request)
{
    if (request.state == Request::InReview && request.round > 1)
        //: state of a release request; %1 is the number of the round of sign-offs
        return chipFor(ChipState::InReview, tr("In review, round %1").arg(request.round));
    return chipFor(chipStateOf(request.state));
}

QString versionTitle(const QString &key)
{
    return modelOf(key) + u' ' + labelOf(key);
}

QString modelOf(const QString &key)
{
    return key.section(u'/', 0, 0);
}

QString labelOf(const QString &key)
{
    return key.section(u'/', 1);
}

QString requestTitle(const Request &request)
{
    return u"R-%1"_s.arg(request.number);
}

QString headlineText(const Evaluation &evaluation)
{
    if (evaluation.headline.isEmpty())
        return {};
    const Headline &first = evaluation.headline.first();
    const QString name = first.task.isEmpty() ? first.metric : u"%1, %2"_s.arg(first.metric, first.task);
    return u"%1 %2"_s.arg(formatFixed(first.value), name);
}

QString fieldLabel(const QString &field)
{
    QString out;
    for (const QChar c : field) {
        if (c.isUpper())
            out += u' ';
        out += c.toLower();
    }
    if (!out.isEmpty())
        out[0] = out[0].toUpper();
    return out;
}

} // namespace countersign::registry
