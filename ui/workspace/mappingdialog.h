// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/tablemapping.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QPushButton;
class QSettings;

namespace countersign {

class DataTable;
class FigureTableModel;
class TextLabel;

/// Says what each column of a table is that no importer knows: roles are suggested, the first results shown as they
/// would be read, and the mapping can be kept for the next file of the same tool.
class MappingDialog : public QDialog
{
    Q_OBJECT
public:
    MappingDialog(const QString &path, QSettings *settings, QWidget *parent = nullptr);
    ~MappingDialog() override;
    [[nodiscard]] FieldMapping mapping() const;
    [[nodiscard]] QPushButton *useButton() const { return m_use; }
    [[nodiscard]] QPushButton *keepButton() const { return m_keep; }
    [[nodiscard]] QLineEdit *nameEdit() const { return m_name; }
    [[nodiscard]] QComboBox *saved() const { return m_saved; }
    [[nodiscard]] QComboBox *roleOf(const QString &column) const;
    [[nodiscard]] DataTable *results() const { return m_resultsTable; }
    [[nodiscard]] QString message() const;

signals:
    /// Table and mapping as they are imported.
    void mapped(const QByteArray &archive);

private:
    struct ColumnRow
    {
        QString name;
        QComboBox *role;
        QLineEdit *detail; ///< the metric, or the dimension of a group
    };
    QWidget *makeSource();
    QWidget *makeSaved();
    QWidget *makeColumns();
    DataTable *addTable(const QString &name, FigureTableModel *model);
    void ask();
    void take(const Result<MappingPreview> &preview);
    void showColumns(const MappingPreview &preview);
    void showMapping(const FieldMapping &mapping);
    void showResults(const MappingPreview &preview);
    void loadSaved();
    void keep();
    void use();
    void say(const QString &sentence, bool wrong);

    QString m_path;
    QSettings *m_settings;
    FieldMapping m_mapping; ///< what the form does not show stays as it was
    QComboBox *m_layout, *m_saved;
    QLineEdit *m_records, *m_tool, *m_suite, *m_task, *m_dataset, *m_name;
    QCheckBox *m_comma, *m_noHeader, *m_whole;
    QGridLayout *m_grid;
    QList<ColumnRow> m_columns;
    FigureTableModel *m_raw, *m_results;
    DataTable *m_rawTable, *m_resultsTable;
    TextLabel *m_message;
    QPushButton *m_use, *m_keep;
    bool m_suggested = false;
    std::stop_source m_job, m_packing;
    quint64 m_generation = 0;
    QTimer m_timer;
};

} // namespace countersign
