// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/lineagepicture.h"
#include "ui/registry/versiondata.h"
#include "ui/widgets/lineagepane.h"

class QPushButton;
class QStackedWidget;

namespace countersign {

class DataTable;
class EmptyState;
class Replica;
class SegmentedButtons;
class TextLabel;

/// Where a version comes from and what is made of it: as a picture, and the two questions as lists. A thing without a
/// page of its own (a dataset, a base model, a run) can be put in the middle instead.
class LineageTab : public QWidget
{
    Q_OBJECT
public:
    enum class Part { Picture, CameFrom, BuiltOn };
    explicit LineageTab(QWidget *parent = nullptr);

    /// Where the neighbourhood is read; without it only what the version itself says is shown. Outlives the tab.
    void setReplica(Replica *replica) { m_replica = replica; }
    /// Reads the lineage anew, once the tab is seen.
    void show(const VersionData &shown);
    using QWidget::show;
    void showLineage(const LineageData &data);
    /// Puts another node into the middle; `id` as lineageId() gives it.
    void centreOn(const QString &id);
    [[nodiscard]] const LineageData &data() const { return m_data; }
    [[nodiscard]] LineageView *view() const { return m_pane->view(); }
    [[nodiscard]] LineagePane *pane() const { return m_pane; }
    [[nodiscard]] DataTable *list(Part part) const { return part == Part::BuiltOn ? m_builtOnTable : m_cameFromTable; }
    [[nodiscard]] Part part() const;
    void setPart(Part part);
    /// Writes the list that is shown as CSV; Error when it cannot be written.
    Result<void> exportTo(const QString &path) const;

signals:
    void openLink(const QUrl &link);
    /// A lineage was read and is shown, or could not be read.
    void settled();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeHead();
    void read();
    void follow(const QString &id);
    void askWhereTo();
    void updateHead();

    Replica *m_replica = nullptr;
    std::optional<LineageData> m_waiting; ///< what is shown without a replica
    QString m_version;                    ///< node id of the page's version
    QString m_centre;                     ///< node id of what is in the middle
    bool m_stale = false;                 ///< to be read when the tab is seen
    quint64 m_generation = 0;
    std::stop_source m_job;
    LineageData m_data;
    SegmentedButtons *m_parts;
    QPushButton *m_back;
    QPushButton *m_export;
    TextLabel *m_sentence;
    QStackedWidget *m_stack;
    LineagePane *m_pane;
    DataTable *m_cameFromTable, *m_builtOnTable;
    FactTableModel *m_cameFrom, *m_builtOn;
    EmptyState *m_empty;
};

} // namespace countersign
