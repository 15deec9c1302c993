// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>

namespace countersign {

/// What a figure shows, as rows: the way into it for who cannot see it, and the data that goes along with a picture.
struct FigureTable
{
    struct Column
    {
        QString title;
        bool number = false; ///< right-aligned; cells are of our own number formats
        bool operator==(const Column &) const = default;
    };
    QList<Column> columns;
    QList<QStringList> rows;
    bool operator==(const FigureTable &) const = default;
};

/// A FigureTable for a view.
class FigureTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setTable(FigureTable table);
    [[nodiscard]] const FigureTable &table() const { return m_table; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    FigureTable m_table;
};

/// All rows with headers (RFC 4180, UTF-8), safe to open in a spreadsheet.
[[nodiscard]] QByteArray figureCsv(const FigureTable &table);
/// Tab separated, for the clipboard.
[[nodiscard]] QString figureTsv(const FigureTable &table);

} // namespace countersign
