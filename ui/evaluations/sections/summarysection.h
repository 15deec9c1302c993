// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"

class QPlainTextEdit;
class QPushButton;

namespace countersign {

class Chip;
class FactGrid;

/// What was measured, when, by which tool and configuration, on what data, and whether on this version at all.
class SummarySection : public ReportSection
{
    Q_OBJECT
public:
    explicit SummarySection(QWidget *parent = nullptr);
    /// Works without a report as well: the record says most of it.
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    void setConfigurationShown(bool shown);

private:
    void showLeft(const ReportData &shown);
    void showRight(const ReportData &shown);
    void showSubject(const ReportData &shown);
    void showConfiguration(const ReportData &shown);
    FactGrid *m_left, *m_right;
    Chip *m_subject;
    TextLabel *m_subjectText, *m_who;
    QPushButton *m_more;
    QPlainTextEdit *m_configuration;
};

} // namespace countersign
