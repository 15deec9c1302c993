// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/release.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QPushButton;
class QStandardItemModel;

namespace countersign {

class DataTable;
class FilterBar;

/// Chooses the release whose bundle is written.
class BundleDialog : public QDialog
{
    Q_OBJECT
public:
    explicit BundleDialog(Workspace *workspace, QWidget *parent = nullptr);
    /// The chosen request, and what it is called ("R-118").
    [[nodiscard]] QString request() const { return m_request; }
    [[nodiscard]] QString title() const { return m_title; }

private:
    struct Row
    {
        QString id;
        Request request;
    };
    void accept() override;
    void fill();

    DataTable *m_table;
    FilterBar *m_filter;
    QStandardItemModel *m_model;
    QPushButton *m_choose;
    QList<Row> m_rows;
    QString m_request, m_title;
};

} // namespace countersign
