// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisontab.h"

#include "ui/evaluations/comparisonmodel.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

ComparisonTab::ComparisonTab(QWidget *parent)
    : QWidget(parent)
    , m_others(new QComboBox)
    , m_summary(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_table(new DataTable(tr("Differences")))
    , m_model(new ComparisonModel(this))
{
    const Theme theme = Theme::current();
    m_others->setAccessibleName(tr("Compare with"));
    m_others->setMinimumContentsLength(24);
    m_others->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_others->setPlaceholderText(tr("Choose an evaluation"));
    m_summary->setElide(Qt::ElideRight);
    m_table->setModel(m_model);
    m_table->setColumns({{new TwoLineDelegate, 180, true},
                         {nullptr, 100},
                         {new NumberDelegate, 70, false, Qt::AlignRight},
                         {new NumberDelegate, 70, false, Qt::AlignRight},
                         {new NumberDelegate, 160, false, Qt::AlignRight},
                         {new ChipDelegate, 132}});
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.margin(), 0, theme.margin(), theme.gap());
    head->setSpacing(theme.groupGap());
    head->addWidget(new TextLabel(tr("Against"), TextSize::Body, ColorRole::TextMuted));
    head->addWidget(m_others);
    head->addWidget(m_summary, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    connect(m_others, &QComboBox::currentIndexChanged, this, &ComparisonTab::ask);
}

void ComparisonTab::setOthers(const QList<ReportData::Other> &others, const QString &version)
{
    const QString before = chosen();
    const QSignalBlocker blocker(m_others);
    m_list = others;
    m_others->clear();
    for (const ReportData::Other &other : others)
        m_others->addItem(u"%1 — %2"_s.arg(versionTitle(other.version), other.title), other.id);
    m_others->setEnabled(!others.isEmpty());
    m_table->setEmptyState(others.isEmpty() ? tr("There is no other evaluation of this model on this machine to compare with.")
                                            : tr("Choose an evaluation; what got worse will stand first."));
    // The newest of another version is what a person most likely wants.
    int at = m_others->findData(before);
    for (int i = 0; at < 0 && i < others.size(); ++i) {
        if (others[i].version != version)
            at = i;
    }
    m_others->setCurrentIndex(at);
    ask();
}

QString ComparisonTab::chosen() const
{
    return m_others->currentData().toString();
}

void ComparisonTab::choose(const QString &id)
{
    m_others->setCurrentIndex(m_others->findData(id));
}

void ComparisonTab::ask()
{
    const int at = m_others->currentIndex();
    if (at < 0 || at >= m_list.size()) {
        m_model->setComparisons({});
        m_summary->setText({});
        m_table->setDataState(DataState::Ready);
        return;
    }
    m_table->setDataState(DataState::Loading);
    emit compareRequested(m_list[at].id, m_list[at].report);
}

void ComparisonTab::showComparison(const Result<QList<Comparison>> &comparisons)
{
    if (!comparisons) {
        m_model->setComparisons({});
        m_table->setDataState(DataState::Failed, comparisons.error().text);
        return;
    }
    m_table->setDataState(DataState::Ready);
    m_model->setComparisons(*comparisons);
    using V = Comparison::Verdict;
    //: how many figures are worse, better and the same
    m_summary->setText(tr("%1 worse, %2 better, %3 without difference")
                           .arg(formatCount(m_model->count(V::Worse)), formatCount(m_model->count(V::Better)),
                                formatCount(m_model->count(V::NoDifference))));
}

} // namespace countersign
