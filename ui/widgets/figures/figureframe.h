// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/figure.h"

class QAction;
class QHBoxLayout;
class QStackedLayout;
class QToolButton;

namespace countersign {

class DataTable;
class TextLabel;

/// What every figure has around it: a title, what it is drawn from, its choices, and a menu to see it as a table and to
/// take it along as PNG, SVG or CSV.
class FigureFrame : public QWidget
{
    Q_OBJECT
public:
    /// Takes the figure. `scrolls`: wide figures get a scroll bar of their own instead of being squeezed.
    explicit FigureFrame(Figure *figure, bool scrolls = false, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// Muted, behind the title: "n 2,310".
    void setDetail(const QString &detail);
    /// Muted, wrapped, below the figure: how to read it and what it was computed with.
    void setCaption(const QString &caption);
    /// A choice of what is shown, right of the title.
    void addControl(QWidget *control);
    [[nodiscard]] Figure *figure() const { return m_figure; }
    [[nodiscard]] bool isTable() const;
    void setTableShown(bool shown);
    /// To be called after the figure's data changed, so that a shown table follows.
    void refresh();

    enum class Format { Png, Svg, Csv };
    [[nodiscard]] QByteArray content(Format format) const;
    void copyPicture() const;
    void copyData() const;

signals:
    /// A sentence about what was saved or why not.
    void notice(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void makeActions();
    void fitPicture();
    void fitTable();
    void save(Format format);
    void write(const QString &path, Format format);

    Figure *m_figure;
    TextLabel *m_title, *m_detail, *m_caption;
    QHBoxLayout *m_head;
    QToolButton *m_more;
    QAction *m_asTable = nullptr;
    QWidget *m_picture;
    DataTable *m_table = nullptr;
    FigureTableModel *m_model = nullptr;
    int m_tableWidth = 0; ///< of its columns at 13 px text
};

} // namespace countersign
