// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QTableView>

class QLabel;
class QSettings;

namespace countersign {

class EmptyState;
class RowDelegate;

/// How one column of a DataTable looks.
struct TableColumn
{
    RowDelegate *delegate = nullptr;          ///< null: plain text. The table takes ownership of one without a parent.
    int width = 120;                          ///< at 13 px text
    bool stretch = false;                     ///< takes the room that is left; at most one
    Qt::Alignment alignment = Qt::AlignLeft;  ///< of the header; numbers stand right
    bool hidden = false;
};

/// What the rows are worth just now.
enum class DataState {
    Ready,
    Loading, ///< not read yet, or being read again
    Stale,   ///< shown, but older than what was asked for
    Failed,
};

/// The one table of the console: 30 px rows, hairlines, full-row hover and selection, j and k beside the arrows,
/// columns as the person left them, rows to the clipboard and to CSV, and a sentence when there is nothing.
class DataTable : public QTableView
{
    Q_OBJECT
public:
    /// `name` is what a screen reader calls the table.
    explicit DataTable(const QString &name, QWidget *parent = nullptr);
    ~DataTable() override;

    void setModel(QAbstractItemModel *model) override;
    /// In the order of the model's columns; call after setModel().
    void setColumns(const QList<TableColumn> &columns);
    /// Reads the widths stored under `key` and stores every later change there. `settings` outlives the table.
    void rememberColumns(QSettings *settings, const QString &key);

    /// What is shown in place of rows, and what its button does (emptyActionTriggered()); no text, no button.
    void setEmptyState(const QString &sentence, const QString &action = {});
    /// `sentence` replaces the usual one for the state.
    void setDataState(DataState state, const QString &sentence = {});
    /// As tall as its rows, without scroll bars: for short tables inside a page.
    void setFitToRows(bool fit);
    [[nodiscard]] bool fitsRows() const { return m_fitToRows; }

    [[nodiscard]] int hoveredRow() const { return m_hoveredRow; }
    [[nodiscard]] bool isFirstColumn(int column) const;
    [[nodiscard]] bool isLastColumn(int column) const;
    /// IdRole of the row that keys act on; empty without one.
    [[nodiscard]] QString currentId() const;
    /// Makes the row with this IdRole current and scrolls to it. False if no loaded row has it.
    bool selectId(const QString &id);

    /// Visible columns of the selected rows, tab separated, one line a row; what Ctrl+C copies.
    [[nodiscard]] QString selectionAsTsv() const;
    /// All rows of the visible columns with headers (RFC 4180, UTF-8 without mark), safe to open in a spreadsheet.
    [[nodiscard]] QByteArray toCsv() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void emptyActionTriggered();
    /// The row keys act on is another one.
    void currentRowChanged(const QModelIndex &index);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void applyTheme();
    void applyWidths();
    void setHoveredRow(int row);
    void updateOverlay();
    void rowsChanged();
    void moveCurrent(int by);
    [[nodiscard]] QList<int> visibleColumns() const;

    QList<TableColumn> m_columns;
    QHash<int, int> m_storedWidths;
    EmptyState *m_empty;
    QLabel *m_note;
    QSettings *m_settings = nullptr;
    QString m_settingsKey;
    QString m_emptySentence;
    QString m_emptyAction;
    QString m_stateSentence;
    DataState m_state = DataState::Ready;
    int m_hoveredRow = -1;
    bool m_fitToRows = false;
    bool m_applyingWidths = false;
};

} // namespace countersign
