// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "documents/controlframeworks.h"
#include "ui/registry/versiondata.h"

#include <QWidget>

#include <stop_token>

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace countersign {

class DataTable;
class EmptyState;
class FactTableModel;
class Replica;
class TextLabel;

/// Laws and standards held against the evidence of the version: what each control asks, what supports it, what is
/// missing. Read once the tab is seen, and anew when the page is.
class ControlsTab : public QWidget
{
    Q_OBJECT
public:
    explicit ControlsTab(QWidget *parent = nullptr);

    /// Where the evidence is read; without it the tab says that there is nothing. Outlives the tab.
    void setReplica(Replica *replica) { m_replica = replica; }
    void show(const VersionData &shown);
    using QWidget::show;
    void showControls(const GatheredControls &gathered);
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] const QList<ControlAssessment> &assessments() const { return m_assessments; }
    void setFramework(const QString &id);
    /// Writes the chosen framework as CSV or JSON, by the name's ending.
    Result<void> exportTo(const QString &path) const;

signals:
    /// The controls are shown, or could not be read.
    void settled();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFoot();
    void read();
    void fill();
    void showLine();
    void askWhereTo(const QString &ending);
    [[nodiscard]] const ControlAssessment *chosen() const;

    Replica *m_replica = nullptr;
    QString m_version;
    QDateTime m_at;
    bool m_stale = false;
    quint64 m_generation = 0;
    std::stop_source m_job;
    QList<ControlAssessment> m_assessments;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QComboBox *m_framework;
    QPushButton *m_export;
    TextLabel *m_coverage;
    DataTable *m_table;
    FactTableModel *m_model;
    TextLabel *m_asks, *m_support, *m_missing, *m_note;
};

} // namespace countersign
