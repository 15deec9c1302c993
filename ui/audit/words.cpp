// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/words.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Audit
{
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

} // namespace

QString kindWord(const QString &kind)
{
    //: kinds of records, as the log names them
    static const QHash<QString, const char *> words{
        {u"model"_s, QT_TRANSLATE_NOOP("Audit", "model")},           {u"version"_s, QT_TRANSLATE_NOOP("Audit", "version")},
        {u"evaluation"_s, QT_TRANSLATE_NOOP("Audit", "evaluation")}, {u"card"_s, QT_TRANSLATE_NOOP("Audit", "model card")},
        {u"decision"_s, QT_TRANSLATE_NOOP("Audit", "decision")},     {u"policy"_s, QT_TRANSLATE_NOOP("Audit", "policy")},
        {u"request"_s, QT_TRANSLATE_NOOP("Audit", "request")},       {u"signoff"_s, QT_TRANSLATE_NOOP("Audit", "sign-off")},
        {u"waiver"_s, QT_TRANSLATE_NOOP("Audit", "waiver")},         {u"deployment"_s, QT_TRANSLATE_NOOP("Audit", "deployment")},
        {u"person"_s, QT_TRANSLATE_NOOP("Audit", "person")},         {u"signer"_s, QT_TRANSLATE_NOOP("Audit", "signing key")},
        {u"key"_s, QT_TRANSLATE_NOOP("Audit", "API key")}};
    const char *word = words.value(kind);
    return word ? Audit::tr(word) : kind;
}

QString actionWord(const QString &kind, const QString &action)
{
    if (kind == "signoff"_L1 && action == "create"_L1)
        return Audit::tr("signed");
    if (kind == "signer"_L1 && action == "create"_L1)
        return Audit::tr("enrolled");
    //: what was done to a record, as the log names it
    static const QHash<QString, const char *> words{
        {u"create"_s, QT_TRANSLATE_NOOP("Audit", "added")},         {u"update"_s, QT_TRANSLATE_NOOP("Audit", "edited")},
        {u"delete"_s, QT_TRANSLATE_NOOP("Audit", "deleted")},       {u"approve"_s, QT_TRANSLATE_NOOP("Audit", "approved")},
        {u"reject"_s, QT_TRANSLATE_NOOP("Audit", "rejected")},      {u"submit"_s, QT_TRANSLATE_NOOP("Audit", "submitted")},
        {u"resubmit"_s, QT_TRANSLATE_NOOP("Audit", "resubmitted")}, {u"withdraw"_s, QT_TRANSLATE_NOOP("Audit", "withdrawn")},
        {u"confirm"_s, QT_TRANSLATE_NOOP("Audit", "confirmed")},    {u"revoke"_s, QT_TRANSLATE_NOOP("Audit", "revoked")},
        {u"grant"_s, QT_TRANSLATE_NOOP("Audit", "granted")},        {u"expire"_s, QT_TRANSLATE_NOOP("Audit", "expired")},
        {u"end"_s, QT_TRANSLATE_NOOP("Audit", "ended")},            {u"return"_s, QT_TRANSLATE_NOOP("Audit", "returned")},
        {u"archive"_s, QT_TRANSLATE_NOOP("Audit", "archived")},     {u"retire"_s, QT_TRANSLATE_NOOP("Audit", "retired")},
        {u"deploy"_s, QT_TRANSLATE_NOOP("Audit", "deployed")},      {u"undeploy"_s, QT_TRANSLATE_NOOP("Audit", "taken out of service")},
        {u"rework"_s, QT_TRANSLATE_NOOP("Audit", "taken back")},    {u"reopen"_s, QT_TRANSLATE_NOOP("Audit", "reopened")},
        {u"requestChanges"_s, QT_TRANSLATE_NOOP("Audit", "sent back")}};
    const char *word = words.value(action);
    return word ? Audit::tr(word) : action;
}

ChipSpec verdictChip(Signoff::Verdict verdict)
{
    switch (verdict) {
    case Signoff::Approve:
        return chipFor(ChipState::Approved);
    case Signoff::Reject:
        return chipFor(ChipState::Rejected);
    case Signoff::RequestChanges:
        return chipFor(ChipState::ChangesRequested);
    case Signoff::Abstain:
        return chipFor(ChipState::Abstained);
    case Signoff::Revoke:
        return chipFor(ChipState::Revoked);
    }
    return {};
}

ChipSpec requestChipOf(Request::State state)
{
    switch (state) {
    case Request::InReview:
        return chipFor(ChipState::InReview);
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

} // namespace countersign
