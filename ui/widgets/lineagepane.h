// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/lineageview.h"

class QLineEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// The picture of a lineage with what works it: a search that steps through its finds, groups open or closed, zoom.
class LineagePane : public QWidget
{
    Q_OBJECT
public:
    /// `name` is what a screen reader calls the picture.
    explicit LineagePane(const QString &name, QWidget *parent = nullptr);
    [[nodiscard]] LineageView *view() const { return m_view; }
    [[nodiscard]] QLineEdit *words() const { return m_words; }
    /// A sentence beside the search: what the picture leaves out.
    void setRemark(const QString &sentence);
    /// The row of search and zoom, above the picture; a tab may put it into a row of its own.
    [[nodiscard]] QWidget *tools() const { return m_tools; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void updateState();
    QPushButton *addButton(const QString &text, const QString &icon, const QString &name, const QString &shortcut);

    LineageView *m_view;
    QLineEdit *m_words;
    TextLabel *m_matches;
    TextLabel *m_remark;
    QPushButton *m_groups;
    QPushButton *m_percent;
    QWidget *m_tools;
    class QHBoxLayout *m_bar;
};

} // namespace countersign
