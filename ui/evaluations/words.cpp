// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/words.h"

#include "ui/widgets/numberformat.h"

#include <QCoreApplication>

namespace countersign::evaluations {

using namespace Qt::StringLiterals;

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("Evaluations", text);
}
} // namespace

ChipSpec completenessChip(EvaluationReport::Completeness completeness, bool withdrawn)
{
    using C = EvaluationReport::Completeness;
    if (withdrawn)
        return chipFor(ChipState::Withdrawn);
    switch (completeness) {
    case C::Complete:
        //: all of an evaluation ran
        return chipFor(ChipState::Met, tr("Complete"));
    case C::Partial:
        //: only a part of an evaluation ran
        return chipFor(ChipState::Stale, tr("Partial"));
    case C::Failed:
        return chipFor(ChipState::Failed);
    case C::Unknown:
        break;
    }
    //: the file does not say whether all of the evaluation ran
    return chipFor(ChipState::Missing, tr("Unknown"));
}

ChipSpec requirementChip(Requirement::State state)
{
    switch (state) {
    case Requirement::Met:
        return chipFor(ChipState::Met);
    case Requirement::Failed:
        return chipFor(ChipState::Failed);
    case Requirement::Missing:
        return chipFor(ChipState::Missing);
    case Requirement::Stale:
        return chipFor(ChipState::Stale);
    case Requirement::Waived:
        return chipFor(ChipState::Waived);
    }
    return {};
}

ChipSpec verdictChip(EvaluationReport::Verdict verdict)
{
    switch (verdict) {
    case EvaluationReport::Verdict::Pass:
        //: the evaluation tool's own opinion of a result
        return chipFor(ChipState::Met, tr("Pass, by the tool"));
    case EvaluationReport::Verdict::Fail:
        return chipFor(ChipState::Failed, tr("Fail, by the tool"));
    case EvaluationReport::Verdict::Warn:
        return chipFor(ChipState::Medium, tr("Warning, by the tool"));
    case EvaluationReport::Verdict::Indeterminate:
        return chipFor(ChipState::Missing, tr("Undecided, by the tool"));
    case EvaluationReport::Verdict::None:
        break;
    }
    return {};
}

ChipSpec severityChip(const QString &severity)
{
    if (severity == "critical"_L1)
        return chipFor(ChipState::Critical);
    if (severity == "high"_L1)
        return chipFor(ChipState::High);
    if (severity == "low"_L1)
        return chipFor(ChipState::Low);
    if (severity == "medium"_L1)
        return chipFor(ChipState::Medium);
    //: how severe a failure is
    return chipFor(ChipState::Waiting, tr("not rated"));
}

QString categoryTitle(EvaluationReport::Category category)
{
    using C = EvaluationReport::Category;
    switch (category) {
    case C::Accuracy:
        return tr("Accuracy");
    case C::Robustness:
        return tr("Robustness");
    case C::Fairness:
        return tr("Fairness");
    case C::Safety:
        return tr("Safety");
    case C::Privacy:
        return tr("Privacy");
    case C::Explainability:
        return tr("Explainability");
    case C::Efficiency:
        return tr("Efficiency");
    case C::Human:
        return tr("Human judgement");
    case C::DataQuality:
        return tr("Data quality");
    }
    return {};
}

QString taskLabel(const QString &task)
{
    QString out = task;
    out.replace(u'_', u' ');
    if (!out.isEmpty())
        out[0] = out[0].toUpper();
    return out;
}

QString versionTitle(const QString &key)
{
    return key.section(u'/', 0, 0) + u' ' + key.section(u'/', 1);
}

QString boundText(const QString &op, double limit)
{
    const QString sign = op == ">="_L1 ? u"≥"_s : op == "<="_L1 ? u"≤"_s : op;
    return sign + u' ' + formatFixed(limit);
}

} // namespace countersign::evaluations
