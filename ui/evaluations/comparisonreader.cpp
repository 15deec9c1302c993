// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonreader.h"

#include "ui/evaluations/comparisontab.h"
#include "ui/workspace/workspace.h"

namespace countersign {

ComparisonReader::ComparisonReader(Workspace *workspace, ComparisonTab *tab, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_tab(tab)
{
    connect(tab, &ComparisonTab::choicesWanted, this, &ComparisonReader::readChoices);
    connect(tab, &ComparisonTab::searched, this, &ComparisonReader::search);
    connect(tab, &ComparisonTab::compareRequested, this, &ComparisonReader::compare);
}

ComparisonReader::~ComparisonReader()
{
    for (std::stop_source *job : {&m_choiceJob, &m_searchJob, &m_compareJob})
        job->request_stop();
}

void ComparisonReader::readChoices(const QString &evaluation)
{
    m_choiceJob.request_stop();
    const quint64 generation = ++m_choiceGeneration;
    m_choiceJob = m_workspace->replica()->read(
        this, [evaluation](ReadSession &session) { return loadComparisonChoices(session, evaluation); },
        [this, generation](const Result<ComparisonChoices> &choices) {
            if (generation == m_choiceGeneration)
                m_tab->showChoices(choices);
        });
}

void ComparisonReader::search(const QString &words)
{
    m_searchJob.request_stop();
    const quint64 generation = ++m_searchGeneration;
    m_searchJob = m_workspace->replica()->read(
        this, [words](ReadSession &session) { return findComparisonChoices(session, words); },
        [this, generation](const Result<QList<ComparisonChoice>> &found) {
            if (generation == m_searchGeneration && found.ok())
                m_tab->addChoices(*found);
        });
}

void ComparisonReader::compare(const ComparisonChoice &before, const ComparisonChoice &after)
{
    m_compareJob.request_stop();
    const quint64 generation = ++m_generation;
    m_compareJob = m_workspace->replica()->read(
        this, [before, after, now = m_workspace->clock()->now()](ReadSession &session) { return readComparison(session, before, after, now); },
        [this, generation, before, after](const Result<ComparisonPtr> &compared) {
            if (generation != m_generation)
                return;
            if (compared.ok() && !(*compared)->missingBlobs.isEmpty())
                fetch((*compared)->missingBlobs, before, after);
            else
                m_tab->showComparison(compared);
        });
}

void ComparisonReader::fetch(const QStringList &missing, const ComparisonChoice &before, const ComparisonChoice &after)
{
    const auto left = std::make_shared<qsizetype>(missing.size());
    for (const QString &digest : missing) {
        m_workspace->blob(digest, this, [this, left, generation = m_generation, before, after](const Result<QByteArray> &bytes) {
            if (generation != m_generation)
                return;
            if (!bytes.ok()) {
                ++m_generation; // what else arrives is no answer any more
                m_tab->showComparison(bytes.error());
            } else if (--*left == 0) {
                compare(before, after);
            }
        });
    }
}

} // namespace countersign
