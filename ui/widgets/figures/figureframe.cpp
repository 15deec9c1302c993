// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/figureframe.h"

#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QImage>
#include <QMenu>
#include <QMimeData>
#include <QSaveFile>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFittedRows = 60; // more rows scroll in a table of their own

/// A figure that may be wider than the page.
QWidget *scrolled(Figure *figure)
{
    auto *area = new QScrollArea;
    area->setWidget(figure);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    area->viewport()->setAutoFillBackground(false);
    figure->setAutoFillBackground(false);
    return area;
}

} // namespace

FigureFrame::FigureFrame(Figure *figure, bool scrolls, QWidget *parent)
    : QWidget(parent)
    , m_figure(figure)
    , m_title(new TextLabel(figure->name(), TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_detail(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_caption(new TextLabel({}, TextSize::Small, ColorRole::TextMuted))
    , m_head(new QHBoxLayout)
    , m_more(new QToolButton)
    , m_picture(scrolls ? scrolled(figure) : figure)
{
    const Theme theme = Theme::current();
    m_title->setElide(Qt::ElideRight);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_detail->setElide(Qt::ElideRight);
    m_caption->setWordWrap(true);
    m_caption->hide();
    m_more->setIcon(icon(u"more"_s));
    m_more->setAutoRaise(true);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setToolTip(tr("Table, copy, save"));
    m_head->setSpacing(theme.px(8));
    m_head->addWidget(m_title);
    m_head->addWidget(m_detail, 1);
    m_head->addWidget(m_more);
    makeActions();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.px(6));
    layout->addLayout(m_head);
    layout->addWidget(m_picture);
    layout->addWidget(m_caption);
    setTitle(figure->name());
    refresh();
}

void FigureFrame::makeActions()
{
    auto *menu = new QMenu(m_more);
    m_asTable = menu->addAction(tr("Show as table"));
    m_asTable->setCheckable(true);
    connect(m_asTable, &QAction::toggled, this, &FigureFrame::setTableShown);
    menu->addSeparator();
    connect(menu->addAction(tr("Copy picture")), &QAction::triggered, this, &FigureFrame::copyPicture);
    connect(menu->addAction(tr("Copy data")), &QAction::triggered, this, &FigureFrame::copyData);
    menu->addSeparator();
    connect(menu->addAction(tr("Save as PNG…")), &QAction::triggered, this, [this] { save(Format::Png); });
    connect(menu->addAction(tr("Save as SVG…")), &QAction::triggered, this, [this] { save(Format::Svg); });
    connect(menu->addAction(tr("Save data as CSV…")), &QAction::triggered, this, [this] { save(Format::Csv); });
    m_more->setMenu(menu);
}

void FigureFrame::setTitle(const QString &title)
{
    m_title->setText(title);
    m_figure->setName(title);
    //: %1 is the title of a figure
    m_more->setAccessibleName(tr("Table, copy, save: %1").arg(title));
}

void FigureFrame::setDetail(const QString &detail)
{
    m_detail->setText(detail);
}

void FigureFrame::setCaption(const QString &caption)
{
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
}

void FigureFrame::addControl(QWidget *control)
{
    m_head->insertWidget(m_head->count() - 1, control);
}

bool FigureFrame::isTable() const
{
    return m_table && !m_table->isHidden();
}

void FigureFrame::setTableShown(bool shown)
{
    m_asTable->setChecked(shown);
    if (shown && !m_table) {
        m_model = new FigureTableModel(this);
        m_table = new DataTable(m_figure->name());
        m_table->setModel(m_model);
        m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
        static_cast<QVBoxLayout *>(layout())->insertWidget(2, m_table);
    }
    if (m_table)
        m_table->setVisible(shown);
    m_picture->setVisible(!shown);
    refresh();
}

/// A figure that scrolls needs room for its bar only while it is wider than the page.
void FigureFrame::fitPicture()
{
    if (m_picture == m_figure)
        return;
    const int bar = m_figure->minimumSizeHint().width() > width() ? m_picture->style()->pixelMetric(QStyle::PM_ScrollBarExtent) : 0;
    m_picture->setFixedHeight(m_figure->sizeHint().height() + bar);
}

void FigureFrame::fitTable()
{
    if (!isTable())
        return;
    const Theme theme = Theme::current();
    const bool fits = m_model->rowCount() <= mostFittedRows;
    m_table->setFitToRows(fits);
    const int bar = theme.px(m_tableWidth) > width() ? m_table->style()->pixelMetric(QStyle::PM_ScrollBarExtent) : 0;
    m_table->setFixedHeight(fits ? m_table->sizeHint().height() + bar : theme.px(480));
}

void FigureFrame::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitPicture();
    fitTable();
}

void FigureFrame::refresh()
{
    fitPicture();
    if (!isTable())
        return;
    const FigureTable table = m_figure->table();
    m_model->setTable(table);
    QList<TableColumn> columns;
    m_tableWidth = 0;
    for (qsizetype i = 0; i < table.columns.size(); ++i) {
        const bool number = table.columns[i].number;
        int width = 24 + int(table.columns[i].title.size()) * 7;
        for (qsizetype row = 0; row < std::min<qsizetype>(table.rows.size(), 200); ++row)
            width = std::max(width, int(table.rows[row].value(i).size()) * 7 + 24);
        width = std::min(width, 260);
        m_tableWidth += width;
        columns.append({number ? new NumberDelegate : nullptr, width, false, number ? Qt::AlignRight : Qt::AlignLeft});
    }
    if (!columns.isEmpty() && Theme::current().px(m_tableWidth) < width())
        columns.first().stretch = true;
    m_table->setColumns(columns);
    m_table->setEmptyState(tr("There is nothing in this figure."));
    fitTable();
}

QByteArray FigureFrame::content(Format format) const
{
    if (format == Format::Svg)
        return m_figure->svg();
    if (format == Format::Csv)
        return figureCsv(m_figure->table());
    QByteArray out;
    QBuffer buffer(&out);
    buffer.open(QIODevice::WriteOnly);
    m_figure->image().save(&buffer, "PNG");
    return out;
}

void FigureFrame::copyPicture() const
{
    auto *mime = new QMimeData;
    mime->setImageData(m_figure->image());
    mime->setData(u"image/svg+xml"_s, m_figure->svg());
    QApplication::clipboard()->setMimeData(mime);
}

void FigureFrame::copyData() const
{
    auto *mime = new QMimeData;
    mime->setText(figureTsv(m_figure->table()));
    mime->setData(u"text/csv"_s, figureCsv(m_figure->table()));
    QApplication::clipboard()->setMimeData(mime);
}

void FigureFrame::save(Format format)
{
    const QString ending = format == Format::Png ? u"png"_s : format == Format::Svg ? u"svg"_s : u"csv"_s;
    auto *dialog = new QFileDialog(this, tr("Save the figure"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    QString name = m_figure->name().simplified().toLower().replace(u' ', u'-');
    name.removeIf([](QChar c) { return !c.isLetterOrNumber() && c != u'-'; });
    dialog->selectFile((name.isEmpty() ? u"figure"_s : name.left(80)) + u'.' + ending);
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString &path) { write(path, format); });
    dialog->open();
}

void FigureFrame::write(const QString &path, Format format)
{
    const QByteArray bytes = content(format);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        emit notice(tr("The figure could not be written: %1").arg(file.errorString()));
    else
        //: %1 is a file's name
        emit notice(tr("Saved as %1.").arg(QFileInfo(path).fileName()));
}

void FigureFrame::contextMenuEvent(QContextMenuEvent *event)
{
    m_more->menu()->popup(event->globalPos());
}

} // namespace countersign
