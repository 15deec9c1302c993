// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/historydata.h"
#include "ui/registry/versiontables.h"
#include "ui/workspace/workspace.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace countersign {

class DataTable;
class EmptyState;
class SectionHeader;

/// The history of a model: its decisions in order and the exceptions of its versions, each to be read beside the list.
class HistoryTab : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryTab(QWidget *parent = nullptr);
    void setWorkspace(Workspace *workspace);
    /// `version` is what new decisions and exceptions are about to begin with.
    void showModel(const QString &model, const QString &version);
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] const std::optional<HistoryData> &data() const { return m_data; }
    void newDecision(const QString &supersedes = {});
    void askForException();
    void renew();
    void exportTo(const QString &path);
    /// What stands in the reading pane, as text.
    [[nodiscard]] QString readText() const;

signals:
    void openLink(const QUrl &link);
    void done(const QString &sentence);

private:
    void makeBar(QVBoxLayout *layout);
    QWidget *makeReader();
    void reload();
    void take(const Result<HistoryData> &loaded);
    void finishSuperseding();
    void showCurrent();
    void readDecision(const HistoryData::DecisionEntry &entry);
    void readWaiver(const HistoryData::WaiverEntry &entry);
    void clearReader();
    void addPart(const QString &title, const QString &text);
    void addLinks(const QString &title, const QList<std::pair<QString, QUrl>> &links);
    void chooseSuperseding();
    void supersede(const QString &id, qint64 revision, const QString &by);
    void runWaiverVerb(const QString &verb, const QString &title);
    void askWhere();

    struct Superseding
    {
        QString id;
        qint64 revision = 0, seq = -1;
    };
    Workspace *m_workspace = nullptr;
    QString m_model, m_version;
    std::optional<HistoryData> m_data;
    std::optional<Superseding> m_superseding;
    DataTable *m_table;
    FactTableModel *m_rows;
    SectionHeader *m_header;
    EmptyState *m_none;
    QWidget *m_reader, *m_content = nullptr;
    QVBoxLayout *m_parts = nullptr;
    QPushButton *m_new, *m_ask, *m_export, *m_supersede, *m_renew, *m_grant, *m_revoke;
    std::stop_source m_job;
    quint64 m_generation = 0;
    QTimer m_timer;
};

} // namespace countersign
