// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/versiondata.h"
#include "ui/widgets/lineageview.h"

namespace countersign {

/// The picture of where a version comes from and where it runs.
struct LineageGraph
{
    QList<LineageView::Node> nodes;
    QList<LineageView::Edge> edges;
    QHash<QString, QUrl> links; ///< node → where a click on it goes; nodes without one are outside the registry
};
LineageGraph lineageOf(const VersionData &shown);

class LineageTab : public QWidget
{
    Q_OBJECT
public:
    explicit LineageTab(QWidget *parent = nullptr);
    void show(const VersionData &shown);
    using QWidget::show;
    [[nodiscard]] LineageView *view() const { return m_view; }

signals:
    void openLink(const QUrl &link);

private:
    LineageView *m_view;
    class EmptyState *m_empty;
    QHash<QString, QUrl> m_links;
};

} // namespace countersign
