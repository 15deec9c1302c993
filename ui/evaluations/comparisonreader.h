// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisonread.h"

#include <QObject>

#include <stop_token>

namespace countersign {

class ComparisonTab;
class Workspace;

/// Reads what a ComparisonTab asks for: the choices, the reports of both sides, and what is searched. Another question
/// ends the reading for the one before, and a late answer is dropped. Reports that are not on this machine are fetched
/// and the comparison follows when all are here. GUI thread.
class ComparisonReader : public QObject
{
    Q_OBJECT
public:
    /// `workspace` and `tab` outlive it.
    ComparisonReader(Workspace *workspace, ComparisonTab *tab, QObject *parent = nullptr);
    ~ComparisonReader() override;

private:
    void readChoices(const QString &evaluation);
    void search(const QString &words);
    void compare(const ComparisonChoice &before, const ComparisonChoice &after);
    void fetch(const QStringList &missing, const ComparisonChoice &before, const ComparisonChoice &after);

    Workspace *m_workspace;
    ComparisonTab *m_tab;
    std::stop_source m_choiceJob, m_searchJob, m_compareJob;
    quint64 m_choiceGeneration = 0, m_searchGeneration = 0, m_generation = 0;
};

} // namespace countersign
