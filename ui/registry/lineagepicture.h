// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/lineagedata.h"
#include "ui/registry/versiontables.h"
#include "ui/widgets/lineageview.h"

namespace countersign {

/// A lineage as the view wants it: columns from what it is made of to where it runs, many of a kind in groups.
struct LineagePicture
{
    QList<LineageView::Node> nodes;
    QList<LineageView::Edge> edges;
    QList<LineageView::Group> groups;
    QStringList columns;
};
LineagePicture lineagePicture(const LineageData &data);

/// The page a node has here, or an empty link.
QUrl lineageLink(const LineageNode &node);
/// "claims-triage 7", "claims-2025", "4f1d2c8e9a77".
QString lineageName(const LineageNode &node);
QString lineageKind(LineageNode::Kind kind);

/// The answers to "what did this come from?" and "what is built on this?", one row a thing, nearest first.
FactTableModel *lineageTable(DataTable *table);
QList<FactTableModel::Row> cameFromRows(const LineageData &data);
QList<FactTableModel::Row> builtOnRows(const LineageData &data);
/// What the subject inherits, in a sentence; empty when nothing is known of any licence.
QString licenceSentence(const LineageData &data);

} // namespace countersign
