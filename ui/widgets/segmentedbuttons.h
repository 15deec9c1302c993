// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;

namespace countersign {

/// One of a few: Approve | Changes | Reject | Abstain. Arrows move, Space chooses; one that cannot be chosen says why.
class SegmentedButtons : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentedButtons(const QString &name, QWidget *parent = nullptr);
    void addSegment(const QString &id, const QString &text, const QString &toolTip = {});
    /// `reason` is shown as the tooltip while the segment cannot be chosen; an empty one allows it again.
    void setUnavailable(const QString &id, const QString &reason);
    [[nodiscard]] QString current() const;
    /// An empty or unknown id chooses none. Emits nothing.
    void setCurrent(const QString &id);

signals:
    void currentChanged(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QAbstractButton *find(const QString &id) const;

    QButtonGroup *m_group;
    QHBoxLayout *m_layout;
};

} // namespace countersign
