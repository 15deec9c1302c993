// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <QTreeWidget>

namespace countersign {

/// How the version fails: a line a failure, its examples folded away below it and made only when it is opened.
class FailureTree : public QTreeWidget
{
    Q_OBJECT
public:
    explicit FailureTree(QWidget *parent = nullptr);
    void setFailures(const QList<EvaluationReport::Failure> &failures);

protected:
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void changeEvent(QEvent *event) override;

private:
    void applyTheme();
    void addExamples(QTreeWidgetItem *item);
    QList<EvaluationReport::Failure> m_failures;
};

} // namespace countersign
