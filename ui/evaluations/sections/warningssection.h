// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"

namespace countersign {

class DataTable;
class WarningsModel;

/// What the importer did not understand or did not like, and where in the file.
class WarningsSection : public ReportSection
{
    Q_OBJECT
public:
    explicit WarningsSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("point that was not understood"); }
    [[nodiscard]] qint64 count() const override;

private:
    DataTable *m_table;
    WarningsModel *m_model;
};

} // namespace countersign
