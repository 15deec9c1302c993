// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/version.h"
#include "ui/workspace/importmodel.h"
#include "ui/workspace/workspace.h"

#include <QDialog>
#include <QTemporaryDir>
#include <QTimer>

#include <atomic>

class QComboBox;
class QProgressBar;
class QPushButton;
class QSettings;

namespace countersign {

class DataTable;
class TextLabel;

/// Brings several files and folders in as evidence of a version. Each is understood here first, on a worker, so that a
/// person sees what it is before anything is sent; what no importer knows can be mapped by hand.
class ImportDialog : public QDialog
{
    Q_OBJECT
public:
    /// `version` is chosen to begin with; `fixed` when it cannot be another.
    ImportDialog(Workspace *workspace, QSettings *settings, const QString &version, bool fixed, QWidget *parent = nullptr);
    ~ImportDialog() override;
    /// Files and folders; a folder is one import. What is there already is not added again.
    void add(const QStringList &paths);
    [[nodiscard]] ImportModel *model() const { return m_model; }
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] QPushButton *importButton() const { return m_import; }
    [[nodiscard]] QPushButton *mapButton() const { return m_map; }
    [[nodiscard]] QPushButton *stopButton() const { return m_stop; }
    [[nodiscard]] QString detail() const;
    /// What a person's mapping made of the table in `row`: it is read again, as it will be imported.
    void takeMapped(int row, const QByteArray &archive);

signals:
    /// Some were imported; said when the dialog is closed.
    void imported(int evaluations, int cards);

private:
    struct Progress
    {
        std::atomic<qint64> read = 0, size = -1;
    };
    QWidget *makeTop(bool fixed);
    QWidget *makeFoot();
    void chooseFiles(bool folder);
    void readNext();
    void tookFile(const QString &path, const Result<UnderstoodFile> &understood);
    void stop();
    void loadVersion();
    void judge(ImportCandidate &candidate) const;
    void showCurrent();
    void showState();
    void importNext();
    void tookImport(const QString &path, const Result<QJsonObject> &answer);
    void mapCurrent();
    [[nodiscard]] QString version() const;

    Workspace *m_workspace;
    QSettings *m_settings;
    QString m_wanted;
    bool m_fixed;
    std::optional<Version> m_version;
    QComboBox *m_versions;
    ImportModel *m_model;
    DataTable *m_table;
    TextLabel *m_detail, *m_told;
    QProgressBar *m_bar;
    QPushButton *m_import, *m_map, *m_stop, *m_close;
    QString m_reading, m_importing;
    bool m_sending = false;
    int m_evaluations = 0, m_cards = 0;
    std::shared_ptr<Progress> m_progress;
    std::stop_source m_job;
    QTimer m_timer;
    QTemporaryDir m_mapped; ///< archives of tables with their mappings
};

/// Lets files and folders be dropped onto a widget. Lives with the widget.
class FileDrop : public QObject
{
    Q_OBJECT
public:
    FileDrop(QWidget *target, std::function<void(const QStringList &paths)> dropped);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    std::function<void(const QStringList &)> m_dropped;
};

} // namespace countersign
