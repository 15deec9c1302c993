// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/words.h"

#include "ui/widgets/safetext.h"

#include <QCoreApplication>
#include <QLocale>

namespace countersign::plans {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Plans", text);
}

} // namespace

ChipSpec planChip(Plan::Status status)
{
    switch (status) {
    case Plan::Draft:
        return chipFor(ChipState::Draft);
    case Plan::Locked:
        return {ChipShape::Lock, Tone::Positive, tr("Locked")};
    case Plan::Superseded:
        return chipFor(ChipState::Superseded);
    case Plan::Withdrawn:
        return chipFor(ChipState::Withdrawn);
    }
    return {};
}

ChipSpec reviewChip(ReviewSet::Status status)
{
    switch (status) {
    case ReviewSet::Open:
        //: a review that is being rated
        return chipFor(ChipState::InReview, tr("Open"));
    case ReviewSet::Closed:
        return chipFor(ChipState::Closed);
    case ReviewSet::Cancelled:
        return chipFor(ChipState::Withdrawn, tr("Cancelled"));
    }
    return {};
}

QString versionTitle(const QString &key)
{
    return visibleText(key.section(u'/', 0, 0) + u' ' + key.section(u'/', 1)).trimmed();
}

QString subjectTitle(const Plan &plan)
{
    return plan.version.isEmpty() ? tr("%1, every version").arg(visibleText(plan.model)) : versionTitle(plan.version);
}

QString boundText(const MetricRequirement &bound)
{
    QString op = bound.op;
    if (op == ">="_L1)
        op = u"≥"_s;
    else if (op == "<="_L1)
        op = u"≤"_s;
    const QString limit = QLocale().toString(bound.limit, 'g', 10);
    return u"%1 %2"_s.arg(op, bound.unit.isEmpty() ? limit : limit + u' ' + visibleText(bound.unit));
}

QString whereText(const MetricRequirement &bound)
{
    QStringList out;
    for (const QString &part : {bound.suite, bound.task, bound.filter}) {
        if (!part.isEmpty())
            out.append(visibleText(part));
    }
    if (!bound.sliceDimension.isEmpty())
        out.append(bound.sliceGroup.isEmpty() ? tr("by %1").arg(visibleText(bound.sliceDimension))
                                              : u"%1 = %2"_s.arg(visibleText(bound.sliceDimension), visibleText(bound.sliceGroup)));
    //: a bound that names no suite or task
    return out.isEmpty() ? tr("anywhere") : out.join(u", "_s);
}

QString scaleWord(ReviewQuestion::Scale scale)
{
    switch (scale) {
    case ReviewQuestion::Nominal:
        return tr("categories");
    case ReviewQuestion::Ordinal:
        return tr("categories in order");
    case ReviewQuestion::Interval:
        return tr("a number");
    }
    return {};
}

} // namespace countersign::plans
