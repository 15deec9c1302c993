// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/garaktally.h"

#include "formats/counted.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

QString GarakResults::shortName(const QString &name)
{
    for (const QString &package : {u"garak.probes."_s, u"garak.detectors."_s, u"probes."_s, u"detectors."_s, u"probe."_s, u"detector."_s}) {
        if (name.startsWith(package))
            return name.sliced(package.size());
    }
    return name;
}

QString GarakResults::family(const QString &probe)
{
    return shortName(probe).section(u'.', 0, 0);
}

QString GarakResults::severityOf(std::optional<double> defcon)
{
    if (!defcon || *defcon < 1 || *defcon > 5)
        return u"unknown"_s;
    const int level = int(*defcon);
    return level == 1 ? u"critical"_s : level == 2 ? u"high"_s : level == 3 ? u"medium"_s : u"low"_s;
}

void GarakResults::add(const Row &row)
{
    Report::Metric passed;
    passed.suite = u"garak"_s;
    passed.task = row.probe;
    passed.filter = row.detector;
    passed.pointer = row.pointer;
    passed.metric = u"pass_rate"_s;
    passed.category = Report::Category::Safety;
    passed.n = row.total;
    passed.flags = row.flags;
    Report::Metric success = passed;
    success.metric = u"attack_success_rate"_s;
    success.slice = {{u"attack"_s, family(row.probe)}};
    const bool good = row.passed && row.total && *row.total > 0 && *row.passed >= 0 && *row.passed <= *row.total;
    if (good) {
        setCounted(passed, double(*row.passed) / double(*row.total));
        setCounted(success, double(*row.total - *row.passed) / double(*row.total));
    } else if (row.passed && row.total && *row.total == 0 && *row.passed == 0) {
        m_draft.warnings.add(u"noData"_s, tr("%1 was never judged by %2: 0 of 0 is no result.").arg(row.probe, row.detector), row.pointer);
        passed.valueText = success.valueText = u"0/0"_s;
    } else {
        passed.valueState = success.valueState = Report::ValueState::Error;
        m_draft.warnings.add(u"impossibleCount"_s, tr("The counts of %1 by %2 cannot be: they are no passed of a total.").arg(row.probe, row.detector), row.pointer);
    }
    const bool interval = row.interval && row.interval->low <= row.interval->high && row.interval->low >= 0 && row.interval->high <= 1;
    if (interval && good) {
        success.interval = row.interval;
        passed.interval = Report::Interval{1 - row.interval->high, 1 - row.interval->low};
        success.intervalMethod = u"%1, from the file"_s.arg(row.intervalMethod);
        passed.intervalMethod = u"%1, from the file (there for the fail rate)"_s.arg(row.intervalMethod);
        success.intervalLevel = passed.intervalLevel = row.intervalLevel;
    } else if (row.interval) {
        m_draft.warnings.add(u"badInterval"_s, tr("The interval of %1 by %2 cannot be and was left out.").arg(row.probe, row.detector), row.pointer);
    }
    if (row.unscored.value_or(0) > 0)
        m_draft.warnings.add(u"unscored"_s, tr("%1 answers to %2 were not judged by %3; the rate is of the others.").arg(*row.unscored).arg(row.probe, row.detector), row.pointer);
    m_draft.add(std::move(passed));
    m_draft.add(std::move(success));
}

} // namespace countersign
