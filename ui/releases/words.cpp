// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/words.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("Releases", text);
}
} // namespace

ChipSpec requestChip(const Request &request)
{
    switch (request.state) {
    case Request::InReview:
        //: state of a release request; %1 is the number of the round of sign-offs
        return chipFor(ChipState::InReview, request.round > 1 ? tr("In review, round %1").arg(request.round) : tr("In review"));
    case Request::ChangesRequested:
        return chipFor(ChipState::ChangesRequested);
    case Request::Approved:
        return chipFor(ChipState::Approved);
    case Request::Rejected:
        return chipFor(ChipState::Rejected);
    case Request::Withdrawn:
        return chipFor(ChipState::Withdrawn);
    case Request::Expired:
        return chipFor(ChipState::Expired);
    case Request::Revoked:
        return chipFor(ChipState::Revoked);
    }
    return {};
}

QString versionTitle(const QString &key)
{
    return key.section(u'/', 0, 0) + u' ' + key.section(u'/', 1);
}

QString requestTitle(const Request &request)
{
    return u"R-%1"_s.arg(request.number);
}

QString verdictWord(Signoff::Verdict verdict)
{
    switch (verdict) {
    case Signoff::Approve:
        return tr("approved");
    case Signoff::Reject:
        return tr("rejected");
    case Signoff::RequestChanges:
        return tr("asked for changes");
    case Signoff::Abstain:
        return tr("abstained");
    case Signoff::Revoke:
        return tr("revoked");
    }
    return {};
}

} // namespace countersign
