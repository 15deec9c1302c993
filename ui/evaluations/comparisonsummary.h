// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisondata.h"

#include <QWidget>

class QAbstractButton;

namespace countersign {

/// "312 compared: 4 worse, 9 better, 280 no difference, 19 not comparable (12 other dataset, 7 other shots)", each part a
/// button that narrows the rows to it; several can be chosen. Lines wrap as there is room.
class ComparisonSummary : public QWidget
{
    Q_OBJECT
public:
    explicit ComparisonSummary(QWidget *parent = nullptr);
    void setData(const ComparisonData &comparison);
    /// Bits of verdicts and obstacles that are chosen. Emits nothing.
    void setChosen(quint32 verdicts, quint32 obstacles);
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

signals:
    void chosen(quint32 verdicts, quint32 obstacles);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void addPart(const QString &text, int verdict, int obstacle);
    void toggle(int verdict, int obstacle);
    int layOut(int width, bool move) const;
    QList<QAbstractButton *> m_parts;
    quint32 m_verdicts = 0, m_obstacles = 0;
};

} // namespace countersign
