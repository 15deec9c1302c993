// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisondata.h"

#include <QWidget>

namespace countersign {

/// What both runs say of themselves, in a line that wraps: alike is said once, what differs on both sides and marked by a
/// sign as well as a colour.
class ComparisonFacts : public QWidget
{
    Q_OBJECT
public:
    explicit ComparisonFacts(QWidget *parent = nullptr);
    void setFacts(const QList<RunFact> &facts);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QString valueOf(const RunFact &fact) const;
    int layOut(int width, QPainter *painter, const QPoint *under = nullptr, int *found = nullptr) const;
    QList<RunFact> m_facts;
};

} // namespace countersign
