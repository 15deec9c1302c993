// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QHeaderView>

namespace countersign {

/// The header of a DataTable: small muted words that line up with the cells below, a hairline, an arrow for the sort.
class TableHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit TableHeader(QWidget *parent = nullptr);
    void setAlignment(int column, Qt::Alignment alignment);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    QHash<int, Qt::Alignment> m_alignments;
};

} // namespace countersign
