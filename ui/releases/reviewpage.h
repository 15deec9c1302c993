// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/releases/reviewdata.h"

#include <QWidget>

class QAction;
class QGridLayout;
class QVBoxLayout;

namespace countersign {

class Panel;
class DataTable;
class DiffView;
class FactLine;
class IntervalPlot;
class RequirementsModel;
class SectionHeader;

/// The evidence of one request in the order a reviewer reads it: what it is, what the policy asks, for whom it is
/// worse, what changed, how it breaks, what was decided, and the pieces themselves.
class ReviewPage : public QWidget
{
    Q_OBJECT
public:
    explicit ReviewPage(QWidget *parent = nullptr);
    void show(const ReviewData &review);
    using QWidget::show;
    [[nodiscard]] QWidget *requirements() const;
    /// A button at the right of the header that follows the action.
    void addButton(QAction *action);

signals:
    void openLink(const QUrl &link);

private:
    void showHeader(const ReviewData &review);
    void showGroups(const ReviewData &review);
    void showChanges(const ReviewData &review);
    void showFailures(const ReviewData &review);
    void showDecisions(const ReviewData &review);
    void showEvidence(const ReviewData &review);

    SectionHeader *m_header;
    FactLine *m_facts;
    Panel *m_requirementsCard;
    DataTable *m_requirements;
    RequirementsModel *m_model;
    Panel *m_groupsCard;
    IntervalPlot *m_groups;
    Panel *m_changesCard;
    DiffView *m_changes;
    Panel *m_failuresCard;
    QGridLayout *m_failures;
    Panel *m_decisionsCard;
    QVBoxLayout *m_decisions;
    Panel *m_evidenceCard;
    QGridLayout *m_evidence;
};

} // namespace countersign
