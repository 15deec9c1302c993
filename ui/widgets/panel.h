// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>

class QBoxLayout;

namespace countersign {

class TextLabel;

/// A panel: title left, muted summary right, a hairline, then whatever is put into it.
class Panel : public QFrame
{
    Q_OBJECT
public:
    explicit Panel(const QString &title = {}, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setSummary(const QString &summary);
    /// A small widget at the right of the title, e.g. a Chip; in place of the summary.
    void setCorner(QWidget *corner);
    /// `flush` content reaches the card's edges (tables); other content gets a margin.
    void setContent(QWidget *content, bool flush = false);
    void setContent(QLayout *layout);
    /// Outlined as the one that waits for the person.
    void setHighlighted(bool highlighted);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyMetrics();

    QWidget *m_header;
    QBoxLayout *m_headerLayout;
    QBoxLayout *m_layout;
    TextLabel *m_title;
    TextLabel *m_summary;
    QWidget *m_content = nullptr;
    bool m_flush = false;
    bool m_highlighted = false;
};

} // namespace countersign
