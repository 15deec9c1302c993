// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/versiondata.h"

#include <QAbstractTableModel>
#include <QScrollArea>

namespace countersign {

class DataTable;
class FactGrid;
class Panel;
class TextLabel;

/// The files of a version: name, size, type, digest.
class ArtifactsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Name, Size, Type, Digest, Count };
    using QAbstractTableModel::QAbstractTableModel;
    void setArtifacts(QList<Artifact> artifacts);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Artifact> m_artifacts;
};

/// What a version is: its facts, its files, what protects it, and what its author says is new.
class OverviewTab : public QScrollArea
{
    Q_OBJECT
public:
    explicit OverviewTab(QWidget *parent = nullptr);
    void show(const VersionData &shown);
    using QWidget::show;

private:
    void showFacts(const VersionData &shown);
    void showSafeguards(const VersionData &shown);

    FactGrid *m_facts, *m_origin;
    countersign::Panel *m_artifactsPanel;
    DataTable *m_artifacts;
    ArtifactsModel *m_model;
    countersign::Panel *m_safeguardsPanel;
    FactGrid *m_safeguards;
    countersign::Panel *m_notesPanel;
    TextLabel *m_notes;
};

} // namespace countersign
