// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/warningssection.h"

#include "ui/evaluations/warningsmodel.h"
#include "ui/widgets/datatable.h"

#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {
constexpr int mostFittedWarnings = 12;
} // namespace

WarningsSection::WarningsSection(QWidget *parent)
    : ReportSection(u"warnings"_s, tr("Warnings"), parent)
    , m_table(new DataTable(tr("Warnings")))
    , m_model(new WarningsModel(this))
{
    m_table->setModel(m_model);
    m_table->setColumns({{nullptr, 150}, {nullptr, 240, true}, {nullptr, 180}});
    body()->addWidget(m_table);
}

bool WarningsSection::showReport(const ReportData &shown)
{
    m_model->setWarnings(shown.report->warnings);
    const bool fits = m_model->rowCount() <= mostFittedWarnings;
    const int height = Theme::current().rowHeight() * (mostFittedWarnings + 1);
    m_table->setFitToRows(fits);
    m_table->setMinimumHeight(fits ? 0 : height);
    m_table->setMaximumHeight(fits ? QWIDGETSIZE_MAX : height);
    return m_model->rowCount() > 0;
}

qint64 WarningsSection::count() const
{
    return m_model->rowCount();
}

} // namespace countersign
